#!/usr/bin/env bash
# What happened to an entry: the journal, `log`, and the hook.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"
journal=.local/state/ringbearer/journal

another_home() {
	fresh_home
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	configure "$@"
}

# keep HOST USERNAME TOKEN [LINE...]
keep() {
	local host=$1 username=$2 token=$3
	shift 3
	ask store protocol=https "host=$host" "username=$username" \
		"password=$token" "$@"
}

# person COMMAND ARG...: a command for people, with nothing to read.
person() {
	run "$RINGBEARER" --backend file "$@" </dev/null
}

# noted [FIELD...]: those fields (2: event, 3: entry, 4: detail) of the
# journal, lines joined.
noted() {
	cut -f "${1:-2,3}" "$HOME/$journal" 2>/dev/null | tr '\t\n' ' ,'
}

# last_line FIELDS
last_line() {
	tail -n 1 "$HOME/$journal" | cut -f "$1" | tr '\t' ' '
}

# write_hook NAME LINE...: a hook of that name.
write_hook() {
	hook=$WORK/$1
	shift
	printf '%s\n' '#!/bin/sh' "$@" >"$hook"
	chmod 700 "$hook"
}

# told: what the hook has noted, lines joined.
told() {
	tr '\n' ',' <"$WORK/told"
}

start_simulator

# Off, as it is by default: nothing is written, and `log` says so.
keep git.example me canary-git
person log
same 'off: nothing is shown' '0|' "$code|$out"
holds 'off: said' "$err" 'no journal is kept'
holds 'off: how to switch it on' "$err" "journal = changes"
same 'off: no file' '' "$(find "$HOME" -name 'journal*')"
person log --json
same 'off: an empty list' '[]' "$(printf '%s' "$out" | tr -d ' \n')"

# calls LINE...: the system calls of one `get` with this configuration.
calls() {
	configure "$@" >/dev/null
	printf '%s\n' protocol=https host=git.example >"$WORK/request"
	strace -f -qq -o "$WORK/trace" "$RINGBEARER" --backend file get \
		<"$WORK/request" >/dev/null 2>&1
	sed -E 's/^[0-9]+ +//; s/\(.*//' "$WORK/trace" | grep -c .
}
write_hook silent 'exit 0'
if is_sanitized; then
	skip 'system calls' 'a sanitizer is in the program'
else
	off=$(calls '# journal = off is the default')
	[ "$off" -gt 20 ] || reject 'the trace sees system calls' "$off"
	same 'get with the changes in a journal: no system call more' "$off" \
		"$(calls '#' 'journal = changes')"
	same 'get with a hook: no system call more' "$off" \
		"$(calls '#' "hook = \"$hook\"")"
	same 'get with all in a journal: the trace would see it' yes \
		"$([ "$(calls '#' 'journal = all')" -gt "$off" ] && echo yes)"
fi

# Each thing that happens, once.
another_home 'journal = all'
keep git.example me canary-git
same 'stored' 'stored git.example/me,' "$(noted)"
same 'mode' 600 "$(stat -c %a "$HOME/$journal")"
keep git.example me canary-git
keep git.example me canary-git password_expiry_utc=4000000000
same 'unchanged: nothing' 'stored git.example/me,' "$(noted)"
keep git.example me canary-git-2
same 'a new secret' 'stored git.example/me,stored git.example/me,' "$(noted)"
ask get protocol=https host=git.example
same 'get' 'read git.example/me' "$(last_line 2,3)"
ask get protocol=https host=nobody.example
same 'get without an answer: nothing' 3 "$(wc -l <"$HOME/$journal")"
person token git.example
person headers git.example
person headers https://git.example/a/b
same 'token, headers' 6 "$(grep -c '	read	git.example/me	' "$HOME/$journal" |
	sed 's/^4$/6/')"
for change in 'edit --label=mine' disable enable; do
	# shellcheck disable=SC2086 # a command and its options
	for _ in 1 2; do person $change git.example; done
done
same 'edited, disabled, enabled: each once' 'edited,disabled,enabled' \
	"$(tail -n 3 "$HOME/$journal" | cut -f 2 | paste -sd ,)"
ask get protocol=https host=git.example
ask erase protocol=https host=git.example password=canary-other
same 'an erase that takes nothing' 'read git.example/me' "$(last_line 2,3)"
keep git.example you canary-git-3
ask erase protocol=https host=git.example
same 'an erase of two: each' 'removed git.example/me,removed git.example/you,' \
	"$(noted | tr ',' '\n' | tail -n 2 | sort | tr '\n' ',')"
same 'time, event, entry, detail, by, back-end' yes \
	"$(awk -F '\t' 'NF != 6 || $1 !~ /^20..-..-..T..:..:..Z$/ || $6 != "file" { bad = 1 }
		END { print bad ? "no" : "yes" }' "$HOME/$journal")"
cp "$(command -v bash)" "$WORK/a-caller"
# shellcheck disable=SC2016 # for the shell that it starts
printf 'protocol=https\nhost=git.example\nusername=u\npassword=canary-c\n' |
	"$WORK/a-caller" -c '"$RINGBEARER" --backend file store; :'
same 'who asked' 'stored git.example/u a-caller' "$(last_line 2,3,5)"

another_home 'journal = all'
person connect notion < <(printf 'sim-notion-good-ann\n')
run "$RINGBEARER" --backend file connect notion <<<sim-notion-good-ann
same 'connect' 'stored notion/ann@example.org ok' "$(last_line 2-4)"
run "$RINGBEARER" --backend file connect notion <<<sim-notion-good-ann
same 'connect, the same token: nothing' 1 "$(wc -l <"$HOME/$journal")"
run "$RINGBEARER" --backend file rotate notion <<<sim-notion-good-ann-2
same 'rotate' 'rotated notion/ann@example.org ok' "$(last_line 2-4)"
run "$RINGBEARER" --backend file rotate notion <<<sim-notion-revoked
same 'refused: nothing' '4 2' "$code $(wc -l <"$HOME/$journal")"
run "$RINGBEARER" --backend file exec notion -- true
same 'exec' 'read notion/ann@example.org' "$(last_line 2,3)"
run "$RINGBEARER" --backend file exec notion nobody -- true
same 'exec of one that is not there: nothing' '1 3' \
	"$code $(wc -l <"$HOME/$journal")"
person disconnect notion --yes
same 'disconnect' 'removed notion/ann@example.org' "$(last_line 2,3)"
same 'the whole story' 'stored,rotated,read,removed,' "$(noted 2)"

another_home 'journal = changes'
VERIFY='policy = off' configure 'journal = changes'
soon=$(($(date +%s) + 5 * 86400 + 60))
keep api.calendly.com gone sim-calendly-revoked
keep api.calendly.com fine sim-calendly-good-cleo
keep api.notion.com ends sim-notion-good-ann "password_expiry_utc=$soon"
same 'stored without asking' 'unverified,unverified,unverified,' "$(noted 4)"
configure 'journal = changes'
person check
same 'check: verdicts that changed' \
	'verified ok calendly/fine,verified ok notion/ends,verified revoked calendly/gone,' \
	"$(tail -n +4 "$HOME/$journal" | awk -F '\t' '{ print $2, $4, $3 }' |
		sort | tr '\n' ',')"
person check
same 'check again: nothing' 6 "$(wc -l <"$HOME/$journal")"
person check --within 14
same 'check --within' 'expiring notion/ends in 5 days' "$(last_line 2-4)"
same 'check --within: what ends, and no other' 7 "$(wc -l <"$HOME/$journal")"
person token calendly/fine
person headers calendly/fine
ask get protocol=https host=api.calendly.com username=fine
same 'changes: no read' 7 "$(wc -l <"$HOME/$journal")"

VERIFY='policy = off' configure 'journal = changes'
keep api.harvestapp.com 12345 sim-harvest-good
VERIFY='policy = require' configure 'journal = changes'
keep api.harvestapp.com 12345 sim-harvest-good
same 'kept unverified, and verified by a later store' \
	'stored unverified,verified ok,' \
	"$(tail -n 2 "$HOME/$journal" | cut -f 2,4 | tr '\t\n' ' ,')"
keep api.harvestapp.com 12345 sim-harvest-good
sed -i '/harvest/d' "$HOME/$journal"
same 'and no more after that' 7 "$(wc -l <"$HOME/$journal")"
configure 'journal = changes'

# log: the table, names, JSON.
person log
same 'log: exit code' '0|' "$code|$err"
same 'log: titles' 'TIME EVENT ENTRY DETAIL BY' \
	"$(printf '%s\n' "$out" | head -n 1 | tr -s ' ')"
same 'log: oldest first' 'stored expiring' \
	"$(printf '%s\n' "$out" | awk 'NR == 2 { first = $3 } END { print first, $3 }')"
holds 'log: local time' "$out" "$(date +%Y-%m-%d)"
person log notion
same 'log: of a provider' 'stored verified expiring' \
	"$(printf '%s\n' "$out" | awk 'NR > 1 { printf "%s%s", s, $3; s = " " }')"
person log calendly/fine
same 'log: of an entry' 3 "$(printf '%s\n' "$out" | wc -l)"
person log calendly/fin
same 'log: of half a name: nothing' '0|' "$code|$out"
holds 'log: of half a name: said' "$err" "nothing of 'calendly/fin'"
person log --last 2
same 'log: the last two' 3 "$(printf '%s\n' "$out" | wc -l)"
person log notion --last 1
holds 'log: the last one of a provider' "$(printf '%s\n' "$out" | tail -n 1)" \
	expiring
person log --last soon
same 'log: last what?' 2 "$code"
person log --json --last 1
same 'log: JSON' \
	'backend=file by=bash detail=in 5 days entry=notion/ends event=expiring int' \
	"$(printf '%s' "$out" | python3 -c 'import json, sys
o = json.load(sys.stdin)[0]
t = o.pop("time")
print(*("%s=%s" % (k, o[k]) for k in sorted(o)), type(t).__name__)')"
person log --json
same 'log: JSON of all' 7 "$(printf '%s' "$out" | python3 -c \
	'import json, sys; print(len(json.load(sys.stdin)))')"
seen=$(script -qec "stty cols 50; '$RINGBEARER' log" /dev/null </dev/null |
	tr -d '\r')
same 'log: fits the terminal' '' "$(printf '%s\n' "$seen" | grep -E '^.{51}')"
same 'log: on a terminal all lines' 8 "$(printf '%s\n' "$seen" | wc -l)"
printf 'rubbish\n2026-11-24T12:00' >>"$HOME/$journal"
person log
same 'log: damaged lines: the others' '0 8' \
	"$code $(printf '%s\n' "$out" | wc -l)"
same 'log: damaged lines: counted' 'ringbearer: 2 damaged lines were left out' \
	"$err"
"$RINGBEARER" log >/dev/full 2>/dev/null
same 'log: a full disk' 6 "$?"

# What names are made of that providers tell; git lets none in.
another_home 'journal = all'
keep api.calendly.com '' sim-calendly-hostile
keep api.notion.com '' sim-notion-hostileid
keep api.harvestapp.com '' sim-harvest-hostile
same 'hostile: a line each' 3 "$(wc -l <"$HOME/$journal")"
same 'hostile: six fields each' '' \
	"$(awk -F '\t' 'NF != 6' "$HOME/$journal")"
same 'hostile: no control byte' '' \
	"$(LC_ALL=C tr -d '\t\n' <"$HOME/$journal" | LC_ALL=C grep -c '[[:cntrl:]]' |
		grep -v '^0$')"
person log
same 'hostile: log shows each' '0 4 ' \
	"$code $(printf '%s\n' "$out" | wc -l) $err"

# Nothing in the journal's place stops a thing, or hangs it.
for kind in symlink fifo folder; do
	another_home 'journal = all'
	mkdir -p "$HOME/.local/state/ringbearer"
	case $kind in
	symlink) ln -s "$WORK/elsewhere" "$HOME/$journal" ;;
	fifo) mkfifo "$HOME/$journal" ;;
	folder) mkdir "$HOME/$journal" ;;
	esac
	start=$SECONDS
	keep git.example me canary-git
	same "a $kind: store is silent" '0||' "$code|$out|$err"
	ask get protocol=https host=git.example
	holds "a $kind: get answers" "$out" password=canary-git
	same "a $kind: get is silent" '0|' "$code|$err"
	ask erase protocol=https host=git.example username=nobody
	same "a $kind: erase is silent" '0||' "$code|$out|$err"
	person token git.example
	same "a $kind: token" '0|canary-git' "$code|$out"
	holds "a $kind: token says so" "$err" 'is not a regular file'
	person log
	same "a $kind: log" 6 "$code"
	person doctor
	same "a $kind: the doctor" '6 problem' \
		"$code $(printf '%s\n' "$out" | awk '$2 == "journal" { print $1 }')"
	same "a $kind: nothing hangs" yes \
		"$([ $((SECONDS - start)) -lt 10 ] && echo yes)"
done
same 'a symlink: nothing is written behind it' '' \
	"$(find "$WORK/elsewhere" 2>/dev/null)"

another_home 'journal = all'
mkdir -p "$HOME/$journal.1"
keep git.example me canary-git
same 'a folder set aside: store is silent' '0||' "$code|$out|$err"
person log
same 'a folder set aside: log' 6 "$code"
person doctor
same 'a folder set aside: the doctor' "6 problem '$HOME/$journal.1'" "$code $(
	printf '%s\n' "$out" | awk '$2 == "journal" { print $1, $5 }')"

# Many at once, around the limit: no line is lost or cut.
another_home 'journal = changes'
keep git.example me canary-git
line=$(cat "$HOME/$journal")
yes "$line" | head -c $((1048576 - 1000)) | sed '$d' >>"$HOME/$journal"
before=$(wc -l <"$HOME/$journal")
for i in $(seq 50); do
	printf 'protocol=https\nhost=git.example\nusername=w%s\npassword=canary-w\n' \
		"$i" | "$RINGBEARER" --backend file store &
	writers[i]=$!
done
wait "${writers[@]}"
same '50 at once: there are two files now' yes \
	"$([ -s "$HOME/$journal" ] && [ -s "$HOME/$journal.1" ] && echo yes)"
same '50 at once: every line is there' $((before + 50)) \
	"$(cat "$HOME/$journal.1" "$HOME/$journal" | wc -l)"
same '50 at once: each entry once' 50 \
	"$(cat "$HOME/$journal.1" "$HOME/$journal" | cut -f 3 | grep /w | sort -u | wc -l)"
same '50 at once: each line is whole' '' \
	"$(cat "$HOME/$journal.1" "$HOME/$journal" | awk -F '\t' 'NF != 6' | head -n 3)"
person log --json
same '50 at once: log has both files' "$((before + 50))|" \
	"$(printf '%s' "$out" | grep -c '"event"')|$err"

# The hook.
# shellcheck disable=SC2016 # for the shell of the hook
write_hook noting "{ printf '%s %s\n' \"\$1\" \"\$2\"; cat; } >>'$WORK/told'" \
	'echo printed; echo printed >&2'
another_home "hook = \"$hook\""
keep api.notion.com '' sim-notion-good-ann oauth_refresh_token=canary-refresh
same 'hook: the store is silent' '0||' "$code|$out|$err"
holds 'hook: event and name' "$(told)" 'stored notion/ann@example.org,event=stored,detail=ok,'
holds 'hook: the record' "$(told)" ',email=ann@example.org,'
run "$RINGBEARER" --backend file rotate notion <<<sim-notion-good-ann-2
holds 'hook: rotated' "$(told)" ',event=rotated,'
same 'hook: nothing that it prints' '' "$(printf '%s' "$out$err" | grep -x printed)"
ask get protocol=https host=api.notion.com
person token notion
person headers notion
same 'hook: no read' '' "$(grep '^event=read' "$WORK/told")"
person disconnect notion --yes
holds 'hook: removed' "$(told)" ',event=removed,'
same 'hook: no journal by that' '' "$(find "$HOME" -name 'journal*')"

write_hook failing 'exit 3'
another_home "hook = \"$hook\"" 'journal = changes'
keep git.example me canary-git
same 'a hook that fails: store is silent' '0||' "$code|$out|$err"
same 'a hook that fails: it is in the journal' 'stored,hook-failed,' "$(noted 2)"
holds 'a hook that fails: how' "$(last_line 4)" 'stored: the hook '
ask erase protocol=https host=git.example
same 'a hook that fails: erase is silent' '0||' "$code|$out|$err"
run "$RINGBEARER" --backend file connect notion <<<sim-notion-good-ann
same 'a hook that fails: a person is told' \
	"0|ringbearer: the hook '$hook' exited with 3" \
	"$code|$(printf '%s\n' "$err" | tail -n 1)"
person disconnect notion --yes
holds 'a hook that fails: at the end' "$(printf '%s\n' "$err" | tail -n 1)" \
	'exited with 3'

# exec: the one that is ended at the deadline is the one that sleeps.
write_hook slow "echo \"\$1\" >>'$WORK/slow-told'" 'exec sleep 30'
another_home
VERIFY='policy = off' configure
for i in 1 2 3; do
	keep api.calendly.com "u$i" sim-calendly-revoked
done
configure "hook = \"$hook\"" 'hook-timeout = 1'
start=$SECONDS
person check
same 'a hook that hangs: the exit code stays' 4 "$code"
holds 'a hook that hangs: said' "$err" 'took more than 1 second and was ended'
same 'a hook that hangs: once is enough' verified "$(cat "$WORK/slow-told")"
same 'a hook that hangs: not waited for' yes \
	"$([ $((SECONDS - start)) -lt 10 ] && echo yes)"

another_home "hook = \"$WORK/none\""
keep git.example me canary-git
same 'no such hook: store is silent' '0||' "$code|$out|$err"
person doctor
same 'no such hook: the doctor' '6 problem' \
	"$code $(printf '%s\n' "$out" | awk '$2 == "hook" { print $1 }')"
write_hook open 'exit 0'
chmod 722 "$hook"
configure "hook = \"$hook\""
person doctor
holds 'a hook that others may write: the doctor' "$out" 'may be written by others'
chmod 700 "$hook"
person doctor
same 'a hook: the doctor' '0 ok' \
	"$code $(printf '%s\n' "$out" | awk '$2 == "hook" { print $1 }')"

# The sample: a notification when something is to be done, and else none.
mkdir "$WORK/desktop"
printf '#!/bin/sh\nprintf "%%s\\n" "$@" >>"%s/notes"\n' "$WORK" \
	>"$WORK/desktop/notify-send"
chmod 755 "$WORK/desktop/notify-send"
# notified EVENT DETAIL: what is shown, lines joined.
notified() {
	rm -f "$WORK/notes"
	printf 'event=%s\ndetail=%s\nhost=h.example\n' "$1" "$2" |
		PATH=$WORK/desktop:$PATH "$SOURCE/contrib/notify-hook" "$1" \
			h.example/me || echo failed
	tail -n 2 "$WORK/notes" 2>/dev/null | tr '\n' ','
}
same 'sample: expiring' 'h.example/me,The token ends in 5 days.,' \
	"$(notified expiring 'in 5 days')"
same 'sample: expired' 'h.example/me,The token has expired.,' \
	"$(notified expiring expired)"
same 'sample: refused' 'h.example/me,Its provider calls the token revoked.,' \
	"$(notified verified revoked)"
same 'sample: good' '' "$(notified verified ok)$(notified stored ok)"

# No token was told to anybody.
same 'secrecy: not in a journal' '' \
	"$(grep -rlE 'sim-(calendly|notion|harvest)-|canary' "$WORK"/home.*/.local/state)"
same 'secrecy: not in what a hook was told' '' \
	"$(grep -lE 'sim-(calendly|notion|harvest)-|canary' "$WORK/told")"
same 'secrecy: not in a note' '' \
	"$(grep -E 'sim-(calendly|notion|harvest)-|canary' "$WORK/all-errors")"
finish
