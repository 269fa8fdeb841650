#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "helper/definition/internal.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum template_part template_next(struct template *t)
{
	size_t text = strcspn(t->next, "{}");

	t->start = t->next;
	t->length = text;
	t->next += text;
	if (text > 0)
		return TEMPLATE_TEXT;
	if (*t->next == '\0')
		return TEMPLATE_END;
	t->start++;
	t->length = strcspn(t->start, "{}");
	if (*t->next != '{' || t->length == 0 || t->start[t->length] != '}')
		return TEMPLATE_BAD;
	t->next = t->start + t->length + 1;
	return TEMPLATE_VARIABLE;
}

static bool add_variable(const struct template *t, provider_variable *variable,
			 void *argument, struct buffer *out)
{
	char *name = memory_copy(t->start, t->length);
	const char *value = variable(name, argument);
	bool usable =
		value && *value && !text_has_control(value, strlen(value));

	if (usable)
		buffer_add_text(out, value);
	free(name);
	return usable;
}

static void cut(struct buffer *b, size_t length)
{
	if (!b->data)
		return;
	explicit_bzero(b->data + length, b->length - length);
	b->length = length;
}

bool provider_render(const char *template, provider_variable *variable,
		     void *argument, struct buffer *out)
{
	struct template t = { .next = template };
	size_t before = out->length;

	for (;;) {
		enum template_part part = template_next(&t);

		if (part == TEMPLATE_END)
			return true;
		if (part == TEMPLATE_TEXT)
			buffer_add(out, t.start, t.length);
		else if (part == TEMPLATE_BAD ||
			 !add_variable(&t, variable, argument, out)) {
			cut(out, before);
			return false;
		}
	}
}

/* Whether a line of `out` behind `start` is a header of that name. */
static bool has_header(const struct buffer *out, size_t start, const char *name,
		       size_t length)
{
	const char *line = out->data ? out->data + start : "";

	while (*line) {
		if (strncasecmp(line, name, length) == 0 && line[length] == ':')
			return true;
		line = strchr(line, '\n') + 1;
	}
	return false;
}

void provider_headers(const struct strings *templates,
		      provider_variable *variable, void *argument,
		      struct buffer *out)
{
	size_t start = out->length;

	for (size_t i = 0; i < templates->count; i++) {
		const char *template = templates->items[i];

		if (has_header(out, start, template, strcspn(template, ":")))
			continue;
		if (provider_render(template, variable, argument, out))
			buffer_add_text(out, "\n");
	}
}

const char *provider_credential_variable(const char *name, void *argument)
{
	const struct credential *c = argument;

	if (strcmp(name, "token") == 0)
		return credential_token(c);
	if (strcmp(name, "version") == 0)
		return RINGBEARER_VERSION;
	for (int i = 0; i < FIELD_COUNT; i++)
		if (strcmp(field_info[i].key, name) == 0)
			return field_info[i].flags & FIELD_IS_SECRET
				       ? NULL
				       : c->values[i];
	return credential_extra(c, name);
}
