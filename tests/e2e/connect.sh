#!/usr/bin/env bash
# connect, rotate and disconnect without a person: what is kept, what is said,
# with which exit code; and nothing is ever waited for.
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=file
VERIFY='timeout = 2'
start_simulator

# token_of HOST USERNAME: what is kept there.
token_of() {
	printf 'protocol=https\nhost=%s\nusername=%s\n' "$1" "$2" |
		"$RINGBEARER" get | sed -n 's/^password=//p'
}

# keeps NAME HOST USERNAME TOKEN: exactly this is kept; it is never printed.
keeps() {
	if [ "$(token_of "$2" "$3")" = "$4" ]; then
		pass "$1"
	else
		reject "$1" "$2 $3 does not have that token"
	fi
}

home() {
	fresh_home
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	export RINGBEARER_BACKEND=file
	configure
}

files() {
	find "$HOME/.local/share/ringbearer/records" -type f 2>/dev/null | wc -l
}

notion=api.notion.com
calendly=api.calendly.com
harvest=api.harvestapp.com
ann=ann@example.org

# Without a provider, or with one that does not exist.
give 'sim-notion-good\n' connect
same 'no provider: wrong usage' 2 "$code"
holds 'no provider: they are named' "$err" 'calendly, harvest, notion'
give 'sim-notion-good\n' connect notoin
same 'unknown provider: wrong usage' 2 "$code"
holds 'unknown provider: the closest one' "$err" "there is 'notion'"
give 'sim-notion-good\n' connect sim-notion-good
holds 'a token as provider: refused' "$code $err" '2 ringbearer: there is no'
give '' connect notion --nonsense
holds 'unknown option: usage' "$code $err" 'usage: ringbearer connect'
same 'nothing was kept so far' 0 "$(files)"

# Scopes are looked at before anything is read.
give 'sim-calendly-good' connect calendly --scopes webhooks:read,user:read
same 'an unknown scope: wrong usage' 2 "$code"
holds 'an unknown scope: which, and the closest one' "$err" \
	"scope 2 is none that Calendly has
hint: there is 'users:read'"
give 'sim-harvest-good' connect harvest --scopes all
holds 'a provider without scopes' "$code $err" '2 ringbearer: Harvest has no'
give 'sim-calendly-good' connect calendly --scopes ''
holds 'no scope' "$code $err" '2 ringbearer: the list of scopes is empty'
same 'nor was anything kept now' 0 "$(files)"

# One confirmation, with all that is to be known.
give 'sim-notion-good' connect notion --label mine --description 'for tests'
same 'connected' 0 "$code"
same 'one line of confirmation' 1 "$(printf '%s\n' "$out" | wc -l)"
for part in "connected notion/$ann" 'Ann Archer <ann@example.org>' \
	'Example Company' 'in 365 days (computed)' 'kept in file'; do
	holds "confirmed: $part" "$out" "$part"
done
holds 'hint patterns warn' "$err" 'does not look like a token of Notion'
keeps 'kept' $notion $ann sim-notion-good
run "$RINGBEARER" show notion --json
holds 'label' "$out" 'mine'
holds 'description' "$out" 'for tests'
give 'eyJhbGciOi.eyJpc3M.sim-calendly-good\n' connect calendly
same 'a token that fits: silent' "0|" "$code|$err"
holds 'never expires' "$out" 'never expires'
give '1.pt.sim-calendly-good-bob\n' connect calendly
holds 'fits another provider: said' "$err" 'a token of Harvest, not of Calendly'
same 'fits another provider: not sent there' 2 "$code"
same 'nor does the simulator know of it' '' "$(grep LEAK "$SIMULATOR_LOG")"
give '1.pt.sim-calendly-good-bob\n' connect calendly --force
same 'but kept when told so, since the provider took it' 0 "$code"
# Two whose users nobody knows: the second one is not the first one's heir.
fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
configure
give 'sim-calendly-500\n' connect calendly
same 'unverified: kept' 0 "$code"
give 'sim-calendly-503\n' connect calendly
same 'another unverified one: not in its place' 2 "$code"
ask store protocol=https host=api.calendly.com password=sim-calendly-503-2
same 'nor by store' 4 "$code"
holds 'nor by store: what to do' "$err" "hint: give this one a 'username=NAME'"
run "$RINGBEARER" --backend file token calendly
holds 'the first one is still there' "$out" sim-calendly-500
give 'sim-calendly-good\n' connect calendly
run "$RINGBEARER" --backend file token calendly
same 'a name that stands for two is no choice' 2 "$code"
holds 'the one without an account can be named' "$err" "'calendly/'"
run "$RINGBEARER" --backend file token calendly/
holds 'by a slash behind it' "$out" sim-calendly-500
# What the provider has refused since does not win over a good one.
give 'sim-calendly-revoked\n' connect calendly --no-verify --account rev
run "$RINGBEARER" --backend file check calendly/rev
same 'check: revoked' 4 "$code"
ask get protocol=https host=api.calendly.com
holds 'get: the good one' "$out" 'password=sim-calendly-good'
run "$RINGBEARER" --backend file token calendly/rev
same 'token: refused' "4|" "$code|$out"
run "$RINGBEARER" --backend file disconnect calendly/rev --yes
same 'disconnect: a revoked one is not called good' '' \
	"$(printf '%s\n' "$out$err" | grep 'still good')"
give 'sim-calendly-limited' connect calendly --account nameless
holds 'limited: what is missing' "$out" 'scopes missing: users:read'

# What is no token: refused with the reason, nothing kept.
home
requests=$(wc -l <"$SIMULATOR_LOG")
while IFS='|' read -r text said; do
	[ -n "$said" ] || continue
	give "$text" connect notion
	same "'$said': exit code" 3 "$code"
	holds "'$said': said" "$err" "$said"
	same "'$said': silent otherwise" '' "$out"
	case $err in
	*sim-*) reject "'$said': no token in a message" ;;
	esac
done <<'TABLE'
|is empty
\n|is empty
   |nothing but blanks
 \t\n\n|nothing but blanks
sim-notion-good\nsim-notion-good-bob\n|several lines
sim-notion\x01-good\n|control byte
sim-notion\x00-good\n|control byte
"sim-notion-good"\n|quotes around it
`sim-notion-good`\n|quotes around it
Bearer sim-notion-good|'Bearer' in front
Authorization: Bearer sim-notion-good|'Authorization:' in front, 'Bearer'
token=sim-notion-good|'token=' in front
 sim-notion-good|blanks in front
sim-notion-good |blanks behind it
sim-notion-good\r\n|line ends behind it
sim-notion-good\n\n|line ends behind it
TABLE
run timeout 20 "$RINGBEARER" connect notion \
	< <(head -c 65536 /dev/zero | tr '\0' x)
holds 'one byte too long' "$code $err" 'longer than 65535 bytes'
run timeout 20 "$RINGBEARER" connect notion < <(yes)
holds 'without an end' "$code $err" 'longer than 65535 bytes'
run timeout 20 "$RINGBEARER" connect notion <&-
same 'standard input closed' 3 "$code"
same 'nothing of all this was kept' 0 "$(files)"
same 'nor asked about' "$requests" "$(wc -l <"$SIMULATOR_LOG")"
give ' "Authorization: Bearer sim-notion-good" \r\n' connect notion --clean
same 'cleaned when told' 0 "$code"
keeps 'cleaned: the bare token' $notion $ann sim-notion-good
give 'sim-notion-good' connect notion --label "$(printf 'a\nb')"
same 'a label of two lines' 2 "$code"

# What the provider refuses, and what nobody can tell.
home
give 'sim-notion-revoked' connect notion
same 'refused: exit code' 4 "$code"
holds 'refused: a page for a new one' "$err" 'hint: make a new one at https://'
give 'sim-notion-503' connect notion
same 'cannot tell: kept' 0 "$code"
holds 'cannot tell: said' "$err" 'kept, but not verified'
holds 'cannot tell: confirmed as such' "$out" 'not verified'
give 'sim-notion-good' connect notion
give 'sim-notion-503-2' connect notion --account $ann
same 'cannot tell: never instead of a verified one' 5 "$code"
keeps 'which is still there' $notion $ann sim-notion-good
give 'sim-notion-503-2' connect notion --account $ann --force
same 'but by force' 0 "$code"
keeps 'by force: replaced' $notion $ann sim-notion-503-2
requests=$(wc -l <"$SIMULATOR_LOG")
give 'sim-notion-good-bob' connect notion --no-verify --account bob
same 'not verified when told: kept' 0 "$code"
same 'not verified when told: no network' "$requests" \
	"$(wc -l <"$SIMULATOR_LOG")"
VERIFY='policy = require timeout = 2' configure
give 'sim-notion-503' connect notion --account other
same 'cannot tell, policy require' 5 "$code"
keeps 'cannot tell, policy require: not kept' $notion other ''

# A token that was kept before anybody knew whose it is stays one entry.
home
give 'sim-notion-good' connect notion --no-verify
give 'sim-notion-good' connect notion
same 'verified later: one entry' 1 "$(files)"
keeps 'verified later: under its account' $notion $ann sim-notion-good

# Harvest: several accounts.
home
give 'sim-harvest-several' connect harvest
same 'several accounts: refused' 4 "$code"
holds 'several accounts: listed' "$err" \
	"'--account ID': 12345 (Example Company), 23456 (Second Company)"
same 'several accounts: nothing kept' 0 "$(files)"
give 'sim-harvest-several' connect harvest --account 23456
holds 'one of them' "$out" 'harvest/23456'
holds 'its organization' "$out" 'Second Company'
give 'sim-harvest-several' connect harvest --account 12345
same 'both, side by side' 2 "$(files)"
give 'sim-harvest-several' connect harvest --account 99999
same 'one of another product' 4 "$code"

# Reconnecting.
home
give 'sim-notion-good' connect notion --label mine --expires 2099-01-31
same 'too far for Notion' 2 "$code"
give 'sim-notion-good' connect notion --label mine --expires 30
holds 'an expiry as days' "$out" 'in 30 days (asked)'
run "$RINGBEARER" list
holds 'the list says the same' "$out" ' in 30 days'
run "$RINGBEARER" show notion
holds 'show says the same' "$out" 'in 30 days'
run "$RINGBEARER" show notion --json
holds 'and its JSON' "$out" '"days_left": 30'
run "$RINGBEARER" check --within 30
holds 'and check' "$out" 'expires in 30 days, on '
run "$RINGBEARER" check --within 30 --json
holds 'and its JSON, too' "$out" '"days_left": 30'
give 'sim-notion-good' connect notion
holds 'the same token: said' "$out" 'reconnected notion/'
holds 'the same token: said so' "$out" 'the same token as before'
holds 'the same token: its expiry stays' "$out" 'in 30 days (asked)'
give 'sim-notion-good' connect notion --expires never
same 'never, where no token lasts for ever' 2 "$code"
holds 'never: said why' "$err" 'ends after 365 days at most'
give 'sim-notion-good' connect notion --expires 2
holds 'fewer days than a new one may have' "$out" 'in 2 days (asked)'
give 'sim-calendly-good' connect calendly --expires never
holds 'never' "$out" 'never expires'
run "$RINGBEARER" disconnect --yes calendly
for wrong in 2027-02-30 2001-01-01 0 -1 soon 2099 1e3 '' 30d; do
	give 'sim-notion-good' connect notion --expires "$wrong"
	same "expiry '$wrong': wrong usage" 2 "$code"
done
give 'sim-notion-good-2' connect notion
same 'a newer token of the same user' 0 "$code"
keeps 'replaces the old one' $notion $ann sim-notion-good-2
run "$RINGBEARER" show notion --json
holds 'and keeps the label' "$out" 'mine'
give 'sim-notion-good-ann-elsewhere' connect notion
same 'another organization: refused' 2 "$code"
holds 'another organization: said' "$err" \
	"organization: Example Company -> Bob's Company"
keeps 'another organization: the old one stays' $notion $ann sim-notion-good-2
give 'sim-notion-good-ann-elsewhere' connect notion --force
same 'another organization, by force' 0 "$code"
keeps 'by force: replaced' $notion $ann sim-notion-good-ann-elsewhere
give 'sim-harvest-good' connect harvest
give 'sim-harvest-good-cleo' connect harvest
same 'another user of the same account: refused' 2 "$code"
holds 'another user: said' "$err" 'name: Ann Archer -> Cleo Clark'
keeps 'another user: the old one stays' $harvest 12345 sim-harvest-good
give 'sim-calendly-good-bob' connect calendly --account ann@example.org
same "somebody else's than it was meant for: refused" 2 "$code"
keeps "somebody else's: not kept" $calendly $ann ''
give 'sim-notion-good-3' connect notion/mine --force
keeps 'an entry called by its label' $notion $ann sim-notion-good-3

# Rotating.
home
give 'sim-notion-good' connect notion --label mine
give 'sim-notion-good' rotate notion
same 'rotate, the same token: wrong usage' 2 "$code"
holds 'rotate, the same token: said' "$err" 'has already'
give 'sim-notion-good-bob' rotate notion
same "rotate, another user's: refused" 2 "$code"
holds "rotate, another user's: said" "$err" 'email: ann@example.org -> bob@'
give 'sim-notion-503' rotate notion
same 'rotate, cannot tell: refused' 5 "$code"
give 'sim-notion-revoked' rotate notion
same 'rotate, revoked: refused' 4 "$code"
give '' rotate notion
same 'rotate, empty: refused' 3 "$code"
keeps 'rotate: the old one is there until then' $notion $ann sim-notion-good
give 'sim-notion-good-2' rotate notion
same 'rotate' 0 "$code"
holds 'rotate: confirmed' "$out" "rotated notion/$ann"
holds 'rotate: where to revoke' "$err" \
	'revoke the old one at https://www.notion.so/developers/tokens'
keeps 'rotate: the new one' $notion $ann sim-notion-good-2
same 'rotate: one entry' 1 "$(files)"
run "$RINGBEARER" show notion --json
holds 'rotate: the label stays' "$out" 'mine'
give 'sim-notion-503' rotate notion --force
keeps 'rotate, cannot tell, by force' $notion $ann sim-notion-503
give 'x' rotate calendly
same 'rotate what is not there' 1 "$code"
ask store protocol=https host=git.example username=me password=canary-old
give 'canary-new' rotate git.example
same 'rotate, no provider: needs force' 2 "$code"
keeps 'rotate, no provider: the old one' git.example me canary-old
give 'canary-new' rotate git.example --force
same 'rotate, no provider, by force' 0 "$code"
keeps 'rotate, no provider: the new one' git.example me canary-new
ask store protocol=https host=api.example path=a authtype=Bearer \
	credential=canary-old 'capability[]=authtype'
give 'canary-newer' rotate api.example --force
ask get protocol=https host=api.example path=a 'capability[]=authtype'
same 'rotate, authtype: stays' 1 \
	"$(printf '%s\n' "$out" | grep -c '^credential=canary-newer$')"

# Disconnecting: exactly one.
home
give 'sim-notion-good' connect notion
give 'sim-notion-good-bob' connect notion
give '' disconnect notion
same 'disconnect, ambiguous: wrong usage' 2 "$code"
holds 'disconnect, ambiguous: the list' "$err" "'notion/bob@example.org'"
give '' disconnect notion/$ann
same 'disconnect: a script needs --yes' 2 "$code"
keeps 'disconnect: nothing erased' $notion $ann sim-notion-good
give '' disconnect notion/$ann --yes
same 'disconnect' "0|disconnected notion/$ann" "$code|$out"
holds 'disconnect: where to revoke' "$err" 'https://www.notion.so/'
keeps 'disconnect: gone' $notion $ann ''
keeps 'disconnect: the other one stays' $notion bob@example.org \
	sim-notion-good-bob
give '' disconnect notion/$ann --yes
same 'disconnect again: nothing there' 1 "$code"

# One without a path is not one with a path, even if all else is the same.
give 'sim-notion-good' connect notion --label mine
ask store protocol=https host=$notion path=p username=$ann \
	password=sim-notion-good
same 'twins: three entries' 3 "$(files)"
give '' disconnect notion/mine --yes
same 'twins: erased' 0 "$code"
same 'twins: one entry less' 2 "$(files)"
ask get protocol=https host=$notion path=p username=$ann
same 'twins: the one with the path stays' 1 \
	"$(printf '%s\n' "$out" | grep -c '^password=sim-notion-good$')"

# A token whose owner nobody knows, beside those whose owner is known.
fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT
configure
give sim-notion-good connect notion
for arguments in '' --no-verify; do
	# shellcheck disable=SC2086 # possibly none
	give sim-notion-503 connect notion $arguments
	same "nobody's token beside Ann's $arguments: refused" 2 "$code"
	holds "nobody's token beside Ann's $arguments: who is there" "$err" \
		"there are 'notion/$ann'"
	holds "nobody's token beside Ann's $arguments: what to do" "$err" \
		"'--account'"
done
same "nobody's token: nothing was kept" 1 "$(files)"
give sim-notion-503 connect notion --account new
same "nobody's token, under a new name" 0 "$code"
give sim-notion-503-2 connect notion --account $ann
same "nobody's token, in place of Ann's: refused" 5 "$code"
keeps "nobody's token: Ann's is still there" $notion $ann sim-notion-good
give sim-notion-503-3 connect notion --force
same "nobody's token, by force" 0 "$code"

same 'no token is ever out of place' '' "$(grep LEAK "$SIMULATOR_LOG")"
same 'no token is in any message' '' \
	"$(grep -oE 'sim-(notion|harvest|calendly)-|canary' "$WORK/all-errors")"
finish
