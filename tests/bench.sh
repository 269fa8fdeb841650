#!/usr/bin/env bash
# Measures ringbearer beside other helpers, in one run: medians of whole
# processes, in microseconds, as a ratio to a named peer, peak memory, and
# instructions, which do not depend on the machine. A peer that is not
# installed is named and left out. Writes the same as JSON to $BUILD/bench.json.
#
#   tests/bench.sh [ROUNDS]
#
# FILE_COUNTS and KEYRING_COUNTS say how many records there are: `10 1000`.
# gnome-keyring rewrites all of its file at each store, so filling it with
# 10,000 takes an hour.
. "$(dirname "$0")/lib.sh"

rounds=${1:-100}
file_counts=${FILE_COUNTS:-10 1000 10000}
keyring_counts=${KEYRING_COUNTS:-10 1000}
libsecret_source=/usr/share/doc/git/contrib/credential/libsecret
plan=$WORK/plan
results=$WORK/results
: >"$results"

# request NAME LINE...: a file with a request, whose path is printed.
request() {
	local file=$WORK/request-$1
	shift
	printf '%s\n' "$@" '' >"$file"
	printf '%s' "$file"
}
host=(protocol=https host=h3.example)
get=$(request get "${host[@]}")
same=$(request same "${host[@]}" username=u password=canary-3)
fresh=$(request fresh protocol=https host=new.example username=u password=canary-a)
changed=$(request changed protocol=https host=new.example username=u password=canary-b)
gone=$(request gone protocol=https host=new.example username=u)
docker=$WORK/request-docker
printf 'https://h3.example' >"$docker"

# line NAME INPUT COMMAND...: one more command of the plan. They run in turn,
# so that what one stores the next ones change and erase.
line() {
	local name=$1 input=$2
	shift 2
	printf '%s\t%s\t%s\n' "$name" "$input" "$*" >>"$plan"
}

# ours BACKEND [OPTION...]: ringbearer's operations.
ours() {
	local program="$RINGBEARER --backend $1"
	line 'ringbearer get' "$get" "$program" get
	line 'ringbearer store, unchanged' "$same" "$program" store
	line 'ringbearer store, new' "$fresh" "$program" store
	line 'ringbearer store, changed' "$changed" "$program" store
	line 'ringbearer erase' "$gone" "$program" erase
}

# helper NAME COMMAND...: those of another git credential helper.
helper() {
	local name=$1
	shift
	line "$name get" "$get" "$@" get
	line "$name store, unchanged" "$same" "$@" store
	line "$name store, new" "$fresh" "$@" store
	line "$name store, changed" "$changed" "$@" store
	line "$name erase" "$gone" "$@" erase
}

# missing NAME: says that a peer is left out, unless it is there.
missing() {
	command -v "$1" >/dev/null && return 1
	echo "left out: $1 is not installed"
}

# measure TITLE PEER [ROUNDS]: runs the plan; ratios are to the line PEER.
measure() {
	local peer
	"$BUILD/tests/stopwatch" "${3:-$rounds}" <"$plan" >"$WORK/measured" ||
		exit 1
	: >"$plan"
	peer=$(awk -F'\t' -v p="$2" '$1 == p { print $2 }' "$WORK/measured")
	printf '\n%-44s %9s %7s %9s\n' "$1" 'median us' 'ratio' 'peak KiB'
	awk -F'\t' -v peer="$peer" -v title="$1" -v results="$results" '{
		printf "  %-42s %9d %7.2f %9d\n", $1, $2, $2 / peer, $4
		printf "%s\t%s\t%s\t%.3f\t%s\n", title, $1, $2, $2 / peer, $4 >> results
	}' "$WORK/measured"
}

# instructions NAME INPUT COMMAND...: of the whole process.
instructions() {
	local name=$1 input=$2 count
	shift 2
	count=$(valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		"$@" <"$input" 2>&1 >/dev/null |
		sed -n 's/.*Collected : //p')
	printf '  %-42s %9s instructions\n' "$name" "$count"
	printf 'instructions\t%s\t%s\t0\t0\n' "$name" "$count" >>"$results"
}

on_files() {
	local count=$1 i
	fresh_home
	"$BUILD/tests/fill" file 1 "$count" || exit 1
	for i in $(seq "$count"); do
		printf 'https://u:canary-%d@h%d.example\n' "$i" "$i"
	done >"$HOME/.git-credentials"
	chmod 600 "$HOME/.git-credentials"
	line 'an empty process' /dev/null /bin/true
	ours file
	helper 'git credential-store' git credential-store
	measure "file, $count records" 'git credential-store get'
	line 'ringbearer list' /dev/null "$RINGBEARER" --backend file list
	line 'git credential-store get' "$get" git credential-store get
	measure "file, list of $count records" 'git credential-store get' 5
}

# The answers of the cache end with the minute, and are forgotten before.
on_cache() {
	fresh_home
	printf 'backend = file\ncache { ttl = "5m" }\n' \
		>"$HOME/.config/ringbearer/config"
	"$BUILD/tests/fill" file 1 10 || exit 1
	at_end "git credential-cache exit"
	git credential-cache --timeout 600 store <"$same"
	line 'an empty process' /dev/null /bin/true
	line 'ringbearer get, from the cache' "$get" "$RINGBEARER" get
	line 'git credential-cache get' "$get" git credential-cache get
	measure 'cache' 'git credential-cache get'
	missing valgrind ||
		instructions 'get, from the cache' "$get" "$RINGBEARER" get
	"$RINGBEARER" lock >/dev/null
	git credential-cache exit
}

# On a bus and keyring of its own, started by this script itself.
on_keyring() {
	local count=$1 i peer='ringbearer get'
	"$BUILD/tests/fill" secret-service 1 "$count" || exit 1
	line 'an empty process' /dev/null /bin/true
	ours secret-service
	if [ -n "${LIBSECRET_HELPER:-}" ]; then
		"$LIBSECRET_HELPER" store <"$same" >/dev/null
		helper git-credential-libsecret "$LIBSECRET_HELPER"
		peer='git-credential-libsecret get'
	fi
	if ! missing secret-tool; then
		printf canary-3 | secret-tool store --label=x bench 3
		line 'secret-tool lookup' /dev/null secret-tool lookup bench 3
	fi
	if ! missing docker-credential-secretservice; then
		printf '{"ServerURL":"https://h3.example","Username":"u","Secret":"canary-3"}' |
			docker-credential-secretservice store
		line 'docker-credential-secretservice get' "$docker" \
			docker-credential-secretservice get
	fi
	measure "secret-service, $count records" "$peer"
	missing valgrind || instructions "get, secret-service" "$get" \
		"$RINGBEARER" --backend secret-service get
	cat "$results" >>"$ALL_RESULTS"
}

if [ -n "${ON_KEYRING:-}" ]; then
	on_keyring "$ON_KEYRING"
	exit
fi
export KEEP_HOME=1 ALL_RESULTS=$results
for count in $file_counts; do on_files "$count"; done
missing valgrind || instructions 'get, file' "$get" \
	"$RINGBEARER" --backend file get
on_cache
if [ -r "$libsecret_source/git-credential-libsecret.c" ]; then
	# shellcheck disable=SC2046 # a list of words
	cc -O2 -w -o "$WORK/git-credential-libsecret" \
		"$libsecret_source/git-credential-libsecret.c" \
		$(pkg-config --cflags --libs libsecret-1) &&
		export LIBSECRET_HELPER=$WORK/git-credential-libsecret
else
	echo 'left out: git-credential-libsecret (no source)'
fi
for count in $keyring_counts; do
	ON_KEYRING=$count "$SOURCE/tests/keyring/keyring.sh" "$SOURCE/tests/bench.sh" \
		"$rounds" || exit 1
done

awk -F'\t' 'BEGIN { print "[" }
	{ printf "%s  {\"group\": \"%s\", \"name\": \"%s\", \"value\": %s, \"ratio\": %s, \"peak_kib\": %s}", (NR > 1 ? ",\n" : ""), $1, $2, $3, $4, $5 }
	END { print "\n]" }' "$results" >"$BUILD/bench.json"
printf '\n%s rounds; written to %s\n' "$rounds" "$BUILD/bench.json"
