#!/usr/bin/env bash
# helper:libsecret and docker:secretservice over a keyring that is locked: both
# programs say then that there is nothing, and that they erased it.
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
stage=${1:-}
if [ -z "$stage" ]; then
	KEYRING_SETUP="$here/managers.sh keep" \
		"$here/keyring.sh" --locked "$here/managers.sh" locked
	exit
fi
export KEEP_HOME=1
# shellcheck source=../lib.sh
. "$here/../lib.sh"
. "$here/../managers.sh"
. "$here/keyring.sh"
unset RINGBEARER_BACKEND

# token: what is kept.
token() {
	ask get protocol=https host=git.example username=ann
	sed -n 's/^password=//p' <<<"$out"
}

keep() {
	ask store protocol=https host=git.example username=ann \
		"password=canary-${BACKEND#*:}"
	run "$RINGBEARER" --backend "$BACKEND" edit git.example/ann --label mine
}

locked() {
	same "$BACKEND, locked: get gives nothing" '' "$(token)"
	ask get protocol=https host=git.example username=ann
	same "$BACKEND, locked: get is exit 6" 6 "$code"
	holds "$BACKEND, locked: it says so" "$err" 'may be locked'
	run "$RINGBEARER" --backend "$BACKEND" list
	holds "$BACKEND, locked: it is listed" "$out" git.example/ann
	ask erase protocol=https host=git.example username=ann
	same "$BACKEND, locked: erase is exit 6" 6 "$code"
	run "$RINGBEARER" --backend "$BACKEND" disconnect git.example/ann --yes
	same "$BACKEND, locked: disconnect is exit 6" 6 "$code"
	ask store protocol=https host=git.example username=ann password=canary-lost
	same "$BACKEND, locked: store is exit 6" 6 "$code"
}

unlocked() {
	same "$BACKEND, unlocked: all is there" "canary-${BACKEND#*:}" "$(token)"
	run "$RINGBEARER" --backend "$BACKEND" show git.example/ann
	holds "$BACKEND, unlocked: with its notes" "$out" mine
	ask erase protocol=https host=git.example username=ann
	same "$BACKEND, unlocked: it can be erased" '0:' "$code:$(token)"
}

# each WORD: for both, as far as they are here.
each() {
	for BACKEND in helper:libsecret docker:secretservice; do
		if manager_ready "$BACKEND"; then
			"$1"
		else
			skip "$BACKEND, $1" "$manager_missing"
		fi
	done
}

mkdir -p "$XDG_CONFIG_HOME/ringbearer"
printf '%s { timeout = 20 }\n' helper docker >"$XDG_CONFIG_HOME/ringbearer/config"
if [ "$stage" = keep ]; then
	each keep
	exit
fi
each locked
keyring_restart unlocked
each unlocked
finish
