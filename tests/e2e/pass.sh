#!/usr/bin/env bash
# The back-end `pass` on real pass, gpg, git and gopass: what people and their
# programs see of the entries, and what each fault of the store ends as.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE/tests/pass.sh"
BACKEND=pass
address=(protocol=https host=git.example)
entry=ringbearer/https/git.example/ann

# settings LINE...: the configuration.
settings() {
	printf '%s\n' "$@" >"$HOME/.config/ringbearer/config"
}

# shown ENTRY: what pass shows of it.
shown() {
	command pass show "$1" 2>&1
}

# kept NAME PASSWORD: what `get` gives for ann.
kept() {
	answers "$1" "$2" "${address[@]}" username=ann
}

# refused NAME PART: the last run ended with the back-end's exit code and a
# message that has PART in it.
refused() {
	same "$1: exit code" 6 "$code"
	holds "$1: why" "$err" "$2"
	same "$1: nothing is answered" '' "$out"
}

# --- people and pass

fresh_store
ask store "${address[@]}" username=ann password=canary-1
same 'store' '0||' "$code|$out|$err"
same 'pass show: the first line' canary-1 "$(shown $entry | head -n 1)"
holds 'pass show: the notes' "$(shown $entry)" 'host: git.example'
kept 'get' canary-1
same 'the entry is for its owner alone' 600 \
	"$(stat -c %a "$STORE/$entry.gpg")"

printf 'canary-2\nringbearer: 1\nprotocol: https\nhost: git.example
username: ann\nlabel: by hand 100%%\nurl: https://x\n\nmy own words\n\nmore' |
	command pass insert -m -f $entry >/dev/null
kept 'an entry edited by hand' canary-2
ask get "${address[@]}"
run "$RINGBEARER" --backend pass list
holds 'its label' "$out" 'by hand 100%'
ask store "${address[@]}" username=ann password=canary-3
same 'a store over it' '0|' "$code|$err"
same "what a person wrote stays" $'url: https://x\nmy own words\n\nmore' \
	"$(shown $entry | sed '1,/^$/d')"
same 'and the new secret is first' canary-3 "$(shown $entry | head -n 1)"

printf 'canary-4\nlogin: bob\n' |
	command pass insert -m ringbearer/https/git.example/bob >/dev/null
ask get "${address[@]}" username=bob
holds 'an entry made by hand' "$out" password=canary-4
same 'an entry made by hand: no notes' '' "$(grep label <<<"$out")"
ask store "${address[@]}" username=bob password=canary-5
holds 'its lines survive a store' "$(shown ringbearer/https/git.example/bob)" \
	'login: bob'
ask get "${address[@]}" username=bob
holds 'stored over' "$out" password=canary-5
ask erase "${address[@]}" username=bob
same 'erase' '0|' "$code|$err"
same 'erase: the file is gone' no \
	"$([ -e "$STORE/ringbearer/https/git.example/bob.gpg" ] && echo yes || echo no)"
command pass mv $entry ringbearer/https/git.example/carl >/dev/null
ask get "${address[@]}"
refused 'an entry that was moved' \
	"$STORE/ringbearer/https/git.example/carl.gpg' holds the credential of another"
command pass mv ringbearer/https/git.example/carl $entry >/dev/null
kept 'moved back' canary-3
printf 'canary-6\n' | command pass insert -m other/entry >/dev/null
run "$RINGBEARER" --backend pass list
same 'entries of others are not listed' '' "$(grep other <<<"$out")"
ask erase "${address[@]}" username=ann
same 'the last one takes its folders with it' other.gpg:other \
	"$(cd "$STORE" && ls other/entry.gpg >/dev/null && echo other.gpg):$(ls "$STORE")"

# --- names

ask store protocol=https host=git.example:8443 path=team/repo.git \
	username=ann@x.example password=canary-7
same 'a path makes folders' canary-7 "$(shown \
	ringbearer/https/git.example%3A8443/team/repo.git/ann@x.example |
	head -n 1)"
ask store protocol=https host=up.example username=../../../evil password=canary-8
same 'no name leads out' '' "$(find "$HOME" -name 'evil*')"
ask get protocol=https host=up.example username=../../../evil
holds 'and it is found' "$out" password=canary-8

# --- swapped, damaged, foreign

fresh_store
ask store "${address[@]}" username=ann password=canary-ann
ask store "${address[@]}" username=bob password=canary-bob
ask store protocol=https host=two.example username=ann password=canary-two
mine=$STORE/ringbearer/https/git.example
good=$WORK/good
cp "$mine/ann.gpg" "$good"
# damage NAME PART COMMAND: what the command makes of ann's entry.
damage() {
	local name=$1 part=$2
	eval "$3"
	ask get "${address[@]}" username=ann
	refused "$name" "$part"
	ask store "${address[@]}" username=ann password=canary-new
	refused "$name, store" "$part"
	ask erase "${address[@]}" username=ann
	refused "$name, erase" "$part"
	run "$RINGBEARER" --backend pass list
	same "$name, list: exit code" 6 "$code"
	holds "$name, list: the others" "$out" two.example
	rm -rf "$mine/ann.gpg"
	cp "$good" "$mine/ann.gpg"
}
whom="'$mine/ann.gpg'"
# shellcheck disable=SC2016 # damage() runs them
{
damage 'swapped' "$whom holds the credential of another address" \
	'cp "$mine/bob.gpg" "$mine/ann.gpg"'
damage 'emptied' "$whom is damaged" ': >"$mine/ann.gpg"'
damage 'cut' "$whom is damaged" 'head -c 150 "$good" >"$mine/ann.gpg"'
damage 'no message' "$whom is damaged" 'echo words >"$mine/ann.gpg"'
damage 'one bit' "$whom is damaged" \
	'python3 -c "import sys; b = bytearray(open(sys.argv[1], \"rb\").read()); b[-3] ^= 1; open(sys.argv[1], \"wb\").write(b)" "$mine/ann.gpg"'
damage 'not encrypted' "$whom is damaged" \
	'echo canary-plain | gpg --batch --store >"$mine/ann.gpg"'
damage 'bytes' "$whom is no text" \
	'printf "a\0b\n" | gpg --batch -e -r open@pass.example >"$mine/ann.gpg" 2>/dev/null'
damage 'newer' "$whom was written by a newer ringbearer" \
	'printf "canary\nringbearer: 2\n" | gpg --batch -e -r open@pass.example >"$mine/ann.gpg" 2>/dev/null'
damage 'a link' "$whom is a symbolic link" \
	'mv "$mine/ann.gpg" "$WORK/away"; ln -s "$WORK/away" "$mine/ann.gpg"'
damage 'a pipe' "$whom is not a regular file" \
	'rm "$mine/ann.gpg"; mkfifo "$mine/ann.gpg"'
}
kept 'the good one is read again' canary-ann
cp "$good" "$mine/my name.gpg"
ask get "${address[@]}"
refused 'a name that nobody writes' "my name.gpg' holds the credential of"
gpg --batch --yes --quiet -e -r open@pass.example -o "$mine/my name.gpg" <<<pw \
	2>/dev/null
ask get "${address[@]}"
refused 'a name that is none' "my name.gpg' has a name that stands for no address"
rm "$mine/my name.gpg"

mv "$mine" "$WORK/elsewhere"
ln -s "$WORK/elsewhere" "$mine"
ask get "${address[@]}" username=ann
refused 'a folder that is a link' 'git.example'
ask store "${address[@]}" username=ann password=canary-out
refused 'a folder that is a link, store' 'git.example'
rm "$mine"
mv "$WORK/elsewhere" "$mine"

# --- locked

fresh_store shut@pass.example
# quickly COMMAND...: as run, and says if it took more than two seconds.
quickly() {
	local begin=${EPOCHREALTIME/./}
	run "$@"
	spent=$((${EPOCHREALTIME/./} - begin))
	[ $spent -lt 2000000 ] || reject "within two seconds: $*" "$spent us"
}
request() { printf '%s\n' "${address[@]}" username=ann "$@"; }
ask store "${address[@]}" username=ann password=canary-1
same 'a locked key: what is new is kept' '0|' "$code|$err"
forget_passphrases
request >"$WORK/request"
request password=canary-2 >"$WORK/new"
key=$(gpg --batch --with-colons --list-keys shut@pass.example |
	awk -F : '$1 == "sub" { print $5 }')
for operation in get erase; do
	quickly setsid -w "$RINGBEARER" --backend pass $operation <"$WORK/request"
	refused "a locked key: $operation" "the key $key of gpg is locked"
	holds "a locked key: $operation, what to do" "$err" "hint: unlock it"
done
quickly setsid -w "$RINGBEARER" --backend pass store <"$WORK/new"
refused 'a locked key: store' "the key $key of gpg is locked"
quickly setsid -w "$RINGBEARER" --backend pass list
refused 'a locked key: list' "the key $key of gpg is locked"
gpg --batch --pinentry-mode loopback --passphrase-fd 3 -d \
	"$STORE/$entry.gpg" 3<<<"$PASSPHRASE" >/dev/null 2>&1
kept 'unlocked by somebody else' canary-1

# A person, by a pinentry of ours. gpg-agent finds it by its configuration.
cat >"$WORK/pinentry" <<-'PINENTRY'
	#!/bin/sh
	echo 'OK ready'
	while read -r word rest; do
		case $word in
		GETPIN)
			answer=$(cat "${0%/*}/answer")
			[ "$answer" != none ] || exec sleep 30
			if [ "$answer" = no ]; then
				echo 'ERR 83886179 canceled'
			else
				printf 'D %s\nOK\n' "$answer"
			fi ;;
		BYE) echo OK; exit ;;
		*) echo OK ;;
		esac
	done
PINENTRY
chmod +x "$WORK/pinentry"
printf 'pinentry-program %s\n' "$WORK/pinentry" >"$GNUPGHOME/gpg-agent.conf"
settings 'secret-service { unlock-timeout = 2 }'
# person ANSWER: asks for ann's entry with a display.
person() {
	printf '%s\n' "$1" >"$WORK/answer"
	forget_passphrases
	DISPLAY=:99 ask get "${address[@]}" username=ann
}
person "$PASSPHRASE"
same 'a person unlocks it' '0|password=canary-1|' \
	"$code|$(grep ^password <<<"$out")|$err"
person no
refused 'a person declines' 'and the passphrase was not given'
person none
refused 'a person does not answer' 'and the passphrase was not given'
settings 'secret-service { prompt = false }'
person "$PASSPHRASE"
refused 'asking is forbidden' 'and nobody can be asked'
settings ''
GIT_TERMINAL_PROMPT=0 person "$PASSPHRASE"
refused 'git forbids to ask' 'and nobody can be asked'
rm "$GNUPGHOME/gpg-agent.conf"
forget_passphrases

# --- keys

quick_key gone@pass.example '' --faked-system-time 20200101T000000
gpg --batch --quiet --faked-system-time 20200101T000000 --quick-set-expire \
	"$(fingerprint gone@pass.example)" 1d '*' 2>>"$WORK/keys.log"
gpg --batch --quiet --faked-system-time 20200101T000000 --quick-set-expire \
	"$(fingerprint gone@pass.example)" 1d 2>>"$WORK/keys.log"
fresh_store
# to KEY...: the store is theirs.
to() { printf '%s\n' "$@" >"$STORE/.gpg-id"; }
to gone@pass.example
ask store "${address[@]}" username=ann password=canary-1
refused 'a key that has expired' "the key 'gone@pass.example', which the store is encrypted to, has expired"
to open@pass.example 0123456789ABCDEF0123456789ABCDEF01234567
ask store "${address[@]}" username=ann password=canary-1
refused 'a key that is missing' "the key '0123456789ABCDEF0123456789ABCDEF01234567', which"
same 'nothing is left behind' '' "$(find "$STORE" -mindepth 1 ! -name .gpg-id)"
to '# the team' '' 'open@pass.example # ann' '  shut@pass.example  '
ask store "${address[@]}" username=ann password=canary-1
same 'two keys and comments' '0|2' \
	"$code|$(gpg --batch --list-packets --list-only "$STORE/$entry.gpg" 2>/dev/null |
		grep -c '^:pubkey enc')"
to gone@pass.example
mkdir -p "$STORE/ringbearer/https/sub.example"
echo open@pass.example >"$STORE/ringbearer/https/sub.example/.gpg-id"
ask store protocol=https host=sub.example username=ann password=canary-2
same 'the nearest .gpg-id counts' '0|' "$code|$err"
PASSWORD_STORE_KEY='open@pass.example shut@pass.example' \
	ask store "${address[@]}" username=bob password=canary-1
same 'PASSWORD_STORE_KEY wins' '0|' "$code|$err"
rm "$STORE/.gpg-id"
ask store "${address[@]}" username=carl password=canary-1
refused 'a store of nobody' "names no key: it has no '.gpg-id'"
: >"$STORE/.gpg-id"
ask store "${address[@]}" username=carl password=canary-1
refused 'an empty .gpg-id' "/.gpg-id' names no key"

fresh_store
ask store "${address[@]}" username=ann password=canary-1
export GNUPGHOME=$WORK/g2
mkdir -m 700 "$GNUPGHOME"
at_end "gpgconf --homedir '$GNUPGHOME' --kill all"
ask get "${address[@]}"
refused 'no secret key' "whose secret part is not here"
holds 'no secret key: its id' "$err" "hint: bring in the secret key $(
	GNUPGHOME=$WORK/g gpg --batch --with-colons --list-keys open@pass.example |
		awk -F : '$1 == "sub" { print $5 }')"
GNUPGHOME=$WORK/g gpg --batch --export open@pass.example |
	gpg --batch --quiet --import 2>/dev/null
ask store protocol=https host=new.example username=bob password=canary-1
refused 'a key that is not trusted' "the key 'open@pass.example', which"
PASSWORD_STORE_GPG_OPTS='--trust-model always' \
	ask store protocol=https host=new.example username=bob password=canary-1
same 'PASSWORD_STORE_GPG_OPTS' '0|' "$code|$err"
export GNUPGHOME=$WORK/g

# --- a signed .gpg-id

fresh_home
STORE=$HOME/.password-store
export PASSWORD_STORE_SIGNING_KEY
PASSWORD_STORE_SIGNING_KEY=$(fingerprint open@pass.example)
command pass init open@pass.example >/dev/null 2>&1
ask store "${address[@]}" username=ann password=canary-1
same 'a signed .gpg-id' '0|' "$code|$err"
echo shut@pass.example >>"$STORE/.gpg-id"
ask store "${address[@]}" username=ann password=canary-2
refused 'a .gpg-id that was changed' 'is not signed by a key of PASSWORD_STORE_SIGNING_KEY'
command pass init open@pass.example >/dev/null 2>&1
PASSWORD_STORE_SIGNING_KEY=$(fingerprint shut@pass.example)
ask store "${address[@]}" username=ann password=canary-2
refused 'a .gpg-id signed by another' 'is not signed by a key of'
rm "$STORE/.gpg-id.sig"
ask store "${address[@]}" username=ann password=canary-2
refused 'a .gpg-id without a signature' 'is not signed by a key of'
unset PASSWORD_STORE_SIGNING_KEY
kept 'nothing of it was kept' canary-1

# --- programs that are missing, slow or broken

# fault NAME PART COMMAND: what gpg is, in a folder before all others.
mkdir "$WORK/bin"
fault() {
	printf '#!/bin/sh\n%s\n' "$3" >"$WORK/bin/gpg2"
	chmod +x "$WORK/bin/gpg2"
	settings 'pass { timeout = 1 }'
	local begin=$SECONDS
	PATH=$WORK/bin:$PATH ask get "${address[@]}"
	refused "gpg $1, get" "$2"
	PATH=$WORK/bin:$PATH ask store "${address[@]}" username=new password=canary-9
	refused "gpg $1, store" "$2"
	[ $((SECONDS - begin)) -le 5 ] ||
		reject "gpg $1: in time" "$((SECONDS - begin)) s"
	rm "$WORK/bin/gpg2"
}
fault 'hangs' 'gpg gave no answer in 1 seconds' 'exec sleep 20'
fault 'leaves a child that hangs' 'gpg gave no answer in 1 seconds' 'sleep 20 & wait'
fault 'is killed' 'gpg was ended by a signal' 'kill -KILL $$'
# Whichever comes first: the limit of bytes, or of time.
fault 'floods' ': gpg ' 'exec yes'
fault 'says nothing' '' 'exit 0'
fault 'fails' '' 'exit 2'
fault 'fails, and prints what it got' '' 'cat >&2; exit 2'
fault 'lies' '' 'echo canary-lie; exit 0'
fault 'is no program' '' 'exec /nonexistent/gpg 2>/dev/null'
same 'nothing new was kept' '' "$(find "$STORE" -name 'new*' -o -name '.tmp*')"
settings ''
kept 'and the old one is there' canary-1

# only WORD...: these programs, and no others.
only() {
	local word
	rm -rf "$WORK/few"
	mkdir "$WORK/few"
	for word in "$@"; do ln -s "$(command -v "$word")" "$WORK/few/"; done
}
only cat
few=$WORK/few
run env PATH="$few" "$RINGBEARER" --backend pass get <"$WORK/request"
refused 'no gpg' 'gpg is not installed'
fresh_home
ask get "${address[@]}"
refused 'no store' "there is no password store '$HOME/.password-store'"
ask store "${address[@]}" username=ann password=canary-1
refused 'no store, store' 'there is no password store'
mkdir -m 707 "$HOME/.password-store"
ask get "${address[@]}"
refused 'a store that anybody may write' 'may be written by others'
PASSWORD_STORE_DIR=relative ask get "${address[@]}"
refused 'a store without a place' "does not begin with '/'"

# --- where it lies

fresh_home
PASSWORD_STORE_DIR=$HOME/one command pass init open@pass.example >/dev/null
PASSWORD_STORE_DIR=$HOME/two command pass init open@pass.example >/dev/null
PASSWORD_STORE_DIR=$HOME/one ask store "${address[@]}" username=ann password=canary-1
same 'PASSWORD_STORE_DIR' yes "$([ -e "$HOME/one/$entry.gpg" ] && echo yes)"
settings "pass { directory = \"$HOME/two\" prefix = \"a/b\" }"
PASSWORD_STORE_DIR=$HOME/one ask store "${address[@]}" username=ann password=canary-1
same 'the configuration wins' yes \
	"$([ -e "$HOME/two/a/b/https/git.example/ann.gpg" ] && echo yes)"
ln -s two "$HOME/.password-store"
settings ''
ask get "${address[@]}"
same 'a store that is a link' 0 "$code"
for prefix in '' .. a/.. /a a/ a//b .git 'a b'; do
	settings "pass { prefix = \"$prefix\" }"
	run "$RINGBEARER" list
	same "prefix '$prefix' is refused" 3 "$code"
done
rm "$HOME/.password-store"
settings ''
mkdir -p "$HOME/.local/share/gopass/stores"
mv "$HOME/one" "$HOME/.local/share/gopass/stores/root"
kept "gopass's store" canary-1

# --- gopass

if command -v gopass >/dev/null; then
	fresh_store
	ask store "${address[@]}" username=ann password=canary-1
	holds 'gopass shows the password' "$(gopass show $entry 2>&1)" canary-1
else
	skip 'gopass' 'it is not installed'
fi

same 'no secret in any error' '' "$(grep -a canary "$WORK/all-errors")"
# A store on a volume that is not mounted, in a chain.
fresh_store
printf 'backend = {"pass", "file"}\n' >"$HOME/.config/ringbearer/config"
run "$RINGBEARER" store < <(printf '%s\n' protocol=https host=away.example \
	username=ann password=canary-away)
same 'in a chain: stored' '0|' "$code|$err"
mv "$STORE" "$HOME/away"
for command in get list check 'token away.example' 'show away.example'; do
	# shellcheck disable=SC2086 # words
	run "$RINGBEARER" $command < <(printf '%s\n' protocol=https \
		host=away.example)
	same "not mounted: $command" '6|' "$code|$out"
	holds "not mounted: $command: said" "$err" "$STORE"
done
mv "$HOME/away" "$STORE"
run "$RINGBEARER" token away.example
same 'mounted again' canary-away "$out"

# gpg-agent has no memory left for secrets, as with many readers at once. What
# gpg says in such a case, so many times; then the real one.
fresh_store
ask store protocol=https host=busy.example username=ann password=canary-busy
mkdir "$WORK/busy"
cat >"$WORK/busy/gpg" <<END
#!/bin/sh
case " \$* " in
*' --decrypt '*)
	left=\$(cat "$WORK/busy/left")
	[ "\$left" -gt 0 ] || exec "$(command -v gpg)" "\$@"
	echo \$((left - 1)) >"$WORK/busy/left"
	echo '[GNUPG:] ENC_TO 83E6D20B23DF5800 1 0' >&2
	echo '[GNUPG:] ERROR pkdecrypt_failed 16810070' >&2
	echo '[GNUPG:] DECRYPTION_FAILED' >&2
	exit 2
	;;
esac
exec "$(command -v gpg)" "\$@"
END
chmod +x "$WORK/busy/gpg"
cp "$WORK/busy/gpg" "$WORK/busy/gpg2"
echo 3 >"$WORK/busy/left"
PATH=$WORK/busy:$PATH ask get protocol=https host=busy.example
same 'a busy agent is waited for' '0|canary-busy|' \
	"$code|$(sed -n 's/^password=//p' <<<"$out")|$err"
echo 1000000 >"$WORK/busy/left"
printf 'backend = pass\npass { timeout = 1 }\n' >"$HOME/.config/ringbearer/config"
began=$(date +%s)
PATH=$WORK/busy:$PATH ask get protocol=https host=busy.example
same 'an agent that stays busy' '6|' "$code|$out"
holds 'an agent that stays busy: said' "$err" 'gpg-agent is busy'
same 'an agent that stays busy: in its time' yes \
	"$([ $(($(date +%s) - began)) -le 5 ] && echo yes)"
case $err in
*damaged*) reject 'an agent that stays busy: nothing is damaged' "$err" ;;
esac

same 'no secret in any file' '' "$(grep -arl canary "$HOME" "$WORK/g" |
	grep -v keys.log)"
finish
