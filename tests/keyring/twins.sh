#!/usr/bin/env bash
# Items with one address, of which another program made one: the newest is
# answered each time, a store leaves one and an erase none, and what belongs to
# others stays. On a real gnome-keyring, inside tests/keyring/keyring.sh.
set -u
export KEEP_HOME=1
. "$(dirname "$0")/../lib.sh"
BACKEND=secret-service
address='protocol=https
host=git.example.com
username=ann'
ours=(application ringbearer schema-version 1 protocol https
	host git.example.com username ann
	xdg:schema org.ringbearer.Credential)

# put NAME PASSWORD [STORED]: an item of ours, as somebody else makes one. The
# attribute `copy` keeps secret-tool from replacing the one before.
put() {
	printf '%s\n' "$address" "password=$2" "${3:+stored=$3}" | sed '/^$/d' |
		secret-tool store --label="$1" "${ours[@]}" copy "$1"
}

# others: what other programs have, at the same host or with our attributes.
others() {
	printf other-git | secret-tool store --label=git \
		xdg:schema org.git.Password protocol https \
		server git.example.com user ann
	printf other-ours | secret-tool store --label=theirs \
		application ringbearer protocol https host git.example.com \
		username ann
}

others_are_left() {
	same "$1: git-credential-libsecret's item is left" other-git \
		"$(secret-tool lookup xdg:schema org.git.Password user ann)"
	same "$1: an item of another schema is left" other-ours \
		"$(secret-tool lookup application ringbearer \
			xdg:schema org.freedesktop.Secret.Generic)"
}

count_ours() {
	secret-tool search --all --unlock application ringbearer \
		xdg:schema org.ringbearer.Credential 2>/dev/null |
		grep -c '^label = '
}

start_anew() {
	secret-tool clear "${ours[@]}"
	same "$1: we begin with none" 0 "$(count_ours)"
}

# gives NAME PASSWORD: both kinds of session answer that, ten times over.
gives() {
	local session answers=
	for session in encrypted plain; do
		service_settings "session = $session"
		for _ in 1 2 3 4 5 6 7 8 9 10; do
			ask get "$address"
			answers+=$(sed -n 's/^password=//p' <<<"$out")$'\n'
		done
	done
	same "$1" "$2" "$(sort -u <<<"$answers" | sed '/^$/d')"
}

newest() {
	put first canary-old 100
	put second canary-new 200
	gives 'the newer one was made last' canary-new
	run "$RINGBEARER" list
	same 'the list has one entry' 1 "$(grep -c git.example.com <<<"$out")"
	start_anew 'the other way round'
	put first canary-new 200
	put second canary-old 100
	gives 'the newer one was made first' canary-new
	start_anew 'equally new'
	put first canary-one 100
	put second canary-two 100
	put third canary-three 100
	ask get "$address"
	gives 'of equally new ones it is the same each time' \
		"$(sed -n 's/^password=//p' <<<"$out")"
	start_anew 'without a time'
	put first canary-none
	put second canary-some 1
	gives 'one without a time is the older one' canary-some
}

# What is not the newest is no reason to leave a store out.
stores() {
	start_anew store
	put first canary-old 100
	put second canary-new 200
	put third canary-older 50
	ask store "$address" password=canary-old
	same 'a store of what an older one has' '0||' "$code|$out|$err"
	gives 'it is answered' canary-old
	same 'and is the only one' 1 "$(count_ours)"
	put first canary-before 100
	printf 'no record' | secret-tool store --label=broken \
		"${ours[@]}" copy broken
	same 'one more, and a damaged one' 3 "$(count_ours)"
	ask store "$address" password=canary-last
	same 'a store beside a damaged one' '0||' "$code|$out|$err"
	gives 'that is answered, too' canary-last
	same 'and the only one' 1 "$(count_ours)"
	others_are_left store
}

# git erases by the password that it was given.
erases() {
	start_anew erase
	put first canary-old 100
	put second canary-new 200
	ask erase "$address" password=canary-other
	same 'erase by another password: exit code' 0 "$code"
	same 'it leaves both' 2 "$(count_ours)"
	ask erase "$address" password=canary-new
	same 'erase by the newer password' '0||' "$code|$out|$err"
	same 'the older one does not come up' 0 "$(count_ours)"
	put first canary-old 100
	put second canary-new 200
	ask erase "$address" password=canary-old
	same 'erase by the older password' '0||' "$code|$out|$err"
	gives 'it leaves the newer one' canary-new
	put first canary-old 100
	printf 'no record' | secret-tool store --label=broken \
		"${ours[@]}" copy broken
	ask erase "$address"
	same 'erase of the address' '0||' "$code|$out|$err"
	same 'it leaves none' 0 "$(count_ours)"
	others_are_left erase
}

# A copy that will be lost at logout is replaced by one that is not.
passing() {
	put first canary-old 100
	printf '%s\n' "$address" password=canary-passing stored=300 |
		secret-tool store --collection=session --label=passing \
			"${ours[@]}" copy passing
	gives 'one in the session collection counts, too' canary-passing
	ask store "$address" password=canary-new
	same 'a store beside it' '0||' "$code|$out|$err"
	gives 'the store is answered' canary-new
	same 'the passing one is gone' 1 "$(count_ours)"
}

others
newest
stores
erases
passing
finish
