# shellcheck shell=bash
# Completion of ringbearer for bash. It knows no command and no option: it
# asks the program (`ringbearer help --words`), so it cannot fall behind it.

# What the program says; what stands before the command counts here, too.
_ringbearer_ask() {
	"$program" "${globals[@]}" help --words "$@" 2>/dev/null </dev/null
}

# _ringbearer_column WHAT WORD COLUMN: of the line in $table.
_ringbearer_column() {
	local what word value _
	while IFS=$'\t' read -r what word value _; do
		[[ $what == "$1" && ($2 == '*' || $word == "$2") ]] || continue
		case $3 in
		word) printf '%s\n' "$word" ;;
		value) printf '%s\n' "$value" ;;
		esac
	done <<<"$table"
}

# _ringbearer_walk WORD...: the words before the one that is completed. Leaves
# $command, $pending (an option's value is due), $behind (words behind `--`).
_ringbearer_walk() {
	local word option=
	for word in "$@"; do
		if [[ $behind != no ]]; then
			behind=$((behind + 1))
		elif [[ $pending ]]; then
			[[ $command ]] || globals+=("$option" "$word")
			pending=
		elif [[ $word == -- ]]; then
			[[ $command ]] && behind=0
		elif [[ $word == --*=* ]]; then
			[[ $command ]] || globals+=("$word")
		elif [[ $word == -* ]]; then
			option=$word
			pending=$(_ringbearer_column option "$word" value)
			[[ $pending == - ]] && pending=
		elif [[ ! $command ]]; then
			command=$word
			table=$(_ringbearer_ask -- "$command")
		fi
	done
}

# _ringbearer_reply CURRENT WORD...: takes the words that begin so. Of a word
# that bash splits (at `@`, say), it wants the last piece alone.
_ringbearer_reply() {
	local current=$1 word quoted breaks last
	shift
	breaks=${COMP_WORDBREAKS//[^@:=]/}
	last=$current
	[[ $breaks ]] && last=${current##*["$breaks"]}
	for word in "$@"; do
		[[ $word == "$current"* ]] || continue
		printf -v quoted %q "${word#"${current%"$last"}"}"
		COMPREPLY+=("$quoted")
	done
}

# _ringbearer_kind KIND CURRENT [BEFORE]: words of a kind, with BEFORE in
# front of each.
_ringbearer_kind() {
	local words word table
	case $1 in
	file)
		compopt -o filenames 2>/dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "${2#"${3-}"}")
		return
		;;
	'' | - | text) return ;;
	esac
	table=$(_ringbearer_ask "$1")
	mapfile -t words < <(_ringbearer_column word '*' word)
	for word in "${words[@]}"; do
		_ringbearer_reply "$2" "${3-}$word"
	done
}

_ringbearer() {
	local words current program table what='' kind
	local command='' pending='' behind=no
	local -a globals=()
	COMPREPLY=()
	# Not COMP_WORDS: they are split at `@` and `:`.
	read -ra words <<<"${COMP_LINE:0:COMP_POINT}"
	current=
	if [[ ${COMP_LINE:0:COMP_POINT} != *[[:space:]] ]]; then
		current=${words[-1]}
		unset 'words[-1]'
	fi
	program=${words[0]/#\~/$HOME}
	table=$(_ringbearer_ask)
	_ringbearer_walk "${words[@]:1}"
	if [[ $behind == 0 ]]; then
		mapfile -t COMPREPLY < <(compgen -c -- "$current")
	elif [[ $behind != no ]]; then
		_ringbearer_kind file "$current"
	elif [[ $pending ]]; then
		_ringbearer_kind "$pending" "$current"
	elif [[ $current == --*=* ]]; then
		kind=$(_ringbearer_column option "${current%%=*}" value)
		_ringbearer_kind "$kind" "$current" "${current%%=*}="
	else
		[[ $command ]] || what='command'
		[[ $current == -* ]] && what=option
		if [[ $what ]]; then
			mapfile -t words < <(_ringbearer_column "$what" '*' word)
			_ringbearer_reply "$current" "${words[@]}"
		else
			kind=$(_ringbearer_column argument '*' word)
			_ringbearer_kind "$kind" "$current"
		fi
	fi
}

complete -F _ringbearer ringbearer
