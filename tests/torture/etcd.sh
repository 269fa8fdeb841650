#!/usr/bin/env bash
# The back-end `etcd` on three servers: one killed, one cut off from the others
# and from us, the leader killed in the middle of many stores. What was
# acknowledged is there afterwards, and so is what was not known, or it is not,
# but nothing else.
# --- three servers, if possible each in a network of its own

# The script runs in a network namespace; the servers in others, each with a
# cable to a switch here, so that one of them can be unplugged.
if [ -z "${OWN_NETWORK:-}" ]; then
	own=(unshare -n)
	[ "$(id -u)" = 0 ] || own=(unshare -Urn)
	if "${own[@]}" sh -c 'ip link add name try type bridge' 2>/dev/null; then
		OWN_NETWORK=1 exec "${own[@]}" "$0" "$@"
	fi
	OWN_NETWORK=0
fi
. "$(dirname "$0")/../lib.sh"
. "$SOURCE/tests/etcd.sh"
BACKEND=etcd
many=${ETCD_STORES:-1000}
writers=4

declare -A HOST PORT CABLE
names=(one two three)

# plug NAME NUMBER: a namespace with a cable, which is unplugged by `cut`.
plug() {
	unshare -n sleep 100000 &
	CABLE[$1]=$!
	at_end "kill $!"
	for _ in $(seq 50); do
		[ "$(readlink "/proc/$!/ns/net")" != \
			"$(readlink /proc/self/ns/net)" ] && break
		sleep 0.05
	done
	ip link add "v$2" type veth peer name eth0 netns "$!"
	ip link set "v$2" master switch up
	nsenter -n -t "$!" sh -c "ip link set lo up
		ip addr add 10.77.0.$2/24 dev eth0; ip link set eth0 up"
}

if [ "$OWN_NETWORK" = 1 ]; then
	ip link set lo up
	ip link add name switch type bridge
	ip addr add 10.77.0.100/24 dev switch
	ip link set switch up
	for n in 1 2 3; do
		plug "${names[n - 1]}" $n
		HOST[${names[n - 1]}]=10.77.0.$n
	done
else
	for name in "${names[@]}"; do HOST[$name]=127.0.0.1; done
fi

pki=$WORK/pki
mkdir "$pki"
(
	cd "$pki" || exit
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout ca.key -out ca.pem -subj '/CN=etcd test' -days 2
	openssl req -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes \
		-keyout server.key -out server.csr -subj /CN=server
	openssl x509 -req -in server.csr -CA ca.pem -CAkey ca.key \
		-CAcreateserial -out server.pem -days 2 -extfile <(
			echo "subjectAltName = IP:127.0.0.1, IP:10.77.0.1, IP:10.77.0.2, IP:10.77.0.3")
) >"$WORK/pki.log" 2>&1
export ETCDCTL_CACERT=$pki/ca.pem

cluster=''
for name in "${names[@]}"; do
	PORT[$name]=$(free_port)
	PORT[$name,peer]=$(free_port)
	ETCD_URL[$name]=https://${HOST[$name]}:${PORT[$name]}
	cluster+="${cluster:+,}$name=http://${HOST[$name]}:${PORT[$name,peer]}"
done
ETCDCTL_ENDPOINTS=$(IFS=,; echo "${ETCD_URL[*]}")
export ETCDCTL_ENDPOINTS

# begin NAME: starts it, or starts it again.
begin() {
	local name=$1 inside=()
	[ "$OWN_NETWORK" = 0 ] || inside=(nsenter -n -t "${CABLE[$name]}")
	"${inside[@]}" etcd --name "$name" --data-dir "$ETCD_DATA/$name" \
		--listen-client-urls "${ETCD_URL[$name]}" \
		--advertise-client-urls "${ETCD_URL[$name]}" \
		--cert-file "$pki/server.pem" --key-file "$pki/server.key" \
		--listen-peer-urls "http://${HOST[$name]}:${PORT[$name,peer]}" \
		--initial-advertise-peer-urls \
		"http://${HOST[$name]}:${PORT[$name,peer]}" \
		--initial-cluster "$cluster" --heartbeat-interval 100 \
		--election-timeout 1000 >>"$WORK/etcd.$name.log" 2>&1 &
	ETCD_PID[$name]=$!
	at_end "end_etcd $!"
}

# whole: until all answer.
whole() {
	for _ in $(seq 300); do
		etcdctl endpoint health --cluster >/dev/null 2>&1 && return
		sleep 0.1
	done
	reject 'the cluster becomes whole' "$(tail -n 3 "$WORK"/etcd.*.log)"
}

# leader: its name, once there is one.
leader() {
	local name _
	for _ in $(seq 50); do
		for name in "${names[@]}"; do
			[ "$(etcdctl --command-timeout 3s \
				--endpoints "${ETCD_URL[$name]}" endpoint \
				status 2>/dev/null | cut -d , -f 5)" = ' true' ] &&
				echo "$name" && return
		done
		sleep 0.2
	done
	echo one
}

# cut_off NAME: nobody reaches it any more, nor it anybody; join_again NAME:
# as before.
cut_off() {
	if [ "$OWN_NETWORK" = 1 ]; then
		nsenter -n -t "${CABLE[$1]}" ip link set eth0 down
	else
		kill -STOP "${ETCD_PID[$1]}"
	fi
}
join_again() {
	if [ "$OWN_NETWORK" = 1 ]; then
		nsenter -n -t "${CABLE[$1]}" ip link set eth0 up
	else
		kill -CONT "${ETCD_PID[$1]}"
	fi
}

for name in "${names[@]}"; do begin "$name"; done
whole
# The one that is to fail comes first, so that it is asked.
# first NAME: the configuration.
first() {
	local name urls="\"${ETCD_URL[$1]}\""
	for name in "${names[@]}"; do
		[ "$name" = "$1" ] || urls+=", \"${ETCD_URL[$name]}\""
	done
	echo "etcd { endpoints = {$urls} ca-file = \"$pki/ca.pem\" timeout = 15 }" \
		>"$HOME/.config/ringbearer/config"
}
[ "$OWN_NETWORK" = 1 ] ||
	skip 'a server behind a cable that is unplugged' \
		'no network namespace can be made here; it is stopped instead'

value() {
	printf '%s\n' protocol=https "host=$1.example" |
		"$RINGBEARER" --backend etcd get 2>&1 | sed -n 's/^password=canary-//p'
}

# --- one killed

first one
ask store protocol=https host=a.example username=u password=canary-1
same 'three servers: store' '0|' "$code|$err"
kill -KILL "${ETCD_PID[one]}"
wait "${ETCD_PID[one]}" 2>/dev/null
same 'one killed: get' 1 "$(value a)"
ask store protocol=https host=a.example username=u password=canary-2
same 'one killed: store' '0|' "$code|$err"
same 'one killed: it is there' 2 "$(value a)"
begin one
whole

# --- one cut off, which has not seen the last store

for who in "$(leader)" two; do
	first "$who"
	cut_off "$who"
	ask store protocol=https host=a.example username=u \
		"password=canary-cut-$who"
	same "one cut off: store" '0|' "$code|$err"
	same "one cut off: never an old value" "cut-$who" "$(value a)"
	join_again "$who"
	whole
	same "it is back" "cut-$who" "$(value a)"
done

# --- most of them gone: nothing is acknowledged

first three
kill -STOP "${ETCD_PID[one]}" "${ETCD_PID[two]}"
sed -i 's/timeout = 15/timeout = 4/' "$HOME/.config/ringbearer/config"
SECONDS=0
ask store protocol=https host=a.example username=u password=canary-no
same 'no majority: exit code' 6 "$code"
same 'no majority: not silent' no "$([ -n "$err" ] && echo no)"
[ $SECONDS -le 6 ] || reject 'no majority: in time' "$SECONDS s"
kill -CONT "${ETCD_PID[one]}" "${ETCD_PID[two]}"
whole
now=$(value a)
[ "$now" = cut-two ] || [ "$now" = no ] ||
	reject 'no majority: old or new' "$now"

# --- the leader killed in the middle

first "$(leader)"
# writer N: its part of the stores; what became of each is noted.
writer() {
	local n
	for n in $(seq "$1" $writers "$many"); do
		if printf '%s\n' protocol=https "host=h$n.example" username=u \
			"password=canary-$n" |
			"$RINGBEARER" --backend etcd store 2>>"$WORK/refused.$1"
		then
			echo "$n" >>"$WORK/acknowledged.$1"
		else
			echo "$n" >>"$WORK/broken.$1"
		fi
	done
}
pids=()
for n in $(seq $writers); do
	: >"$WORK/acknowledged.$n"
	: >"$WORK/broken.$n"
	writer "$n" &
	pids+=($!)
done
# at PART: waits until so many tenths are acknowledged.
at() {
	while [ "$(cat "$WORK"/acknowledged.* | wc -l)" -lt $((many * $1 / 10)) ] &&
		kill -0 "${pids[@]}" 2>/dev/null; do
		sleep 0.2
	done
}
killed=()
for part in 3 6; do
	at $part
	who=$(leader)
	kill -KILL "${ETCD_PID[$who]}"
	wait "${ETCD_PID[$who]}" 2>/dev/null
	killed+=("$who")
	sleep 3
	begin "$who"
done
wait "${pids[@]}"
whole
same 'two leaders were killed' 2 "$(printf '%s\n' "${killed[@]}" | grep -c .)"
lost=0
sort -n "$WORK"/acknowledged.* >"$WORK/acknowledged"
run "$RINGBEARER" --backend etcd list --json
same 'all can be listed' 0 "$code"
grep -oE '"host": ?"h[0-9]+\.example"' <<<"$out" | grep -oE '[0-9]+' |
	sort -n >"$WORK/listed"
while read -r n; do
	grep -qx "$n" "$WORK/listed" || lost=$((lost + 1))
done <"$WORK/acknowledged"
for n in $(shuf -n 50 "$WORK/acknowledged"); do
	[ "$(value "h$n")" = "$n" ] || lost=$((lost + 1))
done
broken=$(cat "$WORK"/broken.? | wc -l)
echo "result: etcd, leader killed twice: $(wc -l <"$WORK/acknowledged") of $many acknowledged, $broken not, $lost lost"
same 'nothing acknowledged is lost' 0 $lost
[ "$broken" -lt $((many / 10)) ] ||
	reject 'most were acknowledged' "$broken of $many were not" \
		"$(sort "$WORK"/refused.* | uniq -c | sort -rn | head -n 5)"
cat "$WORK"/broken.* >"$WORK/broken"
while read -r n; do
	now=$(value "h$n")
	[ -z "$now" ] || [ "$now" = "$n" ] ||
		reject 'what failed is whole or not there' "h$n: $now"
done <"$WORK/broken"
same 'no secret in any error' '' \
	"$(grep -h canary "$WORK/all-errors" "$WORK"/refused.*)"
finish
