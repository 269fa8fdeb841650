#!/usr/bin/env bash
# A default keyring that has no password, as people have who are logged in
# without one: gnome-keyring begins with it locked, opens it for whoever asks,
# and keeps it as a key file, which is read anew at the next login. On a real
# gnome-keyring, inside tests/keyring/keyring.sh.
set -u
export KEEP_HOME=1
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/keyring.sh"
BACKEND=secret-service
address=(protocol=https host=git.example.com 'username=DOM\ann %41 é')
password='  canary \n\\ %5C ;[x] = #é  '

# kept NAME: what was stored, in one answer.
kept() {
	answers "$1" "$password" "${address[@]}"
}

# in_file TEXT...: lines of the keyring's file that hold one of these.
in_file() {
	grep -c "$@" "$XDG_DATA_HOME/keyrings/plain.keyring"
}

for session in plain encrypted; do
	service_settings "session = $session"
	keyring_without_password
	ask get "${address[@]}"
	same "$session: nothing is there yet" '0||' "$code|$out|$err"
	ask store "${address[@]}" "password=$password" 'note=a b'
	same "$session: store" '0||' "$code|$out|$err"
	kept "$session: get"
	keyring_restart locked
	kept "$session: get after a new login, nothing open"
	same "$session: it lies in the file as one line" 1 \
		"$(in_file ^secret=protocol=https)"
	run "$RINGBEARER" --backend secret-service list --json
	holds "$session: list" "$out" git.example.com
	keyring_restart locked
	ask store "${address[@]}" password=canary-2
	same "$session: store another, nothing open" '0||' "$code|$out|$err"
	keyring_restart locked
	password=canary-2 kept "$session: the other is there"
	keyring_restart locked
	ask erase "${address[@]}"
	same "$session: erase, nothing open" '0||' "$code|$out|$err"
	same "$session: it is gone from the file" 0 "$(in_file ^secret=)"
done

# What versions before this one kept, in lines.
keyring_stop TERM
rm -rf "$XDG_DATA_HOME/keyrings"
keyring_start unlocked
printf '%s\n' "${address[@]}" password=canary-old stored=1 |
	sed 's/%/%25/' |
	LC_ALL=C.UTF-8 secret-tool store --label=old application ringbearer \
		schema-version 1 protocol https host git.example.com \
		username 'DOM\ann %2541 é' xdg:schema org.ringbearer.Credential
for session in plain encrypted; do
	service_settings "session = $session"
	password=canary-old kept "$session: what is kept in lines is read"
done
ask store "${address[@]}" password=canary-new
same 'and replaced' '0||' "$code|$out|$err"
same 'by one in one line' 'secret = protocol=https	host=git.example.com' \
	"$(secret-tool search --all host git.example.com 2>/dev/null |
		sed -n 's/^\(secret = [^	]*	[^	]*\).*/\1/p')"
same 'no secret in any error' '' "$(grep canary "$WORK/all-errors")"
finish
