#!/usr/bin/env bash
# The completions, in the shells that are here: each loads its own and is asked
# what it offers, which is compared with what the program has.
. "$(dirname "$0")/../lib.sh"

export PATH=$BUILD/bin:$PATH
for account in ann@example.org bob@example.org; do
	printf '%s\n' protocol=https host=git.example "username=$account" \
		password=canary | "$RINGBEARER" store
done

# Lines of the program: what completions rely on.
run "$RINGBEARER" help --words
same 'words: exit code' "0|" "$code|$err"
same 'words: every command of the usage, in its order' \
	"$("$RINGBEARER" --help | awk '/^  [a-z]/ { print $1 }')" \
	"$(printf '%s\n' "$out" | awk '$1 == "command" { print $2 }')"
same 'words: four columns each' '' \
	"$(printf '%s\n' "$out" | awk -F '\t' 'NF != 4')"
holds 'words: the options before the command' "$out" "$(printf 'option\t--backend\tbackend')"
run "$RINGBEARER" help --words nosuch
same 'words of nothing' 2 "$code"
run "$RINGBEARER" help --words entry
same 'words: entries' 'git.example/ann@example.org git.example/bob@example.org' \
	"$(printf '%s\n' "$out" | awk '{ printf "%s%s", s, $2; s = " " }')"
for word in $("$RINGBEARER" --help | awk '/^  [a-z]/ { print $1 }'); do
	run "$RINGBEARER" help --words -- "$word"
	same "words of $word: its options" \
		"$({ "$RINGBEARER" help "$word" |
			sed -n 's/^  \(--[a-z-]*\).*/\1/p' && echo --help; } | sort)" \
		"$(printf '%s\n' "$out" | awk '$1 == "option" { print $2 }' | sort)"
done

# complete_bash LINE: what bash would offer, sorted, in one line.
complete_bash() {
	# shellcheck disable=SC2016 # for the shell that it starts
	bash --norc -c '
		. "$1/contrib/completions/ringbearer.bash"
		COMP_LINE=$2 COMP_POINT=${#2}
		COMP_WORDBREAKS=$'"' \\t\\n\"\\'@><=;|&(:'"'
		complete -p ringbearer >/dev/null || exit 1
		_ringbearer
		printf "%s\n" "${COMPREPLY[@]}"' \
		bash "$SOURCE" "$1" 2>&1 </dev/null | sort | tr '\n' ' '
}

# complete_fish LINE
complete_fish() {
	# shellcheck disable=SC2016
	fish --no-config -c '
		source $argv[1]/contrib/completions/ringbearer.fish
		complete --do-complete $argv[2]' "$SOURCE" "$1" 2>&1 </dev/null |
		cut -f 1 | sort | tr '\n' ' '
}

commands=$("$RINGBEARER" --help | awk '/^  [a-z]/ { print $1 }' | sort |
	tr '\n' ' ')

# complete_all SHELL: LAST is what stays when bash has split at `@`.
complete_all() {
	local shell=$1 last=$2
	same "$shell: commands" "$commands" "$("complete_$shell" 'ringbearer ')"
	same "$shell: a command" 'doctor ' "$("complete_$shell" 'ringbearer do')"
	same "$shell: all that begin so" 'setup show store ' \
		"$("complete_$shell" 'ringbearer s')"
	same "$shell: clients" 'terraform ' \
		"$("complete_$shell" 'ringbearer setup t')"
	same "$shell: providers" 'calendly harvest notion ' \
		"$("complete_$shell" 'ringbearer providers ')"
	same "$shell: options" '--check --help --json ' \
		"$("complete_$shell" 'ringbearer providers --')"
	same "$shell: back-ends" 'auto docker: etcd file helper: pass secret-service vault ' \
		"$("complete_$shell" 'ringbearer --backend ')"
	same "$shell: a command behind an option" 'doctor ' \
		"$("complete_$shell" 'ringbearer --backend file do')"
	same "$shell: commands as arguments" 'capability ' \
		"$("complete_$shell" 'ringbearer help cap')"
	same "$shell: nothing where nothing goes" ' ' \
		"$("complete_$shell" 'ringbearer lock ')$([ "$shell" = fish ] && echo ' ')"
	if "$RINGBEARER" help --words show >/dev/null 2>&1; then
		same "$shell: entries" \
			'git.example/ann@example.org git.example/bob@example.org ' \
			"$("complete_$shell" 'ringbearer show ')"
		same "$shell: one entry" "$last" \
			"$("complete_$shell" 'ringbearer show git.example/bob@')"
		same "$shell: entries of another back-end: none" ' ' \
			"$("complete_$shell" 'ringbearer --backend secret-service show ')$([ "$shell" = fish ] && echo ' ')"
	fi
}

complete_all bash 'example.org '
same 'bash: an option and its value in one' 'file ' \
	"$(complete_bash 'ringbearer --backend=f')"
mkdir "$WORK/files" && cd "$WORK/files" && touch 'a file.conf'
same 'bash: files' 'a file.conf ' \
	"$(complete_bash 'ringbearer providers --check a')"
if "$RINGBEARER" help --words exec >/dev/null 2>&1; then
	case " $(complete_bash 'ringbearer exec git.example -- ca')" in
	*' cat '*) pass 'bash: commands behind --' ;;
	*) reject 'bash: commands behind --' ;;
	esac
	same 'bash: files behind the command' 'a file.conf ' \
		"$(complete_bash 'ringbearer exec git.example -- cat a')"
fi
same 'bash: a program that is not there' ' ' \
	"$(complete_bash '/nonexistent/ringbearer ')"

if command -v fish >/dev/null 2>&1; then
	complete_all fish 'git.example/bob@example.org '
	same 'fish: an option and its value in one' '--backend=file ' \
		"$(complete_fish 'ringbearer --backend=f')"
	same 'fish: files' 'a file.conf ' \
		"$(complete_fish 'ringbearer providers --check a')"
	same 'fish: files behind the command' 'a file.conf ' \
		"$(complete_fish 'ringbearer exec git.example -- cat a')"
	case " $(complete_fish 'ringbearer exec git.example -- ca')" in
	*' cat '*) pass 'fish: commands behind --' ;;
	*) reject 'fish: commands behind --' ;;
	esac
else
	skip 'fish' 'it is not installed'
fi

# zsh completes in a line editor only: one of its own gets the line and a tab,
# and what is offered to it goes to a file. What it then shows is read, too.
cat >"$WORK/ask.zsh" <<'SCRIPT'
zmodload zsh/zpty
zpty z zsh -f
zpty -w z ". $WORK/asked.zsh"
zpty -r z out '*READY*'
zpty -w -n z "$1"$'\t'
for n in {1..200}; do
	[[ -e $WORK/offered.end ]] && break
	sleep 0.05
done
sleep 0.2
while zpty -r -t z more; do print -rn -- $more; done
zpty -d z
SCRIPT
cat >"$WORK/asked.zsh" <<'SCRIPT'
fpath=($SOURCE/contrib/completions $fpath)
autoload -Uz compinit
compinit -u -D
stty cols 100
compadd() {
	local -a offered
	if (($@[(I)-[OAD]*])); then
		builtin compadd "$@"
		return
	fi
	builtin compadd -O offered "$@"
	print -rl -- $offered >>$WORK/offered
	builtin compadd "$@"
}
ended() { : >$WORK/offered.end }
comppostfuncs=(ended)
PROMPT='> '
echo RE''ADY
SCRIPT

# complete_zsh LINE: what it offers; what it shows is left in $WORK/shown.
complete_zsh() {
	rm -f "$WORK/offered" "$WORK/offered.end"
	TERM=vt100 zsh -f "$WORK/ask.zsh" "$1" </dev/null >"$WORK/shown" 2>&1
	[ -s "$WORK/offered" ] || echo >"$WORK/offered"
	# Names of files come with their blanks quoted.
	sed 's|[\]||g' "$WORK/offered" | grep . | sort -u | tr '\n' ' ' |
		grep . || printf ' '
}

if command -v zsh >/dev/null 2>&1; then
	complete_all zsh 'git.example/bob@example.org '
	same 'zsh: an option and its value in one' 'file ' \
		"$(complete_zsh 'ringbearer --backend=f')"
	same 'zsh: files' 'a file.conf ' \
		"$(complete_zsh 'ringbearer providers --check a')"
	same 'zsh: files behind the command' 'a file.conf ' \
		"$(complete_zsh 'ringbearer exec git.example -- cat a')"
	case " $(complete_zsh 'ringbearer exec git.example -- ca')" in
	*' cat '*) pass 'zsh: commands behind --' ;;
	*) reject 'zsh: commands behind --' ;;
	esac
	complete_zsh 'ringbearer ' >/dev/null
	holds 'zsh: the summaries are shown' "$(tr -d '\0' <"$WORK/shown")" \
		"doctor -- $("$RINGBEARER" help doctor | sed -n 3p)"
else
	skip 'zsh' 'it is not installed'
fi
finish
