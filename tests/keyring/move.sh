#!/usr/bin/env bash
# move: from the keyring to sealed files and back, on a bus of its own (started
# by keyring.sh): whole, of one and of all, refused, and killed on the way.
KEEP_HOME=1
# shellcheck source=../lib.sh
. "$(dirname "$0")/../lib.sh"

mkdir -p "$XDG_CONFIG_HOME/ringbearer"
config=$XDG_CONFIG_HOME/ringbearer/config
echo 'backend = {secret-service, file}' >"$config"
unset RINGBEARER_BACKEND BACKEND

# keep BACKEND USER TOKEN [LINE...]
keep() {
	BACKEND=$1 ask store protocol=https host=git.example "username=$2" \
		"password=canary-$3" "${@:4}"
}

# token_of BACKEND USER: what is kept there.
token_of() {
	BACKEND=$1 ask get protocol=https host=git.example "username=$2"
	sed -n 's/^password=canary-//p' <<<"$out"
}

# at NAME USER KEYRING FILE: which token each of the two has.
at() {
	same "$1" "keyring: $3, file: $4" \
		"keyring: $(token_of secret-service "$2"), file: $(token_of file "$2")"
}

keep secret-service ann 1 password_expiry_utc=4102444800
keep secret-service bob 2
keep file eve 3
run "$RINGBEARER" edit git.example/ann --label mine team=billing
shown=$("$RINGBEARER" show git.example/ann --json | grep -v '"backend"')

run "$RINGBEARER" move git.example/ann --to file --dry-run
same 'a dry run says what it would do' \
	"0|git.example/ann: would be moved from 'secret-service' to 'file'|" \
	"$code|$out|$err"
at 'a dry run: nothing is moved' ann 1 ''
run "$RINGBEARER" move git.example/ann --to file
same 'moved' "0|git.example/ann: moved from 'secret-service' to 'file'|" \
	"$code|$out|$err"
at 'moved: it is there, and only there' ann '' 1
at 'moved: another one is not' bob 2 ''
same 'moved: all that was noted, too' "$shown" \
	"$("$RINGBEARER" show git.example/ann --json | grep -v '"backend"')"
ask get protocol=https host=git.example username=ann
holds 'moved: found through the configuration' "$out" password=canary-1
run "$RINGBEARER" move git.example/ann --to file
same 'once more' "0|git.example/ann: stays in 'file'|" "$code|$out|$err"

# As if stopped between the copy and the erasing.
keep secret-service ann 1
run "$RINGBEARER" token git.example/ann
same 'two copies are one entry' '0|canary-1' "$code|$out"
run "$RINGBEARER" move git.example/ann --to file
same 'a copy that was left' 0 "$code"
at 'a copy that was left: gone' ann '' 1

# Another token is in the way.
keep secret-service ann other
run "$RINGBEARER" move git.example/ann --to file
same 'another token: refused' "2|1" "$code|$(grep -c 'another token' <<<"$err")"
at 'another token: both stay' ann other 1
run "$RINGBEARER" move git.example/ann --to file --force
same 'another token, by force' 0 "$code"
at 'another token, by force: replaced' ann '' other

# A name without a path, beside one with a path that the same erase would take.
BACKEND=file ask store protocol=https host=git.example path=team/x \
	username=eve password=canary-4
run "$RINGBEARER" move git.example/eve --to secret-service
same 'beside one with a path' 0 "$code"
BACKEND=file ask get protocol=https host=git.example path=team/x username=eve
holds 'beside one with a path: that stays' "$out" password=canary-4

for user in c d e f g h; do keep file $user $user; done
run "$RINGBEARER" move --all --to secret-service
same 'all' '0|8' "$code|$(grep -c ': moved from' <<<"$out")"
same 'all: nothing is left in files' '[]' \
	"$("$RINGBEARER" --backend file list --json | xargs)"
run "$RINGBEARER" move --all --to secret-service
same 'all, once more' '0|0' "$code|$(grep -c ': moved from' <<<"$out")"

# One of several cannot be moved: the others are.
keep file c older
run "$RINGBEARER" move --all --to file
same 'all, one in the way' '2|9' "$code|$(grep -c ': moved from' <<<"$out")"
holds 'all, one in the way: counted' "$err" '1 of '
at 'all, one in the way: it stays' c c older
run "$RINGBEARER" move git.example/c --to file --force

# Killed at any moment: each is in one of the two, and the same again ends it.
lost=0
left=0
for trial in $(seq 24); do
	to='file'
	[ $((trial % 2)) = 1 ] && to=secret-service
	"$RINGBEARER" move --all --to "$to" >"$WORK/out" 2>&1 &
	pid=$!
	sleep "0.$(printf '%03d' $((trial * 9)))"
	kill -KILL $pid 2>/dev/null
	wait $pid 2>/dev/null
	for user in ann bob c d e f g h; do
		ask get protocol=https host=git.example "username=$user"
		grep -q '^password=canary-' <<<"$out" || lost=$((lost + 1))
	done
	run "$RINGBEARER" move --all --to "$to"
	[ "$code" = 0 ] || reject "killed: the same again ends it" "$err"
	[ "$to" = file ] && other=secret-service || other='file'
	[ "$("$RINGBEARER" --backend "$other" list --json | xargs)" = '[]' ] ||
		left=$((left + 1))
done
same 'killed: no token was ever missing' 0 "$lost"
same 'killed: nothing is left where it was' 0 "$left"

# What cannot be done.
run "$RINGBEARER" move git.example/ann
same 'without a place' '2' "$code"
run "$RINGBEARER" move --to file
same 'without a name' '2' "$code"
run "$RINGBEARER" move git.example/ann --all --to file
same 'a name, and all' '2' "$code"
run "$RINGBEARER" move git.example/ann --to nosuch
same 'to nowhere' '2' "$code"
run "$RINGBEARER" move git.example/ann --to auto
same 'to no one place' '2' "$code"
run "$RINGBEARER" move git.example/nobody --to file
same 'what is not there' '1' "$code"
echo 'backend = file' >"$config"
run "$RINGBEARER" move git.example/ann --to secret-service
same 'out of sight: refused' 2 "$code"
holds 'out of sight: what to do' "$err" 'backend = {file, secret-service}'
echo 'backend = file journal = changes' >"$config"
echo 'backend = auto journal = changes' >"$config"
run "$RINGBEARER" move git.example/ann --to secret-service
same 'by auto' 0 "$code"
holds 'the journal has it' "$("$RINGBEARER" log)" 'moved'
same 'no token was said' '' "$(grep -h canary "$WORK/all-errors")"
finish
