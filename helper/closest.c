#include <stdio.h>
#include <string.h>

#include "helper/closest.h"

/* Levenshtein's, one row of the table at a time. */
static size_t distance(const char *a, const char *b)
{
	size_t row[CLOSEST_MAX];
	size_t width = strnlen(b, CLOSEST_MAX - 1);

	for (size_t j = 0; j <= width; j++)
		row[j] = j;
	for (size_t i = 1; *a && i < CLOSEST_MAX; i++, a++) {
		size_t diagonal = row[0];

		row[0] = i;
		for (size_t j = 1; j <= width; j++) {
			size_t change = diagonal + (*a != b[j - 1]);
			size_t best = row[j] < row[j - 1] ? row[j] : row[j - 1];

			diagonal = row[j];
			row[j] = change < best + 1 ? change : best + 1;
		}
	}
	return row[width];
}

void closest_consider(struct closest *closest, const char *name)
{
	size_t d = distance(closest->wanted, name);

	if (closest->name[0] && d >= closest->distance)
		return;
	closest->distance = d;
	(void)snprintf(closest->name, sizeof(closest->name), "%s", name);
}

const char *closest_name(const struct closest *closest)
{
	return closest->name[0] &&
			       closest->distance <= strlen(closest->wanted) / 2
		       ? closest->name
		       : NULL;
}
