#!/usr/bin/env bash
# Entries that one name is not enough for: of http and https, and in two
# back-ends at once; and what move says of several.
. "$(dirname "$0")/../lib.sh"

config=$HOME/.config/ringbearer/config
# keep BACKEND PROTOCOL HOST USER TOKEN
keep() {
	BACKEND=$1 ask store "protocol=$2" "host=$3" "username=$4" "password=canary-$5"
	[ "$code" = 0 ] || reject "keep $*" "$err"
}
names() {
	awk 'NR > 1 { print $1 }' <<<"$out" | xargs
}

echo 'backend = {file, helper:store}' >"$config"
keep file https git.example ann 1
keep file http git.example ann 2
keep file https git.example bob 3
run "$RINGBEARER" list
same 'list: each has a name of its own' \
	'http://git.example/ann https://git.example/ann git.example/bob' "$(names)"
run "$RINGBEARER" token git.example/ann
same 'one name of two: exit code' 2 "$code"
holds 'one name of two: how to name each' "$err" \
	"name one of 'http://git.example/ann', 'https://git.example/ann'"
run "$RINGBEARER" token http://git.example/ann
same 'that of http' '0|canary-2' "$code|$out"
run "$RINGBEARER" token https://git.example/ann
same 'that of https' '0|canary-1' "$code|$out"
run "$RINGBEARER" token http://git.example
same 'that of http, by the host alone' '0|canary-2' "$code|$out"
run "$RINGBEARER" token https://git.example
same 'two of https' 2 "$code"
holds 'two of https: which' "$err" \
	"name one of 'git.example/ann', 'git.example/bob'"
run "$RINGBEARER" show http://git.example/ann --json
holds 'show' "$out" '"protocol": "http"'
run "$RINGBEARER" show ftp://git.example/ann
same 'of no protocol' 1 "$code"
holds 'of no protocol: said' "$err" "nothing is stored as 'ftp://git.example/ann'"
run "$RINGBEARER" move http://git.example/ann --to helper:store
same 'move' "0|git.example/ann: moved from 'file' to 'helper:store'" "$code|$out"
run "$RINGBEARER" token http://git.example/ann
same 'moved: it is there' '0|canary-2' "$code|$out"
run "$RINGBEARER" disconnect --yes http://git.example/ann
same 'disconnect' 0 "$code"
run "$RINGBEARER" list
same 'disconnect: the other is still there, under one name' \
	'git.example/ann git.example/bob' "$(names)"
run "$RINGBEARER" token git.example/ann
same 'disconnect: and is that of https' '0|canary-1' "$code|$out"

# In two back-ends, with another token in each: one entry that stays.
keep helper:store https git.example ann other
keep file https git.example eve 4
run "$RINGBEARER" move --all --to helper:store
same 'a token in the way: exit code' 2 "$code"
holds 'a token in the way: one of the entries' "$err" '1 of 3 entries were not moved'
same 'a token in the way: not for the same again' 0 "$(grep -c 'the same again' <<<"$err")"
holds 'a token in the way: what to do' "$err" 'of the first: --force replaces it'
same 'a token in the way: the others went' 2 "$(grep -c ': moved from' <<<"$out")"

# What answers later takes them then.
printf '#!/bin/sh\nexec sleep 60\n' >"$WORK/slow"
chmod +x "$WORK/slow"
printf '%s\n' "backend = {file, \"helper:$WORK/slow\"}" 'helper { timeout = 1 }' >"$config"
keep file https git.example eve 4
run "$RINGBEARER" move --all --to "helper:$WORK/slow"
same 'no answer: exit code' 6 "$code"
holds 'no answer: none went' "$err" '2 of 2 entries were not moved'
holds 'no answer: the same again' "$err" 'the same again moves them'
finish
