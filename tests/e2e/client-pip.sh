#!/usr/bin/env bash
# pip with an index behind a password, by a link `keyring`.
# pyenv's python3 looks into the home of whoever runs this.
PYTHON=$(pyenv which python3 2>/dev/null || command -v python3)
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present python3 || finish
if ! "$PYTHON" -m pip download --help 2>/dev/null |
	grep -q -e --keyring-provider; then
	skip pip 'there is none here that has --keyring-provider'
	finish
fi
for name in $(compgen -e PIP_); do
	unset "$name"
done
export PIP_DISABLE_PIP_VERSION_CHECK=1 PIP_CONFIG_FILE=/dev/null PIP_RETRIES=0
export PIP_NO_CACHE_DIR=1 PIP_NO_INPUT=1 PYTHONDONTWRITEBYTECODE=1
printf canary-pip >"$WORK/token"
start_site pip_index
mkdir "$WORK/links"
ln -s "$BUILD/bin/ringbearer" "$WORK/links/keyring"
export PATH=$WORK/links:$PATH

# download: the only package there is.
download() {
	rm -rf "$WORK/wheels"
	client "$PYTHON" -m pip download --no-deps \
		--keyring-provider subprocess -d "$WORK/wheels" \
		--index-url "http://alice@$site/simple" demo-x
}

download
done_badly 'nothing kept: the index refuses' 401
client keyring set "http://$site/simple/" alice < <(echo canary-pip)
same 'keyring set: silent' '0||' "$code|$out|$err"
download
done_well 'pip download'
same 'pip download: the wheel is there' demo_x-1.0-py3-none-any.whl \
	"$(ls "$WORK/wheels")"
client keyring del "http://$site/simple/" alice
done_well 'keyring del'
client keyring get "http://$site/simple/" alice
same 'keyring del: get finds nothing' '1|' "$code|$out"
download
done_badly 'keyring del: pip has none any more' 401

# What is not ours goes on to the one that the link hides.
mkdir "$WORK/theirs"
printf '#!/bin/sh\necho "theirs: $*"\ncat\nulimit -c\nexit 7\n' \
	>"$WORK/theirs/keyring"
chmod +x "$WORK/theirs/keyring"
ln -s "$BUILD/bin/ringbearer" "$WORK/theirs/keyring-too"
ours=$PATH
PATH=$PATH:$WORK/theirs
goes_on() {
	run keyring "$@" < <(echo read)
	same "keyring $*: goes on" "7|theirs: $*|read" \
		"$code|$(head -n 2 <<<"$out" | paste -sd '|')"
}
goes_on get "http://$site/simple/" alice
goes_on del "http://$site/simple/" alice
goes_on set 'a service' alice
goes_on --list-backends
goes_on diagnose
goes_on --keyring-backend x get a b
same 'it has what limits our caller has' "$(ulimit -c)" "$(tail -n 1 <<<"$out")"
client keyring set "http://$site/simple/" alice < <(echo canary-pip)
run keyring get "http://$site/simple/" alice
same 'what is kept is answered here' '0|canary-pip' "$code|$out"
client keyring set "http://$site/simple/" bob < <(echo canary-bob)
run keyring get "http://$site/simple/"
same 'several accounts: not theirs to say' '1|' "$code|$out"
holds 'several accounts: why' "$err" RINGBEARER_ACCOUNT
run "$BUILD/bin/ringbearer" keyring get a b
same 'by command it stays here' '1|' "$code|$out"
run "$BUILD/bin/ringbearer" --protocol keyring get a b
same 'by option it stays here' '1|' "$code|$out"
PATH=$ours
client keyring del "http://$site/simple/" alice
client keyring del "http://$site/simple/" bob

# Without an option for it.
rm "$WORK/links/keyring"
unset PIP_CONFIG_FILE
PATH=$HOME/.local/bin:$(dirname "$PYTHON"):$PATH
settings=$HOME/.config/pip/pip.conf
mkdir -p "$HOME/.config/pip"
printf '[global]\nindex-url = http://alice@%s/simple\n' "$site" >"$settings"
set_up pip
client keyring set "http://$site/simple/" alice < <(echo canary-pip)
rm -rf "$WORK/wheels"
client "$PYTHON" -m pip download --no-deps -d "$WORK/wheels" demo-x
done_well 'setup: pip download'
client keyring del "http://$site/simple/" alice
take_down pip
same 'setup pip --remove: no link' '' "$(ls "$HOME/.local/bin")"
untold "$HOME" "$WORK/wheels"
finish
