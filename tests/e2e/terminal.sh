#!/usr/bin/env bash
# connect, rotate and disconnect in a real terminal, tmux's: what a person
# sees and answers, and that nothing is asked where nobody is.
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=file LC_ALL=C.UTF-8
VERIFY='timeout = 2'
start_simulator
export PATH=$BUILD/bin:$PATH
export TMUX_TMPDIR=$WORK

# A server of our own for each terminal, without anybody's configuration: one
# that is being ended may still take what is meant for the next.
terminals=0
in_tmux() {
	tmux -L "ringbearer-$terminals" -f /dev/null "$@"
}
at_end 'in_tmux kill-server 2>/dev/null'

# terminal COLUMNS: a new one, with a shell that leaves it as it finds it.
# What goes to it is written to $raw, byte by byte.
terminal() {
	in_tmux kill-server 2>/dev/null
	terminals=$((terminals + 1))
	raw=$(mktemp "$WORK/raw.XXXXXX")
	in_tmux new-session -d -x "$1" -y 60 -s t "PS1='ready> ' sh"
	in_tmux pipe-pane -t t "cat >'$raw'"
	wait_for 'ready>'
}

screen() {
	in_tmux capture-pane -p -J -S - -t t
}

# wait_for TEXT: until it is the last line of the screen that holds anything,
# or in it.
wait_for() {
	for _ in $(seq 200); do
		case $(screen | grep -v '^$' | tail -n 1) in
		*"$1"*) return ;;
		esac
		sleep 0.05
	done
	reject "waited for '$1'" "$(screen)"
}

# type_line TEXT
type_line() {
	in_tmux send-keys -t t -l -- "$1"
	in_tmux send-keys -t t Enter
}

# start ARG...: runs the program in the terminal, on an empty screen.
start() {
	in_tmux send-keys -t t -R
	in_tmux clear-history -t t
	# On a line of its own, even if the shell was slow to prompt.
	type_line "ringbearer $*; printf '\nexit=%s\n' \$?"
}

# answer QUESTION TEXT
answer() {
	wait_for "$1"
	type_line "$2"
}

# ends NAME CODE: the program ends with it; the screen is in $seen.
ends() {
	for _ in $(seq 200); do
		seen=$(screen)
		case $seen in
		*"
exit="*) break ;;
		esac
		sleep 0.05
	done
	same "$1: exit code" "exit=$2" "$(printf '%s\n' "$seen" | grep '^exit=')"
}

# hidden NAME: no token was ever sent to the terminal.
hidden() {
	same "$1: the token is not shown" 0 \
		"$(grep -cE 'sim-(calendly|notion|harvest)' "$raw")"
}

# harmless NAME: nor anything that a terminal obeys or hides.
harmless() {
	same "$1: no control byte" '' \
		"$(tr -d '\r\n' <"$raw" |
			LC_ALL=C grep -aoP '[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]')"
}

# keeps NAME HOST USERNAME TOKEN
keeps() {
	local kept
	kept=$(printf 'protocol=https\nhost=%s\nusername=%s\n' "$2" "$3" |
		ringbearer get | sed -n 's/^password=//p')
	if [ "$kept" = "$4" ]; then
		pass "$1"
	else
		reject "$1" "$2 $3 does not have that token"
	fi
}

notion=api.notion.com
ann=ann@example.org

# The whole way, from the list of providers to the confirmation.
terminal 80
start connect
answer 'which one? [1-3]' 9
answer 'which one? [1-3]' 3
wait_for 'token of Notion (not shown):'
seen=$(screen)
holds 'the list of providers' "$seen" '1. Calendly (calendly)'
holds 'the steps, numbered' "$seen" '3. Click + New token'
holds 'the page' "$seen" 'page: https://www.notion.so/developers/tokens'
holds 'the warnings' "$seen" 'It expires after 7 days to 1 year'
type_line sim-notion-good
answer 'when does it end?' 400
answer 'when does it end?' 30
answer 'label' 'for the tests'
ends 'by number' 0
holds 'by number: whose it is, before the questions' \
	"${seen%%when does it end*}" 'Notion took the token: it is of Ann Archer'
holds 'by number: confirmed' "$seen" "connected notion/$ann: Ann Archer"
holds 'by number: the expiry that was asked for' "$seen" 'in 30 days (asked)'
hidden 'by number'
keeps 'by number: kept' $notion $ann sim-notion-good
run ringbearer show notion --json
holds 'by number: the label' "$out" 'for the tests'

# Nobody says whose it is, and Ann's is there.
start connect notion
answer 'not shown' sim-notion-503
answer 'the account that it is for' ''
answer 'the account that it is for' second
answer 'when does it end?' 30
answer 'label' ''
ends "nobody's token" 0
holds "nobody's token: who is there" "$seen" "there are 'notion/$ann'"
keeps "nobody's token: under its name" $notion second sim-notion-503
run ringbearer disconnect notion/second --yes

start connect harvest
answer 'not shown' sim-harvest-several
answer 'which one? [1-2]' 2
answer 'label' ''
ends 'an account by number' 0
holds 'an account by number: listed' "$seen" '2. Second Company (23456)'
holds 'an account by number: confirmed' "$seen" 'connected harvest/23456'
hidden 'an account by number'

# The guide shows the scopes that are wanted, and the one that is needed.
start connect calendly
wait_for 'not shown'
seen=$(screen)
holds 'scopes: the one that is needed' "$seen" 'users:read: who its owner is'
holds 'scopes: where the others are' "$seen" 'ringbearer providers calendly'
same 'scopes: no other' '' "$(printf '%s\n' "$seen" | grep webhooks:)"
type_line ''
ends 'scopes: nobody said' 2
start connect calendly --scopes webhooks:write,webhooks:read
wait_for 'not shown'
seen=$(screen)
holds 'scopes: to be ticked' "$seen" 'tick these scopes:'
holds 'scopes: the wanted one' "$seen" 'webhooks:write: to have addresses told'
holds 'scopes: and the needed one' "$seen" '(ringbearer needs'
same 'scopes: not what another one includes' '' \
	"$(printf '%s\n' "$seen" | grep ' webhooks:read: ')"
type_line ''
ends 'scopes: wanted' 2

# Fields of a definition of the user's own: secret ones unseen, needed ones
# asked for again.
mkdir -p "$HOME/.config/ringbearer/providers"
cat >"$HOME/.config/ringbearer/providers/acme.conf" <<'DEFINITION'
provider acme {
	title = "Acme"
	hosts = {"api.acme.example"}
	headers = {"X: {token}{pin}{site}"}
	field site { title = "Site name" from = typed }
	field pin { title = "PIN" from = typed secret = true }
	field team { title = "Team" from = typed optional = true }
	field door { title = "door code" from = typed secret = true optional = true }
}
DEFINITION
start connect acme --no-verify
answer 'token of Acme (not shown)' sim-acme-token
answer 'Site name:' ''
answer 'Site name:' north
answer 'PIN (not shown)' sim-acme-pin
answer 'Team (empty: none):' ''
answer 'is there a door code? [y/N]' n
answer 'label' ''
ends 'fields' 0
holds 'fields: kept' "$seen" 'connected acme'
run ringbearer headers acme
same 'fields: as they were typed' 'X: sim-acme-tokensim-acme-pinnorth' "$out"
run ringbearer show acme
same 'fields: no other' 'pin: (hidden)' \
	"$(printf '%s\n' "$out" | grep -E '^(pin|team|door):')"
start connect acme site=south --no-verify --force
answer 'token of Acme (not shown)' sim-acme-token
answer 'PIN (not shown)' sim-acme-pin-2
answer 'Team (empty: none):' red
answer 'is there a door code? [y/N]' y
answer 'door code (not shown)' sim-acme-door
ends 'fields, some as arguments' 0
run ringbearer show acme
same 'fields, some as arguments: all' 'site: south
team: red
pin: (hidden)
door: (hidden)' "$(printf '%s\n' "$out" | grep -E '^(site|pin|team|door):')"
same 'fields: nothing secret was shown' 0 "$(grep -c 'sim-acme' "$raw")"
ringbearer disconnect acme --yes >/dev/null 2>&1
rm -r "$HOME/.config/ringbearer/providers"

# Ctrl-C at the prompt.
start connect calendly
wait_for 'not shown'
in_tmux send-keys -t t -l sim-calendly-good
sleep 0.2
in_tmux send-keys -t t C-c
wait_for 'ready>'
type_line "stty -a >$HOME/modes"
wait_for 'ready>'
holds 'Ctrl-C: the echo is back' " $(tr ';' ' ' <"$HOME/modes") " ' echo '
holds 'Ctrl-C: and lines' " $(tr ';' ' ' <"$HOME/modes") " ' icanon '
hidden 'Ctrl-C'
keeps 'Ctrl-C: nothing kept' api.calendly.com '' ''
start connect calendly
answer 'not shown' ''
ends 'nothing typed' 2
keeps 'nothing typed: nothing kept' api.calendly.com '' ''

# More than a token.
start connect calendly
answer 'not shown' '"Bearer sim-calendly-good"'
answer 'take it away? [y/N]' n
ends 'not cleaned' 3
start connect calendly
answer 'not shown' '"Bearer sim-calendly-good"'
answer 'take it away? [y/N]' y
answer 'label' ''
ends 'cleaned' 0
keeps 'cleaned: the bare token' api.calendly.com $ann sim-calendly-good
hidden 'cleaned'

# Reconnecting, rotating, disconnecting.
start connect notion
answer 'not shown' sim-notion-good-ann-elsewhere
answer 'all the same? [y/N]' n
ends 'another organization, declined' 2
keeps 'another organization, declined: as it was' $notion $ann sim-notion-good
start connect notion
answer 'not shown' sim-notion-good-ann-elsewhere
answer 'all the same? [y/N]' y
answer 'when does it end?' ''
ends 'another organization, confirmed' 0
holds 'another organization: said' "$seen" "Example Company -> Bob's Company"
start rotate notion
answer 'not shown' sim-notion-good-ann-elsewhere-2
answer 'when does it end? in days (7 to 365), or a date [365]' never
answer 'when does it end?' 30
ends 'rotate' 0
holds 'rotate: where to revoke' "$seen" 'revoke the old one at https://'
keeps 'rotate: kept' $notion $ann sim-notion-good-ann-elsewhere-2
start disconnect notion
answer "forget 'notion/$ann' of Ann Archer, for the tests" ''
ends 'disconnect, declined' 2
keeps 'disconnect, declined: kept' $notion $ann sim-notion-good-ann-elsewhere-2
start disconnect notion
answer '[y/N]' y
ends 'disconnect' 0
keeps 'disconnect: gone' $notion $ann ''
hidden 'all of these'

# Editing: what is there is kept by an empty answer, `-` removes it.
start connect notion
answer 'not shown' sim-notion-good
answer 'when does it end?' 30
answer 'label' mine
ends 'to be edited' 0
start edit notion
answer 'label [mine]' 'a new one'
answer 'description [none]' 'for the tests'
answer 'expiry, as a date or in days [20' 400
answer 'expiry' 200
ends 'edit' 0
holds 'edit: confirmed' "$seen" "edited notion/$ann"
holds 'edit: a wrong answer is explained' "$seen" 'after 365 days at most'
same 'edit: and no note at the end' '' \
	"$(printf '%s\n' "$seen" | grep '^ringbearer:')"
start edit notion
answer 'label [a new one]' ''
answer 'description [for the tests]' -
answer 'expiry, as a date or in days [20' ''
ends 'edit, in part' 0
start edit notion
answer 'label [a new one]' ''
answer 'description [none]' ''
answer 'in days [20' ''
ends 'edit, unchanged' 0
holds 'edit, unchanged: said' "$seen" "notion/$ann stays as it is"
start edit notion
wait_for 'label'
in_tmux send-keys -t t C-c
wait_for 'ready>'
run ringbearer show notion
holds 'edit: what was typed' "$out" 'label: a new one'
same 'edit: what was removed' '' "$(printf '%s\n' "$out" | grep ^description)"
hidden 'edit'
# Replaced while a person thinks: nothing is written over the new token.
start edit notion
answer 'label [a new one]' late
wait_for 'description'
ringbearer rotate notion < <(printf sim-notion-good-2) >/dev/null 2>&1
type_line ''
answer 'in days [' ''
ends 'edit, too late' 6
holds 'edit, too late: said' "$seen" 'has been given another token meanwhile'
keeps 'edit, too late: the new token stays' $notion $ann sim-notion-good-2
start disconnect notion --yes
ends 'edited' 0

# The browser, where there is a desktop.
mkdir "$WORK/bin"
printf '#!/bin/sh\necho "%s" >>"%s/opened"\n' "\$1" "$WORK" \
	>"$WORK/bin/xdg-open"
chmod +x "$WORK/bin/xdg-open"
PATH=$WORK/bin:$PATH DISPLAY=:9 terminal 80
start connect notion
answer 'open the page in the browser? [y/N]' y
answer 'not shown' sim-notion-good
answer 'when does it end?' ''
answer 'label' ''
ends 'a page opened when asked' 0
start disconnect notion --yes --open
ends 'a page opened when told' 0
same 'the pages' 2 "$(grep -c '^https://www.notion.so/' "$WORK/opened")"

# One that was not running yet is no reason to wait, nor to keep a pipe open.
echo 'exec sleep 20' >>"$WORK/bin/xdg-open"
ringbearer connect notion < <(printf sim-notion-good) >/dev/null 2>&1
start=$SECONDS
seen=$(PATH=$WORK/bin:$PATH DISPLAY='' \
	ringbearer disconnect notion --yes --open 2>&1 </dev/null)
same 'a browser that stays is not waited for' yes \
	"$([ $((SECONDS - start)) -lt 15 ] && echo yes)"
holds 'a browser that stays: disconnected' "$seen" 'at https://www.notion.so/'
same 'a browser that stays: opened' 3 "$(grep -c . "$WORK/opened")"

# Narrow and wide.
terminal 40
start connect notion
wait_for 'not shown'
same 'narrow: no line is broken by the terminal but the page' '' \
	"$(screen | grep -vE 'ringbearer connect|^page: |^token of' |
		grep -E '.{41}')"
holds 'narrow: goes on under the text' "$(screen)" '
     '
type_line sim-notion-good
answer '[365]' ''
answer 'label' ''
ends 'narrow' 0
hidden 'narrow'
terminal 200
start connect notion
wait_for 'not shown'
holds 'wide: a step in one line' "$(screen)" \
	'  4. Choose the workspace that the token is for, and how long it shall live.'
in_tmux send-keys -t t C-c

# Hostile names, and a terminal that can do nothing.
terminal 80
start connect harvest
answer 'not shown' sim-harvest-hostile
answer 'label' ''
ends 'hostile names' 0
start connect harvest
answer 'not shown' sim-harvest-good-cleo
answer '[y/N]' y
ends 'hostile names compared' 0
start connect harvest
answer 'not shown' sim-harvest-hostile
answer '[y/N]' y
ends 'hostile names compared again' 0
start disconnect harvest/12345
answer '[y/N]' y
ends 'hostile names asked about' 0
harmless 'hostile names'
terminal 80
start 'connect calendly --label ""'
wait_for 'not shown'
in_tmux send-keys -t t C-c
type_line 'TERM=dumb; export TERM'
start connect calendly --force
answer 'not shown' sim-calendly-longname
ends 'TERM=dumb' 0
holds 'TERM=dumb: confirmed' "$seen" 'reconnected calendly/'
harmless 'TERM=dumb'
hidden 'TERM=dumb'

# Nobody is there: nothing waits.
type_line 'GIT_TERMINAL_PROMPT=0; export GIT_TERMINAL_PROMPT'
start connect notion
ends 'forbidden to ask' 2
start connect
ends 'forbidden to ask for a provider' 2
start disconnect calendly
ends 'forbidden to ask for a yes' 2
type_line 'unset GIT_TERMINAL_PROMPT'
start connect notion "2>$HOME/errors"
ends 'questions would not be seen' 2
holds 'questions would not be seen: said' "$(cat "$HOME/errors")" \
	'nobody is there to be asked'

# alone ARG...: without any terminal.
alone() {
	run setsid -w timeout 20 ringbearer "$@" </dev/null
}
alone connect
same 'no terminal: connect' 2 "$code"
alone connect notion
same 'no terminal: connect notion' 3 "$code"
alone rotate calendly
same 'no terminal: rotate' 3 "$code"
alone disconnect calendly
same 'no terminal: disconnect' 2 "$code"
alone edit calendly
same 'no terminal: edit' 2 "$code"
keeps 'no terminal: all is kept' api.calendly.com $ann sim-calendly-longname
same 'no token is out of place' '' "$(grep LEAK "$SIMULATOR_LOG")"
finish
