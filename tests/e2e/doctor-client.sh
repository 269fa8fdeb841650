#!/usr/bin/env bash
# doctor CLIENT: what is found of a client that is set up, of one that is not,
# and of each thing that can be wrong with one. Nothing is left behind.
. "$(dirname "$0")/../lib.sh"

export PATH=$BUILD/bin:$PATH RINGBEARER_BACKEND=file
for name in $(env | grep -oE '^(DOCKER|CARGO|TF|KUBE|GIT|CLAUDE|CODEX|PIP|REGISTRY)[A-Z_]*') \
	SHELL; do
	unset "$name"
done
export XDG_RUNTIME_DIR=$WORK/run
mkdir "$XDG_RUNTIME_DIR"

# Clients that are not here, or too slow to be asked twelve times: they tell a
# version. The real ones are met in client-*.sh.
mkdir "$WORK/bin"
for client in docker podman buildah skopeo cargo terraform pnpm pip claude \
	codex; do
	printf '#!/bin/sh\necho "%s 1.2 for a test"\n' $client \
		>"$WORK/bin/$client"
done
chmod +x "$WORK"/bin/*
PATH=$WORK/bin:$PATH

# doctor ARG...
doctor() {
	run timeout 60 "$RINGBEARER" doctor "$@" </dev/null
	printf '%s\n' "$out" "$err" >>"$WORK/said"
}

# finds NAME LEVEL SUBJECT PART: a line that says so.
finds() {
	local line
	line=$(printf '%s\n' "$out" | grep -E "^$2 +$3 " | grep -F -- "$4")
	if [ -n "$line" ]; then
		pass "$1"
	else
		reject "$1" "no '$2 $3 ... $4' in:" "$out"
	fi
}

files() {
	find "$HOME" "$XDG_RUNTIME_DIR" ! -type d ! -path '*/.kube/cache/*' \
		-printf '%P %s %T@\n' | sort
}

# healthy CLIENT [WORD...]: set up, and nothing is the matter.
healthy() {
	local before
	run "$RINGBEARER" setup "$@" --write --yes </dev/null
	before=$(files)
	doctor "$@"
	same "$*: no problem" '0|' "$code|$err"
	finds "$*: the client's version" ok client "${1%-mcp}"
	finds "$*: what it runs" ok helper ringbearer
	finds "$*: its settings" ok settings "'$HOME/"
	finds "$*: a token gets through" ok trial 'gives the token'
	same "$*: nothing is left behind" "$before" "$(files)"
	run "$RINGBEARER" setup "$@" --remove --yes </dev/null
}

printf '%s\n' protocol=https host=n.example username= password=canary-n |
	"$RINGBEARER" store
export PATH=$HOME/.local/bin:$PATH
echo '{"mcpServers":{"s":{"type":"http","url":"https://m.example"}}}' \
	>"$HOME/.claude.json"
healthy git
healthy docker
healthy docker r.example
healthy podman r.example
healthy cargo
healthy terraform
if command -v kubectl >/dev/null; then
	healthy kubectl n.example
else
	skip kubectl 'there is none here'
fi
# What a name without a slash is linked by is ours, too.
healthy pnpm n.example
healthy claude n.example
doctor claude n.example
finds 'claude: the entry' ok entry "'n.example' is kept"
healthy claude-mcp s
healthy codex p n.example
healthy curl
run "$RINGBEARER" setup pip --write --yes </dev/null
doctor pip
finds 'pip: what it runs' ok helper "'$HOME/.local/bin/keyring'"
finds 'pip: a token gets through' ok trial 'gives the token'
run "$RINGBEARER" setup pip --remove --yes </dev/null

# Nothing is set up.
before=$(files)
doctor cargo
same 'not set up: exit code' 6 "$code"
finds 'not set up: said' problem settings \
	'ringbearer setup cargo --write'
doctor docker r.example
finds 'not set up: with its word' problem settings \
	'ringbearer setup docker r.example --write'
doctor git
finds 'git: not set up' note settings 'ringbearer setup git --write'
finds 'git: no token gets through' problem trial 'git credential fill'
doctor terraform
finds 'terraform: no link' problem helper 'terraform-credentials-ringbearer'
same 'not set up: nothing is changed' "$before" "$(files)"

# git by another file: its own word counts.
printf '[credential]\n\thelper = ringbearer\n' >"$WORK/gitconfig"
GIT_CONFIG_SYSTEM=$WORK/gitconfig doctor git
same 'git, by the file of the system' 0 "$code"
finds 'git, by the file of the system' ok trial 'gives the token'

# Another helper answers first.
# shellcheck disable=SC2016 # for that one
printf '#!/bin/sh\n[ "$1" != get ] || printf "username=x\\npassword=canary-thief\\n"\n' \
	>"$WORK/bin/git-credential-thief"
chmod +x "$WORK/bin/git-credential-thief"
git config --global credential.helper thief
run "$RINGBEARER" setup git --write --yes </dev/null
doctor git
same 'another helper first: exit code' 6 "$code"
finds 'another helper first' note git '1 other helper before'
finds 'another helper first: seen' problem trial 'did not give the token'
rm "$HOME/.gitconfig"*

# One that hangs is not waited for.
printf '#!/bin/sh\nexec sleep 100\n' >"$WORK/bin/git-credential-thief"
git config --global credential.helper thief
start=$SECONDS
doctor git
finds 'a helper that hangs' problem trial 'no answer'
same 'a helper that hangs: ended' yes \
	"$([ $((SECONDS - start)) -lt 30 ] && echo yes)"
rm "$HOME/.gitconfig"*

# One that shows what it is given.
printf '#!/bin/sh\nsed -n 1p >&2\nexit 1\n' >"$WORK/bin/cargo-credential-ringbearer"
chmod +x "$WORK/bin/cargo-credential-ringbearer"
doctor cargo
finds 'another program of that name' problem helper 'is another program'
same 'another program of that name: no token is shown' '' \
	"$(grep -oE '[0-9a-f]{32}' <<<"$out$err")"
rm "$WORK/bin/cargo-credential-ringbearer"

# Variables that come first, and settings that cannot be read.
export TF_TOKEN_app_example=canary-variable
doctor terraform
finds 'a variable that wins' note variable "'TF_TOKEN_app_example' is set"
mkdir -p "$HOME/.docker"
printf '{\n x' >"$HOME/.docker/config.json"
doctor docker
finds 'settings that cannot be read' problem settings "config.json':2"
rm "$HOME/.docker/config.json"
mkfifo "$HOME/.docker/config.json"
doctor docker
finds 'settings that are no file' problem settings 'not a regular file'
rm -r "$HOME/.docker"

# Entries.
doctor claude none.example
finds 'no such entry' problem entry none.example
run "$RINGBEARER" disable n.example
doctor claude n.example
finds 'an entry at rest' problem entry 'is disabled'

# Wrong use.
doctor canary
same 'no such client' 2 "$code"
doctor pnpm
same 'a word too few' 2 "$code"
doctor codex a b c
same 'a word too many' 2 "$code"
rm "$WORK/bin/codex"
PATH=$BUILD/bin:/usr/bin:/bin doctor codex p
finds 'no client' problem client 'is not installed'
doctor --json curl
same 'JSON: an array of findings' 'client helper settings trial' "$(python3 -c '
import json, sys
print(*[f["subject"] for f in json.load(sys.stdin)])' <<<"$out")"
same 'nothing of a store is left' '' \
	"$(ls -A "$XDG_RUNTIME_DIR")"
same 'no token was shown' '' "$(grep canary "$WORK/said")"
finish
