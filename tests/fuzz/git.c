/*
 * git's credential protocol. What is taken has an address in canonical form
 * and values of one line; what is answered is taken again.
 */
#include "protocol/git/git.h"
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

static void check_request(const struct credential *request)
{
	for (int field = 0; field < FIELD_COUNT; field++) {
		const char *value = request->values[field];

		if (value && !(field_info[field].flags & FIELD_IS_LIST))
			hold(!strchr(value, '\n') && !strchr(value, '\r'));
	}
}

static void answer(const struct credential *request)
{
	static const char address[] = "protocol=https\nhost=h.example\n";
	struct buffer out = { 0 };
	struct credential again = { 0 };
	struct error e = { 0 };

	/* git takes an answer as more lines of what it asked. */
	buffer_add_text(&out, address);
	if (git_write(OPERATION_GET, request, request, &out, &e) == STATUS_OK)
		hold(git_read(OPERATION_GET, out.data, out.length, &again,
			      &e) == STATUS_OK);
	credential_clear(&again);
	buffer_clear(&out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum operation operations[] = { OPERATION_GET,
						     OPERATION_STORE,
						     OPERATION_ERASE };
	struct credential request = { 0 };
	struct error e = { 0 };
	char *text;
	enum operation operation;

	if (size == 0)
		return 0;
	operation = operations[data[0] % 3];
	text = fuzz_text(data + 1, size - 1);
	if (git_read(operation, text, size - 1, &request, &e) == STATUS_OK) {
		check_request(&request);
		/* A request cut short may erase and store nothing. */
		if (operation != OPERATION_GET && size > 1)
			hold(text[size - 2] == '\n' || strstr(text, "\n\n") ||
			     text[0] == '\n');
		answer(&request);
	} else {
		hold(e.message[0] != '\0');
	}
	credential_clear(&request);
	free(text);
	return 0;
}
