#include <openssl/ocsp.h>
#include <openssl/ssl.h>
#include <openssl/x509_vfy.h>

#include "helper/verifier/tls.h"

enum {
	SECURITY_LEVEL = 2,
	CLOCK_SKEW = 300, /* seconds */
	ACCEPT = 1,
	REFUSE = 0,
};

/* NULL without one that can be read. The caller frees it. */
static OCSP_BASICRESP *read_staple(SSL *ssl)
{
	const unsigned char *bytes = NULL;
	long length = SSL_get_tlsext_status_ocsp_resp(ssl, &bytes);
	OCSP_RESPONSE *response;
	OCSP_BASICRESP *basic;

	if (!bytes || length <= 0)
		return NULL;
	response = d2i_OCSP_RESPONSE(NULL, &bytes, length);
	basic = response ? OCSP_response_get1_basic(response) : NULL;
	OCSP_RESPONSE_free(response);
	return basic;
}

/* Whether it says so of the certificate that `issuer` made, today. */
static bool says_revoked(OCSP_BASICRESP *basic, X509 *certificate, X509 *issuer)
{
	OCSP_CERTID *id = OCSP_cert_to_id(NULL, certificate, issuer);
	ASN1_GENERALIZEDTIME *from = NULL, *until = NULL;
	int status = V_OCSP_CERTSTATUS_UNKNOWN;
	bool found = id && OCSP_resp_find_status(basic, id, &status, NULL, NULL,
						 &from, &until) == 1;

	OCSP_CERTID_free(id);
	return found && status == V_OCSP_CERTSTATUS_REVOKED &&
	       OCSP_check_validity(from, until, CLOCK_SKEW, -1) == 1;
}

static int look(SSL *ssl, void *argument)
{
	STACK_OF(X509) *chain = SSL_get0_verified_chain(ssl);
	X509_STORE *trusted = SSL_CTX_get_cert_store(SSL_get_SSL_CTX(ssl));
	OCSP_BASICRESP *basic;
	bool *revoked = argument;

	if (sk_X509_num(chain) < 2)
		return ACCEPT;
	basic = read_staple(ssl);
	if (basic && OCSP_basic_verify(basic, chain, trusted, 0) == 1 &&
	    says_revoked(basic, sk_X509_value(chain, 0),
			 sk_X509_value(chain, 1)))
		*revoked = true;
	OCSP_BASICRESP_free(basic);
	return *revoked ? REFUSE : ACCEPT;
}

bool tls_prepare(void *context, bool *revoked)
{
	SSL_CTX *ctx = context;

	if (SSL_CTX_get_security_level(ctx) < SECURITY_LEVEL)
		SSL_CTX_set_security_level(ctx, SECURITY_LEVEL);
#ifdef SSL_OP_CLEANSE_PLAINTEXT
	/* Answers may hold what a back-end keeps. */
	(void)SSL_CTX_set_options(ctx, SSL_OP_CLEANSE_PLAINTEXT);
#endif
	return SSL_CTX_set_tlsext_status_type(ctx, TLSEXT_STATUSTYPE_ocsp) &&
	       SSL_CTX_set_tlsext_status_cb(ctx, look) &&
	       SSL_CTX_set_tlsext_status_arg(ctx, revoked);
}
