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
# A token that comes as the username: it would be in every list, and in the
# arguments of the hook.
fresh_home
mkdir "$WORK/seen"
cat >"$WORK/hook" <<END
#!/bin/sh
printf '%s\n' "\$@" >>"$WORK/seen/hook"
END
chmod +x "$WORK/hook"
cat >"$HOME/.config/ringbearer/config" <<END
backend = file
journal = all
hook = "$WORK/hook"
END
token=canary4f3d2e1c0b9a8f7e6d5c4b3a
for password in x-oauth-basic ''; do
	run "$RINGBEARER" store < <(printf '%s\n' protocol=https host=git.example \
		"username=$token" "password=$password")
	same "a token as the username, '$password': refused" 3 "$code"
	holds "a token as the username, '$password': the way out" "$err" \
		'hint: give the token as the password'
	run "$RINGBEARER" --protocol docker store < <(
		printf '{"ServerURL":"git.example","Username":"%s","Secret":"%s"}' \
			"$token" "$password")
	case $code in
	0) reject "docker, '$password': refused" ;;
	*) pass "docker, '$password': refused" ;;
	esac
	case $out$err in
	*"$token"*) reject "docker, '$password': not shown" "$out$err" ;;
	esac
	run "$RINGBEARER" list --json
	case $out$err in
	*"$token"*) reject "list, '$password': not shown" "$out$err" ;;
	esac
	same "a token as the username, '$password': nowhere" '' \
		"$(grep -rl "$token" "$HOME" "$WORK/seen"; find "$HOME" -name "*$token*")"
done
run "$RINGBEARER" store < <(printf '%s\n' protocol=https host=git.example \
	username=x-access-token "password=$token")
same 'as the password: stored' 0 "$code"
same 'as the password: the hook was told' yes \
	"$([ -s "$WORK/seen/hook" ] && echo yes)"
same 'as the password: not in the arguments' '' "$(grep "$token" "$WORK/seen/hook")"
run "$RINGBEARER" store < <(printf '%s\n' protocol=https host=git.example \
	username=ann password=)
same 'an account without a password is one' 0 "$code"

finish
