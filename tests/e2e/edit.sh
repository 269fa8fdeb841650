#!/usr/bin/env bash
# edit, disable and enable: what is noted of an entry, without a new token.
#
#   edit.sh [BACKEND]    file is the default; secret-service wants
#                        tests/keyring/keyring.sh around it
backend=${1:-file}
[ "$backend" = file ] || KEEP_HOME=1
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=$backend
mkdir -p "$HOME/.config/ringbearer"
VERIFY='timeout = 5'
start_simulator

# noted NAME KEY: what `show` knows of an entry.
noted() {
	"$RINGBEARER" show "$1" | sed -n "s/^$2: //p"
}

# notes NAME: those of a person, in one line.
notes() {
	"$RINGBEARER" show "$1" | sed -n 's/^note\.//p' | sort | xargs
}

# handed_out NAME TOKEN LINE...: what `get` answers; "" is nothing.
handed_out() {
	local name=$1 token=$2
	shift 2
	ask get "$@"
	if [ "$(printf '%s\n' "$out" | sed -n 's/^password=//p')" = "$token" ]; then
		pass "$name"
	else
		reject "$name" "that is not the token that was expected"
	fi
}

# objects PATTERN: the names of what `list --json` says that of, in one line.
objects() {
	"$RINGBEARER" list --json | awk -v pattern="$1" '
		$1 == "\"name\":" { name = $2 }
		$0 ~ pattern { gsub(/[",]/, "", name); print name }' | xargs
}

ann=ann@example.org
at_git='protocol=https
host=git.example'
give sim-notion-good connect notion
for user in a b c; do
	ask store "$at_git" "username=$user" "password=canary-$user"
done
requests=$(wc -l <"$SIMULATOR_LOG")

# Texts and notes.
give '' edit notion --label mine --description 'for tests' owner=ops@example.org \
	team=billing type=test
same 'edit' "0|edited notion/$ann|" "$code|$out|$err"
same 'edit: label' mine "$(noted notion label)"
same 'edit: description' 'for tests' "$(noted notion description)"
same 'edit: notes' 'owner: ops@example.org team: billing type: test' \
	"$(notes notion)"
give '' show --json notion
same 'show --json: an object' ops@example.org "$(printf '%s' "$out" |
	python3 -c 'import json, sys
print(json.load(sys.stdin)["notes"]["owner"])')"
give '' edit notion owner= type=live --label ''
same 'edit: a note goes, another one changes' \
	'team: billing type: live' "$(notes notion)"
same 'edit: the label goes' '' "$(noted notion label)"
same 'edit: the description stays' 'for tests' "$(noted notion description)"
give '' edit notion 'a=b=c'
same 'edit: the first = counts' 'b=c' "$(noted notion note.a)"
ask get protocol=https host=api.notion.com
same 'get: notes are nobody else'\''s' '' \
	"$(printf '%s\n' "$out" | grep -E 'billing|live|team|note')"
give '' headers notion
same 'headers: nor here' '' "$(printf '%s\n' "$out" | grep -E 'billing|live')"

# Expiry.
give '' edit notion --expires 30
same 'expiry: days' asked "$(noted notion expiry_known)"
same 'expiry: when' yes \
	"$(noted notion days_left | grep -qxE '29|30' && echo yes)"
give '' edit notion --expires never
same 'expiry: no token of Notion is for ever' 2 "$code"
give sim-calendly-good connect calendly --no-verify
give '' edit calendly --expires never
same 'expiry: never' '|never' \
	"$(noted calendly expires)|$(noted calendly expiry_known)"
give '' disconnect calendly --yes
give '' edit notion --expires ''
same 'expiry: none' unknown "$(noted notion expiry_known)"
give '' edit notion --expires 2099-01-01
same 'expiry: too long for the provider' 2 "$code"
give '' edit git.example/a --expires 2099-01-01
same 'expiry: of nobody' 0 "$code"

# What is wrong changes nothing.
before=$("$RINGBEARER" show --json notion | grep -v days_left)
long=$(printf '%0257d' 0)
for wrong in 'A=b' '=b' 'canary' '-=b' 'a_b=c' "k=$(printf 'a\nb')" "k=$long" \
	"$(printf '%033d' 0)=b"; do
	give '' edit notion good=1 -- "$wrong"
	same "wrong note: exit code" 2 "$code"
	same "wrong note: not shown" '' \
		"$(printf '%s\n' "$err" | grep -E 'canary|A=b')"
done
give '' edit notion --label "$(printf 'a\033b')"
same 'wrong label' 2 "$code"
give '' edit notion --expires soon good=1
same 'wrong expiry' 2 "$code"
give '' edit notion --default --no-default
same 'both of them' 2 "$code"
give '' edit notion
same 'nothing to change: wrong usage' 2 "$code"
holds 'nothing to change: what there is' "$err" '--no-default or --forget-old'
give '' edit nothing a=b
same 'of nothing' 1 "$code"
same 'nothing of all this was kept' "$before" \
	"$("$RINGBEARER" show --json notion | grep -v days_left)"
same 'no provider was asked' "$requests" "$(wc -l <"$SIMULATOR_LOG")"

# An edit makes no entry the newest, and without a change it writes nothing.
stored=$(noted git.example/a stored)
give '' edit git.example/a --label old
same 'not the newest: by its time' "$stored" "$(noted git.example/a stored)"
handed_out 'not the newest: by get' canary-c "$at_git"
if [ "$backend" = file ]; then
	state() {
		find "$HOME/.local/share/ringbearer" -type f -printf '%P %T@ %i\n' |
			sort
	}
	before=$(state)
	give '' edit git.example/a --label old
	same 'unchanged: said' '0|git.example/a stays as it is' "$code|$out"
	same 'unchanged: nothing written' "$before" "$(state)"
	give '' edit git.example/a --label older
	case $(state) in
	"$before") reject 'changed: written' ;;
	*) pass 'changed: written' ;;
	esac
fi

# The default of a host.
give '' edit git.example/a --default
same 'default' 0 "$code"
handed_out 'default: preferred' canary-a "$at_git"
give '' edit git.example/b --default
same 'default: one at a time' git.example/b "$(objects '"default": true')"
handed_out 'default: the other one' canary-b "$at_git"
give '' token git.example
holds 'default: by the name of the host' "$out" canary-b
give '' edit git.example/b --no-default
same 'default: none' '' "$(objects '"default": true')"
handed_out 'default: the newest again' canary-c "$at_git"
give '' edit git.example/b --no-default
holds 'default: taken already' "$out" 'stays as it is'
pids=()
for user in a b c a b c; do
	"$RINGBEARER" edit "git.example/$user" --default >/dev/null 2>&1 &
	pids+=($!)
done
wait "${pids[@]}"
same 'default: exactly one of six at once' 1 "$(objects '"default": true' | wc -w)"
give '' edit git.example/b --default

# Several at once: each note is there.
pids=()
for i in 1 2 3 4 5 6 7 8; do
	"$RINGBEARER" edit git.example/c "n$i=$i" >/dev/null 2>&1 &
	pids+=($!)
done
wait "${pids[@]}"
same 'eight edits at once: none is lost' 8 \
	"$(notes git.example/c | grep -oE 'n[0-9]:' | wc -l)"

# Disabled: kept, listed, not handed out.
give '' disable git.example/b
same 'disable' '0|git.example/b is disabled|' "$code|$out|$err"
give '' disable git.example/b
same 'disable again' '0|git.example/b was already disabled' "$code|$out"
same 'disabled: in JSON' git.example/b "$(objects '"disabled": true')"
give '' list
same 'disabled: in the list' 1 "$(printf '%s\n' "$out" |
	grep -c '^git.example/b .*disabled')"
for command in 'token git.example/b' 'headers git.example/b'; do
	# shellcheck disable=SC2086 # options
	give '' $command
	same "disabled: $command" '4|' "$code|$out"
	holds "disabled: $command: the way back" "$err" \
		"hint: 'ringbearer enable git.example/b'"
done
give '' headers https://b@git.example
same 'disabled: headers of a url' '4|' "$code|$out"
holds 'disabled: headers of a url: the way back' "$err" \
	'ringbearer enable git.example/b'
handed_out 'disabled: another one that fits is taken' canary-c "$at_git"
ask get "$at_git" username=b
same 'disabled: the only one that fits' '4|' "$code|$out"
same 'disabled: said in one line' 1 "$(printf '%s\n' "$err" | wc -l)"
holds 'disabled: the way back' "$err" 'ringbearer enable git.example/b'
ask store "$at_git" username=b password=canary-b
same 'disabled: an unchanged store is silent' '0||' "$code|$out|$err"
same 'disabled: and leaves it so' yes "$(noted git.example/b disabled)"
give '' edit git.example/b team=x
same 'disabled: an edit, too' yes "$(noted git.example/b disabled)"
ask store "$at_git" username=b password=canary-b2
same 'disabled: a new token is not' no "$(noted git.example/b disabled)"
same 'disabled: and has the notes' 'team: x' "$(notes git.example/b)"
give '' disable git.example/b
give '' enable git.example/b
same 'enable' '0|git.example/b is enabled' "$code|$out"
give '' enable git.example/b
same 'enable again' '0|git.example/b was already enabled' "$code|$out"
give '' token git.example/b
same 'enabled: handed out' 0 "$code"

give '' disable notion
give '' exec notion -- true
same 'disabled: exec' 4 "$code"
requests=$(wc -l <"$SIMULATOR_LOG")
give '' check
same 'check: leaves it alone' "$requests" "$(wc -l <"$SIMULATOR_LOG")"
if command -v script >/dev/null 2>&1; then
	holds 'check: counts it apart' \
		"$(script -qec "'$RINGBEARER' check" /dev/null </dev/null)" \
		'3 that no provider is known for, 1 disabled'
else
	skip 'check: counts it apart' 'there is no script(1)'
fi
give '' check notion
same 'check: asks when it is named' $((requests + 2)) \
	"$(wc -l <"$SIMULATOR_LOG")"
same 'check: and leaves it so' yes "$(noted notion disabled)"
give sim-notion-good connect notion
same 'connect, the same token: as it was' yes "$(noted notion disabled)"
holds 'connect, the same token: said' "$out" ', disabled,'
give sim-notion-good-2 connect notion
same 'connect, a new one: enabled' no "$(noted notion disabled)"
give '' disable notion
give sim-notion-good-3 rotate notion
same 'rotate: enabled' no "$(noted notion disabled)"
same 'rotate: the notes stay' 'for tests' "$(noted notion description)"
give '' disable nothing
same 'disable nothing' 1 "$code"
give '' disable
same 'disable needs a name' 2 "$code"

# git asks the person where all that fits is disabled, and is told why.
if command -v git >/dev/null 2>&1; then
	give '' disable notion
	run timeout 20 git -c credential.helper= \
		-c "credential.helper=$BUILD/bin/git-credential-ringbearer" \
		-c core.askPass=echo credential fill \
		< <(printf 'protocol=https\nhost=api.notion.com\n\n')
	holds 'git: goes on to ask' "$out" "password=Password for 'https://"
	holds 'git: shows why' "$err" "'notion/$ann' is disabled"
	give '' enable notion
fi

# What list is asked for.
give sim-calendly-good connect calendly
give '' edit calendly --label Office team=SALES
# listed ARG...: the names, in one line.
listed() {
	give '' list --json "$@"
	printf '%s\n' "$out" | sed -n 's/^ *"name": "\(.*\)",$/\1/p' | xargs
}
all="calendly/$ann git.example/a git.example/b git.example/c notion/$ann"
same 'list: all' "$all" "$(listed)"
same 'list --provider' "notion/$ann" "$(listed --provider notion)"
for text in office sales OFFICE calendly/ANN; do
	same "list --match $text" "calendly/$ann" "$(listed --match "$text")"
done
same 'list --match: a person' "calendly/$ann notion/$ann" \
	"$(listed --match 'ann ar')"
same 'list --match: a description' "notion/$ann" "$(listed --match 'FOR TESTS')"
same 'list --match: an organization' "notion/$ann" \
	"$(listed --match 'example comp')"
same 'list, both' "calendly/$ann" "$(listed --provider calendly --match ann)"
same 'list --match: no secret' '' "$(listed --match canary)"
give '' list --provider git.example
same 'list: an unknown provider' '2|' "$code|$out"
holds 'list: an unknown provider: said' "$err" "there is no such provider"
give '' list --provider harves
holds 'list: a misspelt provider: the close one' "$err" harvest
give '' list --provider harvest
same 'list: a provider of nothing' '0|' "$code|$out"
holds 'list: a provider of nothing: said' "$err" 'nothing that is stored fits'
give '' list --json --match nowhere
same 'list: nothing fits, in JSON' '0|[]' "$code|$out"
give '' list --match sales
same 'list: a table of what fits' 2 "$(printf '%s\n' "$out" | wc -l)"

# What is no note of one's own, though it looks like one.
for text in label=x description=x expires=30 default=1 token=canary-x \
	password=canary-x username=bob; do
	give '' edit notion "team=$text" "$text"
	same "edit ${text%%=*}=: refused" 2 "$code"
	holds "edit ${text%%=*}=: named" "$err" "'${text%%=*}' is no note"
	holds "edit ${text%%=*}=: a way is shown" "$err" 'hint: '
done
same 'edit: and nothing was noted' '' \
	"$("$RINGBEARER" show notion | grep '^team: \(label\|token\)')"

same 'no token is in any message' '' \
	"$(grep -oE 'sim-(notion|harvest|calendly)-|canary' "$WORK/all-errors")"
finish
