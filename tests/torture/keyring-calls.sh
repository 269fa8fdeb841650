#!/usr/bin/env bash
# Faults at the system calls and allocations of a store and an erase in a real
# gnome-keyring, at some of them, in the program and in its child, each on a bus
# of its own.
. "$(dirname "$0")/../lib.sh"

# A keyring in memory has the same states.
[ ! -w /dev/shm ] || export TMPDIR=/dev/shm
for where in program child memory; do
	"$SOURCE/tests/keyring/keyring.sh" \
		"$SOURCE/tests/torture/keyring-calls.py" "$where" \
		>"$WORK/$where" 2>&1 &
	at_end "kill $! 2>/dev/null"
done
wait
for where in program child memory; do
	same "keyring: faults in the $where: three trials" 3 \
		"$(grep -cE '^(not )?ok - ' "$WORK/$where")"
	adopt cat "$WORK/$where"
done
finish
