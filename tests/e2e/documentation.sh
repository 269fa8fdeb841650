#!/usr/bin/env bash
# What is written about the program agrees with the program: commands,
# options, configuration, exit codes.
. "$(dirname "$0")/../lib.sh"

cd "$SOURCE" || exit 1
page=helper/man/ringbearer.1

# lines TEXT: its words, a line each, sorted, each once.
lines() {
	printf '%s\n' "$@" | grep . | sort -u
}

# entries HEADING: the list below that sentence of the page, as lines
# `NAME<tab>SOURCE-LINE`; of lists inside of it only the source lines.
entries() {
	awk '
		/^\.It Xo/ { open = 1; joined = ".It"; next }
		open && /^\.Xc/ { open = 0; print joined; next }
		open { joined = joined " " substr($0, 2); next }
		{ print }' "$page" |
		awk -v heading="$1" '
		$0 == heading { wanted = 1 }
		wanted && /^\.Bl / { depth++ }
		wanted && /^\.El/ && --depth == 0 { exit }
		depth == 1 && /^\.It / { name = $3 }
		depth >= 1 && name != "" { print name "\t" $0 }'
}

# names WHAT: second column of the program's own words.
names() {
	awk -F '\t' -v what="$1" '$1 == what { print $2 }'
}

words=$("$RINGBEARER" help --words)
commands=$(printf '%s\n' "$words" | names command)
[ "$(printf '%s\n' "$commands" | wc -l)" -ge 7 ] ||
	reject 'the program lists its commands' "$commands"

written=$(entries 'The commands are as follows:')
same 'manual page: every command, and no other' "$(lines "$commands")" \
	"$(lines "$(printf '%s\n' "$written" | cut -f 1)")"
same 'manual page: the commands in the order of the program' "$commands" \
	"$(printf '%s\n' "$written" | cut -f 1 | uniq)"
same 'manual page: every option before the command, and no other' \
	"$(lines "$(printf '%s\n' "$words" | names option)")" \
	"$(lines "$(entries 'The options are as follows:' |
		grep -oE '\.It Fl .*' | grep -oE 'Fl -[a-z-]+|, Fl -[a-z-]+|, -[a-z]+' |
		sed -E 's/.*-([a-z]+(-[a-z]+)*)$/--\1/')")"

# An option may be named in the entry of another command; the entry's own
# line, and the list in it, say what the command has.
for command in $commands; do
	has=$("$RINGBEARER" help --words -- "$command" | names option |
		grep -vx -- --help)
	said=$(printf '%s\n' "$written" |
		awk -F '\t' -v name="$command" '$1 == name { print $2 }')
	same "manual page, $command: its options" "$(lines "$has")" \
		"$(lines "$(printf '%s\n' "$said" | grep '^\.It ' |
			grep -oE 'Fl -[a-z-]+' | sed 's/Fl -/--/')")"
	argument=$("$RINGBEARER" help "$command" | sed -n '1s/^usage: //p')
	holds "help $command: usage" "$argument" "ringbearer $command"
	same "help $command: details" true \
		"$("$RINGBEARER" help "$command" | awk '
			/^(options|example):/ { exit }
			NR > 4 && NF { found = 1 }
			END { print found ? "true" : "none" }')"
	example=$("$RINGBEARER" help "$command" | sed '1,/^example:/d')
	holds "help $command: an example of itself" "$example" \
		"$command"
done
same 'usage fits 80 columns, but for its first line' '' \
	"$("$RINGBEARER" --help | sed 1d | grep -E '^.{81}')"

# The options that completions are told of are those that are read.
printf '%s\n' "$words" | awk -F '\t' '$1 == "option" { print $2, $3 }' |
	while read -r option value; do
		case $value in
		-) set -- "$option" ;;
		file) set -- "$option" "$HOME/.config/ringbearer/none" help ;;
		*) set -- "$option" "$("$RINGBEARER" help --words "$value" |
			names word | head -n 1)" help ;;
		esac
		"$RINGBEARER" "$@" </dev/null >/dev/null 2>&1 ||
			echo "$option"
	done >"$WORK/unread"
same 'every option before the command is read' '' "$(cat "$WORK/unread")"

# Configuration: the table of schema.c against ringbearer.conf(5).
keys=$(sed -n '/^const struct config_key config_keys/,/^}/p' helper/config/schema.c |
	grep -oE '^	\{ [A-Z]+\("[a-z-]+"' | cut -d '"' -f 2)
[ "$(printf '%s\n' "$keys" | wc -l)" -ge 15 ] ||
	reject 'schema.c names its keys' "$keys"
same 'ringbearer.conf(5): every key, and no other' "$(lines "$keys")" \
	"$(lines "$(sed -n '/^\.Sh DESCRIPTION/,/^\.Sh BACK-ENDS/p' \
		helper/man/ringbearer.conf.5 |
		grep -E '^\.It Cm [a-z-]+ (No =|\{)' | awk '{ print $3 }')")"

# Exit codes: the table of the README, the manual page, error.h.
codes=$(grep -oE '\] = [0-9]+' protocol/core/error.c | awk '{ print $3 }')
same 'README: every exit code, and no other' "$(lines "$codes")" \
	"$(sed -n '/^## Exit codes/,/^## /s/^| \([0-9]*\) |.*/\1/p' README.md)"
same 'manual page: every exit code, and no other' "$(lines "$codes")" \
	"$(sed -n '/^\.Sh EXIT STATUS/,/^\.Sh /s/^\.It \([0-9]*\)$/\1/p' "$page")"
# code NUMBER WORD...: all three say that word of it.
code() {
	local number=$1 word
	shift
	holds "exit code $number: README" \
		"$(sed -n "/^## Exit codes/,/^## /s/^| $number | //p" README.md)" "$1"
	holds "exit code $number: manual page" \
		"$(awk -v code="$number" '/^\.Sh/ { inside = /EXIT STATUS/ }
			inside && /^\.It/ { entry = $2 }
			inside && entry == code' "$page" | tr '[:upper:]' '[:lower:]')" "$1"
	holds "exit code $number: error.h" \
		"$(tr -d '\n*\t' <protocol/core/error.h | tr -s ' ' |
			grep -oE "(, |: )$number [a-z][a-z -]*")" "$2"
}
code 0 'done' 'done'
code 1 'nothing is stored' 'nothing stored'
code 2 'wrong usage' 'usage'
code 3 'malformed' 'malformed'
code 4 'refused' 'refused by the provider'
code 5 'could not be asked' 'not verifiable'
code 6 'back-end' 'back-end'

same 'manual pages: mandoc has nothing to say' '' \
	"$(mandoc -T lint -W warning helper/man/*.[157] 2>&1 |
		grep -vE 'referenced manual not found|Mdocdate')"
for back_end in $("$RINGBEARER" help --words backend | names word); do
	holds "back-end $back_end: README" "$(cat README.md)" "| \`$back_end"
	holds "back-end $back_end: manual pages" \
		"$(cat "$page" helper/man/ringbearer.conf.5)" "Cm $back_end"
	holds "back-end $back_end: what it promises" \
		"$(sed -n '/^\.Sh WHAT EACH BACK-END/,/^\.Sh WHAT IS/p' \
			helper/man/ringbearer-security.7)" "Cm $back_end"
done
# The picture is of this program: the session goes as it is shown there.
shown() {
	sed -n 's/<[^>]*>//g; s/^\([$] ringbearer .*\)/\1/p'
}
if command -v script >/dev/null 2>&1; then
	picture=$(contrib/terminal-picture - </dev/null)
	same 'picture: it can be made again' 'yes' \
		"$([ "$(printf '%s\n' "$picture" | wc -l)" -gt 20 ] && echo yes)"
	same 'picture: the same commands' \
		"$(printf '%s\n' "$picture" | shown)" "$(shown <contrib/terminal.svg)"
	same 'picture: the same answers' \
		"$(printf '%s\n' "$picture" | grep -E '>(connected|rotated|disconnected|ringbearer:|hint:)')" \
		"$(grep -E '>(connected|rotated|disconnected|ringbearer:|hint:)' contrib/terminal.svg)"
else
	skip 'picture' 'there is no script(1)'
fi
same 'picture: its commands are seen' yes \
	"$([ "$(shown <contrib/terminal.svg | wc -l)" -ge 6 ] && echo yes)"
holds 'picture: in the README' "$(cat README.md)" '](contrib/terminal.svg)'
same 'picture: every command of it is one' '' \
	"$(shown <contrib/terminal.svg | awk '{ print $3 }' |
		grep -vxF "$commands")"
# Every command that the README names is one, and those for people are there.
same 'README: no command that there is not' '' \
	"$(grep -oE '^    ringbearer [a-z]+' README.md | awk '{ print $2 }' |
		sort -u | grep -vxF "$commands")"
section=$(sed -n '/^## Commands/,/^## Where/p' README.md)
for command in connect list show check rotate disconnect headers token exec \
	providers doctor; do
	holds "README: $command" "$section" "ringbearer $command"
done

# Completions are installed; a page that is not would be missed.
make -s install PREFIX=/usr DESTDIR="$WORK/root" BUILD="$BUILD" >/dev/null 2>&1
for file in share/man/man1/ringbearer.1 \
	share/man/man7/ringbearer-security.7 \
	share/bash-completion/completions/ringbearer \
	share/zsh/site-functions/_ringbearer \
	share/fish/vendor_completions.d/ringbearer.fish; do
	same "installed: $file" file "$([ -s "$WORK/root/usr/$file" ] && echo file)"
done
make -s uninstall PREFIX=/usr DESTDIR="$WORK/root" BUILD="$BUILD" >/dev/null 2>&1
same 'uninstalled: nothing is left' '' "$(find "$WORK/root" ! -type d)"
finish
