#include <string.h>

#include "protocol/core/json.h"
#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

/* A call as pip and uv make it: options may stand anywhere. */
struct request {
	bool pair; /* --mode=creds: the username, too */
	bool json; /* --output=json */
	const char *verb;
	const char *server;
	const char *username;
};

static enum status set_value(struct request *r, const char *option,
			     const char *value, struct error *e)
{
	if (strcmp(option, "mode") == 0 && strcmp(value, "creds") == 0)
		r->pair = true;
	else if (strcmp(option, "output") == 0 && strcmp(value, "json") == 0)
		r->json = true;
	else if ((strcmp(option, "mode") != 0 ||
		  strcmp(value, "password") != 0) &&
		 (strcmp(option, "output") != 0 || strcmp(value, "plain") != 0))
		return error_set(e, STATUS_USAGE,
				 "only '--mode' and '--output' are known");
	return STATUS_OK;
}

/* `--NAME=VALUE`, or `--NAME` and a word behind it. */
static enum status read_option(struct request *r, char *const **word,
			       struct error *e)
{
	static const char *const names[] = { "mode", "output" };
	const char *text = **word + strlen("--");

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		size_t length = strlen(names[i]);

		if (strncmp(text, names[i], length) != 0)
			continue;
		if (text[length] == '=')
			return set_value(r, names[i], text + length + 1, e);
		if (text[length] == '\0' && (*word)[1])
			return set_value(r, names[i], *++*word, e);
	}
	return error_set(e, STATUS_USAGE,
			 "only '--mode' and '--output' are known");
}

static enum status read_words(const struct call *call, struct request *r,
			      struct error *e)
{
	const char **places[] = { &r->verb, &r->server, &r->username };
	size_t count = 0;
	enum status status = STATUS_OK;

	for (char *const *word = call->words; *word && status == STATUS_OK;
	     word++) {
		if (strncmp(*word, "--", 2) == 0)
			status = read_option(r, &word, e);
		else if (count == sizeof(places) / sizeof(places[0]))
			status = error_set(e, STATUS_USAGE,
					   "there are too many arguments");
		else
			*places[count++] = *word;
	}
	if (status == STATUS_OK && count < 2) {
		error_set(e, STATUS_USAGE, "there are too few arguments");
		error_hint(e, "usage: keyring %s", protocol_keyring.usage);
		return STATUS_USAGE;
	}
	return status;
}

/* A path is the index's, not the account's. */
static enum status make_address(const struct request *r,
				struct credential *address, struct error *e)
{
	enum status status = web_address_whole(r->server, address, e);

	credential_set(address, FIELD_PATH, NULL);
	credential_set(address, FIELD_USERNAME, r->username);
	return status;
}

static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	const struct request *r = argument;
	const char *username = record->values[FIELD_USERNAME];
	const char *token = credential_token(record);

	if (r->json) {
		buffer_add_text(out, "{");
		if (r->pair)
			json_add_member(out, "username", username);
		json_add_member(out, "password", token);
		buffer_add_text(out, "}\n");
		return json_check(out, e);
	}
	if (strpbrk(token, "\r\n"))
		return error_set(e, STATUS_MALFORMED,
				 "the password has several lines");
	if (r->pair)
		buffer_add_texts(out, username ? username : "", "\n", NULL);
	buffer_add_texts(out, token, "\n", NULL);
	return STATUS_OK;
}

static enum status get(const struct call *call, const struct request *r,
		       const struct credential *address, struct error *e)
{
	const struct wanted wanted = { .address = *address,
				       .write = write,
				       .argument = r };

	return call_answer(call, &wanted, e);
}

static enum status set(const struct call *call, const struct request *r,
		       const struct credential *address, struct error *e)
{
	const struct service *service = call->service;
	struct credential record = { 0 };
	struct buffer line = { 0 };
	enum status status = service->receive(service->context, &line, e);

	if (status == STATUS_OK && !r->username)
		status = error_set(e, STATUS_USAGE, "there is no username");
	if (line.length > 0 && line.data[line.length - 1] == '\n')
		line.data[--line.length] = '\0';
	if (status == STATUS_OK &&
	    (line.length == 0 || strlen(line.data) != line.length))
		status = error_set(e, STATUS_MALFORMED,
				   "the password is empty or holds a NUL");
	/* Cut off at the first one it would be another password. */
	if (status == STATUS_OK && strchr(line.data, '\n'))
		status = error_set(e, STATUS_MALFORMED,
				   "the password has several lines");
	credential_copy(address, &record);
	credential_set(&record, FIELD_PASSWORD, line.data);
	if (status == STATUS_OK)
		status = service->store(service->context, &record, e);
	credential_clear(&record);
	buffer_clear(&line);
	return status;
}

static enum status drop(const struct call *call, const struct request *r,
			const struct credential *address, struct error *e)
{
	if (!r->username)
		return error_set(e, STATUS_USAGE, "there is no username");
	return call->service->forget(call->service->context, address, e);
}

static const struct verb {
	const char *word;
	enum status (*run)(const struct call *call, const struct request *r,
			   const struct credential *address, struct error *e);
} verbs[] = { { "get", get }, { "set", set }, { "del", drop } };

static enum status read_call(const struct call *call, struct request *r,
			     struct credential *address,
			     const struct verb **verb, struct error *e)
{
	enum status status = read_words(call, r, e);

	*verb = NULL;
	if (status == STATUS_OK)
		status = make_address(r, address, e);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < sizeof(verbs) / sizeof(verbs[0]); i++)
		if (strcmp(r->verb, verbs[i].word) == 0)
			*verb = &verbs[i];
	return *verb ? STATUS_OK
		     : error_set(e, STATUS_USAGE, "keyring has no such word");
}

static enum status serve(const struct call *call, struct error *e)
{
	struct request r = { 0 };
	struct credential address = { 0 };
	const struct verb *verb;
	enum status status = read_call(call, &r, &address, &verb, e);

	if (status == STATUS_OK)
		status = verb->run(call, &r, &address, e);
	credential_clear(&address);
	return status;
}

/* Python's has services that are no addresses, and more words. */
static bool is_anothers(const struct call *call, enum status status)
{
	struct request r = { 0 };
	struct credential address = { 0 };
	struct error ignored = { 0 };
	const struct verb *verb;
	bool ours = read_call(call, &r, &address, &verb, &ignored) == STATUS_OK;

	credential_clear(&address);
	return !ours || status == STATUS_NOT_FOUND;
}

/* pip reads more into a 2. */
static int exit_code(enum status status)
{
	return status == STATUS_OK ? 0 : 1;
}

const struct protocol protocol_keyring = {
	.name = "keyring",
	.program = "keyring",
	.usage = "get|set|del SERVICE [USERNAME]",
	.summary = "pip and uv, in the place of Python's keyring",
	.owns_options = true,
	.serve = serve,
	.is_anothers = is_anothers,
	.exit_code = exit_code,
};
