#include "protocol/core/search.h"

bool several_count(const struct credential *record, void *argument)
{
	struct counted *counted = argument;

	counted->count++;
	counted->ended = !counted->visit(record, counted->argument);
	return !counted->ended;
}

bool several_see(const struct credential *record, void *nothing)
{
	(void)record;
	(void)nothing;
	return false;
}

bool several_tells_nothing(enum status status)
{
	return status == STATUS_OK || status == STATUS_NOT_FOUND ||
	       status == STATUS_UNAVAILABLE;
}

enum status several_ok(struct error *e)
{
	*e = (struct error){ 0 };
	return STATUS_OK;
}

enum status several_worse(enum status a, const struct error *of_a,
			  enum status b, struct error *e)
{
	if (!several_tells_nothing(b))
		return b;
	*e = *of_a;
	return a;
}
