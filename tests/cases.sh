#!/usr/bin/env bash
# Runs the command cases of tests/cases/ on the programs in $BUILD, each in an
# empty home with the `file` back-end. tests/cases/README.md tells their form.
# With arguments: only the cases of those names.
source_folder=$(cd "$(dirname "$0")/.." && pwd)
# shellcheck source=tests/lib.sh
. "$source_folder/tests/lib.sh"

PATH=$BUILD/bin:$PATH
known=' needs prepare command input escaped-input output errors exit '

# has_chunk FILE NAME
has_chunk() {
	grep -qxF -e "-- $2" "$1"
}

# chunk FILE NAME: prints what stands behind its heading.
chunk() {
	awk -v heading="-- $2" '
		/^-- / { inside = $0 == heading; next }
		inside' "$1"
}

# unknown_chunk FILE: prints a heading that means nothing, or one given twice.
unknown_chunk() {
	awk -v known="$known" '
		/^-- / && (!index(known, " " substr($0, 4) " ") || seen[$0]++) {
			print
			exit
		}' "$1"
}

# For the chunks `prepare` and `command`: store LINE..., get LINE... and
# erase LINE... make one request; config LINE... writes the configuration.
# shellcheck disable=SC2317 # the cases call them
{
	store() {
		printf '%s\n' "$@" | ringbearer store
	}
	get() {
		printf '%s\n' "$@" | ringbearer get
	}
	erase() {
		printf '%s\n' "$@" | ringbearer erase
	}
	config() {
		printf '%s\n' "$@" >"$HOME/.config/ringbearer/config"
	}
}
export -f store get erase config

# in_shell COMMANDS: in a shell of its own, never for ever. Standard output
# and error go to files, with the home's name taken out.
in_shell() {
	local stream
	timeout 20 bash -o pipefail -c "$1" >"$WORK/output" 2>"$WORK/errors"
	code=$?
	for stream in output errors; do
		sed "s|$HOME|\$HOME|g" "$WORK/$stream" >"$WORK/$stream.seen"
	done
}

# differences FILE: what is not as the case says.
differences() {
	local stream
	for stream in output errors; do
		chunk "$1" $stream >"$WORK/$stream.expected"
		diff -a -u --label "expected $stream" --label "$stream" \
			"$WORK/$stream.expected" "$WORK/$stream.seen"
	done
	chunk "$1" exit >"$WORK/exit"
	[ -s "$WORK/exit" ] || echo 0 >"$WORK/exit"
	[ "$code" = "$(cat "$WORK/exit")" ] ||
		echo "exit code $code, expected $(cat "$WORK/exit")"
	grep -rlaF canary "$HOME" "$WORK/errors" | sed 's/^/a secret in /'
}

# prepare FILE: fails unless all of it goes well, and in silence.
prepare() {
	has_chunk "$1" prepare || return 0
	in_shell "set -e
$(chunk "$1" prepare)" </dev/null
	[ "$code" = 0 ] && [ ! -s "$WORK/output" ] && [ ! -s "$WORK/errors" ]
}

# run_command FILE: a case without input gets one that never ends, so that a
# command that has nothing to read there must not wait for it.
run_command() {
	local command input=$WORK/input
	command=$(chunk "$1" command)
	if has_chunk "$1" input; then
		chunk "$1" input >"$input"
		in_shell "$command" <"$input"
	elif has_chunk "$1" escaped-input; then
		printf '%b' "$(chunk "$1" escaped-input)" >"$input"
		in_shell "$command" <"$input"
	else
		in_shell "$command" <&3
	fi
}

# run_case FILE
run_case() {
	local name problem
	name=$(basename "$1")
	problem=$(unknown_chunk "$1")
	if [ -n "$problem" ] || ! has_chunk "$1" command; then
		reject "$name" "not a case: ${problem:-no '-- command'}"
		return
	fi
	if has_chunk "$1" needs && [ "$(id -u)" != 0 ]; then
		skip "$name" "needs root, to give a file to another user"
		return
	fi
	fresh_home
	export RINGBEARER_BACKEND=file
	if ! prepare "$1"; then
		problem=$(cat "$WORK/output" "$WORK/errors")
		reject "$name" "preparing it failed ($code): $problem"
		return
	fi
	run_command "$1"
	problem=$(differences "$1" | sed 's/canary/(token)/g')
	if [ -n "$problem" ]; then
		reject "$name" "$problem"
	else
		pass "$name"
	fi
	rm -rf "$HOME"
}

mkfifo "$WORK/never"
exec 3<>"$WORK/never"

if [ $# = 0 ]; then
	set -- "$source_folder"/tests/cases/*
else
	set -- "${@/#/$source_folder/tests/cases/}"
fi
for file in "$@"; do
	case $file in
	*.md) ;;
	*) run_case "$file" ;;
	esac
done
finish
