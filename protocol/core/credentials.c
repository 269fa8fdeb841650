#include <stdlib.h>
#include <string.h>

#include "protocol/core/credentials.h"
#include "protocol/core/memory.h"

void credentials_clear(struct credentials *list)
{
	for (size_t i = 0; i < list->count; i++)
		credential_clear(&list->items[i]);
	free(list->items);
	*list = (struct credentials){ 0 };
}

/* Room for one more, which is empty. */
static struct credential *add_item(struct credentials *list)
{
	if (list->count == list->room) {
		size_t room = list->room ? list->room * 2 : 8;
		struct credential *items = memory_alloc(room, sizeof(*items));

		if (list->count)
			memcpy(items, list->items,
			       list->count * sizeof(*items));
		free(list->items);
		list->items = items;
		list->room = room;
	}
	return &list->items[list->count++];
}

bool credentials_add(const struct credential *record, void *list)
{
	credential_copy(record, add_item(list));
	return true;
}

bool credentials_add_notes(const struct credential *record, void *list)
{
	credential_copy_notes(record, add_item(list));
	return true;
}
