#!/bin/sh
# Makes the certificates in this folder anew; needs openssl. The authority's key is thrown away.
set -eu
cd "$(dirname "$0")"
days=36500
authority=$(mktemp)
trap 'rm -f "$authority" request.csr' EXIT
openssl ecparam -name prime256v1 -genkey -noout -out "$authority"
openssl req -x509 -new -key "$authority" -days $days -subj '/CN=jetdeck test authority' -out ca.pem
issue() { # name, extensions
	openssl ecparam -name prime256v1 -genkey -noout | openssl pkcs8 -topk8 -nocrypt -out "$1.key"
	openssl req -new -key "$1.key" -subj "/CN=jetdeck test $1" -out request.csr
	printf '%s\n' "$2" | openssl x509 -req -in request.csr -CA ca.pem -CAkey "$authority" -days $days -extfile /dev/stdin -out "$1.pem"
}
issue server 'subjectAltName=DNS:localhost,IP:127.0.0.1,IP:::1'
issue address 'subjectAltName=IP:127.0.0.1'
issue other 'subjectAltName=DNS:other.example'
issue client 'extendedKeyUsage=clientAuth'
rm -f ca.srl
