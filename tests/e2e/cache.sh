#!/usr/bin/env bash
# The cache in the kernel's keyring: what it spares, what it forgets and when,
# and that nothing depends on it. In a user namespace of its own, whose keys
# are nobody else's.
here=$(cd "$(dirname "$0")" && pwd)
if [ -z "${OWN_KEYS:-}" ]; then
	if unshare --user --map-current-user true 2>/dev/null; then
		OWN_KEYS=1 exec unshare --user --map-current-user "$here/cache.sh"
	fi
	. "$here/../lib.sh"
	skip 'the cache' 'no user namespace can be made here'
	finish
fi
. "$here/../lib.sh"

settings() {
	{
		printf 'cache { ttl = "%s" }\n' "$1"
		printf 'backend = %s\n' "${2:-file}"
		printf '%s\n' "${3:-}"
	} >"$HOME/.config/ringbearer/config"
}
store_file() {
	find "$HOME/.local/share/ringbearer" -type f -path '*records*'
}

settings 15m
request=(protocol=https host=one.example username=ann)
ask store "${request[@]}" password=canary-1
ask get "${request[@]}"
same 'the first get' '0|' "$code|$err"
holds 'the first get: the token' "$out" password=canary-1

# What is cached needs neither the sealed file nor its key.
mv "$HOME/.local" "$HOME/away"
ask get "${request[@]}"
holds 'a second get is answered without the store' "$out" password=canary-1
ask get protocol=https host=one.example
holds 'and so is one without the username' "$out" username=ann
ask get protocol=https host=one.example username=bob
same 'another username has no answer' '0||' "$code|$out|$err"
mv "$HOME/away" "$HOME/.local"
same 'no secret and no host in what everybody sees' '' \
	"$(grep -E 'canary|one\.example' /proc/keys)"

ask store "${request[@]}" password=canary-2
ask get "${request[@]}"
holds 'a store is seen at once' "$out" password=canary-2
ask store "${request[@]}" password=canary-2
ask get "${request[@]}"
holds 'an unchanged store changes nothing' "$out" password=canary-2
ask store protocol=https host=one.example username=bob password=canary-bob
ask get protocol=https host=one.example username=bob
holds 'a second account is seen at once' "$out" password=canary-bob
ask erase protocol=https host=one.example username=bob
ask get protocol=https host=one.example username=bob
same 'an erase is seen at once' '0||' "$code|$out|$err"
ask get "${request[@]}"
holds 'the other account stays' "$out" password=canary-2

# A change through another name of the same store.
ask get "${request[@]}"
run "$RINGBEARER" --backend auto erase < <(printf '%s\n' "${request[@]}")
ask get "${request[@]}"
same 'erased through another back-end: gone' '0||' "$code|$out|$err"

# Another store of the same kind has no part in it, and what is changed in one
# of a chain, by whichever configuration, is forgotten by all.
file_in() {
	printf 'cache { ttl = "15m" }\nbackend = file\nfile { directory = "%s/%s" }\n' \
		"$HOME" "$1" >"$WORK/$1"
}
file_in production
file_in staging
for at in production staging; do
	run "$RINGBEARER" --config "$WORK/$at" store \
		< <(printf '%s\n' "${request[@]}" "password=canary-$at")
done
for at in production staging production; do
	run "$RINGBEARER" --config "$WORK/$at" get \
		< <(printf '%s\n' "${request[@]}")
	holds "of two stores, $at has its own token" "$out" "password=canary-$at"
done
printf 'backend = file\nfile { directory = "%s/production" }\n' "$HOME" \
	>"$WORK/uncached"
run "$RINGBEARER" --config "$WORK/uncached" disable one.example
same 'disabled by a configuration without a cache' 0 "$code"
run "$RINGBEARER" --config "$WORK/production" get \
	< <(printf '%s\n' "${request[@]}")
same 'disabled elsewhere: not handed out' 4 "$code"
run "$RINGBEARER" --config "$WORK/uncached" enable one.example
cat >"$WORK/chain" <<END
cache { ttl = "15m" }
backend = { "helper:store", "file" }
file { directory = "$HOME/production" }
END
for change in 'disable one.example:4' 'disconnect one.example --yes:0'; do
	run "$RINGBEARER" --config "$WORK/chain" get \
		< <(printf '%s\n' "${request[@]}")
	holds "$change: cached" "$out" password=canary-production
	# shellcheck disable=SC2086 # words
	run "$RINGBEARER" --config "$WORK/chain" --backend file ${change%:*}
	same "$change: done" 0 "$code"
	run "$RINGBEARER" --config "$WORK/chain" get \
		< <(printf '%s\n' "${request[@]}")
	same "$change: a member's change is seen" "${change##*:}|" "$code|$out"
	run "$RINGBEARER" --config "$WORK/uncached" enable one.example
done

# Where nothing was found, nothing is remembered.
ask get protocol=https host=later.example
mkdir "$WORK/plain"
printf 'backend = file\n' >"$WORK/plain/config"
printf '%s\n' protocol=https host=later.example username=x password=canary-5 |
	"$RINGBEARER" --config "$WORK/plain/config" store
ask get protocol=https host=later.example
holds 'not found is not remembered' "$out" password=canary-5

# People's commands.
export RINGBEARER_BACKEND=
run "$RINGBEARER" token later.example
run "$RINGBEARER" disconnect later.example --yes
same 'disconnect' 0 "$code"
ask get protocol=https host=later.example
same 'disconnected: gone' '0||' "$code|$out|$err"

# In time, and on demand.
ask store "${request[@]}" password=canary-6
ask get "${request[@]}"
run "$RINGBEARER" lock
same 'lock says how much it forgot' 'forgot 1 cached answer' "$out"
rm "$(store_file)"
ask get "${request[@]}"
same 'after lock the store is asked' '0||' "$code|$out|$err"
settings 1s
ask store "${request[@]}" password=canary-7
ask get "${request[@]}"
sleep 1.2
rm "$(store_file)"
ask get "${request[@]}"
same 'after its time the store is asked' '0||' "$code|$out|$err"

for word in 1 2d 0m 25h m -5m '5 m' 1441m; do
	settings "$word"
	run "$RINGBEARER" list
	same "ttl '$word' is refused" 3 "$code"
	holds "ttl '$word': why" "$err" 'ttl'
done
settings 15m

run "$RINGBEARER" doctor
holds 'doctor tells that it works' "$out" 'remembers answers for 900 seconds'

# Where the kernel forbids keys, everything works without.
if is_sanitized; then
	skip 'a kernel without keys' 'a sanitizer is in the program'
elif command -v strace >/dev/null; then
	for call in add_key keyctl; do
		# shellcheck disable=SC2086 # the program's name and options
		without() {
			strace -f -o /dev/null -e inject=$call:error=EPERM \
				"$RINGBEARER" "$@"
		}
		run without store < <(printf '%s\n' "${request[@]}" password=canary-8)
		same "without $call: store" '0|' "$code|$err"
		run without get < <(printf '%s\n' "${request[@]}")
		same "without $call: get" '0|' "$code|$err"
		holds "without $call: the token" "$out" password=canary-8
		run without doctor
		holds "without $call: doctor" "$out" 'note    cache'
	done
else
	skip 'a kernel without keys' 'strace is not installed'
fi

same 'no secret in any error' '' "$(grep canary "$WORK/all-errors")"
finish
