#!/usr/bin/env bash
# Cargo with a registry that wants a token for everything.
# rustup's cargo looks into the home of whoever runs this.
CARGO=$(rustup which cargo 2>/dev/null || command -v cargo)
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present cargo python3 git || finish
PATH=$(dirname "$CARGO"):$PATH
for name in $(compgen -e CARGO_) CARGO; do
	unset "$name"
done
export CARGO_HOME=$HOME/.cargo CARGO_NET_RETRY=0 CARGO_TERM_COLOR=never
printf canary-cargo >"$WORK/token"
start_site cargo_registry

# configure_cargo [NAME]: by the helper, or by a command for the token NAME.
configure_cargo() {
	mkdir -p "$CARGO_HOME"
	printf '%s\n' '[registry]' \
		'global-credential-providers = ["cargo:token", "cargo-credential-ringbearer"]' \
		'[registries.local]' \
		"index = \"sparse+http://$site/index/\"" \
		>"$CARGO_HOME/config.toml"
	[ $# = 0 ] ||
		printf 'credential-provider = ["%s", "%s", "token", "%s"]\n' \
			cargo:token-from-stdout ringbearer "$1" \
			>>"$CARGO_HOME/config.toml"
}

# cargo_here ARG...: in a package that needs one of the registry's.
cargo_here() {
	client cargo "$@" < <(cat "$WORK/token")
}

# asked METHOD PATH: whether the registry was, with the token.
asked() {
	if grep -qxF "$1 $2 with" "$site_log"; then
		echo yes
	else
		echo "no: $(cat "$site_log")"
	fi
}

mkdir -p "$WORK/package/src"
cd "$WORK/package" || exit
touch src/lib.rs
printf '%s\n' '[package]' 'name = "mine"' 'version = "0.2.0"' \
	'edition = "2021"' 'description = "d"' 'license = "MIT"' \
	'[dependencies]' 'lib1 = { version = "0.1", registry = "local" }' \
	>Cargo.toml

configure_cargo
cargo_here fetch
done_badly 'nothing kept: cargo says so' 'no token found'
cargo_here login --registry local
done_well 'cargo login'
same 'cargo login: it is kept, for the index' "$site:index" "$(listed)"
cargo_here fetch
done_well 'cargo fetch'
same 'cargo fetch: with the token' yes \
	"$(asked GET /dl/lib1/0.1.0/download)"
cargo_here publish --registry local --no-verify --allow-dirty
holds 'cargo publish' "$(cat "$site_log")" 'published mine 0.2.0'
cargo_here owner --list --registry local lib1
holds 'cargo owner --list' "$out" 'ann (Ann)'
cargo_here yank --registry local lib1@0.1.0
done_well 'cargo yank'
same 'cargo yank: with the token' yes \
	"$(asked DELETE /api/v1/crates/lib1/0.1.0/yank)"

# The same host's, for git: Cargo's is another one.
ask get protocol=http "host=$site"
same 'git is not given it' '' "$out"

printf canary-cargo-2 >"$WORK/token"
cargo_here login --registry local
done_well 'cargo login, again'
cargo_here owner --list --registry local lib1
done_well 'cargo login, again: the new token is sent'

# What asks for nothing but a token.
configure_cargo "$(listed)"
cargo_here owner --list --registry local lib1
holds 'cargo:token-from-stdout' "$out" 'ann (Ann)'
configure_cargo no.such
cargo_here owner --list --registry local lib1
done_badly 'cargo:token-from-stdout: nothing kept is told' no.such

configure_cargo
cargo_here logout --registry local
done_well 'cargo logout'
same 'cargo logout: it is gone' '' "$(listed)"
cargo_here logout --registry local
same 'cargo logout, again: no failure' 0 "$code"
holds 'cargo logout, again: cargo says so' "$err" 'not currently logged in'
cargo_here owner --list --registry local lib1
done_badly 'cargo logout: it is not used any more' 'no token found'

# The same, without a word about it in the file.
settings=$CARGO_HOME/config.toml
printf '[registries.local]\nindex = "sparse+http://%s/index/"\n' "$site" \
	>"$settings"
set_up cargo
cargo_here login --registry local
done_well 'setup: cargo login'
same 'setup: cargo login: it is kept' "$site:index" "$(listed)"
cargo_here owner --list --registry local lib1
done_well 'setup: cargo owner --list'
cargo_here logout --registry local
take_down cargo
untold "$HOME"
finish
