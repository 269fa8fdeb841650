#!/usr/bin/env bash
# curl with the line of a netrc file, which it gives to that host alone.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present curl || finish
mkdir "$WORK/served"
echo 'behind a password' >"$WORK/served/it"
serve_basic me canary-netrc
address=$BASIC_AT

# fetch HOST: with what is kept for $address.
fetch() {
	client curl -q -sS -f --netrc-file \
		<(ringbearer netrc "http://$address" --force 2>/dev/null) \
		"http://$1/it"
}

fetch "$address"
done_badly 'nothing kept: the server refuses' 401
ask store protocol=http "host=$address" username=me password=canary-netrc
fetch "$address"
same 'curl --netrc-file' '0|behind a password' "$code|$out"
fetch "localhost:${address#*:}"
done_badly 'another host is not given it' 401
ask store protocol=http "host=$address" username=me 'password=canary netrc'
fetch "$address"
done_badly 'what a netrc line cannot hold is not given' 401
ask erase protocol=http "host=$address"
fetch "$address"
done_badly 'erased: the server refuses' 401
untold "$HOME"
finish
