#!/usr/bin/env bash
# setup: what is written into the settings of others, that it is taken out
# again, and that nothing else is touched or shown. tests/e2e/client-setup.sh
# has the clients themselves use it.
. "$(dirname "$0")/../lib.sh"

export PATH=$BUILD/bin:$PATH
# Nobody else's settings are to be found by a variable.
for name in $(env | grep -oE '^(DOCKER|CARGO|TF|KUBE|GIT|CLAUDE|CODEX|PIP|REGISTRY)[A-Z_]*') \
	SHELL; do
	unset "$name"
done

# setup ARG...: in a script; the answer must not have anything secret in it.
setup() {
	run timeout 60 "$RINGBEARER" setup "$@" </dev/null
	printf '%s\n' "$out" "$err" >>"$WORK/said"
}

# state: every file of the home, with its mode and bytes, and every link, but
# for the copies of what was.
state() {
	local copies=(! -name '*.before-ringbearer-*')
	{
		find "$HOME" ! -type d "${copies[@]}" -printf '%P %m %y %l\n'
		find "$HOME" -type f "${copies[@]}" -exec sha256sum {} +
	} | sort
}

# copied: the bytes of the copy that was said to be made.
copied() {
	cat "$(sed -n "s/^what '.*' was is in '\(.*\)'$/\1/p" <<<"$out")"
}

# round FILE CLIENT [WORD...]: of FILE as it is, or that there is none. What
# is written is checked by the function `written`, if there is one.
round() {
	local file=$1 name="setup ${*:2}" before written mode
	shift
	before=$(state)
	mode=$(stat -c %a "$HOME/$file" 2>/dev/null || echo 600)
	setup "$@"
	same "$name: shows, and changes nothing" "0||$before" "$code|$err|$(state)"
	holds "$name: where" "$out" "'$HOME/$file'"
	setup "$@" --write --yes
	same "$name: written" '0|' "$code|$err"
	holds "$name: the difference" "$out" "+++ $HOME/$file"
	same "$name: its mode" "$mode" "$(stat -c %a "$HOME/$file")"
	written "$HOME/$file"
	written=$(state)
	setup "$@" --write --yes
	same "$name: again: it is there" "0||$written" "$code|$err|$(state)"
	holds "$name: again: said" "$out" 'there already'
	written=$(sha256sum <"$HOME/$file")
	setup "$@" --remove --yes
	same "$name: removed" '0|' "$code|$err"
	same "$name: removed: the very bytes" "$before" "$(state)"
	same "$name: removed: a copy is kept" "$written" "$(copied | sha256sum)"
	setup "$@" --remove --yes
	same "$name: removed again: nothing" "0||$before" "$code|$err|$(state)"
}

# home FILE [TEXT]: a new one, with that file in it.
home() {
	fresh_home
	[ $# = 1 ] && return
	mkdir -p "$(dirname "$HOME/$1")"
	printf '%b' "$2" >"$HOME/$1"
	chmod "${3:-640}" "$HOME/$1"
}

run "$RINGBEARER" setup
same 'clients: listed' 0 "$code"
same 'clients: in 80 columns' '' "$(grep -E '^.{81}' <<<"$out")"
listed=$out
run "$RINGBEARER" setup --json
same 'clients: as JSON, the same ones' "$(cut -d ' ' -f 1 <<<"$listed")" \
	"$(python3 -c 'import json, sys
for client in json.load(sys.stdin):
    print(client["client"])' <<<"$out")"
out=$listed
for client in git docker podman buildah skopeo cargo terraform kubectl pnpm \
	pip claude claude-mcp codex curl; do
	holds "clients: $client" "$(cut -d ' ' -f 1 <<<"$out")" "$client"
done
same 'clients: the completions know them' \
	"$(cut -d ' ' -f 1 <<<"$out")" \
	"$("$RINGBEARER" help --words client | cut -f 2)"

# git, by git.
written() {
	same 'git: its own word' ringbearer "$(git config --global --get-all \
		credential.helper | tail -n 1)"
}
home .gitconfig
round .gitconfig git
home .gitconfig '# mine\n[user]\n\tname = Ann\n[credential]\n\thelper = cache\n'
round .gitconfig git
home .gitconfig '[user]\n\tname = Ann\n[url "https://canary@git.example/"]\n\tinsteadOf = x:'
round .gitconfig git
ask store protocol=https host=git.example username=ann password=canary-git
setup git --write --yes
same 'git: git asks, and nothing else is configured' password=canary-git \
	"$(printf 'protocol=https\nhost=git.example\n\n' |
		GIT_TERMINAL_PROMPT=0 git credential fill 2>&1 | grep password)"
setup git --remove --yes
same 'git: removed: nobody is asked' '' \
	"$(printf 'protocol=https\nhost=git.example\n\n' |
		GIT_TERMINAL_PROMPT=0 git credential fill 2>&1 | grep password)"
written() {
	same 'git, a URL: its own word' ringbearer "$(git config --global \
		--get-urlmatch credential.helper https://git.example/a)"
}
round .gitconfig git https://git.example
home .config/git/config '[user]\n\tname = Ann\n'
written() { :; }
round .config/git/config git

# JSON keeps what else is there, and its indentation.
written() {
	same 'JSON: all of it' "$expected" "$(python3 -c '
import json, sys
print(json.dumps(json.load(open(sys.argv[1]))))' "$1")"
}
home .docker/config.json
expected='{"credsStore": "ringbearer"}'
round .docker/config.json docker
home .docker/config.json \
	'{\n\t"auths": {\n\t\t"r.example": {\n\t\t\t"auth": "canary"\n\t\t}\n\t},\n\t"n": 1.50,\n\t"x": [1, null]\n}' 600
expected='{"auths": {"r.example": {"auth": "canary"}}, "n": 1.5, "x": [1, null], "credsStore": "ringbearer"}'
round .docker/config.json docker
expected='{"auths": {"r.example": {"auth": "canary"}}, "n": 1.5, "x": [1, null], "credHelpers": {"r.example:5000": "ringbearer"}}'
round .docker/config.json docker r.example:5000
home .docker/config.json '{"auths":{"r":{"auth":"canary"}},"credHelpers":{"a":"pass"}}'
expected='{"auths": {"r": {"auth": "canary"}}, "credHelpers": {"a": "pass", "b": "ringbearer"}}'
round .docker/config.json docker b
home .config/containers/auth.json
expected='{"credHelpers": {"r.example": "ringbearer"}}'
round .config/containers/auth.json podman r.example
home .claude/settings.json '{\n  "env": {"T": "canary"}\n}\n'
expected='{"env": {"T": "canary"}, "apiKeyHelper": "ringbearer token anthropic.example/ann"}'
round .claude/settings.json claude anthropic.example/ann
home .claude.json '{"mcpServers":{"s":{"type":"http","url":"https://m.example"}}}'
expected='{"mcpServers": {"s": {"type": "http", "url": "https://m.example", "headersHelper": "ringbearer mcp-headers"}}}'
round .claude.json claude-mcp s

# TOML, INI, HCL, a shell's: a block between marks.
toml() {
	python3 -c '
import json, sys, tomllib
print(json.dumps(tomllib.load(open(sys.argv[1], "rb")), sort_keys=True))' "$1"
}
written() {
	if python3 -c 'import tomllib' 2>/dev/null; then
		same 'TOML: all of it' "$expected" "$(toml "$1")"
	else
		skip 'TOML: all of it' 'this python3 has no tomllib'
	fi
}
providers='"global-credential-providers": ["cargo:token", "cargo-credential-ringbearer"]'
home .cargo/config.toml
expected="{\"registry\": {$providers}}"
round .cargo/config.toml cargo
home .cargo/config.toml '[build]\njobs = 2\n[registries.a]\nindex = "i"'
expected="{\"build\": {\"jobs\": 2}, \"registries\": {\"a\": {\"index\": \"i\"}}, \"registry\": {$providers}}"
round .cargo/config.toml cargo
home .cargo/config.toml '[ "registry" ] # mine\ndefault = "a"\n[build]\njobs = 2\n'
expected="{\"build\": {\"jobs\": 2}, \"registry\": {\"default\": \"a\", $providers}}"
round .cargo/config.toml cargo
home .codex/config.toml 'model = "m"\n[model_providers.p]\nname = "P"\n[x]\ny = 1\n'
expected='{"model": "m", "model_providers": {"p": {"auth": {"args": ["token", "p.example/ann"], "command": "ringbearer"}, "name": "P"}}, "x": {"y": 1}}'
round .codex/config.toml codex p p.example/ann
written() {
	same 'INI: as python reads it' 'subprocess 5' "$(python3 -c '
import configparser, sys
c = configparser.RawConfigParser()
c.read(sys.argv[1])
print(c["global"]["keyring-provider"], c["global"].get("timeout", 5))' "$1")"
	same 'the link keyring' "$RINGBEARER" "$(readlink "$HOME/.local/bin/keyring")"
}
home .config/pip/pip.conf
round .config/pip/pip.conf pip
home .config/pip/pip.conf '# mine\n[global]\ntimeout = 5\nindex-url = https://u:canary@h/\n[install]\nx = y\n'
round .config/pip/pip.conf pip
written() {
	same 'terraform: the link' "$RINGBEARER" "$(readlink \
		"$HOME/.terraform.d/plugins/terraform-credentials-ringbearer")"
}
home .terraformrc 'credentials "h" {\n  token = "canary"\n}\n'
round .terraformrc terraform
written() {
	same 'pnpm: its line is above all sections' \
		"//npm.example/:tokenHelper=$HOME/.local/bin/ringbearer-bearer-npm.example" \
		"$(sed -n 2p "$1")"
}
home .npmrc '//other/:_authToken=canary\n[x]\n'
round .npmrc pnpm npm.example
written() {
	same 'curl: the shell takes it' "alias curl='ringbearer curl'" \
		"$(bash -c '. "$1"; alias curl' - "$1")"
}
home .bashrc 'export T=canary # no newline'
round .bashrc curl
home .config/fish/config.fish
written() { :; }
SHELL=/usr/bin/fish round .config/fish/config.fish curl

# What README tells people to write by hand is there already, and stays.
# by_hand FILE TEXT CLIENT [WORD...]
by_hand() {
	local text=$2
	home "$1" "$2"
	shift 2
	setup "$@" --write --yes
	same "by hand: $*" '0|' "$code|$err"
	same "by hand: $*: as it was" "$(printf '%b' "$text")" \
		"$(cat "$(find "$HOME" -type f ! -path '*/.config/ringbearer/*')")"
	setup "$@"
	holds "by hand: $*: shown" "$out" "', there already:"
	setup "$@" --write --yes
	holds "by hand: $*: again" "$out" 'it is there already'
	setup "$@" --remove --yes
	same "by hand: $*: is not for us to take out" "$(printf '%b' "$text")" \
		"$(cat "$(find "$HOME" -type f ! -path '*/.config/ringbearer/*')")"
}
# in_readme PROGRAM: what its table has for it.
in_readme() {
	sed -n "s/^| $1 | \`\([^\`]*\)\`.*/\1/p" "$SOURCE/README.md"
}
cargo_line=$(in_readme Cargo)
holds 'README: cargo' "$cargo_line" cargo-credential-ringbearer
by_hand .cargo/config.toml "[registry]\n$cargo_line\n" cargo
by_hand .cargo/config.toml \
	"[build]\njobs = 1\n[registry]\n  ${cargo_line// = /=} # mine\n[net]\n" cargo
terraform_line=$(in_readme 'Terraform, OpenTofu')
holds 'README: terraform' "$terraform_line" credentials_helper
by_hand .terraformrc "disable_checkpoint = true\n$terraform_line\n" terraform
by_hand .config/pip/pip.conf '[global]\nkeyring-provider = subprocess\n' pip
by_hand .bashrc "x\nalias curl='ringbearer curl'\n" curl
home .docker/config.json "{$(in_readme 'docker, podman, skopeo, buildah, helm')}"
before=$(state)
setup docker --write --yes
same 'by hand: docker' "0||$before" "$code|$err|$(state)"
holds 'by hand: docker: said' "$out" 'it is there already'

# Go takes members of any case, and the last of several.
home .docker/config.json '{"CredsStore":"ringbearer","CREDHELPERS":{"a":"pass"}}'
before=$(state)
setup docker --write --yes
same 'docker: CredsStore is it' "0|$before" "$code|$(state)"
setup docker b --write --yes
same 'docker: CREDHELPERS gets it' \
	'{"CredsStore":"ringbearer","CREDHELPERS":{"a":"pass","b":"ringbearer"}}' \
	"$(tr -d ' \n\t' <"$HOME/.docker/config.json")"
setup docker b --remove --yes
setup docker --remove --yes
same 'docker: and both are taken out' '{"CREDHELPERS":{"a":"pass"}}' \
	"$(tr -d ' \n\t' <"$HOME/.docker/config.json")"
# A registry's own name is another one.
setup docker A --write --yes
same 'docker: a registry in capitals is another' \
	'{"CREDHELPERS":{"a":"pass","A":"ringbearer"}}' \
	"$(tr -d ' \n\t' <"$HOME/.docker/config.json")"

# A file that holds nothing but ours is not lost.
home .gitconfig '[credential]\n\thelper = ringbearer\n'
setup git --remove --yes
same 'a file goes: gone' "0|" "$code|$([ ! -e "$HOME/.gitconfig" ] || echo there)"
same 'a file goes: a copy is kept' '[credential] helper = ringbearer' \
	"$(copied | tr -s '\n\t' ' ' | sed 's/ $//')"
setup git --write --yes
setup git --remove --yes
setup git --write --yes
setup git --remove --yes
same 'a file goes: each time' "0|" "$code|$([ ! -e "$HOME/.gitconfig" ] || echo there)"

# What others add stays, whatever comes first.
home .npmrc
setup pnpm a.example --write --yes
setup pnpm b.example --write --yes
echo 'color=false' >>"$HOME/.npmrc"
setup pnpm a.example --remove --yes
same 'what others add stays' "# ringbearer: begin b.example|//b.example/:tokenHelper=$HOME/.local/bin/ringbearer-bearer-b.example|# ringbearer: end b.example|color=false|" \
	"$(tr '\n' '|' <"$HOME/.npmrc")"
same 'the link of the other one stays' ringbearer-bearer-b.example \
	"$(ls "$HOME/.local/bin")"
home .docker/config.json '{"a":1}'
setup docker --write --yes
printf '{"a":1,"credsStore":"ringbearer","b":2}' >"$HOME/.docker/config.json"
setup docker --remove --yes
same 'JSON: what others add stays' '{"a":1,"b":2}' \
	"$(tr -d ' \n' <"$HOME/.docker/config.json")"

# Copies are of the person's alone, and none is written over.
home .bashrc 'one\n' 644
setup curl --write --yes
echo two >>"$HOME/.bashrc"
setup curl --remove --yes
setup curl --write --yes
same 'copies: three' '600 600 600' \
	"$(stat -c %a "$HOME"/.bashrc.before-ringbearer-* | tr '\n' ' ' | sed 's/ $//')"
same 'copies: the oldest is what it was' one \
	"$(cat "$HOME/.bashrc.before-ringbearer-1")"

# Links of the person's own are followed, and stay.
home dotfiles/bashrc 'x\n'
ln -s dotfiles/bashrc "$HOME/.bashrc"
setup curl --write --yes
same 'a link: it stays one' dotfiles/bashrc "$(readlink "$HOME/.bashrc")"
holds 'a link: the file behind it has the line' \
	"$(cat "$HOME/dotfiles/bashrc")" 'alias curl'
# Nor does it lead to nowhere once nothing else is in the file.
sed -i '/^x$/d' "$HOME/dotfiles/bashrc"
setup curl --remove --yes
same 'a link: what it leads to is emptied' '0|dotfiles/bashrc|' \
	"$code|$(readlink "$HOME/.bashrc")|$(cat "$HOME/dotfiles/bashrc")"
ln -sf nowhere/at/all "$HOME/.bashrc"
before=$(state)
setup curl --write --yes
same 'a link to nowhere: left alone' "3|$before" "$code|$(state)"

# What is refused, and stays as it is.
# refused NAME CODE PART CLIENT [WORD...]
refused() {
	local name=$1 wanted=$2 part=$3 before
	shift 3
	before=$(state)
	setup "$@" --write --yes
	same "$name: nothing is changed" "$wanted|$before" "$code|$(state)"
	holds "$name: said" "$err" "$part"
}
home .docker/config.json '{\n"a":1,\n"auth":"canary" x}'
refused 'bad JSON' 3 "'$HOME/.docker/config.json':3:" docker
home .docker/config.json '{"a":1} trailing'
refused 'JSON with more behind it' 3 "config.json':1:" docker
home .docker/config.json '// mine\n{"a":1}'
refused 'JSON with comments' 3 "config.json':1:" docker
home .docker/config.json '{"a":1,\n"b":"\xff"}'
refused 'JSON that is no UTF-8' 3 "config.json':2:" docker
# What json-c would not write back as it was.
for text in '{"a":1,"a":2}' '{"a":12345678901234567890123}' '{"a":-0}' \
	'{"a\\u0000":1}'; do
	home .docker/config.json "$text"
	refused "JSON that would change: $text" 3 'would not stay' docker
done
# Our key, spelled in another way.
for text in '[global]\nkeyring-provider: import\n' \
	'[global]\nkeyring_provider = import\n' \
	'[global]\nKeyring-Provider = import\n'; do
	home .config/pip/pip.conf "$text"
	refused "pip: ${text#*n}" 2 'another setting' pip
done
home .cargo/config.toml \
	'["registry"]\n"global-credential-providers" = ["cargo:token"]\n'
refused 'TOML: in quotes' 2 'another setting' cargo
if command -v kubectl >/dev/null; then
	home .kube/config 'apiVersion: v1\nkind: Config\nusers:\n- name: ringbearer-k.example\n  user: {token: canary}\n'
	refused "kubectl: another's user" 2 'stands there already' kubectl k.example
	before=$(state)
	setup kubectl k.example --remove --yes
	same "kubectl: another's user is not removed" "2|$before" "$code|$(state)"
fi
home .docker/config.json '[]'
refused 'JSON that is no object' 3 'no object' docker
home .docker/config.json '{"credsStore":"pass"}'
refused 'another helper is set' 2 credsStore docker
home .docker/config.json '{"credHelpers":"x"}'
refused 'JSON: another type' 2 credHelpers docker r
for text in '{"CREDSSTORE":"pass"}' '{"credsStore":"ringbearer","CredsStore":"x"}'; do
	home .docker/config.json "$text"
	refused "docker, another case: $text" 2 'is set already' docker
done
home .docker/config.json '{"credHelpers":{},"CREDHELPERS":{}}'
refused 'docker, two lists' 2 'is set already' docker r
home .config/containers/auth.json '{"CREDHELPERS":{"r":"pass"}}'
refused 'podman, another case' 2 "another 'r'" podman r
# An MCP server that is a program, or something else, has no headers.
for text in '{"command":"npx","args":[]}' '{"type":"stdio","command":"npx"}' \
	'{"type":"http","url":"https://m.example","command":"npx"}' \
	'{"type":"http"}' '{"url":"https://m.example"}' \
	'{"type":"ws","url":"wss://m.example"}' '{}'; do
	home .claude.json "{\"mcpServers\":{\"s\":$text}}"
	refused "claude-mcp: $text" 2 "'s' is no server of type http or sse" \
		claude-mcp s
done
home .claude.json '{"mcpServers":{"s":{"command":"npx","headersHelper":"ringbearer mcp-headers"}}}'
setup claude-mcp s --remove --yes
same 'claude-mcp: where it should not be it is taken out' \
	'{"mcpServers":{"s":{"command":"npx"}}}' \
	"$(tr -d ' \n\t' <"$HOME/.claude.json")"
# Half a header.
for text in '[registry\nx = 1\n' 'a = 1\n[ b\n' '[[a]\n'; do
	home .cargo/config.toml "$text"
	refused "TOML, half a header: ${text%%\\n*}" 3 "config.toml':" cargo
done
home .config/pip/pip.conf '[global]\nx = 1\n[install\n'
refused 'INI, half a header' 3 "'$HOME/.config/pip/pip.conf':3:" pip
home .claude.json '{}'
refused 'no such MCP server' 1 mcpServers claude-mcp s
home .gitconfig '[user]\nname = "canary\n'
refused 'a broken gitconfig' 3 "'$HOME/.gitconfig':2" git
for text in 'registry = {}\n' 'registry.default = "a"\n' '[[registry]]\n' \
	'[registry]\nglobal-credential-providers = ["canary"]\n' \
	'a = """\n[registry]\n"""\n'; do
	home .cargo/config.toml "$text"
	refused "TOML: ${text%%\\*}" 2 "config.toml':" cargo
	same 'TOML: no token in the message' '' "$(grep canary <<<"$err")"
done
for text in '[model_providers]\np = {}\n' '[model_providers.p]\nauth = {}\n' \
	'[model_providers.p.auth]\nargs = []\n'; do
	home .codex/config.toml "$text"
	refused "TOML: codex" 2 "config.toml':2:" codex p
done
home .terraformrc '# x\ncredentials_helper "other" {\n}\n'
refused 'another terraform helper' 2 "'$HOME/.terraformrc':2:" terraform
home .npmrc '//npm.example/:tokenHelper=/x\n'
refused 'another pnpm helper' 2 "'$HOME/.npmrc':1:" pnpm npm.example
home .bashrc "# ringbearer: begin\nalias curl='x'\n"
refused 'a mark without its end' 3 "'$HOME/.bashrc':1:" curl
home .local/bin/keyring '#!/bin/sh\n' 755
refused 'the link has been taken' 2 "'$HOME/.local/bin/keyring'" pip
setup pip --remove --yes
same 'the file of others is not removed' keyring "$(ls "$HOME/.local/bin")"
home .bashrc 'x\n' 666
refused 'a file that anybody may write' 3 anybody curl
home .bashrc 'a\0b'
refused 'a file with a NUL' 3 NUL curl
home .x
mkfifo "$HOME/.bashrc"
refused 'a pipe' 3 'not a regular file' curl
home .x
mkdir -m 777 "$HOME/open"
chmod 777 "$HOME/open"
TF_CLI_CONFIG_FILE=$HOME/open/rc refused 'a folder that anybody may write' 3 \
	anybody terraform
home .x
refused 'no client of that name' 2 'no such client' canary
refused 'a word with quotes' 2 letters docker 'canary"x'
setup docker --write --yes -- -x
same 'a word like an option' 2 "$code"
holds 'a word like an option: said' "$err" letters
refused 'a word too much' 2 'usage: ringbearer setup cargo' cargo x
refused 'a word too few' 2 'usage: ringbearer setup pnpm NAME' pnpm
for option in --write --remove; do
	setup $option --yes
	same "$option without a client" 2 "$code"
	holds "$option without a client: said" "$err" 'the client is missing'
	for client in git docker claude-mcp curl; do
		holds "$option without a client: $client" "$err " " $client "
	done
done
refused 'both' 2 'do not go together' curl --remove

# A person is asked, a script has to say yes.
home .bashrc 'x\n'
before=$(state)
setup curl --write
same 'a script without --yes' "2|$before" "$code|$(state)"
holds 'a script without --yes: said' "$err" "give '--yes'"
if command -v script >/dev/null; then
	for answer in n y; do
		printf '%s\n' $answer | timeout 20 script -qec \
			"'$RINGBEARER' setup curl --write" /dev/null \
			>"$WORK/out" 2>&1
		holds "a person is asked, $answer" "$(cat "$WORK/out")" '[y/N]'
		same "a person is asked, $answer: done" \
			"$([ $answer = y ] && echo 1 || echo 0)" \
			"$(grep -c alias "$HOME/.bashrc")"
	done
	# Before anybody is asked it is said what goes.
	home .bashrc 'x\n'
	setup curl --write --yes
	echo y >>"$HOME/.bashrc"
	echo n | timeout 20 script -qec "'$RINGBEARER' setup curl --remove" \
		/dev/null >"$WORK/asked" 2>&1
	holds 'what goes is said first' "$(tr -d '\r\n' <"$WORK/asked")" \
		"this goes from '$HOME/.bashrc':"
	holds 'what goes is shown first' "$(sed '/\[y\/N\]/,$d' "$WORK/asked")" \
		"-alias curl='ringbearer curl'"
	home .gitconfig '[credential]\n\thelper = ringbearer\n'
	echo n | timeout 20 script -qec "'$RINGBEARER' setup git --remove" \
		/dev/null >"$WORK/asked" 2>&1
	holds 'that a file goes is said first' \
		"$(sed '/\[y\/N\]/,$d' "$WORK/asked")" \
		"this takes '$HOME/.gitconfig' away, which holds nothing else:"
	holds 'that a file goes is asked' "$(cat "$WORK/asked")" \
		"remove '$HOME/.gitconfig'? [y/N]"
	# Meanwhile somebody else writes the same file.
	home .bashrc 'x\n'
	# shellcheck disable=SC2094 # it reads what is being written
	{
		for _ in $(seq 100); do
			grep -qsF '[y/N]' "$WORK/asked" && break
			sleep 0.1
		done
		echo other >>"$HOME/.bashrc"
		echo y
	} | timeout 20 script -fqec "'$RINGBEARER' setup curl --write" \
		/dev/null >"$WORK/asked" 2>&1
	holds 'changed while a person is asked: said' "$(cat "$WORK/asked")" \
		'in the meantime'
	same 'changed while a person is asked: it stays' 'x other' \
		"$(tr '\n' ' ' <"$HOME/.bashrc" | sed 's/ $//')"
else
	skip 'a person is asked' 'there is no script(1)'
fi

# The folder is full, or not to be written: all as it was.
if [ "$(id -u)" != 0 ]; then
	home .docker/config.json '{}'
	chmod 500 "$HOME/.docker"
	refused 'a folder that is not to be written' 6 'cannot write' docker
	chmod 700 "$HOME/.docker"
fi
home .bashrc "$(printf 'x%.0s' $(seq 3000))\n"
before=$(state)
run bash -c "ulimit -f 1; trap '' XFSZ; '$RINGBEARER' setup curl --write --yes"
same 'no room: as it was' "6|$before" "$code|$(state)"

home .docker/config.json '{}'
setup docker --json
same 'JSON' "False False ringbearer $HOME/.docker/config.json" "$(python3 -c '
import json, sys
a = json.load(sys.stdin)
print(a["present"], a["changed"], json.loads(a["lines"])["credsStore"], a["file"])' <<<"$out")"
setup docker --json --write --yes
same 'JSON: written' "True True" "$(python3 -c '
import json, sys
a = json.load(sys.stdin)
print(a["present"], a["changed"])' <<<"$out")"

same 'nothing secret was shown' '' "$(grep -n canary "$WORK/said")"
finish
