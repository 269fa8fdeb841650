#!/usr/bin/env bash
# Ansible's vault, its password asked for by a program.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present ansible-vault || finish
for name in $(compgen -e ANSIBLE_); do
	unset "$name"
done
echo 'a line' >"$WORK/secret.yml"

# vault VERB NAME
vault() {
	client ansible-vault "$1" --vault-id \
		"$2@$BUILD/bin/ringbearer-client" "$WORK/secret.yml"
}

vault encrypt vault.example
done_badly 'nothing kept: Ansible fails' vault.example
ask store protocol=https host=vault.example username= password=canary-ansible
vault encrypt vault.example
done_well 'ansible-vault encrypt'
holds 'ansible-vault encrypt: it is sealed' "$(cat "$WORK/secret.yml")" \
	'ANSIBLE_VAULT;1.2;AES256;vault.example'
vault view vault.example
holds 'ansible-vault view' "$out" 'a line'
ask store protocol=https host=vault.example username= password=canary-other
vault view vault.example
done_badly 'another password does not open it' 'Decryption failed'
untold "$HOME" "$WORK/secret.yml"
finish
