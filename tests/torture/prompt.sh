#!/usr/bin/env bash
# The question of a locked gnome-keyring, shown by its real prompter on an X
# server of our own, and answered by keys that are pressed there: declined,
# answered, answered wrongly, and left by whoever asked.
set -u
: "${BUILD:?the build folder}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
keyring=$here/../keyring/keyring.sh
prompter=/usr/libexec/gcr-prompter

# missing: the first program that is not installed.
missing() {
	local program
	for program in $prompter Xvfb xdotool; do
		[ -n "$(type -P "$program")" ] || {
			echo "$program"
			return
		}
	done
}

if [ $# = 0 ]; then
	if [ -z "$(missing)" ]; then
		KEYRING_SETUP="$here/prompt.sh keep" \
			exec "$keyring" --locked "$here/prompt.sh" ask
	fi
	. "$here/../lib.sh"
	skip 'the question of a locked keyring' "'$(missing)' is not installed"
	finish
fi

# shellcheck source=../keyring/keyring.sh
. "$keyring"
export KEEP_HOME=1
# shellcheck source=../lib.sh
. "$here/../lib.sh"
BACKEND=secret-service
address='protocol=https
host=git.example.com
username=ann'
password='password of a test' # as keyring.sh has it

if [ "$1" = keep ]; then
	ask store "$address" password=old
	exit "$code"
fi

# --- the screen

# start_screen: sets DISPLAY, and has the prompter started there.
start_screen() {
	Xvfb -displayfd 3 -screen 0 800x600x24 -nolisten tcp \
		3>"$WORK/display" 2>"$WORK/xvfb.log" &
	at_end "kill $! 2>/dev/null"
	until_up test -s "$WORK/display"
	DISPLAY=:$(cat "$WORK/display")
	export DISPLAY
	printf '%s\n' '[D-BUS Service]' \
		"Exec=/usr/bin/env DISPLAY=$DISPLAY $prompter" \
		Name=org.gnome.keyring.SystemPrompter \
		>"$KEYRING_ROOT/services/prompter.service"
	dbus-send --session --dest=org.freedesktop.DBus --print-reply / \
		org.freedesktop.DBus.ReloadConfig >"$WORK/reload"
}

is_shown() {
	xdotool search --onlyvisible --class Gcr-prompter >/dev/null 2>&1
}

# shown: waits for a question; false if there is none in half a minute.
shown() {
	local end=$((SECONDS + 30))
	until is_shown; do
		[ $SECONDS -lt $end ] || return
		sleep 0.05
	done
	# It takes the keyboard a moment later.
	sleep 0.5
}

press() {
	xdotool key "$1"
}

# enter TEXT...: types each, with Tab between them, and Return.
enter() {
	local text
	xdotool type "$1"
	shift
	for text in "$@"; do
		press Tab
		xdotool type "$text"
	done
	press Return
}

# --- what is asked of ringbearer

# begin OPERATION LINE...: in the background; `answered` gathers what came.
begin() {
	local operation=$1
	shift
	"$RINGBEARER" --backend $BACKEND "$operation" \
		< <(printf '%s\n' "$@") >"$WORK/out" 2>"$WORK/err" &
	asker=$!
	shown || reject "$operation: a question is shown"
}

answered() {
	wait "$asker"
	code=$?
	out=$(cat "$WORK/out")
	err=$(cat "$WORK/err")
}

# declined NAME: what it has to be after Escape.
declined() {
	answered
	same "$1: exit code" 6 "$code"
	holds "$1: message" "$err" 'the keyring is locked, and its question was declined'
	holds "$1: hint" "$err" 'hint: unlock the keyring'
	same "$1: prints nothing" '' "$out"
	alive "$1"
}

alive() {
	same "$1: the daemon is alive" 0 \
		"$(kill -0 "$(keyring_pid)" 2>/dev/null; echo $?)"
}

# --- the trials

declines() {
	begin get "$address"
	press Escape
	declined 'declined, get'
	begin store "$address" password=canary-other
	press Escape
	declined 'declined, store'
	begin erase "$address"
	press Escape
	declined 'declined, erase'
	begin get "$address"
	enter 'a wrong one'
	shown || reject 'a wrong password: it asks again'
	press Escape
	declined 'a wrong password, then declined'
}

# Who asked is killed while the question is shown: it stays, and a person closes
# it. That gnome-keyring has nobody to tell is a fault of its own, as it complains.
leaves() {
	begin get "$address"
	kill -KILL "$asker"
	{ wait "$asker"; } 2>/dev/null
	for _ in $(seq 40); do
		is_shown || break
		press Escape
		sleep 0.5
	done
	if kill -0 "$(keyring_pid)" 2>/dev/null; then
		pass 'the asker is killed: the daemon is alive'
	else
		skip 'the asker is killed: the daemon stays alive' \
			"it ended: $(tail -n 1 "$KEYRING_ROOT/daemon.log")"
		keyring_start locked
	fi
}

answers() {
	begin get "$address"
	enter "$password"
	answered
	same 'answered, get: exit code' '0|' "$code|$err"
	holds 'answered, get: the old value' "$out" password=old
	keyring_restart locked
	begin store "$address" password=new
	enter "$password"
	answered
	same 'answered, store' '0||' "$code|$out|$err"
	ask get "$address"
	holds 'answered, store: the new value' "$out" password=new
	keyring_restart locked
	begin erase "$address"
	enter "$password"
	answered
	same 'answered, erase' '0||' "$code|$out|$err"
	ask get "$address"
	same 'answered, erase: it is gone' '0||' "$code|$out|$err"
}

# Without a default keyring the question is for a new password, twice.
creates() {
	keyring_stop TERM
	rm -rf "$XDG_DATA_HOME/keyrings"
	keyring_start locked
	begin store "$address" password=first
	press Escape
	answered
	same 'no keyring, declined: exit code' 6 "$code"
	holds 'no keyring, declined: message' "$err" declined
	begin store "$address" password=first
	enter "$password" "$password"
	answered
	same 'no keyring, answered' '0||' "$code|$out|$err"
	ask get "$address"
	holds 'no keyring, answered: it is kept' "$out" password=first
	alive 'no keyring'
}

mkdir -p "$XDG_CONFIG_HOME/ringbearer"
echo 'secret-service { unlock-timeout = 60 }' \
	>"$XDG_CONFIG_HOME/ringbearer/config"
start_screen
declines
leaves
answers
creates
finish
