#!/usr/bin/env bash
# The back-end `vault`: where its token comes from, what each fault of a server
# becomes and how soon, who may change what, older versions, and other clients
# beside us. The server is a stand-in, tests/sim/vault.py; with VAULT_ADDR and
# VAULT_TOKEN set, the main part also runs on a real one.
real_address=${VAULT_ADDR:-}
real_token=${VAULT_TOKEN:-}
. "$(dirname "$0")/../lib.sh"

export BACKEND=vault
start_vault --mount secret --mount team/kv
use_vault 'timeout = 3'
certificate=$WORK/certificates/ca.pem

# api METHOD PATH [BODY]: of the server itself, by its first token.
api() {
	printf 'X-Vault-Token: %s\n' "$ROOT_TOKEN" |
		curl -sS --cacert "$certificate" -H @- -X "$1" \
			${3:+--data "$3"} "$VAULT_AT/$2"
}

# fault JSON: from now on; `{}` ends them all.
fault() {
	api POST sim/fault "$1" >/dev/null
}

# asked: what was asked since the last time, a line each.
asked() {
	api GET sim/log | tr ',' '\n' | sed 's/[]["]//g; s/^ //' |
		sed 's|/v1/||; s|\([A-Z]\) |\1 |'
}

# member PATH: what JSON on standard input has there, as a.b.c.
member() {
	python3 -c 'import json, sys
value = json.load(sys.stdin)
for key in sys.argv[1].split("."):
    value = value[key]
print(json.dumps(value) if not isinstance(value, str) else value)' "$1"
}

me=(protocol=https host=git.example username=me)
entry=ringbearer/https/git.example/-/me

# The main part; also on a real server.
main_part() {
	ask get "${me[@]}"
	same "$1: nothing there" '0||' "$code|$out|$err"
	ask store "${me[@]}" password=canary-1
	same "$1: store" '0||' "$code|$out|$err"
	ask get "${me[@]}"
	holds "$1: get" "$out" password=canary-1
	ask get protocol=https host=git.example
	holds "$1: get without a username" "$out" username=me
	ask store "${me[@]}" password=canary-2
	ask get "${me[@]}"
	holds "$1: replaced" "$out" password=canary-2
	ask get protocol=https host=git.example path=x username=me
	same "$1: another path is another entry" '0||' "$code|$out|$err"
	ask erase "${me[@]}" password=canary-1
	ask get "${me[@]}"
	holds "$1: another password erases nothing" "$out" password=canary-2
	run "$RINGBEARER" --backend vault restore git.example/me
	same "$1: restore the one before" '0||' \
		"$code|${out##restored git.example/me*}|$err"
	ask get "${me[@]}"
	holds "$1: it is the first one" "$out" password=canary-1
	ask erase "${me[@]}"
	same "$1: erase" '0||' "$code|$out|$err"
	ask get "${me[@]}"
	same "$1: erased" '0||' "$code|$out|$err"
	run "$RINGBEARER" --backend vault restore git.example/me
	same "$1: restore what was erased" 0 "$code"
	ask get "${me[@]}"
	holds "$1: it is back" "$out" password=canary-1
	ask erase "${me[@]}"
	ask store "${me[@]}" password=canary-3
	same "$1: store over what was erased" '0|' "$code|$err"
	ask get "${me[@]}"
	holds "$1: and read that" "$out" password=canary-3
	run "$RINGBEARER" --backend vault list --json
	same "$1: list" 'git.example/me' "$(printf '%s' "$out" |
		python3 -c 'import json, sys
for e in json.load(sys.stdin):
    print(e["name"])')"
	ask erase "${me[@]}"
}
main_part 'stand-in'

# What is kept, as people see it in vault's own pages.
ask store "${me[@]}" password=canary-4
data=$(api GET "v1/secret/data/$entry")
same 'a field for each line' 'canary-4 me https git.example' \
	"$(for key in password username protocol host; do
		printf '%s' "$data" | member "data.data.$key"
	done | paste -sd ' ')"
# Somebody adds fields of theirs, and changes the password.
version=$(printf '%s' "$data" | member data.metadata.version)
api POST "v1/secret/data/$entry" "{\"options\":{\"cas\":$version},\"data\":$(
	printf '%s' "$data" | python3 -c 'import json, sys
data = json.load(sys.stdin)["data"]["data"]
data.update(password="canary-5", team="blue", count=7, nested={"a": [1, 2.5, None]},
            description="of the team")
print(json.dumps(data))')}" >/dev/null
ask get "${me[@]}"
holds "somebody else's change is seen" "$out" password=canary-5
run "$RINGBEARER" --backend vault show git.example/me
holds 'and what we know the word for' "$out" 'description: of the team'
ask store "${me[@]}" password=canary-6
data=$(api GET "v1/secret/data/$entry" | member data.data)
same 'their fields stay' '"blue" 7 {"a": [1, 2.5, null]} "canary-6"' \
	"$(printf '%s' "$data" | python3 -c 'import json, sys
data = json.load(sys.stdin)
print(*(json.dumps(data[k]) for k in ("team", "count", "nested", "password")))')"
# An entry that holds no password is a failure, and never "nothing".
api POST "v1/secret/data/ringbearer/https/none.example/-/me" \
	'{"data":{"note":"canary-note"}}' >/dev/null
ask get protocol=https host=none.example username=me
same 'no password there: a failure' 6 "$code"
holds 'no password there: said' "$err" 'holds no password'
api DELETE "v1/secret/metadata/ringbearer/https/none.example/-/me"

# Two who write: what was there is read again, and nobody is lost unseen.
fault '{"kind": "s", "status": 400, "path": "secret/data/", "method": "POST", "times": 2,
	"body": {"errors": ["check-and-set parameter did not match the current version"]}}'
asked >/dev/null
ask store "${me[@]}" password=canary-6a
same 'another was faster: it looks again, and writes' '0|3|3' \
	"$code|$(asked | tee "$WORK/asked" | grep -c "^POST secret/data")|$(
		grep -c "^GET secret/data/$entry\$" "$WORK/asked" |
			awk '{ print ($1 > 3 ? 3 : $1) }')"
fault '{}'
before=$(api GET "v1/secret/data/$entry" | member data.metadata.version)
(
	"$RINGBEARER" --backend vault store < <(printf '%s\n' "${me[@]}" password=canary-7) &
	"$RINGBEARER" --backend vault store < <(printf '%s\n' "${me[@]}" password=canary-8) &
	wait
)
same 'two writers: both wrote, each over a version that it had seen' \
	$((before + 2)) \
	"$(api GET "v1/secret/metadata/$entry" | member data.current_version)"
# The server may be told to take no write that does not say what it replaces.
api POST "v1/secret/metadata/$entry" '{"cas_required":true}'
ask store protocol=https host=git.example username=me password=canary-8a
same 'what it replaces is said with each write' '0|' "$code|$err"
api POST "v1/secret/metadata/$entry" '{"cas_required":false}'
ask get "${me[@]}"
case $out in
*canary-8a*) pass 'and it is there' ;;
*) reject 'and it is there' "$out" ;;
esac
asked >/dev/null
ask erase "${me[@]}"
same 'what was looked at is erased, and no newer version' '0|1' \
	"$code|$(asked | grep -c "^POST secret/delete/$entry\$")"
ask store "${me[@]}" password=canary-8b

# Faults. Each ends in its time, with exit code 6 and the right words.
# broken NAME OPERATION WORDS
broken() {
	local began=$EPOCHREALTIME took
	case $2 in
	list) run timeout 20 "$RINGBEARER" --backend vault list ;;
	store) ask store "${me[@]}" password=canary-fault ;;
	*) ask "$2" "${me[@]}" ;;
	esac
	took=$(awk "BEGIN { print ($EPOCHREALTIME - $began) * 1000 }")
	same "$1, $2: exit code" 6 "$code"
	holds "$1, $2: said" "$err" "$3"
	[ "${took%.*}" -lt "${4:-8000}" ] || reject "$1, $2: in time" "$took ms"
}
sealed='{"kind":"s","status":503,"body":{"errors":["Vault is sealed"]}}'
while IFS='|' read -r name what words; do
	fault "$what"
	for operation in get store erase list; do
		broken "$name" $operation "$words"
	done
	fault '{}'
done <<TABLE
sealed|$sealed|vault is sealed
no part of vault|{"kind":"s","status":503,"body":"<html>no backend</html>"}|HTTP 503
denied|{"kind":"s","status":403,"body":{"errors":["permission denied"]}}|vault denies it
a mistake of vault's|{"kind":"s","status":500,"body":{"errors":["internal error"]}}|its log says why
too many, for long|{"kind":"s","status":429,"headers":{"Retry-After":"60"}}|left alone
too many, and no word for how long|{"kind":"s","status":429}|left alone
a standby|{"kind":"s","status":307,"headers":{"Location":"https://active.example:8200/v1/x?canary-location"}}|names 'active.example:8200'
a standby with something else|{"kind":"s","status":307,"headers":{"Location":"https://a%1bb/canary-location"}}|somewhere else
no JSON|{"kind":"s","status":200,"body":"<html>hello</html>"}|none of vault's
JSON of something else|{"kind":"s","status":200,"body":{"hello":"world"}}|none of vault's
not found, by something else|{"kind":"s","status":404,"body":"<html>no</html>"}|none of vault's
not found, in JSON of something else|{"kind":"s","status":404,"body":{"message":"no"}}|none of vault's
cut off|{"kind":"cut"}|cannot be asked
too large|{"kind":"huge"}|too long
no such engine|{"kind":"s","status":404,"body":{"errors":["no handler for route"]}}|at the mount 'secret' (HTTP 404): no handler for route
TABLE
# A mount that is not there, as the server itself answers.
use_vault 'mount = "nope/kv"' 'timeout = 3'
for operation in get store erase list; do
	broken 'a wrong mount' $operation "at the mount 'nope/kv'"
	holds "a wrong mount, $operation: what to do" "$err" "set 'mount'"
done
run "$RINGBEARER" --backend vault restore --list https://git.example
same 'a wrong mount, restore: exit code' 6 "$code"
holds 'a wrong mount, restore: said' "$err" "at the mount 'nope/kv'"
# Nor can vault be asked where others say whom to trust.
use_vault 'timeout = 3'
chmod 622 "$WORK/certificates/ca.pem"
broken 'certificates that others may write' get 'may be written by others'
chmod 600 "$WORK/certificates/ca.pem"
fault '{"kind":"s","status":204,"path":"secret/data/","method":"POST"}'
broken 'an engine of version 1' store \
	"no key-value engine of version 2 at the mount 'secret' (HTTP 204)"
fault '{}'
while IFS='|' read -r name what words; do
	fault "$what"
	for operation in get store; do
		broken "$name" $operation "$words" 6000
	done
	fault '{}'
done <<TABLE
no answer|{"kind":"hang"}|in time
an answer in drips|{"kind":"drip"}|in time
TABLE
fault '{"kind":"lose"}'
broken 'a write that is not kept' store 'has lost'
fault '{}'
api DELETE "v1/secret/metadata/$entry"
ask store "${me[@]}" password=canary-9
fault '{"kind":"s","status":429,"headers":{"Retry-After":"1"},"times":2,"path":"data/"}'
ask get "${me[@]}"
holds 'too many, for a second' "$out" password=canary-9
fault '{}'
fault '{"kind":"s","status":400,"path":"secret/data/","method":"POST",
	"body":{"errors":["a word of canary-echoed in it"]}}'
ask store "${me[@]}" password=canary-echoed
case $err in
*canary*) reject 'words that repeat the secret are left out' "$err" ;;
*) pass 'words that repeat the secret are left out' ;;
esac
fault '{"kind":"s","status":500,"body":{"errors":["bad canary-echoed"]}}'
for operation in store get erase; do
	ask $operation "${me[@]}" password=canary-echoed
	same "words of its own, $operation: not shown" 6 "$code"
	case $err in *canary*) reject "words of its own, $operation" "$err" ;; esac
done
fault '{}'

# Nobody there, no name, no trust, no address.
# configured NAME WORDS LINE...
configured() {
	local name=$1 words=$2
	shift 2
	printf '%s\n' 'vault {' "$@" 'timeout = 2' '}' \
		>"$HOME/.config/ringbearer/config"
	broken "$name" get "$words"
}
configured 'nobody there' 'cannot be asked' 'address = "https://127.0.0.1:1"'
configured 'no such host' 'cannot be asked' 'address = "https://vault.invalid"'
configured 'a certificate that is not trusted' certificate "address = \"$VAULT_AT\""
configured 'no address' 'no address of vault'
rm "$HOME/.config/ringbearer/config"
export VAULT_ADDR=http://vault.example
broken 'plain http' get VAULT_ADDR
export VAULT_ADDR=$VAULT_AT VAULT_CACERT=$certificate
ask get "${me[@]}"
holds "vault's own variables" "$out" password=
unset VAULT_ADDR VAULT_CACERT

# Tokens.
use_vault 'timeout = 3'
rm "$HOME/.vault-token"
broken 'no token' get 'no token for vault'
VAULT_TOKEN=$ROOT_TOKEN ask get "${me[@]}"
holds 'a token in the environment' "$out" password=
VAULT_TOKEN=canary-wrong broken 'a wrong token' get 'vault denies it'
# unusable NAME WORDS: what lies at ~/.vault-token cannot be used.
unusable() {
	broken "the token file, $1" get "$2"
	holds "the token file, $1: which file" "$err" "'$HOME/.vault-token'"
	holds "the token file, $1: what to do" "$err" 'hint: it has to be a file of yours'
	rm -rf "$HOME/.vault-token"
}
: >"$HOME/.vault-token"
unusable empty 'is empty'
printf '%s\nmore\n' "$ROOT_TOKEN" >"$HOME/.vault-token"
unusable 'two lines' 'more than one word'
mkdir "$HOME/.vault-token"
unusable 'a folder' 'is not a regular file'
ln -s .vault-token "$HOME/.vault-token"
unusable 'unreadable' 'cannot read'
(umask 077 && printf '%s\n' "$ROOT_TOKEN" >"$HOME/.vault-token")
run "$RINGBEARER" --backend vault doctor
same 'doctor: nothing to note of the token file' 0 "$(grep -c 'vault-token' <<<"$out")"
chmod 644 "$HOME/.vault-token"
run "$RINGBEARER" --backend vault doctor
holds 'doctor: others may read the token' "$(grep '^note' <<<"$out")" \
	"'$HOME/.vault-token' may be read by others; see 'chmod 600'"
run "$RINGBEARER" --backend file doctor
same 'doctor: of no matter without vault' 0 "$(grep -c 'vault-token' <<<"$out")"
ask get "${me[@]}"
holds 'and it can be used' "$out" password=
use_vault "token-file = \"$WORK/token\""
rm "$HOME/.vault-token"
broken 'a token file that is not there' get "there is no '$WORK/token'"
printf '%s\n' "$ROOT_TOKEN" >"$WORK/token"
chmod 666 "$WORK/token"
broken 'a token file that others may write' get 'may be written by others'
chmod 600 "$WORK/token"
ask get "${me[@]}"
holds 'a token file' "$out" password=
# An old one is renewed, and looked at now and then only.
made=$(api POST v1/auth/token/create '{"policies":["root"],"ttl":"30s"}' |
	member auth.client_token)
printf '%s\n' "$made" >"$WORK/token"
rm -f "$HOME/.local/state/ringbearer/vault-token"
asked >/dev/null
ask get "${me[@]}"
same 'a young token: looked at, not renewed' '1 0' \
	"$(asked | awk '/lookup-self/ { l++ } /renew-self/ { r++ } END { print l + 0, r + 0 }')"
ask get "${me[@]}"
same 'a young token: not looked at again' 0 "$(asked | grep -c lookup-self)"
made=$(api POST v1/auth/token/create '{"policies":["root"],"ttl":"300s","sim_age":250}' |
	member auth.client_token)
printf '%s\n' "$made" >"$WORK/token"
rm -f "$HOME/.local/state/ringbearer/vault-token"
ask get "${me[@]}"
same 'an old token is renewed' 1 "$(asked | grep -c renew-self)"
same 'the state folder has no token' '' "$(grep -rl canary "$HOME/.local/state")"

# AppRole.
api POST v1/sys/policies/acl/app "{\"policy\": $(python3 -c 'import json
print(json.dumps(json.dumps({"path": {
    "secret/data/*": {"capabilities": ["create", "read", "update"]},
    "secret/delete/*": {"capabilities": ["update"]},
    "secret/metadata/*": {"capabilities": ["list", "read"]}}})))')}"
api POST v1/auth/approle/role/app '{"token_policies": ["app"], "token_ttl": 60}'
role=$(api GET v1/auth/approle/role/app/role-id | member data.role_id)
api POST v1/auth/approle/role/app/secret-id | member data.secret_id >"$WORK/id"
approle=("role-id = \"$role\"" "secret-id-file = \"$WORK/id\"")
chmod 600 "$WORK/id"
use_vault "${approle[@]}"
rm "$HOME/.vault-token"
asked >/dev/null
ask get "${me[@]}"
holds 'AppRole' "$out" password=
same 'AppRole: the token is given back' 1 "$(asked | grep -c revoke-self)"
ask store "${me[@]}" password=canary-10
same 'AppRole: store' '0|' "$code|$err"
fault '{"kind":"s","status":200,"path":"auth/approle/login","body":"<html>hello</html>"}'
broken 'AppRole: a page in the place of an answer' get "none of vault's"
fault '{}'
# Half of the way, the token is good for nothing any more.
fault '{"kind":"s","status":403,"path":"secret/","times":1}'
ask get "${me[@]}"
holds 'AppRole: logs in anew' "$out" password=canary-10
same 'AppRole: twice in all' 2 "$(asked | grep auth/approle/login | tail -n 2 | wc -l)"
fault '{}'
printf 'X-Vault-Wrap-TTL: 60\nX-Vault-Token: %s\n' "$ROOT_TOKEN" |
	curl -sS --cacert "$certificate" -H @- -X POST \
		"$VAULT_AT/v1/auth/approle/role/app/secret-id" |
	member wrap_info.token >"$WORK/id"
wrapped=$(cat "$WORK/id")
ask get "${me[@]}"
holds 'AppRole: a wrapped secret id' "$out" password=canary-10
same 'AppRole: what was in it is in the file' 36 "$(tr -d '\n' <"$WORK/id" | wc -c)"
same 'AppRole: mode of that' 600 "$(stat -c %a "$WORK/id")"
ask get "${me[@]}"
holds 'AppRole: and is used from then on' "$out" password=canary-10
printf '%s\n' "$wrapped" >"$WORK/id"
broken 'a wrapped secret id, used up' get 'does not unwrap'
printf 'nonsense\n' >"$WORK/id"
broken 'a wrong secret id' get 'does not take the role id'

# An agent, which has the token.
for agent in "$(cat "$VAULT/agent")" "$VAULT/agent.sock"; do
	printf 'vault { agent = "%s" }\n' "$agent" >"$HOME/.config/ringbearer/config"
	VAULT_TOKEN=canary-unwanted ask get "${me[@]}"
	holds "agent: ${agent%%:*}" "$out" password=canary-10
done

# Who may change what.
api POST v1/sys/policies/acl/reader "{\"policy\": $(python3 -c 'import json
print(json.dumps(json.dumps({"path": {
    "secret/data/*": {"capabilities": ["read"]},
    "secret/metadata/*": {"capabilities": ["list", "read"]}}})))')}"
reader=$(api POST v1/auth/token/create '{"policies":["reader"]}' | member auth.client_token)
use_vault
asked >/dev/null
run "$RINGBEARER" --backend vault show --json git.example/me
same 'changeable' true "$(printf '%s' "$out" | member changeable)"
export VAULT_TOKEN=$reader
run "$RINGBEARER" --backend vault show --json git.example/me
same 'not changeable' false "$(printf '%s' "$out" | member changeable)"
run "$RINGBEARER" --backend vault list
holds 'the list says so' "$out" 'vault, read-only'
asked >/dev/null
broken 'by a policy, read-only' store 'it is read-only for this token'
broken 'by a policy, read-only' erase 'it is read-only for this token'
same 'nothing was changed or tried' 0 "$(asked | grep -cE '^(POST|DELETE) secret')"
ask get "${me[@]}"
holds 'and what was there stays' "$out" password=canary-10
same 'nothing of that there: nothing to erase' '0|' "$(
	"$RINGBEARER" --backend vault erase <<<$'protocol=https\nhost=no.example' 2>&1
	echo "$?|")"
unset VAULT_TOKEN
use_vault 'read-only = true'
broken 'by the section, read-only' store 'read-only by the configuration'
run "$RINGBEARER" --backend vault list
holds 'the list says so, too' "$out" 'vault, read-only'
fault '{"kind":"s","status":404,"body":{"errors":[]},"path":"capabilities-self"}'
use_vault
run "$RINGBEARER" --backend vault show --json git.example/me
same 'not known' null "$(printf '%s' "$out" | member changeable)"
fault '{}'

# Another mount, namespace and template.
use_vault 'mount = "team/kv"' 'path = "apps/{host}/login-{username}"' \
	'namespace = "blue"'
ask store "${me[@]}" password=canary-11
same 'mount and template: store' '0|' "$code|$err"
same 'mount and template: where it is' canary-11 \
	"$(api GET v1/team/kv/data/apps/git.example/login-me | member data.data.password)"
ask get protocol=https host=git.example
holds 'mount and template: get' "$out" password=canary-11
ask store protocol=http host=git.example username=me password=canary-12
same 'the template has no place for it' 6 "$code"
holds 'the template has no place for it, said' "$err" 'has no place for'
ask get protocol=http host=git.example
same 'and there is nothing of it' '0||' "$code|$out|$err"
while IFS='|' read -r line words; do
	printf 'vault { %s }\n' "$line" >"$HOME/.config/ringbearer/config"
	ask get "${me[@]}"
	same "configuration, ${line//canary/x}" 3 "$code"
	holds "configuration, ${line//canary/x}: said" "$err" "$words"
done <<'TABLE'
address = "http://vault.example"|begins neither
address = "https://ann@vault.example"|is no address
address = "https://ann:canary-address@vault.example"|'...' is no address
address = "vault.example"|is no address
path = "a/{host}"|lacks
path = "a/{host}-{username}"|two variables
path = "a/{host}/{username}/{host}"|twice
path = "a/{host}/{username}/{user}"|none of
path = "../{host}/{username}"|no path
mount = "a//b"|no path
role-id = "x"|belong together
key = "/x"|wants 'certificate'
token-file = "/x" agent = "/y"|exclude
token-file = "x"|does not begin with
TABLE

# Versions.
use_vault
for i in 1 2 3; do
	ask store protocol=https host=v.example username=me "password=canary-v$i"
done
run "$RINGBEARER" --backend vault restore --list v.example/me
same 'restore --list: the newest first' '3 current,2,1' \
	"$(printf '%s\n' "$out" | awk '{ print $1 ($3 ? " " $3 : "") }' | paste -sd ,)"
run "$RINGBEARER" --backend vault restore --version 1 v.example/me
same 'restore --version' '0|restored v.example/me, which is version 4 now' "$code|$out"
ask get protocol=https host=v.example
holds 'restore --version: it is that one' "$out" password=canary-v1
run "$RINGBEARER" --backend vault restore --version 9 v.example/me
same 'no such version' 1 "$code"
api POST v1/secret/destroy/ringbearer/https/v.example/-/me '{"versions":[2]}'
run "$RINGBEARER" --backend vault restore --version 2 v.example/me
same 'a version that was destroyed' 1 "$code"
ask erase protocol=https host=v.example username=me
run "$RINGBEARER" --backend vault restore --list https://v.example
holds 'restore --list of what was erased, by its address' "$out" '4  '
holds 'it says when' "$out" 'erased 2'
run "$RINGBEARER" --backend vault restore https://v.example/
same 'restore by the address' 0 "$code"
ask get protocol=https host=v.example
holds 'restore by the address: it is back' "$out" password=canary-v1
for chain in 'file, vault' 'vault, file'; do
	name="restore with 'backend = {$chain}'"
	RINGBEARER_BACKEND='' use_vault
	echo "backend = {$chain}" >>"$HOME/.config/ringbearer/config"
	ask erase protocol=https host=v.example username=me
	run "$RINGBEARER" restore --list https://v.example
	holds "$name: the list" "$out" '1  '
	run "$RINGBEARER" restore https://v.example
	same "$name" '0|' "$code|$err"
	ask get protocol=https host=v.example
	holds "$name: it is back" "$out" password=canary-v1
	run "$RINGBEARER" restore https://nothing.example
	same "$name: nothing ever was there" 1 "$code"
	ask get protocol=https host=v.example
	mv "$HOME/.vault-token" "$WORK/away"
	for command in get list check 'token v.example'; do
		# shellcheck disable=SC2086 # words
		run "$RINGBEARER" $command < <(
			printf '%s\n' protocol=https host=v.example)
		same "without vault's token, {$chain}: $command" '6|' "$code|$out"
		holds "without vault's token, {$chain}: $command: said" \
			"$err" "'vault' keeps entries"
	done
	mv "$WORK/away" "$HOME/.vault-token"
done
use_vault
run "$RINGBEARER" --backend file restore --list v.example/me
same 'restore: a back-end without older ones' 2 "$code"
run "$RINGBEARER" --backend vault restore https://nothing.example
same 'restore: nothing ever was there' 1 "$code"
run "$RINGBEARER" --backend vault restore nothing.example/me
same 'restore: nothing of that name' 1 "$code"
run "$RINGBEARER" --backend vault restore --version x v.example/me
same 'restore: no number' 2 "$code"
ask erase protocol=https host=v.example username=me
BACKEND='file' ask store protocol=https host=f.example username=me password=canary-f
for backend in file auto; do
	run "$RINGBEARER" --backend $backend restore f.example/me
	same "restore: '$backend' keeps no versions" 2 "$code"
	holds "restore: '$backend', said" "$err" 'keeps no older versions'
done

# Other clients, on the same server and on what we keep there.
python=$(for p in /usr/bin/python3 python3; do
	"$p" -c 'import hvac' 2>/dev/null && echo "$p" && break
done)
if [ -n "$python" ]; then
	export HVAC_TOKEN=$ROOT_TOKEN
	hvac=("$python" "$SOURCE/tests/clients/vault_hvac.py" "$VAULT_AT" "$certificate")
	adopt "${hvac[@]}" qualify/hvac
	"${hvac[@]}" ringbearer/https/hvac.example/-/somebody write
	ask get protocol=https host=hvac.example
	holds 'hvac writes, ringbearer reads' "$out" password=canary-by-hvac
	ask store protocol=https host=hvac.example username=somebody password=canary-13
	out=$("${hvac[@]}" ringbearer/https/hvac.example/-/somebody read)
	holds 'ringbearer writes, hvac reads' "$out" password=canary-13
	holds "ringbearer writes, hvac's fields stay" "$out" \
		"nested={'a': [1, 2.5, None, True]}"
else
	skip 'python3-hvac' 'it is not installed'
fi
if ! command -v node >/dev/null || ! command -v npm >/dev/null; then
	skip node-vault 'there is no node or npm'
elif ! (cd "$WORK" && timeout 60 npm install --silent --no-save node-vault) \
	>/dev/null 2>&1; then
	skip node-vault 'npm cannot fetch it'
else
	adopt env VAULT_TOKEN="$ROOT_TOKEN" NODE_PATH="$WORK/node_modules" \
		NODE_EXTRA_CA_CERTS="$certificate" \
		node "$SOURCE/tests/clients/vault_node.js" "$VAULT_AT" qualify/node
fi

same 'no message has a secret in it' '' \
	"$(grep -o 'canary[^ ]*' "$WORK/all-errors" | sort -u)"

if [ -n "$real_address" ] && [ -n "$real_token" ]; then
	fresh_home
	export VAULT_ADDR=$real_address VAULT_TOKEN=$real_token
	main_part 'a real server'
else
	skip 'a real server' 'VAULT_ADDR is not set'
fi
finish
