#!/usr/bin/env bash
# Every verdict of every provider, over TLS, with the built-in definitions as
# they are: what is kept, what is said, with which exit code.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"
VERIFY='timeout = 2'
start_simulator

host_of() {
	case $1 in
	calendly) echo api.calendly.com ;;
	notion) echo api.notion.com ;;
	harvest) echo api.harvestapp.com ;;
	esac
}

# keep PROVIDER TOKEN [LINE...]
keep() {
	local host token=$2
	host=$(host_of "$1")
	shift 2
	ask store protocol=https "host=$host" "password=$token" "$@"
}

# fetch PROVIDER [LINE...]
fetch() {
	local host
	host=$(host_of "$1")
	shift
	ask get protocol=https "host=$host" "$@"
}

# verdict PROVIDER WORD EXIT SAID KEPT-AS: an empty home each. SAID is part of
# standard error (`-`: it is empty), KEPT-AS the username (`-`: not kept).
verdict() {
	local provider=$1 word=$2 token=sim-$1-$2 name="$1 $2"
	fresh_home
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	configure
	keep "$provider" "$token"
	same "$name: exit code" "$3" "$code"
	if [ "$4" = - ]; then
		same "$name: silent" '' "$err"
	else
		holds "$name: says why" "$err" "$4"
	fi
	case $err in
	*"$token"*) reject "$name: no token in a message" ;;
	esac
	fetch "$provider"
	if [ "$5" = - ]; then
		same "$name: not kept" '' "$out"
	else
		holds "$name: kept" "$out" "username=$5"
		holds "$name: whole" "$out" "password=$token"
	fi
	grep -q LEAK "$SIMULATOR_LOG" && reject "$name: token out of place"
}

unverified='is kept, but not verified'

while IFS='|' read -r provider word exit said kept; do
	[ -n "$provider" ] && verdict "$provider" "$word" "$exit" "$said" "$kept"
done <<'TABLE'
calendly|good|0|-|ann@example.org
calendly|good-bob|0|-|bob@example.org
calendly|older|0|-|ann@example.org
calendly|text|0|-|ann@example.org
calendly|nomail|0|-|https://api.calendly.com/users/
calendly|invalid|4|The access token is invalid|-
calendly|expired|4|The access token expired|-
calendly|revoked|4|The access token was revoked|-
calendly|slip|4|Calendly refused|-
calendly|limited|0|-|
calendly|denied|0|-|
calendly|plan|0|-|
calendly|429|0|is kept, but not verified|
calendly|html401|0|is kept, but not verified|
calendly|html403|0|is kept, but not verified|
notion|good|0|-|ann@example.org
notion|good-bob|0|-|bob@example.org
notion|nomail|0|-|0a11ce00-0000-4000-8000-00000000000a
notion|integration|0|-|
notion|emptybot|0|-|
notion|invalid|4|API token is invalid|-
notion|expired|4|API token is invalid|-
notion|revoked|4|API token is invalid|-
notion|limited|0|-|
notion|denied|0|-|
notion|400|0|is kept, but not verified|
notion|429|0|is kept, but not verified|
notion|529|0|is kept, but not verified|
notion|html401|0|is kept, but not verified|
notion|html403|0|is kept, but not verified|
harvest|good|0|-|12345
harvest|single|0|-|12345
harvest|good-bob|0|-|67890
harvest|invalid|4|expired, revoked, malformed or invalid|-
harvest|limited|0|-|
harvest|several|4|username=ID|-
harvest|noaccount|4|no Harvest account|-
harvest|forecast|4|no Harvest account|-
harvest|429|0|is kept, but not verified|
harvest|me-404|4|not kept|-
harvest|me-500|0|is kept, but not verified|
harvest|html401|0|is kept, but not verified|
harvest|html403|0|is kept, but not verified|
TABLE

# What says nothing against a token, for all three alike.
for provider in calendly notion harvest; do
	for word in 500 503 404 html200 htmljson redirect badjson deepjson \
		empty wrongbody bighead bigbody gzip slow stall cut hangup \
		badutf8; do
		verdict "$provider" "$word" 0 "$unverified" ''
	done
done

# An optional step: Calendly's role in the organization. Whatever becomes of
# it, the token is good, and nothing else is known or said.
told() {
	"$RINGBEARER" --backend file show calendly --json |
		python3 -c 'import json, sys
entry = json.load(sys.stdin)
print(entry["verdict"], entry["missing"], entry["fields"].get(sys.argv[1]))' \
			role
}

# optional WORD ROLE
optional() {
	verdict calendly "$1" 0 - ann@example.org
	same "calendly $1: what is known" "ok [] $2" "$(told)"
}

optional good owner
for word in limited 403 invalid 401-empty 429 503-after html200 redirect \
	badjson null cut hangup stall slow bighead gzip; do
	optional "org-$word" None
done

# What was learnt is one argument, whatever is in it.
last_request() {
	grep '/organization_memberships' "$SIMULATOR_LOG" | tail -n 1
}

query() {
	last_request | sed -E 's/.* Cookie="[^"]*"//'
}

verdict calendly breakout 0 - ann@example.org
same 'a hostile value: the whole of its request' \
	' ?user="https://api.calendly.com/users/a&x=1&user=evil#frag%00%0d%0aHost: evil"' \
	"$(query)"
same 'a hostile value: the role' 'ok [] owner' "$(told)"
verdict calendly longid 0 - ann@example.org
same 'a value of 70,000 bytes: cut where every text is' \
	"$(printf ' ?user="%.512s"' \
		"https://api.calendly.com/users/$(printf 'id-64k-%.0s' $(seq 80))")" \
	"$(query)"
verdict calendly hostileid 0 - ann@example.org
same 'control characters in a value: one argument' 1 \
	"$(query | grep -o '?[a-z]*="' | wc -l)"
holds 'control characters in a value: made harmless' "$(query)" \
	'password=stolen'

fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
configure
keep harvest sim-harvest-several
holds 'several accounts: each with id and name' "$err" \
	'12345 (Example Company), 23456 (Second Company)'
same 'several accounts: refused' 4 "$code"
keep harvest sim-harvest-several username=23456
same 'several accounts: one chosen' 0 "$code"
fetch harvest
holds 'chosen account: its id' "$out" 'account-id=23456'
holds 'chosen account: its name' "$out" 'organization=Second Company'
keep harvest sim-harvest-several-2 username=99999
same 'an account of another product' 4 "$code"
keep harvest sim-harvest-good username=777
same 'an account that is not there' 4 "$code"

fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
configure
keep calendly sim-calendly-good-ann
keep calendly sim-calendly-good-bob
fetch calendly username=ann@example.org
holds 'two people: the first is still there' "$out" \
	password=sim-calendly-good-ann
holds 'organization is filled in' "$out" 'organization='
fetch calendly username=
holds 'an empty name means any: the newest' "$out" \
	password=sim-calendly-good-bob
keep calendly sim-calendly-good-ann-2
fetch calendly username=ann@example.org
holds 'a new token of the same person replaces' "$out" \
	password=sim-calendly-good-ann-2
keep calendly sim-calendly-revoked username=ann@example.org
same 'a revoked one is refused' 4 "$code"
holds 'with the page for a new one' "$err" 'hint: make a new one at https://'
fetch calendly username=ann@example.org
holds 'and the old one stays' "$out" password=sim-calendly-good-ann-2
keep calendly sim-calendly-503 username=ann@example.org
same 'one that cannot be verified does not replace a verified one' 5 "$code"
fetch calendly username=ann@example.org
holds 'which is still there' "$out" password=sim-calendly-good-ann-2

requests=$(wc -l <"$SIMULATOR_LOG")
keep calendly sim-calendly-good-ann-2
keep calendly sim-calendly-good-ann-2 username=ann@example.org
keep calendly sim-calendly-good-bob username=
ask store protocol=https host=unknown.example username=me password=canary-1
same 'an unknown host: silent' "0|" "$code|$err$out"
ask get protocol=https host=unknown.example
holds 'an unknown host: kept' "$out" password=canary-1
same 'unchanged and unknown: no network' "$requests" "$(wc -l <"$SIMULATOR_LOG")"

ask store protocol=http host=api.notion.com password=sim-notion-good
same "http for a provider's host: refused" 3 "$code"
ask store protocol=https host=API.Notion.com.:443 password=sim-notion-good
fetch notion
holds 'other spellings of a host are one host' "$out" password=sim-notion-good
for host in evilapi.notion.com api.notion.com.evil.example \
	api.notion.com:8443 notion.com api-notion.com; do
	ask get protocol=https "host=$host"
	same "nothing for $host" '' "$out"
done

# A caller that ignores SIGCHLD hands that on.
run env --ignore-signal=CHLD "$RINGBEARER" --backend file store < <(
	printf '%s\n' protocol=https host=api.notion.com username=c \
		password=sim-notion-revoked)
same 'revoked is refused also where SIGCHLD is ignored' 4 "$code"

# The same token again: what is known, and when it is asked about again.
# asked NAME COUNT: so many requests since the last time.
asked() {
	local now
	now=$(wc -l <"$SIMULATOR_LOG")
	same "$1: asked" "$2" "$((now - seen > 0))"
	seen=$now
}
# in_an_hour ARG...: the program, by a clock that is an hour ahead.
cat >"$WORK/later.c" <<'END'
#include <time.h>
time_t time(time_t *out)
{
	struct timespec now;
	clock_gettime(CLOCK_REALTIME, &now);
	return out ? (*out = now.tv_sec + 3601) : now.tv_sec + 3601;
}
END
cc -shared -fPIC -o "$WORK/later.so" "$WORK/later.c"
in_an_hour() {
	run env LD_PRELOAD="$WORK/later.so" "$RINGBEARER" --backend file "$@"
}
fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
VERIFY='timeout = 2' configure
keep notion sim-notion-good
seen=$(wc -l <"$SIMULATOR_LOG")
keep notion sim-notion-good
same 'verified, again: silent' '0|' "$code|$err"
asked 'verified, again' 0
VERIFY='timeout = 2 again = "1s"' configure
sleep 1.1
before=$(find "$HOME/.local/share" -type f -exec stat -c '%n %y' {} +)
keep notion sim-notion-good
same 'verified too long ago: silent' '0|' "$code|$err"
asked 'verified too long ago' 1
same 'verified too long ago: noted' changed \
	"$([ "$before" = "$(find "$HOME/.local/share" -type f -exec stat -c '%n %y' {} +)" ] || echo changed)"
sleep 1.1
https_proxy=http://127.0.0.1:1
keep notion sim-notion-good
same 'verified, and nobody to ask: silent' '0|' "$code|$err"
https_proxy=http://127.0.0.1:$PROXY_PORT

# What the provider has since rejected.
fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
VERIFY='policy = off' configure
keep notion sim-notion-revoked
VERIFY='timeout = 2' configure
run "$RINGBEARER" --backend file check
seen=$(wc -l <"$SIMULATOR_LOG")
keep notion sim-notion-revoked
same 'rejected before: refused' 4 "$code"
holds 'rejected before: why' "$err" 'the provider rejected it'
holds 'rejected before: what to do' "$err" 'hint: '
asked 'rejected before' 0

# What nobody has verified is asked about once an hour.
fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
VERIFY='timeout = 2' configure
keep notion sim-notion-503
seen=$(wc -l <"$SIMULATOR_LOG")
keep notion sim-notion-503
same 'never verified, at once: silent' '0|' "$code|$err"
asked 'never verified, at once' 0
if is_sanitized; then
	skip 'never verified, an hour later' 'a sanitizer is in the program'
else
	fresh_home
	configure
	https_proxy=http://127.0.0.1:1 keep notion sim-notion-good
	holds 'nobody to ask: said' "$err" "$unverified"
	in_an_hour store < <(printf '%s\n' protocol=https host=api.notion.com \
		password=sim-notion-good)
	same 'an hour later: nobody to ask yet' 0 "$code"
	holds 'an hour later: said' "$err" "$unverified"
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	in_an_hour store < <(printf '%s\n' protocol=https host=api.notion.com \
		password=sim-notion-good)
	same 'an hour later: silent' '0|' "$code|$err"
	asked 'an hour later' 1
	run "$RINGBEARER" --backend file list
	same 'an hour later: one entry, verified' '1|0' \
		"$(grep -c notion <<<"$out")|$(grep -c unverified <<<"$out")"
fi

fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
VERIFY='timeout = 2' configure
keep notion sim-notion-503
same 'kept as unverified' 0 "$code"
VERIFY='policy = require timeout = 2' configure
keep notion sim-notion-503
same 'and asked about again once that is required' 5 "$code"

fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
VERIFY='policy = require timeout = 2' configure
keep notion sim-notion-503
same 'policy require: refused' 5 "$code"
fetch notion
same 'policy require: nothing kept' '' "$out"
https_proxy=http://127.0.0.1:1
keep notion sim-notion-good
same 'no way to the provider, require' 5 "$code"
VERIFY='policy = prefer timeout = 2' configure
keep notion sim-notion-good
same 'no way to the provider, prefer: kept' 0 "$code"
holds 'no way to the provider, prefer: said' "$err" "$unverified"
same 'no way to the provider, prefer: in one line' 1 \
	"$(printf '%s\n' "$err" | wc -l)"
holds 'no way to the provider, prefer: the hint that it is none' "$err" \
	'it does not look like one of Notion'
VERIFY='policy = off' configure
keep notion sim-notion-good-bob username=b
same 'policy off: silent' "0|" "$code|$err"

for certificate in expired not-yet-valid wrong-host self-signed untrusted; do
	fresh_home
	start_simulator --certificate "$certificate"
	VERIFY='policy = require timeout = 2' configure
	keep calendly sim-calendly-good
	same "certificate $certificate: not kept" 5 "$code"
	holds "certificate $certificate: named" "$err" 'ertificate'
	same "certificate $certificate: no byte of the request" '' \
		"$(grep GET "$SIMULATOR_LOG")"
done

# Whom to trust is for nobody else to say.
# distrusted NAME WHY COMMAND...: after that command the certificates are not
# used.
distrusted() {
	local name="certificates, $1" why=$2 trusted=$WORK/trusted
	shift 2
	fresh_home
	start_simulator
	rm -rf "$trusted"
	mkdir -m 755 "$trusted"
	cp "$WORK/certificates/ca.pem" "$trusted/ca.pem"
	chmod 644 "$trusted/ca.pem"
	printf 'verify { ca-file = "%s/ca.pem" }\n' "$trusted" \
		>"$HOME/.config/ringbearer/config"
	"$@" "$trusted/ca.pem"
	keep notion sim-notion-good
	same "$name: kept" 0 "$code"
	holds "$name: not verified, and why" "$err" "$why"
	same "$name: no byte of the request" '' "$(cat "$SIMULATOR_LOG")"
	run "$RINGBEARER" doctor
	holds "$name: doctor" "$(grep '^problem *certificates' <<<"$out")" \
		"$why"
}
loosen_folder() {
	chmod 777 "${1%/*}"
}
distrusted 'mode 666' 'may be written by others' chmod 666
distrusted 'mode 664' 'may be written by others' chmod 664
distrusted 'in a folder of mode 777' 'may be written by others' loosen_folder
if [ "$(id -u)" = 0 ]; then
	distrusted 'of another user' 'belongs to another user' chown 12345
else
	skip 'certificates of another user' 'only root gives files away'
fi

# What a provider says is shown only when it is harmless.
fresh_home
start_simulator
for provider in calendly notion harvest; do
	keep "$provider" "sim-$provider-hostile"
	same "$provider hostile: kept" 0 "$code"
	fetch "$provider"
	same "$provider hostile: no control byte" '' \
		"$(printf '%s' "$out$err" | tr -d '\n' |
			LC_ALL=C grep -P '[\x00-\x1f\x7f]|\xe2\x80[\xaa-\xae]')"
	same "$provider hostile: one password line" 1 \
		"$(printf '%s\n' "$out" | grep -c '^password=')"
done
finish
