#!/usr/bin/env bash
# Several processes change one entry at once, and an order of what they did
# explains each answer: see linear.py. A minute for each back-end; or, by hand,
#
#   make torture TORTURE=linear LINEAR_OPERATIONS=200000
set -u
: "${BUILD:?the build folder}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)

if [ $# = 0 ]; then
	results=$(for backend in file pass chain; do
		"$here/linear.sh" "$backend"
	done
	for backend in secret-service auto; do
		"$here/../keyring/keyring.sh" "$here/linear.sh" "$backend"
	done)
	grep -vE '^[0-9]+ passed,' <<<"$results"
	printf '%d passed, %d failed, %d skipped\n' \
		"$(grep -c '^ok - ' <<<"$results")" \
		"$(grep -c '^not ok - ' <<<"$results")" \
		"$(grep -c '^skip - ' <<<"$results")"
	[ "$(grep -cE '^[0-9]+ passed, 0 failed' <<<"$results")" = 5 ]
	exit
fi

case $1 in
secret-service | auto) export KEEP_HOME=1 ;;
esac
# shellcheck source=../lib.sh
. "$here/../lib.sh"
seconds=${LINEAR_SECONDS:-60}
[ -z "${LINEAR_OPERATIONS:-}" ] || seconds=1000000

# judged NAME EXPECTED LINE...: what the checker says of a history.
judged() {
	same "$1" "$2" "$(printf '%s\n' "${@:3}" |
		python3 "$here/linear.py" judge)"
}

# The checker itself.
try_judge() {
	judged 'what may be is explained' explained '1 2 store a ok' \
		'3 8 disable - ok' '4 5 get - a' '6 7 get - -' \
		'9 10 store a ok' '11 12 get - -'
	judged 'a disabled entry that is enabled by a store is not' 'no order' \
		'1 2 store a ok' '3 6 disable - ok' '4 7 store a ok' \
		'8 9 get - a'
	judged 'nor a replaced token that comes back' 'no order' \
		'1 2 store a ok' '3 6 rotate b ok' '4 7 store a ok' \
		'8 9 get - a'
	judged 'nor an answer that is too late' 'no order' \
		'1 2 store a ok' '3 4 store b ok' '5 6 get - a'
	judged 'nor nothing beside a move' 'no order' \
		'1 2 store a ok' '3 6 move file ok' '4 5 get - -'
}

backend=$1
case $backend in
pass | chain)
	# shellcheck source=../pass.sh
	. "$here/../pass.sh"
	fresh_store
	;;
file) try_judge ;;
esac
settings=$backend
[ "$backend" != chain ] || settings='{pass, file}'
mkdir -p "$HOME/.config/ringbearer"
printf 'backend = %s\n' "$settings" >"$HOME/.config/ringbearer/config"
run python3 "$here/linear.py" run "$RINGBEARER" "$backend" "$seconds" \
	"${LINEAR_OPERATIONS:-1000000}"
[ "$code" = 0 ] && echo "result: $backend: $out"
same "$backend: an order explains all answers" 0 "$code"
[ "$code" = 0 ] || printf '%s\n' "$out" "$err" | sed 's/^/    /'
finish
