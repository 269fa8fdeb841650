#!/usr/bin/env bash
# Runs the contract suite on one back-end: run.sh BACKEND [encrypted]
#
# `file` and `auto` get a fresh home without a session bus, `pass` has a store
# and keys in it, `etcd` a server. For
# `secret-service` this script is started by tests/keyring/keyring.sh, whose
# home and bus it keeps; `encrypted` chooses that session.
set -u
name=${1:?the name of a back-end}
[ "$name" != secret-service ] || KEEP_HOME=1
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
if [ "$name" = etcd ]; then
	# shellcheck source=../etcd.sh
	. "$SOURCE/tests/etcd.sh"
	start_etcd one
	etcd_settings 'timeout = 60'
	export CONTRACT_READS=4
fi
export CONTRACT_DAMAGE=$SOURCE/tests/contract/damage.sh
"$BUILD/tests/contract" "$name"
