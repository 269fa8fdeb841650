#!/bin/bash
# Runs COMMAND on a private session bus with a real keyring of its own:
#
#   tests/keyring/keyring.sh [--unlocked|--locked|--none|--hang] COMMAND [ARG...]
#
# --unlocked  gnome-keyring with an unlocked login keyring (the default)
# --locked    the same; $KEYRING_SETUP, if set, is run by sh while it is
#             unlocked; then the daemon is started again, locked
# --none      a bus without a Secret Service
# --hang      a bus whose Secret Service is started and never answers
#
# COMMAND sees its own HOME, XDG folders and DBUS_SESSION_BUS_ADDRESS, neither
# display nor terminal, where it is: $KEYRING_ROOT (gone at the end), and the
# daemon's process id: $KEYRING_PID. Its exit code is the script's. A test that
# must stop the daemon or start it again sources this file inside of COMMAND
# and calls the functions below.

# The daemon's process id, for SIGSTOP, SIGCONT and SIGKILL.
keyring_pid() {
	cat "$KEYRING_ROOT/pid" 2>/dev/null
}

# Whether somebody owns the Secret Service's name on the bus.
keyring_has_owner() {
	dbus-send --session --print-reply --dest=org.freedesktop.DBus / \
		org.freedesktop.DBus.NameHasOwner \
		string:org.freedesktop.secrets 2>/dev/null |
		grep -q 'boolean true'
}

# Waits until the name is owned (true) or free (false).
keyring_wait() {
	local owned
	for _ in $(seq 500); do
		owned=false
		keyring_has_owner && owned=true
		[ "$owned" = "$1" ] && return 0
		sleep 0.01
	done
	echo "keyring.sh: the keyring did not start or end" >&2
	return 1
}

# Starts the daemon: keyring_start unlocked|locked
keyring_start() {
	local options=(--foreground --components=secrets)
	[ "$1" = unlocked ] && options+=(--unlock)
	printf 'password of a test' |
		(
			echo "$BASHPID" >"$KEYRING_ROOT/pid"
			exec gnome-keyring-daemon "${options[@]}"
		) >"$KEYRING_ROOT/daemon.log" 2>&1 &
	disown
	keyring_wait true
}

# Starts what --unlocked and --locked are; the others have no daemon.
keyring_start_variant() {
	case $1 in
	--unlocked) keyring_start unlocked ;;
	--locked)
		keyring_start unlocked &&
			sh -c "${KEYRING_SETUP:-:}" && keyring_restart locked
		;;
	esac
}

# Makes all as it was before the daemon was first started; it has ended.
keyring_clear() {
	keyring_wait false
	rm -rf "$HOME"
	mkdir -m 700 "$HOME"
	mkdir -p "$HOME"/.{config,cache,local/share,local/state}
}

# Ends the daemon with a signal, KILL if none is given, and waits for it.
keyring_stop() {
	kill "-${1:-KILL}" "$(keyring_pid)" 2>/dev/null
	keyring_wait false
}

keyring_restart() {
	keyring_stop TERM && keyring_start "$1"
}

# A default keyring without a password, empty, which the daemon keeps as text:
# people who are logged in without one have it. Begins locked, as theirs does.
keyring_without_password() {
	local folder=$XDG_DATA_HOME/keyrings
	keyring_stop TERM
	rm -rf "$folder"
	mkdir -m 700 "$folder"
	printf plain >"$folder/default"
	printf '%s\n' '[keyring]' display-name=plain ctime=0 mtime=0 \
		lock-on-idle=false lock-after=false >"$folder/plain.keyring"
	keyring_start locked
}

# --- what follows runs only when this file is a program, not when sourced
if [ "${BASH_SOURCE[0]}" != "$0" ]; then
	return 0
fi
set -u

if [ "${1:-}" = --inside ]; then
	variant=$2
	shift 2
	exec 2>&3 3>&-
	# The daemon must not outlive its test, whatever ends that.
	trap 'kill -KILL "$(keyring_pid)" 2>/dev/null' EXIT
	trap 'exit 143' TERM INT HUP
	for try in 1 2 3; do
		keyring_start_variant "$variant" || exit 1
		KEYRING_PID=$(keyring_pid)
		export KEYRING_PID
		"$@" && exit 0
		code=$?
		# gnome-keyring 42 aborts now and then under load, whoever its
		# callers are (GNOME/gnome-keyring, issue 195), and what comes
		# after it fails. A fault of ours would be there again.
		abort=$(grep -m 1 -e 'Bail out' -e 'ERROR \*\*' "$KEYRING_ROOT/daemon.log" 2>/dev/null)
		[ -n "$abort" ] || exit "$code"
		[ $try = 3 ] ||
			echo "skip - try $try: the keyring itself ended: $abort"
		keyring_clear
	done
	exit "$code"
fi

variant=--unlocked
case ${1:-} in
--unlocked | --locked | --none | --hang)
	variant=$1
	shift
	;;
esac
if [ $# -eq 0 ]; then
	echo "usage: keyring.sh [--unlocked|--locked|--none|--hang] COMMAND..." >&2
	exit 2
fi
for program in dbus-run-session dbus-send gnome-keyring-daemon; do
	if ! command -v "$program" >/dev/null; then
		echo "keyring.sh: '$program' is not installed" >&2
		exit 1
	fi
done

KEYRING_ROOT=$(mktemp -d "${TMPDIR:-/tmp}/keyring.XXXXXX") || exit 1
session=
# The session is a process group of its own: nothing of it is left behind.
finish() {
	[ -n "$session" ] && {
		kill -KILL -- "-$session"
		wait "$session"
	} 2>/dev/null
	rm -rf "$KEYRING_ROOT"
}
trap finish EXIT
trap 'exit 143' TERM INT HUP
mkdir -m 700 "$KEYRING_ROOT"/{home,runtime,services}
mkdir -p "$KEYRING_ROOT"/home/.{config,cache,local/share,local/state}
cat >"$KEYRING_ROOT/bus.conf" <<END
<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
	<type>session</type>
	<listen>unix:path=$KEYRING_ROOT/runtime/bus</listen>
	<auth>EXTERNAL</auth>
	<servicedir>$KEYRING_ROOT/services</servicedir>
	<policy context="default">
		<allow send_destination="*" eavesdrop="true"/>
		<allow eavesdrop="true"/>
		<allow own="*"/>
	</policy>
	<!-- as on a desktop; without these the system bus's low limits hold -->
	<limit name="max_incoming_bytes">1000000000</limit>
	<limit name="max_outgoing_bytes">1000000000</limit>
	<limit name="max_message_size">1000000000</limit>
	<limit name="service_start_timeout">120000</limit>
	<limit name="auth_timeout">240000</limit>
	<limit name="max_completed_connections">100000</limit>
	<limit name="max_incomplete_connections">10000</limit>
	<limit name="max_connections_per_user">100000</limit>
	<limit name="max_pending_service_starts">10000</limit>
	<limit name="max_names_per_connection">50000</limit>
	<limit name="max_match_rules_per_connection">50000</limit>
	<limit name="max_replies_per_connection">50000</limit>
</busconfig>
END
if [ "$variant" = --hang ]; then
	cat >"$KEYRING_ROOT/services/secrets.service" <<-'END'
		[D-BUS Service]
		Name=org.freedesktop.secrets
		Exec=/bin/sh -c 'echo $$ >"$KEYRING_ROOT/pid"; exec /bin/sleep 300'
	END
fi

here=$(cd "$(dirname "$0")" && pwd)
unset DISPLAY WAYLAND_DISPLAY DBUS_SESSION_BUS_ADDRESS GNOME_KEYRING_CONTROL
export KEYRING_ROOT
export HOME="$KEYRING_ROOT/home"
export XDG_RUNTIME_DIR="$KEYRING_ROOT/runtime"
export XDG_CONFIG_HOME="$HOME/.config"
export XDG_CACHE_HOME="$HOME/.cache"
export XDG_DATA_HOME="$HOME/.local/share"
export XDG_STATE_HOME="$HOME/.local/state"
# A session of its own has no terminal, so that no person seems to be there.
# The bus has warnings about the machine that belong to no test.
setsid dbus-run-session --config-file="$KEYRING_ROOT/bus.conf" -- \
	"$here/keyring.sh" --inside "$variant" "$@" \
	<&0 3>&2 2>"$KEYRING_ROOT/bus.log" &
session=$!
wait "$session"
