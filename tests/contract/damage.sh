#!/usr/bin/env bash
# Damaged records for the contract suite: damage.sh add|drop BACKEND. In the
# home and on the bus that the suite runs in: beside each record of sealed
# files a copy under another name, which does not open; in pass, too;
# in the keyring an item of ringbearer's that holds no record.
set -eu

damaged_file() {
	printf '%032d-%032d' 0 0
}

case $1:$2 in
add:secret-service)
	printf 'no record' | secret-tool store --label damaged \
		application ringbearer xdg:schema org.ringbearer.Credential \
		protocol https host damaged.example
	;;
drop:secret-service)
	secret-tool clear application ringbearer host damaged.example
	;;
add:pass)
	for entry in "$HOME"/.password-store/ringbearer/*/*/*.gpg; do
		cp -p "$entry" "${entry%/*}/damaged.gpg"
	done
	;;
drop:pass)
	rm "$HOME"/.password-store/ringbearer/*/*/damaged.gpg
	;;
add:etcd)
	etcdctl get --prefix /ringbearer/ --keys-only | grep / |
		while read -r key; do
			etcdctl put "${key%/*}/$(damaged_file)" words >/dev/null
		done
	;;
drop:etcd)
	etcdctl get --prefix /ringbearer/ --keys-only |
		grep "$(damaged_file)" |
		while read -r key; do etcdctl del "$key" >/dev/null; done
	;;
add:*)
	for record in "$HOME"/.local/share/ringbearer/records/*/*/*; do
		cp -p "$record" "${record%/*}/$(damaged_file)"
	done
	;;
drop:*)
	rm "$HOME"/.local/share/ringbearer/records/*/*/"$(damaged_file)"
	;;
esac
