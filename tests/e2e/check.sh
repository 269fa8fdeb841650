#!/usr/bin/env bash
# `check`: what it asks, notes, says and how it ends; and how long 200 take.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"

# keep HOST USERNAME TOKEN [LINE...]: without asking anybody.
keep() {
	local host=$1 username=$2 token=$3
	shift 3
	VERIFY='policy = off' configure
	ask store protocol=https "host=$host" "username=$username" \
		"password=$token" "$@"
	[ "$code" = 0 ] || reject "keep $host/$username" "$err"
	configure
}

check() {
	run "$RINGBEARER" --backend file check "$@"
}

# noted NAME KEY: what `show` knows of an entry.
noted() {
	"$RINGBEARER" --backend file show "$1" --json |
		python3 -c 'import json, sys
print(json.load(sys.stdin)[sys.argv[1]])' "$2"
}

# told KEY NAME: what check --json said last of an entry.
told() {
	printf '%s' "$out" | python3 -c 'import json, sys
for entry in json.load(sys.stdin):
    if entry["name"] == sys.argv[2]:
        print(entry[sys.argv[1]])' "$1" "$2"
}

requests() {
	grep -c '^GET' "$SIMULATOR_LOG"
}

another_home() {
	fresh_home
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	configure
}

start_simulator
check
same 'nothing is stored: silent' '0||' "$code|$out|$err"
check --json
same 'nothing is stored: an empty list' '[]' "$(printf '%s' "$out" | tr -d ' \n')"
check nobody
same 'no such entry' 1 "$code"
check --within soon
same 'within what?' 2 "$code"
check --within -1
same 'within less than nothing' 2 "$code"

# The answer is told, where it cannot be kept.
keep api.notion.com ann@example.org sim-notion-good-ann
run "$BUILD/tests/without" rename -- "$RINGBEARER" --backend file check
same 'cannot note: exit code' 6 "$code"
holds 'cannot note: the verdict, and that' "$out$err" \
	'ok, but that was not noted: '
same 'cannot note: nothing is' unverified "$(noted notion verdict)"
another_home

# Good, limited and foreign ones.
keep api.notion.com ann@example.org sim-notion-good-ann
keep api.calendly.com first sim-calendly-good-bob
keep api.calendly.com second sim-calendly-limited
keep api.harvestapp.com 23456 sim-harvest-several
keep git.example me canary-git
before=$(noted calendly/first stored)
check
same 'all is well: silent' '0||' "$code|$out|$err"
same 'noted: the verdict' ok "$(noted notion/ann@example.org verdict)"
same 'noted: limited' limited "$(noted calendly/second verdict)"
same 'noted: who it is' bob@example.org "$(noted calendly/first email)"
same 'noted: the organization of the one chosen' 'Second Company' \
	"$(noted harvest/23456 organization)"
same 'no entry is newer for being checked' "$before" \
	"$(noted calendly/first stored)"
same 'the name stays' first "$(noted calendly/first username)"
ask get protocol=https host=api.calendly.com username=first
holds 'the secret stays' "$out" password=sim-calendly-good-bob
same 'no provider, no verdict' None "$(noted git.example/me verdict)"
check --json
same 'json: exit code' 0 "$code"
same 'json: verdict' ok "$(told verdict calendly/first)"
same 'json: provider' calendly "$(told provider calendly/first)"
same 'json: HTTP' 200 "$(told http_status calendly/first)"
same 'json: nothing changed now' False "$(told changed calendly/first)"
same 'json: nobody to ask' 'None None' \
	"$(told verdict git.example/me) $(told provider git.example/me)"

asked=$(requests)
check notion/ann@example.org calendly/second notion
same 'named ones alone, each once' 2 $(($(requests) - asked))
check notion nobody
same 'one that is not there: nothing is asked' "1 2" \
	"$code $(($(requests) - asked))"

# One that was stored under no name keeps its place.
another_home
keep api.notion.com '' sim-notion-good-ann
check
same 'no name: all is well' '0|' "$code|$out"
same 'no name: what was learnt' ann@example.org "$(noted notion email)"
same 'no name: still one entry, and no name' '1 ' \
	"$("$RINGBEARER" --backend file list --json | grep -c '"verdict"') $(noted notion username)"

# Refused ones.
another_home
keep api.calendly.com gone sim-calendly-revoked
keep api.calendly.com old sim-calendly-expired
keep api.calendly.com fine sim-calendly-good-cleo
keep api.notion.com bad sim-notion-invalid
keep api.harvestapp.com 777 sim-harvest-good
check
same 'refused: exit code' 4 "$code"
same 'refused: one line each' 4 "$(printf '%s\n' "$out" | wc -l)"
same 'refused: nothing else' '' "$err"
holds 'refused: name, verdict and reason' "$out" \
	'calendly/gone: revoked: The access token was revoked (HTTP 401)'
holds 'refused: what to do' "$out" "make a new one at https://"
holds 'refused: an expired one' "$out" 'calendly/old: expired: '
holds 'refused: an invalid one' "$out" 'notion/bad: invalid: '
holds 'refused: in the wrong place' "$out" 'harvest/777: wrong-place: '
same 'refused: noted' revoked "$(noted calendly/gone verdict)"
for name in calendly/gone harvest/777; do
	for command in token headers 'exec'; do
		words=("$command" "$name")
		[ "$command" = exec ] && words+=(-- env)
		"$RINGBEARER" --backend file "${words[@]}" \
			>"$WORK/out" 2>"$WORK/err"
		same "$command $name: refused" '4|' "$?|$(cat "$WORK/out")"
	done
done
holds 'in the wrong place: said' "$(cat "$WORK/err")" \
	"the token of 'harvest/777' is in the wrong place"
ask get protocol=https host=api.calendly.com username=gone
holds 'refused: kept all the same' "$out" password=sim-calendly-revoked
check calendly/fine
same 'a good one among them' '0|' "$code|$out"
check --json
same 'json: refused' 'revoked 401 4' \
	"$(told verdict calendly/gone) $(told http_status calendly/gone) $code"

# Nobody can tell: nothing changes.
another_home
keep api.calendly.com a sim-calendly-503
keep api.notion.com b sim-notion-429-long
keep api.notion.com c sim-notion-html401
find "$HOME/.local/share" -type f -exec sha256sum {} + >"$WORK/before"
check
same 'inconclusive: silent' '0||' "$code|$out|$err"
find "$HOME/.local/share" -type f -exec sha256sum {} + >"$WORK/after"
same 'inconclusive: no file has changed' '' \
	"$(diff "$WORK/before" "$WORK/after")"
check --json
same 'inconclusive: in json' 'unavailable throttled' \
	"$(told verdict calendly/a) $(told verdict notion/b)"
same 'behind a 429: the rest is left alone' throttled \
	"$(told verdict notion/c | sed s/unknown/throttled/)"
VERIFY='policy = require' configure
check
same 'inconclusive, policy require: exit code' 5 "$code"
holds 'inconclusive, policy require: said' "$out" 'calendly/a: unavailable: '

# A short hint is waited for, once, and the others of that host wait too.
another_home
keep api.notion.com a sim-notion-429-short
keep api.notion.com z sim-notion-good-bob
keep api.calendly.com b sim-calendly-good-bob
asked=$(requests)
start=$(date +%s%N)
check --json
took=$((($(date +%s%N) - start) / 1000000))
same 'a short wait: the verdicts' 'throttled ok ok' \
	"$(told verdict notion/a) $(told verdict notion/z) $(told verdict calendly/b)"
same 'a short wait: asked once more' 5 $(($(requests) - asked))
if [ "$took" -ge 1000 ] && [ "$took" -lt 6000 ]; then
	pass 'a short wait: as long as told'
else
	reject 'a short wait: as long as told' "$took ms"
fi

# A 429 to what is optional costs nobody a verdict: the others of that host
# just go without.
another_home
for i in $(seq 30); do
	keep api.calendly.com "u$i" "sim-calendly-org-429-long"
	keep api.calendly.com "v$i" "sim-calendly-good-ann-$i"
done
asked=$(requests)
check --json
same 'optional, 429: all are good' 60 "$(printf '%s' "$out" | grep -c '"ok"')"
asked=$(($(requests) - asked))
if [ "$asked" -ge 61 ] && [ "$asked" -le 110 ]; then
	pass 'optional, 429: asked no more'
else
	reject 'optional, 429: asked no more' "$asked requests"
fi

# Expiry.
another_home
soon=$(($(date +%s) + 5 * 86400 + 3600))
keep git.example soon canary-soon "password_expiry_utc=$soon"
keep api.calendly.com soon sim-calendly-good-bob "password_expiry_utc=$soon"
check
same 'not near enough to be told' '0|' "$code|$out"
check --within 4
same 'within 4 days: not yet' '0|' "$code|$out"
check --within 5 --json
same 'within 5 days: not 5 days and an hour' 0 "$code"
check --within 6
same 'within 6 days: exit code' 4 "$code"
same 'within 6 days: both' 2 "$(printf '%s\n' "$out" | wc -l)"
holds 'within 6 days: when, and how it is known' "$out" \
	"git.example/soon: expires in 5 days, on $(date -u -d "@$soon" +%F) (as told with it)"
check --within 6 --json
same 'within 6 days: json' "5 True $soon" \
	"$(told days_left git.example/soon) $(told ending git.example/soon) $(told expires git.example/soon)"
keep git.example gone canary-gone "password_expiry_utc=$(($(date +%s) - 60))"
check git.example
same 'past its end: a problem without --within' 4 "$code"
holds 'past its end: said' "$out" 'git.example/gone: expired on '

# A damaged one keeps no other from being asked about.
another_home
keep git.example me canary-git
printf x >>"$(echo "$HOME"/.local/share/ringbearer/records/*/*/*)"
check
same 'damaged, and nothing else: exit code' '6|' "$code|$out"
keep api.calendly.com fine sim-calendly-good-cleo
check
same 'damaged: exit code' '6|' "$code|$out"
holds 'damaged: said' "$err" "/records/"
same 'damaged: the other was asked about' ok "$(noted calendly/fine verdict)"
check calendly
same 'damaged, the other by its name' 0 "$code"
keep api.notion.com bad sim-notion-invalid
check
same 'damaged, and one is refused: that is worse' 4 "$code"
holds 'damaged, and one is refused: both said' "$out$err" 'notion/bad: invalid: '
holds 'damaged, and one is refused: both said' "$out$err" '/records/'

# The verifier is not there, or dies: no verdict is lost or made up.
another_home
keep api.calendly.com a sim-calendly-good-bob
keep api.calendly.com b sim-calendly-stall
keep api.notion.com c sim-notion-revoked
VERIFY='timeout = 20' configure
"$RINGBEARER" --backend file check --json >"$WORK/out" 2>"$WORK/err" &
checking=$!
for _ in $(seq 200); do
	[ "$(noted notion/c verdict)" = invalid ] &&
		[ "$(noted calendly/a verdict)" = ok ] && break
	sleep 0.05
done
kill -KILL "$(pgrep -P $checking -f ringbearer-verify)"
wait $checking
code=$?
out=$(cat "$WORK/out")
same 'the verifier is killed: answers that came stay' 'ok invalid' \
	"$(told verdict calendly/a) $(told verdict notion/c)"
same 'the verifier is killed: the others are unknown' unknown \
	"$(told verdict calendly/b)"
same 'the verifier is killed: nothing is noted of them' unverified \
	"$(noted calendly/b verdict)"
same 'the verifier is killed: exit code' 4 "$code"

# Somebody else replaces a token while the old one is asked about.
another_home
start_simulator --delay 1000
keep api.notion.com a sim-notion-revoked
"$RINGBEARER" --backend file check >/dev/null 2>&1 &
checking=$!
sleep 0.4
keep api.notion.com a sim-notion-good-bob
wait $checking
same 'replaced meanwhile: the verdict is not of this token' unverified \
	"$(noted notion/a verdict)"
ask get protocol=https host=api.notion.com username=a
holds 'replaced meanwhile: the new one stays' "$out" password=sim-notion-good-bob

# On a terminal: a bar that goes away, and a summary.
another_home
start_simulator
keep api.notion.com a sim-notion-good-ann
keep api.notion.com b sim-notion-500
TERM=xterm script -qec "stty cols 60; '$RINGBEARER' --backend file check" \
	/dev/null >"$WORK/screen"
holds 'terminal: a bar' "$(cat "$WORK/screen")" 'checking [####'
holds 'terminal: what nobody could tell' "$(cat "$WORK/screen")" 'unavailable'
holds 'terminal: a summary' "$(cat "$WORK/screen")" \
	'1 ok, 1 with no clear answer'
same 'terminal: no line is wider' '' \
	"$(tr '\r' '\n' <"$WORK/screen" | grep '^checking' |
		grep -E '^.{60}')"
TERM=dumb script -qec "'$RINGBEARER' --backend file check" /dev/null \
	>"$WORK/screen"
same 'dumb terminal: no bar, no colour' '' \
	"$(grep -E '\[#|'$'\033' "$WORK/screen")"

# 200 tokens, at a provider that takes 50 ms an answer. One after the other:
# 20 of them, each by a process of its own in a home that holds only them.
many() {
	local i
	VERIFY='policy = off' configure
	for i in $(seq "$1"); do
		printf 'protocol=https\nhost=api.notion.com\nusername=u%s\npassword=sim-notion-good-ann-%s\n' "$i" "$i" |
			"$RINGBEARER" --backend file store
	done
	configure
}

milliseconds() {
	local start
	start=$(date +%s%N)
	"$@"
	took=$((($(date +%s%N) - start) / 1000000))
}

one_by_one() {
	local i
	for i in $(seq 20); do
		check "notion/u$i"
		[ "$code" = 0 ] || reject "one by one: $i" "$err"
	done
}

another_home
start_simulator --delay 50
many 20
milliseconds one_by_one
one=$((took * 10))
another_home
many 200
asked=$(requests)
before=$(grep -c '^CONNECT' "$SIMULATOR_LOG")
milliseconds check
same 'check of 200: all are good' '0|' "$code|$out"
same 'check of 200: asked once each' 200 $(($(requests) - asked))
connections=$(($(grep -c '^CONNECT' "$SIMULATOR_LOG") - before))
# What else the machine does takes from this alone: the best of ten counts.
best=$took
for _ in $(seq 9); do
	[ $((best * 10)) -lt "$one" ] && break
	sleep 1
	milliseconds check
	[ "$took" -ge "$best" ] || best=$took
done
took=$best
printf 'one after the other: %d ms (20 times 10); 200 at once: %d ms\n' \
	"$one" "$took"
if [ $((took * 10)) -lt "$one" ]; then
	pass 'check of 200 takes less than a tenth'
else
	reject 'check of 200 takes less than a tenth' "$took of $one ms"
fi
if [ "$connections" -le 24 ] && [ "$connections" -gt 8 ]; then
	pass 'check of 200: 24 connections at most, used again'
else
	reject 'check of 200: 24 connections at most, used again' "$connections"
fi
grep -q LEAK "$SIMULATOR_LOG" && reject 'a token out of place'
same 'no token in any error output' '' "$(grep -E 'sim-|canary' "$WORK/all-errors")"
finish
