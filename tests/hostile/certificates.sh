#!/bin/sh
# certificates.sh DIR: to the certificates of tests/sim/certificates.sh, which
# are there, adds those that a right client refuses for other reasons, and
# what an OCSP responder says of `good`.
set -eu
umask 077

if [ $# -ne 1 ]; then
	echo "usage: certificates.sh DIR" >&2
	exit 2
fi
cd "$1"
work=$(mktemp -d ./work.XXXXXX)
trap 'rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM

# quiet COMMAND...: its output is shown only when it fails.
quiet()
{
	"$@" >"$work/output" 2>&1 </dev/null || {
		cat "$work/output" >&2
		exit 1
	}
}

# A name with a NUL in it, which a configuration cannot spell.
nul_name()
{
	printf '%s\000%s' api.calendly.com .evil.example |
		od -An -v -tx1 | tr -d ' \n'
}

# hex_length HEX: of what it stands for, as one byte.
hex_length()
{
	printf '%02x' $((${#1} / 2))
}

name=$(nul_name)
name=82$(hex_length "$name")$name
name=30$(hex_length "$name")$name

cat >"$work/openssl.cnf" <<END
[req]
distinguished_name = subject
[subject]
[ca]
default_ca = sim
[sim]
database = $work/index
rand_serial = yes
new_certs_dir = $work
policy = any
unique_subject = no
default_md = sha256
[any]
commonName = supplied
END
: >"$work/index"

# section NAME EXTENDED-USE ALTERNATIVE-NAME
section()
{
	cat >>"$work/openssl.cnf" <<END
[$1]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature,keyEncipherment
extendedKeyUsage = $2
subjectAltName = $3
END
}

# signed NAME SECTION [OPTION...]: NAME.pem for NAME.key, or a new one.
signed()
{
	certificate=$1
	extensions=$2
	shift 2
	[ -f "$certificate.key" ] || cp good.key "$certificate.key"
	quiet openssl req -config "$work/openssl.cnf" -new \
		-key "$certificate.key" -out "$work/$certificate.csr" \
		-subj /CN=api.calendly.com
	quiet openssl ca -config "$work/openssl.cnf" -batch -notext \
		-cert ca.pem -keyfile ca.key -extensions "$extensions" \
		-startdate 20200101000000Z -enddate 20991231235959Z \
		-in "$work/$certificate.csr" -out "$certificate.pem" "$@"
}

section server serverAuth DNS:api.calendly.com
section client clientAuth DNS:api.calendly.com
section nul serverAuth "DER:$name"
section wildcard-top serverAuth 'DNS:*.com'
section wildcard-below serverAuth 'DNS:*.calendly.com'
section wildcard-part serverAuth 'DNS:a*.calendly.com'
section wildcard-twice serverAuth 'DNS:*.*.com'
section wildcard-inside serverAuth 'DNS:api.*.com'
section wildcard-all serverAuth 'DNS:*'

signed wrong-usage client
signed sha1 server -md sha1
quiet openssl genrsa -out rsa-1024.key 1024
signed rsa-1024 server
signed nul nul
for kind in top below part twice inside all; do
	signed "wildcard-$kind" "wildcard-$kind"
done

# Signed by one that is good, but no CA.
signed not-by-a-ca server -cert good.pem -keyfile good.key
cat good.pem >>not-by-a-ca.pem

# staple NAME STATUS CERTIFICATE [OPTION...]: NAME.ocsp, signed by the CA.
serial=$(openssl x509 -in good.pem -noout -serial | cut -d = -f 2)
staple()
{
	staple=$1
	state=$2
	shift 2
	printf '%s\t%s\t%s\t%s\tunknown\t/CN=api.calendly.com\n' "$state" \
		991231235959Z "$([ "$state" = R ] && echo 240101000000Z)" \
		"$serial" >"$work/statuses"
	quiet openssl ocsp -index "$work/statuses" -CA ca.pem -issuer ca.pem \
		-cert good.pem -no_nonce -respout "$staple.ocsp" "$@"
}

staple good V -rsigner ca.pem -rkey ca.key -ndays 3650
staple revoked R -rsigner ca.pem -rkey ca.key -ndays 3650
# Signed by somebody who has no say in it.
staple forged R -rsigner other-ca.pem -rkey other-ca.key -ndays 3650
