#!/usr/bin/env bash
# The back-end docker:pass with the real docker-credential-pass, which starts
# pass, which starts gpg: some five processes for whatever is asked. For the
# contract suite, tests/contract/run.sh docker:pass, that is too slow to be run
# each time.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE/tests/managers.sh"
manager_ready docker:pass || {
	skip docker:pass "$manager_missing"
	finish
}
BACKEND=docker:pass
ann=(protocol=https host=git.example username=ann)
bob=(protocol=https host=git.example username=bob)

ask get "${ann[@]}"
same 'nothing is there yet' '0||' "$code|$out|$err"
ask store "${ann[@]}" 'password=canary \"one' password_expiry_utc=4102444800
same 'store' '0||' "$code|$out|$err"
answers 'get' 'canary \"one' "${ann[@]}"
holds 'with what docker cannot hold' "$out" password_expiry_utc=4102444800
ask store "${bob[@]}" password=canary-bob
answers 'a second account' canary-bob "${bob[@]}"
answers 'beside the first' 'canary \"one' "${ann[@]}"
before=$(find "$PASSWORD_STORE_DIR" -name '*.gpg' -printf '%p %T@\n' | sort)
ask store "${ann[@]}" 'password=canary \"one'
same 'an unchanged store writes nothing' "0|$before" \
	"$code|$(find "$PASSWORD_STORE_DIR" -name '*.gpg' -printf '%p %T@\n' |
		sort)"
ask store "${ann[@]}" password=canary-two
answers 'another one in its place' canary-two "${ann[@]}"
run "$RINGBEARER" --backend $BACKEND list --json
same 'list: both, with where they lie' '2 2' \
	"$(grep -c '"username"' <<<"$out") $(grep -c docker:pass <<<"$out")"
holds 'pass itself has them' "$(command pass ls)" docker-credential-helpers
ask erase "${ann[@]}"
same 'erase' '0||' "$code|$out|$err"
ask get "${ann[@]}"
same 'it is gone' '0||' "$code|$out|$err"
answers 'the other is left' canary-bob "${bob[@]}"

for n in $(seq 10); do
	"$RINGBEARER" --backend $BACKEND store \
		< <(printf '%s\n' protocol=https host="h$n.example" username=u \
			"password=canary-$n") 2>>"$WORK/at-once" &
	pids[n]=$!
done
refused=0
for n in $(seq 10); do wait "${pids[n]}" || refused=$((refused + 1)); done
same 'ten at once: none is refused' '0|' "$refused|$(cat "$WORK/at-once")"
for n in $(seq 10); do
	answers "ten at once: $n" "canary-$n" protocol=https host="h$n.example"
done

rm -rf "$PASSWORD_STORE_DIR"
ask get "${bob[@]}"
same 'no store any more is not "nothing is stored"' 6 "$code"
same 'no secret in any error' '' "$(grep canary "$WORK/all-errors")"
same 'no secret in any file' '' "$(grep -arl canary "$HOME")"
finish
