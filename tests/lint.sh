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

# One file, at most, includes a big library's header.
only_one() {
	local files
	files=$(grep -rlE "#include <$1" --include='*.[ch]' helper protocol)
	[ "$(printf '%s\n' "$files" | wc -l)" -le 1 ] ||
		expect_nothing "more than one file includes <$1" "$files"
}

expect_nothing 'protocol/ includes helper/' \
	"$(grep -nE '#include "helper/' protocol/*)"
expect_nothing 'protocol/ includes a library but json-c' \
	"$(grep -nE '#include <(sodium|confuse|curl|systemd|libsecret|bsd)' \
		protocol/*)"
only_one 'libsecret/'
only_one 'curl/'
only_one 'openssl/'
only_one 'seccomp.h'
expect_nothing 'a back-end calls another one' \
	"$(for file in helper/backends/*.[ch]; do
		own=$(basename "$file" | sed -E 's/(-[a-z]+)?\.[ch]$//')
		# What several share, and what the shared store is made of.
		shared='libsecret|keyring|manager|beside'
		[[ $own != beside && $own != manager ]] || shared="$shared|file"
		grep -nE '#include "helper/backends/' "$file" |
			grep -vE "backends/(${own%%-*}|$shared|file-(folder|whole|seal|key)\.h)" |
			sed "s|^|$file:|"
	done)"
expect_nothing 'something below main and the commands prints or exits' \
	"$(grep -nE '\b(printf|dprintf|puts|perror|exit|abort)\(|stderr|stdout' \
		protocol/*.c helper/*.c helper/backends/*.c \
		helper/verifier/*.c |
		grep -vE '^(helper/main|helper/verifier/main)\.c:|[vs]nprintf|STD(OUT|ERR)_FILENO')"
expect_nothing 'a function that is not used here' \
	"$(grep -nE '\b(atoi|atol|strtok|sprintf|strcpy|strcat|gets|system|getpass|alloca)\(' \
		-r helper protocol --include='*.[ch]')"
expect_nothing 'something left over' \
	"$(grep -rnE 'TODO|FIXME|\bXXX\b' helper protocol tests contrib Makefile \
		--include='*' --exclude=lint.sh --exclude-dir=build)"
expect_nothing 'a top-level folder outside the layout' \
	"$(git ls-files | awk -F/ 'NF > 1 { print $1 }' | sort -u |
		grep -vxE 'helper|protocol|tests|contrib|\.ci')"
expect_nothing 'format (clang-format)' \
	"$(git ls-files '*.[ch]' | xargs clang-format-14 --dry-run 2>&1 |
		grep warning: | head -n 20)"
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
