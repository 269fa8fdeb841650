#!/usr/bin/env bash
# The same trials for ringbearer and for the helpers that people use today, on
# the same machine in one run. What ringbearer must do is tested; what the
# others did is noted. Writes a table as Markdown to $BUILD/peers.md. A helper
# that is not installed is named and left out.
set -u
: "${BUILD:?the build folder}"
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
keyring=$here/../keyring/keyring.sh
stage=${1:-}
[ -z "$stage" ] || [ "$stage" = files ] || export KEEP_HOME=1
# shellcheck source=../lib.sh
. "$here/../lib.sh"
many=50
most=20
patience=8 # seconds for one that does not come back

# note TRIAL RESULT: what the peer at hand did.
note() {
	printf '%s\t%s\t%s\n' "$1" "$peer" "$2" >>"$NOTES"
}

# --- how each of them is talked to: $words is its command line

# talk OPERATION HOST USER [PASSWORD]: its answer is in $out, $err and $code.
talk() {
	# The shell would report what a signal ended, and NULs.
	{ "talk_$kind" "$@"; } 2>/dev/null
}

talk_git() {
	run timeout -s KILL $patience "${words[@]}" "$1" < <(
		printf 'protocol=https\nhost=%s\nusername=%s\n' "$2" "$3"
		[ $# -lt 4 ] || printf 'password=%b\n' "$4"
	)
}

talk_secret_tool() {
	local arguments=(host "$2" user "$3")
	case $1 in
	store) run timeout -s KILL $patience secret-tool store --label=trial \
		"${arguments[@]}" < <(printf '%b' "$4") ;;
	get) run timeout -s KILL $patience secret-tool lookup "${arguments[@]}" </dev/null ;;
	erase) run timeout -s KILL $patience secret-tool clear "${arguments[@]}" </dev/null ;;
	esac
}

talk_docker() {
	local text
	printf -v text 'https://%s/%s' "$2" "$3"
	[ "$1" != store ] || printf -v text \
		'{"ServerURL":"%s","Username":"%s","Secret":"%s"}' "$text" "$3" "${4/\\0/\\u0000}"
	run timeout -s KILL $patience "${words[@]}" "$1" < <(printf '%s' "$text")
}

talk_pass() {
	case $1 in
	store) run timeout -s KILL $patience pass insert -m -f "$2/$3" \
		< <(printf '%b' "$4") ;;
	get) run timeout -s KILL $patience pass show "$2/$3" </dev/null ;;
	erase) run timeout -s KILL $patience pass rm -f "$2/$3" </dev/null ;;
	esac
}

# value HOST USER: what is kept there, `none` if nothing is answered.
value() {
	talk get "$1" "$2"
	case $kind in
	git) out=$(sed -n 's/^password=//p' <<<"$out") ;;
	docker) out=$(sed -n 's/.*"Secret":"\([^"]*\)".*/\1/p' <<<"$out") ;;
	esac
	printf '%s' "${out:-none}"
}

# apart OPERATION HOST USER [PASSWORD]: talk, beside others; what came back is in
# a folder of $busy.
apart() {
	local -x WORK
	WORK=$(mktemp -d "$busy/$2-$1.XXXXXX")
	trap - EXIT
	talk "$@"
	echo "$code" >"$WORK/code"
}

# --- the trials

# That many stores at once, of as many keys: those with exit code 0 are there.
# One that is refused for want of time, on a machine that has other things to
# do, gets two more chances; one that is lost has none.
trial_parallel() {
	local try lost=0 refused unclear=0
	for try in 1 2 3; do
		refused=0
		store_many "$try"
		[ $refused != 0 ] || break
	done
	note "$many stores at once: lost though acknowledged" \
		"$lost$([ $refused = 0 ] || echo ", $refused refused")"
	[ "$ours" = no ] || same "$peer: parallel stores" '0 0' "$lost $unclear"
}

# store_many TRY: adds to $lost, $refused, and, for those that were refused and
# neither ended by us nor said that it was for want of time, to $unclear.
store_many() {
	local i code
	for i in $(seq $many); do
		apart store "p$i-$1.example" u "canary-$i" &
	done
	wait
	for i in $(seq $many); do
		code=$(cat "$busy/p$i-$1.example"*/code)
		if [ "$code" != 0 ]; then
			refused=$((refused + 1))
			[ "$code" = 137 ] || grep -qE 'in time|busy|for [0-9]+ seconds' \
				"$busy/p$i-$1.example"*/err || unclear=$((unclear + 1))
		elif [ "$(value "p$i-$1.example" u)" != "canary-$i" ]; then
			lost=$((lost + 1))
		fi
	done
}

# Readers beside writers of one key see the old or the new value.
trial_torn() {
	local i torn=0
	talk store torn.example u canary-0
	for i in $(seq $many); do
		if [ $((i % 2)) = 0 ]; then
			apart store torn.example u "canary-$i" &
		else
			apart get torn.example u &
		fi
	done
	wait
	for i in "$busy"/torn.example-get.*; do
		grep -q 'canary-[0-9]' "$i/out" || torn=$((torn + 1))
	done
	note "$((many / 2)) readers beside as many writers of one key: saw nothing" "$torn"
	[ "$ours" = no ] || same "$peer: torn reads" 0 "$torn"
}

# store_traced OPTION...: a store in place of `canary-old`, below strace.
store_traced() {
	local input=$WORK/input
	talk_input >"$input"
	# The shell would report each that a signal ended.
	{
		timeout -s KILL 30 strace -f "$@" "${storing[@]}" <"$input" \
			>/dev/null 2>&1
	} 2>/dev/null
}

# What a store reads, and how it is called, go to $storing.
talk_input() {
	case $kind in
	git) printf 'protocol=https\nhost=k.example\nusername=u\npassword=canary-new\n' ;;
	docker) printf '{"ServerURL":"https://k.example/u","Username":"u","Secret":"canary-new"}' ;;
	*) printf canary-new ;;
	esac
}

storing_of() {
	case $kind in
	git | docker) storing=("${words[@]}" store) ;;
	secret_tool) storing=(secret-tool store --label=trial host k.example user u) ;;
	pass) storing=(pass insert -m -f k.example/u) ;;
	esac
	storing[0]=$(type -P "${storing[0]}")
}

# Killed at system calls that may touch a file or a socket: at each, or at as
# many as $most of them.
trial_killed() {
	local call count n seen=0 points=0 lost=0 wedged=0 step
	talk store k.example u canary-old
	store_traced -c -U name,calls -o "$WORK/all-calls"
	awk 'NR > 2 && $2 > 0 && $1 ~ /^(open|write|sendmsg|close|rename|unlink|link|f|mkdir|connect|recvmsg)/ && $1 !~ /stat/ {
			print $1, $2
		}' "$WORK/all-calls" >"$WORK/calls"
	step=$(awk -v most=$most '{ all += $2 }
		END { print int(all / most) + 1 }' "$WORK/calls")
	while read -r call count; do
		for n in $(seq "$count"); do
			seen=$((seen + 1))
			[ $((seen % step)) = 0 ] || continue
			store_traced -o /dev/null \
				-e "inject=$call:signal=KILL:when=$n"
			[[ $(value k.example u) =~ ^canary-(old|new)$ ]] ||
				lost=$((lost + 1))
			points=$((points + 1))
			talk store k.example u canary-old
			[ "$code" != 0 ] || continue
			wedged=$((wedged + 1))
			unwedge
			talk store k.example u canary-old
		done
	done <"$WORK/calls"
	note 'a store killed at its system calls: both values lost' "$lost of $points"
	note 'a store killed at its system calls: later ones refused' "$wedged of $points"
	[ "$ours" = no ] && return
	same "$peer: killed" '0 0' "$lost $wedged"
	[ "$points" -gt 10 ] || reject "$peer: killed often enough" "$points"
}

# What a person would have to do by hand.
unwedge() {
	rm -f "$HOME/.git-credentials.lock"
}

trial_garbage() {
	local left
	talk store nul.example u 'to\0k6'
	case $code:$(value nul.example u | tr -d '\0') in
	0:to) note 'a password with a NUL' 'cut off, exit 0' ;;
	0:tok6) note 'a password with a NUL' kept ;;
	0:*) note 'a password with a NUL' "exit 0, then something else" ;;
	*) note 'a password with a NUL' refused ;;
	esac
	[ "$ours" = no ] ||
		same "$peer: a password with a NUL" none "$(value nul.example u)"
	[ "$kind" = git ] || return
	talk store blank.example u canary-blank
	run timeout -s KILL $patience "${words[@]}" get </dev/null
	left='no answer'
	[[ $out != *password=* ]] || left="somebody's password"
	note 'an empty get' "$left"
	[ "$ours" = no ] || same "$peer: an empty get" 'no answer' "$left"
	run timeout -s KILL $patience "${words[@]}" erase < <(echo username=u)
	left='nothing erased'
	[ "$(value blank.example u)" = canary-blank ] ||
		left='erases every entry of that name'
	note 'an erase with nothing but a username' "$left"
	[ "$ours" = no ] ||
		same "$peer: an erase of a username" 'nothing erased' "$left"
}

trial_prints() {
	local seen=no
	talk store print.example u canary-print
	[[ $out$err != *canary-print* ]] || seen=yes
	note 'store prints the password' $seen
	[ "$ours" = no ] || same "$peer: store prints the password" no $seen
}

# seen REPORT: the most copies at the end of a process, all and in a core file.
seen() {
	awk '$2 == "exit" { if ($3 > live) live = $3; if ($4 > core) core = $4 }
		END { printf "%d / %d", live, core }' "$1"
}

trial_memory() {
	local secret report=$WORK/scan
	if [ "$(id -u)" != 0 ]; then
		return
	fi
	secret=canary-$(od -An -N18 -tx1 /dev/urandom | tr -d ' \n')
	printf '%s\n' "$secret" >"$WORK/secret"
	talk_input | sed "s/canary-new/$secret/" >"$WORK/input"
	timeout 60 "$BUILD/tests/memory-scan" "$WORK/secret" "$report" \
		"$program" "${storing[@]}" <"$WORK/input" >/dev/null 2>&1
	note 'copies in memory when a store ends, all / in a core file' "$(seen "$report")"
	[ "$ours" = no ] || same "$peer: in a core after store" 0 \
		"$(seen "$report" | sed 's|.*/ ||')"
}

trial_synced() {
	local count
	store_traced -o "$WORK/syncs" -e trace=fsync,fdatasync,sync,syncfs
	count=$(grep -cE '(fsync|fdatasync)\(' "$WORK/syncs")
	note 'fsyncs of one store' "$count"
	[ "$ours" = no ] || [ "$count" -ge 2 ] ||
		reject "$peer: it syncs the file and its folder" "$count"
}

# Overwriting on a full disk: in a mount of its own.
trial_full() {
	local state
	# shellcheck disable=SC2016 # for the other shell
	state=$(unshare -m bash -c '
		. "$SOURCE/tests/torture/peers.sh" --functions
		mount -t tmpfs -o size=256k,mode=700 tmpfs "$1" || exit
		[ "$2" != pass ] || { mkdir -p "$1" && cp -a "$PASS_TEMPLATE/." "$1"; }
		'"$(declare -p words kind peer ours)"'
		talk store full.example u canary-old
		head -c 300000 /dev/zero >"$1/filler" 2>/dev/null
		talk store full.example u "canary-$(head -c 20000 /dev/zero | tr "\0" x)"
		value full.example u | cut -c1-20' bash "$where" "$kind" 2>"$WORK/mount")
	case $state in
	canary-old) note 'a store on a full disk' 'old value kept' ;;
	'') note 'a store on a full disk' "not tried: $(tail -n 1 "$WORK/mount")" ;;
	*) note 'a store on a full disk' 'old value lost' ;;
	esac
	[ "$ours" = no ] || [ -z "$state" ] ||
		same "$peer: a full disk" canary-old "$state"
}

# verdict: how a get that could not be answered ended.
verdict() {
	case $code:$out$err in
	137:*) echo "hangs (over $patience s)" ;;
	*:*[Nn]'ot found'* | 0:*) echo '"not found"' ;;
	*:*lock*) echo 'says so' ;;
	*:) echo "exit $code, no message" ;;
	*) echo 'an error' ;;
	esac
}

seconds() {
	if [ "$code" = 137 ]; then
		echo "over $patience s"
	else
		printf '%d.%d s' $((took / 1000)) $((took % 1000 / 100))
	fi
}

timed() {
	local start=${EPOCHREALTIME/./}
	"$@"
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
}

trial_locked() {
	talk get l.example u
	note 'get from a locked keyring' "$(verdict)"
	[ "$ours" = no ] || same "$peer: locked" 'says so' "$(verdict)"
	talk erase l.example u
	if [ "$code" = 0 ]; then
		note 'erase in a locked keyring' 'exit 0, nothing erased'
	else
		note 'erase in a locked keyring' 'fails'
	fi
	[ "$ours" = no ] || same "$peer: erase, locked" 6 "$code"
}

trial_unanswered() {
	export DISPLAY=:99
	timed talk get l.example u
	note 'get, nobody answers the prompt (we: 1 s set)' "$(seconds)"
	[ "$ours" = no ] || [ "$took" -le 1750 ] ||
		reject "$peer: nobody answers" "$took ms"
	unset DISPLAY
}

trial_stopped() {
	kill -STOP "$(keyring_pid)"
	timed talk get l.example u
	kill -CONT "$(keyring_pid)"
	note 'get, the keyring does not answer' "$(seconds)"
	[ "$ours" = no ] || [ "$took" -le 5750 ] ||
		reject "$peer: the keyring does not answer" "$took ms"
}

[ "$stage" = --functions ] && return

# --- who takes part

# with NAME KIND PROGRAM TRIALS COMMAND...
with() {
	peer=$1 kind=$2 program=$3
	local trials=$4 trial
	words=("${@:5}")
	ours=no
	[[ $peer != ringbearer* ]] || ours=yes
	if ! command -v "${words[0]}" >/dev/null; then
		echo "left out: $peer is not installed"
		return
	fi
	storing_of
	# What starts a daemon has it.
	talk store first.example u canary-first
	for trial in $trials; do
		busy=$(mktemp -d "$WORK/busy.XXXXXX")
		"trial_$trial"
	done
}

# A key without a passphrase, and an agent that ends with the test.
prepare_pass() {
	command -v pass >/dev/null || return
	export GNUPGHOME=$WORK/gnupg PASSWORD_STORE_DIR=$HOME/.password-store
	mkdir -m 700 "$GNUPGHOME"
	at_end "gpgconf --homedir '$GNUPGHOME' --kill all"
	gpg --batch --quiet --pinentry-mode loopback --passphrase '' \
		--quick-generate-key trial@example.org default default never \
		2>"$WORK/gpg"
	command pass init trial@example.org >/dev/null
	export PASS_TEMPLATE=$WORK/password-store
	cp -a "$PASSWORD_STORE_DIR" "$PASS_TEMPLATE"
}

on_files() {
	local all='parallel torn killed full garbage prints memory synced'
	where=$HOME/.local
	mkdir -p "$where"
	with 'ringbearer file' git "$RINGBEARER" "$all" \
		"$RINGBEARER" --backend file
	where=$HOME
	with 'git credential-store' git /usr/bin/git "$all" \
		git credential-store --file "$HOME/.git-credentials"
	at_end 'git credential-cache exit'
	with 'git credential-cache' git /usr/bin/git \
		'parallel torn garbage prints' git credential-cache
	prepare_pass
	where=$HOME/.password-store
	with pass pass /usr/bin/bash "$all" pass
}

on_keyring() {
	local trials=$1
	with 'ringbearer secret-service' git "$RINGBEARER" "$trials" \
		"$RINGBEARER" --backend secret-service
	with git-credential-libsecret git "$LIBSECRET_HELPER" "$trials" \
		"$LIBSECRET_HELPER"
	with secret-tool secret_tool /usr/bin/secret-tool "$trials" secret-tool
	with docker-credential-secretservice docker \
		/usr/bin/docker-credential-secretservice "$trials" \
		docker-credential-secretservice
}

# Kept while the keyring is open, for the trials when it is locked.
keep() {
	on_keyring kept
}

trial_kept() {
	talk store l.example u canary-kept
}

locked_ones() {
	on_keyring locked
	nobody_answers
}

nobody_answers() {
	mkdir -p "$HOME/.config/ringbearer"
	echo 'secret-service { unlock-timeout = 1 }' \
		>"$HOME/.config/ringbearer/config"
	printf '%s\n' '[D-BUS Service]' 'Exec=/bin/sleep 300' \
		Name=org.gnome.keyring.SystemPrompter \
		>"$KEYRING_ROOT/services/prompter.service"
	dbus-send --session --dest=org.freedesktop.DBus --print-reply / \
		org.freedesktop.DBus.ReloadConfig >"$WORK/reload"
	on_keyring unanswered
}

# shellcheck source=../keyring/keyring.sh
case $stage in
files) on_files ;;
keep)
	keep
	exit
	;;
open)
	. "$keyring"
	on_keyring 'kept parallel torn killed garbage prints memory stopped'
	;;
locked)
	. "$keyring"
	locked_ones
	;;
esac
[ -z "$stage" ] || finish

# --- all of it, and the table

# Debian's git documentation has the source.
libsecret_source=/usr/share/doc/git/contrib/credential/libsecret
export NOTES=$WORK/notes LIBSECRET_HELPER=$WORK/peer/bin/git-credential-libsecret
: >"$NOTES"
mkdir -p "$WORK/peer/bin"
# shellcheck disable=SC2046 # a list of words
[ ! -r $libsecret_source/git-credential-libsecret.c ] ||
	cc -O2 -w -o "$LIBSECRET_HELPER" \
		$libsecret_source/git-credential-libsecret.c \
		$(pkg-config --cflags --libs libsecret-1)
results=$(
	"$here/peers.sh" files
	"$keyring" "$here/peers.sh" open
	KEYRING_SETUP="$here/peers.sh keep" \
		"$keyring" --locked "$here/peers.sh" locked
)
printf '%s\n' "$results" | grep -vE '^[0-9]+ passed,'
passed=$(grep -c '^ok - ' <<<"$results")
failed=$(grep -c '^not ok - ' <<<"$results")
same 'every stage came to its end' 3 \
	"$(grep -cE '^[0-9]+ passed,' <<<"$results")"
awk -F'\t' '
	!($2 in column) { column[$2] = ++columns; name[columns] = $2 }
	!($1 in row) { row[$1] = ++rows; title[rows] = $1 }
	{ cell[row[$1], column[$2]] = $3 }
	END {
		printf "| trial |"
		for (c = 1; c <= columns; c++) printf " %s |", name[c]
		printf "\n|---|"
		for (c = 1; c <= columns; c++) printf "---|"
		print ""
		for (r = 1; r <= rows; r++) {
			printf "| %s |", title[r]
			for (c = 1; c <= columns; c++)
				printf " %s |", ((r, c) in cell) ? cell[r, c] : ""
			print ""
		}
	}' "$NOTES" >"$BUILD/peers.md"
cat "$BUILD/peers.md"
finish
