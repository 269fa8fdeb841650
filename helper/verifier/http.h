#ifndef HELPER_VERIFIER_HTTP_H
#define HELPER_VERIFIER_HTTP_H

#include <stdbool.h>
#include <time.h>

#include "helper/verifier/answer.h"
#include "helper/verifier/inquiry.h"
#include "helper/verifier/request.h"

/*
 * The one place that talks to the network, by libcurl. HTTPS with TLS 1.2 or
 * later, certificate and host name verified; http only if the request allows
 * it and the URL names a loopback address in numbers, and then past any
 * proxy. No redirects, no cookies, no netrc, no compressed answers, a
 * connection of its own for each request. The usual proxy variables are
 * honoured.
 */

/* To be called once, first. False if libcurl cannot be used. */
bool http_start(void);

/*
 * Makes the request. True if an answer came, whole and within the limits of
 * answer.h; else the finding says what went wrong: unavailable (name, connect,
 * time, TLS) or unknown. Its reason may hold text from outside.
 */
bool http_get(const struct request *r, struct answer *answer,
	      struct finding *f);

/* A date as HTTP writes it, as seconds since 1970; -1 if it is none. */
time_t http_date(const char *text);

#endif
