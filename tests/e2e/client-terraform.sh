#!/usr/bin/env bash
# Terraform with a private registry of modules.
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present terraform python3 openssl || finish
for name in $(compgen -e TF_); do
	unset "$name"
done
printf canary-terraform >"$WORK/token"
make_certificate
start_site terraform_registry --certificate "$WORK/site.pem"
export SSL_CERT_FILE=$WORK/certificate.pem CHECKPOINT_DISABLE=1
export TF_CLI_CONFIG_FILE=$HOME/.terraformrc
printf 'disable_checkpoint = true\n' >"$TF_CLI_CONFIG_FILE"
settings=$TF_CLI_CONFIG_FILE
set_up terraform
plugins=$HOME/.terraform.d/plugins
mkdir "$WORK/module"
printf 'module "net" {\n  source = "%s/acme/net/aws"\n}\n' "$site" \
	>"$WORK/module/main.tf"

# terraform_here ARG...
terraform_here() {
	client terraform -chdir="$WORK/module" "$@" -no-color
}

# helper VERB TEXT: as Terraform calls it.
helper() {
	client "$plugins/terraform-credentials-ringbearer" "$1" "$site" \
		< <(printf '%s' "$2")
}

terraform_here init
done_badly 'nothing kept: the registry refuses' 401
# `terraform login` wants a terminal; this is what it says to the helper.
helper store '{"token":"canary-terraform"}'
same 'store: done in silence' '0||' "$code|$out|$err"
helper store '{"token":"canary-terraform-2","more":1}'
done_badly 'store: what cannot be kept whole is refused' more
terraform_here init
done_well 'terraform init'
same 'terraform init: with the token' 1 \
	"$(grep -c '/1.0.0/download with$' "$site_log")"
client terraform logout "$site"
done_well 'terraform logout'
same 'terraform logout: it is gone' '' "$(listed)"
helper forget ''
same 'forget of nothing: silent' '0||' "$code|$out|$err"
helper get ''
same 'get of nothing' '0|{}|' "$code|$out|$err"
rm -rf "$WORK/module/.terraform"
terraform_here init
done_badly 'terraform logout: it is not used any more' 401
take_down terraform
same 'setup terraform --remove: no link' '' "$(ls "$plugins")"
untold "$HOME" "$WORK/module"
finish
