#!/usr/bin/env bash
# import: files as other programs write them, what becomes of each line, and
# that the file stays and no token is ever shown.
. "$(dirname "$0")/../lib.sh"

export RINGBEARER_BACKEND=file
VERIFY='timeout = 2'
start_simulator

home() {
	fresh_home
	export https_proxy=http://127.0.0.1:$PROXY_PORT
	export RINGBEARER_BACKEND=file
	configure
}

# token_of PROTOCOL HOST USERNAME [PATH]: what is kept there.
token_of() {
	printf 'protocol=%s\nhost=%s\nusername=%s\n%s' "$1" "$2" "$3" \
		"${4:+path=$4
}" | "$RINGBEARER" get | sed -n 's/^password=//p'
}

# keeps NAME TOKEN PROTOCOL HOST USERNAME [PATH]: it is never printed.
keeps() {
	local name=$1 token=$2
	shift 2
	if [ "$(token_of "$@")" = "$token" ]; then
		pass "$name"
	else
		reject "$name" "$* does not have that token"
	fi
}

files() {
	find "$HOME/.local/share/ringbearer/records" -type f 2>/dev/null | wc -l
}

# import ARG...: runs it, and looks that the file, $file, stays as it is.
import() {
	local before after
	before=$(stat -c '%Y %Z %a %s' "$file"; sha256sum <"$file")
	run timeout 60 "$RINGBEARER" import "$@" </dev/null
	after=$(stat -c '%Y %Z %a %s' "$file"; sha256sum <"$file")
	printf '%s\n' "$out" "$err" >>"$WORK/said"
	[ "$before" = "$after" ] || reject "import $*: the file has changed"
}

# row NAME PATTERN: one row of $out is like this.
row() {
	if printf '%s\n' "$out" | grep -qE -- "$2"; then
		pass "$1"
	else
		reject "$1" "no row '$2' in:" "$out"
	fi
}

# from_json EXPRESSION: of the JSON in $out, as `answer`; sorted, on one line.
from_json() {
	printf '%s\n' "$out" | python3 -c '
import json, sys
answer = json.load(sys.stdin)
print(json.dumps(eval(sys.argv[1]), sort_keys=True, separators=(",", ":")))' "$1"
}

# git's own helper writes the file.
home
file=$HOME/.git-credentials
git_store() {
	printf '%s\n' "$@" | git credential-store store
}
git_store protocol=https host=git.example username=ann 'password=canary p@ss:w/ö%'
git_store protocol=https host=git.example path=a/b.git username=ann password=canary-path
git_store protocol=http host=plain.example:8080 username=bob password=canary-http
git_store protocol=https host=api.notion.com username=ann@example.org password=ntn_sim-notion-good
git_store protocol=https host=api.calendly.com username=eve password=sim-calendly-revoked
same 'git: its store has five lines' 5 "$(wc -l <"$file")"

import git-credential-store --dry-run
same 'dry run: done' 0 "$code"
same 'dry run: five are found' 5 "$(printf '%s\n' "$out" | grep -cE '^[1-5] .* found')"
same 'dry run: nothing was kept' 0 "$(files)"
same 'dry run: nobody was asked' '' "$(cat "$SIMULATOR_LOG")"
holds 'dry run: the file holds them' "$err" 'in plain text'

import git-credential-store
same 'git: one was refused' 4 "$code"
row 'git: header of the table' '^LINE +HOST +USERNAME +RESULT +WHY'
row 'git: kept' '^[1-5] +git\.example +ann +kept'
row 'git: with its path' '^[1-5] +git\.example/a/b\.git +ann +kept'
row 'git: verified' '^[1-5] +api\.notion\.com +ann@example\.org +kept'
row 'git: refused, and why' '^[1-5] +api\.calendly\.com +eve +refused +.*revoked'
row 'git: counted' '^4 kept, 1 refused$'
holds 'git: the file was left' "$err" "'$file' was left as it is, and holds its tokens in plain text"
holds 'git: how it is erased' "$err" "shred -u '$file'"
keeps 'git: percent signs were decoded' 'canary p@ss:w/ö%' https git.example ann
keeps 'git: another path' canary-path https git.example ann a/b.git
keeps 'git: http and port' canary-http http plain.example:8080 bob
keeps 'git: the provider took it' ntn_sim-notion-good https api.notion.com ann@example.org
keeps 'git: what was refused is not kept' '' https api.calendly.com eve
run "$RINGBEARER" show notion
holds 'git: what the provider told is noted' "$out" 'Ann Archer'

# Lines as Windows ends them: git reads none of them.
cp "$file" "$WORK/credentials"
printf 'https://ann:canary-cr@cr.example\r\nhttps://ann:canary-lf@lf.example\n' >"$file"
same 'carriage returns: git finds nothing' '' \
	"$(printf 'protocol=https\nhost=cr.example\n' | git credential-store get)"
import git-credential-store
same 'carriage returns: exit code' 3 "$code"
row 'carriage returns: the line, and what is wrong' \
	'^1 .* malformed +a carriage return is in it'
row 'carriage returns: the others are kept' '^2 +lf\.example +ann +kept'
keeps 'carriage returns: nothing of the line' '' https cr.example ann
cp "$WORK/credentials" "$file"

import git-credential-store
same 'again: four are unchanged' 4 "$(printf '%s\n' "$out" | grep -cE '^[1-5] .* unchanged')"

# Another secret is not overwritten.
printf 'https://ann:canary-other@git.example\nhttps://ann:canary-third@git.example\n' >"$file"
import git-credential-store
same 'another secret: exit code' 2 "$code"
row 'another secret: said' '^1 +git\.example +ann +differs +another token is kept'
holds 'another secret: what to do' "$err" "hint: '--force'"
keeps 'another secret: the old one stays' 'canary p@ss:w/ö%' https git.example ann
import git-credential-store --force
row 'force: replaced' '^1 +git\.example +ann +kept'
row 'force: one of this file by another of it is not' '^2 +git\.example +ann +differs'
keeps 'force: the first one of the file' canary-other https git.example ann

# Malformed lines are named, and the rest goes on. A password that is not
# encoded may look like a host.
cat >"$file" <<'LINES'
# a comment

https://ann:canary-one@one.example
https://ann:canary/slash@two.example
https://canary-user@three.example
canary-rubbish
https://ann:canary@4canary@four.example
https://ann:bad%00canary@five.example
https://canary-name:x-oauth-basic@six.example
https://ann:canary-seven@seven.example
LINES
import git-credential-store
same 'malformed: exit code' 3 "$code"
holds 'malformed: the lines are named' "$err" "'$file' is malformed in line 4, 5, 6, 7, 8"
row 'malformed: the rest went on' '^10 +seven\.example +ann +kept'
row 'a token as username: left out, and not shown' '^9 +six\.example +skipped'
keeps 'malformed: what was before' canary-one https one.example ann
keeps 'malformed: what was behind' canary-seven https seven.example ann

# Others may read it.
chmod 644 "$file"
import git-credential-store --dry-run
holds 'open to others: said' "$err" "'$file' is open to others (mode 0644)"
chmod 600 "$file"
import git-credential-store --dry-run
same 'not open to others' '' "$(printf '%s\n' "$err" | grep 'open to others')"

# netrc: the forms that curl reads.
home
file=$HOME/.netrc
cat >"$file" <<'LINES'
machine one.example login ann password canary-1
# machine no.example login ann password canary-no
machine two.example
	login "ann \"q\"" password "canary 2"
machine three.example login bob account ignored
	password #canary-3

macdef init
	machine macro.example login ann password canary-macro

machine four.example login ann password
	canary-4
machine five.example login ann
machine six.example wrong canary-6 password canary-6b
machine seven.example password canary-7
default login anonymous password canary-default
LINES
chmod 600 "$file"
import netrc
same 'netrc: a malformed entry' 3 "$code"
holds 'netrc: its line' "$err" "is malformed in line 14"
row 'netrc: skipped without a password' '^13 +five\.example +ann +skipped'
row 'netrc: default is skipped' '^16 +skipped +.default'
row 'netrc: a macro is skipped' '^8 +skipped +a .macdef'
keeps 'netrc: one line' canary-1 https one.example ann
keeps 'netrc: quotes' 'canary 2' https two.example 'ann "q"'
keeps 'netrc: several lines, a # in the password' '#canary-3' https three.example bob
keeps 'netrc: the value on the next line' canary-4 https four.example ann
keeps 'netrc: no login' canary-7 https seven.example ''
same 'netrc: nothing else was kept' 5 "$(files)"
if command -v curl >/dev/null 2>&1; then
	# What curl reads there is what was kept.
	reads=$(curl -sv --netrc-file "$file" http://two.example \
		-x "http://127.0.0.1:$PROXY_PORT" 2>&1 |
		sed -n 's/^> Authorization: Basic \([A-Za-z0-9+/=]*\).*/\1/p' |
		base64 -d 2>/dev/null)
	if [ -z "$reads" ]; then
		skip 'netrc: as curl reads it' 'this curl shows no header'
	else
		same 'netrc: as curl reads it' 'ann "q":canary 2' "$reads"
	fi
fi

# docker's config.json.
home
mkdir -p "$HOME/.docker"
file=$HOME/.docker/config.json
cat >"$file" <<LINES
{ "auths": {
  "https://index.docker.io/v1/": { "auth": "$(printf 'ann:canary-hub' | base64)" },
  "registry.example:5000": { "auth": "$(printf 'bob:canary:colon' | base64)" },
  "empty.example": {},
  "id.example": { "auth": "$(printf '00000000-0000:' | base64)", "identitytoken": "canary-identity" },
  "bad.example": { "auth": "canary*" },
  "plain.example": { "username": "eve", "password": "canary-plain" }
}, "HttpHeaders": { "User-Agent": "Docker-Client" } }
LINES
chmod 600 "$file"
import docker
same 'docker: one is malformed' 3 "$code"
row 'docker: no number of a line' '^HOST +USERNAME +RESULT'
row 'docker: an identity token is left out' '^id\.example +skipped +an identity token'
row 'docker: nothing in it' '^empty\.example +skipped'
keeps 'docker: port, and a colon in the password' canary:colon https registry.example:5000 bob
run "$RINGBEARER" docker get < <(printf 'https://index.docker.io/v1/')
same 'docker: asked by its own protocol' \
	'{"ServerURL":"https://index.docker.io/v1/","Username":"ann","Secret":"canary-hub"}' "$out"
run "$RINGBEARER" docker list </dev/null
same 'docker: listed by its own protocol' \
	'{"https://index.docker.io/v1/":"ann","plain.example":"eve","registry.example:5000":"bob"}' \
	"$(from_json answer)"
printf '{"auths": ' >"$file"
import docker
same 'docker: half a file' 3 "$code"
printf '{"credsStore": "ringbearer"}' >"$file"
import docker
same 'docker: no tokens' '0 no token in it' "$code $out"

# .env files, by the variables of the definitions.
home
file=$WORK/project.env
cat >"$file" <<'LINES'
# of the project
DATABASE_URL=postgres://canary-db@localhost/x
export NOTION_TOKEN="ntn_sim-notion-good"   # the old one is below
NOTION_API_KEY='ntn_sim-notion-good'
HARVEST_ACCESS_TOKEN=1.pt.sim-harvest-several # of two accounts
HARVEST_ACCOUNT_ID=23456
CALENDLY_TOKEN=canary-first
CALENDLY_TOKEN=${CANARY_OTHER}
canary without equals
OPEN="canary
LINES
chmod 600 "$file"
import env
same 'env: a file has to be named' 2 "$code"
holds 'env: said so' "$err" 'usage: ringbearer import env FILE'
import env "$file"
same 'env: malformed lines' 3 "$code"
holds 'env: they are named' "$err" 'in line 9, 10'
row 'env: export, quotes, comment' '^3 +api\.notion\.com +kept'
row 'env: the other variable' '^4 +api\.notion\.com +unchanged'
row 'env: the account beside it' '^5 +api\.harvestapp\.com +23456 +kept'
row 'env: set again' '^7 +api\.calendly\.com +skipped +.*set again'
row 'env: a reference' '^8 +api\.calendly\.com +skipped +.*refers'
keeps 'env: filed under what was learnt' ntn_sim-notion-good https api.notion.com ann@example.org
keeps 'env: filed under the account' 1.pt.sim-harvest-several https api.harvestapp.com 23456
same 'env: nothing else was kept' 2 "$(files)"
printf 'NOTION_TOKEN=ntn_sim-notion-bob\n' >"$file"
import env "$file"
row 'env: whose it is nobody knows yet' '^1 +api\.notion\.com +differs'
keeps 'env: so the old one stays' ntn_sim-notion-good https api.notion.com ann@example.org

# Header lines.
home
file=$WORK/headers
cat >"$file" <<'LINES'
curl -s -H 'Authorization: Bearer ntn_sim-notion-good' \
  -H "Notion-Version: 2026-03-11" https://api.notion.com/v1/users/me
curl -H "Authorization: Bearer canary-bearer" https://api.example/x | jq .

https://basic.example
LINES
printf 'Authorization: Basic %s\n' "$(printf 'ann:canary-basic' | base64)" >>"$file"
cat >>"$file" <<'LINES'
curl -H "X-Other: canary-x" https://other.example
latchkey auth set slack -H "Authorization: Bearer canary-slack"
LINES
chmod 600 "$file"
import headers "$file"
same 'headers: one has no url' 3 "$code"
holds 'headers: which' "$err" 'in line 8'
row 'headers: a provider' '^1 +api\.notion\.com +kept'
row 'headers: some other host' '^3 +api\.example +kept'
row 'headers: below a url' '^6 +basic\.example +ann +kept'
row 'headers: none that is known' '^7 +other\.example +skipped'
keeps 'headers: filed under what was learnt' ntn_sim-notion-good https api.notion.com ann@example.org
keeps 'headers: basic' canary-basic https basic.example ann
run "$RINGBEARER" headers https://api.example
same 'headers: given back as they came' 'Authorization: Bearer canary-bearer' "$out"

# As JSON.
import headers "$file" --json
same 'json: the same exit code' 3 "$code"
same 'json: what became of them' \
	'[[1,"unchanged"],[3,"unchanged"],[6,"unchanged"],[7,"skipped"],[8,"malformed"]]' \
	"$(from_json '[[row["line"], row["result"]] for row in answer]')"
same 'json: members' '["host","line","result","username","why"]' \
	"$(from_json 'sorted(answer[0])')"

# Nobody can be asked: kept as unverified, and said so; or, if so configured,
# not at all.
home
file=$WORK/project.env
printf 'NOTION_TOKEN=sim-notion-503\n' >"$file"
import env "$file"
row 'unverified: kept, and said so' '^1 +api\.notion\.com +kept +.*not.*verified'
home
VERIFY='timeout = 2
policy = require' configure
import env "$file"
same 'required: exit code' 5 "$code"
row 'required: refused' '^1 +api\.notion\.com +refused'

# The back-end fails: nothing further is tried.
home
mkdir -p "$HOME/.local/share"
printf 'in the way' >"$HOME/.local/share/ringbearer"
file=$WORK/store
printf 'https://ann:canary-a@a.example\nhttps://ann:canary-b@b.example\n' >"$file"
import git-credential-store "$file"
same 'a back-end that fails: exit code' 6 "$code"
row 'a back-end that fails: said' '^1 +a\.example +ann +failed'
row 'a back-end that fails: the rest is not tried' '^2 +b\.example +ann +skipped +not tried'

# A definition that is wrong: what was kept before it is told all the same.
home
mkdir -p "$HOME/.config/ringbearer/providers"
printf 'provider zzz {\n' >"$HOME/.config/ringbearer/providers/zzz.conf"
file=$WORK/project.env
printf 'NOTION_TOKEN=sim-notion-good\n' >"$file"
import env "$file"
same 'a wrong definition: what the others read is told' 1 \
	"$(printf '%s\n' "$out" | grep -cE '^1 +api\.notion\.com')"

# Files that are none.
home
file=$WORK/store
import netrc
same 'no file: wrong usage' 2 "$code"
holds 'no file: which' "$err" "cannot read '$HOME/.netrc'"
import git-credential-store "$WORK"
same 'a folder: wrong usage' 2 "$code"
mkfifo "$WORK/pipe"
import git-credential-store "$WORK/pipe"
holds 'a pipe is not waited for' "$code $err" '2 ringbearer:'
printf 'https://ann:canary\0x@a.example\n' >"$WORK/nul"
import git-credential-store "$WORK/nul"
holds 'a NUL in it' "$code $err" '3 ringbearer:'
head -c 5000000 /dev/zero | tr '\0' '#' >"$WORK/large"
import git-credential-store "$WORK/large"
holds 'too large' "$code $err" '3 ringbearer:'
printf '\357\273\277https://ann:canary-bom@bom.example\n' >"$WORK/bom"
import git-credential-store "$WORK/bom"
keeps 'a mark at the beginning' canary-bom https bom.example ann
: >"$WORK/empty"
import netrc "$WORK/empty"
same 'an empty file' '0 no token in it' "$code $out"

same 'no token in anything that was said' '' \
	"$(grep -nE 'canary|sim-(notion|calendly|harvest)' "$WORK/said")"
same 'no token in any error' '' \
	"$(grep -nE 'canary|sim-(notion|calendly|harvest)' "$WORK/all-errors")"
finish
