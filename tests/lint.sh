#!/usr/bin/env bash
# What a machine can see of the house rules. Prints what is wrong.
set -u
cd "$(dirname "$0")/.." || exit 1
problems=0

# expect_nothing WHAT OUTPUT
expect_nothing() {
	[ -z "$2" ] && return
	problems=$((problems + 1))
	printf 'lint: %s\n' "$1"
	printf '%s\n' "$2" | sed 's/^/    /'
}

expect_nothing 'includes that tests/layers does not allow, or a circle' \
	"$(python3 tests/layers.py)"
expect_nothing 'something below main and the commands prints or exits' \
	"$(grep -rnE '\b(printf|dprintf|puts|perror|exit|abort)\(|stderr|stdout' \
		helper protocol --include='*.c' |
		grep -vE '^helper/(main\.c|verifier/main\.c|commands/|catalogue/embed\.c)|[vs]nprintf|STD(OUT|ERR)_FILENO')"
expect_nothing 'a function that is not used here' \
	"$(grep -nE '\b(atoi|atol|strtok|sprintf|strcpy|strcat|gets|system|getpass|alloca)\(' \
		-r helper protocol --include='*.[ch]')"
expect_nothing 'something left over' \
	"$(grep -rnE 'TODO|FIXME|\bXXX\b' helper protocol tests contrib Makefile \
		--include='*' --exclude=lint.sh --exclude-dir=build)"
expect_nothing 'a top-level folder outside the layout' \
	"$(git ls-files | awk -F/ 'NF > 1 { print $1 }' | sort -u |
		grep -vxE 'helper|protocol|tests|contrib|\.ci')"
# Another version formats otherwise.
formatter=clang-format-14
if command -v $formatter >/dev/null; then
	expect_nothing 'format (clang-format)' \
		"$(git ls-files '*.[ch]' | xargs $formatter --dry-run 2>&1 |
			grep warning: | head -n 20)"
elif contrib/install-dependencies --choose tests 2>/dev/null |
	grep -qx $formatter; then
	expect_nothing 'format' "$formatter is not installed"
else
	echo "skip - format: $formatter is not offered by this release"
fi
for tool in shellcheck mandoc; do
	command -v $tool >/dev/null ||
		expect_nothing "$tool" 'it is not installed'
done
expect_nothing 'shell (shellcheck)' \
	"$(git ls-files '*.sh' .ci/run contrib/install-dependencies \
		contrib/terminal-picture contrib/notify-hook contrib/completions/ringbearer.bash |
		xargs shellcheck -f gcc -e SC1091,SC2034,SC2154,SC2119,SC2120 |
		head -n 20)"
expect_nothing 'manual pages (mandoc)' \
	"$(mandoc -T lint -W warning helper/man/*.[157] 2>&1 |
		grep -vE 'referenced manual not found|Mdocdate' | head -n 20)"

[ "$problems" = 0 ] && echo 'lint: nothing to say'
[ "$problems" = 0 ]
