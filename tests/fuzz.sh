#!/usr/bin/env bash
# Runs every fuzz target of $FUZZ for a while, two at a time, and says how many
# executions each had. Fails if one found something: the input is then in
# $FUZZ/findings, and
#
#   $FUZZ/NAME FILE
#
# shows what it does. What a target finds new is kept in $FUZZ/corpus for the
# next run. $FUZZ_SECONDS says how long each runs.
#
#   tests/fuzz.sh [NAME...]
set -u
: "${FUZZ:?the folder of the targets}"
here=$(cd "$(dirname "$0")" && pwd)
seconds=${FUZZ_SECONDS:-20}
findings=$FUZZ/findings
logs=$FUZZ/logs
rm -rf "$findings" "$logs"
mkdir -p "$findings" "$logs"
failed=0
total=0

# one NAME: runs it; what it says goes to its log.
one() {
	local corpus=$FUZZ/corpus/$1 seeds=$here/fuzz/seeds/$1 dict=()
	mkdir -p "$corpus"
	[ ! -f "$here/fuzz/$1.dict" ] || dict=("-dict=$here/fuzz/$1.dict")
	[ -d "$seeds" ] || seeds=
	# shellcheck disable=SC2086 # none is no argument
	"$FUZZ/$1" -max_total_time="$seconds" -max_len=4096 -timeout=10 \
		-rss_limit_mb=2048 -print_final_stats=1 \
		-artifact_prefix="$findings/$1-" "${dict[@]}" \
		"$corpus" $seeds >"$logs/$1" 2>&1 </dev/null
	echo $? >"$logs/$1.code"
}

# tell NAME: how it ended.
tell() {
	local count
	count=$(sed -n 's/^stat::number_of_executed_units: *//p' "$logs/$1")
	total=$((total + ${count:-0}))
	if [ "$(cat "$logs/$1.code")" = 0 ] && [ "${count:-0}" -gt 0 ]; then
		printf '%-12s %10d executions, nothing found\n' "$1" "$count"
	else
		failed=$((failed + 1))
		printf '%-12s FAILED\n' "$1"
		grep -vE '^(#|NEW|INFO)' "$logs/$1" | head -n 40 | sed 's/^/    /'
	fi
}

names=("$@")
if [ $# = 0 ]; then
	for source in "$here"/fuzz/*.c; do
		names+=("$(basename "$source" .c)")
	done
fi
for ((i = 0; i < ${#names[@]}; i += 2)); do
	pair=("${names[@]:i:2}")
	for name in "${pair[@]}"; do one "$name" & done
	wait
	for name in "${pair[@]}"; do tell "$name"; done
done
echo "${#names[@]} targets, $total executions, $failed with findings"
[ "$failed" = 0 ]
