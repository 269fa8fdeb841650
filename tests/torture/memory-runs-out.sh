#!/usr/bin/env bash
# No memory, at each allocation in turn: the program ends by itself with an
# honest exit code, what was kept is there or what is new, and the next store
# works.
. "$(dirname "$0")/../lib.sh"

preload=$BUILD/tests/failing-malloc.so

# starved INDEX ARG...: the program, whose allocation INDEX fails.
starved() {
	# The shell would report what a signal ended.
	run env LD_PRELOAD="$preload" FAIL_AT="$1" timeout -s KILL 20 \
		"$RINGBEARER" --backend file "${@:2}" 2>/dev/null
}

# value: what is kept for the address.
value() {
	"$RINGBEARER" --backend file get <"$WORK/get" 2>/dev/null |
		sed -n 's/^password=canary-//p'
}

store() {
	printf '%s\n' protocol=https host=git.example username=me \
		"password=canary-$1" |
		"$RINGBEARER" --backend file store 2>>"$WORK/all-errors"
}

# each NAME GOOD INPUT ARG...: GOOD says which values may be left, as a pattern.
each() {
	local name=$1 good=$2 input=$3 n total left problems=$WORK/problems
	shift 3
	: >"$problems"
	store old
	env LD_PRELOAD="$preload" COUNT_FILE="$WORK/count" "$RINGBEARER" \
		--backend file "$@" <"$input" >/dev/null 2>&1
	total=$(cat "$WORK/count")
	for n in $(seq "${total:-0}"); do
		store old
		starved "$n" "$@" <"$input"
		left=$(value)
		[ "$code" -lt 128 ] || echo "$n: ended by $code" >>"$problems"
		[[ ${left:-none} =~ ^($good)$ ]] ||
			echo "$n: exit $code, left: $left" >>"$problems"
		case $name:$code:$left in
		store:0:old) echo "$n: exit 0, and not stored" >>"$problems" ;;
		erase:0:old) echo "$n: exit 0, and not erased" >>"$problems" ;;
		get:0:*) [[ $out == *canary-old* ]] ||
			echo "$n: exit 0, and no answer" >>"$problems" ;;
		esac
		if [[ $err == *canary* ]] ||
			{ [[ $out == *canary* ]] && [[ $name != @(get|token) ]]; }; then
			echo "$n: it shows the token" >>"$problems"
		fi
		store third && [ "$(value)" = third ] ||
			echo "$n: the next store fails" >>"$problems"
	done
	if [ "${total:-0}" -lt 10 ]; then
		reject "$name" "only ${total:-no} allocations were seen"
	elif [ -s "$problems" ]; then
		reject "$name ($total allocations)" "$(head -n 20 "$problems")"
	else
		pass "$name ($total allocations)"
	fi
}

printf '%s\n' protocol=https host=git.example username=me >"$WORK/get"
printf '%s\n' protocol=https host=git.example username=me \
	password=canary-new >"$WORK/store"
each get old "$WORK/get" get
each store 'old|new' "$WORK/store" store
each erase 'old|none' "$WORK/get" erase
each list old /dev/null list
each 'list --json' old /dev/null list --json
each token old /dev/null token git.example
finish
