#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/pass/pass-status.h"

static const char line_prefix[] = "[GNUPG:] ";

enum {
	CODE_MASK = 0xffff /* what is above says where it came from */
};

bool pass_status_next(const char **from, const char *keyword,
		      struct pass_status *out)
{
	const size_t prefix = strlen(line_prefix);
	const size_t word = strlen(keyword);

	while (**from) {
		const char *line = *from;
		size_t length = strcspn(line, "\n");

		*from += length + (line[length] == '\n');
		if (length < prefix + word ||
		    strncmp(line, line_prefix, prefix) != 0 ||
		    strncmp(line + prefix, keyword, word) != 0)
			continue;
		line += prefix + word;
		length -= prefix + word;
		if (length > 0 && *line != ' ')
			continue;
		out->text = line + (length > 0);
		out->length = length - (length > 0);
		return true;
	}
	return false;
}

bool pass_status_find(const char *text, const char *keyword,
		      struct pass_status *out)
{
	struct pass_status ignored;

	return pass_status_next(&text, keyword, out ? out : &ignored);
}

bool pass_status_last(const char *text, const char *keyword,
		      struct pass_status *out)
{
	bool found = false;

	while (pass_status_next(&text, keyword, out))
		found = true;
	return found;
}

void pass_status_argument(const struct pass_status *status, int index,
			  char *out, size_t size)
{
	const char *word = status->text;
	const char *end = status->text + status->length;
	size_t length = 0;

	for (int i = 0; word < end; i++) {
		for (length = 0; word + length < end && word[length] != ' ';)
			length++;
		if (i == index || (index < 0 && word + length == end))
			break;
		word += length + 1;
		length = 0;
	}
	(void)snprintf(out, size, "%.*s", (int)length, length ? word : "");
}

int pass_status_code(const struct pass_status *status)
{
	char number[32];

	pass_status_argument(status, 1, number, sizeof(number));
	return (int)(strtoul(number, NULL, 10) & CODE_MASK);
}
