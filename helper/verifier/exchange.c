#include <arpa/inet.h>
#include <string.h>

#include "helper/verifier/exchange.h"

static bool is_loopback(const char *host)
{
	struct in_addr address;

	if (strcmp(host, "[::1]") == 0)
		return true;
	return inet_pton(AF_INET, host, &address) == 1 &&
	       ntohl(address.s_addr) >> 24 == 127;
}

bool exchange_may_go(struct exchange *x, const char *scheme, const char *host)
{
	if (strcmp(scheme, "https") == 0)
		return true;
	if (strcmp(scheme, "http") == 0 && x->request.loopback &&
	    is_loopback(host))
		return true;
	x->failure = FAILURE_URL;
	finding_set(&x->finding, VERDICT_UNKNOWN,
		    "only https is spoken to '%s'", host);
	return false;
}

/* What libcurl is told of `length` bytes that are taken or not. */
static size_t taken(struct exchange *x, bool fits, size_t length)
{
	if (fits)
		return length;
	x->too_large = true;
	return 0;
}

size_t exchange_take_header(char *data, size_t size, size_t count, void *x)
{
	struct exchange *exchange = x;
	size_t length = size * count;

	return taken(exchange,
		     answer_add_header(&exchange->answer, data, length),
		     length);
}

size_t exchange_take_body(char *data, size_t size, size_t count, void *x)
{
	struct exchange *exchange = x;
	size_t length = size * count;

	return taken(exchange, answer_add_body(&exchange->answer, data, length),
		     length);
}

static bool begins_with(const char *data, size_t length, const char *word)
{
	size_t size = strlen(word);

	return length >= size && memcmp(data, word, size) == 0;
}

void exchange_keep_sent(struct exchange *x, const char *data, size_t length)
{
	if (begins_with(data, length, "CONNECT "))
		x->asking = false;
	if (begins_with(data, length, "GET ")) {
		x->asking = true;
		buffer_clear(&x->sent);
	}
	if (x->asking)
		buffer_add(&x->sent, data, length);
}

static void explain(struct exchange *x, enum failure failure, const char *host,
		    const char *text)
{
	const char *ca_file = x->request.ca_file;
	struct finding *f = &x->finding;

	switch (failure) {
	case FAILURE_CERTIFICATE:
		finding_set(f, VERDICT_UNAVAILABLE,
			    "the certificate of '%s' could not be verified: "
			    "%s",
			    host, text);
		break;
	case FAILURE_REVOKED:
		finding_set(f, VERDICT_UNAVAILABLE,
			    "the certificate of '%s' was revoked", host);
		break;
	case FAILURE_CA_FILE:
		finding_set(f, VERDICT_UNKNOWN,
			    "cannot read the certificates in '%s'",
			    ca_file ? ca_file : "the system's bundle");
		break;
	case FAILURE_OWN_FILE:
		finding_set(f, VERDICT_UNKNOWN,
			    "our own certificate or its key cannot be used: "
			    "%s",
			    text);
		break;
	case FAILURE_LATE:
		finding_set(f, VERDICT_UNAVAILABLE,
			    "no whole answer from '%s' in time", host);
		break;
	case FAILURE_NOT_HTTP:
		finding_set(f, VERDICT_UNKNOWN,
			    "the answer of '%s' is not HTTP", host);
		break;
	case FAILURE_NO_ANSWER:
	default:
		finding_set(f, VERDICT_UNAVAILABLE, "no answer from '%s': %s",
			    host, text);
		break;
	}
}

void exchange_fail(struct exchange *x, enum failure failure, const char *host,
		   const char *text)
{
	x->failure = x->too_large ? FAILURE_TOO_LARGE : failure;
	if (x->too_large)
		finding_set(&x->finding, VERDICT_UNKNOWN,
			    "the answer of '%s' is too long", host);
	else
		explain(x, failure, host, text);
}
