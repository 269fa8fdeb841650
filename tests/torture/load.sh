#!/usr/bin/env bash
# 300 writers and 300 readers at once, each key with a writer of its own and
# one key that all share, while processes are killed at random: what was
# acknowledged is not lost, and what is read was written whole.
#
# It is noted when each store and each read began and ended. From these follows
# which values a read may answer: one that a store had begun to write before
# the read ended, and that no acknowledged store replaced which began when the
# value's own had ended, and ended before the read began.
set -u
: "${BUILD:?the build folder}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
keyring=$here/../keyring/keyring.sh

if [ $# = 0 ]; then
	results=$("$here/load.sh" file
		"$keyring" "$here/load.sh" secret-service)
	grep -vE '^[0-9]+ passed,' <<<"$results"
	printf '%d passed, %d failed, %d skipped\n' \
		"$(grep -c '^ok - ' <<<"$results")" \
		"$(grep -c '^not ok - ' <<<"$results")" \
		"$(grep -c '^skip - ' <<<"$results")"
	[ "$(grep -cE '^[0-9]+ passed, 0 failed' <<<"$results")" = 2 ]
	exit
fi

BACKEND=$1
if [ "$BACKEND" = secret-service ]; then
	# shellcheck source=../keyring/keyring.sh
	. "$keyring"
	export KEEP_HOME=1
fi
# shellcheck source=../lib.sh
. "$here/../lib.sh"
log=$WORK/crowd

# crowd STORES KILLED_OF
crowd() {
	"$BUILD/tests/crowd" "$RINGBEARER" "$BACKEND" 300 "$@" \
		>"$log" 2>"$WORK/errors"
	same "$trial: the crowd has come and gone" 0 $?
	echo "result: $trial: $(count 'done') acknowledged, $(
		count killed) killed, $(count refused) refused, $(
		count read) read"
}

count() {
	grep -c "^$1 " "$log"
}

# judge LINGER LOG...: the reads that cannot be. LINGER is for how many seconds
# a change may still come behind a store that was killed or refused.
judge() {
	local linger=$1
	shift
	cat "$@" | awk '
		$1 != "read" { print $4, "w", $0 }
		$1 == "done" { print $5, "a", $0 }
		$1 == "read" { print $4, "r", $0 }' | sort -k1,1n -k2,2r |
		awk -v linger="$linger" '
			{ key = $4 " " $5 }
			$2 == "a" && $6 > replaced[$4] { replaced[$4] = $6 }
			$2 == "w" {
				began[key] = $6
				ended[key] = $7 + ($3 == "done" ? 0 : linger * 1e6)
			}
			$2 == "r" && $5 == "nothing" {
				if ($4 in replaced) print "lost:", $0
				next
			}
			$2 == "r" && !(key in began) { unknown[$0] }
			$2 == "r" && (key in began) && ended[key] < replaced[$4] {
				print "lost:", $0
			}
			END {
				for (line in unknown) {
					split(line, f, " ")
					key = f[4] " " f[5]
					if (!(key in began))
						print "torn:", line
					else if (began[key] > f[7])
						print "early:", line
				}
			}'
}

# The judge itself: what may be, and one of each that may not.
try_judge() {
	printf '%s\n' 'done h 1-1 10 20' 'killed h 1-2 30 40' \
		'done h 1-3 50 60' 'read h 1-1 35 36' 'read h 1-2 45 46' \
		'read h 1-1 55 65' 'read h 1-3 48 58' >"$WORK/good"
	same 'what may be is not complained of' '' "$(judge 0 "$WORK/good")"
	printf '%s\n' 'read h 1-1 70 80' 'read h 1-2 71 80' \
		'read h 1-3 35 45' 'read h torn 70 80' 'read h nothing 70 80' \
		>"$WORK/bad"
	same 'what cannot be is' 'early lost lost lost torn' \
		"$(judge 0 "$WORK/good" "$WORK/bad" | cut -d: -f1 | sort | xargs)"
}

# judged LINGER
judged() {
	same "$trial: nothing is lost, torn or out of time" '' \
		"$(judge "$1" "$log" | head -n 10)"
}

no_error() {
	same "$trial: no error" '' \
		"$(sort "$WORK/errors" | uniq -c | sort -rn | head -n 5)"
	same "$trial: none was refused" 0 "$(count refused)"
}

# enough STORES KILLED: of them, at least.
enough() {
	[ "$(count 'done')" -ge "$1" ] ||
		reject "$trial: $1 are acknowledged" "$(count 'done')"
	[ "$(count killed)" -ge "$2" ] ||
		reject "$trial: some are killed" "$(count killed)"
}

on_files() {
	trial='file, killed'
	crowd 10000 10
	judged 0
	no_error
	enough 10000 100
	run "$RINGBEARER" --backend file list --json
	same "$trial: as many entries as keys" 301 \
		"$(grep -o '"host":' <<<"$out" | wc -l)"
}

# What is kept at last, read one by one, in place of what the crowd read.
read_again() {
	local i begin
	sed -i '/^read /d' "$log"
	for i in $(seq 0 300); do
		begin=$(now)
		ask get protocol=https "host=h$i.example"
		printf 'read h%d.example %s %d %d\n' "$i" "$(sed -n \
			's/^password=canary-\([0-9-]*\)\..*/\1/p' <<<"$out" |
			grep . || echo nothing)" "$begin" "$(now)"
	done >>"$log"
}

# As the crowd has it: microseconds since the machine was started.
now() {
	awk '{ printf "%d", $1 * 1000000 }' /proc/uptime
}

# Those of one host wait for each other, and here for longer than they will.
no_other_error() {
	same "$trial: no error but a long wait" '' \
		"$(grep -vE 'has held the lock|hint: find it with' \
			"$WORK/errors" | sort | uniq -c | head -n 5)"
}

# gnome-keyring 42 ends now and then when clients are killed (GNOME/gnome-keyring,
# issue 195): then what it acknowledged has to be there when it is started again.
on_keyring() {
	mkdir -p "$XDG_CONFIG_HOME/ringbearer"
	echo 'secret-service { timeout = 120 }' \
		>"$XDG_CONFIG_HOME/ringbearer/config"
	trial='secret-service, killed'
	crowd 500 10
	if kill -0 "$(keyring_pid)" 2>/dev/null; then
		pass "$trial: the daemon is alive"
		no_other_error
		enough 500 5
	else
		skip "$trial: the daemon stays alive" \
			"it ended: $(tail -n 1 "$KEYRING_ROOT/daemon.log")"
		keyring_start unlocked
		read_again
	fi
	judged 150
}

try_judge
case $BACKEND in
file) on_files ;;
*) on_keyring ;;
esac
finish
