#!/usr/bin/env bash
# The sealed-file back-end: killed, and reading and writing cut short, at every
# system call of a store, an erase and a rotate; errors at every third.
. "$(dirname "$0")/../lib.sh"

start_simulator
adopt python3 "$SOURCE/tests/faults.py" --every-error 3
finish
