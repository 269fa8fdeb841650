#include <json-c/json.h>
#include <stdio.h>
#include <string.h>

#include "protocol/core/address.h"
#include "protocol/core/expiry.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/protocol.h"

/*
 * A registry's token goes to where its index points, not to the index's own
 * host, which may be a git host with tokens of its own: so the address has
 * this before the URL's protocol, and neither is ever given for the other.
 */
static const char scheme[] = "cargo+";

/* `word`: what cargo is to be told of a failure. */
static enum status read_registry(struct json_object *request,
				 struct credential *address, const char **word,
				 struct error *e)
{
	struct json_object *registry = json_object_at(request, "registry");
	struct buffer url = { 0 };
	const char *index;
	enum status status = json_text(registry, "index-url", &index, e);

	*word = "other";
	if (status == STATUS_OK && !index)
		status = error_set(e, STATUS_MALFORMED,
				   "there is no 'index-url'");
	if (status != STATUS_OK)
		return status;
	/* Another provider may know what to do with it. */
	*word = "url-not-supported";
	for (const char *const *kind =
		     (const char *const[]){ "sparse+", "registry+", NULL };
	     *kind; kind++)
		if (strncmp(index, *kind, strlen(*kind)) == 0)
			index += strlen(*kind);
	buffer_add_texts(&url, scheme, index, NULL);
	status = address_from_whole_url(url.data, url.length, address, e);
	if (status == STATUS_OK)
		status = address_canonical(address, e);
	buffer_clear(&url);
	return status;
}

static void add_get(const struct credential *record, struct buffer *out)
{
	long long expiry = expiry_of(record);
	char number[32];

	json_add_member(out, "kind", "get");
	json_add_member(out, "token", credential_token(record));
	json_add_member(out, "cache", expiry ? "expires" : "session");
	if (expiry) {
		(void)snprintf(number, sizeof(number), "%lld", expiry);
		buffer_add_texts(out, ",\"expiration\":", number, NULL);
	}
	buffer_add_text(out, ",\"operation_independent\":true");
}

static enum status get(const struct service *service,
		       const struct credential *asked, struct buffer *out,
		       struct error *e)
{
	struct credential record = { 0 };
	enum status status = service->pick(service->context, asked, &record, e);

	if (status == STATUS_OK)
		add_get(&record, out);
	credential_clear(&record);
	return status == STATUS_OK ? json_check(out, e) : status;
}

static enum status login(const struct service *service,
			 const struct credential *asked, struct buffer *out,
			 struct error *e)
{
	json_add_member(out, "kind", "login");
	return service->replace(service->context, asked, e);
}

static enum status logout(const struct service *service,
			  const struct credential *asked, struct buffer *out,
			  struct error *e)
{
	json_add_member(out, "kind", "logout");
	return service->forget(service->context, asked, e);
}

static const struct kind {
	const char *name;
	enum status (*run)(const struct service *service,
			   const struct credential *asked, struct buffer *out,
			   struct error *e);
} kinds[] = { { "get", get }, { "login", login }, { "logout", logout } };

/* Cargo takes the newest version of ours that it knows: there is but one. */
static enum status check_version(struct json_object *request, struct error *e)
{
	struct json_object *version;

	if (!json_object_object_get_ex(request, "v", &version) ||
	    (json_object_is_type(version, json_type_int) &&
	     json_object_get_int64(version) == 1))
		return STATUS_OK;
	return error_set(e, STATUS_MALFORMED, "'v' is not 1");
}

static const char *error_word(enum status status)
{
	return status == STATUS_NOT_FOUND ? "not-found" : "other";
}

static const struct kind *kind_of(const char *name)
{
	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]); i++)
		if (text_equal(name, kinds[i].name))
			return &kinds[i];
	return NULL;
}

static enum status read_token(struct json_object *request,
			      struct credential *asked, struct error *e)
{
	const char *token;
	enum status status = json_text(request, "token", &token, e);

	if (status == STATUS_OK && text_is_empty(token)) {
		error_set(e, STATUS_MALFORMED, "cargo gave no token");
		error_hint(e, "cargo login --registry NAME < FILE");
		return STATUS_MALFORMED;
	}
	credential_set(asked, FIELD_PASSWORD, token);
	return status;
}

/* What one line asks; `kind` is NULL for what is not done, see `word`. */
static enum status read_request(struct json_object *request,
				const struct kind **kind,
				struct credential *asked, const char **word,
				struct error *e)
{
	const char *name;
	enum status status = check_version(request, e);

	if (status != STATUS_OK)
		return status;
	*word = "operation-not-supported";
	status = json_text(request, "kind", &name, e);
	if (status != STATUS_OK || !(*kind = kind_of(name)))
		return status;
	status = read_registry(request, asked, word, e);
	if (status != STATUS_OK || (*kind)->run != login)
		return status;
	*word = "other";
	return read_token(request, asked, e);
}

static void add_error(const char *word, const struct error *e,
		      struct buffer *out)
{
	buffer_add_text(out, "{\"Err\":{");
	json_add_member(out, "kind", word);
	if (strcmp(word, "other") == 0) {
		json_add_member(out, "message", e->message);
		buffer_add_text(out, ",\"caused-by\":[");
		if (e->hint[0])
			json_add_text(out, e->hint);
		buffer_add_text(out, "]");
	}
	buffer_add_text(out, "}}\n");
}

static void add_answer(const struct buffer *answer, struct buffer *out)
{
	buffer_add_text(out, "{\"Ok\":{");
	buffer_add(out, answer->data, answer->length);
	buffer_add_text(out, "}}\n");
}

/*
 * Does what one line asks; `word` is NULL if that succeeded. The line's object
 * is gone before anything is waited for: see call_receive_object().
 */
static enum status perform(const struct service *service,
			   const struct buffer *line, struct buffer *answer,
			   const char **word, struct error *e)
{
	struct json_object *request = NULL;
	struct credential asked = { 0 };
	const struct kind *kind = NULL;
	enum status status = json_read(line->data, line->length, &request, e);

	if (status == STATUS_OK)
		status = read_request(request, &kind, &asked, word, e);
	json_object_put(request);
	if (status == STATUS_OK && kind) {
		status = kind->run(service, &asked, answer, e);
		*word = status == STATUS_OK ? NULL : error_word(status);
	}
	credential_clear(&asked);
	return status;
}

/* One line of cargo's, and the one that answers it. */
static enum status converse(const struct service *service,
			    const struct buffer *line, struct error *e)
{
	struct buffer answer = { 0 };
	struct buffer out = { 0 };
	const char *word = "other";
	enum status status = perform(service, line, &answer, &word, e);

	if (word)
		add_error(word, e, &out);
	else
		add_answer(&answer, &out);
	/* Cargo has been told; a note for the person stays. */
	if (status != STATUS_OK)
		*e = (struct error){ 0 };
	status = service->send(service->context, &out, e);
	buffer_clear(&answer);
	buffer_clear(&out);
	return status;
}

static enum status serve(const struct call *call, struct error *e)
{
	const struct service *service = call->service;
	struct buffer line = { 0 };
	struct buffer hello = { 0 };
	enum status status;

	buffer_add_text(&hello, "{\"v\":[1]}\n");
	status = service->send(service->context, &hello, e);
	while (status == STATUS_OK) {
		buffer_clear(&line);
		status = service->receive_line(service->context, &line, e);
		if (status != STATUS_OK || line.length == 0)
			break;
		status = converse(service, &line, e);
	}
	buffer_clear(&line);
	buffer_clear(&hello);
	return status;
}

const struct protocol protocol_cargo = {
	.name = "cargo",
	.program = "cargo-credential-ringbearer",
	.usage = "--cargo-plugin",
	.summary = "Cargo",
	.owns_options = true,
	.serve = serve,
};
