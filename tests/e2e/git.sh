#!/usr/bin/env bash
# Real git: fill, approve and reject, and a fetch over HTTP with Basic.
. "$(dirname "$0")/../lib.sh"

start_simulator
export PATH=$BUILD/bin:$PATH
export GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0 GIT_ASKPASS=true
git config --global credential.helper 'ringbearer --backend file'

# credential VERB LINE...
credential() {
	local verb=$1
	shift
	run git credential "$verb" < <(printf '%s\n' "$@")
}

credential approve protocol=https host=api.notion.com username= \
	password=sim-notion-good
same 'approve: silent' "0|" "$code|$out$err"
credential fill protocol=https host=api.notion.com
holds 'fill: the token' "$out" password=sim-notion-good
holds 'fill: filed under the person' "$out" username=ann@example.org
same 'fill: nothing on standard error' '' "$err"
credential approve protocol=https host=api.notion.com username=x \
	password=sim-notion-revoked
holds 'approve of a revoked token: said' "$err" 'Notion refused the token'
credential fill protocol=https host=api.notion.com username=x
same 'approve of a revoked token: not kept' '' \
	"$(printf '%s' "$out" | grep -o 'sim-notion-revoked')"
credential reject protocol=https host=api.notion.com \
	username=ann@example.org password=other
credential fill protocol=https host=api.notion.com
holds 'reject of another password: nothing is erased' "$out" \
	password=sim-notion-good
credential reject protocol=https host=api.notion.com \
	username=ann@example.org password=sim-notion-good
credential fill protocol=https host=api.notion.com username=ann@example.org
same 'reject: gone' '' "$(printf '%s' "$out" | grep -o 'sim-notion-good')"

# The fault that empties other helpers: git dies at the CR, half-way.
credential approve protocol=https host=kept.example username=u \
	password=canary-kept
credential reject "url=https://evil%0d.example/"
credential fill protocol=https host=kept.example
holds 'a request cut off by git erases nothing' "$out" password=canary-kept

# A repository behind Basic.
make_repository
serve_basic me canary-basic
address=$BASIC_AT
unset https_proxy

run git ls-remote "http://$address/repo.git"
same 'ls-remote without a credential fails' 128 "$code"
credential approve protocol=http "host=$address" username=me \
	password=canary-basic
run git ls-remote "http://$address/repo.git"
holds 'ls-remote with it succeeds' "$out" refs/heads/main
same 'and says nothing else' '' "$err"
credential approve protocol=http "host=$address" username=me \
	password=canary-wrong
run git ls-remote "http://me@$address/repo.git"
same 'a wrong one fails' 128 "$code"
run "$RINGBEARER" --backend file get < \
	<(printf '%s\n' protocol=http "host=$address")
same 'and git has had it erased' '' "$out"
finish
