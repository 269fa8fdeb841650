#!/usr/bin/env bash
# What keeps entries is taken away, one place after the other: every command and
# protocol says which place it could not look at, with 6, and none "nothing is
# stored". With a real keyring: tests/keyring/keyring.sh around it.
KEEP_HOME=1
. "$(dirname "$0")/../lib.sh"
. "$SOURCE/tests/keyring/keyring.sh"

bus=$DBUS_SESSION_BUS_ADDRESS
runtime=$XDG_RUNTIME_DIR
config=$XDG_CONFIG_HOME/ringbearer/config
mkdir -p "${config%/*}"
export PATH=$WORK/bin:$PATH
mkdir "$WORK/bin"

# A git credential helper for `helper:notebook`, which git-credential-store is.
cat >"$WORK/bin/git-credential-notebook" <<END
#!/bin/sh
exec "$(git --exec-path)/git-credential-store" --file "$HOME/notebook" "\$@"
END
chmod +x "$WORK/bin/git-credential-notebook"

request=(protocol=https host=one.example username=ann)
requested=$(request_file one "${request[@]}")
printf '{"ServerURL":"https://one.example"}' >"$WORK/mcp"

# The commands: a name, its input, its arguments. All of them look for what is
# kept in the place that is away.
commands() {
	cat <<-'END'
		get|$requested|get
		erase|$requested|erase
		list|/dev/null|list
		list --json|/dev/null|list --json
		show|/dev/null|show one.example
		token|/dev/null|token one.example
		headers|/dev/null|headers one.example
		headers URL|/dev/null|headers https://one.example/
		disconnect|/dev/null|disconnect one.example --yes
		check|/dev/null|check
		check NAME|/dev/null|check one.example
		edit|/dev/null|edit one.example --label x
		disable|/dev/null|disable one.example
		exec|/dev/null|exec one.example -- true
		docker|$WORK/host|--protocol docker get
		docker list|/dev/null|--protocol docker list
		docker erase|$WORK/host|--protocol docker erase
		goauth|/dev/null|--protocol goauth https://one.example
		netrc|/dev/null|--protocol netrc https://one.example
		mcp-headers|/dev/null|--protocol mcp-headers one.example
		askpass|/dev/null|--protocol askpass "Password for 'https://ann@one.example': "
	END
}
printf 'https://one.example' >"$WORK/host"

# all NAME PART: each of them gives 6 and names PART.
all() {
	local name input arguments
	while IFS='|' read -r name input arguments; do
		eval "run timeout 30 '$RINGBEARER' $arguments <$input"
		# Clients of docker's protocol know no other code than 1.
		case $name:$code:$err in
		*:6:*"$2"* | docker*:1:*"$2"*) pass "$1: $name" ;;
		*) reject "$1: $name" "$code|$out|$err" ;;
		esac
		case $out$err in
		*'nothing is stored'*) reject "$1: $name: a lie" "$out$err" ;;
		esac
	done < <(commands)
}

# chain_of LIST: as the configuration wants it.
chain_of() {
	printf 'backend = {"%s"}\n' "${1//, /\", \"}"
}

# quiet NAME: nothing is stored, and nothing is said of it.
quiet() {
	ask get protocol=https host=never.example
	same "$1: get" '0||' "$code|$out|$err"
	run "$RINGBEARER" check
	same "$1: check" '0||' "$code|$out|$err"
	ask erase "${request[@]}"
	same "$1: erase" '0||' "$code|$out|$err"
}

no_bus() {
	unset DBUS_SESSION_BUS_ADDRESS
	XDG_RUNTIME_DIR=/nonexistent
}
with_bus() {
	export DBUS_SESSION_BUS_ADDRESS=$bus
	XDG_RUNTIME_DIR=$runtime
}

# put: one entry, which is there.
put() {
	ask store "${request[@]}" password=canary-1
	same "$1: store" '0||' "$code|$out|$err"
	run "$RINGBEARER" token one.example
	same "$1: token" 'canary-1' "$out"
}

drop() {
	ask erase "${request[@]}"
	same "$1: it comes back whole" '0||' "$code|$out|$err"
	rm -f "$XDG_STATE_HOME"/ringbearer/place-*
}

echo 'backend = auto' >"$config"
no_bus
quiet 'never a keyring'
with_bus
put keyring
no_bus
all 'no bus' secret-service
run "$RINGBEARER" doctor
holds 'no bus: doctor' "$out" "'secret-service' keeps entries"
# What is new is kept where it can be, and the keyring is not forgotten.
ask store protocol=https host=two.example username=bob password=canary-2
same 'no bus: store' '0||' "$code|$out|$err"
ask get protocol=https host=two.example
holds 'no bus: what is elsewhere is given' "$out" password=canary-2
run "$RINGBEARER" check two.example
same 'no bus: check of what is elsewhere' '6|' "$code|$out"
holds 'no bus: check of what is elsewhere' "$err" secret-service
run "$RINGBEARER" token two.example
same 'no bus: token of what is elsewhere' '0|canary-2' "$code|$out"
with_bus
ask erase protocol=https host=two.example
drop keyring

keyring_stop
no_bus
rm -f "$XDG_STATE_HOME"/ringbearer/place-*
for chain in 'helper:notebook' 'file, helper:notebook' 'helper:notebook, file'; do
	{
		chain_of "$chain"
		echo 'store "one.example" { backend = helper:notebook }'
	} >"$config"
	put "$chain"
	mv "$WORK/bin/git-credential-notebook" "$WORK/bin/away"
	all "$chain" helper:notebook
	mv "$WORK/bin/away" "$WORK/bin/git-credential-notebook"
	drop "$chain"
done

# A volume that is not mounted; an empty folder is what it leaves.
for chain in file auto 'helper:notebook, file'; do
	{
		chain_of "$chain"
		printf 'file { directory = "%s/volume" }\n' "$HOME"
		echo 'store "one.example" { backend = file }'
	} >"$config"
	put "$chain, mounted"
	mv "$HOME/volume" "$HOME/away"
	all "$chain, not mounted" "$HOME/volume"
	run "$RINGBEARER" doctor
	holds "$chain, not mounted: doctor" "$out" 'are missing'
	case $out in
	*"volume' is made when"*) reject "$chain, not mounted: doctor" "$out" ;;
	esac
	mkdir -m 700 "$HOME/volume"
	all "$chain, empty" "$HOME/volume"
	ask store "${request[@]}" password=canary-2
	same "$chain: nothing goes beneath" 6 "$code"
	same "$chain: it is empty still" '' "$(ls -A "$HOME/volume")"
	rmdir "$HOME/volume"
	mv "$HOME/away" "$HOME/volume"
	drop "$chain, mounted"
	rm -rf "$HOME/volume"
done
quiet 'all gone, and forgotten'
same 'no secret in any error' '' "$(grep canary "$WORK/all-errors")"
finish
