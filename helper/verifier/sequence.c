#include <stdlib.h>

#include "helper/verifier/sequence.h"
#include "protocol/core/memory.h"

static struct inquiry *add(struct sequence *s)
{
	struct inquiry *q;

	s->items = memory_grow(s->items, s->count, sizeof(*s->items));
	q = &s->items[s->count];
	q->number = s->count++;
	q->shares = q->number > 0;
	q->provider = q->shares ? q[-1].provider : NULL;
	return q;
}

enum status sequence_read(const char *text, size_t length, struct sequence *s,
			  struct error *e)
{
	struct message m = { 0 };
	enum status status;

	do {
		if (message_take(text, length, length, &m) != MESSAGE_WHOLE)
			return error_set(e, STATUS_MALFORMED,
					 "what was asked is no question");
		status = inquiry_read(&m, add(s), e);
		text += m.size;
		length -= m.size;
		message_clear(&m);
	} while (status == STATUS_OK && length > 0);
	return status;
}

void sequence_clear(struct sequence *s)
{
	for (size_t i = 0; i < s->count; i++)
		inquiry_clear(&s->items[i]);
	free(s->items);
	*s = (struct sequence){ 0 };
}
