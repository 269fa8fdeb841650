#!/usr/bin/env bash
# The protocols but git's over a real store: one entry for all of them, which
# of several accounts is meant, what is refused, and how programs are called.
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=file
start_simulator

# gives NAME EXPECTED ARG...: exit code and standard output of one call, whose
# standard input is this one's.
gives() {
	local name=$1 expected=$2
	shift 2
	run "$RINGBEARER" "$@"
	same "$name" "$expected" "$code|$out"
}

# docker_store SERVER USER SECRET
docker_store() {
	give "{\"ServerURL\":\"$1\",\"Username\":\"$2\",\"Secret\":\"$3\"}\n" \
		docker store
}

# --- one entry, whoever asks
ask store protocol=https host=h.example username=ann password=canary-h
gives 'git' '0|username=ann
password=canary-h' git get < <(printf 'url=https://h.example\n')
gives 'docker' '0|{"ServerURL":"h.example","Username":"ann","Secret":"canary-h"}' \
	docker get <<<h.example
basic=$(printf 'ann:canary-h' | base64)
gives 'bazel' "0|{\"headers\":{\"Authorization\":[\"Basic $basic\"]}}" \
	bazel get <<<'{"uri":"https://h.example/a"}'
gives 'mcp-headers' "0|{\"Authorization\":\"Basic $basic\"}" \
	mcp-headers https://h.example/mcp
gives 'terraform' '0|{"token":"canary-h"}' terraform get h.example
gives 'netrc' '0|machine h.example login ann password canary-h' netrc h.example
for address in http://h.example https://h.example:8443 h.example:8443 \
	'https://[::1]:8443'; do
	run "$RINGBEARER" netrc "$address"
	same "netrc, $address: refused" '2|' "$code|$out"
	holds "netrc, $address: why" "$err" 'knows neither ports nor schemes'
done
gives 'netrc: the usual port' \
	'0|machine h.example login ann password canary-h' \
	netrc https://h.example:443/x
gives 'netrc: a word too many' '2|' netrc h.example --frob
ask store protocol=https host=h.example:8443 username=ann password=canary-p
gives 'netrc: forced' '0|machine h.example login ann password canary-p' \
	netrc https://h.example:8443 --force
ask erase protocol=https host=h.example:8443
gives 'keyring' '0|canary-h' keyring get https://h.example/simple/ ann
gives 'askpass' '0|canary-h' askpass "Password for 'https://ann@h.example': "
gives 'goauth' "0|https://h.example/

Authorization: Basic $basic" goauth https://h.example/m
gives 'ansible' '0|canary-h' ansible --vault-id h.example
gives 'aws' \
	'0|{"Version":1,"AccessKeyId":"ann","SecretAccessKey":"canary-h"}' \
	aws h.example
gives 'openclaw' '0|{"protocolVersion":1,"values":{"h.example":"canary-h"},"errors":{}}' \
	openclaw <<<'{"protocolVersion":1,"provider":"p","ids":["h.example"]}'
gives 'kubectl' '0|{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"canary-h"}}' \
	kubectl h.example
gives 'cargo: another place than git'"'"'s' '0|{"v":[1]}
{"Err":{"kind":"not-found"}}' cargo --cargo-plugin \
	<<<'{"v":1,"registry":{"index-url":"https://h.example"},"kind":"get"}'

# --- no terminal is shown a token, whoever's form it is in
while read -r words; do
	seen=$(script -qec "'$RINGBEARER' $words" /dev/null </dev/null)
	code=$?
	[ $code != 0 ] || reject "a terminal: $words: refused" "it is 0"
	holds "a terminal: $words: said" "$seen" 'would be shown on the terminal'
	case $seen in *canary* | *$basic*) reject "a terminal: $words: it is shown" ;; esac
done <<'WORDS'
netrc h.example
goauth https://h.example/m
askpass "Password for 'https://ann@h.example': "
ansible --vault-id h.example
aws h.example
kubectl h.example
mcp-headers https://h.example/mcp
terraform get h.example
keyring get https://h.example/simple/ ann
token h.example
headers h.example
WORDS

# --- a provider's headers, and its verdict
give 'sim-notion-good\n' connect notion
run "$RINGBEARER" bazel get <<<'{"uri":"https://api.notion.com/v1/users"}'
holds 'a provider: every header' "$out" '"Notion-Version":["2026'
docker_store api.notion.com '' sim-notion-revoked
same 'a provider: docker needs a name' '1|no credentials username' "$code|$out"
docker_store api.notion.com ann@example.org sim-notion-revoked
same 'a provider: a revoked token is refused' 1 "$code"
holds 'a provider: docker is told so' "$out" 'Notion refused the token'
gives 'a provider: the old one stays' '0|sim-notion-good' token notion

# --- accounts
docker_store r.example:5000 ann canary-ann
same 'docker store' '0||' "$code|$out|$err"
docker_store r.example:5000 bob canary-bob
get_bob='0|{"ServerURL":"r.example:5000","Username":"bob","Secret":"canary-bob"}'
gives 'docker: the account stored last' "$get_bob" docker get <<<r.example:5000
gives 'docker: one of them is listed' '0|{"r.example:5000":"bob"}' docker list
gives 'docker: the other is not lost' '0|canary-ann' token r.example:5000/ann
docker_store r.example:5000 ann canary-ann
run "$RINGBEARER" docker get <<<r.example:5000
holds 'docker: back to an account that is known' "$out" canary-ann
RINGBEARER_ACCOUNT=bob gives 'the environment chooses' "$get_bob" docker get \
	<<<r.example:5000
docker_store r.example:5000/team carl canary-carl
gives 'docker: a path is a place of its own' \
	'0|{"ServerURL":"r.example:5000/team","Username":"carl","Secret":"canary-carl"}' \
	docker get <<<r.example:5000/team
gives 'docker: erase takes all of a server' '0|' docker erase <<<r.example:5000
gives 'docker: it is gone' '1|credentials not found in native keychain' \
	docker get <<<r.example:5000
gives 'docker: and once more' '0|' docker erase <<<r.example:5000
gives 'docker: but not what has a path' '0|{"r.example:5000/team":"carl"}' \
	docker list
docker_store h.example ann canary-h
gives 'docker: what another caller stored is listed from now on' \
	'0|{"h.example":"ann","r.example:5000/team":"carl"}' docker list

for user in ann bob; do
	ask store protocol=https host=two.example username=$user \
		password=canary-$user
done
gives 'several accounts: an error' '2|' netrc two.example
holds 'several accounts: one' "$err" "'two.example/ann'"
holds 'several accounts: and another' "$err" "'two.example/bob'"
holds 'several accounts: what to do' "$err" 'RINGBEARER_ACCOUNT'
run "$RINGBEARER" docker get <<<two.example
holds 'several accounts: docker is told' "$code|$out" \
	"1|'two.example' has 2 accounts"
holds 'several accounts: docker is told what to do' "$out" RINGBEARER_ACCOUNT
RINGBEARER_ACCOUNT=carl gives 'an account that is not there' '2|' netrc two.example
holds 'an account that is not there: named' "$err" "no account 'carl'"
configure 'host "two.example" { account = "ann" }'
gives 'the configuration chooses' \
	'0|machine two.example login ann password canary-ann' netrc two.example
RINGBEARER_ACCOUNT=bob gives 'the environment wins' \
	'0|machine two.example login bob password canary-bob' netrc two.example
configure
run "$RINGBEARER" edit two.example/bob --default
gives 'the default is taken' \
	'0|machine two.example login bob password canary-bob' netrc two.example
run "$RINGBEARER" disable two.example/bob
gives 'what is disabled is left out' \
	'0|machine two.example login ann password canary-ann' netrc two.example
run "$RINGBEARER" disable two.example/ann
gives 'all are disabled: refused' '4|' netrc two.example
configure 'host "Two.example" { account = "ann" }'
gives 'a host in capitals' '3|' netrc two.example
configure

# --- what has ended
ask store protocol=https host=old.example username=a password=canary-old \
	password_expiry_utc=1700000000
gives 'an expired token: refused' '4|' kubectl old.example
ask store protocol=https host=new.example username=a password=canary-new \
	password_expiry_utc=4070908800
gives 'an expiry is handed on' \
	'0|{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"canary-new","expirationTimestamp":"2099-01-01T00:00:00Z"}}' \
	kubectl new.example

# --- terraform and cargo keep one token of a host
give '{"token":"canary-tf"}' terraform store app.example
gives 'terraform: kept' '0|{"token":"canary-tf"}' terraform get app.example
give '{"token":"canary-tf","more":1}' terraform store app.example
same 'terraform: what cannot be kept whole' '3|' "$code|$out"
gives 'terraform: forgotten' '0|' terraform forget app.example
gives 'terraform: nothing to forget' '0|' terraform forget app.example
gives 'terraform: nothing known' '0|{}' terraform get app.example
registry='"registry":{"index-url":"sparse+https://h.example/index/"}'
gives 'cargo: login, get' '0|{"v":[1]}
{"Ok":{"kind":"login"}}
{"Ok":{"kind":"get","token":"canary-c","cache":"session","operation_independent":true}}' \
	cargo --cargo-plugin <<END
{"v":1,$registry,"kind":"login","token":"canary-c"}
{"v":1,$registry,"kind":"get","operation":"read"}
END
gives 'cargo: git does not get it' '0|username=ann
password=canary-h' get < <(printf 'url=https://h.example\n')
gives 'cargo: a version that is not known' '0|{"v":[1]}
{"Err":{"kind":"other","message":"'"'v' is not 1"'","caused-by":[]}}
{"Ok":{"kind":"get","token":"canary-c","cache":"session","operation_independent":true}}' \
	cargo --cargo-plugin <<END
{"v":2,$registry,"kind":"login","token":"canary-d"}
{"v":1,$registry,"kind":"get","operation":"read"}
END
gives 'cargo: logout, twice' '0|{"v":[1]}
{"Ok":{"kind":"logout"}}
{"Err":{"kind":"not-found"}}' cargo --cargo-plugin <<END
{"v":1,$registry,"kind":"logout"}
{"v":1,$registry,"kind":"logout"}
END

# As Terraform has it: what it sends is read to the end, and a failure talks.
give '{"token":"canary-tf"}' terraform store h.example/x
same 'terraform: a failure says something' '3||1' \
	"$code|$out|$(grep -c '^ringbearer: ' <<<"$err")"
head -c 1000000 /dev/zero 2>"$WORK/sender" |
	"$RINGBEARER" terraform store h.example/x 2>/dev/null
same 'terraform: and hears to the end' '0 3' "${PIPESTATUS[*]}"
gives 'a token: not there' '1|' token none.example
holds 'a token: not there: said' "$err" "'none.example'"

# --- batches
gives 'openclaw: each id once, and what fails alone' \
	'0|{"protocolVersion":1,"values":{"h.example":"canary-h"},"errors":{"two.example/ann":{"message":"'"'two.example/ann' is disabled"'"},"x":{"message":"'"nothing is stored as 'x'"'"}}}' \
	openclaw <<<'{"protocolVersion":1,"ids":["two.example/ann","h.example","x","h.example","x"]}'
# looked ID...: how often a folder was read for a batch of these.
looked() {
	local ids
	ids=$(printf ',"%s"' "$@")
	printf '{"protocolVersion":1,"ids":[%s]}' "${ids#,}" >"$WORK/batch"
	strace -o "$WORK/trace" -e trace=getdents64 "$RINGBEARER" openclaw \
		<"$WORK/batch" >"$WORK/out"
	grep -c getdents64 "$WORK/trace"
}
if command -v strace >/dev/null; then
	once=$(looked h.example)
	same 'openclaw: one look at the store for a batch' "$once" \
		"$(looked h.example app.example x y z)"
	[ "$once" -gt 0 ] || reject 'openclaw: looks are counted' "$once"
else
	skip 'openclaw: one look at the store for a batch' 'there is no strace'
fi
KUBERNETES_EXEC_INFO='' gives 'kubectl: an empty request is none' \
	'0|{"kind":"ExecCredential","apiVersion":"client.authentication.k8s.io/v1","status":{"token":"canary-h"}}' \
	kubectl h.example

# --- what is kept for one is given to the other
long=$(head -c 65525 /dev/zero | tr '\0' x)
docker_store long.example ann "$long"
same 'docker: a secret as long as git can carry' '0||' "$code|$out|$err"
ask get protocol=https host=long.example
holds 'git: gets it' "$out" "password=$long"
docker_store long.example ann "${long}x"
same 'docker: a longer one is refused' \
	"1|'password' makes a line of more than 65535 bytes" "$code|$out"
gives 'docker: the old one stays' "0|$long" token long.example
give "{\"token\":\"${long}x\"}" terraform store long.example
same 'terraform: neither' '3|' "$code|$out"
docker_store lines.example ann 'canary-a\\ncanary-b'
same 'docker: a secret of several lines is kept' '0||' "$code|$out|$err"
gives 'docker: and given' \
	'0|{"ServerURL":"lines.example","Username":"ann","Secret":"canary-a\u000acanary-b"}' \
	docker get <<<lines.example
gives 'git: which cannot be told' '3|' get \
	< <(printf 'url=https://lines.example\n')
holds 'git: and it is said' "$err" 'has several lines'

for host in long.example lines.example; do
	gives "docker: erase $host" '0|' docker erase <<<$host
done

# --- how it is called
mkdir "$WORK/bin"
# called NAME EXPECTED LINK ARG...: by a link of that name.
called() {
	local name=$1 expected=$2 link=$3
	shift 3
	ln -sf "$RINGBEARER" "$WORK/bin/$link"
	run "$WORK/bin/$link" "$@"
	same "$name" "$expected" "$code|$out"
}
called 'by the name of docker' \
	'0|{"h.example":"ann","r.example:5000/team":"carl"}' \
	docker-credential-ringbearer list
called 'by the name of cargo' '0|{"v":[1]}' cargo-credential-ringbearer \
	--cargo-plugin </dev/null
called 'by the name of docker: its version' \
	"0|$("$RINGBEARER" --version)" docker-credential-ringbearer --version
called 'by the name of docker: no word' "1|'docker' needs more arguments
hint: usage: ringbearer docker get|store|erase|list|version" \
	docker-credential-ringbearer
# `args` of the configuration stand before the word.
RINGBEARER_BACKEND=nonsense called 'by the name of terraform, with arguments' \
	'0|{"token":"canary-h"}' terraform-credentials-ringbearer \
	--backend file get h.example
called 'by the name of keyring' '0|ann
canary-h' keyring --mode=creds get h.example
called 'by the name of a token' '0|canary-h' ringbearer-token-h.example
called 'by the name of a token, with its account' '0|canary-h' \
	ringbearer-token-h.example%2fann whatever --it says
called 'by the name of a token, with a scheme' '0|Bearer canary-h' \
	ringbearer-bearer-h.example
called 'by the name of a token that is not kept' '1|' ringbearer-token-x
gives 'token --scheme' '0|Token canary-h' token --scheme Token h.example
gives '--protocol' '0|{"token":"canary-h"}' --protocol terraform get h.example
gives '--protocol, with the options of that' '0|ann
canary-h' --protocol keyring --mode=creds get h.example
run env -i "$RINGBEARER" --backend file openclaw </dev/null
same 'an empty environment: the home is found' 3 "$code"
for protocol in git docker bazel mcp-headers terraform cargo kubectl aws \
	keyring netrc goauth openclaw; do
	run "$RINGBEARER" help "$protocol"
	holds "help $protocol" "$code $out" "0 usage: ringbearer $protocol"
done

# --- input that is none
for protocol in 'docker store' 'bazel get' 'terraform store h.example' openclaw; do
	for text in '' '{' '[]' '{"a":"\\xff"}' 'null' '{}{}'; do
		# shellcheck disable=SC2086 # two words
		give "$text" $protocol
		[ "$code$err" != 0 ] ||
			reject "$protocol: '$text'" "$code|$out|$err"
	done
done
pass 'what is no JSON is refused'
gives 'nothing of it was kept' '0|canary-h' token h.example

# --- no secret where it does not belong
same 'no token on standard error' '' \
	"$(grep -E 'canary|sim-notion' "$WORK/all-errors")"
finish
