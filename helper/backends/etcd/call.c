#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "helper/backends/etcd/call.h"
#include "helper/system/file.h"
#include "helper/system/harden.h"
#include "protocol/core/clock.h"
#include "protocol/core/json.h"
#include "protocol/core/memory.h"

enum {
	SECOND = 1000, /* milliseconds */
	PAUSE = 150,
	TRY_MIN = 300,	     /* for one endpoint */
	MOST = 16 << 20,     /* bytes of an answer */
	PASSWORD_MAX = 4096, /* bytes of its file */
};

/* gRPC's codes. */
enum grpc_code {
	GRPC_DEADLINE = 4,
	GRPC_DENIED = 7,
	GRPC_UNAVAILABLE = 14,
	GRPC_UNAUTHENTICATED = 16,
};

/* What one try came to. */
enum outcome {
	OUTCOME_ANSWER,
	OUTCOME_UNREACHED, /* it was not asked: another one may be */
	OUTCOME_UNSURE,	   /* it was, and we do not know what it did */
	OUTCOME_LOGIN,	   /* it does not know the token any more */
	OUTCOME_REFUSED,   /* asking again will not help */
};

enum status etcd_begin(const struct config_etcd *config, struct etcd *out,
		       struct error *e)
{
	*out = (struct etcd){ .config = config };
	if (config->endpoint_count == 0) {
		error_set(e, STATUS_UNAVAILABLE,
			  "no endpoint of etcd is configured");
		error_hint(e, "set 'endpoints' in the section 'etcd'");
		return STATUS_UNAVAILABLE;
	}
	out->deadline = clock_now() + config->timeout * SECOND;
	return STATUS_OK;
}

static void disconnect(struct etcd *etcd)
{
	if (etcd->connected)
		https_end(&etcd->remote);
	etcd->connected = false;
}

void etcd_end(struct etcd *etcd)
{
	disconnect(etcd);
	secret_free(etcd->token);
	etcd->token = NULL;
}

bool etcd_has_time(const struct etcd *etcd)
{
	return clock_now() < etcd->deadline;
}

bool etcd_may_retry(const struct etcd *etcd)
{
	const struct timespec pause = { .tv_nsec = PAUSE * 1000000L };

	if (clock_now() + PAUSE + TRY_MIN > etcd->deadline)
		return false;
	(void)nanosleep(&pause, NULL);
	return true;
}

/* Starts the time for one try: a fair part of what is left. */
static void connect(struct etcd *etcd, size_t left)
{
	const struct config_etcd *c = etcd->config;
	long long time = etcd->deadline - clock_now();

	if (!etcd->connected)
		etcd->remote = (struct https){
			.ca_file = c->ca_file,
			.certificate = c->certificate,
			.key = c->key,
			.loopback = true,
		};
	if (left > 1 && time / (long long)left > TRY_MIN)
		time /= (long long)left;
	else if (left > 1 && time > TRY_MIN)
		time = TRY_MIN;
	etcd->remote.timeout = time > 0 ? (int)time : 0;
	https_begin(&etcd->remote);
	etcd->connected = true;
}

static void next_endpoint(struct etcd *etcd)
{
	disconnect(etcd);
	etcd->at = (etcd->at + 1) % etcd->config->endpoint_count;
}

/* Of a failure between us and it. */
static enum outcome weigh_failure(struct etcd *etcd,
				  const struct https_answer *a, struct error *e)
{
	char what[128];

	(void)snprintf(what, sizeof(what), "etcd at '%s'",
		       etcd->config->endpoints[etcd->at]);
	(void)https_explain(a, what, e);
	switch (a->failure) {
	case FAILURE_RESOLVE:
	case FAILURE_CONNECT:
	case FAILURE_TLS:
	case FAILURE_CERTIFICATE:
	case FAILURE_REVOKED:
		return OUTCOME_UNREACHED;
	case FAILURE_TOO_LARGE:
		etcd->large = true;
		return OUTCOME_REFUSED;
	case FAILURE_LATE:
	case FAILURE_NO_ANSWER:
	case FAILURE_NOT_HTTP:
		return OUTCOME_UNSURE;
	default:
		return OUTCOME_REFUSED;
	}
}

static bool is_login(int code, const char *why)
{
	return code == GRPC_UNAUTHENTICATED ||
	       strstr(why, "auth store is old") != NULL;
}

/* etcd 3.5 has it as `message` alone, older ones as `error`, or as both. */
static const char *reason_of(struct json_object *answer)
{
	const char *why = json_text_at(answer, "error");

	if (!why)
		why = json_text_at(answer, "message");
	return why ? why : "no reason";
}

/* Of an answer that is an error. */
static enum outcome weigh_error(const struct etcd *etcd, long status,
				struct json_object *answer, struct error *e)
{
	const char *why = reason_of(answer);
	int code = etcd_error_code(answer);

	error_set(e, STATUS_FAILED, "etcd at '%s' refused (HTTP %ld): %s",
		  etcd->config->endpoints[etcd->at], status, why);
	if (is_login(code, why))
		return OUTCOME_LOGIN;
	if (code == GRPC_UNAVAILABLE || code == GRPC_DEADLINE || status >= 500)
		return OUTCOME_UNSURE;
	if (code == GRPC_DENIED)
		error_hint(e,
			   "the user needs a role that may read and write "
			   "the keys that begin with '%s'",
			   etcd->config->prefix);
	return OUTCOME_REFUSED;
}

/* One try, at one endpoint. */
static enum outcome try(struct etcd *etcd, const char *path,
			const struct buffer *body, size_t left,
			struct json_object **answer, struct error *e)
{
	const char *headers[] = { "Content-Type: application/json", etcd->token,
				  NULL };
	char url[512];
	const struct https_request request = {
		.method = "POST",
		.url = url,
		.headers = headers,
		.body = body->data,
		.body_length = body->length,
		.most = MOST,
	};
	struct https_answer a = { 0 };
	enum outcome outcome;

	(void)snprintf(url, sizeof(url), "%s%s",
		       etcd->config->endpoints[etcd->at], path);
	connect(etcd, left);
	https_ask(&etcd->remote, &request, &a);
	if (a.failure != FAILURE_NONE)
		outcome = weigh_failure(etcd, &a, e);
	else if (etcd_read(&a.body, answer, e) == STATUS_OK && a.status == 200)
		outcome = OUTCOME_ANSWER;
	else
		outcome = weigh_error(etcd, a.status, *answer, e);
	https_answer_clear(&a);
	if (outcome != OUTCOME_ANSWER) {
		etcd_drop(*answer);
		*answer = NULL;
	}
	return outcome;
}

/* One endpoint after the other, until one answers, or all have been asked. */
static enum outcome go_round(struct etcd *etcd, const char *path,
			     const struct buffer *body, bool change,
			     struct json_object **answer, struct error *e)
{
	enum outcome worst = OUTCOME_UNREACHED;

	for (size_t left = etcd->config->endpoint_count; left > 0; left--) {
		enum outcome o = try(etcd, path, body, left, answer, e);

		if (o != OUTCOME_UNREACHED && o != OUTCOME_UNSURE)
			return o;
		next_endpoint(etcd);
		if (o == OUTCOME_UNSURE && change)
			return o;
		if (o == OUTCOME_UNSURE)
			worst = o;
		if (clock_now() >= etcd->deadline)
			break;
	}
	return worst;
}

static enum status read_password(const char *path, struct buffer *out,
				 struct error *e)
{
	static const struct file_rule rule = {
		.max = PASSWORD_MAX,
		.forbidden = 077,
		.or_root = true,
	};
	enum status status = file_read(NULL, path, &rule, out, e);

	if (status == STATUS_NOT_FOUND)
		return error_set(e, STATUS_FAILED,
				 "there is no password file '%s'", path);
	if (status == STATUS_OK)
		out->data[strcspn(out->data, "\r\n")] = '\0';
	return status;
}

static void take_token(struct etcd *etcd, struct json_object *answer)
{
	const char *token = json_text_at(answer, "token");
	struct buffer header = { 0 };

	buffer_add_texts(&header, "Authorization: ", token ? token : "", NULL);
	secret_free(etcd->token);
	etcd->token = secret_copy(header.data, header.length);
	buffer_clear(&header);
}

static enum status status_of(const struct etcd *etcd, enum outcome outcome)
{
	if (outcome == OUTCOME_ANSWER)
		return STATUS_OK;
	return outcome == OUTCOME_UNSURE &&
			       clock_now() >= etcd->deadline - TRY_MIN
		       ? STATUS_TIMEOUT
		       : STATUS_FAILED;
}

/* Says who we are, if that is wanted; the token lives as long as `etcd`. */
static enum status log_in(struct etcd *etcd, struct error *e)
{
	struct buffer password = { 0 };
	struct buffer body = { 0 };
	struct json_object *answer = NULL;
	enum status status;

	if (!etcd->config->user || etcd->token)
		return STATUS_OK;
	/* The token that is answered goes through json-c. */
	harden_memory(true);
	buffer_add(&password, "", 0);
	status = etcd->config->password_file
			 ? read_password(etcd->config->password_file, &password,
					 e)
			 : STATUS_OK;
	if (status == STATUS_OK) {
		enum outcome o;

		etcd_add_login(etcd->config->user, password.data, &body);
		do
			o = go_round(etcd, "/v3/auth/authenticate", &body,
				     false, &answer, e);
		while (o == OUTCOME_UNSURE && etcd_may_retry(etcd));
		status = status_of(etcd, o);
	}
	if (status == STATUS_OK)
		take_token(etcd, answer);
	etcd_drop(answer);
	buffer_clear(&password);
	buffer_clear(&body);
	harden_memory(false);
	return status;
}

enum status etcd_ask(struct etcd *etcd, const char *path,
		     const struct buffer *body, bool change,
		     struct json_object **answer, struct error *e)
{
	enum outcome o = OUTCOME_REFUSED;
	enum status status;
	bool again = false;

	*answer = NULL;
	etcd->unsure = false;
	etcd->large = false;
	do {
		status = log_in(etcd, e);
		if (status != STATUS_OK)
			return status;
		o = go_round(etcd, path, body, change, answer, e);
		if (o == OUTCOME_LOGIN && !again && etcd->config->user) {
			secret_free(etcd->token);
			etcd->token = NULL;
			again = true;
			continue;
		}
		if (change || o != OUTCOME_UNSURE)
			break;
	} while (etcd_may_retry(etcd));
	etcd->unsure = change && o == OUTCOME_UNSURE;
	if (o == OUTCOME_ANSWER)
		*e = (struct error){ 0 };
	return status_of(etcd, o);
}
