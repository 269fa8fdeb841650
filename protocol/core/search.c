#include "protocol/core/search.h"

static bool is_wanted(const struct search *search,
		      const struct credential *record)
{
	if (!search->pattern)
		return true;
	return search->erases ? credential_erases(record, search->pattern)
			      : credential_matches(record, search->pattern);
}

bool search_pass(const struct credential *record, void *argument)
{
	struct search *search = argument;

	if (!is_wanted(search, record))
		return true;
	search->found++;
	search->stopped =
		search->visit && !search->visit(record, search->argument);
	return !search->stopped;
}

bool search_show(struct search *search, struct credential *record)
{
	credential_set(record, FIELD_BACKEND, search->backend);
	return search_pass(record, search);
}

enum status search_pass_over(struct search *search, enum status status,
			     const struct error *e)
{
	return search->pattern ? status
			       : error_pass_over(&search->first, status, e);
}

enum status search_end(const struct search *search, enum status status,
		       struct error *e)
{
	if (status == STATUS_OK)
		status = error_first(&search->first, e);
	if (!search->pattern)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	return status == STATUS_OK && !search->found ? STATUS_NOT_FOUND
						     : status;
}

bool search_exact(const struct credential *record, void *argument)
{
	struct search_exact *exact = argument;

	exact->found = credential_same_address(record, exact->address);
	if (exact->found && exact->out)
		credential_copy(record, exact->out);
	return !exact->found;
}

bool search_see(const struct credential *record, void *nothing)
{
	(void)record;
	(void)nothing;
	return false;
}

enum status search_ok(struct error *e)
{
	*e = (struct error){ 0 };
	return STATUS_OK;
}

bool search_tells_nothing(enum status status)
{
	return status == STATUS_OK || status == STATUS_NOT_FOUND ||
	       status == STATUS_UNAVAILABLE;
}

enum status search_worse(enum status a, const struct error *of_a, enum status b,
			 struct error *e)
{
	if (!search_tells_nothing(b))
		return b;
	*e = *of_a;
	return a;
}
