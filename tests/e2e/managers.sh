#!/usr/bin/env bash
# helper:NAME and docker:NAME with a stand-in for the program: what becomes of
# each of its faults, what it is told, and what other programs change or keep
# there. The real programs are in the contract suite and tests/keyring.
. "$(dirname "$0")/../lib.sh"

old=canary-old-4711
new=canary-new-0815
mkdir "$WORK/bin" "$WORK/kept"
export XDG_WORK=$WORK # what the stand-in is told of the test
plain_path=$PATH

# The stand-in: keeps each password in a file, and does wrong as the file
# `fault` says: OPERATION FAULT. It is both kinds of helper by its name.
cat >"$WORK/bin/git-credential-standin" <<'END'
#!/usr/bin/env bash
word=$1
read -r when fault <"$XDG_WORK/fault"
IFS= read -r -d '' input
printf '%s\n' "$0 $*" >>"$XDG_WORK/called"
[ ! -e "$XDG_WORK/tell" ] || {
	env >"$XDG_WORK/environment"
	pwd >"$XDG_WORK/folder"
}
# part BEFORE AFTER: what of the input stands between the two.
part() {
	part=${input#*"$1"}
	[ "$part" != "$input" ] || part=
	part=${part%%"$2"*}
}
case $0 in
*docker*)
	server=${input%$'\n'} user= secret=
	if [ "$word" = store ]; then
		part '"ServerURL":"' '"' && server=$part
		part '"Username":"' '"' && user=$part
		part '"Secret":"' '"' && secret=$part
	fi
	file=$XDG_WORK/kept/${server//[^a-z0-9]/_}
	;;
*)
	nl=$'\n'
	input=$nl$input
	part "${nl}username=" "$nl" && user=$part
	part "${nl}password=" "$nl" && secret=$part
	part "${nl}host=" "$nl" && file=$XDG_WORK/kept/$part-${user//[^a-z0-9]/_}
	;;
esac
if [ "$when" = "$word" ] || [ "$when" = any ]; then
	case $fault in
	hang) exec sleep 300 ;;
	deaf) trap '' TERM; sleep 300 & wait; sleep 300 ;;
	flood) exec yes 'username=u' ;;
	killed) kill -9 $$ ;;
	fails) echo "the token is canary-old-4711, then canary-new-0815" >&2; exit 1 ;;
	reasons) echo 'the disk is full' >&2; exit 3 ;;
	talks) echo "bad canary-new-0815"; exit 1 ;;
	garbage) echo 'no answer at all'; exit ;;
	half) printf '{"ServerURL":"'; printf 'username=ann\npassword'; exit ;;
	cr) printf 'username=ann\r\npassword=x\r\n'; exit ;;
	nul) printf 'username=ann\npassword=x\0y\n'; exit ;;
	host) printf 'host=evil.example\nusername=ann\npassword=x\n'; exit ;;
	user) printf 'username=eve\npassword=x\n'; exit ;;
	server) printf '{"ServerURL":"https://evil","Username":"ann","Secret":"x"}'; exit ;;
	account) printf '{"ServerURL":"%s","Username":"eve","Secret":"x"}' "$server"; exit ;;
	number) printf '{"ServerURL":"%s","Username":"ann","Secret":7}' "$server"; exit ;;
	grandson) sleep 300 & echo $! >"$XDG_WORK/grandson"; wait ;;
	quit) echo quit=1; exit ;;
	nothing) exit ;;
	empty) printf '{"ServerURL":"%s","Username":"","Secret":""}' "$server"; exit ;;
	other) secret=x$secret; echo none >"$XDG_WORK/fault" ;;
	grandchild) sleep 300 & echo $! >>"$XDG_WORK/grandchildren" ;;
	esac
fi
case $word in
store) printf '%s\n%s\n' "$user" "$secret" >"$file" ;;
erase) rm -f "$file" ;;
get)
	[ -f "$file" ] || case $0 in
	*docker*) echo 'credentials not found in native keychain'; exit 1 ;;
	*) exit 0 ;;
	esac
	{ read -r user; read -r secret; } <"$file"
	case $0 in
	*docker*) printf '{"ServerURL":"%s","Username":"%s","Secret":"%s"}\n' \
		"$server" "$user" "$secret" ;;
	*) printf 'username=%s\npassword=%s\n' "$user" "$secret" ;;
	esac
	;;
list) cat "$XDG_WORK/listed" 2>/dev/null || echo '{}' ;;
esac
exit 0
END
chmod +x "$WORK/bin/git-credential-standin"
ln "$WORK/bin/git-credential-standin" "$WORK/bin/docker-credential-standin"
PATH=$WORK/bin:$plain_path
at_end "xargs -r kill 2>/dev/null <'$WORK/grandchildren'"
: >"$WORK/grandchildren"

# fault OPERATION FAULT, or `fault none`.
fault() {
	echo "$1 ${2:-}" >"$WORK/fault"
}

# begin BACKEND: a home where a first password is kept.
begin() {
	fresh_home
	export XDG_WORK=$WORK
	BACKEND=$1
	rm -f "$WORK"/kept/* "$WORK/listed"
	patience 20
	fault none
	ask store protocol=https host=h.example username=ann "password=$old"
	[ "$code" = 0 ] || reject "$1: a first store" "$code $err"
}

# patience SECONDS
patience() {
	printf "%s { timeout = $1 }\\n" helper docker \
		>"$HOME/.config/ringbearer/config"
}

# do_it OPERATION: with the new password.
do_it() {
	case $1 in
	store) set -- store "password=$new" ;;
	esac
	ask "$1" protocol=https host=h.example username=ann "${@:2}"
}

# row BACKEND OPERATION WHEN FAULT CODE WORDS: what an operation comes to when
# the program does that wrong WHEN it is called so; the old one stays.
row() {
	local name="$1, $2: $4 at its $3" start took
	begin "$1"
	fault "$3" "$4"
	case $4 in
	hang | deaf) patience 1 ;;
	esac
	start=${EPOCHREALTIME/./}
	do_it "$2"
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	same "$name: exit code" "$5" "$code"
	holds "$name: message" "$err" "$6"
	case $4 in
	hang | deaf) [ "$took" -le 3000 ] || reject "$name: in time" "$took ms" ;;
	esac
	case $out$err in
	*canary*) reject "$name: shows the secret" "$out$err" ;;
	esac
	fault none
	patience 20
	do_it get
	same "$name: the old one stays" "$old" "$(sed -n 's/^password=//p' <<<"$out")"
}

while read -r backend operation when what code words; do
	[ -n "$backend" ] || continue
	row "$backend:standin" "$operation" "$when" "$what" "$code" "$words"
done <<'END'
helper get get hang 6 gave no answer in 1 seconds
helper get get deaf 6 gave no answer in 1 seconds
helper get get flood 6 answered with more than
helper get get killed 6 was ended by a signal
helper get get fails 6 failed, with exit code 1
helper get get garbage 6 is no answer
helper get get half 6 is no answer
helper get get cr 6 is no answer
helper get get nul 6 is no answer
helper get get host 6 is for another address
helper get get user 6 is for another address
helper get get quit 6 refuses to answer
helper get get nothing 6 did not give the password
helper store store hang 6 gave no answer in 1 seconds
helper store store flood 6 answered with more than
helper store store killed 6 was ended by a signal
helper store store fails 6 failed, with exit code 1
helper store store reasons 6 failed: the disk is full
helper store store nothing 6 gives back another password
helper store store other 6 gives back another password
helper store get garbage 6 is no answer
helper store get quit 6 refuses to answer
helper erase erase hang 6 gave no answer in 1 seconds
helper erase erase killed 6 was ended by a signal
helper erase erase fails 6 failed, with exit code 1
helper erase erase nothing 6 still has the password
helper erase get fails 6 failed, with exit code 1
docker get get hang 6 gave no answer in 1 seconds
docker get get flood 6 answered with more than
docker get get killed 6 was ended by a signal
docker get get fails 6 failed, with exit code 1
docker get get talks 6 failed, with exit code 1
docker get get garbage 6 is no answer
docker get get half 6 is no answer
docker get get server 6 is for another server
docker get get account 6 has another account
docker get get number 6 is no answer
docker get get nothing 6 is no answer
docker get get empty 6 did not give the password
docker store store hang 6 gave no answer in 1 seconds
docker store store fails 6 failed, with exit code 1
docker store store talks 6 failed, with exit code 1
docker store store reasons 6 failed: the disk is full
docker store store nothing 6 gives back another password
docker store store other 6 gives back another password
docker store get account 6 has another account
docker erase erase nothing 6 still has the password
docker erase erase killed 6 was ended by a signal
END

# A first store that comes to nothing leaves nothing.
for kind in helper docker; do
	begin $kind:standin
	fault store nothing
	ask store protocol=https host=new.example username=bob "password=$new"
	same "$kind: what was not kept is no success" 6 "$code"
	holds "$kind: what was not kept is told" "$err" 'did not keep what it was given'
	fault store other
	ask store protocol=https host=new.example username=bob "password=$new"
	fault none
	ask get protocol=https host=new.example
	same "$kind: another password than was given goes again" '0:' "$code:$out"
done

# A program that goes on after the helper has ended is nobody's fault.
for word in get store erase; do
	begin helper:standin
	fault $word grandchild
	start=${EPOCHREALTIME/./}
	do_it $word
	took=$(((${EPOCHREALTIME/./} - start) / 1000))
	same "helper, $word: a daemon that stays" 0 "$code"
	[ "$took" -le 15000 ] || reject "helper, $word: does not wait for it" "$took ms"
done
begin helper:standin
fault get grandson
patience 1
do_it get
sleep 0.2
same 'what it started ends with it' '' \
	"$(ps -o stat= -p "$(cat "$WORK/grandson")" 2>/dev/null | grep -v Z)"

# Names.
fresh_home
name() {
	BACKEND=$2
	do_it get
	same "$2: exit code" "$1" "$code"
	holds "$2: message" "$err" "$3"
}
ln -s "$BUILD/bin/ringbearer" "$WORK/bin/git-credential-other"
cat >"$WORK/bin/git-credential-loop" <<END
#!/bin/sh
exec "$RINGBEARER" --backend helper:loop "\$1"
END
printf '#!/no/such/interpreter\n' >"$WORK/bin/git-credential-broken"
chmod +x "$WORK"/bin/git-credential-{loop,broken}
for kind in helper docker; do
	name 6 $kind:no-such 'is not there'
	name 6 "$kind:/no/such/program" 'is not there'
	name 6 $kind:/ 'is not there'
	name 6 $kind:/etc/passwd "'/etc/passwd' is no program: it cannot be executed"
	run "$RINGBEARER" --backend $kind:/etc/passwd doctor
	same "$kind:/etc/passwd: doctor, exit code" 6 "$code"
	holds "$kind:/etc/passwd: doctor calls it broken" \
		"$(grep "^problem *$kind:/etc/passwd" <<<"$out")" "see 'chmod +x'"
	# It would be given tokens.
	echo "#!/bin/sh" >"$WORK/loose"
	chmod 775 "$WORK/loose"
	name 6 "$kind:$WORK/loose" 'may be written by others'
	chmod 755 "$WORK/loose"
	if [ "$(id -u)" = 0 ]; then
		chown 12345 "$WORK/loose"
		name 6 "$kind:$WORK/loose" 'belongs to another user'
	else
		skip "$kind: a program of another user" \
			'only root gives files away'
	fi
	rm -f "$WORK/loose"
	run "$RINGBEARER" --backend $kind:/no/such/program doctor
	holds "$kind:/no/such/program: doctor calls it broken" \
		"$(grep "^problem *$kind:/no/such/program" <<<"$out")" \
		"'/no/such/program' is not there; behind the colon"
	name 2 $kind: 'names no program'
	name 2 $kind:../x 'names no program'
	name 2 $kind:-x 'names no program'
	name 2 $kind:Store 'names no program'
	name 2 "$kind:a b" 'names no program'
	name 2 "$kind:!x" 'names no program'
	name 2 $kind:ringbearer 'is ringbearer itself'
	name 2 "$kind:$BUILD/bin/$([ $kind = helper ] && echo git || echo docker)-credential-ringbearer" \
		'is ringbearer itself'
done
name 2 helper:other 'is ringbearer itself'
name 6 helper:broken 'cannot be started'
holds 'helper:broken: what to do' "$err" 'what its first line names'
name 6 "helper:$WORK/bin/git-credential-broken" \
	"the helper '$WORK/bin/git-credential-broken' cannot be started"
name 6 helper:loop 'failed, with exit code 6'
echo 'backend = {"helper:no-such", file}' >"$HOME/.config/ringbearer/config"
BACKEND=
do_it store
same 'in a chain, a helper that is missing is passed over' 0 "$code"
do_it get
same 'and the next one has it' "$new" "$(sed -n 's/^password=//p' <<<"$out")"

run "$RINGBEARER" --backend helper:no-such doctor
holds 'doctor tells of one that is missing' "$out$err" "the helper 'no-such' is not there"
echo 'backend = helper:standin' >"$HOME/.config/ringbearer/config"
run "$RINGBEARER" doctor
same 'doctor looks at one that is there' 1 \
	"$(grep -cE '^ok +helper:standin +it answers' <<<"$out")"

# What it is told, and what not.
begin helper:standin
: >"$WORK/tell"
export GIT_ASKPASS=/bin/false SSH_ASKPASS=/bin/false TOKEN_OF_OTHERS=x \
	DBUS_SESSION_BUS_ADDRESS=unix:path=/none GNUPGHOME=/none PASSWORD_STORE_DIR=/none
do_it get
rm "$WORK/tell"
unset GIT_ASKPASS SSH_ASKPASS TOKEN_OF_OTHERS DBUS_SESSION_BUS_ADDRESS GNUPGHOME \
	PASSWORD_STORE_DIR
same 'environment: what it needs' \
	'DBUS_SESSION_BUS_ADDRESS GIT_TERMINAL_PROMPT GNUPGHOME HOME PASSWORD_STORE_DIR PATH' \
	"$(grep -oE '^(HOME|PATH|DBUS_[A-Z_]*|GNUPGHOME|PASSWORD_STORE_DIR|GIT_TERMINAL_PROMPT)=' \
		"$WORK/environment" | tr -d = | sort | xargs)"
same 'environment: nothing else' '' \
	"$(grep -E '^(GIT_ASKPASS|SSH_ASKPASS|TOKEN_OF_OTHERS|BUILD|WORK)=' "$WORK/environment")"
same 'its folder is /' / "$(cat "$WORK/folder")"
same 'no secret in any command line' '' "$(grep canary "$WORK/called")"

# What others change.
changed() {
	for file in "$WORK"/kept/*; do
		sed -i "2s/.*/$1/" "$file"
	done
}
for kind in helper docker; do
	begin $kind:standin
	do_it store
	run "$RINGBEARER" --backend "$BACKEND" edit h.example/ann --label mine
	ask store protocol=https host=h.example username=ann "password=$new" \
		password_expiry_utc=4102444800
	run "$RINGBEARER" --backend "$BACKEND" show h.example/ann --json
	holds "$kind: its expiry is known" "$out" 4102444800
	changed canary-foreign
	do_it get
	same "$kind: what another program changed is seen at once" canary-foreign \
		"$(sed -n 's/^password=//p' <<<"$out")"
	same "$kind: the expiry of the old one is not told" '' \
		"$(grep expiry <<<"$out")"
	run "$RINGBEARER" --backend "$BACKEND" show h.example/ann --json
	holds "$kind: what the person noted stays" "$out" mine
	same "$kind: what was known of the token does not" '' \
		"$(grep 4102444800 <<<"$out")"

	# Gone there, and a note of it here.
	rm "$WORK"/kept/*
	do_it get
	same "$kind: gone is not 'not found'" 6 "$code"
	holds "$kind: gone, what to do" "$err" "ringbearer disconnect h.example/ann"
	run "$RINGBEARER" --backend "$BACKEND" list
	holds "$kind: it is still listed" "$out" h.example/ann
	run "$RINGBEARER" --backend "$BACKEND" token h.example/ann
	same "$kind: token says so, too" 6 "$code"
	run "$RINGBEARER" --backend "$BACKEND" edit h.example/ann --label yours
	same "$kind: its notes can be edited" 0 "$code"
	do_it store
	do_it get
	same "$kind: it can be stored again" "$new" \
		"$(sed -n 's/^password=//p' <<<"$out")"
	run "$RINGBEARER" --backend "$BACKEND" show h.example/ann
	holds "$kind: and its notes are still there" "$out" yours
	rm "$WORK"/kept/*
	fault store nothing
	do_it erase
	same "$kind: what may only be locked is not erased" 6 "$code"
	fault none
	run "$RINGBEARER" --backend "$BACKEND" disconnect h.example/ann --yes
	same "$kind: what is gone can be erased" 0 "$code"
	run "$RINGBEARER" --backend "$BACKEND" list
	same "$kind: nothing is left" '' "$(grep h.example <<<"$out")$(ls "$WORK/kept")"
done

# What others keep.
begin docker:standin
docker-credential-standin store \
	<<<'{"ServerURL":"registry.example","Username":"bob","Secret":"canary-docker"}'
ask get protocol=https host=registry.example
same 'docker: what docker keeps is found' $'username=bob\npassword=canary-docker' "$out"
echo '{"registry.example":"bob","https://ann@h.example":"ann","a note":"x"}' >"$WORK/listed"
run "$RINGBEARER" --backend "$BACKEND" list
same 'docker: it is listed, and each once' 'h.example/ann registry.example/bob' \
	"$(awk 'NR > 1 { print $1 }' <<<"$out" | xargs)"
ask store protocol=https host=registry.example username=bob password=canary-second
same 'docker: it is replaced in its place' canary-second \
	"$(docker-credential-standin get <<<registry.example | sed 's/.*"Secret":"\([^"]*\).*/\1/')"
same 'docker: and in no other' 2 "$(find "$WORK/kept" -type f | wc -l)"
ask erase protocol=https host=registry.example
ask get protocol=https host=registry.example
same 'docker: and can be erased' '0:' "$code:$out"

begin helper:standin
printf 'protocol=https\nhost=git.example\nusername=\npassword=canary-git\n' |
	git-credential-standin store
ask get protocol=https host=git.example
same 'helper: what git keeps is found' $'username=\npassword=canary-git' "$out"
ask erase protocol=https host=git.example username= password=another
ask get protocol=https host=git.example
same 'helper: another password does not erase it' $'username=\npassword=canary-git' "$out"
ask erase protocol=https host=git.example
same 'helper: it can be erased' 0 "$code"
ask get protocol=https host=git.example
same 'helper: then it is gone' '' "$out"

# What has no password lies beside it.
ask store protocol=https host=b.example username=bob capability[]=authtype \
	authtype=Bearer credential=canary-bearer
same 'a credential with its own type' 0 "$code"
same 'is nothing for the helper' '' "$(grep -rl canary-bearer "$WORK/kept")"
ask get protocol=https host=b.example capability[]=authtype
holds 'and lies beside it' "$out" credential=canary-bearer
same 'sealed' '' "$(grep -rl canary "$HOME/.local")"

finish
