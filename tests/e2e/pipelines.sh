#!/usr/bin/env bash
# token, headers, exec: what programs get, and nothing else does.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"
export RINGBEARER_BACKEND=file
start_simulator
stamps=$HOME/.local/state/ringbearer/warned

keep() {
	ask store protocol=https "$@"
	[ "$code" = 0 ] || reject "storing $1" "$err"
}

# same_text NAME EXPECTED: as $out, without showing either.
same_text() {
	if [ "$2" = "$out" ]; then
		pass "$1"
	else
		reject "$1" "it is another text of ${#out} bytes"
	fi
}

# on_terminal COMMAND...: what a person sees there, in $screen.
on_terminal() {
	screen=$(script -qec "$*" /dev/null </dev/null)
	code=$?
}

keep host=api.calendly.com password=sim-calendly-good
keep host=api.notion.com password=sim-notion-good
keep host=api.harvestapp.com password=sim-harvest-good
keep host=git.example username=me password=canary-1
keep host=git.example:8443 username=me password=canary-2
ask store protocol=http host=plain.example username=me password=canary-3

# token
"$RINGBEARER" token notion >"$WORK/out"
printf 'sim-notion-good\n' | cmp -s - "$WORK/out"
same 'token: the bare token and a newline' 0 $?
run "$RINGBEARER" token notion/ann@example.org
same_text 'token: by its full name' sim-notion-good
run "$RINGBEARER" token git.example/me
same_text 'token: of a host that no provider has' canary-1
run "$RINGBEARER" token notoin
same 'token: nothing under that name' '1|' "$code|$out"
holds 'token: what is like it' "$err" notion
on_terminal "'$RINGBEARER' token notion"
same 'token: not to a terminal' 2 "$code"
case $screen in
*sim-*) reject 'token: none on the terminal' ;;
*) holds 'token: what to do instead' "$screen" '--force' ;;
esac
on_terminal "'$RINGBEARER' token --force notion"
same 'token: unless asked for' 0 "$code"
holds 'token: then it is there' "$screen" sim-
on_terminal "'$RINGBEARER' headers https://api.notion.com/v1/users/me"
same 'headers: not to a terminal either' 2 "$code"
on_terminal "'$RINGBEARER' headers --force notion"
same 'headers: unless asked for' 0 "$code"

# headers, with curl, against the simulator
call() {
	"$RINGBEARER" headers "$1" |
		curl -sS -o /dev/null -w '%{http_code}' -H @- \
			--cacert "$WORK/certificates/ca.pem" "$2"
}
for url in https://api.calendly.com/users/me \
	https://api.notion.com/v1/users/me \
	https://api.harvestapp.com/v2/users/me; do
	same "curl: $url" 200 "$(call "$url" "$url")"
done
line=$(grep '^GET api.harvestapp.com' "$SIMULATOR_LOG" | tail -n 1)
holds 'curl: the account goes with it' "$line" 'Harvest-Account-Id="12345"'
holds 'curl: and who asks' "$line" 'User-Agent="ringbearer/'
line=$(grep '^GET api.notion.com' "$SIMULATOR_LOG" | tail -n 1)
holds 'curl: the version goes with it' "$line" 'Notion-Version="2026'
same 'curl: by name' 200 "$(call harvest https://api.harvestapp.com/v2/company)"
same 'no token where it has no business' '' "$(grep LEAK "$SIMULATOR_LOG")"

run "$RINGBEARER" headers notion
same_text 'headers: lines' 'Authorization: Bearer sim-notion-good
Notion-Version: 2026-03-11
User-Agent: '"$("$RINGBEARER" --version | tr ' ' /)"
run "$RINGBEARER" headers --json harvest
same_text 'headers: an object' '{"Authorization":"Bearer sim-harvest-good",'\
'"Harvest-Account-Id":"12345","User-Agent":"'\
"$("$RINGBEARER" --version | tr ' ' /)"' (ann@example.org)"}'
run "$RINGBEARER" headers https://git.example/a/b?c#d
same_text 'headers: basic authentication' \
	"Authorization: Basic $(printf 'me:canary-1' | base64)"
run "$RINGBEARER" headers https://GIT.example:443
same_text 'headers: another spelling of the host' \
	"Authorization: Basic $(printf 'me:canary-1' | base64)"
run "$RINGBEARER" headers https://git.example:8443
same_text 'headers: the port counts' \
	"Authorization: Basic $(printf 'me:canary-2' | base64)"
run "$RINGBEARER" headers http://plain.example/
same_text 'headers: http, where it was stored so' \
	"Authorization: Basic $(printf 'me:canary-3' | base64)"
keep host=auth.example 'capability[]=authtype' authtype=Token \
	"credential=canary-\"q\\"
run "$RINGBEARER" headers https://auth.example
same_text 'headers: what was stored with its type' \
	"Authorization: Token canary-\"q\\"
run "$RINGBEARER" headers --json https://auth.example
same_text 'headers: quoted for JSON' \
	'{"Authorization":"Token canary-\"q\\"}'
keep host=colon.example username=a:b password=canary-4
run "$RINGBEARER" headers https://colon.example
same 'headers: a name that basic authentication cannot say' '3|' "$code|$out"

# nothing for URL EXIT
nothing_for() {
	run "$RINGBEARER" headers "$1"
	same "nothing for ${1//[^[:print:]]/ }" "$2|" "$code|$out"
}
nothing_for https://api.notion.com.evil.example/v1 1
nothing_for https://evilapi.notion.com 1
nothing_for https://notion.com 1
nothing_for https://api.notion.com:8443/v1 1
nothing_for https://api.notion.com@evil.example/ 1
nothing_for https://evil.example/api.notion.com 1
nothing_for 'https://evil.example?@api.notion.com' 1
nothing_for 'https://evil.example#@api.notion.com' 1
nothing_for https://someone@api.notion.com/ 1
nothing_for http://api.notion.com/v1/users/me 1
nothing_for https://plain.example 1
nothing_for http://git.example 1
nothing_for ftp://api.notion.com/ 2
nothing_for 'https://evil.example\@api.notion.com/' 3
nothing_for https://a@b@api.notion.com/ 3
nothing_for $'https://api.notion.com\n.evil.example/' 3
nothing_for $'https://api.notion.com/v1/\tusers' 3
holds 'nothing for a path with a tab: said' "$err" 'a control character'
nothing_for https://someone@api.notion.com/ 1
holds 'nothing for another user: named' "$err" \
	"'https://someone@api.notion.com'"
nothing_for https://api.notion.com%2f.evil.example/ 3
nothing_for 'https://{api.notion.com,evil.example}/' 3
nothing_for https:///api.notion.com 3
nothing_for https://me:secret@git.example 2
case $err in
*secret*) reject 'a password in a url is not repeated' ;;
*) pass 'a password in a url is not repeated' ;;
esac

keep host=api.notion.com password=sim-notion-good-bob
run "$RINGBEARER" headers https://bob%40example.org@api.notion.com/v1
holds 'headers: a username chooses' "$out" good-bob
run "$RINGBEARER" headers https://ann%40example.org@api.notion.com/v1
holds 'headers: the other one, too' "$out" 'sim-notion-good
'
run "$RINGBEARER" headers notion
same 'headers: two fit the name' '2|' "$code|$out"
holds 'headers: they are named' "$err" notion/bob@example.org

# exec
# shellcheck disable=SC2016 # it is the command that expands them
run "$RINGBEARER" exec harvest notion/ann@example.org -- sh -c \
	'echo "$HARVEST_ACCESS_TOKEN $HARVEST_ACCOUNT_ID $NOTION_TOKEN"'
same_text 'exec: several names' 'sim-harvest-good 12345 sim-notion-good'
run "$RINGBEARER" exec harvest -- sh -c 'exit 37'
same 'exec: the exit code' '37|' "$code|$err"
run "$RINGBEARER" exec harvest -- printf '%s,' a --json -- --help 'b c'
same 'exec: the arguments are left alone' 'a,--json,--,--help,b c,' "$out"
printf hello >"$WORK/in"
run "$RINGBEARER" exec harvest -- cat <"$WORK/in"
same 'exec: standard input' hello "$out"
run "$RINGBEARER" exec harvest -- "$WORK/no-such-command"
same 'exec: not found' 127 "$code"
holds 'exec: not found is said' "$err" 'cannot run'
run "$RINGBEARER" exec harvest -- "$WORK/in"
same 'exec: not executable' 126 "$code"

"$RINGBEARER" exec harvest -- sleep 60 &
child=$!
for _ in $(seq 100); do
	[ "$(cat /proc/$child/comm)" = sleep ] && break
	sleep 0.02
done
same 'exec: it becomes the command' sleep "$(cat /proc/$child/comm)"
same 'exec: no token in an argument' 'sleep 60' \
	"$(tr '\0' ' ' </proc/$child/cmdline | sed 's/ $//')"
kill -TERM "$child"
wait "$child" 2>/dev/null
same 'exec: a signal is its own' 143 $?

run ls /proc/self/fd 7</dev/null
plain=$out
run "$RINGBEARER" exec harvest -- ls /proc/self/fd 7</dev/null
same "exec: no descriptor of ours, and all of the caller's" "$plain" "$out"
state='umask; ulimit -Sc; ulimit -Hc
	grep -E "^(Sig(Blk|Ign)|NoNewPrivs):" /proc/self/status'
run sh -c "$state"
plain=$out
run "$RINGBEARER" exec harvest -- sh -c "$state"
same 'exec: limits, mask and signals are those of the caller' "$plain" "$out"
(
	umask 027
	ulimit -Sc 8
	# The sanitizer would set another limit before main() runs.
	export ASAN_OPTIONS=disable_coredump=0
	run sh -c "$state"
	plain=$out
	run "$RINGBEARER" exec harvest -- sh -c "$state"
	[ "$plain" = "$out" ]
) 2>/dev/null
same 'exec: other ones, too' 0 $?
run "$RINGBEARER" exec harvest -- head -c 0 /proc/self/environ
same 'exec: the command is as open as any' '0|' "$code|$err"

# refused NAME EXIT ARG...: nothing is run.
refused() {
	local name=$1 expected=$2
	shift 2
	rm -f "$WORK/ran"
	run "$RINGBEARER" exec "$@" -- touch "$WORK/ran"
	same "exec: $name" "$expected|" "$code|$out"
	[ ! -e "$WORK/ran" ] || reject "exec: $name: nothing is run"
}
refused 'a name that is not there' 1 harvest nobody
refused 'a host that no provider has' 2 harvest git.example:8443
holds 'exec: that is said' "$err" 'only providers have variables'
refused 'two names with one variable' 2 notion/ann@example.org \
	notion/bob@example.org
holds 'exec: which variable' "$err" NOTION_TOKEN
refused 'an unknown option' 2 --nothing harvest
run "$RINGBEARER" exec harvest
same 'exec: no command' 2 "$code"
run "$RINGBEARER" exec harvest --
same 'exec: no command behind the dashes' 2 "$code"
run "$RINGBEARER" exec -- true
same 'exec: no name' 2 "$code"

definitions=$HOME/.config/ringbearer/providers
mkdir -p "$definitions"
keep host=own.example username=me password=canary-own
for variable in PATH LD_PRELOAD IFS HOME SHELL BASH_ENV; do
	sed -e 's/"CALENDLY_TOKEN=/"'$variable'=/' \
		-e 's/provider calendly/provider own/' \
		-e 's/api\.calendly\.com/own.example/g' \
		"$SOURCE/helper/providers/calendly.conf" \
		>"$definitions/own.conf"
	refused "a definition that sets $variable" 3 own.example
	holds "exec: $variable is named" "$err" 'programs depend on'
done
rm -r "$definitions"

# What is known to be of no more use.
now=$(date +%s)
keep host=gone.example username=me password=canary-g \
	"password_expiry_utc=$((now - 10))"
for command in 'token gone.example' 'headers gone.example' \
	'headers https://gone.example/'; do
	# shellcheck disable=SC2086 # words
	run "$RINGBEARER" $command
	same "expired: $command" '4|' "$code|$out"
	holds "expired: $command: said" "$err" 'has expired'
done
keep host=api.calendly.com password=sim-calendly-good-bob \
	"password_expiry_utc=$((now + 2))"
keep host=api.calendly.com password=sim-calendly-good-ann-2 \
	"password_expiry_utc=$((now + 5 * 86400 + 3600))"
[ ! -e "$stamps" ] || reject 'no stamp before the first warning'
run "$RINGBEARER" token calendly/ann@example.org
same_text 'ending: the token' sim-calendly-good-ann-2
holds 'ending: warned' "$err" "'calendly/ann@example.org' expires in 5 days"
holds 'ending: what to do' "$err" 'ringbearer rotate calendly/ann@example.org'
run "$RINGBEARER" headers calendly/ann@example.org
same 'ending: once a day' '0|' "$code|$err"
run "$RINGBEARER" exec calendly/ann@example.org -- true
same 'ending: for all commands together' '0|' "$code|$err"
same 'ending: one stamp, and nothing in it' '600 0' \
	"$(stat -c '%a %s' "$stamps"/*)"
touch -d '25 hours ago' "$stamps"/*
run "$RINGBEARER" exec calendly/ann@example.org -- true
holds 'ending: the next day again' "$err" 'expires in 5 days'
run "$RINGBEARER" exec calendly/ann@example.org -- true
same 'ending: and then no more' '' "$err"
rm -r "$stamps"
: >"$stamps"
run "$RINGBEARER" token calendly/ann@example.org
holds 'ending: no place for a stamp is no failure' "$code|$err" '0|ringbearer:'
rm "$stamps"
while [ "$(date +%s)" -lt $((now + 2)) ]; do sleep 0.2; done
refused 'an expired token' 4 harvest calendly/bob@example.org
holds 'exec: how to a new one' "$err" 'ringbearer connect calendly'

# With rights missing, what is not known is taken away.
fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT RINGBEARER_BACKEND=file
configure
keep host=api.calendly.com password=sim-calendly-limited
# shellcheck disable=SC2016 # it is the command that expands it
run env CALENDLY_USER=other "$RINGBEARER" exec calendly -- \
	sh -c 'echo "${CALENDLY_USER-none}"'
same "exec: no variable of somebody else's" none "$out"
finish
