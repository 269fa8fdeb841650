#!/usr/bin/env bash
# What contrib/install-dependencies takes on new machines: every name of its two
# lists is held against the package lists of Debian's releases, which come from
# the mirror that this machine's apt has. They are kept apart from apt's own, and
# nothing is installed.
#
#   BUILD=build tests/e2e/dependencies.sh [RELEASE...]
. "$(dirname "$0")/../lib.sh"

[ $# -gt 0 ] || set -- bookworm trixie
installer=$SOURCE/contrib/install-dependencies
if ! command -v apt-get >/dev/null; then
	skip 'package lists' 'there is no apt here'
	finish
fi
# shellcheck disable=SC2016 # apt's own
mirror=$(apt-get indextargets --no-release-info \
	--format '$(REPO_URI) $(RELEASE) $(COMPONENT)' 'Created-By: Packages' |
	awk '$2 !~ /-/ && $3 == "main" { print $1; exit }')
keys=/usr/share/keyrings/debian-archive-keyring.gpg
[ ! -r $keys ] || signed="[signed-by=$keys] "

# How this machine fetches, without what it starts behind that.
apt-config dump | grep '^Acquire::' |
	grep -vE '^Acquire::(IndexTargets|Languages|GzipIndexes)' >"$WORK/acquire"

# knows RELEASE: from here on apt has the lists of a new machine with that
# release; false if they cannot be had.
knows() {
	local folder=$WORK/$1
	mkdir -p "$folder/state/lists/partial" "$folder/cache/archives/partial"
	: >"$folder/status"
	echo "deb ${signed:-}$mirror $1 main" >"$folder/sources.list"
	cat "$WORK/acquire" - >"$folder/apt.conf" <<-END
		Dir::Etc::main "/dev/null";
		Dir::Etc::parts "/dev/null";
		Dir::State "$folder/state/";
		Dir::State::status "$folder/status";
		Dir::Cache "$folder/cache/";
		Dir::Etc::sourcelist "$folder/sources.list";
		Dir::Etc::sourceparts "/dev/null";
		Dir::Etc::preferences "/dev/null";
		Dir::Etc::preferencesparts "/dev/null";
		Acquire::Languages "none";
		Acquire::Retries "0";
		Acquire::http::Timeout "20";
		APT::Sandbox::User "";
	END
	export APT_CONFIG=$folder/apt.conf
	[ -n "$mirror" ] && timeout 60 apt-get -qq -o APT::Update::Error-Mode=any \
		update >"$folder/log" 2>&1
}

# take LIST: what the script takes of it, with its exit code in $code.
take() {
	run "$installer" --choose "$1"
	taken=$out
}

# together NAME: apt finds what was taken, and all that needs, in versions that
# go together.
together() {
	# shellcheck disable=SC2086 # a list of words
	run apt-get install -qq -y --print-uris --no-install-recommends $taken
	same "$1: all of it goes together" '0|' "$code|$err"
}

# version PATTERN: that of the package whose name has it in the place of `\1`.
version() {
	sed -nE "s/^.* $1_[^ ]* .*/\1/p" <<<"$out"
}

# stubs: of the commands that the script would install by. Only these packages
# are not there: $absent; and what is called is written to $WORK/calls.
mkdir "$WORK/stubs"
cat >"$WORK/stubs/apt-get" <<-'END'
	#!/bin/sh
	[ "$1" != indextargets ] || exec "$real" "$@"
	echo "$@" >>"$WORK/calls"
END
cat >"$WORK/stubs/dpkg-query" <<-'END'
	#!/bin/sh
	for package; do :; done
	case " $absent " in
	' all ' | *" $package "*) exit 1 ;;
	esac
	printf installed
END
printf '#!/bin/sh\necho 0\n' >"$WORK/stubs/id"
chmod +x "$WORK"/stubs/*

# by_stubs ABSENT LIST: runs it so; leaves the calls in $calls.
by_stubs() {
	: >"$WORK/calls"
	run env absent="$1" real="$(command -v apt-get)" \
		PATH="$WORK/stubs:$PATH" "$installer" "$2"
	calls=$(cat "$WORK/calls")
}

for release; do
	if ! knows "$release"; then
		skip "$release" 'its package lists cannot be reached'
		continue
	fi
	take build
	same "$release: what building needs is there" '0|' "$code|$err"
	together "$release: building"
	needed=$taken
	take tests
	lacking=$(sed -n 's/^left out, .*: //p' <<<"$err")
	same "$release: the tests' list: exit code" 0 "$code"
	same "$release: what is left out is said, and nothing else" "$lacking" \
		"${err//left out, since this release lacks it: /}"
	case $release in
	bookworm) expected= ;;
	trixie) expected=$'gopass\nclang-format-14' ;;
	*) expected=$lacking ;;
	esac
	same "$release: what is left out" "$expected" "$lacking"
	same "$release: the tests' list begins with the other" "$needed" \
		"${taken:0:${#needed}}"
	together "$release: tests"
	compiler=$(version 'clang-([0-9]+)')
	for part in 'libclang-rt-([0-9]+)-dev' 'llvm-([0-9]+)'; do
		same "$release: $part is that of clang" "${compiler:-none}" \
			"$(version "$part")"
	done

	by_stubs all tests
	same "$release, new: the lists are fetched, then all is installed" \
		"$(printf '%s\n' 'update -q' \
			'install -q -y --no-install-recommends '"${taken//$'\n'/ }")" \
		"$calls"
	by_stubs 'curl shellcheck' build
	same "$release: what is there is not installed again" \
		$'update -q\ninstall -q -y --no-install-recommends curl' "$calls"
	by_stubs "${lacking//$'\n'/ }" tests
	same "$release: what it lacks is left out, and nothing fetched" '0|' \
		"$code|$calls"
	same "$release: and named each time" "$lacking" \
		"${out//left out, since this release lacks it: /}"

	# A name that is wrong.
	for list in build tests; do
		case $list in build) name=libsodium-dev ;; tests) name=strace ;; esac
		sed "s/\b$name\b/no-such-package/" "$installer" >"$WORK/wrong"
		chmod +x "$WORK/wrong"
		installer=$WORK/wrong by_stubs all tests
		if [ $list = build ]; then
			same "$release, a wrong name: nothing is installed" \
				'1|update -q' "$code|$calls"
			same "$release, a wrong name: said" \
				'install-dependencies: this release lacks no-such-package' \
				"$err"
		else
			holds "$release, a wrong name of the tests': said" "$out" \
				'left out, since this release lacks it: no-such-package'
			same "$release, a wrong name of the tests': left out" \
				'' "$(grep -oE 'no-such-package|strace' <<<"$calls")"
		fi
	done
done

by_stubs none tests
same 'nothing is missing: nothing is said or fetched' '0|||' \
	"$code|$out|$err|$calls"
run "$installer" nonsense
same 'another word: exit code' 2 "$code"
holds 'another word: usage' "$err" 'usage: '
finish
