#!/usr/bin/env bash
# Runs the tests that take minutes: faults at every point, load, memory, a
# hostile provider. Each is a script in tests/torture, or those that are named.
#
#   tests/torture.sh [NAME...]
set -u
. "$(dirname "$0")/suite.sh"

# is_wanted SCRIPT: no script is named, or this one.
is_wanted() {
	[ ${#wanted[@]} = 0 ] ||
		[[ " ${wanted[*]} " = *" $(basename "$1" .sh) "* ]]
}
wanted=("$@")

# Those that hold the program to limits of time have the machine to themselves,
# and so have those who wait for each other at a keyring.
begin torture-logs
at_once=2
alone=()
timed=()
for script in tests/torture/*.sh; do
	is_wanted "$script" || continue
	case $(basename "$script" .sh) in
	keepassxc | keyring-calls | network | peers | prompt)
		timed+=("$script")
		;;
	keyring) alone+=("$script") ;;
	*) suite "$(basename "$script" .sh)" "$script" ;;
	esac
done
for script in "${alone[@]}"; do
	settle
	suite "$(basename "$script" .sh)" "$script"
done
for script in "${timed[@]}"; do
	timed_suite "$(basename "$script" .sh)" "$script"
done
total
