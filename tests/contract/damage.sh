#!/usr/bin/env bash
# Damaged records for the contract suite: damage.sh add|drop BACKEND. In the
# home and on the bus that the suite runs in: beside each record of sealed
# files, of those beside a manager and of entries of pass a copy under another
# name, which does not open; in the keyring an item of ringbearer's that holds no
# record.
set -eu

damaged_file() {
	printf '%032d-%032d' 0 0
}

# kv METHOD [BODY]: of an entry of its own.
kv() {
	printf 'X-Vault-Token: %s\n' "$ROOT_TOKEN" |
		curl -fsS --cacert "$WORK/certificates/ca.pem" -H @- -X "$1" \
			${2:+--data "$2"} -o "$WORK/answer" \
			"$VAULT_AT/v1/secret/data/ringbearer/https/damaged.example/-/-"
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
add:helper:* | add:docker:*)
	for record in "$HOME"/.local/share/ringbearer/beside/*/records/*/*/*; do
		cp -p "$record" "${record%/*}/$(damaged_file)"
	done
	;;
drop:helper:* | drop:docker:*)
	rm "$HOME"/.local/share/ringbearer/beside/*/records/*/*/"$(damaged_file)"
	;;
add:vault)
	kv POST '{"data": {"note": "no record"}}'
	;;
drop:vault)
	kv DELETE
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
