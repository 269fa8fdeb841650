#!/usr/bin/env bash
# The sealed-file back-end when the power fails, at every point of a store, an
# erase and a rotate.
. "$(dirname "$0")/../lib.sh"

start_simulator
adopt python3 "$SOURCE/tests/torture/power-loss.py"
finish
