#!/usr/bin/env bash
# import libsecret: what git's own helper keeps in a real gnome-keyring is
# brought in and stays there; a locked keyring is told. Inside
# tests/keyring/keyring.sh.
set -u
export KEEP_HOME=1
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/keyring.sh"
export RINGBEARER_BACKEND=file
mkdir -p "$HOME/.config/ringbearer"

# store_git LINE...: as git's helper keeps it, by that where it can be built.
libsecret_source=/usr/share/doc/git/contrib/credential/libsecret
if [ -r $libsecret_source/git-credential-libsecret.c ]; then
	# shellcheck disable=SC2046 # a list of words
	cc -O2 -w -o "$WORK/git-credential-libsecret" \
		$libsecret_source/git-credential-libsecret.c \
		$(pkg-config --cflags --libs libsecret-1)
	store_git() {
		printf '%s\n' "$@" |
			"$WORK/git-credential-libsecret" store >/dev/null
	}
else
	skip "git's own helper" 'its source is not here; secret-tool stands in'
	# Of the same attributes.
	store_git() {
		local line password='' attributes=()
		for line in "$@"; do
			case $line in
			host=*:*)
				line=${line#*=}
				attributes+=(server "${line%:*}" port "${line##*:}")
				;;
			host=*) attributes+=(server "${line#*=}") ;;
			username=*) attributes+=(user "${line#*=}") ;;
			path=*) attributes+=(object "${line#*=}") ;;
			protocol=*) attributes+=(protocol "${line#*=}") ;;
			password=*) password=${line#*=} ;;
			esac
		done
		printf %s "$password" | secret-tool store --label=Git \
			xdg:schema org.git.Password "${attributes[@]}"
	}
fi

# items: all that git has in the keyring.
items() {
	{
		secret-tool search --all xdg:schema org.git.Password
		secret-tool search --all \
			xdg:schema org.gnome.keyring.NetworkPassword
	} 2>&1 | sort
}

# import ARG...: the keyring's items stay as they are.
import() {
	local before
	before=$(items)
	run timeout 60 "$RINGBEARER" import libsecret "$@" </dev/null
	printf '%s\n' "$out" "$err" >>"$WORK/said"
	same "import libsecret $*: the items stay" "$before" "$(items)"
}

# keeps NAME TOKEN LINE...: what is kept at an address; never printed.
keeps() {
	local name=$1 token=$2
	shift 2
	if [ "$(printf '%s\n' "$@" | "$RINGBEARER" get |
		sed -n 's/^password=//p')" = "$token" ]; then
		pass "$name"
	else
		reject "$name" "$* does not have that token"
	fi
}

import
same 'nothing there: no failure' 0 "$code"
store_git protocol=https host=git.example username=ann password='canary a+/='
store_git protocol=https host=git.example:8443 username=ann password=canary-port
store_git protocol=http host=plain.example username=bob path=a/b.git \
	password=canary-path
# As newer versions of git have it, and what only resembles git's.
printf 'canary-lines\npassword_expiry_utc=4102444800\noauth_refresh_token=canary-more\nx=y' |
	secret-tool store --label=Git xdg:schema org.git.Password \
		protocol https server lines.example user ann
printf canary-none | secret-tool store --label=Git xdg:schema org.git.Password \
	server other.example user canary-none
printf canary-other | secret-tool store --label=Other \
	xdg:schema org.gnome.keyring.NetworkPassword protocol https \
	server not.example user ann

import --dry-run
same 'dry run: what is malformed is told' 3 "$code"
same 'dry run: nothing is kept' '' "$(find "$HOME/.local/share/ringbearer" -type f 2>/dev/null)"
holds 'dry run: an item' "$out" git.example:8443
import
same 'import: what is malformed is told' 3 "$code"
holds 'import: it says so' "$err" "'the keyring' is malformed in part"
holds 'import: what is left to do' "$err" "delete git's items"
keeps 'import: a password' 'canary a+/=' protocol=https host=git.example
keeps 'import: a port' canary-port protocol=https host=git.example:8443
keeps 'import: a path, over http' canary-path protocol=http \
	host=plain.example path=a/b.git
keeps 'import: the first line alone is the password' canary-lines \
	protocol=https host=lines.example username=ann
holds 'import: the expiry behind it' "$(printf '%s\n' protocol=https \
	host=lines.example username=ann | "$RINGBEARER" get)" \
	password_expiry_utc=4102444800
keeps 'import: not what others keep' '' protocol=https host=not.example
same 'import: four are kept' 4 "$("$RINGBEARER" list --json | grep -c '"name"')"
secret-tool clear xdg:schema org.git.Password server other.example
import --json
same 'again, as JSON: unchanged' '0|4' \
	"$code|$(grep -c '"result": *"unchanged"' <<<"$out")"
import file
same 'it takes no file' 2 "$code"
holds 'it takes no file: said' "$err" 'takes no file'

echo 'secret-service { session = encrypted }' >"$HOME/.config/ringbearer/config"
import
same 'an encrypted session: refused' 6 "$code"
rm "$HOME/.config/ringbearer/config"

keyring_restart locked
run timeout 60 "$RINGBEARER" import libsecret </dev/null
same 'locked: exit code' 6 "$code"
same 'locked: said, with a remedy' 'ringbearer: the keyring is locked
hint: unlock it: log in to the desktop, or open the keyring'"'s own program" "$err"
keyring_stop KILL
run timeout 60 "$RINGBEARER" import libsecret </dev/null
same 'no keyring: exit code' 6 "$code"
printf '%s\n' "$out" "$err" >>"$WORK/said"
same 'no password was shown' '' "$(grep canary "$WORK/said")"
finish
