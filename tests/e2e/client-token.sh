#!/usr/bin/env bash
# Callers that want nothing but a token: restic, pnpm, and one that gives the
# program neither arguments nor an environment.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

ask store protocol=https host=token.example username= password=canary-token

# restic, by its repository's password.
if present restic; then
	for name in $(compgen -e RESTIC_); do
		unset "$name"
	done
	export RESTIC_REPOSITORY=$WORK/backup
	export RESTIC_PASSWORD_COMMAND='ringbearer token none.example'
	client restic init
	done_badly 'restic: nothing kept: it is told' none.example
	RESTIC_PASSWORD_COMMAND='ringbearer token token.example'
	client restic init
	done_well 'restic init'
	client restic snapshots
	done_well 'restic snapshots'
	ask store protocol=https host=other.example username= \
		password=canary-other
	RESTIC_PASSWORD_COMMAND='ringbearer token other.example'
	client restic snapshots
	done_badly 'restic: another password opens nothing' 'wrong password'
fi

# pnpm 10 takes a path and nothing else.
if present pnpm python3; then
	printf canary-token >"$WORK/token"
	start_site npm_registry
	ln -s "$BUILD/bin/ringbearer" "$WORK/ringbearer-bearer-token.example"
	printf '%s\n' "registry=http://$site/" \
		"//$site/:tokenHelper=$WORK/ringbearer-bearer-token.example" \
		>"$HOME/.npmrc"
	mkdir "$WORK/package"
	echo '{"name":"mine","dependencies":{"demo":"1"}}' \
		>"$WORK/package/package.json"
	cd "$WORK/package" || exit
	client pnpm install --lockfile-only --no-frozen-lockfile \
		--store-dir "$WORK/packages"
	done_well 'pnpm install'
	holds 'pnpm install: the package is found' \
		"$(cat pnpm-lock.yaml)" demo@1.0.0
	same 'pnpm install: with the token' 1 \
		"$(grep -c '^GET /demo with$' "$site_log")"

	rm -rf pnpm-lock.yaml "$WORK/packages"
	echo "registry=http://$site/" >"$HOME/.npmrc"
	settings=$HOME/.npmrc
	ask store protocol=http "host=$site" username= password=canary-token
	set_up pnpm "$site"
	client pnpm install --lockfile-only --no-frozen-lockfile \
		--store-dir "$WORK/packages"
	done_well 'setup: pnpm install'
	ask erase protocol=http "host=$site"
	take_down pnpm "$site"
fi

# OpenClaw gives no environment at all, not even a home.
printf 'backend = file\nfile { directory = "%s" key-file = "%s" }\n' \
	"$HOME/.local/share/ringbearer" \
	"$HOME/.local/state/ringbearer/file.key" >"$WORK/config"
printf '%s' '{"protocolVersion":1,"provider":"p","ids":["token.example","no"]}' \
	>"$WORK/batch"
run env -i "$RINGBEARER" --config "$WORK/config" openclaw <"$WORK/batch"
same 'an empty environment: done' 0, "$code,$err"
holds 'an empty environment: the token' "$out" \
	'"values":{"token.example":"canary-token"}'
holds 'an empty environment: what is not there' "$out" '"errors":{"no":'
run env -i "$BUILD/bin/docker-credential-ringbearer" version <&-
same 'an empty environment and no input: docker' 0 "$code"
run env -i "$RINGBEARER" --config "$WORK/config" token token.example <&-
same 'an empty environment and no input: token' 0,canary-token, \
	"$code,$out,$err"
untold "$HOME"
finish
