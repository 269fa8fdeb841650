#!/usr/bin/env bash
# git's own suite for external helpers, t0303, with the group of tests for
# authtype that git keeps to its cache. It needs git's source, built:
#   GIT_SOURCE=/path/to/git make check
. "$(dirname "$0")/../lib.sh"

# suite NAME WRAPPER...: WRAPPER runs it, in a home of its own.
suite() {
	local name=$1 copy=$GIT_SOURCE/t/t0303-ringbearer-$$.sh
	shift
	# shellcheck disable=SC2016 # for the suite's own shell
	sed 's/^helper_test_oauth_refresh_token .*/&\
helper_test_authtype "$GIT_TEST_CREDENTIAL_HELPER"/' \
		"$GIT_SOURCE/t/t0303-credential-external.sh" >"$copy"
	run "$@" env -C "$GIT_SOURCE/t" PATH="$BUILD/bin:$PATH" \
		GIT_TEST_CREDENTIAL_HELPER=ringbearer \
		GIT_TEST_OPTS="--root=$WORK/trash" \
		sh "$copy" --root="$WORK/trash"
	rm -f "$copy"
	same "$name: passes" 0 "$code"
	holds "$name: all 29" "$out" 'passed all 29 test(s)'
}

if [ -z "${GIT_SOURCE:-}" ]; then
	skip "git's t0303" 'GIT_SOURCE does not name a built source of git'
else
	export RINGBEARER_BACKEND=file
	suite "git's t0303 on file"
	export RINGBEARER_BACKEND=secret-service
	suite "git's t0303 on secret-service" "$SOURCE/tests/keyring/keyring.sh"
fi
finish
