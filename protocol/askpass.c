#include <stdlib.h>
#include <string.h>

#include "protocol/core/address.h"
#include "protocol/protocol.h"

/* What git asks, with the address between: git's credential_ask_one(). */
static const struct {
	const char *start;
	enum field field;
} prompts[] = {
	{ "Username for '", FIELD_USERNAME },
	{ "Password for '", FIELD_PASSWORD },
};

static const char end[] = "': ";

/* Any other prompt may be somebody's who wants the token of another place. */
static enum status refuse(struct error *e)
{
	error_set(e, STATUS_NOT_FOUND, "that prompt is not answered");
	error_hint(e, "only git's own for a host that something is kept for");
	return STATUS_NOT_FOUND;
}

static enum status read_address(const char *url, size_t length,
				struct credential *address, struct error *e)
{
	struct error ignored = { 0 };

	if (address_from_whole_url(url, length, address, &ignored) !=
		    STATUS_OK ||
	    address->values[FIELD_PASSWORD] ||
	    address_canonical(address, &ignored) != STATUS_OK)
		return refuse(e);
	return STATUS_OK;
}

static enum status read_prompt(const char *prompt, enum field *field,
			       struct credential *address, struct error *e)
{
	size_t length = strlen(prompt);
	size_t tail = strlen(end);

	for (size_t i = 0; i < sizeof(prompts) / sizeof(prompts[0]); i++) {
		size_t head = strlen(prompts[i].start);

		if (length <= head + tail ||
		    strncmp(prompt, prompts[i].start, head) != 0 ||
		    strcmp(prompt + length - tail, end) != 0)
			continue;
		*field = prompts[i].field;
		return read_address(prompt + head, length - head - tail,
				    address, e);
	}
	return refuse(e);
}

static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	const enum field *field = argument;
	const char *text = *field == FIELD_PASSWORD ? credential_token(record)
						    : record->values[*field];

	if (!text || strpbrk(text, "\r\n"))
		return error_set(e, STATUS_MALFORMED,
				 "what is kept is not one line");
	buffer_add_texts(out, text, "\n", NULL);
	return STATUS_OK;
}

static enum status serve(const struct call *call, struct error *e)
{
	enum field field = FIELD_PASSWORD;
	struct wanted wanted = { .write = write, .argument = &field };
	enum status status = call_check(call, &protocol_askpass, 1, 1, e);

	/* ssh(1): `confirm` and `none` take any answer for a yes. */
	if (status == STATUS_OK && getenv("SSH_ASKPASS_PROMPT"))
		status = refuse(e);
	if (status == STATUS_OK)
		status =
			read_prompt(call->words[0], &field, &wanted.address, e);
	if (status == STATUS_OK)
		status = call_answer(call, &wanted, e);
	if (status == STATUS_NOT_FOUND && !e->message[0])
		(void)refuse(e);
	credential_clear(&wanted.address);
	return status;
}

const struct protocol protocol_askpass = {
	.name = "askpass",
	.program = "ringbearer-askpass",
	.usage = "PROMPT",
	.summary = "git, as GIT_ASKPASS",
	.owns_options = true,
	.serve = serve,
};
