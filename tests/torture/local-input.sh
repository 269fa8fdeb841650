#!/usr/bin/env bash
# What may lie in wait on the machine itself: definitions, configuration,
# store, key and locks that are not what they should be, an environment that
# means harm, and requests of every kind of badness. Each is refused with the
# exit code that is written, names what is wrong, shows no secret, changes
# nothing and waits for nobody.
# One by one these are in tests/cases and tests/unit; here they go through the
# whole program, in every operation.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"
problems=()
limit=3000 # milliseconds: nothing here waits, but the machine may be busy

problem() {
	problems+=("$1")
}

# settle NAME
settle() {
	if [ ${#problems[@]} = 0 ]; then
		pass "$1"
	else
		reject "$1" "${problems[@]}"
	fi
	problems=()
}

# do_it INPUT ARG...: runs the program on INPUT, with printf's escapes; its
# answer is in $out, $err, $code. It may not wait, and never says a token.
do_it() {
	local time peak
	printf '%b' "$1" >"$WORK/input"
	shift
	"$BUILD/tests/measured" "$WORK/measures" "${around[@]}" "$RINGBEARER" \
		"$@" <"$WORK/input" >"$WORK/out" 2>"$WORK/err"
	code=$?
	out=$(tr '\0' '~' <"$WORK/out")
	err=$(<"$WORK/err")
	read -r time peak <"$WORK/measures"
	[ "$time" -le $limit ] || problem "$*: it took $time ms"
	case $err in
	*canary*) problem "$*: the token is in a message" ;;
	esac
}
around=()

# kept: all that is in the store, as one number.
kept() {
	find "$HOME/.local/share/ringbearer/records" -type f -exec cat {} + \
		2>/dev/null | cksum
}

address='protocol=https\nhost=h.example\nusername=me\n'
store_one() {
	do_it "${address}password=canary-old\n" --backend file store
	[ "$code$err" = 0 ] || problem "a store: exit code $code: $err"
}

# still_there: what was stored comes back.
still_there() {
	do_it "$address" --backend file get
	case $out in
	*password=canary-old*) ;;
	*) problem "the token is gone: $code: $err" ;;
	esac
}

# refused EXIT SAID: get, store and erase, all of them, with a message that has
# SAID in it, and no answer.
refused() {
	local operation before
	before=$(kept)
	for operation in get store erase; do
		do_it "${address}password=canary-new\n" --backend file $operation
		[ "$code" = "$1" ] || problem "$operation: exit code $code: $err"
		[ -z "$out" ] || problem "$operation: an answer"
		case $err in
		"ringbearer: "*"$2"*) ;;
		*) problem "$operation says: $err" ;;
		esac
		[ "$1" != 6 ] || [[ $err = *'
hint: '* ]] || problem "$operation: no hint: $err"
	done
	[ "$(kept)" = "$before" ] || problem 'the store has changed'
}

# shellcheck disable=SC2016 # ${HOME} is to stand there
# in_place KIND FILE: something else where FILE is, or was.
in_place() {
	case $1 in
	other-owner) chown 12345 "$2" ;;
	group-writes) chmod 660 "$2" ;;
	others-write) chmod 606 "$2" ;;
	fifo) rm "$2" && mkfifo "$2" ;;
	folder) rm "$2" && mkdir "$2" ;;
	socket)
		rm "$2" && python3 -c 'import socket, sys
socket.socket(socket.AF_UNIX).bind(sys.argv[1])' "$2"
		;;
	zero | null | tty) rm "$2" && ln -s "/dev/$1" "$2" ;;
	link-to-other)
		mv "$2" "$2.real" && chown 12345 "$2.real" && ln -s "$2.real" "$2"
		;;
	loop) rm "$2" && ln -s "$2" "$2" ;;
	large) truncate -s 100M "$2" ;;
	full) head -c 104857600 /dev/zero | tr '\0' '#' >"$2" ;;
	random) head -c 20000 /dev/urandom >"$2" ;;
	binary) cat "$RINGBEARER" >"$2" ;;
	nul) printf 'backend = file\0\n' >"$2" ;;
	bom) printf '\357\273\277%s' "$(cat "$2")" >"$2" ;;
	variable) echo 'title = "${HOME}"' >>"$2" ;;
	esac
}

# suits KIND: whether it can be made here; skips it by name where it cannot.
suits() {
	case $1 in
	other-owner | link-to-other)
		[ "$(id -u)" = 0 ] && return
		skip "$2: $1" 'only root gives files away'
		return 1
		;;
	esac
}

# 1. Configuration and definitions.
config=.config/ringbearer/config
definition=.config/ringbearer/providers/own.conf

# settings: a home with both, and a token in it.
settings() {
	fresh_home
	mkdir -p "$HOME/.config/ringbearer/providers"
	printf 'verify {\n\tpolicy = off\n}\nproviders { directory = "%s" }\n' \
		"$HOME/.config/ringbearer/providers" >"$HOME/$config"
	printf 'provider own {\n\ttitle = "Own"\n\thosts = {"%s"}\n}\n' \
		own.example >"$HOME/$definition"
	store_one
	still_there
}

while read -r kind said; do
	suits "$kind" configuration || continue
	settings
	in_place "$kind" "$HOME/$config"
	refused 3 "$said"
	case $err in
	*"$HOME/$config"*) ;;
	*) problem "no file is named: $err" ;;
	esac
	settle "configuration: $kind"

	suits "$kind" definition >/dev/null || continue
	settings
	in_place "$kind" "$HOME/$definition"
	before=$(kept)
	do_it "${address}password=canary-new\n" --backend file store
	[ "$code" = 3 ] || problem "store: exit code $code: $err"
	case $err in
	*"$HOME/$definition"*"$said"*) ;;
	*) problem "store says: $err" ;;
	esac
	[ "$(kept)" = "$before" ] || problem 'the store has changed'
	# No definition is needed to read.
	still_there
	do_it '' --backend file providers
	settle "definition: $kind"
done <<'TABLE'
other-owner belongs to another user
group-writes may be written by others
others-write may be written by others
fifo is not a regular file
folder is not a regular file
zero is not a regular file
null is not a regular file
tty 
link-to-other belongs to another user
loop Too many levels of symbolic links
large is larger than
full is larger than
random
binary
nul holds a NUL byte
bom 
variable ${
socket 
TABLE

# What is odd but right.
settings
: >"$HOME/$config"
still_there
rm "$HOME/$config"
still_there
settle 'configuration: empty, or none'
settings
: >"$HOME/$definition"
do_it "${address}password=canary-new\n" --backend file store
[ "$code" = 3 ] || problem "exit code $code: $err"
settle 'definition: empty'
settings
mv "$HOME/.config" "$HOME/dotfiles"
ln -s dotfiles "$HOME/.config"
still_there
mv "$HOME/$config" "$HOME/config-of-mine"
ln -s "$HOME/config-of-mine" "$HOME/$config"
still_there
settle 'configuration: behind links of my own'

# Whoever may write to the folder may put another file of mine there.
for mode in 777 770 702; do
	settings
	chmod $mode "$HOME/.config/ringbearer"
	refused 3 "the folder '$HOME/.config/ringbearer' may be written by others"
	settle "configuration: in a folder of mode $mode"
	chmod 700 "$HOME/.config/ringbearer"
	chmod $mode "$HOME/.config/ringbearer/providers"
	before=$(kept)
	do_it "${address}password=canary-new\n" --backend file store
	same "definition: in a folder of mode $mode" "3 $before" "$code $(kept)"
	chmod 700 "$HOME/.config/ringbearer/providers"
	still_there
	settle "definition: in a folder of mode $mode: what is kept is given"
done
# Of a folder like /tmp nobody takes what is another's.
settings
mkdir -m 1777 "$HOME/shared"
cp "$HOME/$config" "$HOME/shared/mine"
do_it "$address" --backend file --config "$HOME/shared/mine" get
same 'configuration: in a folder like /tmp' 0 "$code"
settle 'configuration: in a folder like /tmp'

# 2. The store, the key, the locks.
store=.local/share/ringbearer
key=.local/state/ringbearer/file.key

# home_with_one: a home with one token in it; its file is $record.
home_with_one() {
	fresh_home
	store_one
	record=$(find "$HOME/$store/records" -type f)
}

home_with_one
for what in "record $record" "key $HOME/$key"; do
	for kind in flip cut; do
		tried=$(python3 "$SOURCE/tests/hostile/damage.py" \
			"$RINGBEARER" "${what#* }" $kind canary-old)
		same "${what%% *}: $kind every byte" \
			"$(wc -c <"${what#* }")" "$tried"
	done
done
still_there
settle 'record and key, put right: the token comes back'

# not_taken NAME SAID: none of the operations does anything, none hangs.
not_taken() {
	refused 6 "$2"
	settle "$1"
}

for mode in 777 770 705; do
	home_with_one
	chmod $mode "$HOME/$store"
	not_taken "store: mode $mode" 'is open to others'
done
home_with_one
mv "$HOME/$store" "$HOME/elsewhere"
ln -s "$HOME/elsewhere" "$HOME/$store"
not_taken 'store: a link' 'is a symbolic link'
home_with_one
mv "$record" "$HOME/real"
ln -s "$HOME/real" "$record"
not_taken 'record: a link' 'is a symbolic link'
home_with_one
mv "$HOME/$key" "$HOME/real"
ln -s "$HOME/real" "$HOME/$key"
not_taken 'key: a link' 'is a symbolic link'
home_with_one
ln "$record" "$HOME/second"
not_taken 'record: a second link' 'has a second hard link'
for kind in fifo folder zero loop; do
	home_with_one
	in_place $kind "$record"
	before=$(find "$HOME/$store/records" -ls)
	do_it "$address" --backend file get
	[ "$code$out" = 6 ] || problem "get: exit code $code: $out"
	case $err in
	*"$record"*'hint: '*) ;;
	*) problem "get says: $err" ;;
	esac
	do_it "$address" --backend file erase
	[ "$code" = 6 ] || problem "erase: exit code $code"
	settle "record: $kind"
done
if [ "$(id -u)" = 0 ]; then
	home_with_one
	chown 12345 "$HOME/$store"
	not_taken 'store: of another user' 'belongs to another user'
	home_with_one
	chown 12345 "$record"
	not_taken 'record: of another user' 'belongs to another user'
	home_with_one
	chown 12345 "$HOME/$key"
	not_taken 'key: of another user' 'belongs to another user'
else
	skip 'store, record and key of another user' 'only root gives files away'
fi
# Two records change places: of two hosts, and of two people on one.
for other in 'host=other.example\nusername=me' 'host=h.example\nusername=you'; do
	home_with_one
	do_it "protocol=https\n$other\npassword=canary-other\n" --backend file \
		store
	second=$(find "$HOME/$store/records" -type f ! -path "$record")
	mv "$record" "$HOME/x" && mv "$second" "$record" && mv "$HOME/x" "$second"
	not_taken "records of '$other' changed places" 'was moved here'
	do_it "protocol=https\n$other\n" --backend file get
	same "records of '$other' changed places: the other" 6 "$code$out"
	settle "records of '$other' changed places: both are told"
done
home_with_one
rm "$HOME/$key"
not_taken 'key: missing' "'$HOME/$key' is missing; 1 record is sealed with it"
for kind in fifo folder zero null loop large random; do
	home_with_one
	in_place $kind "$HOME/$key"
	not_taken "key: $kind" "$HOME/$key"
done
for mode in 640 604 660; do
	home_with_one
	chmod $mode "$HOME/$key"
	not_taken "key: mode $mode" 'is open to others'
done

# Locks: nothing is written through them, nothing waits for them.
for kind in link fifo folder zero; do
	home_with_one
	echo untouched >"$HOME/victim"
	find "$HOME" -path '*/locks/*' -o -name '*.lock' >"$WORK/locks"
	while read -r lock; do
		if [ $kind = link ]; then
			ln -sf "$HOME/victim" "$lock"
		else
			in_place $kind "$lock"
		fi
	done <"$WORK/locks"
	do_it "${address}password=canary-new\n" --backend file store
	case $kind:$code in
	fifo:0) ;;
	*:6) ;;
	*) problem "store: exit code $code: $err" ;;
	esac
	do_it "$address" --backend file erase
	do_it '' --backend file list
	[ "$(cat "$HOME/victim")" = untouched ] || problem 'written through'
	settle "locks: $kind ($(wc -l <"$WORK/locks"))"
done
for kind in file link; do
	home_with_one
	mv "$HOME/.local/state/ringbearer" "$HOME/state"
	if [ $kind = file ]; then
		echo >"$HOME/.local/state/ringbearer"
		refused 6 "$HOME/.local/state/ringbearer"
	else
		ln -s "$HOME/state" "$HOME/.local/state/ringbearer"
		still_there
	fi
	settle "state folder: a $kind"
done

# 3. The environment. `around` is what the program is started by.
# surroundings NAME GET-EXIT COMMAND...: of a home where a token is kept.
surroundings() {
	local name=$1 exit=$2
	shift 2
	home_with_one
	around=("$@")
	do_it "$address" --backend file get
	[ "$code" = "$exit" ] || problem "get: exit code $code: $err"
	if [ "$exit" = 0 ]; then
		case $out in
		*password=canary-old*) ;;
		*) problem "get: no answer: $err" ;;
		esac
	fi
	around=()
	still_there
	settle "$name"
}

cd "$WORK" || exit 1
mkdir -p evil/ringbearer
echo 'nonsense' >evil/ringbearer/config
surroundings 'XDG variables that are relative' 0 env XDG_CONFIG_HOME=evil \
	XDG_DATA_HOME=evil XDG_STATE_HOME=./evil
surroundings 'XDG variables that are empty' 0 env XDG_CONFIG_HOME= \
	XDG_DATA_HOME= XDG_STATE_HOME=
surroundings 'a TMPDIR that is not there' 0 env TMPDIR=/nonexistent
surroundings 'hostile variables of libraries' 0 env MALLOC_CHECK_=7 \
	LD_BIND_NOW= LANG=../../evil LC_ALL=../../evil NLSPATH=/dev/zero \
	TZ=/dev/zero SSL_CERT_FILE=/dev/zero OPENSSL_CONF=/dev/zero \
	CURL_HOME=/dev SSLKEYLOGFILE="$WORK/keys" HOSTALIASES=/dev/zero \
	TERM=../../evil COLUMNS=-1 LINES=99999999999
export FILLER
FILLER=$(head -c 100000 /dev/zero | tr '\0' x)
variables=()
for n in $(seq 10); do
	variables+=("FILLER_$n=$FILLER")
done
surroundings 'an environment of a megabyte' 0 env "${variables[@]}"
unset FILLER
# shellcheck disable=SC2016 # by the inner shell
surroundings 'no environment at all but HOME' 0 \
	sh -c 'exec env -i HOME="$HOME" "$@"' sh
surroundings 'no terminal' 0 setsid -w

# elsewhere NAME EXIT HOME: no token is found there; EXIT is that of a store.
elsewhere() {
	local home=$HOME
	around=(env "HOME=$3")
	do_it "$address" --backend file get
	[ -z "$out" ] || problem "get: an answer"
	do_it "${address}password=canary-new\n" --backend file store
	[ "$code" = "$2" ] || problem "store: exit code $code: $err"
	[ "$2" = 0 ] || [[ $err = *"${3:0:500}"* ]] ||
		problem "store says: $err"
	around=()
	settle "$1"
}

home_with_one
elsewhere 'a home that is a file' 6 "$record"
elsewhere 'a home that is a device' 6 /dev/null
elsewhere 'a home with a name that is too long' 3 \
	"/$(head -c 5000 /dev/zero | tr '\0' h)"
mkdir "$WORK/new"
elsewhere 'a home with odd letters in its name' 0 \
	"$WORK/new/ a'b\"c\$(touch $WORK/new/x)%s"
[ ! -e "$WORK/new/x" ] || reject 'a home with odd letters: run'
if [ "$(id -u)" = 0 ]; then
	chmod 711 "$WORK"
	mkdir -m 755 "$WORK/not-mine"
	around=(setpriv --reuid 12345 --regid 12345 --clear-groups env
		"HOME=$WORK/not-mine" XDG_RUNTIME_DIR=)
	do_it "$address" --backend file get
	[ "$code$out$err" = 0 ] || problem "get: $code: $err"
	do_it "${address}password=canary-new\n" --backend file store
	[ "$code" = 6 ] || problem "store: exit code $code"
	case $err in
	*"cannot make the folder '$WORK/not-mine/"*) ;;
	*) problem "store says: $err" ;;
	esac
	around=()
	settle 'a home that cannot be written'
else
	skip 'a home that cannot be written' 'it is made for another user, by root'
fi

# Standard input, output and error closed, in every combination: no file of
# ours takes their places, nothing is lost.
for closed in '0<&-' '1>&-' '2>&-' '0<&- 1>&-' '1>&- 2>&-' '0<&- 2>&-' \
	'0<&- 1>&- 2>&-'; do
	home_with_one
	before=$(kept)
	for operation in get store erase; do
		printf '%b' "${address}password=canary-new\n" >"$WORK/input"
		(
			eval "timeout 20 \"\$RINGBEARER\" --backend file \
				$operation <\"\$WORK/input\" >\"\$WORK/out\" \
				2>\"\$WORK/err\" $closed"
		)
		code=$?
		case $operation:$closed:$code in
		*:*0*:3) ;;
		get:*1*:6) ;;
		get:2*:0 | store:[12]*:0 | erase:[12]*:0) ;;
		*) problem "$operation: exit code $code" ;;
		esac
		grep -qs canary "$WORK/err" && problem "$operation: a token"
		case $closed in
		0*) [ "$(kept)" = "$before" ] || problem "$operation: changed" ;;
		esac
	done
	settle "closed: $closed"
done

if unshare -m true 2>/dev/null; then
	surroundings 'no /proc' 0 unshare -m sh -c \
		'mount -t tmpfs none /proc && exec "$@"' sh
	home_with_one
	around=(unshare -m sh -c 'mount -t tmpfs none /proc && exec "$@"' sh)
	do_it 'protocol=https\nhost=api.notion.com\npassword=canary-n\n' \
		--backend file store
	same 'no /proc: what needs the verifier is kept unverified' 0 "$code"
	holds 'no /proc: and that is said' "$err" 'not verified'
	around=()
	surroundings 'no /dev' 0 unshare -m sh -c \
		'mount -t tmpfs none /dev && exec "$@"' sh
else
	skip 'no /proc, no /dev' 'no mounts of our own here'
fi

# 4. Requests. In a store with two tokens nothing may come out or change.
home_with_one
do_it 'protocol=https\nhost=127.0.0.1\nusername=me\npassword=canary-ip\n' \
	--backend file store
do_it 'protocol=https\nhost=[::1]\nusername=me\npassword=canary-ip\n' \
	--backend file store
before=$(kept)

# nothing OPERATION EXITS INPUT: one of EXITS, no answer, no change.
nothing() {
	do_it "$3" --backend file "$1"
	case " $2 " in
	*" $code "*) ;;
	*) problem "$1: exit code $code: $err" ;;
	esac
	[ -z "$out" ] || problem "$1: an answer"
	[ "$code" = 0 ] || [[ $err = 'ringbearer: '* ]] ||
		problem "$1 says: $err"
	if [ "$(kept)" != "$before" ]; then
		problem "$1: the store has changed"
		before=$(kept)
	fi
}

# Hosts that some parser takes for one that is stored.
while IFS= read -r host; do
	nothing get '0 3' "protocol=https\nhost=$host\n"
	nothing erase '0 3' "protocol=https\nhost=$host\n"
	# In a URL these are spellings of h.example itself.
	case $host in
	h.example/ | %68.example | h%2eexample) ;;
	*) nothing get '0 3' "url=https://$host/\n" ;;
	esac
	settle "host $host: another"
done <<'TABLE'
h.example:8443
h.example:0443
h.example:99999
h.example:65979
h.example:443x
h.example:+443
h.example: 443
h.example:-1
h.example.evil.example
evil-h.example
xh.example
.h.example
h..example
h.example..
h.example@evil.example
evil.example\\@h.example
evil.example#h.example
evil.example?h.example
evil.example/h.example
h.example/
h.example%2eevil.example
h.example%00.evil.example
h.example\0.evil.example
%68.example
h%2eexample
h.example\r
h.example\t
 h.example
h.example 
\xef\xbd\x88.example
h\xc2\xad.example
h\xe2\x80\x8b.example
h\xe3\x80\x82example
*.example
*
h.*
127.1
0x7f.0.0.1
0x7f000001
2130706433
017700000001
127.0.0.1..
127.000.000.001
[::ffff:127.0.0.1]
[::1%25eth0]
[::1%lo]
[::1]x
[::1
::1
TABLE

# The rest of what was found in other helpers.
while IFS='|' read -r name exits request; do
	for operation in get store erase; do
		nothing $operation "$exits" "$request"
	done
	settle "request: $name"
done <<'TABLE'
nothing|3 0|
a blank line|3 0|\n
a name alone|3|username=me\n
a password alone|3|password=canary-old\n
protocol alone|3|protocol=https\n
host alone|3|host=h.example\n
no = in a line|3|protocol=https\nhost=h.example\nusername=me\npassword\n
CR LF|3|protocol=https\r\nhost=h.example\r\nusername=me\r\npassword=canary-x\r\n
a CR in the host|3|protocol=https\nhost=h.example\rhost=evil.example\n
a CR in the name|3|protocol=https\nhost=h.example\nusername=m\re\npassword=canary-x\n
a NUL in the host|3|protocol=https\nhost=h.example\0.evil.example\nusername=me\npassword=canary-x\n
a NUL in the name|3|protocol=https\nhost=h.example\nusername=me\0x\npassword=canary-x\n
a NUL in the protocol|3|protocol=https\0x\nhost=h.example\nusername=me\npassword=canary-x\n
a NUL in the path|3|protocol=https\nhost=h.example\npath=a\0b\nusername=me\npassword=canary-x\n
ESC in the name|3|protocol=https\nhost=h.example\nusername=\x1b[2J\npassword=canary-x\n
DEL in the host|3|protocol=https\nhost=h\x7f.example\nusername=me\npassword=canary-x\n
two protocols|3|protocol=https\nprotocol=http\nhost=h.example\nusername=me\npassword=canary-x\n
two hosts|3|protocol=https\nhost=evil.example\nhost=h.example\nusername=me\npassword=canary-x\n
two names|3|protocol=https\nhost=h.example\nusername=me\nusername=you\npassword=canary-x\n
two paths|3|protocol=https\nhost=h.example\npath=a\npath=b\nusername=me\npassword=canary-x\n
a url with a LF|3|url=https://evil.example%0ahost=h.example/\npassword=canary-x\n
a url with a CR|3|url=https://h.example%0d/\npassword=canary-x\n
a url with a NUL|3|url=https://h.example%00/\npassword=canary-x\n
a url in pieces|3|url=https:h.example\npassword=canary-x\n
no key|3|=h.example\nprotocol=https\nhost=h.example\n
binary|3|\x7fELF\x02\x01\x01\0\0\0\0\0\0\n
UTF-16|3|p\0r\0o\0t\0o\0c\0o\0l\0=\0h\0\n\0
a BOM|3|\xef\xbb\xbfprotocol=https\nhost=h.example\nusername=me\npassword=canary-x\n
TABLE

# In a secret only a store minds; what is asked for is not by it.
for byte in '\0' '\r'; do
	nothing store 3 "${address}password=canary${byte}x\n"
	nothing erase 3 "${address}password=canary-old${byte}x\n"
done
settle 'a NUL or CR in the password'

# Long and many. A line may have 65535 bytes.
megabyte=$(head -c 1000000 /dev/zero | tr '\0' x)
for line in host username path password; do
	nothing store 3 "protocol=https\nhost=h.example\n$line=$megabyte\n"
done
settle 'a line of a megabyte: not stored'
do_it "${address}wwwauth[]=$megabyte\nunknown=$megabyte\n" --backend file get
holds 'a line of a megabyte that is ignored: get' "$out" canary-old
settle 'a line of a megabyte that is ignored'
junk=$(seq -f 'x%.0f=y' 100000)
do_it "$junk\n$address" --backend file get
holds '100,000 lines that are ignored' "$out" canary-old
settle '100,000 lines that are ignored'
head -c 104857600 /dev/zero >"$WORK/zeros"
for operation in get store erase; do
	"$BUILD/tests/measured" "$WORK/measures" "$RINGBEARER" --backend file \
		$operation <"$WORK/zeros" >"$WORK/out" 2>"$WORK/err"
	code=$?
	read -r time peak <"$WORK/measures"
	[ "$code" = 3 ] || problem "$operation: exit code $code"
	[ "$peak" -le 40960 ] || problem "$operation: $peak KiB"
	[ "$time" -le $limit ] || problem "$operation: $time ms"
	[ "$(kept)" = "$before" ] || problem "$operation: changed"
done
settle '100 MB of NUL'
run timeout 20 "$RINGBEARER" --backend file get </dev/zero
same 'NUL without end' 3 "$code"
run timeout 20 "$RINGBEARER" --backend file get < <(yes 'x=y')
same 'lines without end' 3 "$code"

# What is odd but good comes back as it is.
# round_trip NAME LINES: of a store, then a get.
round_trip() {
	home_with_one
	do_it "protocol=https\nhost=o.example\n$2" --backend file store
	[ "$code$err" = 0 ] || problem "store: $code: $err"
	do_it "protocol=https\nhost=o.example\n" --backend file get
	[ "$out" = "$(printf '%b' "$3")" ] || problem "get: $out"
	settle "$1"
}
round_trip 'the last of two passwords' \
	'username=a\npassword=canary-1\npassword=canary-2\n' \
	'username=a\npassword=canary-2'
round_trip 'an empty password' 'username=a\npassword=\n' \
	'username=a\npassword='
round_trip 'a password that is not UTF-8' \
	'username=a\npassword=canary\xff\xfe\x80\n' \
	'username=a\npassword=canary\xff\xfe\x80'
round_trip 'a name that is not UTF-8' 'username=\xe9\npassword=canary\n' \
	'username=\xe9\npassword=canary'
# shellcheck disable=SC2016 # signs
round_trip 'signs of all kinds' 'username=a=b%0a\npassword= can\\\\ary="$(x)` \n' \
	'username=a=b%0a\npassword= can\\\\ary="$(x)` '
# shellcheck disable=SC2016 # by the inner shell
around=(sh -c 'exec "$BUILD/bin/git-credential-ringbearer" "$2"' sh)
export BUILD
for operation in unknown GET 'get ' ../get; do
	do_it "$address" "$operation"
	[ "$code$out$err" = 0 ] || problem "'$operation': $code: $out$err"
done
around=()
settle 'operations that are not known'
finish
