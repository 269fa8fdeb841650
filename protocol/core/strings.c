#include <stdlib.h>
#include <string.h>

#include "protocol/core/memory.h"
#include "protocol/core/strings.h"

static const char blanks[] = " \t\r\n";

void strings_add_bytes(struct strings *list, const char *text, size_t length)
{
	/* The NULL takes room, too. */
	list->items =
		memory_grow(list->items, list->count ? list->count + 1 : 0,
			    sizeof(*list->items));
	list->items[list->count++] = memory_copy(text, length);
	list->items[list->count] = NULL;
}

void strings_add(struct strings *list, const char *text)
{
	strings_add_bytes(list, text, strlen(text));
}

void strings_add_words(struct strings *list, const char *text)
{
	while (text && *(text += strspn(text, blanks))) {
		size_t length = strcspn(text, blanks);

		strings_add_bytes(list, text, length);
		text += length;
	}
}

void strings_clear(struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		free(list->items[i]);
	free(list->items);
	*list = (struct strings){ 0 };
}
