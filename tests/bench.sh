#!/usr/bin/env bash
# Measures ringbearer beside other helpers, in one run: medians of whole
# processes, in microseconds, as a ratio to a named peer, and peak memory. A
# peer that is not installed is named and left out. Writes the same as JSON to
# $BUILD/bench.json.
#
#   tests/bench.sh [ROUNDS]
. "$(dirname "$0")/lib.sh"

rounds=${1:-200}
plan=$WORK/plan
results=$WORK/results
libsecret_source=/usr/share/doc/git/contrib/credential/libsecret

# records COUNT: a home with so many records, the same for all.
records() {
	local i
	fresh_home
	for i in $(seq "$1"); do
		printf 'protocol=https\nhost=h%d.example\nusername=u\npassword=canary-%d\n' \
			"$i" "$i" >"$WORK/store"
		"$RINGBEARER" --backend file store <"$WORK/store"
		printf 'https://u:canary-%d@h%d.example\n' "$i" "$i" \
			>>"$HOME/.git-credentials"
	done
	chmod 600 "$HOME/.git-credentials"
}

# report TITLE PEER: what was measured; ratios are to the line called PEER.
report() {
	local peer
	peer=$(awk -F'\t' -v p="$2" '$1 == p { print $2 }' "$WORK/measured")
	printf '\n%-44s %9s %7s %9s\n' "$1" 'median us' 'ratio' 'peak KiB'
	awk -F'\t' -v peer="$peer" -v title="$1" -v results="$results" '{
		printf "  %-42s %9d %7.2f %9d\n", $1, $2, $2 / peer, $4
		printf "%s\t%s\t%s\t%.3f\t%s\n", title, $1, $2, $2 / peer, $4 >> results
	}' "$WORK/measured"
}

: >"$results"
request=$WORK/request
last_store=$WORK/last-store
printf 'protocol=https\nhost=h3.example\n\n' >"$request"
printf 'protocol=https\nhost=h3.example\nusername=u\npassword=canary-3\n\n' \
	>"$last_store"

for count in 10 1000; do
	records "$count"
	{
		printf 'an empty process\t/dev/null\t/bin/true\n'
		printf 'ringbearer get\t%s\t%s --backend file get\n' \
			"$request" "$RINGBEARER"
		printf 'ringbearer store, unchanged\t%s\t%s --backend file store\n' \
			"$last_store" "$RINGBEARER"
		printf 'git credential-store get\t%s\tgit credential-store get\n' \
			"$request"
		printf 'git credential-store store\t%s\tgit credential-store store\n' \
			"$last_store"
	} >"$plan"
	"$BUILD/tests/stopwatch" "$rounds" <"$plan" >"$WORK/measured" || exit 1
	report "file, $count records" 'git credential-store get'
done

fresh_home
cat >"$WORK/keyring-part" <<'PART'
for i in $(seq 10); do
	printf 'protocol=https\nhost=h%d.example\nusername=u\npassword=canary-%d\n' \
		"$i" "$i" | "$RINGBEARER" --backend secret-service store
	[ -z "$PEER" ] ||
		printf 'protocol=https\nhost=h%d.example\nusername=u\npassword=canary-%d\n' \
			"$i" "$i" | "$PEER" store >/dev/null
	printf 'canary-%d' "$i" |
		secret-tool store --label=x server "h$i.example" user u 2>/dev/null
done
"$BUILD/tests/stopwatch" "$ROUNDS" <"$PLAN" >"$MEASURED"
PART
PEER=
if [ -r "$libsecret_source/git-credential-libsecret.c" ]; then
	# shellcheck disable=SC2046 # a list of words
	cc -O2 -w -o "$WORK/git-credential-libsecret" \
		"$libsecret_source/git-credential-libsecret.c" \
		$(pkg-config --cflags --libs libsecret-1) &&
		PEER=$WORK/git-credential-libsecret
fi
{
	printf 'an empty process\t/dev/null\t/bin/true\n'
	printf 'ringbearer get\t%s\t%s --backend secret-service get\n' \
		"$request" "$RINGBEARER"
	printf 'ringbearer store, unchanged\t%s\t%s --backend secret-service store\n' \
		"$last_store" "$RINGBEARER"
	[ -z "$PEER" ] || printf 'git-credential-libsecret get\t%s\t%s get\n' \
		"$request" "$PEER"
	if command -v secret-tool >/dev/null; then
		printf 'secret-tool lookup\t/dev/null\tsecret-tool lookup server h3.example user u\n'
	fi
} >"$plan"
[ -n "$PEER" ] || echo 'left out: git-credential-libsecret (no source)'
command -v secret-tool >/dev/null || echo 'left out: secret-tool'
export PEER PLAN=$plan MEASURED=$WORK/measured ROUNDS=$rounds
"$SOURCE/tests/keyring/keyring.sh" bash "$WORK/keyring-part" || exit 1
report 'secret-service, 10 records' \
	"$([ -n "$PEER" ] && echo git-credential-libsecret || echo ringbearer) get"

awk -F'\t' 'BEGIN { print "[" }
	{ printf "%s  {\"group\": \"%s\", \"name\": \"%s\", \"median_us\": %s, \"ratio\": %s, \"peak_kib\": %s}", (NR > 1 ? ",\n" : ""), $1, $2, $3, $4, $5 }
	END { print "\n]" }' "$results" >"$BUILD/bench.json"
printf '\n%s rounds; written to %s\n' "$rounds" "$BUILD/bench.json"
