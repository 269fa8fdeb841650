# shellcheck shell=bash
# What the tests with real clients share: tests/e2e/client-*.sh source it
# behind tests/lib.sh. The programs are found under their names, and keep in
# sealed files in the script's own home.

export PATH=$BUILD/bin:$PATH RINGBEARER_BACKEND=file
clients=$SOURCE/tests/clients

# present NAME...: whether all these commands are there; says what is skipped
# if one is not.
present() {
	local name
	for name in "$@"; do
		command -v "$name" >/dev/null && continue
		skip "$1" "there is no $name here"
		return 1
	done
}

# client COMMAND...: run, for what must not show a token: see untold. Nothing
# waits longer than a minute.
client() {
	run timeout 60 "$@"
	printf '%s\n' "$out" >>"$WORK/all-output"
}

# done_well NAME: the last command succeeded.
done_well() {
	if [ "$code" = 0 ]; then
		pass "$1"
	else
		reject "$1" "exit code $code" "$out" "$err"
	fi
}

# done_badly NAME PART: the last command failed, and said PART.
done_badly() {
	if [ "$code" = 0 ]; then
		reject "$1" 'exit code 0' "$out"
	else
		holds "$1" "$out$err" "$2"
	fi
}

# set_up CLIENT [WORD...]: has ringbearer configure it and try it. take_down, with the
# same words, undoes that, and looks whether the file is what it was; that file
# has to be in $settings.
set_up() {
	rm -f "$WORK/settings-before"
	[ ! -e "$settings" ] || cp "$settings" "$WORK/settings-before"
	client ringbearer setup "$@" --write --yes
	done_well "setup $*"
	client ringbearer doctor "$@"
	done_well "doctor $*"
}

take_down() {
	client ringbearer setup "$@" --remove --yes
	done_well "setup $* --remove"
	if [ -e "$WORK/settings-before" ]; then
		same "setup $* --remove: the very bytes" \
			"$(sha256sum <"$WORK/settings-before")" \
			"$(sha256sum <"$settings")"
	else
		same "setup $* --remove: no file" no \
			"$([ -e "$settings" ] && echo "$settings" || echo no)"
	fi
}

# listed: the names of what is kept.
listed() {
	"$RINGBEARER" list --json | grep -o '"name": *"[^"]*"' |
		sed 's/.*: *"//; s/"$//'
}

# untold [FILE...]: no client has shown a token, nor do the files and folders
# hold one.
untold() {
	if grep -rq canary "$WORK/all-output" "$WORK/all-errors" "$@"; then
		reject 'no client shows or keeps a token' \
			"$(grep -rl canary "$WORK/all-output" \
				"$WORK/all-errors" "$@")"
	else
		pass 'no client shows or keeps a token'
	fi
}

# free_port: a port that nobody listens on, for servers that cannot choose.
free_port() {
	python3 -c 'import socket
s = socket.socket()
s.bind(("127.0.0.1", 0))
print(s.getsockname()[1])'
}

# start_site NAME [OPTION...]: serves tests/clients/NAME.py, which takes the
# token $WORK/token holds, or what that file holds instead. Leaves the address
# in $site, what was asked for in $site_log, and its process in $site_process.
start_site() {
	local name=$1 port_file
	shift
	port_file=$(mktemp -u "$WORK/port.XXXXXX")
	site_log=$WORK/$name.log
	: >"$site_log"
	PYTHONDONTWRITEBYTECODE=1 python3 "$clients/$name.py" \
		--port-file "$port_file" --log "$site_log" \
		--token-file "$WORK/token" "$@" 2>"$WORK/$name.errors" &
	site_process=$!
	at_end "kill $site_process 2>/dev/null"
	until_up test -s "$port_file"
	site=127.0.0.1:$(cat "$port_file")
}

# make_certificate: $WORK/site.pem with the key behind it, for 127.0.0.1.
make_certificate() {
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-days 2 -subj /CN=127.0.0.1 \
		-addext subjectAltName=IP:127.0.0.1 \
		-keyout "$WORK/key.pem" -out "$WORK/certificate.pem" \
		2>"$WORK/openssl.log" || cat "$WORK/openssl.log"
	cat "$WORK/certificate.pem" "$WORK/key.pem" >"$WORK/site.pem"
}
