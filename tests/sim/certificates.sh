#!/bin/sh
# certificates.sh DIR: a throw-away CA and the server certificates, good and
# bad, that the provider simulator presents (tests/sim/README.md).
set -eu
umask 077

if [ $# -ne 1 ]; then
	echo "usage: certificates.sh DIR" >&2
	exit 2
fi
mkdir -p "$1"
cd "$1"

names=DNS:api.calendly.com,DNS:api.notion.com
names=$names,DNS:api.harvestapp.com,DNS:id.getharvest.com
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

# A configuration of our own: the machine's openssl.cnf must not matter.
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
[authority]
basicConstraints = critical,CA:TRUE
keyUsage = critical,keyCertSign,cRLSign
subjectKeyIdentifier = hash
[server]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = $names
[elsewhere]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:wrong.example,DNS:api.calendly.com.wrong.example
[local]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = serverAuth
subjectAltName = DNS:localhost,IP:127.0.0.1
[client]
basicConstraints = critical,CA:FALSE
keyUsage = critical,digitalSignature
extendedKeyUsage = clientAuth
END
: >"$work/index"

# self NAME SECTION SUBJECT: NAME.key and a certificate signed by itself.
self()
{
	quiet openssl req -config "$work/openssl.cnf" -x509 -days 3650 -nodes \
		-newkey ec -pkeyopt ec_paramgen_curve:P-256 -keyout "$1.key" \
		-out "$1.pem" -subj "/CN=$3" -extensions "$2"
}

# signed NAME CA SECTION START END: NAME.key and a certificate signed by CA.
signed()
{
	quiet openssl req -config "$work/openssl.cnf" -new -nodes -newkey ec \
		-pkeyopt ec_paramgen_curve:P-256 -keyout "$1.key" \
		-out "$work/$1.csr" -subj /CN=api.calendly.com
	quiet openssl ca -config "$work/openssl.cnf" -batch -notext \
		-cert "$2.pem" -keyfile "$2.key" -extensions "$3" \
		-startdate "$4" -enddate "$5" \
		-in "$work/$1.csr" -out "$1.pem"
}

self ca authority "simulator CA"
self other-ca authority "another CA"
self self-signed server api.calendly.com
signed good ca server 20200101000000Z 20991231235959Z
signed expired ca server 20200101000000Z 20200102000000Z
signed not-yet-valid ca server 20980101000000Z 20991231235959Z
signed wrong-host ca elsewhere 20200101000000Z 20991231235959Z
signed untrusted other-ca server 20200101000000Z 20991231235959Z
signed local ca local 20200101000000Z 20991231235959Z
signed client ca client 20200101000000Z 20991231235959Z
