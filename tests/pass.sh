# shellcheck shell=bash
# A password store of the tests' own, behind tests/lib.sh: real pass, gpg and
# git, with keys that nobody else has. The keys are
#
#	open@pass.example	without a passphrase
#	shut@pass.example	with the passphrase of $PASSPHRASE
PASSPHRASE=canary-passphrase

export GNUPGHOME=$WORK/g
unset PASSWORD_STORE_DIR PASSWORD_STORE_KEY PASSWORD_STORE_GPG_OPTS
unset PASSWORD_STORE_SIGNING_KEY GPG_TTY XDG_RUNTIME_DIR

# quick_key NAME PASSPHRASE [OPTION...]
quick_key() {
	local name=$1 passphrase=$2
	shift 2
	gpg --batch --quiet --pinentry-mode loopback --passphrase-fd 3 "$@" \
		--quick-gen-key "$name" future-default default never \
		3<<<"$passphrase" 2>>"$WORK/keys.log"
}

# forget_passphrases: as after a login, gpg-agent has none.
forget_passphrases() {
	gpgconf --kill gpg-agent
}

# fingerprint NAME: of the main key.
fingerprint() {
	gpg --batch --with-colons --list-keys "$1" 2>>"$WORK/keys.log" |
		awk -F : '$1 == "fpr" { print $10; exit }'
}

mkdir -m 700 "$GNUPGHOME"
at_end "gpgconf --homedir '$GNUPGHOME' --kill all"
quick_key open@pass.example ''
quick_key shut@pass.example "$PASSPHRASE"
gpg --batch --check-trustdb 2>>"$WORK/keys.log"

# fresh_store [KEY...]: a home with an empty store.
fresh_store() {
	fresh_home
	command pass init "${@:-open@pass.example}" >/dev/null
	STORE=$HOME/.password-store
}
