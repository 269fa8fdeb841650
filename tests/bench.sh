#!/usr/bin/env bash
# Measures ringbearer beside other helpers, in one run: medians of whole
# processes, in microseconds, as a ratio to a named peer, peak memory, and
# instructions, which do not depend on the machine. A peer that is not
# installed is named and left out. Writes the same as JSON to $BUILD/bench.json.
#
#   tests/bench.sh [ROUNDS]
#
# FILE_COUNTS and KEYRING_COUNTS say how many records there are: `10 1000`.
. "$(dirname "$0")/lib.sh"

rounds=${1:-100}
file_counts=${FILE_COUNTS:-10 1000 10000}
keyring_counts=${KEYRING_COUNTS:-10 1000 10000}
libsecret_source=/usr/share/doc/git/contrib/credential/libsecret
plan=$WORK/plan
results=$WORK/results
: >"$results"

docker=$WORK/request-docker

# ask_for NUMBER: which record is asked for. That in the middle: some helpers
# read their file up to it.
ask_for() {
	local host=(protocol=https "host=h$1.example")
	number=$1
	get=$(request_file get "${host[@]}")
	same=$(request_file same "${host[@]}" username=u "password=canary-$1")
	printf 'https://h%d.example' "$1" >"$docker"
}
fresh=$(request_file fresh protocol=https host=new.example username=u password=canary-a)
changed=$(request_file changed protocol=https host=new.example username=u password=canary-b)
gone=$(request_file gone protocol=https host=new.example username=u)

# line NAME INPUT COMMAND...: one more command of the plan. They run in turn,
# so that what one stores the next ones change and erase.
line() {
	local name=$1 input=$2
	shift 2
	case $name in
	*store* | *erase | *clear) [ -z "${only_get:-}" ] || return 0 ;;
	esac
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

# instructions NAME INPUT COMMAND...: of the whole process, which answers.
instructions() {
	local name=$1 input=$2 count
	shift 2
	# The loader reads the whole environment, which is the machine's.
	count=$(env -i HOME="$HOME" PATH="$PATH" \
		${DBUS_SESSION_BUS_ADDRESS:+DBUS_SESSION_BUS_ADDRESS="$DBUS_SESSION_BUS_ADDRESS"} \
		valgrind --tool=callgrind --callgrind-out-file=/dev/null \
		"$@" <"$input" 2>&1 >"$WORK/answer" |
		sed -n 's/.*Collected : //p')
	if ! grep -q '^password=' "$WORK/answer"; then
		echo "'$name' found nothing" >&2
		exit 1
	fi
	printf '  %-42s %9s instructions\n' "$name" "$count"
	printf 'instructions\t%s\t%s\t0\t0\n' "$name" "$count" >>"$results"
}

on_files() {
	local count=$1 i
	fresh_home
	ask_for $((count / 2))
	"$BUILD/tests/fill" file 1 "$count" || exit 1
	for i in $(seq "$count"); do
		printf 'https://u:canary-%d@h%d.example\n' "$i" "$i"
	done >"$HOME/.git-credentials"
	chmod 600 "$HOME/.git-credentials"
	line 'an empty process' /dev/null /bin/true
	ours file
	helper 'git credential-store' git credential-store
	with_pass
	measure "file, $count records" 'git credential-store get'
	missing valgrind || instructions "get, file, $count records" "$get" \
		"$RINGBEARER" --backend file get
	line 'ringbearer list' /dev/null "$RINGBEARER" --backend file list
	line 'git credential-store get' "$get" git credential-store get
	measure "file, list of $count records" 'git credential-store get' 5
}

# with_pass: pass, with a key that has no passphrase. lib.sh has a function of its
# name. It keeps a file for
# each record as well, so that a few will do.
with_pass() {
	local i
	missing pass && return
	export GNUPGHOME=$WORK/gnupg PASSWORD_STORE_DIR=$HOME/.password-store
	if [ ! -d "$GNUPGHOME" ]; then
		mkdir -m 700 "$GNUPGHOME"
		at_end "gpgconf --homedir '$GNUPGHOME' --kill all"
		gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
			--quick-generate-key bench@example.org default default \
			never 2>"$WORK/gpg" || exit 1
	fi
	command pass init bench@example.org >"$WORK/gpg" || exit 1
	for i in $(seq "$number" $((number + 9))); do
		printf 'canary-%d' "$i" | command pass insert -m -f "h$i.example" \
			>"$WORK/gpg" || exit 1
	done
	line 'pass show' /dev/null pass show "h$number.example"
	line 'pass insert' "$docker" pass insert -m -f "h$number.example"
}

# growth SMALL LARGE: two stores side by side, so that nothing drifts between.
growth() {
	local count
	fresh_home
	for count in "$1" "$2"; do
		printf 'backend = file\nfile { directory = "%s" }\n' \
			"$HOME/records-$count" >"$WORK/config-$count"
		RINGBEARER_CONFIG=$WORK/config-$count \
			"$BUILD/tests/fill" file 1 "$count" || exit 1
	done
	ask_for "$1"
	line 'an empty process' /dev/null /bin/true
	for count in "$1" "$2"; do
		local program="$RINGBEARER --config $WORK/config-$count"
		line "get, of $count" "$get" "$program" get
		line "store, unchanged, of $count" "$same" "$program" store
		line "store, new, of $count" "$fresh" "$program" store
		line "erase, of $count" "$gone" "$program" erase
	done
	measure "growth, to get of $1" "get, of $1"
	for count in 'get' 'store, new'; do
		awk -F'\t' -v a="$count, of $1" -v b="$count, of $2" '
			$1 == a { small = $2 }
			$1 == b { large = $2 }
			END { printf "  %-42s %17.2f\n", b " / " a, large / small }' \
			"$WORK/measured"
	done
	missing valgrind || instructions 'get, file, with a configuration' \
		"$get" "$RINGBEARER" --config "$WORK/config-$2" get
}

# The answers of the cache end with the minute, and are forgotten before.
on_cache() {
	fresh_home
	ask_for 5
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

# The same token through the protocols of others.
on_callers() {
	local host name input words
	fresh_home
	ask_for 5
	host=h$number.example
	"$BUILD/tests/fill" file 1 10 || exit 1
	printf '{"uri":"https://%s/"}' "$host" >"$WORK/request-bazel"
	while read -r name input words; do
		line "$name" "$input" \
			"$RINGBEARER --backend file --protocol $name $words"
	done <<-CALLERS
		git $get get
		docker $docker get
		bazel $WORK/request-bazel get
		terraform /dev/null get $host
		mcp-headers /dev/null https://$host/
		netrc /dev/null $host
		keyring /dev/null get https://$host u
		aws /dev/null $host
		goauth /dev/null https://$host
	CALLERS
	measure 'protocols' git
	awk -F'\t' '$1 == "git" { git = $2 }
		$2 > 1.3 * git { bad = bad " " $1 }
		END { if (bad) print "  above 1.3 of git:" bad }' "$WORK/measured"
}

# one_of_each: an item of ours, and one of each of the others that are there.
one_of_each() {
	"$BUILD/tests/fill" secret-service 1 1 || exit 1
	if [ -n "${LIBSECRET_HELPER:-}" ]; then
		"$LIBSECRET_HELPER" store <"$same" >/dev/null
	fi
	if ! missing secret-tool; then
		printf canary-3 | secret-tool store --label=x bench 3
	fi
	if ! missing docker-credential-secretservice; then
		printf '{"ServerURL":"https://h%d.example","Username":"u","Secret":"canary"}' \
			"$number" >"$WORK/request-docker-store"
		docker-credential-secretservice store \
			<"$WORK/request-docker-store"
	fi
}

# fill_keyring COUNT: gnome-keyring rewrites its file at each store, so that
# 10,000 of them take an hour. Ours is stored once, and copied in the file,
# which is text since the keyring has no password. What sealing that file costs
# at each store is so left out, for everybody.
fill_keyring() {
	local file=$XDG_DATA_HOME/keyrings/plain.keyring
	. "$SOURCE/tests/keyring/keyring.sh"
	keyring_without_password
	one_of_each
	keyring_stop TERM
	awk -v count="$1" '{ print }
		/^\[/ { ours = /^\[1[]:]/ }
		ours { item = item $0 "\n" }
		END {
			for (i = 2; i <= count; i++) {
				text = item
				gsub(/h1\.example/, "h" i ".example", text)
				gsub(/canary-1/, "canary-" i, text)
				gsub(/\[1/, "[" i + 9, text)
				print "\n" text
			}
		}' "$file" >"$WORK/keyring"
	cat "$WORK/keyring" >"$file"
	keyring_start locked
	# With 10,000 items this takes gnome-keyring many seconds.
	dbus-send --session --print-reply --reply-timeout=300000 \
		--dest=org.freedesktop.secrets /org/freedesktop/secrets \
		org.freedesktop.Secret.Service.Unlock \
		array:objpath:/org/freedesktop/secrets/collection/plain \
		>/dev/null || exit 1
}

# On a bus and keyring of its own, started by this script itself.
on_keyring() {
	local count=$1 peer='ringbearer get'
	ask_for $((count / 2))
	fill_keyring "$count"
	line 'an empty process' /dev/null /bin/true
	# And each store as much, longer than its callers wait.
	if [ "$count" -ge 10000 ]; then
		only_get=1
		echo "left out: all but get, with $count items in gnome-keyring"
	fi
	ours secret-service
	if [ -n "${LIBSECRET_HELPER:-}" ]; then
		helper git-credential-libsecret "$LIBSECRET_HELPER"
		peer='git-credential-libsecret get'
	fi
	if ! missing secret-tool; then
		line 'secret-tool lookup' /dev/null secret-tool lookup bench 3
		line 'secret-tool store' "$docker" \
			secret-tool store --label=x bench 4
		line 'secret-tool clear' /dev/null secret-tool clear bench 4
	fi
	if ! missing docker-credential-secretservice; then
		line 'docker-credential-secretservice store' \
			"$WORK/request-docker-store" \
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
read -r first _ <<<"$file_counts"
growth "$first" "${file_counts##* }"
on_cache
on_callers
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
