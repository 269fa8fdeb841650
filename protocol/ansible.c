#include <string.h>

#include "protocol/protocol.h"

enum {
	/* ansible's "did not find a secret", which lets it ask elsewhere. */
	EXIT_NOT_FOUND = 2,
	EXIT_FAILED = 1,
};

static const char option[] = "--vault-id";

/* The name of the entry: `--vault-id NAME`, or with an `=`. */
static const char *find_name(const struct call *call)
{
	size_t length = strlen(option);

	if (call->word_count == 2 && strcmp(call->words[0], option) == 0)
		return call->words[1];
	if (call->word_count == 1 &&
	    strncmp(call->words[0], option, length) == 0 &&
	    call->words[0][length] == '=')
		return call->words[0] + length + 1;
	return NULL;
}

static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	(void)argument;
	(void)e;
	buffer_add_texts(out, credential_token(record), "\n", NULL);
	return STATUS_OK;
}

static enum status serve(const struct call *call, struct error *e)
{
	const struct wanted wanted = { .name = find_name(call),
				       .write = write };

	if (!wanted.name) {
		error_set(e, STATUS_USAGE, "there is no vault id");
		error_hint(e, "ansible gives one to a file whose name ends in "
			      "'-client': --vault-id NAME@FILE");
		return STATUS_USAGE;
	}
	return call_answer(call, &wanted, e);
}

static int exit_code(enum status status)
{
	if (status == STATUS_OK)
		return 0;
	return status == STATUS_NOT_FOUND ? EXIT_NOT_FOUND : EXIT_FAILED;
}

const struct protocol protocol_ansible = {
	.name = "ansible",
	.program = "ringbearer-client",
	.usage = "--vault-id NAME",
	.summary = "Ansible, as a vault password client",
	.owns_options = true,
	.serve = serve,
	.exit_code = exit_code,
};
