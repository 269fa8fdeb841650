#include "helper/backends/chain-members.h"
#include "helper/backends/place.h"
#include "protocol/core/search.h"

/*
 * Several back-ends, in the order that the configuration names them. Reading
 * asks one after the other until something is found; a new record goes to the
 * first that is there; what is kept already stays where it is. A section
 * `store` puts others in front for one host or provider.
 */

/* What was moved, between the looks, to one that had been looked at. */
static enum status look_again(const struct backends *all,
			      const struct config *config,
			      const struct credential *pattern,
			      struct search *s, struct error *e)
{
	for (size_t i = 0; i + 1 < all->count && !s->found; i++) {
		struct error of_this = { 0 };
		enum status this =
			all->items[i]->search(all->items[i], config, pattern,
					      search_pass, s, &of_this);

		if (s->found || search_tells_nothing(this))
			continue;
		*e = of_this;
		return this;
	}
	return STATUS_OK;
}

/*
 * With a pattern until one has something: why others could not be asked is a
 * note. Without one, all.
 */
static enum status search_members(const struct backends *all,
				  const struct config *config,
				  const struct credential *pattern,
				  struct search *s, struct error *e)
{
	enum status status = pattern ? STATUS_UNAVAILABLE : STATUS_OK;
	struct first_failure unseen = { 0 };

	for (size_t i = 0;
	     i < all->count && !s->stopped && !(pattern && s->found); i++) {
		const struct backend *member = all->items[i];
		struct error of_this = { 0 };
		size_t before = s->found;
		enum status this = member->search(member, config, pattern,
						  search_pass, s, &of_this);

		if (s->found > before && member != &backend_file)
			place_used(config, member);
		if (place_is_unseen(config, member, this, &of_this))
			(void)error_pass_over(&unseen, this, &of_this);
		if ((pattern && i == 0) || (search_tells_nothing(status) &&
					    this != STATUS_UNAVAILABLE)) {
			*e = of_this;
			status = this;
		}
	}
	if (pattern && !s->found && search_tells_nothing(status)) {
		enum status again = look_again(all, config, pattern, s, e);

		if (again != STATUS_OK)
			return again;
	}
	if (pattern && s->found)
		return STATUS_OK;
	return search_tells_nothing(status) && unseen.status != STATUS_OK
		       ? error_first(&unseen, e)
		       : status;
}

static enum status chain_search(const struct backend *self,
				const struct config *config,
				const struct credential *pattern,
				search_visit *visit, void *argument,
				struct error *e)
{
	struct search s = { .visit = visit, .argument = argument };
	struct members m = { 0 };
	enum status status =
		pattern ? chain_members(self, config, pattern, &m, e)
			: chain_all(self, config, &m.all, e);

	return status == STATUS_OK
		       ? search_members(&m.all, config, pattern, &s, e)
		       : status;
}

/* The member that keeps the address already, else NULL. */
static enum status find_home(const struct members *m,
			     const struct config *config,
			     const struct credential *record,
			     const struct backend **home, struct error *e)
{
	struct search_exact exact = { .address = record };

	*home = NULL;
	for (size_t i = 0; i < m->all.count; i++) {
		enum status status =
			m->all.items[i]->search(m->all.items[i], config, record,
						search_exact, &exact, e);

		if (!search_tells_nothing(status))
			return status;
		(void)search_ok(e);
		if (exact.found) {
			*home = m->all.items[i];
			return STATUS_OK;
		}
	}
	return STATUS_OK;
}

static enum status chain_store(const struct backend *self,
			       const struct config *config,
			       const struct credential *record, struct error *e)
{
	struct members m = { 0 };
	const struct backend *home = NULL;
	enum status status = chain_members(self, config, record, &m, e);

	if (status == STATUS_OK)
		status = find_home(&m, config, record, &home, e);
	if (status != STATUS_OK)
		return status;
	if (home)
		return home->store(home, config, record, e);
	status = STATUS_UNAVAILABLE;
	for (size_t i = 0; i < m.writable && status == STATUS_UNAVAILABLE;
	     i++) {
		(void)search_ok(e);
		status = m.all.items[i]->store(m.all.items[i], config, record,
					       e);
		if (status == STATUS_OK)
			place_used(config, m.all.items[i]);
	}
	return status;
}

/* What cannot be read cannot be erased: told before anything goes. */
static enum status look_at_all(const struct members *m,
			       const struct config *config,
			       const struct credential *pattern,
			       struct error *e)
{
	for (size_t i = 0; i < m->all.count; i++) {
		enum status status =
			m->all.items[i]->search(m->all.items[i], config,
						pattern, search_see, NULL, e);

		if (!search_tells_nothing(status) ||
		    place_is_unseen(config, m->all.items[i], status, e))
			return status;
	}
	return search_ok(e);
}

static enum status chain_erase(const struct backend *self,
			       const struct config *config,
			       const struct credential *pattern,
			       struct error *e)
{
	struct members m = { 0 };
	bool erased = false;
	enum status status = chain_members(self, config, pattern, &m, e);

	if (status == STATUS_OK)
		status = look_at_all(&m, config, pattern, e);
	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < m.all.count && search_tells_nothing(status);
	     i++) {
		(void)search_ok(e);
		status = m.all.items[i]->erase(m.all.items[i], config, pattern,
					       e);
		erased |= status == STATUS_OK;
	}
	if (!search_tells_nothing(status))
		return status;
	if (erased)
		return search_ok(e);
	return status;
}

static enum status chain_versions(const struct backend *self,
				  const struct config *config,
				  const struct credential *pattern,
				  backend_visit_version *visit, void *argument,
				  struct error *e)
{
	struct backends all = { 0 };
	enum status status = chain_all(self, config, &all, e);
	bool any = false;

	for (size_t i = 0; i < all.count && search_tells_nothing(status); i++) {
		const struct backend *member = all.items[i];

		if (!member->versions)
			continue;
		any = true;
		status = member->versions(member, config, pattern, visit,
					  argument, e);
	}
	if (!any && status == STATUS_OK)
		return error_set(e, STATUS_USAGE,
				 "none of the back-ends '%s' keeps older "
				 "versions",
				 self->argument);
	return status;
}

/* In the first one that has such a version. */
static enum status chain_restore(const struct backend *self,
				 const struct config *config,
				 const struct credential *address, int number,
				 int *restored, struct error *e)
{
	struct backends all = { 0 };
	enum status status = chain_all(self, config, &all, e);
	bool done = status != STATUS_OK;

	if (!done)
		status = STATUS_NOT_FOUND;

	for (size_t i = 0; i < all.count && !done; i++) {
		const struct backend *member = all.items[i];

		if (!member->restore)
			continue;
		status = member->restore(member, config, address, number,
					 restored, e);
		done = status != STATUS_NOT_FOUND &&
		       status != STATUS_UNAVAILABLE;
	}
	return status;
}

const struct backend backend_chain = {
	.name = "chain",
	.summary = "several back-ends, one after the other",
	.search = chain_search,
	.store = chain_store,
	.erase = chain_erase,
	.versions = chain_versions,
	.restore = chain_restore,
};
