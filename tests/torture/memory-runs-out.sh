#!/usr/bin/env bash
# No memory, at one allocation after another: the program ends by itself with an
# honest exit code, what was kept is there or what is new, and the next store
# works.
. "$(dirname "$0")/../lib.sh"

start_simulator
adopt python3 "$SOURCE/tests/faults.py" --memory
finish
