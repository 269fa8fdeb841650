#!/usr/bin/env bash
# The sealed-file back-end under faults: killed at every system call, errors
# from every system call that may give one, a full disk, a limit on the size
# of files, 300 processes at once. After each, the old or the new value must
# be there, never neither; the next store must work and clean up.
. "$(dirname "$0")/../lib.sh"
many=300

for program in strace timeout; do
	command -v "$program" >/dev/null || {
		reject "$program is installed"
		finish
	}
done

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

# restore: $HOME as it was when `every` began.
restore() {
	rm -rf "$HOME"
	cp -a "$WORK/template" "$HOME"
}

# calls OPERATION LINE...: what system calls it makes: "NAME COUNT" lines.
calls() {
	local operation=$1
	shift
	request "$@" | strace -f -c -U name,calls -o "$WORK/calls" \
		"$RINGBEARER" --backend file "$operation"
	awk 'NR > 2 && $1 != "total" && $2 > 0 { print $1, $2 }' "$WORK/calls"
}

# inject NAME:WHAT:when=N OPERATION LINE...: the exit code is in $code.
inject() {
	local fault=$1 operation=$2
	shift 2
	request "$@" | timeout -s KILL 60 strace -f -o /dev/null \
		-e "inject=$fault" "$RINGBEARER" --backend file "$operation" \
		>/dev/null 2>"$WORK/err"
	code=${PIPESTATUS[1]}
}

# check_store FAULT: what a store of `new` over $before has left.
check_store() {
	local after
	after=$(value me)
	case $code:$after in
	0:new) ;;
	0:*) echo "$1: exit 0, but there is: $after" ;;
	*:new | *:"$before") ;;
	*) echo "$1: exit $code, and there is: $after" ;;
	esac
	if ! do_it store username=me password=canary-third; then
		echo "$1: the next store fails: $(cat "$WORK/err")"
	elif [ "$(value me)" != third ]; then
		echo "$1: the next store is lost"
	elif [ -n "$(leftovers)" ]; then
		echo "$1: left over: $(leftovers)"
	fi
}

# check_erase FAULT: what an erase of `me` and `you` has left.
check_erase() {
	local mine yours all_or_none=yes
	mine=$(value me)
	yours=$(value you)
	[ "$code" != 137 ] || all_or_none=no
	case $code:$mine:$yours in
	0:none:none) ;;
	0:*) echo "$1: exit 0, but there is: $mine, $yours" ;;
	*:none:none | *:old:old) ;;
	*:none:old | *:old:none)
		[ $all_or_none = no ] || echo "$1: only one is erased"
		;;
	*) echo "$1: exit $code, and there is: $mine, $yours" ;;
	esac
	do_it store username=me password=canary-third ||
		echo "$1: the next store fails: $(cat "$WORK/err")"
	do_it erase || echo "$1: the next erase fails: $(cat "$WORK/err")"
	[ -z "$(leftovers)" ] || echo "$1: left over: $(leftovers)"
}

# every NAME CHECK FAULTS OPERATION LINE...: the operation, on a copy of $HOME
# each time, with each of FAULTS at each of its system calls.
every() {
	local name=$1 check=$2 faults=$3 call count fault n points=0 problems
	shift 3
	problems=$WORK/problems
	: >"$problems"
	cp -a "$HOME" "$WORK/template"
	calls "$@" >"$WORK/list"
	while read -r call count; do
		for fault in $faults; do
			suits "$call" "$fault" || continue
			for n in $(seq "$count"); do
				restore
				# The shell reports what a signal ended.
				inject "$call:$fault:when=$n" "$@" 2>/dev/null
				$check "$call $fault at $n" >>"$problems"
				points=$((points + 1))
			done
		done
	done <"$WORK/list"
	if [ "$points" -lt 20 ]; then
		reject "$name" "only $points faults were tried"
	elif [ -s "$problems" ]; then
		reject "$name" "$(head -n 20 "$problems")"
	else
		pass "$name ($points faults)"
	fi
}

# suits CALL FAULT: a signal fits every call but those that touch no file (the
# state is that of the next one that does), an error those that may give it.
suits() {
	case $2:$1 in
	*:mmap | *:munmap | *:mprotect | *:madvise | *:mlock | *:brk) return 1 ;;
	*:pread64 | *:prlimit64 | *:prctl | *:arch_prctl | *:rseq) return 1 ;;
	*:set_* | *:rt_sig* | *:umask | *:geteuid | *:execve) return 1 ;;
	signal=*) return 0 ;;
	*:write | *:fsync | *:close | *:mkdirat | *:mkdir) return 0 ;;
	*:renameat | *:renameat2 | *:unlinkat | *:getrandom) return 0 ;;
	*:openat | *:read | *:getdents64 | *:newfstatat | *:fstat) return 0 ;;
	*:flock) return 0 ;;
	*) return 1 ;;
	esac
}

# in_folder FOLDER COMMAND...: on the home in the folder.
in_folder() {
	local -x WORK=$1 HOME=$1/home
	shift
	trap - EXIT
	"$@"
}

# beside COMMAND...: runs it on a copy of $HOME of its own, beside others; they
# wait for the disk most of the time. `gather` waits for all and counts.
groups=0
beside() {
	local folder
	groups=$((groups + 1))
	folder=$WORK/group.$groups
	mkdir "$folder"
	cp -a "$HOME" "$folder/home"
	in_folder "$folder" "$@" >"$folder/out" 2>&1 &
}

gather() {
	local n out
	wait
	for n in $(seq $groups); do
		out=$WORK/group.$n/out
		cat "$out"
		if ! grep -qE '^(not )?ok - ' "$out"; then
			reject "group $n of the faults ends"
		fi
		passed=$((passed + $(grep -c '^ok - ' "$out")))
		failed=$((failed + $(grep -c '^not ok - ' "$out")))
	done
}

# The first store of all.
before=none
beside every 'the first store, killed at every system call on files' check_store \
	signal=KILL store username=me password=canary-new
beside every 'the first store, with errors' check_store \
	'error=ENOSPC' store username=me password=canary-new

# A store in the place of an older one, beside another one.
do_it store username=me password=canary-old || reject 'a store'
do_it store username=you password=canary-old || reject 'another store'
before=old
beside every 'a store, killed at every system call on files' check_store \
	signal=KILL store username=me password=canary-new
beside every 'a store, with errors' check_store \
	'error=EIO error=ENOSPC error=EMFILE' \
	store username=me password=canary-new
beside every 'an erase of two, killed at every system call on files' check_erase \
	signal=KILL erase
beside every 'an erase of two, with errors' check_erase \
	'error=EIO error=EINTR' erase
gather

# A limit on the size of files: the record is longer than a file may be.
long=$(head -c 60000 /dev/zero | tr '\0' x)
(
	ulimit -f 4
	do_it store username=me "password=$long"
) 2>/dev/null
code=$?
same 'a file-size limit is no success' no "$([ $code = 0 ] && echo yes || echo no)"
same 'a file-size limit leaves the old value' old "$(value me)"
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
	"$(find "$HOME/.local/state/ringbearer" -type f ! -name 'entries-*.lock' | wc -l)"

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
