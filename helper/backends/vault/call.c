#include <json-c/json.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "helper/backends/vault/call.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"

enum {
	LARGE = 16 << 20,  /* bytes of an answer */
	FIRST_PAUSE = 100, /* milliseconds, then twice as long each time */
	HOST_SIZE = 128,
};

/*
 * What a server may say that we pass on, as it is written here. Its own words
 * could repeat a secret that it was sent, or keeps.
 */
static const char *const known[] = {
	"check-and-set parameter required for this call",
	"check-and-set parameter did not match the current version",
	"invalid role or secret ID",
	"missing client token",
	"no handler for route",
	"permission denied",
	"sealed",
	"unsupported operation",
	"unsupported path",
	"wrapping token is not valid or does not exist",
};

/* The first of `{"errors": [...]}`. */
static void take_words(struct vault_answer *a)
{
	size_t count;
	struct json_object *errors = json_list_at(a->json, "errors", &count);
	struct json_object *first =
		count > 0 ? json_object_array_get_idx(errors, 0) : NULL;
	const char *words = json_object_is_type(first, json_type_string)
				    ? json_object_get_string(first)
				    : "";

	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (strcasestr(words, known[i]))
			(void)snprintf(a->words, sizeof(a->words), "%s",
				       known[i]);
	if (*words && !*a->words)
		(void)snprintf(a->words, sizeof(a->words), "its log says why");
}

static void parse(struct vault_answer *a)
{
	struct error ignored = { 0 };

	a->status = a->raw.status;
	if (a->raw.body.length > 0 &&
	    json_read(a->raw.body.data, a->raw.body.length, &a->json,
		      &ignored) == STATUS_OK)
		take_words(a);
}

static void send_once(struct vault *v, const struct vault_call *call,
		      struct vault_answer *a)
{
	const char *token = call->token ? call->token : v->token.data;
	const char *headers[5] = { "X-Vault-Request: true" };
	struct buffer line = { 0 };
	struct buffer url = { 0 };
	struct https_request q = {
		.method = call->method,
		.headers = headers,
		.wanted = "retry-after,location",
		.most = call->large ? LARGE : 0,
	};
	size_t count = 1;

	buffer_add_texts(&url, v->base, "/v1/", call->path, NULL);
	q.url = url.data;
	if (token) {
		buffer_add_texts(&line, "X-Vault-Token: ", token, NULL);
		headers[count++] = line.data;
	}
	if (v->namespace_line)
		headers[count++] = v->namespace_line;
	if (call->body) {
		headers[count++] = "Content-Type: application/json";
		q.body = call->body->data;
		q.body_length = call->body->length;
	}
	vault_answer_clear(a);
	https_ask(&v->remote, &q, &a->raw);
	parse(a);
	buffer_clear(&line);
	buffer_clear(&url);
}

/* Of the host alone, and that only if nothing can be hidden in it. */
static void harmless_host(const char *location, char *out)
{
	const char *host = location ? strstr(location, "://") : NULL;
	size_t length;

	*out = '\0';
	if (!host)
		return;
	host += strlen("://");
	length = strcspn(host, "/?#");
	if (length < HOST_SIZE &&
	    strspn(host, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
			 "0123456789.-:[]") >= length)
		(void)snprintf(out, HOST_SIZE, "%.*s", (int)length, host);
}

static enum status explain_redirect(const struct vault_answer *a,
				    struct error *e)
{
	char host[HOST_SIZE];

	harmless_host(https_header(&a->raw, "location"), host);
	if (*host)
		error_set(e, STATUS_FAILED,
			  "vault is not the active one there, and names '%s' "
			  "(HTTP %ld)",
			  host, a->status);
	else
		error_set(e, STATUS_FAILED,
			  "vault sends us somewhere else (HTTP %ld)",
			  a->status);
	error_hint(e, "no token is sent where an answer says: if you trust "
		      "that address, set 'address' to it");
	return STATUS_FAILED;
}

static bool is_expected(const struct vault_answer *a)
{
	return (a->status >= 200 && a->status < 300) || a->status == 400 ||
	       a->status == 404;
}

static enum status explain_denied(const struct vault *v, struct error *e)
{
	error_set(e, STATUS_FAILED, "vault denies it (HTTP 403)");
	if (v->config->vault.agent)
		error_hint(e, "ask whether the agent's token has a policy for "
			      "that path");
	else
		error_hint(e, "the token has ended, or none of its policies "
			      "allows that path: see 'vault token lookup'");
	return STATUS_FAILED;
}

static enum status explain(const struct vault *v, const struct vault_answer *a,
			   struct error *e)
{
	if (a->status >= 300 && a->status < 400)
		return explain_redirect(a, e);
	if (a->status == 403)
		return explain_denied(v, e);
	if (a->status == 429 || a->status == 412)
		return error_set(e, STATUS_TIMEOUT,
				 "vault wants to be left alone for longer than "
				 "there is time (HTTP %ld)",
				 a->status);
	if (a->status == 503 && strcasestr(a->words, "sealed")) {
		error_set(e, STATUS_LOCKED, "vault is sealed");
		error_hint(e, "whoever runs it has to unseal it");
		return STATUS_LOCKED;
	}
	return vault_refusal(a, "the request", e);
}

/* What asks for a 2xx, or answers without JSON, says no to nothing. */
static enum status not_of_vault(const struct vault_answer *a, struct error *e)
{
	error_set(e, STATUS_FAILED, "the answer is none of vault's (HTTP %ld)",
		  a->status);
	error_hint(e, "is it vault itself that answers at that 'address', and "
		      "not something in front of it?");
	return STATUS_FAILED;
}

enum status vault_refusal(const struct vault_answer *a, const char *what,
			  struct error *e)
{
	if (a->status < 300 || (is_expected(a) && !a->json))
		return not_of_vault(a, e);
	return error_set(e, STATUS_FAILED, "vault refuses %s (HTTP %ld)%s%s",
			 what, a->status, *a->words ? ": " : "", a->words);
}

bool vault_has_nothing(const struct vault_answer *a)
{
	size_t count;

	return a->status == 404 && json_list_at(a->json, "errors", &count) &&
	       count == 0;
}

bool vault_is_done(const struct vault_answer *a)
{
	/* 200 where there is a warning to go with it. */
	return a->status == 204 || (a->status == 200 && a->json);
}

enum status vault_no_engine(const struct vault *v, const struct vault_answer *a,
			    struct error *e)
{
	if (a->status == 404 && !*a->words)
		return not_of_vault(a, e);
	error_set(e, STATUS_FAILED,
		  "vault has no key-value engine of version 2 at the mount "
		  "'%s' (HTTP %ld)%s%s",
		  v->config->vault.mount, a->status, *a->words ? ": " : "",
		  a->words);
	error_hint(e, "set 'mount' in the section 'vault' to one that 'vault "
		      "secrets list' shows");
	return STATUS_FAILED;
}

/* Waits as long as it says, or ever longer; false if there is no time. */
static bool may_wait(const struct vault *v, const struct vault_answer *a,
		     int *pause)
{
	const char *told = https_header(&a->raw, "retry-after");
	long long wait = *pause;
	struct timespec time;

	if (a->status != 429 && a->status != 412)
		return false;
	if (told && text_number(told, 86400, &wait))
		wait *= 1000;
	*pause *= 2;
	if (wait >= https_left(&v->remote))
		return false;
	time = (struct timespec){ wait / 1000, wait % 1000 * 1000000 };
	(void)nanosleep(&time, NULL);
	return true;
}

enum status vault_ask(struct vault *v, const struct vault_call *call,
		      struct vault_answer *a, struct error *e)
{
	bool may_log_in = v->login && v->token.length > 0 && !call->token;
	int pause = FIRST_PAUSE;
	enum status status;

	for (;;) {
		send_once(v, call, a);
		status = https_explain(&a->raw, "vault", e);
		if (status != STATUS_OK || is_expected(a))
			return status;
		if (a->status == 403 && may_log_in) {
			may_log_in = false;
			status = v->login(v, e);
			if (status != STATUS_OK)
				return status;
		} else if (!may_wait(v, a, &pause)) {
			return explain(v, a, e);
		}
	}
}

void vault_answer_clear(struct vault_answer *a)
{
	json_object_put(a->json);
	https_answer_clear(&a->raw);
	*a = (struct vault_answer){ 0 };
}
