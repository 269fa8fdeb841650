#include <stdlib.h>

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
	list->items =
		memory_grow(list->items, list->count, sizeof(*list->items));
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
