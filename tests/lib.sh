# shellcheck shell=bash
# What the test scripts share. Source it, call `check` and friends, end with
# `finish`. Every script gets a folder of its own, with a home in it, and no
# session bus: nothing of whoever runs the tests is touched.

set -u
: "${BUILD:?the build folder}"
SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
WORK=$(mktemp -d "${TMPDIR:-/tmp}/ringbearer-test.XXXXXX")
export SOURCE WORK
RINGBEARER=$BUILD/bin/ringbearer
export RINGBEARER

passed=0
failed=0
skipped=0
cleanups=()

clean_up() {
	local command
	for command in "${cleanups[@]}"; do
		eval "$command"
	done
	rm -rf "$WORK"
}
trap clean_up EXIT

# at_end COMMAND: runs when the script ends, in the order given.
at_end() {
	cleanups+=("$1")
}

# fresh_home: an empty home, for all that follows.
fresh_home() {
	HOME=$(mktemp -d "$WORK/home.XXXXXX")
	unset XDG_CONFIG_HOME XDG_DATA_HOME XDG_STATE_HOME XDG_RUNTIME_DIR
	unset DBUS_SESSION_BUS_ADDRESS DISPLAY WAYLAND_DISPLAY
	unset RINGBEARER_CONFIG RINGBEARER_BACKEND GIT_TERMINAL_PROMPT
	unset VAULT_ADDR VAULT_TOKEN VAULT_NAMESPACE VAULT_CACERT
	unset VAULT_CLIENT_CERT VAULT_CLIENT_KEY
	unset https_proxy HTTPS_PROXY http_proxy no_proxy NO_PROXY all_proxy
	mkdir -p "$HOME/.config/ringbearer"
	export HOME
}
# Inside tests/keyring/keyring.sh the private bus and its home are wanted.
[ -n "${KEEP_HOME:-}" ] || fresh_home

pass() {
	passed=$((passed + 1))
	printf 'ok - %s\n' "$1"
}

# reject NAME [WHAT...]: counts a failure and shows what was seen.
reject() {
	failed=$((failed + 1))
	printf 'not ok - %s\n' "$1"
	shift
	[ $# = 0 ] || printf '%s\n' "$@" | sed 's/^/    /'
}

skip() {
	skipped=$((skipped + 1))
	printf 'skip - %s: %s\n' "$1" "$2"
}

# is_sanitized: a sanitizer is in the program. It has a library and makes system
# calls of its own, and bears no strace that forbids any.
is_sanitized() {
	grep -q __asan_init "$RINGBEARER"
}

# same NAME EXPECTED ACTUAL
same() {
	if [ "$2" = "$3" ]; then
		pass "$1"
	else
		reject "$1" "expected: $2" "     got: $3"
	fi
}

# holds NAME TEXT PART: TEXT contains PART.
holds() {
	case $2 in
	*"$3"*) pass "$1" ;;
	*) reject "$1" "no '$3' in: $2" ;;
	esac
}

# run COMMAND...: leaves its answer in $out, $err and $code. Standard input
# is the caller's.
run() {
	"$@" >"$WORK/out" 2>"$WORK/err"
	code=$?
	out=$(cat "$WORK/out")
	err=$(cat "$WORK/err")
	cat "$WORK/err" >>"$WORK/all-errors"
}

# ask OPERATION LINE...: one request of git's protocol to the program.
ask() {
	local operation=$1
	shift
	# shellcheck disable=SC2086 # options, possibly none
	run "$RINGBEARER" ${BACKEND:+--backend "$BACKEND"} "$operation" \
		< <(printf '%s\n' "$@")
}

# give TEXT ARG...: runs the program with TEXT, with printf's escapes, as its
# standard input.
give() {
	local text=$1
	shift
	run timeout 20 "$RINGBEARER" "$@" < <(printf '%b' "$text")
}

# answers NAME PASSWORD LINE...: that is what get answers, and no more is said.
answers() {
	ask get "${@:3}"
	same "$1" "0|$2|" "$code|$(sed -n 's/^password=//p' <<<"$out")|$err"
}

# request_file NAME LINE...: a file with a request, whose path is printed.
request_file() {
	local file=$WORK/request-$1
	shift
	printf '%s\n' "$@" '' >"$file"
	printf '%s' "$file"
}

# service_settings TEXT: the configuration's section `secret-service`.
service_settings() {
	mkdir -p "$XDG_CONFIG_HOME/ringbearer"
	printf 'secret-service { %s }\n' "$1" \
		>"$XDG_CONFIG_HOME/ringbearer/config"
}

# until_up COMMAND...: waits for COMMAND to succeed, ten seconds at most.
until_up() {
	local _
	for _ in $(seq 500); do
		"$@" >/dev/null 2>&1 && return
		sleep 0.02
	done
	reject "a server starts: $*"
}

# serve_basic USER PASSWORD: serves $WORK/served to that user, over HTTP. Leaves
# the address in $BASIC_AT.
serve_basic() {
	local port_file=$WORK/basic-port
	"$BUILD/tests/basic-server" --root "$WORK/served" --user "$1" \
		--password "$2" --port-file "$port_file" &
	at_end "kill $! 2>/dev/null"
	until_up test -s "$port_file"
	BASIC_AT=127.0.0.1:$(cat "$port_file")
}

# make_repository: one with a commit, as $WORK/served/repo.git.
make_repository() {
	git init -q --bare "$WORK/served/repo.git"
	git init -q "$WORK/clone"
	git -C "$WORK/clone" -c user.name=t -c user.email=t@example.org \
		commit -q --allow-empty -m first
	git -C "$WORK/clone" push -q "$WORK/served/repo.git" HEAD:main
	git -C "$WORK/served/repo.git" update-server-info
}

# start_simulator [OPTION...]: leaves the port in $PROXY_PORT, sets
# https_proxy and the configuration's ca-file.
start_simulator() {
	local port_file
	port_file=$(mktemp -u "$WORK/port.XXXXXX")
	[ -d "$WORK/certificates" ] ||
		sh "$SOURCE/tests/sim/certificates.sh" "$WORK/certificates"
	SIMULATOR_LOG=$(mktemp "$WORK/log.XXXXXX")
	"$BUILD/tests/simulator" --certificates "$WORK/certificates" \
		--log "$SIMULATOR_LOG" --port-file "$port_file" "$@" &
	SIMULATOR=$!
	at_end "kill $SIMULATOR 2>/dev/null"
	until_up test -s "$port_file"
	PROXY_PORT=$(cat "$port_file")
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	configure
}

# configure [LINE...]: the configuration, with what the simulator needs.
configure() {
	{
		printf 'verify { ca-file = "%s/certificates/ca.pem"\n' "$WORK"
		printf '%s\n' "${VERIFY:-timeout = 5}" '}'
		[ $# = 0 ] || printf '%s\n' "$@"
	} >"$HOME/.config/ringbearer/config"
}

# start_vault [OPTION...]: a stand-in for vault (tests/sim/vault.py), which ends
# with this script. Leaves its folder in $VAULT, its address in $VAULT_AT and
# its first token in $ROOT_TOKEN.
start_vault() {
	VAULT=$(mktemp -d "$WORK/vault.XXXXXX")
	[ -d "$WORK/certificates" ] ||
		sh "$SOURCE/tests/sim/certificates.sh" "$WORK/certificates"
	mkfifo "$VAULT/life"
	python3 "$SOURCE/tests/sim/vault.py" --folder "$VAULT" \
		--certificates "$WORK/certificates" "$@" <"$VAULT/life" &
	at_end "kill $! 2>/dev/null"
	exec 8>"$VAULT/life"
	until_up test -s "$VAULT/address"
	VAULT_AT=$(cat "$VAULT/address")
	ROOT_TOKEN=$(cat "$VAULT/root-token")
}

# use_vault [LINE...]: the configuration of vault, with these further lines.
use_vault() {
	{
		printf '%s\n' 'vault {' "address = \"$VAULT_AT\"" \
			"ca-file = \"$WORK/certificates/ca.pem\"" "$@" '}'
	} >"$HOME/.config/ringbearer/config"
	(umask 077 && printf '%s\n' "$ROOT_TOKEN" >"$HOME/.vault-token")
}

# adopt COMMAND...: runs it; its lines of `ok` and `not ok` count.
adopt() {
	local lines
	lines=$("$@") || reject "$* comes to its end"
	printf '%s\n' "$lines"
	passed=$((passed + $(grep -c '^ok - ' <<<"$lines")))
	failed=$((failed + $(grep -c '^not ok - ' <<<"$lines")))
}

finish() {
	local note=''
	[ "$skipped" = 0 ] || note=", $skipped skipped"
	printf '%d passed, %d failed%s\n' "$passed" "$failed" "$note"
	[ "$failed" = 0 ]
	exit
}
