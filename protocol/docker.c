#include <json-c/json.h>
#include <string.h>

#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"
#include "protocol/docker-client.h"
#include "protocol/protocol.h"

/*
 * docker-credential-helpers: the texts are compared by its callers, on
 * standard output, and so is the exit code 1. podman and skopeo of Debian 12
 * crash where an erase of nothing fails.
 */
static const char no_server[] = "no credentials server URL";
static const char no_username[] = "no credentials username";

/*
 * The note that holds the server's name as docker gave it. What has none is
 * not listed: docker asks for all that it is told of and hands it to builds.
 */
static const char server_note[] = "docker-server";

static enum status say(const struct call *call, const char *text,
		       struct error *e)
{
	struct buffer out = { 0 };
	enum status status;

	buffer_add_texts(&out, text, "\n", NULL);
	status = call->service->send(call->service->context, &out, e);
	buffer_clear(&out);
	return status;
}

/* A server's name stands alone, with blanks around it that do not count. */
static enum status read_server(const struct call *call, struct buffer *text,
			       struct credential *address, struct error *e)
{
	enum status status =
		call->service->receive(call->service->context, text, e);
	size_t start;

	if (status != STATUS_OK)
		return status;
	buffer_add(text, "", 0);
	while (text->length > 0 &&
	       strchr(" \t\r\n", text->data[text->length - 1]))
		text->data[--text->length] = '\0';
	start = strspn(text->data, " \t\r\n");
	if (strlen(text->data) != text->length)
		return error_set(e, STATUS_MALFORMED,
				 "the server's name holds a NUL");
	if (text->data[start] == '\0')
		return error_set(e, STATUS_MALFORMED, "%s", no_server);
	memmove(text->data, text->data + start, text->length - start + 1);
	text->length -= start;
	return web_address_whole(text->data, address, e);
}

static enum status write(const struct credential *record, const void *server,
			 struct buffer *out, struct error *e)
{
	const char *username = record->values[FIELD_USERNAME];

	if (text_is_empty(username) || !record->values[FIELD_PASSWORD])
		return error_set(e, STATUS_MALFORMED,
				 "it is kept without a username or password, "
				 "which docker needs");
	buffer_add_text(out, "{");
	json_add_member(out, "ServerURL", server);
	json_add_member(out, "Username", username);
	json_add_member(out, "Secret", record->values[FIELD_PASSWORD]);
	buffer_add_text(out, "}\n");
	return json_check(out, e);
}

static enum status get(const struct call *call, struct error *e)
{
	struct buffer text = { 0 };
	struct wanted wanted = { .write = write };
	enum status status = read_server(call, &text, &wanted.address, e);

	wanted.argument = text.data;
	if (status == STATUS_OK)
		status = call_answer(call, &wanted, e);
	credential_clear(&wanted.address);
	buffer_clear(&text);
	return status;
}

static enum status read_entry(struct json_object *object,
			      struct credential *request, struct error *e)
{
	const char *server, *username, *secret;
	enum status status = json_text(object, "ServerURL", &server, e);

	if (status == STATUS_OK)
		status = json_text(object, "Username", &username, e);
	if (status == STATUS_OK)
		status = json_text(object, "Secret", &secret, e);
	if (status != STATUS_OK)
		return status;
	if (text_is_empty(server) || text_is_empty(username))
		return error_set(e, STATUS_MALFORMED, "%s",
				 text_is_empty(server) ? no_server
						       : no_username);
	if (text_is_empty(secret))
		return error_set(e, STATUS_MALFORMED, "there is no secret");
	if (text_has_control(username, strlen(username)))
		return error_set(e, STATUS_MALFORMED,
				 "the username holds a control character");
	status = web_address_whole(server, request, e);
	credential_set(request, FIELD_USERNAME, username);
	credential_set(request, FIELD_PASSWORD, secret);
	credential_set_note(request, server_note, server);
	return status;
}

static enum status store(const struct call *call, struct error *e)
{
	const struct service *service = call->service;
	struct credential request = { 0 };
	enum status status = call_receive_object(call, read_entry, &request, e);

	if (status == STATUS_OK)
		status = service->replace(service->context, &request, e);
	credential_clear(&request);
	return status;
}

static enum status erase(const struct call *call, struct error *e)
{
	const struct service *service = call->service;
	struct buffer text = { 0 };
	struct credential request = { 0 };
	enum status status = read_server(call, &text, &request, e);

	if (status == STATUS_OK)
		status = service->forget(service->context, &request, e);
	credential_clear(&request);
	buffer_clear(&text);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* The first of a server is the one that pick() would find. */
static void add_server(const struct credential *record, void *argument)
{
	const char *server = credential_note(record, server_note);
	const char *username = record->values[FIELD_USERNAME];

	if (server && !text_is_empty(username) &&
	    !json_object_object_get(argument, server))
		json_object_object_add(argument, server,
				       json_object_new_string(username));
}

static enum status list(const struct call *call, struct error *e)
{
	const struct service *service = call->service;
	struct json_object *servers = json_object_new_object();
	enum status status =
		service->list(service->context, add_server, servers, e);

	if (status == STATUS_OK)
		status = say(call,
			     json_object_to_json_string_ext(
				     servers,
				     JSON_C_TO_STRING_PLAIN |
					     JSON_C_TO_STRING_NOSLASHESCAPE),
			     e);
	json_object_put(servers);
	return status;
}

static enum status version(const struct call *call, struct error *e)
{
	return say(call, "docker-credential-ringbearer " RINGBEARER_VERSION, e);
}

static enum status perform(const struct call *call, struct error *e)
{
	static const struct {
		const char *word;
		enum status (*run)(const struct call *call, struct error *e);
	} verbs[] = {
		{ "get", get },	  { "store", store },	  { "erase", erase },
		{ "list", list }, { "version", version },
	};
	enum status status = call_check(call, &protocol_docker, 1, 1, e);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(call->words[0], verbs[i].word) == 0)
			return verbs[i].run(call, e);
	return error_set(e, STATUS_USAGE, "docker's helpers have no such word");
}

/* docker shows nothing else to the person: what to do has to be there, too. */
static void say_failure(const struct call *call, const struct error *failure)
{
	struct buffer text = { 0 };
	struct error ignored = { 0 };

	buffer_add_text(&text, failure->message);
	if (failure->hint[0])
		buffer_add_texts(&text, "\nhint: ", failure->hint, NULL);
	(void)say(call, text.data, &ignored);
	buffer_clear(&text);
}

/* A failure is told on standard output, where docker's clients look. */
static enum status serve(const struct call *call, struct error *e)
{
	enum status status = perform(call, e);
	struct error ignored = { 0 };

	if (status == STATUS_NOT_FOUND && !e->message[0])
		(void)say(call, docker_not_found, &ignored);
	else if (status != STATUS_OK)
		say_failure(call, e);
	return status;
}

static int exit_code(enum status status)
{
	return status == STATUS_OK ? 0 : 1;
}

const struct protocol protocol_docker = {
	.name = "docker",
	.program = "docker-credential-ringbearer",
	.usage = "get|store|erase|list|version",
	.summary = "docker, podman, skopeo, buildah, helm",
	.serve = serve,
	.exit_code = exit_code,
};
