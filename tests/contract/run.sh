#!/usr/bin/env bash
# Runs the contract suite on one back-end: run.sh BACKEND [encrypted]
#
# Most get a fresh home without a session bus; `pass` has a store and keys in it,
# `vault` a stand-in server, `etcd` a real one. For `secret-service` and the managers that keep in
# one this script is started by tests/keyring/keyring.sh, whose home and bus it
# keeps; `encrypted` chooses that session.
set -u
name=${1:?the name of a back-end}
case $name in
secret-service | helper:libsecret | docker:secretservice) KEEP_HOME=1 ;;
esac
. "$(dirname "$0")/../lib.sh"

if [ "${2:-}" = encrypted ]; then
	mkdir -p "$HOME/.config/ringbearer"
	# Every read is a process with a key exchange, and many come at once.
	export CONTRACT_READS=4
	echo 'secret-service { session = encrypted timeout = 30 }' \
		>"$HOME/.config/ringbearer/config"
fi
if [ "$name" = secret-service ] && [ "${2:-}" != encrypted ]; then
	mkdir -p "$HOME/.config/ringbearer"
	# Fifty wait for each other here, on whatever machine.
	echo 'secret-service { timeout = 30 }' >"$HOME/.config/ringbearer/config"
fi
if [ "$name" = pass ]; then
	# shellcheck source=../pass.sh
	. "$SOURCE/tests/pass.sh"
	fresh_store
	# Every read is a process.
	export CONTRACT_READS=4
fi
case $name in
helper:* | docker:*)
	. "$SOURCE/tests/managers.sh"
	manager_ready "$name" || {
		skip "contract of $name" "$manager_missing"
		finish
	}
	# Fifty wait for each other here, on whatever machine.
	mkdir -p "$HOME/.config/ringbearer"
	printf '%s { timeout = 300 }\n' helper docker \
		>"$HOME/.config/ringbearer/config"
	export CONTRACT_READS=2 CK_TIMEOUT_MULTIPLIER=5
	;;
esac
if [ "$name" = vault ]; then
	start_vault
	# Fifty write to one entry, and each but one has to look again.
	use_vault 'timeout = 60'
	export VAULT_AT ROOT_TOKEN
	export CONTRACT_READS=4
fi
if [ "$name" = etcd ]; then
	# shellcheck source=../etcd.sh
	. "$SOURCE/tests/etcd.sh"
	start_etcd one
	etcd_settings 'timeout = 60'
	export CONTRACT_READS=4
fi
export CONTRACT_DAMAGE=$SOURCE/tests/contract/damage.sh
"$BUILD/tests/contract" "$name"
