#!/usr/bin/env bash
# A provider, a proxy and a network that mean harm (tests/hostile/server.py):
# certificates that are no good, redirects, answers without end, texts that a
# terminal obeys. Nothing is sent to whom it is not meant for, the old entry
# stays, no token is shown, and all ends in time and in little memory.
# What the simulator does is in tests/e2e/verdicts.sh and trace.sh.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"
# Of all that is measured: the time-out and a quarter of a second, and as much
# again for a machine that does something else, too.
VERIFY='timeout = 1'
allowed=$((1000 + 250 + 1000))
memory=$((40 * 1024))
certificates=$WORK/certificates
# openssl's own server answers with the files of its folder.
site=$WORK/site
old=canary-old-token
new=canary-new-token
slowest=0
largest=0

start_server() {
	local port_file=$WORK/port
	sh "$SOURCE/tests/sim/certificates.sh" "$certificates"
	sh "$SOURCE/tests/hostile/certificates.sh" "$certificates"
	mkdir -p "$site/users"
	: >"$site/case"
	python3 "$SOURCE/tests/hostile/server.py" \
		--certificates "$certificates" --case "$site/case" \
		--log "$WORK/server-log" --port-file "$port_file" &
	at_end "kill $! 2>/dev/null"
	until_up test -s "$port_file"
	proxy=http://127.0.0.1:$(cat "$port_file")
	# Whoever follows to anywhere is seen.
	export https_proxy=$proxy http_proxy=$proxy all_proxy=$proxy
}

# serve WORD...: what the server does from now on; its log begins anew.
serve() {
	echo "$*" >"$site/case"
	: >"$WORK/server-log"
}

# look: what the server saw is in $seen, once the last connection is over.
# Forks cost more than all else here, so there are none.
look() {
	local line begun ended
	for _ in $(seq 150); do
		begun=0
		ended=0
		while read -r line; do
			case $line in
			CONNECT* | PLAIN*) begun=$((begun + 1)) ;;
			END) ended=$((ended + 1)) ;;
			esac
		done <"$WORK/server-log"
		[ $begun = $ended ] && break
		sleep 0.02
	done
	seen=$(<"$WORK/server-log")
}

# measured COMMAND...: run, with a look at time and memory, and at what it
# says.
measured() {
	local time peak
	"$BUILD/tests/measured" "$WORK/measures" "$@" >"$WORK/out" 2>"$WORK/err"
	code=$?
	out=$(<"$WORK/out")
	err=$(<"$WORK/err")
	read -r time peak <"$WORK/measures"
	[ "$time" -le "$slowest" ] || slowest=$time
	[ "$peak" -le "$largest" ] || largest=$peak
	[ "$time" -le $allowed ] || problem "it took $time ms"
	[ "$peak" -le $memory ] || problem "it took $peak KiB of memory"
	case $out$err in
	*canary*) problem 'a token is shown' ;;
	esac
	case "
$out
$err" in
	*'
password=stolen'* | *'
quit=1'*) problem 'a line is forged' ;;
	esac
	is_harmless "$out$err" || problem "not harmless: $out$err"
}

# What a terminal obeys or hides, in UTF-8: C0 but for LF, DEL and C1, what
# turns the writing round, what has no width, BOM, tags. A NUL is none, since
# no shell keeps it.
harm=$'[\x01-\x09\x0b-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\x8b-\x8f\xa8-\xae]'
harm+=$'|\xe2\x81[\xa0-\xaf]|\xef\xbb\xbf|\xf3\xa0[\x80\x81]'

is_harmless() {
	local LC_ALL=C
	! [[ $1 =~ $harm ]]
}

# problem TEXT: of the case at hand; `settle` counts them.
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
problems=()

# field KEY: of the entry in the answer of `check --json`, in $value.
field() {
	value=
	if [[ $out =~ \"$1\":\ \"([^\"]*)\" ]]; then
		value=${BASH_REMATCH[1]}
	fi
}

host=api.calendly.com

# request [LINE...]
request() {
	printf '%s\n' protocol=https "host=$host" username=ann@example.org "$@" \
		>"$WORK/request"
}

# remains: the old token is what is kept.
remains() {
	request
	case $("$RINGBEARER" --backend file get <"$WORK/request") in
	*"password=$old"*) ;;
	*)
		problem 'the old token is gone'
		restore
		;;
	esac
}

# begin: an entry that is verified.
begin() {
	fresh_home
	export https_proxy=$proxy http_proxy=$proxy all_proxy=$proxy
	configure 'journal = all'
	serve answer=good
	request "password=$old"
	run "$RINGBEARER" --backend file store <"$WORK/request"
	[ "$code$err" = 0 ] || reject "an entry that is verified" "$code $err"
	same 'it was asked about' 'GET /users/me' \
		"$(look && sed -n 's/ *$//; /^GET .users.me/p' <<<"$seen")"
}

# stored: a new token is stored for the entry, in $1 with the exit code, $2 is
# in what is said of it.
stored() {
	request "password=$new"
	measured "$RINGBEARER" --backend file store <"$WORK/request"
	[ "$code" = "$1" ] || problem "store: exit code $code: $err"
	case $err in
	*"$2"*) ;;
	*) problem "store says: $err" ;;
	esac
	[ -z "$out" ] || problem 'store writes on standard output'
}

# checked VERDICT: it asks for all of them at once, each with the whole time.
checked() {
	allowed=$((allowed + 1000))
	measured "$RINGBEARER" --backend file check calendly --json </dev/null
	allowed=$((allowed - 1000))
	field verdict
	[ "$value" = "$1" ] || problem "check: $out"
}

unleaked() {
	look
	case $seen in
	*LEAK*) problem "a token is where it has no business: $seen" ;;
	esac
}

# judged VERDICT EXIT SAID WORD...: a new token for the entry is stored, and
# the one that is there is checked, while the server does what the words say.
# The old token must remain.
judged() {
	local verdict=$1 exit=$2 said=$3
	shift 3
	serve "$@"
	stored "$exit" "$said"
	checked "$verdict"
	remains
	unleaked
}

# taken NAME WORD...: the new token is good. Puts the old one back.
taken() {
	local name=$1
	shift
	serve "$@"
	stored 0 ''
	[ -z "$err" ] || problem "store says: $err"
	checked ok
	unleaked
	restore
	settle "$name"
}

restore() {
	serve answer=good
	request "password=$old"
	"$RINGBEARER" --backend file store <"$WORK/request" ||
		problem "the old token is not back"
}

# All went to the provider itself.
one_way() {
	local line
	while read -r line; do
		case $line in
		"CONNECT $host:443") ;;
		CONNECT* | PLAIN*) problem "connection: $line" ;;
		esac
	done <<<"$seen"
}

# asked COUNT: how many requests came.
asked() {
	local rest=${seen//GET /}
	[ $(((${#seen} - ${#rest}) / 4)) = "$1" ] || problem "requests: $seen"
}

# No byte of a request came through.
unsent() {
	local line ends=0
	while read -r line; do
		case $line in
		'BYTES 0') ends=$((ends + 1)) ;;
		BYTES*) problem "sent all the same: $seen" ;;
		esac
	done <<<"$seen"
	[ $ends = 2 ] || problem "the server saw no two ends: $seen"
}

# no_trust NAME SAID WORD...
no_trust() {
	local name=$1 said=$2
	shift 2
	judged unavailable 5 "$said" "$@"
	one_way
	unsent
	settle "$name: nothing is sent"
}

start_server
begin

# 1. Certificates.
while IFS='|' read -r name said words; do
	# shellcheck disable=SC2086 # words
	no_trust "certificate: $name" "$said" $words
done <<'TABLE'
expired|certificate has expired|cert=expired
not yet valid|certificate is not yet valid|cert=not-yet-valid
of another host|no alternative certificate subject name matches|cert=wrong-host
self-signed|self-signed certificate|cert=self-signed
of an unknown authority|unable to get local issuer|cert=untrusted
for clients only|unsuitable certificate purpose|cert=wrong-usage
revoked, says its staple|revoked|staple=revoked
revoked, says its staple in TLS 1.2|revoked|staple=revoked version=1.2
signed with SHA-1|CA signature digest algorithm too weak|cert=sha1
RSA of 1024 bits|key too weak|cert=rsa-1024
a NUL in the name|certificate|cert=nul
a name with *.com|no alternative certificate|cert=wildcard-top
a name with a*|no alternative certificate|cert=wildcard-part
a name with *.*|no alternative certificate|cert=wildcard-twice
a name with a star inside|no alternative certificate|cert=wildcard-inside
a name of a star|no alternative certificate|cert=wildcard-all
signed by what is no authority|certificate|cert=not-by-a-ca
TLS 1.0|protocol version|version=1.0
TLS 1.1|protocol version|version=1.1
ciphers that hide nothing|handshake failure|ciphers=eNULL version=1.2
ciphers without a certificate|handshake failure|ciphers=aNULL version=1.2
a cipher for export, not offered|no answer from|tls=export
a cipher that hides nothing, not offered|no answer from|tls=null
an anonymous cipher, not offered|no answer from|tls=anonymous
closed in the handshake|no answer from|tls=close
half a hello|no answer from|tls=half
silence in the handshake|in time|tls=silent
a drip in the handshake|in time|tls=drip
HTTP in the place of TLS|no answer from|tls=plain
rubbish in the place of TLS|no answer from|tls=rubbish
alerts without end|no answer from|tls=alerts
TABLE

# With a staple that says good, or that somebody signed who has no say.
{
	printf 'HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n'
	printf '{"resource":{"uri":"a","email":"ann@example.org"}}'
} >"$site/users/me"
taken 'a staple that says good' staple=good
taken 'a staple that says good in TLS 1.2' staple=good version=1.2
taken 'a staple that somebody else signed' staple=forged

# A definition for a name that *.calendly.com and *.com stand beside.
mkdir -p "$HOME/.config/ringbearer/providers"
cat >"$HOME/.config/ringbearer/providers/bare.conf" <<'CONF'
provider bare {
	title = "Bare"
	hosts = {"calendly.com"}
	headers = {"Authorization: Bearer {token}"}
	verify user {
		get = "https://calendly.com/users/me"
		outcome { status = 200 pointer = "/resource" verdict = ok }
	}
}
CONF
for kind in below top; do
	serve cert=wildcard-$kind
	host=calendly.com request "password=$new-$kind"
	measured "$RINGBEARER" --backend file store <"$WORK/request"
	holds "*.com, *.calendly.com: not for calendly.com: $kind" "$err" \
		'no alternative certificate subject name matches'
	same "*.com, *.calendly.com: nothing is sent: $kind" 'BYTES 0' \
		"$(look && sed -n 's/ *$//; /^BYTES/p' <<<"$seen")"
	settle "*.com, *.calendly.com: $kind"
done
rm -r "$HOME/.config/ringbearer/providers"

# 2. Redirects: nobody goes there.
while read -r location statuses; do
	for status in $statuses; do
		judged unknown 5 'redirect' answer=redirect "status=$status" \
			"location=$location"
		one_way
		asked 2
		settle "redirect $status to $location: nobody goes there"
	done
done <<'TABLE'
https://evil.example/users/me 301 302 303 307 308
https://api.calendly.com:8443/users/me 301 302 303 307 308
http://api.calendly.com/users/me 301 302 303 307 308
https://api.calendly.com/elsewhere 302 308
//evil.example/ 302 307
file:///etc/passwd 302
TABLE

# 3. Answers that do not end, or are not what they say. The time-out is one
# second for all of it.
while IFS='|' read -r verdict exit said words; do
	# shellcheck disable=SC2086 # words
	judged "$verdict" "$exit" "$said" $words
	one_way
	settle "$words: $verdict"
done <<'TABLE'
unavailable|5|in time|answer=drip
unavailable|5|in time|answer=drip-status
unavailable|5|in time|answer=drip-headers
unavailable|5|in time|answer=silent
unknown|5|too long|answer=endless-headers
unknown|5|the answer of|answer=huge-header
unknown|5|the answer of|answer=endless-status
unknown|5|too long|answer=endless-body
unknown|5|too long|answer=endless-chunks
unavailable|5||answer=empty-chunks-size
unavailable|5||answer=huge-chunk
unavailable|5||answer=minus-chunk
unavailable|5||answer=bad-chunk
unavailable|5||answer=chunk-extensions
unknown|5|too long|answer=trailers
unknown|5|other than JSON|answer=gzip
unknown|5|other than JSON|answer=gzip-twice
unknown|5|other than JSON|answer=truncated
unavailable|5|no answer|answer=cut
unknown|5|other than JSON|answer=deep
unknown|5|other than JSON|answer=deep-objects
unknown|5|other than JSON|answer=deep-open
unknown|5|other than JSON|answer=many-keys
unknown|5|other than JSON|answer=many-values
unknown|5|other than JSON|answer=many-objects
unknown|5|unexpected|answer=twice-null
unknown|5|other than JSON|answer=bad-utf8
unknown|5|other than JSON|answer=raw-nul
unknown|5|other than JSON|answer=raw-nul-inside
unknown|5|other than JSON|answer=bom
unknown|5|other than JSON|answer=utf16
unknown|5|other than JSON|answer=comment
unknown|5|not HTTP|answer=http09
unknown|5|not HTTP|answer=http2-frames
unknown|5|not HTTP|answer=http3
unknown|5||answer=status-0
unknown|5||answer=status-99
unknown|5||answer=status-200x
unknown|5||answer=status-1000
unknown|5||answer=upgrade
unknown|5|too long|answer=hints
unknown|5|too long|answer=continue
unavailable|5|in time|answer=continue-drip
unknown|5|other than JSON|answer=length-short
unavailable|5|no answer|answer=length-long
unknown|5|not HTTP|answer=length-minus
unavailable|5|no answer|answer=length-twice
unknown|5|not HTTP|answer=length-word
throttled|5|too many|answer=retry-huge
throttled|5|too many|answer=retry-minus
throttled|5|too many|answer=retry-date
throttled|5|too many|answer=retry-old-date
unknown|5||answer=proxy-authenticate
unavailable|5|no answer|answer=close
invalid|4|is invalid|answer=authenticate
unavailable|5|an error of its own|answer=hostile-status
TABLE

# 4. What is JSON and good, however odd; of two keys the last one counts, as
# for nearly everybody who reads JSON.
taken 'a number that is none' answer=not-a-number
taken 'a number of 100,000 digits' answer=huge-number
taken 'a number with a huge exponent' answer=huge-exponent
taken 'a surrogate' answer=surrogate
taken 'a NUL in a string' answer=nul
taken 'HTTP/2 in the first line of HTTP/1.1' answer=http2
taken 'a length beyond all numbers' answer=length-huge
taken 'an answer behind the answer' answer=smuggled
taken 'the same key twice' answer=twice
serve answer=twice
stored 0 ''
run "$RINGBEARER" --backend file show calendly
holds 'of the same key twice the last one counts' "$out" 'Last One'
restore
# Nothing of what it would have us keep or do is done.
taken 'cookies, Alt-Svc, HSTS, Refresh' answer=cookies
same 'and nothing of it is kept' '' \
	"$(grep -rlaiE 'evil|alt-svc|a=b' "$HOME" | grep -v '/journal$')"
settle 'the old token is back'

# 5. Texts of the provider's that a terminal obeys, hides or turns round, in
# all that shows them. They are in the entry, and in the reason of a refusal.
for kind in hostile hidden; do
	serve answer=$kind-person
	stored 0 ''
	measured "$RINGBEARER" --backend file show calendly
	holds "a $kind name: shown" "$out" 'person: Annx'
	for command in list 'list --json' 'show calendly' \
		'show calendly --json' 'check calendly' \
		'check calendly --json' 'check calendly --trace' log \
		'log --json' doctor 'doctor --json' \
		"edit calendly --label $kind" \
		'exec calendly -- printenv CALENDLY_ORGANIZATION' \
		'show nobody'; do
		# shellcheck disable=SC2086 # options
		measured "$RINGBEARER" --backend file $command </dev/null
		settle "a $kind name: $command"
	done
	restore
done
serve answer=hostile-email
printf '%s' "$new-2" >"$WORK/token"
measured "$RINGBEARER" --backend file connect calendly <"$WORK/token"
same 'a hostile email, which is the account: connected' 0 "$code"
measured "$RINGBEARER" --backend file list
holds 'a hostile email: in the list' "$out" 'ann'
settle 'a hostile email'
for kind in hostile hidden; do
	serve answer=$kind-refusal
	for command in 'connect calendly --force' \
		'rotate calendly/ann@example.org'; do
		# shellcheck disable=SC2086 # options
		measured "$RINGBEARER" --backend file $command \
			< <(printf 'canary-refused-one')
		same "a $kind refusal: $command" 4 "$code"
		holds "a $kind refusal: $command: said" "$err" 'is invalid x'
		settle "a $kind refusal: $command: harmless"
	done
done
for command in 'check' 'check --json' 'check calendly/ann@example.org --trace' \
	list 'list --json' log doctor; do
	# shellcheck disable=SC2086 # options
	measured "$RINGBEARER" --backend file $command </dev/null
	settle "a refusal: $command"
done
begin

# 6. A proxy that lies. It sees the name of the host and no more.
while IFS='|' read -r verdict said words; do
	judged "$verdict" 5 "$said" "$words"
	one_way
	unsent
	settle "$words: $verdict, and nothing is sent"
done <<'TABLE'
unavailable|response 407|proxy=407
unavailable|response 407|proxy=407-body
unavailable|in time|proxy=407-endless
unavailable|response 403|proxy=html
unavailable|response 302|proxy=302
unavailable|response 307|proxy=307
unavailable|in time|proxy=silent
unavailable|in time|proxy=drip
unknown||proxy=endless-headers
unavailable|too large|proxy=huge-header
unavailable|response 100|proxy=continue
unavailable|no answer|proxy=plain
unavailable|no answer|proxy=body
unavailable|no answer|proxy=whole
unavailable|no answer|proxy=chunked
unavailable||proxy=http09
unavailable||proxy=http2
unavailable|no answer|proxy=close
TABLE
# One that ends TLS itself has a certificate of its own: `cert=untrusted`.

printf 'slowest %d ms (time-out 1000), largest %d KiB\n' "$slowest" "$largest"
same 'no token is in a message' '' "$(grep -c canary "$WORK/all-errors" | grep -v '^0$')"
finish
