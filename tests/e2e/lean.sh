#!/usr/bin/env bash
# What an answer costs, counted in what does not depend on the machine: libraries,
# system calls, instructions, memory. Times are for `make bench`.
. "$(dirname "$0")/../lib.sh"
if is_sanitized; then
	skip 'what an answer costs' 'a sanitizer is in the program'
	finish
fi
BACKEND="file"
few=10
many=2000

get=$(request_file get protocol=https host=h5.example)
same=$(request_file same protocol=https host=h5.example username=u password=canary-5)
new=$(request_file new protocol=https host=new.example username=u password=canary-n)
gone=$(request_file gone protocol=https host=new.example username=u)

# calls COUNT OPERATION INPUT: the system calls of one operation on a store of
# COUNT records are left in the file $trace; prints how many.
trace=$WORK/trace
calls() {
	strace -f -o "$trace" "$RINGBEARER" --config "$WORK/config-$1" "$2" \
		<"$3" >"$WORK/out" 2>>"$WORK/all-errors"
	grep -vc -e '+++' -e '---' "$trace"
}

# within NAME LIMIT NUMBER
within() {
	if [ "${3:-0}" -gt 0 ] && [ "$3" -le "$2" ]; then
		pass "$1, at most $2"
	else
		reject "$1, at most $2" "it is '$3'"
	fi
}

for count in $few $many; do
	printf 'backend = file\nfile { directory = "%s" }\n' \
		"$HOME/records-$count" >"$WORK/config-$count"
	RINGBEARER_CONFIG=$WORK/config-$count \
		"$BUILD/tests/fill" file 1 "$count" || reject "fill $count"
done

# Growth: one record more costs one record's calls where all are read, and
# nothing where one is.
same "get: as many system calls for $many records as for $few" \
	"$(calls $few get "$get")" "$(calls $many get "$get")"
holds 'get: it has an answer' "$(cat "$WORK/out")" password=canary-5
same "a new store: as many for $many as for $few" \
	"$(calls $few store "$new")" "$(calls $many store "$new")"
if [ "$(grep -c 'fsync(\|fdatasync(' "$trace")" -ge 2 ]; then
	pass 'a new store: the file is made safe, and its folder'
else
	reject 'a new store: the file is made safe, and its folder' \
		"$(grep fsync "$trace")"
fi
same "erase: as many for $many as for $few" \
	"$(calls $few erase "$gone")" "$(calls $many erase "$gone")"
short=$(calls $few list /dev/null)
long=$(calls $many list /dev/null)
# A host is a folder, and a folder is opened, looked at, read, read to its end.
if [ $((long - short)) -le $((15 * (many - few))) ]; then
	pass 'list: linear'
else
	reject 'list: linear' "$short system calls for $few, $long for $many"
fi

# An unchanged store.
as_get=$(calls $few get "$get")
unchanged=$(calls $few store "$same")
if [ "$unchanged" -le $((as_get + 6)) ]; then
	pass 'an unchanged store costs what a get does'
else
	reject 'an unchanged store costs what a get does' \
		"$unchanged system calls to $as_get"
fi
same 'an unchanged store writes nothing' '' \
	"$(grep -E 'O_CREAT|rename|fsync|unlink|fork|connect\(' "$trace")"

# With a configuration it is more: libconfuse makes its tables anew each time.
export RINGBEARER_BACKEND=file
"$RINGBEARER" store <"$same"
if nm "$RINGBEARER" | grep -q -e __ubsan_ -e __gcov_; then
	skip 'instructions, memory' 'the program is built to be looked into'
else
	# The loader reads all of the environment, which is the machine's.
	env -i HOME="$HOME" RINGBEARER_BACKEND=file PATH=/usr/bin:/bin \
		valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		"$RINGBEARER" get <"$get" >"$WORK/out" 2>"$WORK/callgrind"
	holds 'counted: it has an answer' "$(cat "$WORK/out")" password=canary-5
	# Most of them are the loader's, which does more in newer glibcs.
	limit=400000
	case $(getconf GNU_LIBC_VERSION) in
	*' 2.3'[0-6]) ;;
	*) limit=420000 ;;
	esac
	within 'get: instructions' $limit \
		"$(sed -n 's/.*Collected : //p' "$WORK/callgrind")"
	within 'get: KiB of memory' 6144 \
		"$(printf 'get\t%s\t%s\n' "$get" "$RINGBEARER get" |
			"$BUILD/tests/stopwatch" 3 | cut -f 4)"
fi
same 'no secret in any error' '' "$(grep canary "$WORK/all-errors")"
finish
