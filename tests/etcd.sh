# shellcheck shell=bash
# Real etcd of the tests' own, behind tests/lib.sh, on 127.0.0.1.
export ETCDCTL_API=3
for program in etcd etcdctl; do
	command -v $program >/dev/null && continue
	skip etcd "there is no $program here"
	finish
done
# Before 3.4 the addresses were others.
if etcd --version 2>/dev/null | grep -qE '^etcd Version: (2|3\.[0-3])\.'; then
	skip etcd "$(etcd --version | head -n 1): the back-end needs 3.4"
	finish
fi
declare -A ETCD_PID ETCD_URL
# Every change is put on the disk: on one in memory, if there is one.
ETCD_DATA=$(mktemp -d /dev/shm/ringbearer-etcd.XXXXXX 2>/dev/null) ||
	ETCD_DATA=$WORK/etcd

# free_port: one that nobody listens on now.
free_port() {
	python3 -c 'import socket; s = socket.socket(); s.bind(("127.0.0.1", 0)); print(s.getsockname()[1])'
}

# start_etcd NAME [OPTION...]: one server alone. Leaves its pid in
# ${ETCD_PID[NAME]} and its address in ${ETCD_URL[NAME]} and
# $ETCDCTL_ENDPOINTS. SCHEME=https with the options for that.
start_etcd() {
	local name=$1 client=${PORT:-$(free_port)} peer
	shift
	peer=$(free_port)
	ETCD_URL[$name]=${SCHEME:-http}://127.0.0.1:$client
	export ETCDCTL_ENDPOINTS=${ETCD_URL[$name]}
	etcd --name "$name" --data-dir "$ETCD_DATA/$name" \
		--listen-client-urls "${ETCD_URL[$name]}" \
		--advertise-client-urls "${ETCD_URL[$name]}" \
		--listen-peer-urls "http://127.0.0.1:$peer" \
		--initial-advertise-peer-urls "http://127.0.0.1:$peer" \
		--initial-cluster "$name=http://127.0.0.1:$peer" \
		"$@" >"$WORK/etcd.$name.log" 2>&1 &
	ETCD_PID[$name]=$!
	at_end "end_etcd $!"
	wait_etcd
}

# end_etcd PID: and it is gone before its folder is.
end_etcd() {
	kill -CONT "$1" 2>/dev/null
	kill "$1" 2>/dev/null
	wait "$1" 2>/dev/null
	rm -rf "$ETCD_DATA"
}

# wait_etcd: until it answers etcdctl.
wait_etcd() {
	for _ in $(seq 100); do
		etcdctl endpoint health >/dev/null 2>&1 && return
		sleep 0.1
	done
	reject 'etcd starts' "$(tail -n 5 "$WORK"/etcd.*.log)"
}

# etcd_settings [LINE...]: the configuration, for all servers that were started.
etcd_settings() {
	local name urls=''
	for name in $(printf '%s\n' "${!ETCD_URL[@]}" | sort); do
		urls+="${urls:+, }\"${ETCD_URL[$name]}\""
	done
	{
		echo "etcd { endpoints = {$urls}"
		printf '%s\n' "$@" '}'
	} >"$HOME/.config/ringbearer/config"
}
