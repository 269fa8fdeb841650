#!/usr/bin/env bash
# rotate --keep-old and --undo, and several that replace one entry at once.
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=file
VERIFY='timeout = 5'
start_simulator

# keeps NAME TOKEN: that is the token of Notion.
keeps() {
	if [ "$("$RINGBEARER" token notion)" = "$2" ]; then
		pass "$1"
	else
		reject "$1" 'that is not the token that was expected'
	fi
}

# has_previous NAME yes|no
has_previous() {
	local has=no
	"$RINGBEARER" show notion | grep -qx 'previous: (hidden)' && has=yes
	same "$1" "$2" "$has"
}

# rotated TOKEN [ARG...]: it must succeed.
rotated() {
	give "$1" rotate notion "${@:2}"
	[ "$code" = 0 ] || reject "rotate ${*:2}" "$code $err"
}

ann=ann@example.org
give sim-notion-good connect notion
rotated sim-notion-good-2
has_previous 'without --keep-old nothing is kept' no
give '' rotate notion --undo
same 'nothing to go back to' 1 "$code"
holds 'nothing to go back to: said' "$err" 'no older token'

rotated sim-notion-good-3 --keep-old
holds 'kept: how to go back' "$err" "'ringbearer rotate notion/$ann --undo'"
holds 'kept: how to drop it' "$err" \
	"'ringbearer edit notion/$ann --forget-old'"
holds 'kept: where to revoke it later' "$err" 'when it is needed no more, at https'
has_previous 'kept: hidden' yes
keeps 'kept: the new one is handed out' sim-notion-good-3
ask get protocol=https host=api.notion.com
same 'kept: not in git'\''s protocol' 1 \
	"$(printf '%s\n' "$out" | grep -c 'sim-notion')"
run "$RINGBEARER" show --json notion
same 'kept: not shown' '' "$(printf '%s\n' "$out" | grep 'sim-')"
ask store protocol=https host=api.notion.com password=sim-notion-good-3
has_previous 'an unchanged store leaves it' yes
give '' check notion
has_previous 'check leaves it' yes
give '' edit notion --label x
has_previous 'edit leaves it' yes

give '' rotate notion --undo
same 'undo' 0 "$code"
holds 'undo: confirmed' "$out" "rotated back notion/$ann: Ann Archer"
holds 'undo: its end is known still' "$out" 'in 365 days (computed)'
holds 'undo: what to revoke' "$err" 'revoke the newer one at https://'
keeps 'undo: the older one' sim-notion-good-2
has_previous 'undo: the newer one is gone' no
same 'undo: the label stays' 'label: x' "$("$RINGBEARER" show notion |
	grep '^label')"

# To and fro.
rotated sim-notion-good-3 --keep-old
give '' rotate notion --undo --keep-old
keeps 'undo and keep: the older one' sim-notion-good-2
has_previous 'undo and keep: the newer one, too' yes
give '' rotate notion --undo --expires 30
keeps 'undo again: the newer one' sim-notion-good-3
same 'undo again: the end that was given' 'expiry_known: asked' \
	"$("$RINGBEARER" show notion | grep '^expiry_known')"

# Each token's end goes with it.
give sim-notion-good-20 connect notion --expires 100
ends() {
	"$RINGBEARER" show notion | grep -E '^expir'
}
first=$(ends)
rotated sim-notion-good-21 --keep-old --expires 30
second=$(ends)
same 'the new one ends when it was said' no \
	"$([ "$second" = "$first" ] && echo yes || echo no)"
give '' rotate notion --undo --keep-old
same 'undo: it ends when it did' "$first" "$(ends)"
give '' rotate notion --undo
same 'undo of the undo: that, too' "$second" "$(ends)"
rotated sim-notion-good-3

# It is dropped.
rotated sim-notion-good-4 --keep-old
give '' edit notion --forget-old
has_previous 'by edit' no
rotated sim-notion-good-5 --keep-old
rotated sim-notion-good-6
has_previous 'by the next rotate' no
holds 'by the next rotate: said before' "$err" \
	"the older token that 'notion/$ann' keeps for 'rotate --undo' is dropped"
holds 'by the next rotate: said where to revoke it' "$err" \
	'revoke the older one, too, at https://'
rotated sim-notion-good-11
same 'nothing older, nothing said' '' "$(grep -E 'older' <<<"$err")"
rotated sim-notion-good-7 --keep-old
give sim-notion-good-8 connect notion
has_previous 'by connect' no
holds 'by connect: said' "$err" 'revoke the older one, too, at https://'
rotated sim-notion-good-9 --keep-old
ask store protocol=https host=api.notion.com password=sim-notion-good-10
has_previous 'by store' no

# What the provider refuses, or cannot tell.
give sim-notion-revoked connect notion --no-verify --account $ann --force
rotated sim-notion-good --keep-old --force
give '' rotate notion --undo
same 'undo, refused' 4 "$code"
keeps 'undo, refused: the present one stays' sim-notion-good
has_previous 'undo, refused: the older one, too' yes
give sim-notion-503 connect notion --no-verify --account $ann --force
rotated sim-notion-good --keep-old --force
give '' rotate notion --undo
same 'undo, cannot tell' 5 "$code"
keeps 'undo, cannot tell: the present one stays' sim-notion-good
ask store protocol=https host=git.example username=me authtype=Bearer \
	credential=canary-old
give canary-new rotate git.example --force --keep-old
give '' rotate git.example --undo
same 'undo, no provider: needs force' 2 "$code"
give '' rotate git.example --undo --force
ask get protocol=https host=git.example 'capability[]=authtype'
same 'undo, no provider, by force' 1 \
	"$(printf '%s\n' "$out" | grep -c '^credential=canary-old$')"

# What git brings late does not come back, with or without --keep-old.
late() {
	ask store protocol=https host=git.example username=late "password=$1"
	same "late: a store of token ${1#canary-} says nothing" '0||' "$code|$out|$err"
	same "late: token ${1#canary-} is not handed out" "$2" \
		"$("$RINGBEARER" token git.example/late)"
}
late canary-0 canary-0
for i in 1 2 3 4 5 6 7 8 9; do
	give "canary-$i" rotate git.example/late --force
done
late canary-8 canary-9
late canary-1 canary-9
give '' disable git.example/late
for ends in 4000000001 4000000002; do
	ask store protocol=https host=git.example username=late \
		password=canary-9 password_expiry_utc=$ends
done
give '' token git.example/late
same 'late: what is disabled stays so' 4 "$code"
give '' enable git.example/late
give canary-3 rotate git.example/late --force
same 'late: a person takes one back' canary-3 \
	"$("$RINGBEARER" token git.example/late)"
late canary-9 canary-3
late canary-3 canary-3
late canary-0 canary-0

# Several at once: one replaces it, the others say that somebody has.
# at_once COMMAND: six of it, each with a token of its own, on a provider that
# takes its time; how many said what.
at_once() {
	local i pids=()
	for i in 1 2 3 4 5 6; do
		{
			"$RINGBEARER" "$1" notion \
				>"$WORK/out.$i" 2>"$WORK/err.$i" \
				< <(printf 'sim-notion-good-2%d' "$i")
			echo $? >"$WORK/code.$i"
		} &
		pids+=($!)
	done
	wait "${pids[@]}"
	same "six at once, $1: one did it" 1 "$(cat "$WORK"/code.? | grep -cx 0)"
	same "six at once, $1: the others did not" 5 \
		"$(cat "$WORK"/code.? | grep -cx 6)"
	same "six at once, $1: and say so" 5 \
		"$(cat "$WORK"/err.? | grep -c 'given another one meanwhile')"
	i=$(grep -lx 0 "$WORK"/code.? | head -n 1)
	keeps "six at once, $1: its token is there" "sim-notion-good-2${i##*.}"
	cat "$WORK"/err.? >>"$WORK/all-errors"
}
kill "$SIMULATOR"
start_simulator --delay 1500
give sim-notion-good connect notion
at_once rotate
give sim-notion-good connect notion
at_once connect

same 'no token is ever out of place' '' "$(grep LEAK "$SIMULATOR_LOG")"
same 'no token is in any message' '' \
	"$(grep -oE 'sim-(notion|harvest|calendly)-|canary' "$WORK/all-errors")"
finish
