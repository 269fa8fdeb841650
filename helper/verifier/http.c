#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/system/allocator.h"
#include "helper/verifier/http.h"
#include "helper/verifier/transfer.h"
#include "protocol/core/memory.h"

struct http {
	CURLM *multi;
};

bool http_start(void)
{
	return curl_global_init_mem(CURL_GLOBAL_DEFAULT, malloc, wiping_free,
				    wiping_realloc, strdup, calloc) == CURLE_OK;
}

time_t http_date(const char *text)
{
	return curl_getdate(text, NULL);
}

static enum failure failure_of(CURLcode code)
{
	switch (code) {
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
		return FAILURE_RESOLVE;
	case CURLE_COULDNT_CONNECT:
		return FAILURE_CONNECT;
	case CURLE_SSL_CONNECT_ERROR:
		return FAILURE_TLS;
	case CURLE_SSL_CERTPROBLEM:
		return FAILURE_OWN_FILE;
	case CURLE_PEER_FAILED_VERIFICATION:
	case CURLE_SSL_ISSUER_ERROR:
	case CURLE_SSL_INVALIDCERTSTATUS:
		return FAILURE_CERTIFICATE;
	case CURLE_SSL_CACERT_BADFILE:
		return FAILURE_CA_FILE;
	case CURLE_OPERATION_TIMEDOUT:
		return FAILURE_LATE;
	/* libcurl has a limit of its own for a single header. */
	case CURLE_OUT_OF_MEMORY:
#if LIBCURL_VERSION_NUM >= 0x080600
	case CURLE_TOO_LARGE:
#endif
	case CURLE_WEIRD_SERVER_REPLY:
	case CURLE_UNSUPPORTED_PROTOCOL:
		return FAILURE_NOT_HTTP;
	default:
		return FAILURE_NO_ANSWER;
	}
}

static void finish(struct transfer *t, CURLcode code)
{
	struct exchange *x = t->exchange;

	x->answered = code == CURLE_OK;
	if (x->answered)
		(void)curl_easy_getinfo(t->curl, CURLINFO_RESPONSE_CODE,
					&x->answer.status);
	else
		exchange_fail(x,
			      t->revoked ? FAILURE_REVOKED : failure_of(code),
			      t->host,
			      *t->error ? t->error : curl_easy_strerror(code));
}

struct http *http_open(void)
{
	struct http *h = memory_alloc(1, sizeof(*h));

	h->multi = curl_multi_init();
	if (h->multi)
		return h;
	free(h);
	return NULL;
}

void http_close(struct http *h)
{
	if (h)
		(void)curl_multi_cleanup(h->multi);
	free(h);
}

bool http_send(struct http *h, struct exchange *x)
{
	struct transfer *t = memory_alloc(1, sizeof(*t));

	t->exchange = x;
	t->request = &x->request;
	if (transfer_prepare(t)) {
		if (curl_multi_add_handle(h->multi, t->curl) == CURLM_OK)
			return true;
		x->failure = FAILURE_URL;
		finding_set(&x->finding, VERDICT_UNKNOWN,
			    "libcurl cannot send the request");
	}
	transfer_free(t);
	return false;
}

static struct exchange *take_finished(struct http *h)
{
	struct transfer *t = NULL;
	struct exchange *x;
	CURLMsg *message;
	CURLcode code;
	int count;

	(void)curl_multi_perform(h->multi, &count);
	message = curl_multi_info_read(h->multi, &count);
	if (!message)
		return NULL;
	code = message->data.result;
	(void)curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &t);
	x = t->exchange;
	finish(t, code);
	(void)curl_multi_remove_handle(h->multi, t->curl);
	transfer_free(t);
	return x;
}

struct exchange *http_wait(struct http *h, int timeout)
{
	struct exchange *x = take_finished(h);

	if (x)
		return x;
	(void)curl_multi_poll(h->multi, NULL, 0, timeout, NULL);
	return take_finished(h);
}
