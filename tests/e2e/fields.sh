#!/usr/bin/env bash
# Fields that a person types beside the token, scopes that a provider tells,
# and types that a token's looks tell: with a definition of the user's own and
# a server that wants all of it.
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=file
# What the server wants is in base64; half of it is the token, half the PIN.
secret=$(printf 'test-user:canary-password' | base64)
token=${secret:0:16}
pin=${secret:16}
mkdir "$WORK/served"
cat >"$WORK/served/me.json" <<'JSON'
{"id": "ann", "plan": "free", "scopes": "me:read sites:write"}
JSON
serve_basic test-user canary-password
host=$BASIC_AT

# What is learnt must not go along when the token is verified again: the server
# would refuse `BadPLAN`.
own=$HOME/.config/ringbearer/providers
mkdir -p "$own"
cat >"$own/acme.conf" <<DEFINITION
provider acme {
	title = "Acme"
	hosts = {"$host"}
	headers = {"Authorization: {scheme} {token}{pin}", "X-Site: {site}"}
	account = {"{id}"}
	environment = {"ACME_TOKEN={token}", "ACME_PIN={pin}", "ACME_SITE={site}"}
	field pin { title = "PIN" from = typed secret = true }
	field scheme { title = "Scheme" from = typed }
	field site { title = "Site" from = typed optional = true }
	field door { title = "Door" from = typed secret = true optional = true }
	field plan { title = "Plan" from = learnt }
	scope "me:read" { reason = "who you are" needed = true }
	scope "sites:read" { reason = "the sites" }
	scope "sites:write" { reason = "to change them" implies = {"sites:read"} }
	scope billing { reason = "the bills" }
	type test { pattern = "^dGVzdC11c2Vy" }
	type short { pattern = "^.{0,20}\$" }
	verify user {
		get = "http://$host/me.json"
		headers = {"Authorization: Bad{plan} x", "Authorization: {scheme} {token}{pin}"}
		outcome { status = 200 pointer = "/id" verdict = ok }
		outcome { status = 401 empty = true verdict = invalid }
		learn id { from = {"{/id}"} }
		learn plan { from = {"{/plan}"} }
		learn scopes { from = {"{/scopes}"} }
	}
}
DEFINITION
run "$RINGBEARER" providers --check "$own/acme.conf"
same 'the definition is good' 0 "$code"

# try TEXT ARG...: as give, and no secret may be in what it says.
try() {
	give "$@"
	case $err in
	*"$token"* | *"$pin"* | *canary*) reject 'no secret in a message' "$err" ;;
	esac
}

kept() {
	find "$HOME/.local/share/ringbearer/records" -type f 2>/dev/null | wc -l
}

# What is missing, or where it does not belong.
try "$token\n" connect acme
same 'fields missing: wrong usage' "2|" "$code|$out"
holds 'fields missing: named' "$err" 'a token of Acme needs more: pin, scheme'
holds 'fields missing: how to give them' "$err" \
	"hint: run 'ringbearer connect acme scheme=VALUE', with lines behind the token: pin"
try "$token\n$pin\n" connect acme site=here
holds 'one missing' "$code $err" '2 ringbearer: a token of Acme needs more: scheme'
try "$token\n\n" connect acme scheme=Basic
holds 'a secret one missing' "$code $err" '2 ringbearer: a token of Acme needs more: pin'
try "$token\n$pin\n" connect acme scheme=
holds 'an empty one' "$code $err" "2 ringbearer: the field 'scheme' is empty"
try "$token\n$pin\n" connect acme scheme="$(printf 'a\nb')"
holds 'one that could end a header' "$code $err" "'scheme' holds what is no text"
try "$token\n" connect acme scheme=Basic pin="$pin"
holds 'a secret as an argument' "$code $err" "2 ringbearer: the field 'pin' is secret"
try "$token\n$pin\n" connect acme shceme=Basic
holds 'an unknown field: the closest one' "$code $err" "there is the field 'scheme'"
try "$token\n$pin\n" connect acme plan=Basic
holds 'a field that is learnt' "$code $err" '2 ringbearer: behind the provider'
try "$token\n$pin\n" connect acme "$token"
holds 'a token behind the provider' "$code $err" '2 ringbearer: behind the provider'
try "$token\n$pin\ncanary-door\nmore\n" connect acme scheme=Basic
holds 'too many lines' "$code $err" '2 ringbearer: there are more lines'
try "$token\n$pin\n" connect notion scheme=Basic
holds 'a provider without fields' "$code $err" '2 ringbearer: behind the provider'
same 'nothing was kept so far' 0 "$(kept)"

# A wrong one is refused by the provider: so they are sent.
try "$token\n$pin\n" connect acme scheme=Bearer
same 'a wrong scheme is refused' 4 "$code"
try "$token\nAAAA\n" connect acme scheme=Basic
same 'a wrong PIN is refused' 4 "$code"
same 'nor was that kept' 0 "$(kept)"

try "$token\n$pin\n" connect acme scheme=Basic site=north \
	--scopes sites:read,billing
same 'all of it: kept' 0 "$code"
holds 'all of it: confirmed' "$out" 'connected acme/ann'
holds 'the type of the token' "$out" ', type test,'
holds 'a scope that is wanted and not told' "$err" \
	'ringbearer: the token lacks scopes that were wanted: billing'
same 'one that another includes does not lack' '' \
	"$(printf '%s\n' "$err" | grep 'sites:read')"
run "$RINGBEARER" show acme
for line in 'scheme: Basic' 'site: north' 'plan: free' 'pin: (hidden)'; do
	holds "show: $line" "$out" "$line"
done
case $out in
*"$pin"*) reject 'show: not the PIN' ;;
*) pass 'show: not the PIN' ;;
esac
run "$RINGBEARER" headers acme
same 'headers' "Authorization: Basic $secret
X-Site: north" "$out"
# shellcheck disable=SC2016 # for the shell that it starts
run "$RINGBEARER" exec acme -- sh -c 'echo "$ACME_TOKEN $ACME_PIN $ACME_SITE"'
same 'exec' "$token $pin north" "$out"
run "$RINGBEARER" check acme
same 'check: asks with the fields, and with nothing that was learnt' "0|" "$code|$out"
try "$token\n$pin\n" connect acme scheme=Basic
same 'reconnected without the optional one' 0 "$code"
holds 'reconnected: no scopes wanted, none lacking' "|$err|" '||'
run "$RINGBEARER" headers acme
same 'the optional one is gone' "Authorization: Basic $secret" "$out"

# The token is replaced, what was typed beside it stays.
try "$token\n${pin}\n\n" connect acme scheme=Basic site=south
try "AAAA\n" rotate acme
same 'rotate: asks with the fields, and is refused' 4 "$code"
run "$RINGBEARER" headers acme
same 'rotate, refused: all is as it was' "Authorization: Basic $secret
X-Site: south" "$out"
VERIFY='timeout = 2 policy = off' configure
try "abcdefgh\n" rotate acme --force
same 'rotate' 0 "$code"
run "$RINGBEARER" headers acme
same 'rotate: the fields stay' "Authorization: Basic abcdefgh$pin
X-Site: south" "$out"
holds 'rotate: another type' "$(try "$token\n" rotate acme --force && echo "$out")" \
	', type test,'
try "abcdefghabcdefghabcdefgh\n" rotate acme --force
same 'rotate: a token that looks like none has no type' '' \
	"$(printf '%s\n' "$out" | grep ', type')"
rm "$HOME/.config/ringbearer/config"

# git's protocol has no way for fields.
ask store protocol=http "host=$host" username=bob "password=$token" \
	"pin=$pin" scheme=Basic
same 'store: malformed' 3 "$code"
holds 'store: what is missing' "$err" 'a token of Acme needs more: pin, scheme'
holds 'store: what to do' "$err" "hint: use 'ringbearer connect acme'"
try "$token\n$pin\n" connect acme scheme=Basic
ask store protocol=http "host=$host" username=ann "password=$token"
same 'store: what is kept already is well' "0|" "$code|$err"
ask get protocol=http "host=$host" username=ann
holds 'get: the fields' "$out" 'scheme=Basic'

# A type that the built-in definition tells.
try 'development_ntn_canary\n' connect notion --no-verify
holds 'a token of a development environment' "$out" ', type development,'
try 'ntn_canary\n' connect notion --no-verify --force
same 'and any other' '' "$(printf '%s\n' "$out" | grep ', type')"
printf '%s\n' protocol=https host=api.notion.com username=git \
	password=development_ntn_canary >"$WORK/request"
https_proxy=http://127.0.0.1:9 "$RINGBEARER" store <"$WORK/request" 2>/dev/null
# With a definition that knows no type, the note can be only that of before.
sed -e 's/^provider notion {/&\noverride = true/' \
	-e '/^	type development/,/^	}/d' \
	"$SOURCE/helper/providers/notion.conf" >"$own/notion.conf"
try 'development_ntn_canary\n' connect notion/git --no-verify
holds 'store notes it, too, and a note stays' "$out" ', type development,'
finish
