#include <stdlib.h>
#include <string.h>

#include "helper/backends/secret-service/keyring-twins.h"

/* NULL comes before any text. */
static int compare_text(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int compare_address(const struct credential *a,
			   const struct credential *b)
{
	int order = 0;

	for (int f = 0; f < FIELD_COUNT && order == 0; f++)
		if (field_info[f].flags & FIELD_IS_ADDRESS)
			order = compare_text(a->values[f], b->values[f]);
	return order;
}

/* What counts comes last of its address. */
static int compare(const void *left, const void *right)
{
	const struct twin *a = left;
	const struct twin *b = right;
	long long age_a = credential_number(a->record, FIELD_STORED);
	long long age_b = credential_number(b->record, FIELD_STORED);
	int order = compare_address(a->record, b->record);

	if (order == 0)
		order = (age_a > age_b) - (age_a < age_b);
	return order ? order : strcmp(a->path, b->path);
}

void twins_judge(struct twin *all, size_t count)
{
	if (count > 1)
		qsort(all, count, sizeof(*all), compare);
	for (size_t i = 0; i < count; i++)
		all[i].outdone =
			i + 1 < count &&
			compare_address(all[i].record, all[i + 1].record) == 0;
}
