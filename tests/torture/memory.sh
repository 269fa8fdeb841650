#!/usr/bin/env bash
# Looks for the token in the memory of every process of ours: at its end no
# copy is left anywhere, and while it waits none is where a core file would
# take it from. All back-ends; the last part shows that the search finds what
# is there.
set -u
: "${BUILD:?the build folder}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
keyring=$here/../keyring/keyring.sh


if [ $# -eq 0 ]; then
	results=$("$here/memory.sh" file
		"$here/memory.sh" vault
		"$here/memory.sh" etcd
		"$keyring" "$here/memory.sh" secret-service)
	grep -vE '^[0-9]+ passed,' <<<"$results"
	printf '%d passed, %d failed, %d skipped\n' \
		"$(grep -c '^ok - ' <<<"$results")" \
		"$(grep -c '^not ok - ' <<<"$results")" \
		"$(grep -c '^skip - ' <<<"$results")"
	[ "$(grep -cE '^[0-9]+ passed, 0 failed' <<<"$results")" = 4 ]
	exit
fi
BACKEND=$1
[ "$BACKEND" != secret-service ] || export KEEP_HOME=1
. "$here/../lib.sh"

scanner=$BUILD/tests/memory-scan
report=$WORK/report
stored=$WORK/stored
# What is sought must be like nothing else in a process.
random=$(od -An -N18 -tx1 /dev/urandom | tr -d ' \n')
secret=canary-$random

# scanned SECRET INPUT ARG...: runs the program with INPUT, escapes of printf's.
scanned() {
	printf '%s\n' "$1" >"$stored"
	printf '%b' "$2" | timeout 60 "$scanner" "$stored" "$report" \
		"$RINGBEARER" "$RINGBEARER" --backend "$BACKEND" "${@:3}" \
		>"$WORK/out" 2>"$WORK/err"
	code=$?
}

# clean NAME EXIT_CODE: what the last scan saw.
clean() {
	same "$1: exit code" "$2" "$code"
	[ "$code" = "$2" ] || sed 's/^/    /' "$WORK/err"
	[ -s "$report" ] || reject "$1: something was looked at"
	# The keyring's child is ended as it is, with copies in locked pages.
	same "$1: nothing at the end" '' \
		"$(awk '$2 == "exit" && $3 > 0 && $1 !~ /child/' "$report" |
			sort | uniq -c)"
	same "$1: nothing for a core file" '' \
		"$(awk '$4 > 0' "$report" | sort | uniq -c)"
}

# saw PROCESS: it was looked at when it ended.
saw() {
	if grep -q "^$1 exit " "$report"; then
		pass "$1 was looked at"
	else
		reject "$1 was looked at" "$(cut -d' ' -f1 "$report" | sort -u)"
	fi
}

# held NAME: somewhere a copy was alive: the search finds what is there.
held() {
	if awk '$3 > 0 { found = 1 } END { exit !found }' "$report"; then
		pass "$1"
	else
		reject "$1" 'no copy was seen at all'
	fi
}

generic() {
	local address='protocol=https\nhost=git.example\nusername=ann\n'
	scanned "$secret" "${address}password=$secret\n" store
	clean "$BACKEND: store" 0
	held "$BACKEND: store: it is seen while it is needed"
	[ "$BACKEND" != secret-service ] || saw ringbearer-child
	[[ $BACKEND != vault && $BACKEND != etcd ]] || saw ringbearer-verify
	scanned "$secret" "${address}password=$secret\n" store
	clean "$BACKEND: store, unchanged" 0
	scanned "$secret" "$address" get
	clean "$BACKEND: get" 0
	holds "$BACKEND: get: it is there" "$(cat "$WORK/out")" "$secret"
	scanned "$secret" "${address}password=$secret-2\n" store
	clean "$BACKEND: store, changed" 0
	scanned "$secret" '' list --json
	clean "$BACKEND: list --json" 0
	scanned "$secret" '' list
	clean "$BACKEND: list" 0
	scanned "$secret" "$address" erase
	clean "$BACKEND: erase" 0
	callers
}

# What came as JSON has been in memory of json-c's.
callers() {
	local index=sparse+https://crates.example/
	scanned "$secret" "{\"ServerURL\":\"https://docker.example\",
		\"Username\":\"ann\",\"Secret\":\"$secret\"}" docker store
	clean "$BACKEND: docker store" 0
	scanned "$secret" 'https://docker.example' docker get
	clean "$BACKEND: docker get" 0
	holds "$BACKEND: docker get: it is there" "$(cat "$WORK/out")" "$secret"
	scanned "$secret" "{\"token\":\"$secret\"}" terraform store tf.example
	clean "$BACKEND: terraform store" 0
	scanned "$secret" '' terraform get tf.example
	clean "$BACKEND: terraform get" 0
	scanned "$secret" "{\"v\":1,\"registry\":{\"index-url\":\"$index\"},\"kind\":\"login\",\"token\":\"$secret\",\"args\":[]}\n" \
		cargo --cargo-plugin
	clean "$BACKEND: cargo login" 0
	scanned "$secret" "{\"v\":1,\"registry\":{\"index-url\":\"$index\"},\"kind\":\"get\",\"operation\":\"read\",\"args\":[]}\n" \
		cargo --cargo-plugin
	clean "$BACKEND: cargo get" 0
	holds "$BACKEND: cargo get: it is there" "$(cat "$WORK/out")" "$secret"
	scanned "$secret" "$secret\n" keyring set https://pip.example ann
	clean "$BACKEND: keyring set" 0
	printf '{"auths":{"r.example":{"username":"ann","password":"%s"}}}' \
		"$secret" >"$WORK/docker.json"
	scanned "$secret" '' import docker "$WORK/docker.json"
	clean "$BACKEND: import docker" 0
	held "$BACKEND: import docker: it is seen while it is needed"
}

# With the verifier: a process of its own that waits for the provider.
verified() {
	local token=ntn_$random-sim-notion-good next=ntn_2$random-sim-notion-good
	local bad=ntn_3$random-sim-notion-revoked
	scanned "$token" "$token\n" connect notion
	clean "$BACKEND: connect" 0
	saw ringbearer-verify
	scanned "$token" '' check notion
	clean "$BACKEND: check" 0
	scanned "$token" '' token notion
	clean "$BACKEND: token" 0
	scanned "$token" '' headers notion
	clean "$BACKEND: headers" 0
	scanned "$token" '' show notion
	clean "$BACKEND: show" 0
	scanned "$token" "$next\n" rotate notion --keep-old
	clean "$BACKEND: rotate, the old one" 0
	scanned "$next" '' rotate notion --undo
	clean "$BACKEND: rotate --undo" 0
	scanned "$bad" "$bad\n" connect notion
	clean "$BACKEND: connect, refused" 4
	executed "$token"
	scanned "$token" '' disconnect notion --yes
	clean "$BACKEND: disconnect" 0
}

# exec: the command has the token in its environment, since that is what it is
# for, and nowhere else; none of our descriptors, and the caller's core filter.
# shellcheck disable=SC2016 # for the other shell
executed() {
	local look='
		tr "\0" "\n" </proc/$$/environ | grep "$0" | grep -vx "[A-Z_]*=$0"
		tr "\0" "\n" </proc/$$/cmdline | tail -n +4 | grep -c "$0$"
		ls /proc/$$/fd
		cat /proc/$$/coredump_filter'
	same "$BACKEND: exec: only in variables, else as if run by the caller" \
		"$(sh -c "$look" "$1")" \
		"$("$RINGBEARER" --backend "$BACKEND" exec notion -- \
			sh -c "$look" "$1" 2>&1)"
}

# What gdb, with root's rights, would write as a core file of a process.
dumped() {
	if ! command -v gcore >/dev/null; then
		skip 'a core file by gdb' 'gdb is not installed'
		return
	fi
	gcore -o "$WORK/dump" "$1" >"$WORK/gcore" 2>&1
	if grep -q ELF "$WORK/dump.$1"; then
		same 'a core file by gdb does not hold it' 0 \
			"$(grep -c "$random" "$WORK/dump.$1")"
	else
		reject 'a core file by gdb' "$(tail -n 3 "$WORK/gcore")"
	fi
}

# No file is written when one of our processes crashes while it holds a token.
crashes() {
	local pattern fifo=$WORK/fifo pid
	pattern=$(cat /proc/sys/kernel/core_pattern)
	mkfifo "$fifo"
	(
		ulimit -c unlimited
		cd "$WORK" && exec "$RINGBEARER" --backend file store <"$fifo" \
			>"$WORK/out" 2>"$WORK/err"
	) &
	pid=$!
	exec 9>"$fifo"
	printf 'protocol=https\nhost=a.example\npassword=%s\n' "$secret" >&9
	for _ in $(seq 200); do
		grep -qE '^SigCgt|^State:.*[SD]' "/proc/$pid/status" &&
			[ "$(readlink "/proc/$pid/exe")" = "$(realpath "$RINGBEARER")" ] &&
			break
		sleep 0.02
	done
	sleep 0.2
	dumped "$pid"
	kill -SEGV "$pid"
	exec 9>&-
	wait "$pid" 2>/dev/null
	same 'a crash ends it' 139 $?
	same 'a crash leaves no core file' '' \
		"$(find "$WORK" -maxdepth 1 -name 'core*')"
	case $pattern in
	core*) ;;
	*) skip 'a crash and the core file' "the kernel puts it at '$pattern'" ;;
	esac
	# That such a file is written here at all: another program's.
	(
		ulimit -c unlimited
		cd "$WORK" && exec sleep 60
	) &
	pid=$!
	sleep 0.2
	kill -SEGV "$pid"
	wait "$pid" 2>/dev/null
	case $pattern in
	core*) holds 'another program leaves one' \
		"$(find "$WORK" -maxdepth 1 -name 'core*')" core ;;
	esac
}

scanned "$secret" '' --version
if [ "$code" != 0 ]; then
	if [ "$(id -u)" = 0 ]; then
		reject 'the search can be made' "$(cat "$WORK/err")"
	else
		skip 'the search of memory' \
			"it takes root's rights, the programs being undumpable"
	fi
	finish
fi

mkdir -p "$HOME/.config/ringbearer"
# Looking takes its time.
VERIFY='timeout = 60'
start_simulator
configure 'secret-service { timeout = 60 }'
if [ "$BACKEND" = vault ]; then
	unset https_proxy # the simulator's
	start_vault
	use_vault 'timeout = 60'
	generic
	# The token that vault knows us by is a secret, too.
	scanned "$ROOT_TOKEN" 'protocol=https\nhost=git.example\n' get
	clean "$BACKEND: its own token" 0
	saw ringbearer-verify
	held "$BACKEND: its own token is seen while it is needed"
	finish
fi
if [ "$BACKEND" = etcd ]; then
	unset https_proxy
	. "$SOURCE/tests/etcd.sh"
	start_etcd one
	etcd_settings 'timeout = 60'
	generic
	# So is the password that etcd knows us by.
	password=canary-login-$random
	(umask 077 && printf '%s\n' "$password" >"$WORK/password")
	{
		etcdctl user add "root:$password"
		etcdctl user grant-role root root
		etcdctl auth enable
	} >"$WORK/auth.log" 2>&1
	etcd_settings 'timeout = 60' 'user = root' \
		"password-file = \"$WORK/password\""
	scanned "$password" 'protocol=https\nhost=git.example\n' get
	clean "$BACKEND: its own password" 0
	saw ringbearer-verify
	held "$BACKEND: its own password is seen while it is needed"
	finish
fi
generic
verified
[ "$BACKEND" = secret-service ] || crashes
finish
