#!/usr/bin/env bash
# Runs the tests that take minutes: faults at every point, load, memory, a
# hostile provider. Each is a script in tests/torture, or those that are named.
#
#   tests/torture.sh [NAME...]
set -u
. "$(dirname "$0")/suite.sh"

begin torture-logs
for script in tests/torture/*.sh; do
	name=$(basename "$script" .sh)
	[ $# = 0 ] || [[ " $* " = *" $name "* ]] || continue
	case $name in
	keepassxc | keyring-calls | network | peers | prompt)
		timed_suite "$name" "$script"
		;;
	*) suite "$name" "$script" ;;
	esac
done
total
