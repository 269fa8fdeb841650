#include <stdlib.h>
#include <string.h>

#include "helper/verifier/sequence.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	DIGITS_MAX = 10,
};

/* What is still to be read. */
struct rest {
	const char *text;
	size_t length;
};

/* Takes the line that says how many bytes the next inquiry has. */
static enum status read_length(struct rest *rest, size_t *length,
			       struct error *e)
{
	const char *end = memchr(rest->text, '\n', rest->length);
	size_t digits = end ? (size_t)(end - rest->text) : 0;
	char text[DIGITS_MAX + 1] = "";
	long long number = 0;

	if (digits <= DIGITS_MAX)
		memcpy(text, rest->text, digits);
	if (!text_number(text, (long long)(rest->length - digits), &number) ||
	    (size_t)number >= rest->length - digits)
		return error_set(e, STATUS_MALFORMED,
				 "an inquiry without its length");
	*length = (size_t)number;
	rest->text += digits + 1;
	rest->length -= digits + 1;
	return STATUS_OK;
}

static struct inquiry *add(struct sequence *s)
{
	s->items = memory_grow(s->items, s->count, sizeof(*s->items));
	return &s->items[s->count++];
}

static enum status read_one(const struct rest *rest, size_t length,
			    struct sequence *s, struct error *e)
{
	struct inquiry *q = add(s);
	char *text;
	enum status status;

	q->number = s->count - 1;
	q->shares = q->number > 0;
	q->provider = q->shares ? q[-1].provider : NULL;
	/* inquiry_read() wants its NUL. */
	text = secret_copy(rest->text, length);
	status = inquiry_read(text, length, q, e);
	secret_free(text);
	return status;
}

enum status sequence_read(const char *text, size_t length, struct sequence *s,
			  struct error *e)
{
	struct rest rest = { .text = text, .length = length };
	enum status status;
	size_t size = 0;

	do {
		status = read_length(&rest, &size, e);
		if (status == STATUS_OK)
			status = read_one(&rest, size, s, e);
		if (status != STATUS_OK)
			return status;
		rest.text += size;
		rest.length -= size;
	} while (rest.length > 0);
	return STATUS_OK;
}

void sequence_clear(struct sequence *s)
{
	for (size_t i = 0; i < s->count; i++)
		inquiry_clear(&s->items[i]);
	free(s->items);
	*s = (struct sequence){ 0 };
}
