#!/usr/bin/env bash
# The keyring's faults, on a real gnome-keyring and a private bus: each ends
# in its time, with the right one of "not found", "locked", "unavailable",
# "time-out" and "failed", and with everything that was kept still there.
#
#   BUILD=build tests/keyring/faults.sh
#
# Each section below runs on a bus of its own, in this very script.
set -u
: "${BUILD:?the build folder}"
BUILD=$(cd "$BUILD" && pwd)
export BUILD
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
keyring=$here/keyring.sh

# section BUS NAME
section() {
	KEYRING_SETUP="$here/faults.sh keep" \
		"$keyring" "$1" "$here/faults.sh" "$2" ||
		echo "not ok - section '$2' came to its end"
}

if [ $# -eq 0 ]; then
	results=$(
		section --unlocked works
		section --unlocked parallel
		section --unlocked stops
		section --unlocked dies
		section --unlocked spares
		section --locked locked
		section --locked elsewhere
		section --locked person
		section --unlocked fresh
		section --none none
		section --hang hangs
		section --none nobus
	)
	printf '%s\n' "$results"
	passed=$(grep -c '^ok - ' <<<"$results")
	failed=$(grep -c '^not ok - ' <<<"$results")
	printf '%d passed, %d failed\n' "$passed" "$failed"
	[ "$failed" -eq 0 ] && [ "$passed" -gt 0 ]
	exit
fi

# shellcheck source=keyring.sh
. "$keyring"
export KEEP_HOME=1
# shellcheck source=../lib.sh
. "$here/../lib.sh"
BACKEND=secret-service
address='protocol=https
host=git.example.com
username=ann'

# timed OPERATION LINE...: like ask, and leaves the milliseconds in $took.
timed() {
	local start=${EPOCHREALTIME/./}
	ask "$@"
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
}

# within NAME MILLISECONDS
within() {
	if [ "$took" -le "$2" ]; then
		pass "$1"
	else
		reject "$1" "took $took ms, allowed are $2"
	fi
}

# refused NAME PART MILLISECONDS: exit code 6, a message with PART, in time.
refused() {
	same "$1: exit code" 6 "$code"
	holds "$1: message" "$err" "$2"
	same "$1: prints nothing" '' "$out"
	within "$1: in time" "$3"
}

# every NAME PART MILLISECONDS: get, store and erase are all refused so.
every() {
	timed get "$address"
	refused "$1, get" "$2" "$3"
	timed store "$address" password=other
	refused "$1, store" "$2" "$3"
	timed erase "$address"
	refused "$1, erase" "$2" "$3"
}

# kept NAME PASSWORD: that is what get answers.
kept() {
	ask get "$address"
	holds "$1" "$out" "password=$2"
}

alive() {
	if kill -0 "$(keyring_pid)" 2>/dev/null; then
		pass "$1: the daemon is alive"
	else
		reject "$1: the daemon is alive"
	fi
}

# How many items of ours the keyring has.
count_items() {
	dbus-send --session --print-reply --dest=org.freedesktop.secrets \
		/org/freedesktop/secrets \
		org.freedesktop.Secret.Service.SearchItems \
		dict:string:string:application,ringbearer |
		grep -c 'object path'
}

keep() {
	ask store "$address" password=old
	[ "$code" = 0 ]
}

# straight NAME OPERATION LINE...: it is done in three round trips, a greeting,
# all that can be asked at once, and the secrets, by one process and without
# libsecret. The bus itself is greeted in passing.
straight() {
	strace -f -o "$WORK/trace" "$RINGBEARER" --backend $BACKEND "$2" \
		< <(printf '%s\n' "${@:3}") >"$WORK/out" 2>>"$WORK/all-errors"
	same "$1: the bus is sent six messages" 6 \
		"$(grep -c 'sendmsg(' "$WORK/trace")"
	if is_sanitized; then
		skip "$1: no library but libc" 'a sanitizer is in the program'
		return
	fi
	same "$1: no process, no library but libc" 'libc.so.6' \
		"$(grep -oE '(clone|fork)[3(]|lib[a-z0-9-]*\.so[.0-9]*' \
			"$WORK/trace" | sort -u)"
}

works() {
	ask get "$address"
	same 'nothing kept: exit code' 0 "$code"
	same 'nothing kept: no answer' '' "$out$err"
	ask store "$address" password=one
	same 'store: exit code' 0 "$code"
	same 'store: prints nothing' '' "$out$err"
	kept 'what was stored' one
	ask store "$address" password=two
	kept 'what was stored in its place' two
	same 'an update leaves one item' 1 "$(count_items)"
	ask store "${address/ann/bob}" password=three
	kept 'another user keeps apart' two
	straight 'get' get "$address"
	straight 'an unchanged store' store "$address" password=two
	service_settings 'session = encrypted'
	kept 'an encrypted session reads it' two
	ask store "$address" password=four
	service_settings 'session = plain'
	kept 'and stores' four
	ask erase "$address" password=wrong
	kept 'erase with another password leaves it' four
	ask erase "$address"
	same 'erase: exit code' 0 "$code"
	same 'erase: prints nothing' '' "$out$err"
	ask get "$address"
	same 'erased' '' "$out"
	same 'the other user is left' 1 "$(count_items)"
}

parallel() {
	local i
	service_settings 'timeout = 20'
	for i in $(seq 50); do
		"$RINGBEARER" --backend $BACKEND store \
			< <(printf '%s\n' "$address" "password=same$i") \
			2>>"$WORK/parallel" || echo failed >>"$WORK/parallel" &
	done
	wait
	same '50 stores at once of one key' '' "$(cat "$WORK/parallel")"
	same '50 stores at once of one key: one item' 1 "$(count_items)"
	for i in $(seq 50); do
		"$RINGBEARER" --backend $BACKEND store \
			< <(printf '%s\n' protocol=https host=git.example.com \
				"username=u$i" "password=own$i") \
			2>>"$WORK/parallel" || echo failed >>"$WORK/parallel" &
	done
	wait
	same '50 stores at once of 50 keys' '' "$(cat "$WORK/parallel")"
	same '50 stores at once of 50 keys: none lost' 51 "$(count_items)"
	ask get protocol=https host=git.example.com username=u37
	holds '50 stores at once of 50 keys: each its own' "$out" \
		'password=own37'
}

stops() {
	ask store "$address" password=old
	service_settings 'timeout = 1'
	kill -STOP "$(keyring_pid)"
	every 'stopped' 'did not answer' 1250
	kill -CONT "$(keyring_pid)"
	kept 'stopped: the old value is there' old
	alive 'stopped'
}

dies() {
	ask store "$address" password=old
	kill -STOP "$(keyring_pid)"
	(
		sleep 0.3
		kill -KILL "$(keyring_pid)"
	) &
	timed get "$address"
	refused 'killed in the middle, get' 'went away' 1250
	wait
	keyring_wait false
	every 'killed' 'no keyring offers' 500
	keyring_start unlocked
	kept 'killed: the old value is there' old
}

locked() {
	every 'locked' 'locked' 750
	export DISPLAY=:99 GIT_TERMINAL_PROMPT=0
	every 'locked, and git forbids questions' 'locked' 750
	unset GIT_TERMINAL_PROMPT
	service_settings 'prompt = false'
	every 'locked, and the configuration forbids questions' 'locked' 750
	unset DISPLAY
	service_settings 'session = encrypted'
	every 'locked, encrypted session' 'locked' 750
	for session in plain encrypted; do
		service_settings "session = $session"
		ask get protocol=https host=other.example.com
		same "locked, $session session: nothing found is not \"not found\"" \
			6 "$code"
	done
	alive 'locked'
	keyring_restart unlocked
	kept 'locked: the old value is there' old
	same 'locked: nothing was added' 1 "$(count_items)"
}

# It lies in a keyring that is locked, and the default one is open and empty.
elsewhere() {
	local folder=$XDG_DATA_HOME/keyrings session
	keyring_stop TERM
	mv "$folder/login.keyring" "$folder/other.keyring"
	keyring_start unlocked
	for session in plain encrypted; do
		service_settings "session = $session"
		ask get "$address"
		same "in a locked keyring, $session session: exit code" 6 "$code"
		holds "in a locked keyring, $session session: said" "$err" locked
	done
	ask get protocol=https host=other.example.com
	same 'in no keyring: that is told' '0||' "$code|$out|$err"
	alive 'a locked keyring beside the default one'
}

# A person seems to be there, but no question can be shown, or none answered.
person() {
	export DISPLAY=:99
	service_settings 'unlock-timeout = 1'
	every 'locked, no prompter' 'locked' 1250
	alive 'locked, no prompter'
	printf '%s\n' '[D-BUS Service]' 'Exec=/bin/sleep 300' \
		Name=org.gnome.keyring.SystemPrompter \
		>"$KEYRING_ROOT/services/prompter.service"
	dbus-send --session --dest=org.freedesktop.DBus --print-reply / \
		org.freedesktop.DBus.ReloadConfig >"$WORK/reload"
	every 'locked, nobody answers' 'nobody answered' 1750
	alive 'locked, nobody answers'
	unset DISPLAY
	keyring_restart unlocked
	kept 'locked, nobody answers: the old value is there' old
}

fresh() {
	keyring_stop TERM
	rm -rf "$XDG_DATA_HOME/keyrings"
	keyring_start locked
	timed store "$address" password=new
	refused 'no default keyring, store' 'no default keyring' 500
	ask get "$address"
	same 'no default keyring, get: exit code' 0 "$code"
	same 'no default keyring: nothing was added' 0 "$(count_items)"
}

# gnome-keyring may abort over a property that a client asks for before all
# else, or goes away without (GNOME/gnome-keyring, issue 195): a token that is
# there is had without any, and one that is not by one, asked for last.
spares() {
	local seen=$KEYRING_ROOT/seen member monitor
	ask store "$address" password=canary-kept
	dbus-monitor --session --profile >"$seen" 2>/dev/null &
	monitor=$!
	for _ in $(seq 100); do
		grep -q NameAcquired "$seen" && break
		sleep 0.02
	done
	ask get "$address"
	holds 'the token is had' "$out" password=canary-kept
	ask get protocol=https host=unknown.example
	for _ in $(seq 100); do
		grep -q 'Properties.*Get$' "$seen" && break
		sleep 0.02
	done
	kill "$monitor"
	# The columns: mc, time, serial, sender, destination, path, interface,
	# member.
	member=$(awk -F'\t' '$1 == "mc" && $7 ~ /Secret|Properties/ {
		print $8 }' "$seen" | xargs)
	same 'what the keyring is asked' \
		'OpenSession SearchItems SearchItems GetSecrets OpenSession SearchItems SearchItems Get' \
		"$member"
	for _ in $(seq 200); do
		ask get protocol=https host=unknown.example
		[ "$code$err" = 0 ] || break
	done
	same 'asked for what is not there, 200 times' '0|' "$code|$err"
	alive 'asked 200 times'
}

none() {
	every 'no service' 'no keyring offers' 500
}

hangs() {
	service_settings 'timeout = 1'
	every 'never starts' 'did not answer' 1250
}

nobus() {
	local runtime=$XDG_RUNTIME_DIR
	unset DBUS_SESSION_BUS_ADDRESS XDG_RUNTIME_DIR
	every 'no bus' 'no session bus' 250
	export DBUS_SESSION_BUS_ADDRESS=unix:path=/nonexistent/bus
	every 'no socket' 'no session bus' 500
	export DBUS_SESSION_BUS_ADDRESS=autolaunch: DISPLAY=:99
	every 'autolaunch' 'no session bus' 250
	unset DBUS_SESSION_BUS_ADDRESS DISPLAY
	export XDG_RUNTIME_DIR=$runtime
	timed get "$address"
	refused 'the bus of the runtime folder' 'no keyring offers' 500
}

"$1"
