#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/verifier/redact.h"
#include "helper/verifier/trace.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	WIDEST = 4, /* bytes that text_sanitize() makes of one */
	LINE_SIZE = SHOWN_MAX + 256,
};

static void add_format(struct buffer *out, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

static void add_format(struct buffer *out, const char *format, ...)
{
	char line[LINE_SIZE];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(line, sizeof(line), format, arguments);
	va_end(arguments);
	buffer_add_text(out, line);
}

static void add_shown(const char *text, size_t length, struct buffer *out)
{
	size_t size = length * WIDEST + 1;
	char *piece = secret_copy(text, length);
	char *shown = secret_alloc(size);

	text_sanitize(piece, shown, size);
	buffer_add_text(out, shown);
	secret_free(shown);
	secret_free(piece);
}

/* A line may hold NUL bytes. */
static void add_line(const char *text, size_t length, const char *mark,
		     struct buffer *out)
{
	size_t size;

	buffer_add_text(out, mark);
	while ((size = strnlen(text, length)) < length) {
		add_shown(text, size, out);
		buffer_add_text(out, "\\x00");
		text += size + 1;
		length -= size + 1;
	}
	add_shown(text, length, out);
	buffer_add_text(out, "\n");
}

/* What is secret in an answer is so whether or not it was learnt. */
static void redact_learnt(const struct inquiry *q, const struct step *step,
			  const struct answer *answer, struct buffer *text)
{
	for (size_t i = 0; i < step->learn_count; i++) {
		const struct strings *from = &step->learns[i].from;

		if (!inquiry_is_secret(q, step->learns[i].name))
			continue;
		for (size_t j = 0; j < from->count; j++) {
			struct buffer value = { 0 };

			(void)inquiry_render(q, answer, from->items[j], &value);
			hide(text, value.data, INQUIRY_HIDDEN);
			buffer_clear(&value);
		}
	}
}

/* Hidden first, then cut: half a secret would not be found. */
static void add_lines(struct buffer *text, const char *mark, struct buffer *out)
{
	size_t left = text->length < TRACE_MAX ? text->length : TRACE_MAX;
	const char *line = text->data;

	while (left > 0) {
		const char *end = memchr(line, '\n', left);
		size_t size = end ? (size_t)(end - line) : left;
		size_t shown =
			size > 0 && line[size - 1] == '\r' ? size - 1 : size;

		add_line(line, shown, mark, out);
		size += end != NULL;
		line += size;
		left -= size;
	}
	if (text->length > TRACE_MAX)
		add_format(out, "%s(%zu more bytes)\n", mark,
			   text->length - TRACE_MAX);
}

static void add_part(struct inquiry *q, const struct step *step,
		     const struct exchange *x, const struct buffer *part,
		     const char *mark)
{
	struct buffer text = { 0 };

	buffer_add(&text, part->data, part->length);
	inquiry_hide(q, &text);
	redact_learnt(q, step, &x->answer, &text);
	add_lines(&text, mark, &q->trace);
	buffer_clear(&text);
}

static void add_verdict(struct inquiry *q, const struct step *step,
			const struct exchange *x)
{
	const struct finding *f = &x->finding;
	const char *counts = step->optional && f->verdict != VERDICT_OK
				     ? ", which does not count"
				     : "";
	char reason[SHOWN_MAX + 1];

	inquiry_show(q, f->reason, reason);
	add_format(&q->trace, "= %s%s: ", verdict_names[f->verdict], counts);
	if (!x->answered)
		add_format(&q->trace, "%s\n", reason);
	else if (!f->rule)
		add_format(&q->trace,
			   "no outcome of step '%s', so the "
			   "built-in rule\n",
			   step->name);
	else
		add_format(&q->trace, "outcome %td of step '%s'%s\n",
			   f->rule - step->outcomes + 1, step->name,
			   f->rule->verdict != f->verdict ? ", and its choose"
							  : "");
}

void trace_exchange(struct inquiry *q, const struct step *step,
		    const struct exchange *x)
{
	add_format(&q->trace, "step '%s'\n", step->name);
	add_part(q, step, x, &x->sent, "> ");
	add_part(q, step, x, &x->answer.headers, "< ");
	add_part(q, step, x, &x->answer.body, "< ");
	add_verdict(q, step, x);
}
