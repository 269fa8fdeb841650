#!/usr/bin/env bash
# list and show: what they tell, that they fit, and that they tell no secret.
. "$(dirname "$0")/../lib.sh"

BACKEND="file"
export RINGBEARER_BACKEND=file
export LC_ALL=C.UTF-8 TERM=xterm
unset NO_COLOR
start_simulator

# on_terminal COLUMNS COMMAND...: what a person sees there, in $screen.
on_terminal() {
	local columns=$1
	shift
	screen=$(script -qec "stty cols $columns; $*" /dev/null </dev/null |
		tr -d '\r')
}

# widest TEXT: in columns.
widest() {
	printf '%s\n' "$1" | sed 's/\x1b\[[0-9;]*m//g' | wc -L
}

# no_secret NAME TEXT
no_secret() {
	case $2 in
	*sim-* | *canary*) reject "$1: no secret" ;;
	*) pass "$1: no secret" ;;
	esac
}

run "$RINGBEARER" list
same 'nothing stored: exit code, output' '0|' "$code|$out"
holds 'nothing stored: said' "$err" 'nothing is stored'
run "$RINGBEARER" list --json
same 'nothing stored: an empty list' '0|[]|' "$code|$out|$err"
run "$RINGBEARER" show notion
same 'show what is not there' '1|' "$code|$out"

now=$(date +%s)
ask store protocol=https host=api.notion.com password=sim-notion-good
ask store protocol=https host=api.harvestapp.com password=sim-harvest-good
run "$RINGBEARER" list
same 'two: a title and two lines' 3 "$(printf '%s\n' "$out" | wc -l)"
case $out in
*LABEL*) reject 'a column with nothing in it is left out' ;;
*) pass 'a column with nothing in it is left out' ;;
esac
# Days pass between the two: they are compared without them.
run "$RINGBEARER" list --json
listed=$(printf '%s\n' "$out" | grep -v '"days_left"')
run "$RINGBEARER" show --json harvest
first=$(printf '%s\n' "$out" | grep -v '"days_left"')
run "$RINGBEARER" show --json notion
same 'list --json is a list of what show --json has' "$listed" \
	"$(printf '[\n%s,\n%s\n]' "$first" \
		"$(printf '%s\n' "$out" | grep -v '"days_left"')")"
same 'the keys, in their order' \
	'name protocol host path username provider account label description person email id organization fields notes scopes missing verdict verified inconclusive expires expiry_known days_left created stored default disabled backend changeable fingerprint hidden' \
	"$(printf '%s\n' "$out" | sed -n 's/^  "\([a-z_]*\)":.*/\1/p' | xargs)"
holds 'JSON: days left' "$out" '"days_left": 36'
holds 'JSON: what is not known is null' "$out" '"label": null'
holds 'JSON: the fields of the provider' "$out" \
	'"workspace-id": "0e000000-'
holds 'JSON: what is hidden is named' "$out" '"password"'
no_secret 'JSON' "$out$listed"

run "$RINGBEARER" show notion/ann
holds 'a name that is cut: the whole one' "$err" "there is 'notion/ann@example.org'"
run "$RINGBEARER" show notion
for line in 'name: notion/ann@example.org' 'host: api.notion.com' \
	'person: Ann Archer' 'organization: Example Company' 'verdict: ok' \
	'expiry_known: computed' 'password: (hidden)' 'backend: file'; do
	holds "show: $line" "$out" "$line"
done
same 'show: each line is key: value' '' \
	"$(printf '%s\n' "$out" | grep -vE '^[a-z_-]+: .')"
no_secret 'show' "$out"
fingerprint=$(printf '%s\n' "$out" | sed -n 's/^fingerprint: //p')
same 'a fingerprint has eight digits' 8 "${#fingerprint}"
run "$RINGBEARER" list
holds 'the same in the list' "$out" "$fingerprint"

ask store protocol=https host=api.calendly.com password=sim-calendly-good
ask store protocol=https host=api.notion.com password=sim-notion-unicode
ask store protocol=https host=api.notion.com password=sim-notion-503
ask store protocol=https host=git.example username=me password=canary-1
ask store protocol=https host=soon.example username=me password=canary-2 \
	"password_expiry_utc=$((now + 3 * 86400 + 3600))"
ask store protocol=https host=gone.example username=me password=canary-3 \
	"password_expiry_utc=$((now - 86400))"
ask store protocol=https host=hidden.example username=me password=canary-4 \
	oauth_refresh_token=canary-5
run "$RINGBEARER" list
for part in git.example/me ' unknown ' ' never ' '~in 36' 'in 3 days' \
	' expired ' 'unverified (unavailable)' 'ok, ' notion/zoë@example.org; do
	holds "list: $part" "$out" "$part"
done
no_secret 'list' "$out"
case $out in
*$'\033'*) reject 'no colour in a pipe' ;;
*) pass 'no colour in a pipe' ;;
esac
rows=$(printf '%s\n' "$out" | wc -l)
run "$RINGBEARER" show hidden.example
holds 'show: the other secret is named, too' "$out" \
	'oauth_refresh_token: (hidden)'
no_secret 'show with two secrets' "$out"

for columns in 20 40 80 132 200; do
	on_terminal $columns "'$RINGBEARER'" list
	seen=$(widest "$screen")
	if [ "$seen" -le $columns ] && [ "$seen" -gt 10 ]; then
		pass "fits $columns columns"
	else
		reject "fits $columns columns" "it has $seen"
	fi
	same "$columns columns: a line for each" "$rows" \
		"$(printf '%s\n' "$screen" | wc -l)"
	holds "$columns columns: who" "$screen" 'git.exa'
	holds "$columns columns: colour" "$screen" $'\033[3'
done
# Names are whole as long as less needed columns can go; the end of a URI does.
run "$RINGBEARER" show calendly
organization=$(printf '%s\n' "$out" | sed -n 's/^organization: .*:\/\/.*\///p')
for columns in 40 60 80 120 200; do
	on_terminal $columns "'$RINGBEARER'" list
	for name in notion/ann@example.org notion/zoë@example.org git.example/me \
		hidden.example/me gone.example/me; do
		[ $columns != 40 ] || name=${name:0:19}
		holds "$columns columns: $name" "$screen" "$name"
	done
	case $screen in
	*://*) reject "$columns columns: no long URI" "$screen" ;;
	*) pass "$columns columns: no long URI" ;;
	esac
done
holds '200 columns: the end of the URI' "$screen" " ${organization:-none} "
holds '200 columns: nothing that can be told is cut' "$screen" "$fingerprint"
on_terminal 40 "'$RINGBEARER'" list
holds '40 columns: cut with an ellipsis' "$screen" '…'
holds '40 columns: the verdict is left' "$screen" 'unverified'
on_terminal 40 env LC_ALL=C "'$RINGBEARER'" list
case $screen in
*…*) reject 'no ellipsis in a locale that has none' ;;
*) holds 'two dots in a locale without an ellipsis' "$screen" '..' ;;
esac

on_terminal 120 "'$RINGBEARER'" list
holds 'colour: what has ended is red' "$screen" $'\033[31mexpired'
holds 'colour: what ends soon is yellow' "$screen" $'\033[33min 3 days'
holds 'colour: what is well is green' "$screen" $'\033[32mok, '
on_terminal 120 env NO_COLOR=1 "'$RINGBEARER'" list
plain=$screen
on_terminal 120 env TERM=dumb "'$RINGBEARER'" list
for text in "$plain" "$screen"; do
	case $text in
	*$'\033'*) reject 'NO_COLOR, TERM=dumb: no colour' ;;
	*) holds 'NO_COLOR, TERM=dumb: no colour' "$text" 'NAME' ;;
	esac
done

# What a provider says is shown only when it is harmless.
fresh_home
export RINGBEARER_BACKEND=file
export https_proxy=http://127.0.0.1:$PROXY_PORT
configure
ask store protocol=https host=api.calendly.com password=sim-calendly-hostile
long=$(printf '%01000d' 0)
ask store protocol=https host=long.example "username=$long" password=canary-l
wide=$(printf '李%.0s' $(seq 100))
ask store protocol=https host=wide.example "username=$wide" password=canary-w
for command in 'list' 'list --json' 'show calendly' 'show --json calendly'; do
	# shellcheck disable=SC2086 # options
	run "$RINGBEARER" $command
	same "hostile: $command" 0 "$code"
	same "hostile: $command: no control byte" '' \
		"$(printf '%s' "$out$err" | tr -d '\n' |
			LC_ALL=C grep -P '[\x00-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xaa-\xae]')"
done
run "$RINGBEARER" list
same 'hostile: a line for each' 4 "$(printf '%s\n' "$out" | wc -l)"
for columns in 40 41 80; do
	on_terminal $columns "'$RINGBEARER'" list
	seen=$(widest "$screen")
	[ "$seen" -le $columns ] || reject "hostile: fits $columns" "has $seen"
	same "hostile: $columns columns, a line for each" 4 \
		"$(printf '%s\n' "$screen" | wc -l)"
done

run "$RINGBEARER" list one
same 'list takes no argument' 2 "$code"
run "$RINGBEARER" show
same 'show needs one' 2 "$code"
[ -c /dev/full ] && {
	"$RINGBEARER" list >/dev/full 2>"$WORK/err"
	same 'a full disk is no success' 6 $?
}
# A damaged record keeps nothing else from being seen or used.
fresh_home
export https_proxy=http://127.0.0.1:$PROXY_PORT RINGBEARER_BACKEND=file
configure
records=$HOME/.local/share/ringbearer/records
ask store protocol=https host=broken.example username=me password=canary-b
damaged=$(echo "$records"/*/*/*)
printf x >>"$damaged"
run "$RINGBEARER" list
same 'nothing that can be read: no list' '6|' "$code|$out"
run "$RINGBEARER" list --json
same 'nothing that can be read: no empty list' '6|' "$code|$out"
ask store protocol=https host=api.notion.com password=sim-notion-good
ask store protocol=https host=git.example username=me password=canary-1
# Another damaged one, beside a good one.
for record in "$records"/*/*/*; do
	[ "$record" = "$damaged" ] ||
		cp -p "$record" "${record%/*}/$(printf '%032d-%032d' 0 0)"
done
run "$RINGBEARER" list
same 'damaged: exit code and lines' '6|3' \
	"$code|$(printf '%s\n' "$out" | wc -l)"
holds 'damaged: one of the rest' "$out" git.example/me
holds 'damaged: the other' "$out" notion/ann@example.org
holds 'damaged: said which' "$err" "'$records/"
run "$RINGBEARER" list --json
same 'damaged, json: the rest is valid' '6 git.example/me notion/ann@example.org' \
	"$code $(printf '%s' "$out" | python3 -c 'import json, sys
print(*sorted(entry["name"] for entry in json.load(sys.stdin)))')"
for command in 'show git.example' 'token git.example' 'headers notion' \
	'rotate --force git.example' 'exec notion -- true' 'check git.example' \
	'disconnect --yes git.example'; do
	# shellcheck disable=SC2086 # words
	run "$RINGBEARER" $command < <(echo canary-new)
	same "damaged: $command" 0 "$code"
	holds "damaged: $command: noted" "$err" "'$records/"
done
run "$RINGBEARER" show broken.example
same 'damaged: what is wanted may be that' '6|' "$code|$out"
holds 'damaged: what is wanted: said' "$err" "'$records/"

# Two entries that differ in their path only have names of their own.
fresh_home
for path in '' a/b; do
	{
		printf 'protocol=ftp\nhost=paths.example\nusername=u\n'
		[ -z "$path" ] || printf 'path=%s\n' "$path"
		printf 'password=canary-path\n'
	} | "$RINGBEARER" --backend file store
done
run "$RINGBEARER" --backend file show paths.example/u
same 'the name without a path is the one without' "0|" \
	"$code|$(printf '%s\n' "$out" | grep '^path: a')"
run "$RINGBEARER" --backend file show paths.example/u:a/b
holds 'the name with a path is the one with it' "$out" 'path: a/b'
run "$RINGBEARER" --backend file show paths.example
same 'the host alone fits both' 2 "$code"
holds 'and both are named' "$err" "'paths.example/u', 'paths.example/u:a/b'"
finish
