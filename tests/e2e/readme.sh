#!/usr/bin/env bash
# The examples of the README as a newcomer types them: word by word, taken out
# of it, with nothing installed but what its Install section installs, in an
# empty home. The providers are the simulator's. An example that nothing here
# runs is a failure, too.
. "$(dirname "$0")/../lib.sh"

export LC_ALL=C.UTF-8 GIT_CONFIG_NOSYSTEM=1 TERM=xterm
start_simulator
export CURL_CA_BUNDLE=$WORK/certificates/ca.pem
readme=$SOURCE/README.md
examples=$WORK/examples
mkdir "$examples" "$WORK/stubs"

# newcomer: an empty home, where the next examples are typed.
newcomer() {
	fresh_home
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	configure
	cd "$HOME" || exit 1
}

# Each indented block becomes a file NN, and each command of it, with the lines
# that it goes on in, a file NN.MM; those of the table of commands are tNN.01.
awk -v folder="$examples" '
	function file(name) { return sprintf("%s/%s", folder, name) }
	/^    / {
		line = substr($0, 5)
		if (!inside)
			block = sprintf("%02d", ++blocks)
		if (!inside || !goes_on && line !~ /^ /)
			commands = inside ? commands + 1 : 1
		print line >file(block)
		print line >file(sprintf("%s.%02d", block, commands))
		goes_on = line ~ /[|\\]$/
	}
	{ inside = /^    / }
	/^\|.*`ringbearer / {
		for (row = $0; match(row, /`ringbearer [^`]*`/); ) {
			print substr(row, RSTART + 1, RLENGTH - 2) \
				>file(sprintf("t%02d.01", ++rows))
			row = substr(row, RSTART + RLENGTH)
		}
	}' "$readme"

# find_example PATTERN [NAME]: the one command that has a line like this, or the
# one block, when NAME is $block; its text is in $text.
block='[0-9][0-9]'
find_example() {
	local found
	found=$(find "$examples" -name "${2:-*.*}" -exec grep -lE -- "$1" {} +)
	if [ ! -f "$found" ]; then
		reject "README: one example like '$1'" "found: ${found:-none}"
		text=false
		return
	fi
	text=$(cat "$found")
	rm -f "$found" "$found".*
}

# example PATTERN: types that command; standard input is the caller's.
example() {
	find_example "$1"
	run timeout 60 bash -c "$text"
}

# at_terminal COMMAND [QUESTION ANSWER]...: types the command at a terminal, and
# each answer when its question is there. The screen is in $out.
at_terminal() {
	local command=$1 screen=$WORK/screen typist
	shift
	rm -f "$screen" "$WORK/keys"
	mkfifo "$WORK/keys"
	timeout 60 script -qefc "$command" "$screen" <"$WORK/keys" >/dev/null 2>&1 &
	typist=$!
	exec 9>"$WORK/keys"
	for (( ; $# > 0; )); do
		for _ in $(seq 200); do
			grep -qF -- "$1" "$screen" 2>/dev/null && break
			sleep 0.05
		done
		printf '%s\n' "$2" >&9
		shift 2
	done
	exec 9>&-
	wait "$typist"
	code=$?
	out=$(tr -d '\r' <"$screen")
}

# ends_well NAME: with exit code 0 and nothing on standard error.
ends_well() {
	same "$1" '0|' "$code|$err"
}

# is_ann NAME: what curl got is the provider's answer to Ann's token.
is_ann() {
	same "$1: exit code" 0 "$code"
	holds "$1: the provider answers" "$out" '"email":"ann@example.org"'
}

# last_account: the account that was named to Harvest last.
last_account() {
	tail -n 1 "$SIMULATOR_LOG" | grep -o 'Harvest-Account-Id="[^"]*"'
}

# Tokens as Harvest and Notion make them, but for the simulator.
one=1.pt.sim-harvest-good
two=1.pt.sim-harvest-several
notion=ntn_sim-notion-good

same 'no example is in a fence, where this does not look' '' \
	"$(grep -n '```' "$readme")"

# See it work, with a make that only says what it would do.
cd "$SOURCE" || exit 1
for job in demo:tests/demo.sh check:tests/run.sh; do
	MAKEFLAGS=n example "^make ${job%%:*}\$" </dev/null
	same "make ${job%%:*}: exit code" 0 "$code"
	holds "make ${job%%:*}: runs" "$out" "${job#*:}"
done

# Install: nobody becomes root, and nothing is fetched.
printf '#!/bin/sh\nexec "$@"\n' >"$WORK/stubs/sudo"
printf '#!/bin/sh\n' >"$WORK/stubs/apt-get"
printf '#!/bin/sh\necho installed\n' >"$WORK/stubs/dpkg-query"
chmod +x "$WORK"/stubs/*
export PREFIX=$WORK/installed
old_path=$PATH
PATH=$WORK/stubs:$PATH
for command in contrib/install-dependencies make 'sudo make install'; do
	example "^$command( *#.*)?\$" </dev/null
	same "install: $command" 0 "$code"
done
PATH=$PREFIX/bin:$old_path
same 'install: it is found' "$PREFIX/bin/ringbearer" \
	"$(command -v ringbearer)"
unset PREFIX

# A file with a token.
newcomer
find_example 'cat > token.txt'
make_file=$text
run bash -c "$make_file" < <(echo $notion)
same 'token.txt: the token, a line' "$notion" "$(cat token.txt)"
same 'token.txt: for nobody else' 600 "$(stat -c %a token.txt)"

# token_file FILE TOKEN: makes another one in the same way.
token_file() {
	local folder
	folder=$(mktemp -d "$WORK/made.XXXXXX")
	(cd "$folder" && echo "$2" | bash -c "$make_file")
	mv "$folder/token.txt" "$HOME/$1"
}

# git asks once; then ringbearer answers.
example '^git config ' </dev/null
ends_well 'git: configured'
make_repository
serve_basic me canary-basic
cat >"$WORK/person" <<-'PERSON'
	#!/bin/sh
	echo "$1" >>"$0.asked"
	case $1 in
	Username*) echo me ;;
	*) echo canary-basic ;;
	esac
PERSON
chmod +x "$WORK/person"
address=http://$BASIC_AT/repo.git
requests=$(wc -l <"$SIMULATOR_LOG")
for time in first second; do
	run env GIT_ASKPASS="$WORK/person" git ls-remote "$address"
	holds "git: the $time time" "$code $out" refs/heads/main
	same "git: a person was asked by then" 2 \
		"$(wc -l <"$WORK/person.asked")"
done
same 'git: no provider was asked' "$requests" "$(wc -l <"$SIMULATOR_LOG")"

# A pipeline with curl.
example '^ringbearer connect notion < token.txt$' </dev/null
# No token of the simulator looks like one of Notion's.
same 'pipeline: connected' \
	'0|ringbearer: this does not look like a token of Notion' "$code|$err"
holds 'pipeline: confirmed' "$out" 'connected notion/ann@example.org'
find_example '^ringbearer headers https://api.notion.com \|$'
run bash -c "$text" </dev/null
same 'pipeline: exit code' 0 "$code"
holds 'pipeline: the provider answers' "$out" '"email":"ann@example.org"'
same 'pipeline: every header that it needs' 1 \
	"$(tail -n 1 "$SIMULATOR_LOG" |
		grep -c 'Authorization="Bearer".*Notion-Version="20')"

# A script that speaks git's protocol.
newcomer
token_file token.txt $two
find_example '^answer=' "$block"
script=$text
run bash -c "$script" </dev/null
same 'script, two accounts: refused' '1|' "$code|$out"
holds 'script, two accounts: their list' "$err" \
	'12345 (Example Company), 23456 (Second Company)'
holds 'script: says what is missing' "$err" 'no Harvest token is stored'
# shellcheck disable=SC2016 # as it is written
holds 'script: a line to add is told' "$(cat "$readme")" \
	'`...\nusername=23456\npassword=`'
run bash -c "${script/\\npassword=/\\nusername=23456\\npassword=}" </dev/null
is_ann 'script, an account chosen'
same 'script, an account chosen: that one' 'Harvest-Account-Id="23456"' \
	"$(last_account)"
newcomer
token_file token.txt $one
run bash -c "$script" </dev/null
is_ann 'script'
same 'script: the account that was learnt' 'Harvest-Account-Id="12345"' \
	"$(last_account)"
same 'script: the provider took it, so nothing is said' '' \
	"$(printf '%s\n' "$err" | grep ringbearer)"
newcomer
printf %s $one >token.txt
run bash -c "$script" </dev/null
holds 'script, no newline: refused, as written' "$err" 'cut short'

# A token with two accounts, from a terminal: connect to disconnect.
newcomer
find_example '^ringbearer connect harvest$'
connect=$text
find_example '^ringbearer disconnect harvest( *#.*)?$'
disconnect=$text
if command -v script >/dev/null 2>&1; then
	at_terminal "$connect" 'not shown' $two 'which one? [1-2]' 2 label ''
	same 'terminal: connected' 0 "$code"
	holds 'terminal: the steps to a token' "$out" 'https://id.getharvest.com/'
	holds 'terminal: a list to choose from' "$out" '2. Second Company (23456)'
	holds 'terminal: confirmed' "$out" 'connected harvest/23456: Ann Archer'
	same 'terminal: the token is not seen' '' \
		"$(printf '%s' "$out" | grep -o sim-)"
	at_terminal "$disconnect" 'harvest' y
	same 'terminal: disconnected' 0 "$code"
	holds 'terminal: where to revoke' "$out" \
		'https://id.getharvest.com/developers'
	run ringbearer list --json
	same 'terminal: nothing is left' '[]' "$(printf '%s' "$out" | tr -d ' \n')"
else
	skip 'connect and disconnect at a terminal' 'there is no script(1)'
fi

# The same in a script, with what the refusal says.
newcomer
token_file token.txt $two
token_file new-token.txt $two-2
example '^ringbearer connect harvest < token.txt$' </dev/null
same 'several accounts: refused' 4 "$code"
holds 'several accounts: which, and how' "$err" \
	"'--account ID': 12345 (Example Company), 23456 (Second Company)"
example '^ringbearer connect harvest --account 23456' </dev/null
ends_well 'connected'
holds 'connected: confirmed' "$out" 'connected harvest/23456: Ann Archer'
rm token.txt
example '^ringbearer list$' </dev/null
ends_well 'listed'
holds 'listed: by the name that is told' "$out" 'harvest/23456'
holds 'listed: verified' "$out" 'ok, just now'
example '^ringbearer headers harvest ' </dev/null
is_ann 'used with curl'
same 'used with curl: the account' 'Harvest-Account-Id="23456"' "$(last_account)"
run ringbearer token harvest/23456
same 'kept: the token' "$two" "$out"
example '^ringbearer rotate harvest < new-token.txt$' </dev/null
same 'rotated' 0 "$code"
holds 'rotated: confirmed' "$out" 'rotated harvest/23456'
run ringbearer token harvest
same 'rotated: the new one is kept' "$two-2" "$out"
run bash -c "$disconnect" </dev/null
same 'disconnect: a script has to say yes' 2 "$code"
holds 'disconnect: says so' "$err" "hint: nobody is there to be asked: give '--yes'"
# The comment behind it says what a script adds.
run bash -c "$(printf '%s' "$disconnect" |
	sed 's/ *# in a script: */ /')" </dev/null
same 'disconnected' '0|disconnected harvest/23456' "$code|$out"
holds 'disconnected: where to revoke' "$err" 'https://id.getharvest.com/developers'
run ringbearer token harvest
same 'disconnected: nothing is kept' '1|' "$code|$out"

# The table, with one entry.
token_file token.txt $two
token_file new-token.txt $two-2
ringbearer connect harvest --account 23456 <token.txt >/dev/null
example '^ringbearer request ' </dev/null
ends_well 'request'
holds 'request: a sheet' "$out" 'ringbearer connect calendly --scopes=webhooks:write'
printf 'machine git.example login ann password canary\n' >"$HOME/.netrc"
example '^ringbearer import ' </dev/null
holds 'import: what would be tried' "$code $out" '0 LINE'
holds 'import: how many' "$out" '1 found'
example '^ringbearer show ' </dev/null
holds 'show' "$code $out" 'organization: Second Company'
holds 'show: but the secret' "$out" 'password: (hidden)'
example '^ringbearer check ' </dev/null
same 'check: nothing to tell' '0||' "$code|$out|$err"
example '^ringbearer edit harvest owner=' </dev/null
ends_well 'edit'
run ringbearer show harvest
for part in 'owner: ops@example.org' 'label: work' 'default: yes'; do
	holds "edit: $part" "$out" "$part"
done
example '^ringbearer move ' </dev/null
same 'move: it is there' "0|harvest/23456: stays in 'file'" "$code|$out"
example '^ringbearer list --match ' </dev/null
holds 'list --match: by the owner' "$code $out" 'harvest/23456'
example '^ringbearer disable ' </dev/null
ends_well 'disable'
run ringbearer token harvest
same 'disable: not handed out' '' "$out"
example '^ringbearer enable ' </dev/null
ends_well 'enable'
for after in --undo --forget-old; do
	if [ "$after" = --undo ]; then
		example '^ringbearer rotate harvest --keep-old ' </dev/null
		keep_old=$text
	else
		run bash -c "$keep_old" </dev/null
	fi
	same "rotate --keep-old, before $after" 0 "$code"
	run ringbearer token harvest
	same "rotate --keep-old, before $after: the new one" "$two-2" "$out"
	example "^ringbearer [a-z]+ harvest $after\$" </dev/null
	same "$after" 0 "$code"
	run ringbearer token harvest
	same "$after: which is there" \
		"$([ "$after" = --undo ] && echo $two || echo $two-2)" "$out"
done
run ringbearer rotate harvest --undo
same '--forget-old: nothing to go back to' 1 "$code"
cat >report.sh <<-'REPORT'
	#!/bin/sh
	env | grep -l 'sim-harvest-several' >/dev/null && echo 'it has the token'
REPORT
chmod +x report.sh
example '^ringbearer exec ' </dev/null
same 'exec' '0|it has the token' "$code|$out"
example '^ringbearer token ' </dev/null
same 'token: bare' "0|$two-2" "$code|$out"
token_file notion.txt sim-notion-good
ringbearer connect notion <notion.txt >/dev/null 2>&1
example '^ringbearer curl ' </dev/null
holds 'curl: the provider answers' "$code $out" '0 {'
holds 'curl: of the one who asks' "$out" 'ann@example.org'
example '^ringbearer providers$' </dev/null
holds 'providers' "$code $out" 'Calendly'
cp "$SOURCE/helper/providers/notion.conf" FILE
example '^ringbearer providers --check FILE$' </dev/null
holds 'providers --check: the file is read' "$out$err" "FILE"
echo 'provider {' >FILE
run ringbearer providers --check FILE
same 'providers --check: what is wrong is said' 3 "$code"
example '^ringbearer log$' </dev/null
holds 'log: how to have it' "$code $err" "'journal = changes'"
configure 'journal = changes'
ringbearer edit harvest --label again >/dev/null
run ringbearer log
holds 'log: what happened' "$code $out" harvest/23456
example '^ringbearer doctor$' </dev/null
same 'doctor' 0 "$code"
holds 'doctor: looks at the parts that were installed' "$out" \
	"$WORK/installed/libexec/ringbearer/ringbearer-verify"
example '^ringbearer help ' </dev/null
holds 'help' "$code $out" '0 usage: ringbearer connect'

# Those that are said to take --json.
# shellcheck disable=SC2016 # these are Markdown's
with_json=$(tr '\n' ' ' <"$readme" | grep -oE '`[^.]*take `--json`' |
	grep -oE '`[a-z]+`' | tr -d '`')
same 'JSON: several commands are named' yes \
	"$([ "$(printf '%s\n' "$with_json" | wc -l)" -ge 5 ] && echo yes)"
for command in $with_json; do
	name=()
	case $command in show | headers) name=(harvest) ;; import) name=(netrc --dry-run) ;; esac
	run ringbearer "$command" "${name[@]}" --json </dev/null
	same "$command --json" 0 \
		"$(printf '%s' "$out" | python3 -m json.tool >/dev/null 2>&1
			echo $?)"
done

# Other programs are told of us, and the other way round.
newcomer
export PATH=$BUILD/bin:$PATH
example '^ringbearer setup docker registry.example  .*what, and where' </dev/null
holds 'setup: what and where' "$code $out" .docker/config.json
same 'setup: nothing is written' '' "$(ls "$HOME/.docker" 2>/dev/null)"
find_example '^ringbearer setup docker .* --write '
at_terminal "${text%%#*}" '[y/N]' y
holds 'setup --write: it is there' "$(cat "$HOME/.docker/config.json")" \
	'"registry.example"'
find_example '^ringbearer setup docker .* --remove$'
at_terminal "$text" '[y/N]' y
same 'setup --remove: and gone' '' \
	"$(grep registry.example "$HOME/.docker/config.json" 2>/dev/null)"
example '^ringbearer setup cargo$' </dev/null
holds 'setup cargo' "$code $out" 'credential'
example '^ringbearer restore ' </dev/null
same 'restore: only vault keeps versions' 2 "$code"
holds 'restore: said' "$err" versions

same 'every example of the README was run' '' \
	"$(find "$examples" -name '*.*' -exec cat {} +)"
same 'no token is in a message' '' "$(grep -oE 'sim-[a-z]+|canary' "$WORK/all-errors")"
same 'no token is ever out of place' '' "$(grep LEAK "$SIMULATOR_LOG")"
finish
