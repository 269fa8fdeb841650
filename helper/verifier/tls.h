#ifndef HELPER_VERIFIER_TLS_H
#define HELPER_VERIFIER_TLS_H

#include <stdbool.h>

/*
 * Makes an OpenSSL context (a `SSL_CTX *`) stricter than libcurl can.
 *
 * Keys and signatures are of OpenSSL's security level 2 at least (RSA of 2048
 * bits, no SHA-1), which is Debian's default and not everybody's.
 *
 * Servers are asked for what their authority says of their certificate: the
 * OCSP response that a server may staple to it. The handshake fails, and
 * `*revoked` (borrowed for as long as handshakes go on) becomes true, if a
 * response that the authority signed, and that is of today, says that the
 * certificate is revoked. All else (no staple, one that is old, broken or
 * signed by somebody else) counts for nothing: who has stolen a key staples
 * nothing, and most honest servers do not either.
 *
 * False if OpenSSL cannot do it.
 */
bool tls_prepare(void *context, bool *revoked);

#endif
