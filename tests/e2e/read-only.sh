#!/usr/bin/env bash
# store { read-only }: what others of a team look after is handed out, asked
# about, and never changed.
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=file
start_simulator
at='protocol=https
host=git.example
username=team'
ask store "$at" password=canary-1
give sim-notion-good connect notion
before=$(find "$HOME/.local/share" -type f -exec md5sum {} + | sort)
configure 'store "git.example" { read-only = true }' \
	'store "notion" { read-only = true }'

# stays NAME: nothing of the store was written.
stays() {
	same "$1: nothing is written" "$before" \
		"$(find "$HOME/.local/share" -type f -exec md5sum {} + | sort)"
}

# refused NAME: the last command, with the reason.
refused() {
	same "$1: exit code" 6 "$code"
	holds "$1: why" "$err" 'it is read-only'
	stays "$1"
}

ask get "$at"
holds 'handed out' "$out" password=canary-1
ask store "$at" password=canary-1
same 'the same again is fine' '0||' "$code|$out|$err"
ask store "$at" password=canary-2
refused 'another token'
holds 'another token: where it says so' "$err" "see its section 'store' in"
ask store protocol=https host=git.example username=new password=canary-2
refused 'another account'
ask erase "$at"
refused 'erase'
run "$RINGBEARER" disconnect --yes git.example/team
refused 'disconnect'
run "$RINGBEARER" edit git.example/team --label mine
refused 'edit'
run "$RINGBEARER" disable notion
refused 'disable, by the provider'
give sim-notion-good-2 rotate notion
refused 'rotate'
run "$RINGBEARER" check
same 'check asks' 0 "$code"
stays 'check'
run "$RINGBEARER" list
same 'list says so, of each' 2 "$(grep -c 'file, read-only' <<<"$out")"
same 'list --json, too' 2 \
	"$("$RINGBEARER" list --json | grep -c '"changeable": *false')"
ask store protocol=https host=other.example username=u password=canary-3
same 'others are kept' 0 "$code"
configure
ask store "$at" password=canary-2
same 'without the section: kept' 0 "$code"
same 'no token was said' '' "$(grep -hE 'canary|sim-' "$WORK/all-errors")"
finish
