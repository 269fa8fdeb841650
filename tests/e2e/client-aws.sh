#!/usr/bin/env bash
# The AWS client, which signs with what it is given.
# pyenv's aws looks into the home of whoever runs this.
AWS=$(pyenv which aws 2>/dev/null || command -v aws)
. "$(dirname "$0")/../lib.sh"
. "$(dirname "$0")/../clients/clients.sh"

present aws python3 || finish
for name in $(compgen -e AWS_); do
	unset "$name"
done
printf AKIDEXAMPLE >"$WORK/token"
start_site aws_sts
mkdir "$HOME/.aws"
printf '%s\n' '[profile w]' 'region = us-east-1' \
	'credential_process = ringbearer aws aws.example' >"$HOME/.aws/config"

# identity: asks whose key it is.
identity() {
	client "$AWS" --profile w --endpoint-url "http://$site" \
		sts get-caller-identity
}

identity
done_badly 'nothing kept: it is told' aws.example
ask store protocol=https host=aws.example username=AKIDEXAMPLE \
	password=canary-aws
identity
holds 'aws sts get-caller-identity' "$out" 'user/ann'
same 'the request is signed for that key' 1 "$(grep -c ' with$' "$site_log")"
# A definition of ours, as contrib/ has it: temporary keys, whose session's
# token is a secret field.
mkdir -p "$HOME/.config/ringbearer/providers"
cp "$SOURCE/contrib/providers/aws.conf" "$HOME/.config/ringbearer/providers/"
give 'canary-key\ncanary-session\n' connect aws access-key-id=AKIDEXAMPLE \
	--expires 2
same 'contrib/providers/aws.conf: connected' 0 "$code"
run "$RINGBEARER" show aws
holds 'filed under the key' "$out" 'name: aws/AKIDEXAMPLE'
printf '%s\n' '[profile temporary]' 'region = us-east-1' \
	'credential_process = ringbearer aws aws' >>"$HOME/.aws/config"
client "$AWS" --profile temporary --endpoint-url "http://$site" \
	sts get-caller-identity
holds 'temporary keys' "$out" 'user/ann'
same "the session's token goes with them" 1 \
	"$(grep -c '^session kept$' "$site_log")"

ask erase protocol=https host=aws.example
identity
done_badly 'erased: it is told' aws.example
untold "$HOME" "$site_log"
finish
