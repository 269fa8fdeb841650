#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "protocol/core/suggest.h"

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

static bool is_part(const char *part, const char *of)
{
	return strlen(part) >= CLOSEST_PART && strstr(of, part);
}

static enum suggest_kin kin_of(const char *name, const char *wanted)
{
	if (is_part(wanted, name))
		return CLOSEST_HOLDS;
	return is_part(name, wanted) ? CLOSEST_WITHIN : CLOSEST_LETTERS;
}

void suggest_consider(struct suggestion *closest, const char *name)
{
	enum suggest_kin kin = kin_of(name, closest->wanted);
	size_t d = distance(closest->wanted, name);

	if (closest->name[0] &&
	    (kin < closest->kin ||
	     (kin == closest->kin && d >= closest->distance)))
		return;
	closest->kin = kin;
	closest->distance = d;
	(void)snprintf(closest->name, sizeof(closest->name), "%s", name);
}

const char *suggest_name(const struct suggestion *closest)
{
	bool close = closest->kin != CLOSEST_LETTERS ||
		     closest->distance <= strlen(closest->wanted) / 2;

	return closest->name[0] && close ? closest->name : NULL;
}
