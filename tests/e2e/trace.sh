#!/usr/bin/env bash
# `check --trace`: what was sent and what came back, and no secret in it.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"

# keep HOST USERNAME TOKEN: without asking anybody.
keep() {
	VERIFY='policy = off' configure
	ask store protocol=https "host=$1" "username=$2" "password=$3"
	[ "$code" = 0 ] || reject "keep $1/$2" "$err"
	configure
}

check() {
	run "$RINGBEARER" --backend file check "$@"
}

# hidden NAME TOKEN: neither the token nor an encoding of it was printed.
hidden() {
	local form whole=0
	for form in "$2" "${2:4}" "${2:0:12}" \
		"$(printf '%s' "$2" | od -An -v -tx1 | tr -d '\n' | tr ' ' %)" \
		"$(printf '%s' "$2" | base64 -w 0 | tr -d =)" \
		"$(printf 'a:%s' "$2" | base64 -w 0 | tr -d =)"; do
		case ${out,,}${err,,} in
		*"${form,,}"*) whole=1 ;;
		esac
	done
	same "$1: no token in it" 0 "$whole"
}

start_simulator
check --trace
same 'without a name: usage' 2 "$code"
holds 'without a name: says so' "$err" "'--trace' wants the name of an entry"
check --trace --json calendly
same 'with --json: usage' 2 "$code"
same 'with --json: nothing is printed' '' "$out"
check --trace nobody
same 'no such entry' 1 "$code"

token=sim-calendly-good-ann
keep api.calendly.com ann "$token"
check calendly --trace
same 'a good one: exit code' '0|' "$code|$err"
same 'a good one: what was sent, and what came' "calendly/ann
step 'user'
> GET /users/me HTTP/1.1
> Host: api.calendly.com
> Accept: */*
> Authorization: Bearer (hidden)
> User-Agent: ringbearer/$("$RINGBEARER" --version | awk '{ print $2 }')
> 
< HTTP/1.1 200 OK" "$(printf '%s\n' "$out" | sed '/^< HTTP/q')"
holds 'a good one: headers' "$out" '< Content-Type: application/json'
holds 'a good one: body' "$out" '< {"resource":{"uri":"https://api.calendly'
holds 'a good one: the rule' "$out" "= ok: outcome 1 of step 'user'"
holds 'a good one: the second request' "$out" \
	"> GET /organization_memberships?user=https%3A%2F%2Fapi.calendly.com%2Fu"
holds 'a good one: the second rule' "$out" \
	"= ok: outcome 1 of step 'membership'"
same 'a good one: nothing of the way there' '' \
	"$(printf '%s\n' "$out" | grep -E 'CONNECT|Proxy|proxy')"
hidden 'a good one' "$token"
check calendly
same 'only when it is asked for' '' "$out"
same 'it is not kept' '' "$("$RINGBEARER" --backend file show calendly --json |
	grep -iE 'trace|HTTP/1')"

keep api.calendly.com ann sim-calendly-org-limited
check calendly/ann --trace
holds 'an optional step: the rule' "$out" \
	"= unknown, which does not count: no outcome of step 'membership', so the built-in rule"
same 'an optional step: exit code' 0 "$code"
keep api.calendly.com ann sim-calendly-revoked
check calendly/ann --trace
holds 'a refused one: the rule' "$out" "= revoked: outcome 3 of step 'user'"
same 'a refused one: the usual line is the last' \
	'calendly/ann: revoked: The access token was revoked (HTTP 401)' \
	"$(printf '%s\n' "$out" | tail -n 1 | sed 's/;.*//')"
same 'a refused one: exit code' 4 "$code"
keep api.calendly.com ann sim-calendly-hangup
check calendly/ann --trace
holds 'no answer: what was sent' "$out" '> GET /users/me HTTP/1.1'
holds 'no answer: why' "$out" "= unavailable: no answer from 'api.calendly.com'"

# The token comes back in headers and body, raw, as %XX, in base64, in pieces.
for word in echo echo-pieces; do
	for provider in calendly notion; do
		host=api.$provider.com
		token="can/ary+1_sim-$provider-$word"
		keep "$host" "$word" "$token"
		check "$provider/$word" --trace
		hidden "$provider $word" "$token"
		for line in \
			'X-Echo: Bearer (hidden)' 'X-Percent: (hidden)' \
			'X-Basic: Basic (hidden)' \
			'{"id":"(hidden)","url":"https://example.org/?t=(hidden)&p=(hidden)","authorization":"Basic (hidden)","twice":"(hidden)(hidden)"}'; do
			holds "$provider $word" "$out" "< $line"
		done
	done
done
token=canary-sim-notion-echo-late
keep api.notion.com late "$token"
check notion/late --trace
holds 'across the end: hidden' "$out" '12345678(hidden)'
hidden 'across the end' "$token"
keep api.notion.com long sim-notion-longname
check notion/long --trace
holds 'a long one: cut' "$out" '< ('
holds 'a long one: cut' "$out" ' more bytes)'
same 'a long one: 4096 bytes of the body' 4096 \
	"$(printf '%s\n' "$out" | grep '^< {' | sed 's/^< //' | tr -d '\n' | wc -c)"

# What is shown is harmless.
for word in hostile rawcontrol badutf8 bighead html403; do
	keep api.harvestapp.com "$word" "sim-harvest-$word"
	check "harvest/$word" --trace
	same "$word: no control byte" '' \
		"$(printf '%s' "$out" | tr -d '\n' |
			LC_ALL=C grep -P '[\x00-\x1f\x7f]|\xe2\x80[\xaa-\xae]')"
	same "$word: every line has its mark" '' \
		"$(printf '%s\n' "$out" |
			grep -vE "^([<>=] |step '|harvest/)")"
done

# The password of a proxy is nobody's business.
https_proxy=http://user:canary-proxy@127.0.0.1:$PROXY_PORT
keep api.calendly.com ann sim-calendly-good-ann
check calendly/ann --trace
holds 'a proxy with a password: the request' "$out" '> GET /users/me'
same 'a proxy with a password: not in it' '' \
	"$(printf '%s\n' "$out" | grep -iE 'proxy|canary')"
mkdir -p "$HOME/.config/ringbearer/providers"
cat >"$HOME/.config/ringbearer/providers/evil.conf" <<'CONF'
provider evil {
	title = "Evil"
	hosts = {"evil.example"}
	headers = {"Authorization: Bearer {token}"}
	verify user {
		get = "https://evil.example/"
		outcome { status = 200 pointer = "/id" verdict = ok }
	}
}
CONF
keep evil.example ann canary-evil
check evil --trace
same 'a proxy that lets nobody through: nothing was sent' '' \
	"$(printf '%s\n' "$out" | grep '^>')"
holds 'a proxy that lets nobody through: why' "$out" '= unavailable: no answer'
grep -q LEAK "$SIMULATOR_LOG" && reject 'a token out of place'
same 'no token in any error output' '' "$(grep -E 'sim-|canary' "$WORK/all-errors")"
finish
