#!/usr/bin/env bash
# A real gnome-keyring on a full disk, and under many writers and readers of
# which some are killed. Each part runs on a bus of its own, in this script.
set -u
: "${BUILD:?the build folder}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
keyring=$here/../keyring/keyring.sh

if [ $# -eq 0 ]; then
	own_mounts=(unshare -m)
	[ "$(id -u)" = 0 ] || own_mounts=(unshare -Urm)
	results=$("${own_mounts[@]}" "$keyring" "$here/keyring.sh" full
		"$keyring" "$here/keyring.sh" load)
	grep -vE '^[0-9]+ passed,' <<<"$results"
	printf '%d passed, %d failed, %d skipped\n' \
		"$(grep -c '^ok - ' <<<"$results")" \
		"$(grep -c '^not ok - ' <<<"$results")" \
		"$(grep -c '^skip - ' <<<"$results")"
	[ "$(grep -cE '^[0-9]+ passed, 0 failed' <<<"$results")" = 2 ]
	exit
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

kept() {
	ask get "$address"
	holds "$1" "$out" "password=$2"
}

alive() {
	same "$1: the daemon is alive" 0 \
		"$(kill -0 "$(keyring_pid)" 2>/dev/null; echo $?)"
}

full() {
	local folder=$XDG_DATA_HOME/keyrings
	keyring_stop TERM
	if ! mount -t tmpfs -o size=128k,mode=700 tmpfs "$folder" \
		2>"$WORK/mount"; then
		skip 'a full disk' "no tmpfs here: $(cat "$WORK/mount")"
		keyring_start unlocked
		return
	fi
	keyring_start unlocked
	ask store "$address" password=canary-old
	same 'a store while there is room' '0|' "$code|$err"
	head -c 300000 /dev/zero >"$folder/filler" 2>/dev/null
	ask store "$address" password=canary-new
	same 'a full disk: exit code' 6 "$code"
	holds 'a full disk: the keyring is named' "$err" 'keyring'
	kept 'a full disk: the old value is there' canary-old
	ask store protocol=https host=other.example username=u password=canary-x
	same 'a full disk: a new one is not kept' 6 "$code"
	alive 'a full disk'
	keyring_restart unlocked
	kept 'a full disk, after a restart: the old value' canary-old
	rm -f "$folder/filler"
	ask store "$address" password=canary-new
	same 'with room again: a store' '0|' "$code|$err"
	kept 'with room again: it is there' canary-new
	keyring_stop TERM
	umount "$folder"
}

# writer N: stores of its own key and of a shared one; what was acknowledged is
# noted. Some are killed while they are at it.
writer() {
	local round pid
	for round in $(seq "$rounds"); do
		printf 'protocol=https\nhost=w%d.example\nusername=u\npassword=canary-%d\n' \
			"$1" "$round" |
			"$RINGBEARER" --backend secret-service store \
				2>>"$WORK/load-errors" &
		pid=$!
		if [ $((RANDOM % 5)) = 0 ]; then
			sleep "0.0$((RANDOM % 9))"
			kill -KILL "$pid" 2>/dev/null
		fi
		if wait "$pid" 2>/dev/null; then
			echo "$round" >>"$WORK/acknowledged.$1"
		else
			echo "$round" >>"$WORK/broken.$1"
		fi
		printf '%s\n' protocol=https host=shared.example username=u \
			"password=canary-$1-$round" |
			"$RINGBEARER" --backend secret-service store \
				2>>"$WORK/load-errors" &&
			echo "$round" >>"$WORK/shared.$1"
	done
}

# reader N: of the shared key, which is never absent.
reader() {
	local round answer
	for round in $(seq $((rounds * 2))); do
		answer=$(printf '%s\n' protocol=https host=shared.example |
			"$RINGBEARER" --backend secret-service get \
				2>>"$WORK/load-errors")
		[[ $answer =~ password=canary-[0-9]+-[0-9]+$ ]] ||
			echo "${answer:-nothing}" >>"$WORK/torn"
	done
}

# last FILE: its last line; 0 without one.
last() {
	tail -n 1 "$1" 2>/dev/null || echo 0
}

# gnome-keyring 42 ends, with or without a word, over a client that is killed
# while it is owed an answer (GNOME/gnome-keyring, issue 195): then nothing that
# it acknowledged may be lost.
survived() {
	aborted=
	if kill -0 "$(keyring_pid)" 2>/dev/null; then
		pass 'load: the daemon is alive'
		return
	fi
	aborted=$(tail -n 1 "$KEYRING_ROOT/daemon.log")
	aborted=${aborted:-without a word}
	skip 'load: the daemon stays alive' "it ended: $aborted"
	keyring_start unlocked
}

load() {
	local i kept acknowledged lost=0
	mkdir -p "$XDG_CONFIG_HOME/ringbearer"
	echo 'secret-service { timeout = 60 }' \
		>"$XDG_CONFIG_HOME/ringbearer/config"
	: >"$WORK/load-errors"
	ask store protocol=https host=shared.example username=u \
		password=canary-0-0
	for i in $(seq "$writers"); do writer "$i" & done
	for i in $(seq "$writers"); do reader "$i" & done
	wait
	survived
	for i in $(seq "$writers"); do
		kept=$(printf 'protocol=https\nhost=w%d.example\n' "$i" |
			"$RINGBEARER" --backend secret-service get |
			sed -n 's/^password=canary-//p')
		acknowledged=$(last "$WORK/acknowledged.$i")
		# Any of the killed ones behind it may have been made.
		[ "${kept:-0}" = "${acknowledged:-0}" ] ||
			{ [ "${kept:-0}" -gt "${acknowledged:-0}" ] &&
				grep -qx "$kept" "$WORK/broken.$i"; } ||
			lost=$((lost + 1))
	done
	acknowledged=$(cat "$WORK"/acknowledged.* "$WORK"/shared.* | wc -l)
	echo "result: secret-service, load: $acknowledged acknowledged, $(
		cat "$WORK"/broken.* | wc -l) killed, $lost lost"
	same 'load: nothing acknowledged is lost' 0 "$lost"
	[ -n "$aborted" ] || [ "$acknowledged" -ge $((writers * rounds)) ] ||
		reject 'load: most were acknowledged' "$acknowledged"
	[ -s "$WORK/broken.1" ] || [ "$(cat "$WORK"/broken.* | wc -l)" -gt 3 ] ||
		reject 'load: some were killed'
	[ -n "$aborted" ] ||
		same 'load: no reader saw anything else' '' \
			"$(sort "$WORK/torn" 2>/dev/null | uniq -c)"
	[ -n "$aborted" ] ||
		same 'load: no error' '' "$(sort "$WORK/load-errors" | uniq -c)"
}

writers=12
rounds=12
"$1"
finish
