#!/usr/bin/env bash
# Real git that knows no helper but GIT_ASKPASS.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present git || finish
export GIT_CONFIG_NOSYSTEM=1 GIT_TERMINAL_PROMPT=0
export GIT_ASKPASS=$BUILD/bin/ringbearer-askpass
make_repository
serve_basic me canary-askpass
address=$BASIC_AT

client git ls-remote "http://$address/repo.git"
same 'nothing kept: git fails' 128 "$code"
ask store protocol=http "host=$address" username=me password=canary-askpass
client git ls-remote "http://$address/repo.git"
holds 'git asks for both' "$out" refs/heads/main
client git ls-remote "http://me@$address/repo.git"
holds 'git asks for the password' "$out" refs/heads/main
client git ls-remote "http://you@$address/repo.git"
same 'not for somebody else' 128 "$code"
client ringbearer-askpass "[sudo] password for me: "
same 'no other prompt is answered' '' "$out"
client env SSH_ASKPASS_PROMPT=confirm ringbearer-askpass \
	"Password for 'http://me@$address': "
same 'nothing is confirmed' '' "$out"
untold "$HOME"
finish
