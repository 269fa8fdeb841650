#!/usr/bin/env bash
# Runs every test on the programs in $BUILD and says how many there were, but
# for those that take minutes: tests/torture.sh.
set -u
. "$(dirname "$0")/suite.sh"

begin logs
# Many of them wait for time-outs, or for servers and keyrings.
at_once=2
suite unit-protocol "$BUILD/tests/protocol"
suite unit-helper "$BUILD/tests/helper"
suite unit-verifier "$BUILD/tests/verifier"
suite cases tests/cases.sh
suite contract-file tests/contract/run.sh file
suite contract-auto tests/contract/run.sh auto
suite contract-vault tests/contract/run.sh vault
suite contract-keyring tests/keyring/keyring.sh tests/contract/run.sh \
	secret-service
suite contract-encrypted tests/keyring/keyring.sh tests/contract/run.sh \
	secret-service encrypted
suite contract-pass tests/contract/run.sh pass
suite contract-helper-store tests/contract/run.sh helper:store
suite contract-helper-cache tests/contract/run.sh helper:cache
suite contract-helper-libsecret tests/keyring/keyring.sh \
	tests/contract/run.sh helper:libsecret
suite contract-docker-secretservice tests/keyring/keyring.sh \
	tests/contract/run.sh docker:secretservice
suite contract-etcd tests/contract/run.sh etcd
suite file-faults tests/contract/file-faults.sh
timed_suite keyring-faults tests/keyring/faults.sh
suite keyring-twins tests/keyring/keyring.sh tests/keyring/twins.sh
suite keyring-passwordless tests/keyring/keyring.sh \
	tests/keyring/passwordless.sh
suite keyring-managers tests/keyring/managers.sh
suite keyring-move tests/keyring/keyring.sh tests/keyring/move.sh
suite keyring-import tests/keyring/keyring.sh tests/keyring/import.sh
suite keyring-places tests/keyring/keyring.sh tests/keyring/places.sh
suite keyring-edit tests/keyring/keyring.sh tests/e2e/edit.sh secret-service
for script in tests/e2e/*.sh; do
	suite "e2e-$(basename "$script" .sh)" "$script"
done

total
