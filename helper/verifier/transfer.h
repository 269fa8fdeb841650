#ifndef HELPER_VERIFIER_TRANSFER_H
#define HELPER_VERIFIER_TRANSFER_H

#include <curl/curl.h>
#include <stdbool.h>

#include "helper/verifier/exchange.h"

/*
 * The one place that includes libcurl's header, for http.c and
 * transfer.c: a transfer, and all that libcurl is told of it.
 */

/* What libcurl borrows must live as long as its handle. */
struct transfer {
	struct exchange *exchange;
	const struct request *request; /* the exchange's */
	CURL *curl;
	CURLU *url;
	char *host; /* libcurl's */
	struct curl_slist *headers;
	bool plain;   /* http */
	bool revoked; /* the certificate, by its authority's word */
	char error[CURL_ERROR_SIZE];
};

/*
 * Makes the handle of the exchange's request. False, with a finding, if that
 * may not be sent.
 */
bool transfer_prepare(struct transfer *t);

/*
 * The certificates that the system trusts: a file, or if there is none a
 * folder; NULL what there is not. libcurl's; either may stay unused.
 */
void transfer_certificates(const char **file, const char **folder);

/* Frees what was made; NULL is not. */
void transfer_free(struct transfer *t);

#endif
