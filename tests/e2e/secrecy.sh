#!/usr/bin/env bash
# The token is nowhere but in the sealed file, the answer to get, and the
# Authorization header.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"
token=sim-calendly-good-ann
start_simulator
traces=$WORK/traces
mkdir "$traces"

# traced OPERATION LINE...
traced() {
	local operation=$1
	shift
	printf '%s\n' "$@" |
		strace -ff -v -s 100000 -e trace=execve,openat,open,connect \
			-o "$traces/$operation" \
			"$RINGBEARER" --backend file "$operation" \
			>"$WORK/out" 2>>"$WORK/all-errors"
}

traced store protocol=https host=api.calendly.com "password=$token"
traced get protocol=https host=api.calendly.com
holds 'stored and fetched' "$(cat "$WORK/out")" "password=$token"
same 'not in any argument, environment or file name' '' \
	"$(grep -l "$token" "$traces"/*)"
holds 'the verifier is a process of its own' "$(cat "$traces"/store.*)" \
	'ringbearer-verify"'
for library in libcurl libsecret libglib libsystemd libjson; do
	same "get from a file does not load $library" '' \
		"$(grep -l "$library" "$traces"/get.*)"
done
same 'get makes no connection' '' "$(grep -h 'connect(' "$traces"/get.*)"

opened=$(grep -h openat "$traces"/store.* | grep -c "$HOME/.config")
[ "$opened" -gt 0 ] || reject 'the trace sees files at all'
verifier=$(grep -l 'ringbearer-verify"' "$traces"/store.*)
same 'the verifier opens nothing in the home' '' \
	"$(grep -h 'open' "$verifier" | sed '1,/ringbearer-verify/d' |
		grep "$HOME")"

same 'not in any file' '' "$(grep -rl "$token" "$HOME")"
traced erase protocol=https host=api.calendly.com
same 'no leftovers' '' \
	"$(find "$HOME/.local" -name '.*' -type f)"
same 'not in any error output' '' \
	"$(grep -o "$token" "$WORK/all-errors")"

modes=$(umask 000
	ask store protocol=https host=mode.example username=u password=canary-m
	find "$HOME/.local/share/ringbearer" "$HOME/.local/state/ringbearer" \
		-perm /077)
same 'everything is readable by its owner only' '' "$modes"

# A process that waits for its request can be neither dumped nor traced by
# others of the user. Root may do both, so the kernel's own word is asked.
mkfifo "$WORK/fifo"
"$RINGBEARER" --backend file get <"$WORK/fifo" >/dev/null &
waiting=$!
exec 9>"$WORK/fifo"
for _ in $(seq 100); do
	[ "$(stat -c %U:%a /proc/$waiting/environ 2>/dev/null)" = root:400 ] &&
		grep -q 'Max core file size *0 ' "/proc/$waiting/limits" &&
		break
	sleep 0.02
done
holds 'no core file' "$(grep 'core file' /proc/$waiting/limits)" ' 0  '
exec 9>&-
wait "$waiting"
finish
