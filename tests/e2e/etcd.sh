#!/usr/bin/env bash
# The back-end `etcd` on a real server: TLS, user and password, a certificate of
# ours, what a server sees, and what each fault ends as.
. "$(dirname "$0")/../lib.sh"
. "$SOURCE/tests/etcd.sh"
BACKEND=etcd
address=(protocol=https host=git.example username=ann)

kept() {
	answers "$1" "$2" "${address[@]}"
}
refused() {
	same "$1: exit code" 6 "$code"
	holds "$1: why" "$err" "$2"
	same "$1: nothing is answered" '' "$out"
}
# each NAME PART: get, store, erase and list end so.
each() {
	ask get "${address[@]}"
	refused "$1, get" "$2"
	ask store "${address[@]}" password=canary-each
	refused "$1, store" "$2"
	ask erase "${address[@]}"
	refused "$1, erase" "$2"
	run "$RINGBEARER" --backend etcd list
	refused "$1, list" "$2"
}

ask get "${address[@]}"
refused 'nothing is configured' 'no endpoint of etcd is configured'

# An address is a host and a port.
for address_of_it in https://ann:canary-pw@etcd.example:2379 \
	https://etcd.example:2379/v3 https://etcd.example:2379/ \
	'https://etcd.example:2379?a=canary-b' 'https://etcd.example#a' https:// \
	http://127.0.0.1:2379/x http://etcd.example:2379 etcd.example:2379 \
	ann:canary-pw@etcd.example:2379 http://127.0.0.10:2379; do
	printf '%s\n' 'backend = etcd' "etcd { endpoints = {\"$address_of_it\"} }" \
		>"$HOME/.config/ringbearer/config"
	BACKEND='' ask get "${address[@]}"
	same "endpoint '${address_of_it//canary/x}': exit code" 3 "$code"
	holds "endpoint '${address_of_it//canary/x}': where" "$err" \
		"$HOME/.config/ringbearer/config:2: endpoints: "
done

start_etcd plain
etcd_settings
ask get "${address[@]}"
same 'an empty cluster has nothing' '0||' "$code|$out|$err"
same 'and asking makes no key' no \
	"$([ -e "$HOME/.local/state/ringbearer/file.key" ] && echo yes || echo no)"
ask store "${address[@]}" password=canary-1
same 'store' '0||' "$code|$out|$err"
kept 'get' canary-1
ask store "${address[@]}" password=canary-2
ask store protocol=https host=two.example path=a/b username=ann password=canary-3
kept 'stored over' canary-2
run "$RINGBEARER" --backend etcd list
holds 'list' "$out" two.example
same 'what the server has tells nothing' 0 \
	"$(etcdctl get --prefix '' | grep -acE 'canary|example|ann')"
same 'two records' 2 "$(etcdctl get --prefix /ringbearer/ --keys-only | grep -c /)"
same 'nothing of it is on our disk' '' \
	"$(find "$HOME/.local" -type f ! -name '*.lock' ! -name '*.key')"
ask erase protocol=https host=two.example
same 'erase' '0|1' \
	"$code|$(etcdctl get --prefix /ringbearer/ --keys-only | grep -c /)"

# An expiry.
soon=$(($(date +%s) + 3600))
ask store protocol=https host=soon.example username=ann password=canary-4 \
	password_expiry_utc=$soon
leases=$(etcdctl lease list | grep -E '^[0-9a-f]{8,}')
left=$(etcdctl lease timetolive "$leases" | grep -oE 'remaining\([0-9]+' |
	grep -oE '[0-9]+')
same 'a lease ends a month behind the expiry' yes \
	"$([ "$left" -gt $((30 * 86400 + 3000)) ] &&
		[ "$left" -le $((30 * 86400 + 3600)) ] && echo yes || echo "$left")"
etcdctl lease revoke "$leases" >/dev/null
ask get protocol=https host=soon.example
same 'with it the record goes' '0||' "$code|$out|$err"

# More than one page, and more of one host than one transaction takes.
for n in $(seq 140); do
	printf '%s\n' protocol=https "host=h$((n % 14 == 0)).example" \
		"username=u$n" "password=canary-$n" |
		"$RINGBEARER" --backend etcd store 2>>"$WORK/pages" || echo "$n"
done >"$WORK/unstored"
same 'many: none is refused' '|' "$(cat "$WORK/unstored")|$(cat "$WORK/pages")"
run "$RINGBEARER" --backend etcd list --json
same 'many: all are listed' 141 "$(grep -o '"host"' <<<"$out" | wc -l)"
ask erase protocol=https host=h0.example
same 'many: erased' '0||' "$code|$out|$err"
ask erase protocol=https host=h1.example
run "$RINGBEARER" --backend etcd list --json
same 'many: all are erased' 1 "$(grep -o '"host"' <<<"$out" | wc -l)"
# Swapped and damaged.
ask store protocol=https host=two.example username=ann password=canary-3
mine=$(etcdctl get --prefix /ringbearer/ --keys-only | grep / | head -n 1)
other=$(etcdctl get --prefix /ringbearer/ --keys-only | grep / | tail -n 1)
python3 - "$ETCDCTL_ENDPOINTS" "$mine" "$other" <<-'SWAP'
	import base64, json, sys, urllib.request
	def call(path, body):
	    with urllib.request.urlopen(urllib.request.Request(
	            sys.argv[1] + path, json.dumps(body).encode())) as answer:
	        return json.load(answer)
	def b(text):
	    return base64.b64encode(text.encode()).decode()
	mine, other = (call("/v3/kv/range", {"key": b(key)})["kvs"][0]["value"]
	               for key in sys.argv[2:4])
	call("/v3/kv/put", {"key": b(sys.argv[2]), "value": other})
	call("/v3/kv/put", {"key": b(sys.argv[3]), "value": mine})
SWAP
run "$RINGBEARER" --backend etcd list
same 'swapped: exit code' 6 "$code"
holds 'swapped: why' "$err" 'is damaged, or was moved here from another name'
etcdctl del --prefix /ringbearer/ >/dev/null
ask store "${address[@]}" password=canary-5
etcdctl put /ringbearer/other words >/dev/null
run "$RINGBEARER" --backend etcd list
same 'something foreign: exit code' 6 "$code"
holds 'something foreign: the rest' "$out" git.example
holds 'something foreign: why' "$err" "'/ringbearer/other' is no record of ringbearer"
etcdctl del /ringbearer/other >/dev/null

# Keys.
mv "$HOME/.local/state/ringbearer/file.key" "$WORK/key"
each 'without the key' 'is missing; 1 record is sealed with it'
holds 'without the key: what to do' "$err" "get the team's key file"
printf '%s\n' protocol=https host=x.example username=x password=canary-x |
	"$RINGBEARER" --backend file store
run "$RINGBEARER" --backend etcd list
same 'another key: exit code' 6 "$code"
holds 'another key: why' "$err" '1 record in etcd is sealed with another key'
ask get "${address[@]}"
same 'another key: what it cannot open is not there for it' '0|' "$code|$out"
before=$(etcdctl get --prefix '')
ask store protocol=https host=y.example username=x password=canary-y
refused 'another key, store' 'all records in etcd are sealed with another key'
holds 'another key, store: what to do' "$err" "get the team's key file"
same 'another key, store: nothing was added' "$before" "$(etcdctl get --prefix '')"
# As an earlier version left it: each goes on with what it can open.
etcdctl put "/ringbearer/$(printf '0%.0s' $(seq 32))/$(
	etcdctl get --prefix /ringbearer/ --keys-only | grep / | cut -d/ -f4-)" x >/dev/null
mv "$HOME/.local/state/ringbearer/file.key" "$WORK/other-key"
cp -p "$WORK/key" "$HOME/.local/state/ringbearer/file.key"
kept 'with the key again' canary-5
run "$RINGBEARER" --backend etcd list
same "beside another key's: exit code" 6 "$code"
holds "beside another key's: the rest is listed" "$out" git.example
holds "beside another key's: told how many" "$err" '1 record in etcd is sealed with another key'
run "$RINGBEARER" --backend etcd list --json
holds "beside another key's: the rest, as JSON" "$out" '"git.example/ann"'
ask store protocol=https host=y.example username=x password=canary-y
same "beside another key's: new ones of ours are added" '0|' "$code|$err"
ask erase protocol=https host=y.example username=x
run "$RINGBEARER" --backend etcd show git.example/ann
same "beside another key's: show" 0 "$code"
etcdctl del --prefix "/ringbearer/$(printf '0%.0s' $(seq 32))/" >/dev/null
# Two who store the first record at once, each with a key of their own.
etcdctl del --prefix /ringbearer/ >/dev/null
for trial in 1 2 3 4 5; do
	writers=()
	for key in key other-key; do
		{
			echo "etcd { endpoints = {\"${ETCD_URL[plain]}\"} }"
			echo "file { key-file = \"$WORK/$key\" }"
		} >"$WORK/$key.conf"
		printf '%s\n' protocol=https host=first.example username=$key password=canary-f |
			"$RINGBEARER" --config "$WORK/$key.conf" --backend etcd store 2>>"$WORK/race" &
		writers+=($!)
	done
	wait "${writers[@]}"
	etcdctl get --prefix /ringbearer/ --keys-only | grep / | cut -d/ -f3 | sort -u | wc -l
	etcdctl del --prefix /ringbearer/ >/dev/null
done >"$WORK/keys-in-use"
same 'two first ones, of two keys: one key is in use' '1 1 1 1 1' \
	"$(xargs <"$WORK/keys-in-use")"
same 'two first ones: the other is told' 5 "$(grep -c 'sealed with another key' "$WORK/race")"
ask store "${address[@]}" password=canary-5
fresh_home
etcd_settings
(umask 077 && mkdir -p "$HOME/.local/state/ringbearer")
cp -p "$WORK/key" "$HOME/.local/state/ringbearer/file.key"
kept 'another machine with the key' canary-5

# What was carried out though its answer was lost.
# losing COUNT: from now on; see tests/hostile/lost.py.
losing() {
	rm -f "$WORK/losing"
	python3 "$SOURCE/tests/hostile/lost.py" "${ETCD_URL[plain]##*:}" \
		"$WORK/losing" /kv/txn "$1" &
	at_end "kill $! 2>/dev/null"
	until_up test -s "$WORK/losing"
	printf 'etcd { endpoints = {"http://127.0.0.1:%d"} timeout = 2 }\n' \
		"$(cat "$WORK/losing")" >"$HOME/.config/ringbearer/config"
}
unsure='it is not known whether etcd has made the change'
for operation in store erase; do
	etcd_settings
	ask store "${address[@]}" password=canary-before
	losing 1
	ask $operation "${address[@]}" password=canary-before \
		"password_expiry_utc=$soon"
	same "an answer that is lost, $operation: looked at again" '0|' "$code|$err"
	etcd_settings
	ask store "${address[@]}" password=canary-before
	losing 0
	ask $operation "${address[@]}" password=canary-before
	[ $operation = erase ] || ask store "${address[@]}" password=canary-after
	refused "all answers that are lost, $operation" "$unsure"
	holds "all answers that are lost, $operation: what to do" "$err" 'hint: look'
done
etcd_settings
ask get "${address[@]}"
same 'all answers that are lost: it was erased' '0||' "$code|$out|$err"
ask store "${address[@]}" password=canary-5

# Nobody there, or nobody who speaks.
# timely NAME SECONDS: since SECONDS was set to 0.
timely() {
	[ $SECONDS -le "$2" ] || reject "$1: in time" "$SECONDS s"
}
etcd_settings 'timeout = 2'
kill -STOP "${ETCD_PID[plain]}"
SECONDS=0
each 'a server that hangs' 'cannot be asked: '
timely 'a server that hangs' 14
kill -CONT "${ETCD_PID[plain]}"
kept 'it goes on' canary-5
closed=$(free_port)
echo "etcd { endpoints = {\"http://127.0.0.1:$closed\", \"${ETCD_URL[plain]}\"} }" \
	>"$HOME/.config/ringbearer/config"
kept 'the next endpoint is asked' canary-5
ask store "${address[@]}" password=canary-6
kept 'and written to' canary-6
echo "etcd { endpoints = {\"http://127.0.0.1:$closed\"} }" \
	>"$HOME/.config/ringbearer/config"
SECONDS=0
each 'nobody there' "etcd at 'http://127.0.0.1:$closed' cannot be asked"
timely 'nobody there: at once' 4
python3 -m http.server --bind 127.0.0.1 "$closed" --directory "$WORK" \
	>/dev/null 2>&1 &
at_end "kill $!"
sleep 1
etcd_settings
sed -i "s#\"http[^\"]*\"#\"http://127.0.0.1:$closed\"#" \
	"$HOME/.config/ringbearer/config"
sed -i 's/^}/timeout = 2 }/' "$HOME/.config/ringbearer/config"
each 'another server' 'etcd'
# One that says that it kept what it was given, and has something else.
python3 - "$WORK/liar" <<-'LIAR' &
	import http.server, json, os, sys
	class Liar(http.server.BaseHTTPRequestHandler):
	    def do_POST(self):
	        body = self.rfile.read(int(self.headers["Content-Length"]))
	        answer = {"header": {"revision": "1"}}
	        if self.path.endswith("/txn"):
	            with open(sys.argv[1] + ".txn", "wb") as out:
	                out.write(body)
	            answer.update(succeeded=True, responses=[{"response_range": {
	                "kvs": [{"key": "YQ==", "value": "YQ==", "mod_revision": "1"}]}}])
	        text = json.dumps(answer).encode()
	        self.send_response(200)
	        self.send_header("Content-Length", str(len(text)))
	        self.end_headers()
	        self.wfile.write(text)
	    def log_message(self, *arguments):
	        pass
	server = http.server.HTTPServer(("127.0.0.1", 0), Liar)
	with open(sys.argv[1] + ".new", "w") as out:
	    out.write("http://127.0.0.1:%d" % server.server_address[1])
	os.rename(sys.argv[1] + ".new", sys.argv[1])
	server.serve_forever()
LIAR
at_end "kill $!"
until_up test -s "$WORK/liar"
echo "etcd { endpoints = {\"$(cat "$WORK/liar")\"} }" \
	>"$HOME/.config/ringbearer/config"
ask store "${address[@]}" password=canary-liar
refused 'one that lies' 'did not keep the record as it was given'
same 'the first record: the transaction wants that there is none' 1 \
	"$(grep -c '"target":"CREATE".*"range_end"' "$WORK/liar.txn")"

# --- TLS, user and password, a certificate of ours

pki=$WORK/pki
mkdir "$pki"
(
	cd "$pki" || exit
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout ca.key -out ca.pem -subj '/CN=etcd test' -days 2
	for name in server client; do
		openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
			-keyout $name.key -out $name.csr -subj /CN=$name
		openssl x509 -req -in $name.csr -CA ca.pem -CAkey ca.key \
			-CAcreateserial -out $name.pem -days 2 \
			-extfile <(echo "subjectAltName = IP:127.0.0.1
extendedKeyUsage = serverAuth, clientAuth")
	done
) >"$WORK/pki.log" 2>&1
fresh_home
unset 'ETCD_URL[plain]'
export ETCDCTL_CACERT=$pki/ca.pem ETCDCTL_CERT=$pki/client.pem
export ETCDCTL_KEY=$pki/client.key
SCHEME=https start_etcd sealed --cert-file "$pki/server.pem" \
	--key-file "$pki/server.key" --trusted-ca-file "$pki/ca.pem" \
	--client-cert-auth
ours="certificate = \"$pki/client.pem\" key = \"$pki/client.key\""
etcd_settings "ca-file = \"$pki/ca.pem\"" "$ours"
ask store "${address[@]}" password=canary-7
same 'TLS, with a certificate of ours' '0|' "$code|$err"
kept 'and get' canary-7
etcd_settings "ca-file = \"$pki/ca.pem\""
each 'without our certificate' 'cannot be asked'
etcd_settings "$ours"
each 'a server that is not trusted' 'cannot be asked'
etcd_settings "ca-file = \"$pki/ca.pem\"" "certificate = \"$pki/none.pem\""
each 'a certificate that is not there' 'cannot be asked'

# etcd knows no users for its gateway beside certificates.
kill "${ETCD_PID[sealed]}"
wait "${ETCD_PID[sealed]}" 2>/dev/null
unset 'ETCD_URL[sealed]' ETCDCTL_CERT ETCDCTL_KEY
fresh_home
SCHEME=https start_etcd users --cert-file "$pki/server.pem" \
	--key-file "$pki/server.key"
secret=canary-password
printf '%s\n' $secret >"$WORK/password"
chmod 600 "$WORK/password"
{
	etcdctl user add root:$secret
	etcdctl user add team:$secret
	etcdctl user add guest:$secret
	etcdctl role add team
	etcdctl role grant-permission team --prefix=true readwrite /ringbearer/
	etcdctl user grant-role team team
	etcdctl user grant-role root root
	etcdctl auth enable
} >"$WORK/auth.log" 2>&1
user="ca-file = \"$pki/ca.pem\" password-file = \"$WORK/password\" user ="
etcd_settings "$user team"
ask store "${address[@]}" password=canary-8
same 'user and password' '0|' "$code|$err"
kept 'and get' canary-8
ask erase "${address[@]}"
same 'and erase' '0|' "$code|$err"
ask store "${address[@]}" password=canary-9
etcd_settings "$user guest"
each 'a user who may not' 'permission denied'
etcd_settings "$user nobody"
each 'a user who is none' 'refused'
printf 'canary-wrong\n' >"$WORK/password"
etcd_settings "$user team"
each 'a wrong password' 'refused'
chmod 644 "$WORK/password"
each 'a password for all to read' 'is open to others'
rm "$WORK/password"
each 'no password' 'there is no password file'
etcd_settings "ca-file = \"$pki/ca.pem\""
each 'no user' 'refused'

same 'no secret in any error' '' "$(grep canary "$WORK/all-errors")"
finish
