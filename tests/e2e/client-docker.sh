#!/usr/bin/env bash
# docker, skopeo, podman and buildah with a registry behind a password.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present docker-registry htpasswd curl python3 || finish
# podman 5 would say on each call what it thinks of this machine.
export PODMAN_IGNORE_CGROUPSV1_WARNING=1
unset DOCKER_CONFIG REGISTRY_AUTH_FILE
# Nobody's daemon is asked.
export DOCKER_HOST=unix://$WORK/no-daemon
token='canary-<docker>&\"'
mkdir "$HOME/.docker"
auth=$WORK/auth.json

# start_registry ADDRESS [LINE...]: all of them keep at one place.
start_registry() {
	local file
	file=$(mktemp "$WORK/registry.XXXXXX")
	{
		printf '%s\n' 'version: 0.1' \
			'log: {level: error, accesslog: {disabled: true}}' \
			'storage:' \
			"  filesystem: {rootdirectory: $WORK/registry}" \
			"http: {addr: $1}"
		printf '%s\n' "${@:2}"
	} >"$file"
	OTEL_TRACES_EXPORTER=none docker-registry serve "$file" \
		>"$file.log" 2>&1 &
	at_end "kill $! 2>/dev/null"
	until_up curl -s "http://$1/v2/"
}

printf '%s' "$token" | htpasswd -iBnC 4 alice >"$WORK/htpasswd"
server=127.0.0.1:$(free_port)
start_registry "$server" \
	"auth: {htpasswd: {realm: r, path: $WORK/htpasswd}}"
open=127.0.0.1:$(free_port)
start_registry "$open"

# blob FILE: puts it into the image, and says how a manifest names it.
blob() {
	local sum
	sum=$(sha256sum <"$1")
	sum=${sum%% *}
	cp "$1" "$WORK/image/blobs/sha256/$sum"
	printf '"digest":"sha256:%s","size":%d' "$sum" "$(wc -c <"$1")"
}

# make_image: $WORK/image, an OCI image of one empty layer.
make_image() {
	local media=application/vnd.oci.image sum
	mkdir -p "$WORK/image/blobs/sha256"
	head -c 1024 /dev/zero >"$WORK/layer"
	sum=$(sha256sum <"$WORK/layer")
	printf '{"architecture":"amd64","os":"linux","config":{},"rootfs":{"type":"layers","diff_ids":["sha256:%s"]}}' \
		"${sum%% *}" >"$WORK/image.config"
	printf '{"schemaVersion":2,"config":{"mediaType":"%s.config.v1+json",%s},"layers":[{"mediaType":"%s.layer.v1.tar",%s}]}' \
		$media "$(blob "$WORK/image.config")" \
		$media "$(blob "$WORK/layer")" >"$WORK/manifest"
	printf '{"schemaVersion":2,"manifests":[{"mediaType":"%s.manifest.v1+json",%s,"annotations":{"org.opencontainers.image.ref.name":"x"}}]}' \
		$media "$(blob "$WORK/manifest")" >"$WORK/image/index.json"
	echo '{"imageLayoutVersion":"1.0.0"}' >"$WORK/image/oci-layout"
}
make_image

# configure_clients: nothing but the helper's name.
configure_clients() {
	printf '{"credHelpers":{"%s":"ringbearer","%s":"ringbearer"}}' \
		"$server" "$open" >"$auth"
	echo '{"credsStore":"ringbearer"}' >"$HOME/.docker/config.json"
}

# log_in COMMAND...: by the password on its standard input.
log_in() {
	client "$@" < <(printf '%s' "$token")
}

# kept: what docker would be told, but the secret.
kept() {
	docker-credential-ringbearer list
}

# one_by_one NAME: what all of the containers' tools can do.
one_by_one() {
	local tool=$1 tls=--tls-verify=false
	configure_clients
	log_in "$tool" login $tls --authfile "$auth" -u alice \
		--password-stdin "$server"
	done_well "$tool login"
	same "$tool login: it is kept" "{\"$server\":\"alice\"}" "$(kept)"
	client "$tool" login --authfile "$auth" --get-login "$server"
	same "$tool login --get-login" alice "$out"
	use "$tool" "$tls"
	client "$tool" logout --authfile "$auth" "$server"
	done_well "$tool logout"
	same "$tool logout: it is gone" '{}' "$(kept)"
	client "$tool" logout --authfile "$auth" "$server"
	case $code,$err in
	0, | [0-9]*not\ logged\ in*) pass "$tool logout, again" ;;
	*) reject "$tool logout, again" "exit code $code" "$err" ;;
	esac
	use_nothing "$tool" "$tls"
}

# use TOOL OPTION: what is behind the password.
use() {
	local image=docker://$server/team/x:1
	case $1 in
	skopeo)
		client skopeo copy --dest-"${2#--}" --authfile "$auth" \
			"oci:$WORK/image:x" "$image"
		done_well 'skopeo copy, as a push'
		client skopeo inspect "$2" --authfile "$auth" "$image"
		holds 'skopeo inspect' "$out" '"Architecture": "amd64"'
		;;
	podman)
		client podman "${storage[@]}" pull -q "$2" --authfile "$auth" \
			"$server/team/x:1"
		done_well 'podman pull'
		client podman "${storage[@]}" push -q "$2" --authfile "$auth" \
			"$server/team/x:1" "$server/team/y:1"
		done_well 'podman push'
		;;
	buildah)
		client buildah "${storage[@]}" from --name c1 scratch
		client buildah "${storage[@]}" commit -q "$2" \
			--authfile "$auth" c1 "docker://$server/team/z:1"
		done_well 'buildah commit, as a push'
		client buildah "${storage[@]}" pull -q "$2" \
			--authfile "$auth" "$server/team/z:1"
		done_well 'buildah pull'
		;;
	esac
}

# use_nothing TOOL OPTION: without a credential each goes on as nobody, which
# one registry refuses and the other one takes.
use_nothing() {
	local get=(pull -q) scheme=''
	[ "$1" != skopeo ] || get=(inspect) scheme=docker://
	client "$1" "${own[@]}" "${get[@]}" "$2" --authfile "$auth" \
		"$scheme$server/team/other:1"
	done_badly "$1: nothing kept: the registry refuses" \
		'authentication required'
	client "$1" "${own[@]}" "${get[@]}" "$2" --authfile "$auth" \
		"$scheme$open/team/x:1"
	done_well "$1: nothing kept: an open registry gives"
}

storage=(--root "$WORK/storage" --runroot "$WORK/runtime"
	--storage-driver vfs)
if present skopeo; then
	own=()
	one_by_one skopeo
fi
own=("${storage[@]}")
for tool in podman buildah; do
	present $tool skopeo || continue
	client $tool "${storage[@]}" info
	if [ "$code" != 0 ]; then
		skip $tool 'it cannot keep images here'
		continue
	fi
	one_by_one $tool
done

# docker_inspect: through the registry alone, there is no daemon.
docker_inspect() {
	client docker manifest inspect --insecure "$1/team/x:1"
}

if present docker skopeo; then
	configure_clients
	log_in docker login -u alice --password-stdin "$server"
	done_well 'docker login'
	holds 'docker login: it says so' "$out" 'Login Succeeded'
	same 'docker login: it is kept' "{\"$server\":\"alice\"}" "$(kept)"
	docker_inspect "$server"
	holds 'docker manifest inspect' "$out" '"schemaVersion"'
	log_in docker login -u alice --password-stdin "$server"
	same 'docker login, again: one is kept' "{\"$server\":\"alice\"}" \
		"$(kept)"

	# Not "not found": podman and skopeo show what is said.
	run "$RINGBEARER" disable "$server"
	if present skopeo; then
		client skopeo inspect --tls-verify=false --authfile "$auth" \
			"docker://$server/team/x:1"
		done_badly 'skopeo: what is disabled is told' disabled
	fi
	run "$RINGBEARER" enable "$server"

	client docker logout "$server"
	done_well 'docker logout'
	same 'docker logout: it is gone' '{}' "$(kept)"
	client docker logout "$server"
	same 'docker logout, again: no complaint' 0, "$code,$err"
	docker_inspect "$server"
	done_badly 'docker: nothing kept: the registry refuses' \
		'no basic auth credentials'
	docker_inspect "$open"
	holds 'docker: nothing kept: an open registry gives' "$out" \
		'"schemaVersion"'
fi

# Set up by the program: no file is named any more.
if present docker skopeo; then
	settings=$HOME/.docker/config.json
	printf '{\n\t"psFormat": "x"\n}' >"$settings"
	for which in '' "$server"; do
		# shellcheck disable=SC2086 # possibly none
		set_up docker $which
		log_in docker login -u alice --password-stdin "$server"
		done_well "setup docker $which: docker login"
		same "setup docker $which: it is kept" \
			"{\"$server\":\"alice\"}" "$(kept)"
		docker_inspect "$server"
		holds "setup docker $which: docker manifest inspect" "$out" \
			'"schemaVersion"'
		client docker logout "$server"
		same "setup docker $which: docker logout" '{}' "$(kept)"
		# docker has put an empty list of its own there.
		# shellcheck disable=SC2086
		client ringbearer setup docker $which --remove --yes
		done_well "setup docker $which --remove"
		same "setup docker $which --remove: not ours" '' \
			"$(grep ringbearer "$settings")"
	done
	rm "$settings" "$settings".before-ringbearer-*
fi
for tool in skopeo podman; do
	present $tool skopeo || continue
	settings=$HOME/.config/containers/auth.json
	set_up $tool "$server"
	log_in $tool login --tls-verify=false --authfile "$settings" \
		-u alice --password-stdin "$server"
	done_well "setup $tool: login"
	scheme='' get=("${storage[@]}" pull -q)
	[ $tool = podman ] || scheme=docker:// get=(inspect)
	client $tool "${get[@]}" --tls-verify=false "$scheme$server/team/x:1"
	done_well "setup $tool: used"
	client $tool logout --authfile "$settings" "$server"
	# The tool has put an empty list of its own there.
	client ringbearer setup $tool "$server" --remove --yes
	done_well "setup $tool --remove"
	same "setup $tool --remove: not ours" '' "$(grep ringbearer "$settings")"
done
untold "$HOME" "$auth"
finish
