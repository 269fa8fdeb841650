#!/usr/bin/env bash
# What the doctor finds, each thing broken in turn.
. "$(dirname "$0")/../lib.sh"

# finding SUBJECT: the lines of that subject.
finding() {
	printf '%s\n' "$out" | grep -E "^(ok|note|problem) +$1 "
}

# finds NAME LEVEL SUBJECT PART: a line that says so.
finds() {
	local line
	line=$(finding "$3" | grep -F -- "$4")
	case $line in
	"$2 "*) pass "$1" ;;
	*) reject "$1" "no '$2 $3 ... $4' in:" "$out" ;;
	esac
}

doctor() {
	run timeout 60 "$RINGBEARER" "$@" doctor </dev/null
}

# record HOST: keeps one.
record() {
	printf '%s\n' protocol=https "host=$1" username=me password=canary-1 |
		"$RINGBEARER" --backend file store
}

# In a new home.
doctor
same 'a new home: no problem' "0|" "$code|$err"
same 'a new home: nothing is made' '' "$(find "$HOME" -type f)"
finds 'a new home: no bus' note 'session bus' 'there is none'
finds 'a new home: no keyring' note keyring 'there is no session bus'
finds 'a new home: no entries' ok 'sealed files' 'holds 0 entries'
finds 'a new home: back-end' ok back-end 'new tokens go to sealed files'
finds 'a new home: definitions' ok definitions '3 built in, 0 of your own'
finds 'a new home: clock' ok clock later
finds 'a new home: cache' ok cache 'it is off'
finds 'a new home: git' note git 'credential.helper ringbearer'
for part in ringbearer-verify libsecret.so; do
	finds "a new home: $part" ok part "$part"
done
same 'each line begins with its state' '' \
	"$(printf '%s\n' "$out" | grep -vE '^(ok|note|problem) ')"

record one.example
record two.example
doctor
finds 'two entries' ok 'sealed files' 'holds 2 entries'
finds 'key file' ok 'key file' 'yours alone, a key as it is'
finds 'store folder' ok 'store folder' 'yours alone'
case $out in *canary*) reject 'no secret is shown' ;; *) pass 'no secret is shown' ;; esac

run "$RINGBEARER" doctor --json
same 'JSON: exit code' "0|" "$code|$err"
# perl comes with git.
same 'JSON: keys' 'advice state subject text' \
	"$(printf '%s' "$out" | perl -MJSON::PP -0777 -e \
		'print join " ", sort keys %{decode_json(<STDIN>)->[0]}')"

run "$RINGBEARER" --backend file doctor
finds 'a back-end that was named' ok back-end "'file', chosen by --backend"
finds 'the other is left alone' note keyring 'not looked at'
printf '%s\n' 'backend = {secret-service, file}' \
	'store "notion" { backend = file }' >"$HOME/.config/ringbearer/config"
run "$RINGBEARER" doctor
finds 'a chain: one that is not there' note keyring 'no session bus'
finds 'a chain: of a provider' ok back-end "new tokens of 'notion' go there"
printf '%s\n' 'store "notoin" { backend = file }' \
	'store "git.corp" { backend = file }' 'store "box:8080" { backend = file }' \
	'store "notion" { backend = file }' >"$HOME/.config/ringbearer/config"
run "$RINGBEARER" doctor
finds 'a section for no provider' note back-end \
	"'store \"notoin\"' is for no provider"
same 'a section for no provider: no other one' 1 "$(grep -c 'for no provider' <<<"$out")"
rm "$HOME/.config/ringbearer/config"
RINGBEARER_BACKEND=secret-service run "$RINGBEARER" doctor
same 'a keyring that is needed: exit code' 6 "$code"
finds 'a keyring that is needed: no bus' problem 'session bus' 'there is none'
finds 'a keyring that is needed: why' ok back-end RINGBEARER_BACKEND
finds 'a keyring that is needed: none' problem keyring 'no session bus'

chmod 640 "$HOME/.local/state/ringbearer/file.key"
doctor
same 'a key that others may read: exit code' 6 "$code"
finds 'a key that others may read: said' problem 'key file' 'reached by others'
finds 'a key that others may read: and refused' problem 'sealed files' file.key
chmod 600 "$HOME/.local/state/ringbearer/file.key"
mv "$HOME/.local/state/ringbearer/file.key" "$WORK/kept.key"
doctor
same 'a key that is gone: exit code' 6 "$code"
finds 'a key that is gone: said' problem 'sealed files' missing
same 'a key that is gone: none is made' '' \
	"$(find "$HOME/.local/state/ringbearer" -name '*.key')"
echo rubbish >"$HOME/.local/state/ringbearer/file.key"
chmod 600 "$HOME/.local/state/ringbearer/file.key"
doctor
finds 'a file that is no key' problem 'key file' 'is no key file'
mv "$WORK/kept.key" "$HOME/.local/state/ringbearer/file.key"
chmod 755 "$HOME/.local/share/ringbearer"
doctor
same 'an open folder: exit code' 6 "$code"
finds 'an open folder: said' problem 'store folder' 'chmod 700'
chmod 700 "$HOME/.local/share/ringbearer"
mv "$HOME/.local/share/ringbearer/locks" "$WORK/kept.locks"
mkfifo "$HOME/.local/share/ringbearer/locks"
doctor
same 'no folder for locks: exit code' 6 "$code"
finds 'no folder for locks: said' problem 'store folder' \
	"locks' is not a folder: nothing can be kept"
rm "$HOME/.local/share/ringbearer/locks"
mv "$WORK/kept.locks" "$HOME/.local/share/ringbearer/locks"

configure
printf 'file { key = passphrase }\n' >"$HOME/.config/ringbearer/config"
doctor
finds 'a passphrase that is not there' problem 'key file' 'not what is configured'
# The known-answer key; what it seals is of no matter here.
cp "$HOME/.local/state/ringbearer/file.key" "$WORK/kept.key"
sed '1,/^$/d' "$SOURCE/tests/vectors/key-passphrase.txt" \
	>"$HOME/.local/state/ringbearer/file.key"
doctor
finds 'a passphrase: no problem' note 'sealed files' 'asked for when they are used'
finds 'a passphrase: the key file' ok 'key file' 'sealed by a passphrase'
mv "$WORK/kept.key" "$HOME/.local/state/ringbearer/file.key"
printf 'verify { ca-file = "%s" }\n' "$WORK/none.pem" \
	>"$HOME/.config/ringbearer/config"
doctor
same 'no certificates: exit code' 6 "$code"
finds 'no certificates: said' problem certificates "$WORK/none.pem"
echo rubbish >"$WORK/none.pem"
doctor
finds 'certificates that are none' problem certificates 'no certificate in it'
printf 'backend = nosuch\n' >"$HOME/.config/ringbearer/config"
doctor
same 'a wrong configuration: exit code' 6 "$code"
finds 'a wrong configuration: said' problem configuration \
	"$HOME/.config/ringbearer/config:1"
finds 'a wrong configuration: the rest is looked at' ok part ringbearer-verify
rm "$HOME/.config/ringbearer/config"

mkdir "$HOME/.config/ringbearer/providers"
printf 'provider a {\n' >"$HOME/.config/ringbearer/providers/a.conf"
printf 'provider x { }\n' >"$HOME/.config/ringbearer/providers/b.conf"
doctor
same 'wrong definitions: exit code' 6 "$code"
same 'wrong definitions: each is told' 2 "$(finding definitions | wc -l)"
finds 'wrong definitions: with the line' problem definitions a.conf:1
rm -r "$HOME/.config/ringbearer/providers"

https_proxy=http://me:canary-proxy@proxy.example:3128 no_proxy=x.example doctor
finds 'a proxy' note proxy "'proxy.example:3128'"
finds 'a proxy: but for' note proxy "'x.example'"
case $out in
*canary*) reject "a proxy: not its password" ;;
*) pass 'a proxy: not its password' ;;
esac

(ulimit -l 16 && "$RINGBEARER" doctor) >"$WORK/out" 2>&1
out=$(cat "$WORK/out")
finds 'little locked memory' note 'locked memory' 16

export GIT_CONFIG_NOSYSTEM=1
git config --global credential.helper store
doctor
finds 'git asks another' note git 'does not ask ringbearer'
git config --global --add credential.helper ringbearer
doctor
finds 'git asks another first' note git '1 other helper before'
git config --global --add credential.helper ''
git config --global --add credential.helper "$RINGBEARER --protocol git"
doctor
finds 'git asks ringbearer alone' ok git 'asks ringbearer first'
echo '[broken' >"$HOME/.gitconfig"
doctor
finds "git's configuration is broken" note git 'cannot be read'
mkdir "$WORK/slow"
# exec: the one that is ended at the deadline is the one that sleeps.
printf '#!/bin/sh\nexec sleep 30\n' >"$WORK/slow/git"
chmod +x "$WORK/slow/git"
printf 'secret-service { timeout = 1 }\n' >"$HOME/.config/ringbearer/config"
start=$SECONDS
PATH=$WORK/slow:$PATH doctor
finds 'a git that hangs' note git 'in time'
same 'a git that hangs: not waited for' yes \
	"$([ $((SECONDS - start)) -lt 8 ] && echo yes)"
rm "$HOME/.config/ringbearer/config"

# Parts that are not there, in a copy of the programs.
cp -r "$BUILD/bin" "$WORK/bin"
mkdir "$WORK/libexec"
cp -r "$BUILD/libexec/ringbearer" "$WORK/libexec/ringbearer"
rm "$WORK/libexec/ringbearer/ringbearer-verify"
echo rubbish >"$WORK/libexec/ringbearer/libsecret.so"
run "$WORK/bin/ringbearer" doctor
same 'a part is missing: exit code' 6 "$code"
finds 'a part is missing: said' problem part 'is missing: no token can be verified'
finds 'a part is damaged: said' problem part 'cannot be used: nothing can be kept'
touch -d '+2 days' "$WORK/bin/ringbearer"
run "$WORK/bin/ringbearer" doctor
finds 'a clock before the program' problem clock 'installed'

# Keyrings: on a bus of their own.
cat >"$WORK/on-a-bus.sh" <<'SCRIPT'
printf 'protocol=https\nhost=k.example\nusername=u\npassword=canary-2\n' |
	"$RINGBEARER" --backend secret-service store 2>/dev/null
timeout 60 "$RINGBEARER" doctor
echo "code $?"
SCRIPT
# keyring STATE
keyring() {
	KEEP_HOME=1 run "$SOURCE/tests/keyring/keyring.sh" "--$1" \
		bash "$WORK/on-a-bus.sh" </dev/null
}
keyring unlocked
finds 'an open keyring' ok keyring 'holds 1 entry'
finds 'an open keyring: used' ok back-end 'new tokens go to the keyring'
finds 'an open keyring: the bus' ok 'session bus' at
keyring locked
finds 'a locked keyring' problem keyring 'the keyring is locked'
holds 'a locked keyring: exit code' "$out" 'code 6'
keyring none
finds 'a bus without a keyring' note keyring 'no keyring offers'
finds 'a bus without a keyring: files' ok back-end 'sealed files'
keyring hang
finds 'a keyring that hangs' problem keyring 'in time'
finish
