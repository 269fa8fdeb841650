#!/usr/bin/env bash
# What the tests run of the source. Runs those that show what the programs do,
# on programs in $BUILD that count (see `make coverage`), then holds what was
# counted against the limits: tests/coverage/report.py. Whether the tests pass
# is for `make check` to say: here everything takes longer.
set -u
. "$(dirname "$0")/suite.sh"

find "$BUILD" -name '*.gcda' -delete
begin logs
at_once=2
"$BUILD/embed" helper/providers/*.conf >/dev/null
suite unit-protocol "$BUILD/tests/protocol"
suite unit-helper "$BUILD/tests/helper"
suite unit-verifier "$BUILD/tests/verifier"
suite cases tests/cases.sh
suite contract-file tests/contract/run.sh file
suite contract-auto tests/contract/run.sh auto
suite contract-keyring tests/keyring/keyring.sh tests/contract/run.sh \
	secret-service
suite contract-encrypted tests/keyring/keyring.sh tests/contract/run.sh \
	secret-service encrypted
suite contract-vault tests/contract/run.sh vault
suite contract-pass tests/contract/run.sh pass
suite contract-helper-store tests/contract/run.sh helper:store
suite contract-etcd tests/contract/run.sh etcd
suite keyring-import tests/keyring/keyring.sh tests/keyring/import.sh
suite keyring-passwordless tests/keyring/keyring.sh \
	tests/keyring/passwordless.sh
suite keyring-managers tests/keyring/managers.sh
suite keyring-faults tests/keyring/faults.sh
suite keyring-move tests/keyring/keyring.sh tests/keyring/move.sh
suite keyring-places tests/keyring/keyring.sh tests/keyring/places.sh
suite keyring-edit tests/keyring/keyring.sh tests/e2e/edit.sh secret-service
# Git's own tests, the README's examples and the packages show nothing more here;
# the system calls are not counted, since counting adds its own.
for script in tests/e2e/*.sh; do
	case $(basename "$script" .sh) in
	dependencies | git-suite | lean | readme) ;;
	*) suite "e2e-$(basename "$script" .sh)" "$script" ;;
	esac
done
total
echo
python3 tests/coverage/report.py "$BUILD" tests/coverage/exceptions
