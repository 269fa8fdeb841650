#!/usr/bin/env bash
# The sealed-file back-end under faults: one at some of its system calls (at
# many more: tests/torture/file-faults.sh), a full disk, a limit on the size of
# files, 300 processes at once. After each, the old or the new value must be
# there, never neither; the next store must work and clean up.
. "$(dirname "$0")/../lib.sh"
many=300

start_simulator
adopt python3 "$SOURCE/tests/faults.py" --every 17 --every-error 17
kill "$SIMULATOR"
fresh_home

# request [LINE...]: for https://git.example
request() {
	printf '%s\n' protocol=https host=git.example "$@"
}

# do_it OPERATION LINE...: in silence; the exit code is the program's.
do_it() {
	local operation=$1
	shift
	request "$@" | timeout -s KILL 60 "$RINGBEARER" --backend file \
		"$operation" 2>"$WORK/err"
}

# value USER: what is kept for the user, by the name of the test value.
value() {
	local answer
	answer=$(do_it get "username=$1") || {
		echo "error: $(cat "$WORK/err")"
		return
	}
	answer=${answer##*password=canary-}
	echo "${answer:-none}"
}

leftovers() {
	find "$HOME" -name '.tmp-*' -o -name '*.ringbearer-new'
}

# A limit on the size of files: the record is longer than a file may be.
do_it store username=me password=canary-old
long=$(head -c 60000 /dev/zero | tr '\0' x)
(
	ulimit -f 4
	do_it store username=me "password=$long"
) 2>/dev/null
code=$?
same 'a file-size limit: exit code' 6 $code
holds 'a file-size limit: said' "$(cat "$WORK/err")" ': File too large'
same 'a file-size limit leaves the old value, and nothing else' old \
	"$(value me)$(leftovers)"
do_it store username=me password=canary-third
same 'a file-size limit leaves nothing else' "third" "$(value me)$(leftovers)"

# A full disk. Needs a file system of its own.
full_disk() {
	local used
	mount -t tmpfs -o size=256k,mode=700 tmpfs "$HOME" || return 1
	do_it store username=me password=canary-old || return 1
	head -c 300000 /dev/zero >"$HOME/filler" 2>/dev/null
	do_it store username=me password=canary-new
	same 'a full disk is exit 6' 6 $?
	holds 'a full disk is called that' "$(cat "$WORK/err")" \
		"the disk is full: cannot"
	holds 'a full disk is told with the path' "$(cat "$WORK/err")" \
		"$HOME/.local/share/ringbearer/records/"
	same 'a full disk leaves the old value' old "$(value me)"
	used=$(printf '%s\n' protocol=https host=two.example username=me \
		password=canary-new | "$RINGBEARER" --backend file store 2>&1)
	holds 'a full disk takes no further record' "$used" 'the disk is full'
	do_it erase username=me
	same 'an erase works on a full disk' 0:none "$?:$(value me)"
	rm "$HOME/filler"
	do_it store username=me password=canary-third
	same 'a store works when there is room again' third "$(value me)"
	same 'a full disk leaves nothing behind' '' "$(leftovers)"
	printf '%s\n' "$passed $failed" >"$WORK/counts"
}
fresh_home
export -f full_disk do_it request value leftovers same holds pass reject
export passed failed
own_mounts=(unshare -m)
[ "$(id -u)" = 0 ] || own_mounts=(unshare -Urm)
if "${own_mounts[@]}" bash -c full_disk 2>"$WORK/mount-error"; then
	read -r passed failed <"$WORK/counts"
else
	skip 'a full disk' "no tmpfs can be mounted here: $(cat "$WORK/mount-error")"
fi

# many_at_once NAME LINES...: $many stores that begin together; %d in a line
# is the number of the process.
many_at_once() {
	local name=$1 gate=$WORK/gate n bad=0 pids=()
	shift
	rm -f "$gate" "$WORK"/many.*
	mkfifo "$gate"
	for n in $(seq $many); do
		{
			# Opening waits until the gate is opened for writing.
			: <"$gate"
			# shellcheck disable=SC2059
			printf "${*//%d/$n}" | "$RINGBEARER" --backend file \
				store 2>"$WORK/many.$n"
		} &
		pids+=($!)
	done
	sleep 0.5
	: >"$gate"
	for n in "${pids[@]}"; do
		wait "$n" || bad=$((bad + 1))
	done
	same "$name: none is refused" "0 of $many" "$bad of $many"
	[ $bad = 0 ] || cat "$WORK"/many.* | sort | uniq -c | head -n 5
}

count_records() {
	find "$HOME/.local/share/ringbearer/records" -type f | wc -l
}

fresh_home
many_at_once "$many first stores of distinct hosts" \
	'protocol=https\nhost=h%d.example\nusername=me\npassword=canary-%d\n'
lost=0
for n in $(seq $many); do
	answer=$(printf '%s\n' protocol=https "host=h$n.example" |
		"$RINGBEARER" --backend file get)
	[ "${answer##*password=}" = "canary-$n" ] || lost=$((lost + 1))
done
same "$many stores of distinct hosts: none is lost" 0 $lost
same "$many stores of distinct hosts: as many records" $many "$(count_records)"
same 'first stores at once make one key' 1 \
	"$(find "$HOME/.local/state/ringbearer" -type f \
		! -name 'entries-*.lock' ! -name 'place-*' | wc -l)"

fresh_home
many_at_once "$many first stores at one address" \
	'protocol=https\nhost=git.example\nusername=me\npassword=canary-%d\n'
answer=$(value me)
same "$many stores at one address: one whole value" yes \
	"$([[ $answer =~ ^[0-9]+$ ]] && echo yes || echo "no: $answer")"
same "$many stores at one address: one record" 1 "$(count_records)"
same 'nothing is left over' '' "$(leftovers)"

# Processes that die at random moments while others work.
fresh_home
do_it store username=me password=canary-0
for n in $(seq 60); do
	{
		request username=me "password=canary-$n" |
			timeout -s KILL "0.00$((n % 9))" "$RINGBEARER" \
				--backend file store
	} 2>/dev/null &
done
bad=''
for n in $(seq 60); do
	answer=$(value me)
	[[ $answer =~ ^[0-9]+$ ]] || bad=$answer
done
wait
same 'no read fails while writers are killed' '' "$bad"
do_it store username=me password=canary-third
same 'a store works after writers were killed' third "$(value me)"
same 'killed writers leave nothing behind' '' "$(leftovers)"
finish
