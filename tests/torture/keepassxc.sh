#!/usr/bin/env bash
# A real KeePassXC as the Secret Service, without a window, on a private bus:
# what is kept, changed and erased, a database that is locked, and a KeePassXC
# that wants to be asked about each access.
#
#   BUILD=build tests/torture/keepassxc.sh
set -u
: "${BUILD:?the build folder}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
keyring=$here/../keyring/keyring.sh
if [ "${1:-}" != --inside ]; then
	if [ -x "$(type -P keepassxc)" ] && [ -x "$(type -P keepassxc-cli)" ]; then
		exec "$keyring" --none "$here/keepassxc.sh" --inside
	fi
	. "$here/../lib.sh"
	skip 'KeePassXC' "'keepassxc' is not installed"
	finish
fi

# shellcheck source=../keyring/keyring.sh
. "$keyring"
export KEEP_HOME=1
# shellcheck source=../lib.sh
. "$here/../lib.sh"
BACKEND=secret-service
address='protocol=https
host=git.example.com
username=ann'
database=$WORK/database.kdbx
key='password of a test'

# --- KeePassXC

# write_settings CONFIRM: whether each access is to be confirmed, as it is if
# nobody sets that.
write_settings() {
	mkdir -p "$XDG_CONFIG_HOME/keepassxc"
	printf '%s\n' '[General]' ConfigVersion=2 UpdateCheckMessageShown=true \
		SingleInstance=false OpenPreviousDatabasesOnStartup=false \
		RememberLastDatabases=false \
		'[GUI]' CheckForUpdates=false \
		'[FdoSecrets]' Enabled=true ShowNotification=false \
		ConfirmDeleteItem=false "ConfirmAccessItem=$1" \
		>"$XDG_CONFIG_HOME/keepassxc/keepassxc.ini"
}

# A database whose one group is shown to the bus.
make_database() {
	cat >"$WORK/database.xml" <<-'END'
		<KeePassFile>
			<Meta>
				<DatabaseName>trial</DatabaseName>
				<CustomData><Item>
					<Key>FDO_SECRETS_EXPOSED_GROUP</Key>
					<Value>{00112233-4455-6677-8899-aabbccddeeff}</Value>
				</Item></CustomData>
			</Meta>
			<Root><Group>
				<UUID>ABEiM0RVZneImaq7zN3u/w==</UUID>
				<Name>Root</Name>
			</Group></Root>
		</KeePassFile>
	END
	printf '%s\n' "$key" "$key" |
		keepassxc-cli import -q -t 100 -p "$WORK/database.xml" "$database"
}

# Whether the database is locked: true, false, or nothing.
locked_now() {
	dbus-send --session --print-reply --dest=org.freedesktop.secrets \
		/org/freedesktop/secrets/aliases/default \
		org.freedesktop.DBus.Properties.Get \
		string:org.freedesktop.Secret.Collection string:Locked \
		2>/dev/null | sed -n 's/.*boolean //p'
}

# wait_locked true|false
wait_locked() {
	for _ in $(seq 300); do
		[ "$(locked_now)" = "$1" ] && return
		sleep 0.05
	done
	reject "the database comes to be: locked $1"
}

start_keepassxc() {
	printf '%s\n' "$key" | (
		echo "$BASHPID" >"$KEYRING_ROOT/pid"
		export QT_QPA_PLATFORM=offscreen
		exec keepassxc --pw-stdin "$database"
	) >"$WORK/keepassxc.log" 2>&1 &
	disown
	keyring_wait true
	wait_locked false
}

# A window that waits for an answer keeps it from ending.
stop_keepassxc() {
	local pid
	pid=$(keyring_pid)
	kill -TERM "$pid"
	for _ in $(seq 40); do
		kill -0 "$pid" 2>/dev/null || break
		sleep 0.05
	done
	kill -KILL "$pid" 2>/dev/null
	keyring_wait false
}

# It saves by itself, a little later.
wait_saved() {
	for _ in $(seq 200); do
		[ "$1" = "$(cksum <"$database")" ] || return
		sleep 0.05
	done
	reject 'KeePassXC saves its database'
}

# store_saved LINE...: a store, and waits for the file.
store_saved() {
	local before
	before=$(cksum <"$database")
	ask store "$@"
	wait_saved "$before"
}

lock_database() {
	dbus-send --session --print-reply \
		--dest=org.keepassxc.KeePassXC.MainWindow /keepassxc \
		org.keepassxc.KeePassXC.MainWindow.lockAllDatabases \
		>"$WORK/lock"
	wait_locked true
}

# --- what is asked of ringbearer

timed() {
	local start=${EPOCHREALTIME/./}
	ask "$@"
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
}

# with_person OPERATION LINE...: somebody seems to be at the display.
with_person() {
	local -x DISPLAY=:99
	timed "$@"
}

# refused NAME PART MILLISECONDS
refused() {
	same "$1: exit code" 6 "$code"
	holds "$1: message" "$err" "$2"
	same "$1: prints nothing" '' "$out"
	[ "$took" -le "$3" ] ||
		reject "$1: in time" "took $took ms, allowed are $3"
}

kept() {
	ask get "$address"
	holds "$1" "$out" "password=$2"
}

alive() {
	same "$1: KeePassXC is alive" 0 \
		"$(kill -0 "$(keyring_pid)" 2>/dev/null; echo $?)"
}

# What people see of our items in KeePassXC.
titles() {
	secret-tool search --all application ringbearer 2>/dev/null |
		sed -n 's/^label = //p' | sort
}

works() {
	ask get "$address"
	same 'nothing kept' '0||' "$code|$out|$err"
	ask store "$address" password=one
	same 'a store, with nobody to ask' '0||' "$code|$out|$err"
	kept 'what was stored' one
	ask store "$address" password=two
	same 'a store in its place' '0||' "$code|$out|$err"
	kept 'what was stored in its place' two
	same 'it is one item, with a label' 'ann at git.example.com' "$(titles)"
	ask store "${address/ann/bob}" password=three
	kept 'another user keeps apart' two
	ask store protocol=https host=p.example path=a/b username=u password=p
	ask get protocol=https host=p.example path=a/b
	holds 'one with a path' "$out" password=p
	service_settings 'session = encrypted'
	kept 'an encrypted session reads it' two
	ask store "$address" password=four
	same 'and stores' '0|' "$code|$err"
	service_settings ''
	kept 'what an encrypted session stored' four
	run "$RINGBEARER" list
	holds 'the list has one' "$out" git.example.com/ann
	holds 'and the other' "$out" git.example.com/bob
}

saves() {
	local before
	stop_keepassxc
	start_keepassxc
	kept 'it is there when KeePassXC was started again' four
	before=$(cksum <"$database")
	ask store "$address" password=four
	same 'an unchanged store' '0||' "$code|$out|$err"
	sleep 2
	same 'an unchanged store leaves the database as it is' "$before" \
		"$(cksum <"$database")"
	store_saved "$address" password=five
}

# KeePassXC deletes by a prompt, and it depends on its settings whether that
# shows anything.
erases() {
	printf 'of another program' |
		timeout 10 secret-tool store --label=theirs server git.example.com
	timed erase "$address"
	refused 'erase, with nobody to ask' 'must ask a person' 1000
	kept 'it is still there' five
	with_person erase "$address"
	same 'erase' '0||' "$code|$out|$err"
	ask get "$address"
	same 'it is gone' '0||' "$code|$out|$err"
	ask get "${address/ann/bob}"
	holds 'the other user is left' "$out" password=three
	same "another program's item is left" 'of another program' \
		"$(timeout 10 secret-tool lookup server git.example.com)"
}

# every NAME PART MILLISECONDS: get, store and erase are all refused so.
every() {
	timed get "$address"
	refused "$1, get" "$2" "$3"
	timed store "$address" password=other
	refused "$1, store" "$2" "$3"
	timed erase "$address"
	refused "$1, erase" "$2" "$3"
}

# KeePassXC answers no search while the database is locked.
locked() {
	store_saved "$address" password=six
	lock_database
	every 'locked' 'the keyring is locked' 1000
	service_settings 'unlock-timeout = 1'
	local -x DISPLAY=:99
	every 'locked, nobody answers' 'nobody answered' 1750
	unset DISPLAY
	service_settings 'session = encrypted'
	every 'locked, encrypted session' 'the keyring is locked' 1000
	service_settings ''
	alive 'locked'
	stop_keepassxc
	start_keepassxc
	kept 'locked: the old value is there' six
}

# With its own settings KeePassXC shows each client its items locked, until a
# person has confirmed the access.
confirms() {
	stop_keepassxc
	write_settings true
	start_keepassxc
	every 'unconfirmed' 'the keyring is locked' 1000
	service_settings 'unlock-timeout = 1'
	local -x DISPLAY=:99
	every 'unconfirmed, nobody answers' 'nobody answered' 1750
	unset DISPLAY
	service_settings ''
	store_saved protocol=https host=new.example username=u password=seven
	same 'unconfirmed: what is new is kept' '0|' "$code|$err"
	alive 'unconfirmed'
	stop_keepassxc
	write_settings false
	start_keepassxc
	kept 'unconfirmed: the old value is there' six
	ask get protocol=https host=new.example
	holds 'and the new one' "$out" password=seven
}

write_settings false
if make_database >"$WORK/made" 2>&1; then
	start_keepassxc
	works
	saves
	erases
	locked
	confirms
else
	reject 'a database' "$(cat "$WORK/made")"
fi
finish
