#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/verifier/tls.h"
#include "helper/verifier/transfer.h"
#include "protocol/core/memory.h"

/* Takes the URL apart; false unless we may go there. */
static bool read_url(struct transfer *t)
{
	char *scheme = NULL;
	bool allowed;

	t->url = curl_url();
	if (curl_url_set(t->url, CURLUPART_URL, t->request->url,
			 CURLU_DISALLOW_USER) ||
	    curl_url_get(t->url, CURLUPART_SCHEME, &scheme, 0) ||
	    curl_url_get(t->url, CURLUPART_HOST, &t->host, 0)) {
		curl_free(scheme);
		t->exchange->failure = FAILURE_URL;
		finding_set(&t->exchange->finding, VERDICT_UNKNOWN,
			    "no URL to ask at");
		return false;
	}
	t->plain = strcmp(scheme, "http") == 0;
	allowed = exchange_may_go(t->exchange, scheme, t->host);
	curl_free(scheme);
	return allowed;
}

static int keep_sent(CURL *curl, curl_infotype type, char *data, size_t length,
		     void *argument)
{
	(void)curl;
	if (type == CURLINFO_HEADER_OUT)
		exchange_keep_sent(argument, data, length);
	return 0;
}

static bool set_trace(struct transfer *t)
{
	return !t->request->traced ||
	       (!curl_easy_setopt(t->curl, CURLOPT_VERBOSE, 1L) &&
		!curl_easy_setopt(t->curl, CURLOPT_DEBUGFUNCTION, keep_sent) &&
		!curl_easy_setopt(t->curl, CURLOPT_DEBUGDATA, t->exchange));
}

/* The list borrows our secret memory; curl_slist_append() would copy it. */
static void link_headers(struct transfer *t)
{
	const struct request *r = t->request;

	if (r->header_count == 0)
		return;
	t->headers = memory_alloc(r->header_count, sizeof(*t->headers));
	for (size_t i = 0; i < r->header_count; i++) {
		t->headers[i].data = r->headers[i];
		if (i > 0)
			t->headers[i - 1].next = &t->headers[i];
	}
}

static bool set_numbers(CURL *curl, long timeout)
{
	const struct {
		CURLoption option;
		long value;
	} settings[] = {
		{ CURLOPT_SSL_VERIFYPEER, 1 },
		{ CURLOPT_SSL_VERIFYHOST, 2 },
		{ CURLOPT_SSLVERSION, CURL_SSLVERSION_TLSv1_2 },
		{ CURLOPT_SSL_SESSIONID_CACHE, 0 },
		{ CURLOPT_HTTP_VERSION, CURL_HTTP_VERSION_1_1 },
		{ CURLOPT_HTTP_CONTENT_DECODING, 0 },
		{ CURLOPT_HEADEROPT, CURLHEADER_SEPARATE },
		{ CURLOPT_FOLLOWLOCATION, 0 },
		{ CURLOPT_UNRESTRICTED_AUTH, 0 },
		{ CURLOPT_HTTPAUTH, CURLAUTH_NONE },
		{ CURLOPT_PROXYAUTH, CURLAUTH_BASIC },
		{ CURLOPT_NETRC, CURL_NETRC_IGNORED },
		{ CURLOPT_DISALLOW_USERNAME_IN_URL, 1 },
		{ CURLOPT_NOSIGNAL, 1 },
		{ CURLOPT_TIMEOUT_MS, timeout },
		{ CURLOPT_CONNECTTIMEOUT_MS, timeout },
#if LIBCURL_VERSION_NUM >= 0x075700
		/* Else a name server that is silent outlasts the deadline. */
		{ CURLOPT_QUICK_EXIT, 1 },
#endif
	};
	bool set = true;

	for (size_t i = 0; i < sizeof(settings) / sizeof(settings[0]); i++)
		set = curl_easy_setopt(curl, settings[i].option,
				       settings[i].value) == CURLE_OK &&
		      set;
	return set;
}

static bool set_protocols(const struct transfer *t)
{
#if LIBCURL_VERSION_NUM >= 0x075500
	return !curl_easy_setopt(t->curl, CURLOPT_PROTOCOLS_STR,
				 t->plain ? "http" : "https") &&
	       !curl_easy_setopt(t->curl, CURLOPT_REDIR_PROTOCOLS_STR, "https");
#else
	long protocol = t->plain ? CURLPROTO_HTTP : CURLPROTO_HTTPS;

	return !curl_easy_setopt(t->curl, CURLOPT_PROTOCOLS, protocol) &&
	       !curl_easy_setopt(t->curl, CURLOPT_REDIR_PROTOCOLS,
				 CURLPROTO_HTTPS);
#endif
}

/*
 * To read the bundle takes longer than a handshake. libcurl (since 7.87) reads
 * it once for all connections, unless there is a folder of certificates
 * beside it, which on Debian holds the same ones.
 */
void transfer_certificates(const char **file, const char **folder)
{
	const curl_version_info_data *info = curl_version_info(CURLVERSION_NOW);
	bool is_there = info->cainfo && access(info->cainfo, R_OK) == 0;

	*file = is_there ? info->cainfo : NULL;
	*folder = is_there ? NULL : info->capath;
}

static bool set_system_bundle(const struct transfer *t)
{
	const char *file;
	const char *folder;

	transfer_certificates(&file, &folder);
	return !file || !curl_easy_setopt(t->curl, CURLOPT_CAPATH, NULL);
}

/* Instead of the system's bundle, and so instead of its folder too. */
static bool set_ca_file(const struct transfer *t)
{
	const char *file = t->request->ca_file;

	if (!file)
		return set_system_bundle(t);
	return !curl_easy_setopt(t->curl, CURLOPT_CAINFO, file) &&
	       !curl_easy_setopt(t->curl, CURLOPT_CAPATH, NULL) &&
	       !curl_easy_setopt(t->curl, CURLOPT_PROXY_CAINFO, file) &&
	       !curl_easy_setopt(t->curl, CURLOPT_PROXY_CAPATH, NULL);
}

static CURLcode set_up_tls(CURL *curl, void *context, void *argument)
{
	struct transfer *t = argument;

	(void)curl;
	return tls_prepare(context, &t->revoked) ? CURLE_OK
						 : CURLE_SSL_CONNECT_ERROR;
}

/* A libcurl of another TLS library than OpenSSL has no such function. */
static bool set_tls(struct transfer *t)
{
	CURLcode code =
		curl_easy_setopt(t->curl, CURLOPT_SSL_CTX_FUNCTION, set_up_tls);

	if (code == CURLE_NOT_BUILT_IN || code == CURLE_UNKNOWN_OPTION)
		return true;
	return !code && !curl_easy_setopt(t->curl, CURLOPT_SSL_CTX_DATA, t);
}

/* An empty pass phrase: else OpenSSL would ask a person for one. */
static bool set_own_certificate(const struct transfer *t)
{
	const struct request *r = t->request;

	if (!r->certificate)
		return true;
	return !curl_easy_setopt(t->curl, CURLOPT_SSLCERT, r->certificate) &&
	       !curl_easy_setopt(t->curl, CURLOPT_SSLKEY,
				 r->key ? r->key : r->certificate) &&
	       !curl_easy_setopt(t->curl, CURLOPT_KEYPASSWD, "");
}

/* The body is borrowed, too. */
static bool set_method(const struct transfer *t)
{
	const struct request *r = t->request;

	if (r->body && (curl_easy_setopt(t->curl, CURLOPT_POSTFIELDSIZE_LARGE,
					 (curl_off_t)r->body_length) ||
			curl_easy_setopt(t->curl, CURLOPT_POSTFIELDS, r->body)))
		return false;
	return !r->method ||
	       !curl_easy_setopt(t->curl, CURLOPT_CUSTOMREQUEST, r->method);
}

static bool set_socket(const struct transfer *t)
{
	const char *path = t->request->socket;

	return !path ||
	       !curl_easy_setopt(t->curl, CURLOPT_UNIX_SOCKET_PATH, path);
}

static bool set_talk(struct transfer *t)
{
	CURL *curl = t->curl;

	return !curl_easy_setopt(curl, CURLOPT_PRIVATE, t) &&
	       !curl_easy_setopt(curl, CURLOPT_CURLU, t->url) &&
	       !curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, t->error) &&
	       !curl_easy_setopt(curl, CURLOPT_HTTPHEADER, t->headers) &&
	       !curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION,
				 exchange_take_header) &&
	       !curl_easy_setopt(curl, CURLOPT_HEADERDATA, t->exchange) &&
	       !curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION,
				 exchange_take_body) &&
	       !curl_easy_setopt(curl, CURLOPT_WRITEDATA, t->exchange) &&
	       (!t->plain || !curl_easy_setopt(curl, CURLOPT_PROXY, ""));
}

bool transfer_prepare(struct transfer *t)
{
	if (!read_url(t))
		return false;
	t->curl = curl_easy_init();
	link_headers(t);
	if (t->curl && set_numbers(t->curl, t->request->timeout) &&
	    set_protocols(t) && set_ca_file(t) && set_tls(t) && set_talk(t) &&
	    set_own_certificate(t) && set_method(t) && set_socket(t) &&
	    set_trace(t))
		return true;
	t->exchange->failure = FAILURE_URL;
	finding_set(&t->exchange->finding, VERDICT_UNKNOWN,
		    "this libcurl lacks what is needed");
	return false;
}

void transfer_free(struct transfer *t)
{
	curl_easy_cleanup(t->curl);
	curl_url_cleanup(t->url);
	curl_free(t->host);
	free(t->headers);
	free(t);
}
