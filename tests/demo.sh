#!/usr/bin/env bash
# The main job, where anyone can see it: three tokens verified over TLS,
# stored, fetched by git and by a pipeline, a revoked one refused, all erased.
# The providers are played by the simulator; nothing leaves this machine, and
# everything is kept in a temporary home.
. "$(dirname "$0")/lib.sh"

export PATH=$BUILD/bin:$PATH RINGBEARER_BACKEND=file GIT_CONFIG_NOSYSTEM=1
start_simulator
git config --global credential.helper ringbearer
broken=0

# show COMMAND: prints it, as one would type it, and what comes back.
show() {
	printf '\n$ %s\n' "$1"
	bash -c "$1" 2>&1 | sed 's/^/  /'
	return "${PIPESTATUS[0]}"
}

# expect CODE COMMAND
expect() {
	local code
	show "$2"
	code=$?
	printf '  (exit code %s)\n' "$code"
	[ "$code" = "$1" ] || broken=1
}

echo '--- store: the provider is asked, what it tells is kept'
expect 0 "printf 'url=https://api.calendly.com\npassword=sim-calendly-good\n' | ringbearer store"
expect 0 "printf 'url=https://api.notion.com\npassword=sim-notion-good\n' | ringbearer store"
expect 0 "printf 'url=https://api.harvestapp.com\npassword=sim-harvest-good\n' | ringbearer store"
echo
echo '--- fetch: by git'
for host in api.calendly.com api.notion.com api.harvestapp.com; do
	expect 0 "printf 'url=https://$host\n\n' | git credential fill"
done
echo
echo '--- fetch: by a pipeline; the organization came with the verification'
expect 0 "printf 'url=https://api.calendly.com\n' | ringbearer get | grep ^organization"
expect 0 "printf 'url=https://api.notion.com\n' | ringbearer get | grep ^organization"
expect 0 "printf 'url=https://api.harvestapp.com\n' | ringbearer get | grep ^account-id"
echo
echo '--- a revoked token is refused, and the old one stays'
expect 4 "printf 'url=https://api.calendly.com\npassword=sim-calendly-revoked\n' | ringbearer store"
expect 0 "printf 'url=https://api.calendly.com\n' | ringbearer get | grep -q ^password=sim-calendly-good"
echo
echo '--- one with several accounts is not guessed about'
expect 4 "printf 'url=https://api.harvestapp.com\npassword=sim-harvest-several\n' | ringbearer store"
echo
echo '--- on the disk: sealed, under names that tell nothing'
show "cd \$HOME/.local/share/ringbearer && find . -type f | sort"
if grep -rq sim- "$HOME/.local"; then broken=1; fi
echo
echo '--- erase'
for host in api.calendly.com api.notion.com api.harvestapp.com; do
	expect 0 "printf 'url=https://$host\n' | ringbearer erase"
	expect 0 "printf 'url=https://$host\n' | ringbearer get"
done
[ -z "$(printf 'url=https://api.notion.com\n' | ringbearer get)" ] || broken=1
echo
if [ "$broken" = 0 ]; then
	echo 'the demonstration went as it should'
else
	echo 'the demonstration did not go as it should'
fi
exit "$broken"
