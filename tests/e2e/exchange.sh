#!/usr/bin/env bash
# Requests that back-ends make, through `ringbearer-verify exchange`: real TLS,
# certificates of ours, limits, and everything that can go wrong.
. "$(dirname "$0")/../lib.sh"

sh "$SOURCE/tests/sim/certificates.sh" "$WORK/certificates"
adopt python3 "$SOURCE/tests/exchange.py" \
	"$BUILD/libexec/ringbearer/ringbearer-verify" "$WORK/certificates" \
	"$WORK"
finish
