#!/usr/bin/env bash
# The catalogue, a provider's page, and the explaining of a definition.
# shellcheck disable=SC2016 # the expressions are perl's
. "$(dirname "$0")/../lib.sh"

own=$HOME/.config/ringbearer/providers
mkdir -p "$own"

# definition NAME HOST [LINE...]: one that is good.
definition() {
	cat <<DEFINITION
provider $1 {
	title = "The $1"
	hosts = {"$2"}
	headers = {"Authorization: Bearer {token}"}
	account = {"{email}"}
$(shift 2 && printf '\t%s\n' "$@")
	verify user {
		get = "https://$2/me"
		outcome { status = 200 pointer = "/id" verdict = ok }
		learn email { from = {"{/email}"} }
	}
}
DEFINITION
}

# key EXPRESSION: a value out of the JSON answer, $x (perl comes with git).
key() {
	printf '%s' "$out" | perl -MJSON::PP -0777 -e \
		'$x = decode_json(<STDIN>); print eval $ARGV[0]' "$1"
}

run "$RINGBEARER" providers
same 'the catalogue: exit code' "0|" "$code|$err"
same 'the catalogue: sorted' 'calendly harvest notion' \
	"$(printf '%s\n' "$out" | awk '{ printf "%s%s", s, $1; s = " " }')"
holds 'the catalogue: hosts' "$out" 'api.harvestapp.com, id.getharvest.com'
holds 'the catalogue: source' "$out" '(built in)'

definition internal api.internal.example >"$own/internal.conf"
run "$RINGBEARER" providers
holds 'one of the own: with its file' "$out" "($own/internal.conf)"
same 'one of the own: sorted among them' 'calendly harvest internal notion' \
	"$(printf '%s\n' "$out" | awk '{ printf "%s%s", s, $1; s = " " }')"
definition notion api.notion.com 'override = true' >"$own/notion.conf"
run "$RINGBEARER" providers
same 'one taken over: once' 1 "$(printf '%s\n' "$out" | grep -c '^notion')"
holds 'one taken over: the own' "$out" "The notion"
run "$RINGBEARER" providers notion
holds 'its page is the own, too' "$out" "$own/notion.conf"
printf 'provider broken {\n' >"$own/broken.conf"
run "$RINGBEARER" providers
same 'one broken: exit code' 3 "$code"
same 'one broken: the others are listed' 4 "$(printf '%s\n' "$out" | wc -l)"
holds 'one broken: named' "$err" "$own/broken.conf:1"
run "$RINGBEARER" providers --json
same 'one broken: in JSON' broken \
	"$(key 'map { $_->{name} } grep { $_->{error} } @$x')"
rm "$own"/*.conf

for provider in calendly notion harvest; do
	run "$RINGBEARER" providers "$provider"
	same "$provider: exit code" "0|" "$code|$err"
	for part in 'hosts ' 'fields ' 'headers ' 'verified by' 'GET https://' \
		'learnt ' 'filed under' 'expiry ' 'environment ' 'new token' \
		'revoke ' 'To get a token:' '1. ' 'To know:'; do
		holds "$provider: page has '$part'" "$out" "$part"
	done
done
run "$RINGBEARER" providers harvest
holds 'a choice is among what is learnt' "$out" 'account-id, organization'
holds 'the last step of the guide' "$out" '5. The Account ID'
run "$RINGBEARER" providers notion
holds 'a lifetime' "$out" 'after 365 days, or 7 to 365 as chosen'
run "$RINGBEARER" providers notion --json
same 'JSON: keys' 'account create environment expiry fields guide headers hosts name revoke scopes source title types verify warnings' \
	"$(key 'join " ", sort keys %$x')"
same 'JSON: request' 'https://api.notion.com/v1/users/me' \
	"$(key '$x->{verify}[0]{get}')"
same 'JSON: lifetime' '7 365' \
	"$(key 'join " ", @{$x->{expiry}}{"days-min", "days-max"}')"

same 'JSON: a type of token' '^development_ntn_' "$(key '$x->{types}{development}')"
holds 'OAuth is advised' "$out" 'OAuth, which Notion has'
run "$RINGBEARER" providers calendly --json
same 'JSON: scopes' '19 users:read' \
	"$(key 'join " ", scalar @{$x->{scopes}}, map { $_->{name} } grep { $_->{needed} } @{$x->{scopes}}')"
same 'JSON: what a scope includes' 'webhooks:read' \
	"$(key 'map { @{$_->{implies}} } grep { $_->{name} eq "webhooks:write" } @{$x->{scopes}}')"
run "$RINGBEARER" providers calendly
same 'every scope, with its reason' 19 \
	"$(printf '%s\n' "$out" | grep -cE '^(scopes)? +[a-z_]+:(read|write): [a-zA-Z]')"
holds 'the one that is needed' "$out" 'users:read: who its owner is, and in which organization (ringbearer needs it)'

run "$RINGBEARER" providers notoin
same 'unknown: exit code' "2|" "$code|$out"
holds 'unknown: the closest' "$err" "there is 'notion'"
run "$RINGBEARER" providers harv
holds 'unknown: the one that begins so' "$err" "there is 'harvest'"
run "$RINGBEARER" connect harv
same 'unknown to connect: the same exit code' 2 "$code"
holds 'unknown to connect: the one that begins so' "$err" "there is 'harvest'"
run "$RINGBEARER" providers nothing-like-it
same 'unknown, nothing close: exit code' 2 "$code"
same 'unknown, nothing close: none named' "hint: see 'ringbearer providers'" \
	"$(printf '%s\n' "$err" | tail -n 1)"
run "$RINGBEARER" providers ../notion
same 'a path is no name' 2 "$code"
run "$RINGBEARER" providers notion harvest
same 'two names: usage' 2 "$code"
run "$RINGBEARER" providers notion --check "$WORK/x.conf"
same 'a name beside --check: usage' 2 "$code"

# --check
definition good api.good.example >"$WORK/good.conf"
run "$RINGBEARER" providers --check "$WORK/good.conf"
same 'a good one: exit code' "0|" "$code|$err"
holds 'a good one: says so' "$out" "$WORK/good.conf: ok"
holds 'a good one: where to put it' "$out" "$own"
run "$RINGBEARER" providers --check "$WORK/nowhere.conf"
same 'no such file' 3 "$code"
cp "$WORK/good.conf" "$WORK/other.conf"
run "$RINGBEARER" providers --check "$WORK/other.conf"
same 'another name than the file: exit code' 3 "$code"
holds 'another name than the file: said' "$out" 'is not the name of the file'
cat >"$WORK/many.conf" <<'DEFINITION'
provider many {
	titel = "Many"
	hosts = {"api.many.example", "bad host"}
	headers = {"Authorization: Bearer {tok}"}
	expiry = sometimes
	unknown {
		in = {"a", "section"}
	}
	retry { default = soon }
	field token-id { from = typed }
	verify user {
		get = "https://elsewhere.example/me"
		outcome { status = 2000  verdict = fine }
		outcome { status = 200  pointer = "/id"  verdict = ok }
	}
}
DEFINITION
run "$RINGBEARER" providers --check "$WORK/many.conf"
same 'many mistakes: exit code' 3 "$code"
for line in "2: no such option 'titel'" "3: hosts: 'bad host'" \
	"4: headers: '{tok}'" "5: expiry: 'sometimes'" \
	"6: no such option 'unknown'" '9: retry: invalid integer' \
	'10: field token-id: title: is missing' \
	"12: verify user: get: 'https://elsewhere" \
	"13: verify user: outcome: status: '2000'" \
	"13: verify user: outcome: verdict: 'fine'" '16: title: is missing'; do
	holds "many mistakes: $line" "$out" "$WORK/many.conf:$line"
done
holds 'many mistakes: counted' "$err" \
	"has $(printf '%s\n' "$out" | wc -l) mistakes"
same 'many mistakes: each once' '' "$(printf '%s\n' "$out" | sort | uniq -d)"
run "$RINGBEARER" providers --check "$WORK/many.conf" --json
same 'many mistakes, JSON: exit code' 3 "$code"
same 'many mistakes, JSON: as many' \
	"$(printf '%s' "$err" | sed -n 's/.* has \([0-9]*\) mistakes/\1/p')" \
	"$(key 'scalar @{$x->{mistakes}}')"
same 'many mistakes, JSON: not ok' 0 "$(key '$x->{ok} + 0')"

definition taker api.notion.com >"$WORK/taker.conf"
run "$RINGBEARER" providers --check "$WORK/taker.conf"
same "a built-in one's host: refused" 3 "$code"
holds "a built-in one's host: how" "$out" "'override = true'"
definition taker api.notion.com 'override = true' >"$WORK/taker.conf"
run "$RINGBEARER" providers --check "$WORK/taker.conf"
same "a built-in one's host, said: exit code" 0 "$code"
holds "a built-in one's host, said: warned" "$out" \
	"warning: it takes over the host 'api.notion.com'"
definition notion api.n.example 'override = true' >"$WORK/notion.conf"
run "$RINGBEARER" providers --check "$WORK/notion.conf"
holds "a built-in one's name: warned" "$out" \
	"warning: it takes over the name 'notion'"
chmod 666 "$WORK/good.conf"
run "$RINGBEARER" providers --check "$WORK/good.conf"
same 'one that others may write' 3 "$code"

# What holds for every definition that is known to be wrong, or good.
cd "$SOURCE" || exit 1
missed=
for file in tests/definitions/bad/*.conf; do
	run "$RINGBEARER" providers --check "$file"
	expected=$file:$(sed -n '1s/^# //p' "$file")
	case $code$out in
	3*"$expected"*) ;;
	*) missed="$missed $file" ;;
	esac
done
same 'every bad definition: its mistake is told' '' "$missed"
for file in tests/definitions/good/*.conf helper/providers/*.conf; do
	run "$RINGBEARER" providers --check "$file"
	case $file$code in
	tests/*0) ;;
	# They are there already.
	helper/*3) [[ $out == *"is a built-in one's"* ]] || missed="$missed $file" ;;
	*) missed="$missed $file" ;;
	esac
done
same 'every good definition: no other mistake' '' "$missed"

# What a definition says is shown only when it is harmless.
definition bidi api.bidi.example | sed $'s/The bidi/\342\200\256bidi/' >"$own/bidi.conf"
run "$RINGBEARER" providers
same 'a hostile title: exit code' 0 "$code"
holds 'a hostile title: made harmless' "$out" '\u{202e}bidi'
run "$RINGBEARER" providers bidi
holds 'a hostile title: on its page, too' "$out" '\u{202e}bidi'
finish
