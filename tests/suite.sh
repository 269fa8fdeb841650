# shellcheck shell=bash
# What runs suites, $at_once of them at a time: each one's output goes to a file
# in the folder $logs, what failed is shown, `total` ends the run.
: "${BUILD:?the build folder}"
source_folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
cd "$source_folder" || exit 1
export BUILD
passed=0
failed=0
skipped=0
broken=()
at_once=1
running=()
started=()

# begin FOLDER: where the outputs go, in $BUILD/tests; emptied.
begin() {
	logs=$BUILD/tests/$1
	rm -rf "$logs"
	mkdir -p "$logs"
}

# count NAME: adds up a suite's closing line, Check's or our own.
count() {
	local line p=0 f=0 s=0
	line=$(grep -E '^([0-9]+%: Checks: |[0-9]+ passed, )' "$logs/$1" |
		tail -n 1)
	if [[ $line =~ Checks:\ ([0-9]+),\ Failures:\ ([0-9]+),\ Errors:\ ([0-9]+) ]]; then
		f=$((BASH_REMATCH[2] + BASH_REMATCH[3]))
		p=$((BASH_REMATCH[1] - f))
	elif [[ $line =~ ^([0-9]+)\ passed,\ ([0-9]+)\ failed(,\ ([0-9]+)\ skipped)? ]]; then
		p=${BASH_REMATCH[1]}
		f=${BASH_REMATCH[2]}
		s=${BASH_REMATCH[4]:-0}
	fi
	# A suite that ran nothing or broke off has failed, whatever it says.
	if [ "$2" != 0 ] && [ "$f" = 0 ]; then f=1; fi
	if [ "$p$f$s" = 000 ]; then f=1; fi
	passed=$((passed + p))
	failed=$((failed + f))
	skipped=$((skipped + s))
	printf '%-22s %4d passed, %d failed, %d skipped  (%d s)\n' \
		"$1" "$p" "$f" "$s" "$3"
	if [ "$f" != 0 ]; then
		broken+=("$1")
		complaints "$1" | tail -n 60
	fi
	grep -E '^skip - ' "$logs/$1" | sed 's/^/    /'
}

# complaints NAME: what a suite printed but for what went well.
complaints() {
	grep -vE '^(ok|skip) - ' "$logs/$1" | sed 's/^/    /'
}

# suite NAME COMMAND...: starts it, once another one has ended if need be.
suite() {
	local name=$1
	shift
	while [ ${#running[@]} -ge "$at_once" ]; do collect; done
	# bash lets what it starts so ignore the keys that end a program.
	env --default-signal=INT,QUIT "$@" >"$logs/$name" 2>&1 </dev/null &
	running[$!]=$name
	started[$!]=$SECONDS
}

# collect: waits until one has ended, and counts it.
collect() {
	local pid code name
	wait -n -p pid "${!running[@]}"
	code=$?
	name=${running[pid]}
	unset "running[pid]"
	count "$name" $code $((SECONDS - started[pid]))
}

# settle: waits until none is left.
settle() {
	while [ ${#running[@]} -gt 0 ]; do collect; done
}

# timed_suite NAME COMMAND...: one that holds the program to limits of time,
# which a busy machine may miss: if it fails, that is said, and it is run again.
timed_suite() {
	local name=$1 start
	shift
	settle
	start=$SECONDS
	if ! "$@" >"$logs/$name" 2>&1 </dev/null; then
		echo "$name: failed, and is run again:"
		complaints "$name" | tail -n 20
		mv "$logs/$name" "$logs/$name.first"
		suite "$name" "$@"
		settle
		return
	fi
	count "$name" 0 $((SECONDS - start))
}

# total: looks for tokens in the outputs, prints the sum, fails if a test did.
# What failed is said again, since of a long run often the end alone is kept.
# No test may have made the program show a token. Test tokens have `sim-` or
# `canary` in them; the suites print neither themselves.
total() {
	local name note=''
	settle
	if grep -rlE 'sim-(calendly|notion|harvest)-|canary' "$logs"; then
		echo "not ok - a token is in the output above"
		failed=$((failed + 1))
	else
		passed=$((passed + 1))
	fi
	for name in "${broken[@]}"; do
		echo "failed: $name"
		complaints "$name" | tail -n 15
	done
	[ "$skipped" = 0 ] || note=", $skipped skipped"
	echo "$passed passed, $failed failed$note"
	[ "$failed" = 0 ]
}
