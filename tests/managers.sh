# shellcheck shell=bash
# Makes other people's keepers of passwords ready for a test, in its home.
# Source it after lib.sh.

# Debian's documentation of git has the source.
libsecret_source=/usr/share/doc/git/contrib/credential/libsecret

# A key without a passphrase, and an agent that ends with the test.
ready_pass() {
	export GNUPGHOME=$WORK/gnupg PASSWORD_STORE_DIR=$HOME/.password-store
	mkdir -m 700 "$GNUPGHOME"
	at_end "gpgconf --homedir '$GNUPGHOME' --kill all"
	gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
		--quick-generate-key trial@example.org default default never \
		2>"$WORK/gpg" && command pass init trial@example.org >/dev/null
}

ready_libsecret() {
	mkdir -p "$WORK/peer"
	# shellcheck disable=SC2046 # a list of words
	cc -O2 -w -o "$WORK/peer/git-credential-libsecret" \
		$libsecret_source/git-credential-libsecret.c \
		$(pkg-config --cflags --libs libsecret-1) || return
	PATH=$WORK/peer:$PATH
}

# manager_ready BACKEND: false, with the reason in $manager_missing, where it
# cannot be had.
manager_ready() {
	local program=docker-credential-${1#docker:}
	manager_missing=
	case $1 in
	helper:libsecret)
		if [ ! -r "$libsecret_source/git-credential-libsecret.c" ]; then
			manager_missing="no $libsecret_source"
		elif ! ready_libsecret; then
			manager_missing='git-credential-libsecret is not built'
		fi
		;;
	helper:cache) at_end 'git credential-cache exit' ;;
	docker:*)
		command -v "$program" >/dev/null ||
			manager_missing="no $program"
		;;
	esac
	if [ "$1" = docker:pass ] && [ -z "$manager_missing" ]; then
		ready_pass || manager_missing='pass cannot be made ready'
	fi
	[ -z "$manager_missing" ]
}
