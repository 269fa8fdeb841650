#ifndef HELPER_VERIFIER_HTTP_H
#define HELPER_VERIFIER_HTTP_H

#include <stdbool.h>
#include <time.h>

#include "helper/verifier/exchange.h"
#include "protocol/core/buffer.h"

/*
 * The one place that talks to the network, by libcurl. HTTPS with TLS 1.2 or
 * later, certificate and host name verified; http only if the request allows
 * it and the URL names a loopback address in numbers, and then past any
 * proxy. No redirects, no cookies, no netrc, no compressed answers. The usual
 * proxy variables are honoured.
 *
 * A connection is used again for requests to the same scheme, host, port and
 * proxy, whosever token they carry, since most of the work of a request is
 * the handshake and the certificates. That mixes up nobody's tokens: HTTP/1.1
 * knows no state between requests, each one carries its own Authorization,
 * the ways of logging in that belong to a connection (NTLM, Negotiate) are
 * never used, and one that has more bytes than its answer should have is
 * closed. Nothing outlives the process, TLS sessions neither.
 */

/* To be called once, first. False if libcurl cannot be used. */
bool http_start(void);

/* Many requests at once. NULL if libcurl cannot be used. */
struct http;
struct http *http_open(void);

/* To be called when no request is on its way. NULL is fine. */
void http_close(struct http *h);

/*
 * Sends the request; the exchange stays where it is until http_wait() gives
 * it back. False if nothing was sent, and then the finding says why.
 */
bool http_send(struct http *h, struct exchange *x);

/*
 * Waits for one to be over, for `timeout` milliseconds at most. NULL, perhaps
 * earlier, if none is.
 */
struct exchange *http_wait(struct http *h, int timeout);

/* A date as HTTP writes it, as seconds since 1970; -1 if it is none. */
time_t http_date(const char *text);

#endif
