#!/usr/bin/env bash
# ringbearer curl: the token goes to the host that it is kept for, over a
# descriptor, and to no other, whatever the command line says.
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=file
ca=$WORK/certificates/ca.pem
start_simulator
give 'sim-notion-good\n' connect notion
ask store protocol=https host=h.example username=ann password=canary-h
ask store protocol=https host=two.example username=ann password=canary-ann
ask store protocol=https host=two.example username=bob password=canary-bob
ask store protocol=http host=127.0.0.1:9 username=ann password=canary-local
token='sim-notion-good'

# --- the real curl
run "$RINGBEARER" curl -sS --cacert "$ca" -o "$WORK/body" -w '%{http_code}' \
	https://api.notion.com/v1/users/me
same 'curl: the provider takes the token' '0|200|' "$code|$out|$err"
run "$RINGBEARER" curl -sS --cacert "$ca" -o "$WORK/body" -w '%{http_code}' \
	-H 'Notion-Version: 2022-06-28' https://api.notion.com/v1/users/me
same 'curl: a header of the caller instead of ours' '0|200|' "$code|$out|$err"
holds 'curl: and only that one' "$(tail -n 1 "$SIMULATOR_LOG")" \
	'Notion-Version="2022-06-28"'
run "$RINGBEARER" curl -sS --cacert "$ca" -o "$WORK/body" -w '%{size_upload}' \
	-X POST --json @- https://api.notion.com/v1/none <<<'{"a":1}'
same 'curl: standard input is the caller'"'"'s' 8 "$out"

# --- a curl that tells what it is given
mkdir "$WORK/bin"
cat >"$WORK/bin/curl" <<'END'
#!/usr/bin/env bash
echo RAN "$@"
tr '\0' ' ' </proc/$$/cmdline; tr '\0' '\n' </proc/$$/environ
while [ $# -gt 0 ]; do
	[ "$1" != -H ] || [[ $2 != @/dev/fd/* ]] || sed 's/^/GOT /' "${2#@}"
	shift
done
END
chmod +x "$WORK/bin/curl"
PATH=$WORK/bin:$PATH

run "$RINGBEARER" curl -s https://api.notion.com/v1/users/me -o /dev/null
holds 'descriptor: the headers are there' "$out" "GOT Authorization: Bearer $token"
holds 'descriptor: all of them' "$out" 'GOT Notion-Version: '
same 'descriptor: the token is nowhere else' 1 "$(grep -c "$token" <<<"$out")"
holds 'descriptor: ~/.curlrc is not read' "$out" 'RAN -q -H @/dev/fd/'

# takes WORD...: curl is run, and given the token.
takes() {
	run "$RINGBEARER" curl "$@"
	same "given: $*" '0|1' "$code|$(grep -c '^GOT Authorization' <<<"$out")"
}

# plain WORD...: curl is run as it was called, without any token.
plain() {
	run "$RINGBEARER" curl "$@"
	same "without: $*" "0|RAN${*:+ $*}|0" \
		"$code|$(head -n 1 <<<"$out")|$(grep -c '^GOT' <<<"$out")"
}

# refuses PART WORD...: curl is not run.
refuses() {
	local part=$1
	shift
	run "$RINGBEARER" curl "$@"
	same "refused: $*" '2|' "$code|$out"
	holds "refused: $*: says why" "$err" "$part"
	holds "refused: $*: and a hint" "$err" 'hint: '
	case $err in *"$token"* | *canary*) reject "refused: $*: the token" ;; esac
}

url=https://api.notion.com/v1/users
takes "$url"
takes -sSfL --compressed -XPOST -d@file -oout --max-time 5 "$url"
takes "$url" "$url/me" --url "$url/others"
takes -- "$url"
takes -D "$WORK/heads" -o "$WORK/body" "$url"
takes -x http://proxy.example:3128 "$url"
takes --no-keepalive --no-progress-meter "$url"
takes "https://API.notion.com:443/v1"
takes --force -v "$url"
takes http://127.0.0.1:9/
holds 'plain http: past any proxy' "$out" '--noproxy *'
http_proxy=http://p.example ALL_PROXY=http://p.example \
	takes --noproxy '' http://127.0.0.1:9/
same 'plain http: a --noproxy of the caller brings none back' '' \
	"$(grep -iE '^(http|all)_proxy=' <<<"$out")"

plain https://other.example/x -v -L --resolve a:443:1.2.3.4 -k
plain https://h.example:8443/
plain http://h.example/
plain
plain --frob -K config

one='not all of one host'
refuses "$one" "$url" https://evil.example/
refuses "$one" https://evil.example/ "$url"
refuses "$one" "$url" https://h.example/
refuses "$one" "$url" http://api.notion.com/
refuses "$one" "$url" https://api.notion.com:444/
refuses "$one" "$url" evil.example
refuses "$one" "$url" 'https://{api.notion.com,evil.example}/'
refuses "$one" "$url" 'https://api.notion.com@evil.example/'
refuses "$one" "$url" 'https://evil.example\@api.notion.com/'
refuses "$one" "$url" 'https://api.notion.com%2eevil.example/'
refuses "$one" "$url" -
elsewhere='another place'
refuses 'short option' -: "$url"
refuses 'short option' -sKfile "$url"
refuses 'short option' -k "$url"
refuses 'short option' -u ann:pw "$url"
refuses 'short option' -n "$url"
refuses 'short option' -sQ "$url"
for option in --connect-to --resolve --config --unix-socket --doh-url \
	--abstract-unix-socket --proto-default --proxy1.0; do
	refuses "$elsewhere" "$option" x "$url"
	refuses "$elsewhere" "$url" "$option" x
done
refuses "$elsewhere" --next "$url"
refuses "$elsewhere" --location-trusted "$url"
for header in 'Host: evil.example' 'hOST:evil.example' 'Host;' ' Host: a' \
	'@heads' '@-' ':authority: evil.example' $'X: a\nHost: evil.example' \
	$'X: a\rHost: evil.example' 'Host : evil.example' ''; do
	refuses 'to another site' -H "$header" "$url"
	refuses 'to another site' "$url" --header "$header"
done
refuses 'to another site' "-HHost: evil.example" "$url"
refuses 'to another site' "-sHHost: evil.example" "$url"
takes -H 'Hosting: here' -H 'X-Empty;' --header 'Accept:' "$url"
refuses 'on its way' --insecure "$url"
refuses 'of its own' --oauth2-bearer x "$url"
# curl takes a beginning of a long option for it
refuses 'not known' --loc "$url"
refuses 'not known' --location-trust "$url"
refuses 'not known' --no-insecure "$url"
refuses 'not known' --frob https://evil.example "$url"
refuses 'not known' --frob "$url"
refuses 'not known' --variable name=x "$url"
refuses 'not known' --expand-url 'https://{{name}}/' "$url"
refuses 'shows what is sent' --trace-ascii - "$url"
refuses 'lacks its value' "$url" --output
refuses 'shows what is sent' -v "$url"
refuses 'shows what is sent' -sv "$url"
refuses 'shows what is sent' --trace - "$url"
refuses 'shows what is sent' --libcurl code.c "$url"
refuses 'the proxy could read' -x http://p.example http://127.0.0.1:9/
refuses 'the proxy could read' -x p.example --cacert mine.pem "$url"

run "$RINGBEARER" curl https://two.example/
same 'two accounts: an error' '2|' "$code|$out"
holds 'two accounts: which there are' "$err" "'two.example/bob'"
RINGBEARER_ACCOUNT=bob takes https://two.example/

run "$RINGBEARER" edit notion --label x
run "$RINGBEARER" disable notion
run "$RINGBEARER" curl "$url"
same 'a disabled entry: not sent' '4|' "$code|$out"

# A provider whose token is in a header that a redirect does not drop.
mkdir -p "$HOME/.config/ringbearer/providers"
cat >"$HOME/.config/ringbearer/providers/acme.conf" <<'END'
provider acme {
	title = "Acme"
	hosts = {"api.acme.example"}
	headers = {"X-Api-Key: {token}"}
	verify user {
		get = "https://api.acme.example/me"
		outcome { status = 200 pointer = "/id" verdict = ok }
		learn id { from = {"{/id}"} }
	}
	account = {"{id}"}
}
END
run "$RINGBEARER" providers --check "$HOME/.config/ringbearer/providers/acme.conf"
same 'the definition is good' '0|' "$code|$err"
ask store protocol=https host=api.acme.example username=a password=canary-k
run "$RINGBEARER" curl https://api.acme.example/
holds 'another header: given' "$out" 'GOT X-Api-Key: canary-k'
refuses 'a redirect could' -L https://api.acme.example/

run env PATH=/nowhere "$RINGBEARER" curl https://h.example
same 'curl is not there' '127|' "$code|$out"
run "$RINGBEARER" curl --help
holds 'help' "$out" 'usage: ringbearer curl'

finish
