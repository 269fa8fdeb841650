#!/usr/bin/env bash
# The back-end `pass` when processes are killed at any moment, on a full disk,
# and beside pass itself: the old value is there or the new one, and the next
# store works.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE/tests/pass.sh"
BACKEND=pass
address=(protocol=https host=git.example username=ann)
entry=ringbearer/https/git.example/ann

value() {
	local answer
	answer=$(printf '%s\n' "${address[@]}" |
		"$RINGBEARER" --backend pass get 2>&1)
	echo "${answer##*password=canary-}"
}

# milliseconds: what one store takes here, all going well.
milliseconds() {
	local start=${EPOCHREALTIME/./}
	ask store "${address[@]}" password=canary-timed
	echo $(((${EPOCHREALTIME/./} - start) / 1000 + 1))
}

# killed ROUNDS WHAT: stores, each killed a little later than the last, from the
# first moment to six times what one takes, the most of them early.
killed() {
	local n before now odd='' new=0 whole
	whole=$(milliseconds)
	ask store "${address[@]}" password=canary-0
	before=0
	for n in $(seq "$1"); do
		now=$((whole * 6 * n * n / ($1 * $1) + 1))
		printf '%s\n' "${address[@]}" "password=canary-$n" |
			timeout -s KILL "$(printf '%d.%03d' $((now / 1000)) \
				$((now % 1000)))" \
				"$RINGBEARER" --backend pass store \
				2>/dev/null >&2
		now=$(value)
		[ "$now" = "$n" ] || [ "$now" = "$before" ] ||
			odd+=" $n:$now"
		[ "$now" != "$n" ] || new=$((new + 1))
		before=$now
	done 2>/dev/null
	same "$2: the old value or the new one" '' "$odd"
	[ $new -gt 0 ] || reject "$2: some came to their end" "none of $1"
	[ $new -lt "$1" ] || reject "$2: some were killed" "none of $1"
	echo "result: pass, $2: $new of $1 stores came to their end"
	ask store "${address[@]}" password=canary-last
	same "$2: the next store" '0|' "$code|$err"
	same "$2: it is there" last "$(value)"
	same "$2: nothing is left" '' "$(find "$STORE" -name '.tmp*')"
}

fresh_store
killed 40 'killed'

fresh_store
git config --global user.name Ann
git config --global user.email ann@pass.example
command pass git init >/dev/null 2>&1
killed 40 'killed, with git'
same 'killed, with git: all is committed' '' \
	"$(git -C "$STORE" status --porcelain)"
same 'killed, with git: the repository is whole' 0 \
	"$(git -C "$STORE" fsck >/dev/null 2>&1; echo $?)"

# Beside pass, which writes as it likes.
fresh_store
for n in $(seq 20); do
	ask store protocol=https "host=h$n.example" username=ann \
		"password=canary-$n" &
	echo "canary-pass-$n" | command pass insert -m -f "own/e$n" >/dev/null &
done
wait
lost=0
for n in $(seq 20); do
	command pass show "own/e$n" 2>/dev/null | grep -qx "canary-pass-$n" &&
		command pass show "ringbearer/https/h$n.example/ann" \
			2>/dev/null | grep -qx "canary-$n" || lost=$((lost + 1))
done
same 'beside pass: none is lost' 0 $lost

full_disk() {
	mount -t tmpfs -o size=256k,mode=700 tmpfs "$STORE" || return 1
	command pass init open@pass.example >/dev/null
	ask store "${address[@]}" password=canary-old
	same 'a store while there is room' '0|' "$code|$err"
	head -c 300000 /dev/zero >"$STORE/filler" 2>/dev/null
	ask store "${address[@]}" password=canary-new
	same 'a full disk is exit 6' 6 "$code"
	holds 'a full disk is called that' "$err" 'the disk is full: cannot'
	same 'a full disk leaves the old value' old "$(value)"
	ask store protocol=https host=two.example username=u password=canary-x
	holds 'a full disk takes no other' "$err" 'the disk is full'
	ask erase "${address[@]}"
	same 'an erase on a full disk' '0|' "$code|$err"
	rm "$STORE/filler"
	ask store "${address[@]}" password=canary-third
	same 'with room again' third "$(value)"
	same 'a full disk leaves nothing behind' '' \
		"$(find "$STORE" -name '.tmp*')"
	umount "$STORE"
	printf '%s\n' "$passed $failed" >"$WORK/counts"
}
fresh_store
export STORE BACKEND
export -f full_disk ask run value same holds pass reject
export passed failed
own_mounts=(unshare -m)
[ "$(id -u)" = 0 ] || own_mounts=(unshare -Urm)
# shellcheck disable=SC2016 # the inner shell's
if "${own_mounts[@]}" bash -c 'address=(protocol=https host=git.example
	username=ann); full_disk' 2>"$WORK/mount-error"; then
	read -r passed failed <"$WORK/counts"
else
	skip 'a full disk' "no tmpfs can be mounted here: $(cat "$WORK/mount-error")"
fi
same 'no secret in any error' '' "$(grep canary "$WORK/all-errors")"
finish
