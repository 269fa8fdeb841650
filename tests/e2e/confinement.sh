#!/usr/bin/env bash
# What the programs and their children can reach: the kernel's limits and what
# the doctor says of them, names without files, environment, descriptors.
# tests/unit/helper/verifier/sandbox_test.c tries to cross each limit.
. "$(dirname "$0")/../lib.sh"

if is_sanitized; then
	skip confinement 'a sanitizer traces its process, so nothing is confined'
	finish
fi
BACKEND="file"
token=sim-calendly-good-ann
start_simulator
without=$BUILD/tests/without
verify=$BUILD/libexec/ringbearer/ringbearer-verify
whole=$("$verify" --confinement)

# said SUBJECT: the doctor's lines of it.
said() {
	printf '%s\n' "$out" | grep -E "^(ok|note|problem) +$1 "
}

# request HOST TOKEN: to be kept.
request() {
	printf '%s\n' protocol=https "host=$1" "password=$2"
}

# verified NAME COMMAND...: a store through the command is verified.
verified() {
	local name=$1
	shift
	fresh_home
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	configure
	run "$@" "$RINGBEARER" --backend file store \
		< <(request api.calendly.com $token)
	same "$name: kept" "0|" "$code|$err"
	ask get protocol=https host=api.calendly.com
	holds "$name: verified" "$out" organization-uri=
}

# It is a part, and says so to whoever starts it by hand.
run "$verify" nonsense
same 'the verifier: wrong usage' \
	'2||ringbearer-verify: wrong usage; see --help' "$code|$out|$err"
run "$verify" --help
holds 'the verifier: --help' "$out" 'usage: ringbearer-verify < QUESTIONS'
run "$verify" --version
same 'the verifier: --version' "$("$RINGBEARER" --version)" \
	"${out/-verify/}"
run "$verify" < <(printf 'canary\n')
same 'the verifier: no questions' '3|' "$code|$out"
holds 'the verifier: no questions, said' "$err" 'ringbearer-verify: '

# What holds on this machine, and how it looks where a kernel offers less.
verified 'as it is' env
run "$RINGBEARER" doctor
if [ "$(printf '%s\n' "$whole" | wc -l)" = 1 ]; then
	same 'doctor: what is in force' "ok      verifier      $whole" \
		"$(said verifier)"
else
	skip 'doctor: all in force' "$whole"
	holds 'doctor: what is in force' "$(said verifier)" \
		"${whole%%$'\n'*}; ${whole#*$'\n'}"
fi
none='landlock (files, network, signals): the kernel has none'
while IFS='|' read -r missing line; do
	# shellcheck disable=SC2086 # words
	verified "without $missing" "$without" $missing --
	# shellcheck disable=SC2086
	run "$without" $missing -- "$RINGBEARER" doctor
	case $whole in
	*seccomp*landlock* | *not*)
		skip "doctor: without $missing" "$whole"
		continue
		;;
	esac
	holds "doctor: without $missing" "$(said verifier)" "$line"
	same "doctor: without $missing: no problem" 0 "$code"
done <<TABLE
landlock|note    verifier      confined by seccomp; not by $none
seccomp|note    verifier      confined by landlock (files, network, signals); not by seccomp: the kernel has none
landlock seccomp|note    verifier      not confined by the kernel; not by $none; seccomp: the kernel has none
close_range|ok      verifier      confined by landlock (files, network, signals), seccomp
pidfd_open|ok      verifier      confined by landlock (files, network, signals), seccomp
TABLE
run "$without" landlock -- "$RINGBEARER" doctor --json
same 'doctor: as JSON' "note confined by seccomp; not by $none" \
	"$(printf '%s' "$out" | perl -MJSON::PP -0777 -e \
		'print map { "$_->{state} $_->{text}" } grep
			{ $_->{subject} eq "verifier" } @{decode_json(<STDIN>)}')"

# In force while it asks, as the kernel has it.
verified 'before it waits' env
request api.calendly.com sim-calendly-stall |
	"$RINGBEARER" --backend file store 2>"$WORK/err" &
asking=$!
for _ in $(seq 100); do
	waiting=$(pgrep -P $asking) &&
		grep -q '^Seccomp:.*2' "/proc/$waiting/status" && break
	sleep 0.02
done
# state KEY: of the verifier, as the kernel tells it.
state() {
	sed -n "s/^$1:[^0-9]*//p" "/proc/$waiting/status"
}
same 'while it asks: seccomp' 2 "$(state Seccomp)"
same 'while it asks: no new privileges' 1 "$(state NoNewPrivs)"
same 'while it asks: no core' '0 0' \
	"$(awk '/core file/ { print $5, $6 }' "/proc/$waiting/limits")"
same 'while it asks: its folder' / "$(readlink "/proc/$waiting/cwd")"
wait $asking

# Whoever starts it by hand may leave it more than it needs. Its files are to be
# seen by root alone.
if [ "$(id -u)" = 0 ]; then
	: >"$WORK/inherited"
	mkfifo "$WORK/questions"
	"$verify" <"$WORK/questions" 7<"$WORK/inherited" 2>/dev/null &
	waiting=$!
	exec 8>"$WORK/questions"
	for _ in $(seq 100); do
		[[ $(<"/proc/$waiting/comm") = ringbearer-* ]] &&
			[ ! -e "/proc/$waiting/fd/7" ] && break
		sleep 0.02
	done
	# shellcheck disable=SC2012 # numbers
	same 'by hand: no file that was inherited' '0 1 2' \
		"$(ls "/proc/$waiting/fd" | sort | paste -sd ' ')"
	exec 8>&-
	wait $waiting
else
	skip 'by hand: no file that was inherited' 'only root sees them'
fi

# Other processes of the same user look at ours while they wait. Root may look
# at any, so as root it is done as nobody.
someone=()
[ "$(id -u)" != 0 ] ||
	someone=(setpriv --reuid=65534 --regid=65534 --clear-groups)
chmod 711 "$WORK"
mkdir -m 777 "$WORK/nobody"
cp -r "$BUILD/bin" "$WORK/bin"
mkdir "$WORK/libexec"
cp -r "$BUILD/libexec/ringbearer" "$WORK/libexec/ringbearer"
chmod -R go+rX "$WORK/bin" "$WORK/libexec"
mkfifo -m 666 "$WORK/nobody/fifo"
# peep COMMAND...: starts it as someone, waiting for its input, and leaves in
# $seen and $memory what another process of theirs can read of it.
peep() {
	local name
	HOME=$WORK/nobody CANARY=canary-peep "${someone[@]}" "$@" \
		<"$WORK/nobody/fifo" >/dev/null 2>&1 &
	exec 9>"$WORK/nobody/fifo"
	for _ in $(seq 100); do
		name=${1##*/}
		[ "$(cat "/proc/$!/comm")" = "${name:0:15}" ] &&
			grep -q '^State:.S' "/proc/$!/status" && break
		sleep 0.02
	done
	seen=$("${someone[@]}" cat "/proc/$!/environ" 2>&1 | tr '\0' '\n' |
		grep -oE 'CANARY=canary-peep|Permission denied')
	memory=$("${someone[@]}" head -c 1 "/proc/$!/mem" 2>&1 |
		grep -oE 'Permission denied|error reading')
	exec 9>&-
	wait $!
}
peep cat
same 'peeping at a program like any' 'CANARY=canary-peep error reading' \
	"$seen $memory"
# hidden NAME COMMAND...
hidden() {
	local name=$1
	shift
	peep "$@"
	same "peeping at $name" 'Permission denied Permission denied' \
		"$seen $memory"
}
hidden ringbearer "$WORK/bin/ringbearer" --backend file get
hidden ringbearer-verify "$WORK/libexec/ringbearer/ringbearer-verify"

# A verifier that was taken over: what the definition does not learn is no
# answer, and leaves nothing behind.
cat >"$WORK/nonsense" <<'SCRIPT'
#!/bin/bash
cat >/dev/null
head=$(printf 'verdict=ok\naccount=a\nid=1\nfield.answer.number=0\n%s' "$(cat LINE)")
LC_ALL=C printf '%d 0\n%s\n' $((${#head} + 1)) "$head"
SCRIPT
cp "$WORK/libexec/ringbearer/ringbearer-verify" "$WORK/verify.before"
sed "s|LINE|$WORK/line|" "$WORK/nonsense" >"$WORK/libexec/ringbearer/ringbearer-verify"
for line in field.timezone=Europe/Paris field.host=evil.example field.quit=1 \
	field.url= 'field.capability[]=state' field.user-uri=%1B \
	field.answer.number=1 password=other username=other secret.role=r; do
	fresh_home
	printf '%s\n' "$line" >"$WORK/line"
	run "$WORK/bin/ringbearer" --backend file store \
		< <(request api.calendly.com $token)
	if [ "$line" = field.timezone=Europe/Paris ]; then
		same "a stand-in's answer is taken: $line" 0 "$code"
		continue
	fi
	same "nonsense: $line" 5 "$code"
	holds "nonsense, said: $line" "$err" 'the verifier answered nonsense'
	same "nonsense, nothing kept: $line" '' \
		"$(request api.calendly.com x | sed '/password/d' |
			"$WORK/bin/ringbearer" --backend file get 2>&1)"
done
cp "$WORK/verify.before" "$WORK/libexec/ringbearer/ringbearer-verify"

# What is handed to children. The verifier and the hook are stand-ins that tell
# what they were given.
cat >"$WORK/tell" <<'SCRIPT'
#!/bin/sh
out=OUT.${0##*/}
tr '\0' '\n' </proc/$$/environ | sed 's/=.*//' | sort | tr '\n' ' ' >"$out"
ls -l /proc/$$/fd | sed -n 's/.*-> //p' >"$out.files"
echo "$(umask) $(ulimit -c) $(pwd)" >"$out.limits"
cat >/dev/null
SCRIPT
sed "s|OUT|$WORK/told|" "$WORK/tell" >"$WORK/libexec/ringbearer/ringbearer-verify"
cp "$WORK/libexec/ringbearer/ringbearer-verify" "$WORK/hook"
chmod 755 "$WORK/hook"
fresh_home
configure "hook = \"$WORK/hook\""
hostile="LD_BIND_NOT=1 GIO_EXTRA_MODULES=/nowhere GTK_PATH=/nowhere G_DEBUG=help
	SECRET_BACKEND=file SNAP_NAME=x SSLKEYLOGFILE=$WORK/keys CURL_HOME=/nowhere
	OPENSSL_CONF=/nowhere SSL_CERT_FILE=/nowhere CURL_CA_BUNDLE=/nowhere
	RES_OPTIONS=debug LOCALDOMAIN=x HOSTALIASES=/nowhere GCONV_PATH=/nowhere
	MALLOC_CHECK_=1 BASH_ENV=/nowhere A_TOKEN=canary-variable"
: >"$WORK/inherited"
# shellcheck disable=SC2086 # words
(
	umask 027
	ulimit -S -c 16 2>/dev/null
	exec 7<"$WORK/inherited"
	request api.calendly.com $token |
		env $hostile no_proxy=x https_proxy="http://127.0.0.1:$PROXY_PORT" \
			"$WORK/bin/ringbearer" --backend file store
) >/dev/null 2>&1
same "the verifier's environment" 'https_proxy no_proxy ' \
	"$(cat "$WORK/told.ringbearer-verify")"
same "the verifier's files: none that was inherited" '' \
	"$(grep inherited "$WORK/told.ringbearer-verify.files")"
same "the verifier's files: standard error is nobody's" 1 \
	"$(grep -c '^/dev/null$' "$WORK/told.ringbearer-verify.files")"
same "the verifier's limits" '0077 0 /' \
	"$(cat "$WORK/told.ringbearer-verify.limits")"
same "the hook's environment: what the manual names" '' \
	"$(tr ' ' '\n' <"$WORK/told.hook" | grep . |
		grep -vxE 'HOME|PATH|LANG|XDG_.*|DBUS_SESSION_BUS_ADDRESS|(WAYLAND_)?DISPLAY')"
holds "the hook's environment: it is told where home is" \
	"$(cat "$WORK/told.hook")" HOME
same "the hook's files: none that was inherited" '' \
	"$(grep inherited "$WORK/told.hook.files")"
same "the hook's limits: the caller's" '0027 32 /' \
	"$(cat "$WORK/told.hook.limits")"
# shellcheck disable=SC2086
verified 'hostile variables' env $hostile
same 'hostile variables: no keys of TLS are written' '' "$(ls "$WORK/keys" 2>/dev/null)"
cat >"$WORK/in-a-keyring.sh" <<'SCRIPT'
printf 'protocol=https\nhost=k.example\nusername=u\npassword=canary-2\n' |
	env $HOSTILE G_MESSAGES_DEBUG=all GOBJECT_DEBUG=help \
		SECRET_SERVICE_BUS_NAME=org.example.Nowhere \
		"$RINGBEARER" --backend secret-service store 2>&1
printf 'protocol=https\nhost=k.example\n\n' |
	"$RINGBEARER" --backend secret-service get
SCRIPT
HOSTILE=$hostile KEEP_HOME=1 run "$SOURCE/tests/keyring/keyring.sh" --unlocked \
	bash "$WORK/in-a-keyring.sh" </dev/null
same "hostile variables: a keyring's child prints nothing, goes nowhere else" \
	username=u "${out%%$'\n'*}"
holds 'hostile variables: kept in the keyring' "$out" password=canary-2

# Names, in a network of our own: from /etc/hosts, from a name server, and
# from one whose answer comes by TCP only; at a proxy and at a provider.
cat >"$WORK/names.py" <<'PYTHON'
import socket, struct, sys, threading

def answer(query, truncated):
    end = query.index(b"\0", 12) + 5
    kind = struct.unpack(">H", query[end - 4:end - 2])[0]
    flags = 0x8380 if truncated else 0x8180
    count = 1 if kind == 1 and not truncated else 0
    head = query[:2] + struct.pack(">5H", flags, 1, count, 0, 0)
    record = b"\xc0\x0c" + struct.pack(">HHIH", 1, 1, 60, 4) + b"\x7f\0\0\1"
    return head + query[12:end] + record * count

def by_udp(s):
    while True:
        query, client = s.recvfrom(4096)
        s.sendto(answer(query, b"long" in query), client)

def by_tcp(s):
    while True:
        client, _ = s.accept()
        while True:
            head = client.recv(2)
            if len(head) < 2:
                break
            reply = answer(client.recv(struct.unpack(">H", head)[0]), False)
            client.sendall(struct.pack(">H", len(reply)) + reply)

udp = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
udp.bind(("127.0.0.1", 53))
tcp = socket.create_server(("127.0.0.1", 53))
threading.Thread(target=by_udp, args=[udp], daemon=True).start()
open(sys.argv[1], "w").close()
by_tcp(tcp)
PYTHON
cat >"$WORK/in-a-network.sh" <<'SCRIPT'
. "$SOURCE_LIB"
BACKEND="file"
cp -r "$OUTER_WORK/certificates" "$WORK"
start_simulator
for file in hosts resolv.conf nsswitch.conf; do
	mount --bind "$OUTER_WORK/$file" "/etc/$file"
done
python3 "$OUTER_WORK/names.py" "$WORK/names-ready" &
at_end "kill $!"
(cd "$OUTER_WORK/site" && exec openssl s_server -quiet \
	-accept 127.0.0.1:443 -cert "$WORK/certificates/good.pem" \
	-key "$WORK/certificates/good.key" -HTTP >/dev/null 2>&1) &
at_end "kill $!"
for _ in $(seq 100); do
	[ -e "$WORK/names-ready" ] &&
		(: >/dev/tcp/127.0.0.1/443) 2>/dev/null && break
	sleep 0.05
done
for name in proxy-by-hosts proxy-by-dns proxy-by-long-dns; do
	fresh_home
	configure
	https_proxy=http://$name.test:$PROXY_PORT
	export https_proxy
	ask store protocol=https host=api.calendly.com password=sim-calendly-good-ann
	same "a name: $name" "0|" "$code|$err"
	fetch=$("$RINGBEARER" --backend file get \
		<<<$'protocol=https\nhost=api.calendly.com')
	holds "a name: $name: verified" "$fetch" organization-uri=
done
fresh_home
configure
unset https_proxy
ask store protocol=https host=api.calendly.com password=canary-direct
same 'a provider without a proxy' "0|" "$code|$err"
holds 'a provider without a proxy: verified' \
	"$("$RINGBEARER" --backend file get \
		<<<$'protocol=https\nhost=api.calendly.com')" account=direct@example.org
finish
SCRIPT
printf '127.0.0.1 localhost proxy-by-hosts.test api.calendly.com\n' >"$WORK/hosts"
printf 'nameserver 127.0.0.1\n' >"$WORK/resolv.conf"
# `resolve` and `mymachines` cannot be reached; names have to be found anyway.
printf 'hosts: files mymachines resolve [!UNAVAIL=return] dns\n' \
	>"$WORK/nsswitch.conf"
mkdir -p "$WORK/site/users"
{
	printf 'HTTP/1.0 200 ok\r\nContent-Type: application/json\r\n\r\n'
	printf '{"resource":{"uri":"https://api.calendly.com/users/D","name":"Di",'
	printf '"email":"direct@example.org","current_organization":'
	printf '"https://api.calendly.com/organizations/O"}}'
} >"$WORK/site/users/me"
# shellcheck disable=SC2016 # for the inner shell
if unshare --map-root-user --net --mount true 2>/dev/null; then
	run env SOURCE_LIB="$SOURCE/tests/lib.sh" OUTER_WORK="$WORK" \
		unshare --map-root-user --net --mount --pid --fork --kill-child \
		bash -c 'ip link set lo up && exec bash "$0"' "$WORK/in-a-network.sh"
	printf '%s\n' "$out" | grep -E '^(ok|not ok|    )'
	passed=$((passed + $(printf '%s\n' "$out" | grep -c '^ok - ')))
	failed=$((failed + $(printf '%s\n' "$out" | grep -c '^not ok - ')))
	[ "$(printf '%s\n' "$out" | grep -c '^ok - ')" -ge 8 ] ||
		reject 'names: all was tried' "$out" "$err"
else
	skip 'names' 'no network of our own can be made'
fi
finish
