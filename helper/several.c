#include "helper/several.h"

bool several_count(const struct credential *record, void *argument)
{
	struct counted *counted = argument;

	counted->count++;
	counted->ended = !counted->visit(record, counted->argument);
	return !counted->ended;
}

enum status several_ok(struct error *e)
{
	*e = (struct error){ 0 };
	return STATUS_OK;
}

enum status several_worse(enum status a, const struct error *of_a,
			  enum status b, struct error *e)
{
	if (b != STATUS_OK && b != STATUS_NOT_FOUND && b != STATUS_UNAVAILABLE)
		return b;
	*e = *of_a;
	return a;
}
