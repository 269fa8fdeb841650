#!/usr/bin/env bash
# The sheet that asks somebody else for a token: what is in it, and what never.
. "$(dirname "$0")/../lib.sh"

# mails NAME: it goes as plain text; only what is copied may be longer.
mails() {
	same "$1: exit code" "0|" "$code|$err"
	same "$1: 72 columns, but for addresses and commands" '' \
		"$(printf '%s\n' "$out" | grep -vE '^    (https://|ringbearer )' |
			grep -E '^.{73}')"
	same "$1: no control character" '' \
		"$(printf '%s' "$out" | tr -d '\n' | LC_ALL=C grep -o '[[:cntrl:]]')"
	same "$1: no blank at an end of a line" '' \
		"$(printf '%s\n' "$out" | grep -n ' $')"
}

for provider in calendly notion harvest; do
	run "$RINGBEARER" request "$provider"
	mails "$provider"
	page=$("$RINGBEARER" providers "$provider" |
		sed -n 's/^new token *//p')
	for part in 'asked for' "    $page" '  1. ' '  4. ' 'To know:' \
		'never send it by mail' "    ringbearer connect $provider" \
		'revoke it:'; do
		holds "$provider: $part" "$out" "$part"
	done
	same "$provider: nobody is named who is not known" '' \
		"$(printf '%s\n' "$out" | grep -E '^(By|For|Account):')"
done
same 'no scopes: none to tick' '' "$(printf '%s\n' "$out" | grep -i tick)"
run "$RINGBEARER" request calendly
holds 'the scope that is needed' "$out" '-  users:read: who its owner is'
same 'and no other' 1 "$(printf '%s\n' "$out" | grep -cE '^  -  [a-z_]+:(read|write): ')"

run "$RINGBEARER" request calendly --scopes webhooks:write,webhooks:read \
	--account ann@example.org --from 'Ann Archer <ann@example.org>' \
	--for 'the booking page, which has to be told of every meeting as soon as it is made'
mails 'with all options'
for part in 'By:      Ann Archer <ann@example.org>' \
	'For:     the booking page, which' 'Account: ann@example.org' \
	'-  webhooks:write: to have addresses told of events' \
	'-  users:read: ' \
	'    ringbearer connect calendly --account=ann@example.org --scopes=webhooks:write,webhooks:read'; do
	holds "with all options: $part" "$out" "$part"
done
same 'not what another scope includes' '' \
	"$(printf '%s\n' "$out" | grep -e '-  webhooks:read')"

# The command is for a shell: what somebody calls an account ends no word.
run "$RINGBEARER" request harvest --account "it's \$(touch $WORK/made); -x"
mkdir "$WORK/bin"
cat >"$WORK/bin/ringbearer" <<'SCRIPT'
#!/bin/sh
printf '[%s]' "$@"
SCRIPT
chmod +x "$WORK/bin/ringbearer"
same 'the command in a shell: its words' \
	"[connect][harvest][--account=it's \$(touch $WORK/made); -x]" \
	"$(PATH=$WORK/bin:$PATH sh -c "$(printf '%s\n' "$out" | grep '^    ringbearer')")"
same 'the command in a shell: nothing else was run' '' "$(ls "$WORK/made" 2>/dev/null)"

# What is wrong.
run "$RINGBEARER" request
same 'no provider' 2 "$code"
run "$RINGBEARER" request notoin
same 'an unknown provider' "2|" "$code|$out"
holds 'an unknown provider: the closest one' "$err" "there is 'notion'"
run "$RINGBEARER" request calendly --scopes webhook:read
same 'an unknown scope' "2|" "$code|$out"
holds 'an unknown scope: the closest one' "$err" "there is 'webhooks:read'"
run "$RINGBEARER" request notion --scopes all
same 'a provider without scopes' "2|" "$code|$out"
for option in account from for; do
	run "$RINGBEARER" request notion --$option "$(printf 'a\nb')"
	same "--$option of two lines" "2|" "$code|$out"
done
run "$RINGBEARER" request notion --from $'\342\200\256Ann'
holds 'what would turn the text around is shown' "$out" 'By:      \u{202e}Ann'
if [ -w /dev/full ]; then
	"$RINGBEARER" request notion >/dev/full 2>"$WORK/err"
	same 'a full disk is no success' 6 $?
fi

# The words of a site are used instead of those that are built in.
own=$HOME/.config/ringbearer/providers
mkdir -p "$own"
sed -e 's/^provider notion {/&\noverride = true/' \
	-e 's/"Sign in to Notion as .*"/"Ask the help desk for a seat."/' \
	-e '/^	hints/i\	field site { title = "Site name" from = typed }' \
	-e '/^	hints/i\	field pin { title = "PIN" from = typed secret = true optional = true }' \
	"$SOURCE/helper/providers/notion.conf" >"$own/notion.conf"
run "$RINGBEARER" request notion
mails 'own words'
holds 'own words: the step' "$out" '1. Ask the help desk for a seat.'
same 'own words: instead of the other' '' "$(printf '%s\n' "$out" | grep 'full member')"
holds 'fields: what else is needed' "$out" 'Beside the token'
holds 'fields: typed ones' "$out" '-  Site name'
holds 'fields: how secret, how needed' "$out" '-  PIN, as secret as the token, if there is one'
same 'fields: no other' '' "$(printf '%s\n' "$out" | grep 'Workspace ID')"
finish
