#include <stdlib.h>
#include <string.h>

#include "helper/entries/entries.h"
#include "protocol/core/memory.h"
#include "protocol/core/suggest.h"
#include "protocol/core/text.h"

/* A wanted name, in its parts, and what fits it. */
struct wanted {
	const char *whole;
	char *protocol;	  /* NULL: whichever */
	const char *name; /* without it */
	char *owner;
	const char *account; /* NULL: none was given */
	struct credentials *out;
	struct suggestion closest;
};

/* All that is looked for at once. */
struct wants {
	struct wanted *wanted;
	size_t count;
};

/* What stands behind `PROTOCOL://`, if that is there. */
static const char *behind_protocol(const char *name)
{
	const char *end = name + strcspn(name, "/:");

	return strncmp(end, "://", 3) == 0 ? end + 3 : name;
}

static void want(struct wanted *wanted, const char *whole,
		 struct credentials *out)
{
	const char *name = behind_protocol(whole);
	const char *slash = strchr(name, '/');

	*wanted = (struct wanted){
		.whole = whole,
		.protocol = name == whole
				    ? NULL
				    : memory_copy(whole, strcspn(whole, ":")),
		.name = name,
		.owner = memory_copy(name, slash ? (size_t)(slash - name)
						 : strlen(name)),
		.account = slash ? slash + 1 : NULL,
		.out = out,
		.closest.wanted = name,
	};
}

static void unwant(struct wanted *wanted)
{
	free(wanted->protocol);
	free(wanted->owner);
}

static bool is_of(const struct credential *record, const char *protocol)
{
	return !protocol ||
	       text_equal(record->values[FIELD_PROTOCOL], protocol);
}

static void consider(const struct credential *record, const char *name,
		     struct wanted *wanted)
{
	const char *owner = entry_owner(record);

	if (is_of(record, wanted->protocol) &&
	    (strcmp(name, wanted->name) == 0 ||
	     text_equal(record->values[FIELD_HOST], wanted->name) ||
	     (text_equal(owner, wanted->owner) &&
	      (!wanted->account ||
	       entry_has_account(record, wanted->account))))) {
		(void)credentials_add(record, wanted->out);
		return;
	}
	suggest_consider(&wanted->closest, name);
	suggest_consider(&wanted->closest, owner);
}

static bool collect(const struct credential *record, void *argument)
{
	const struct wants *wants = argument;
	char name[ENTRY_NAME_SIZE];

	entry_name(record, name, sizeof(name));
	for (size_t i = 0; i < wants->count; i++)
		consider(record, name, &wants->wanted[i]);
	return true;
}

static enum status not_found(const struct wanted *wanted, struct error *e)
{
	const char *closest = suggest_name(&wanted->closest);

	error_set(e, STATUS_NOT_FOUND, "nothing is stored as '%s'",
		  wanted->whole);
	if (closest)
		error_hint(e, "there is '%s'; see 'ringbearer list'", closest);
	else
		error_hint(e, "see 'ringbearer list'");
	return STATUS_NOT_FOUND;
}

/* What a name came to, of a listing that ended with `status`. */
static enum status conclude(const struct store *store,
			    const struct wanted *wanted, enum status status,
			    struct error *e)
{
	/* Not so where it is locked: what is wanted may be in there, too. */
	if (status == STATUS_FAILED && wanted->out->count > 0)
		status = STATUS_OK;
	if (status == STATUS_OK && wanted->out->count == 0)
		status = not_found(wanted, e);
	entries_sort(store, wanted->out);
	return status;
}

enum status entries_match(const struct store *store, const char *name,
			  struct credentials *out, struct error *e)
{
	struct wanted wanted;
	struct wants wants = { &wanted, 1 };
	enum status status;

	want(&wanted, name, out);
	status = store_search(store, NULL, collect, &wants, e);
	status = conclude(store, &wanted, status, e);
	unwant(&wanted);
	return status;
}

static void add_choice(const struct credentials *entries, size_t index,
		       char *list)
{
	char one[ENTRY_NAME_SIZE];

	entries_name(entries, index, one, sizeof(one));
	text_list_add(list, ERROR_HINT_MAX, "'%s%s'", one,
		      strchr(behind_protocol(one), '/') ? "" : "/");
}

static enum status several(const struct credentials *entries, const char *name,
			   struct error *e)
{
	char list[ERROR_HINT_MAX] = "";
	size_t count = 0;

	for (size_t i = 0; i < entries->count; i++)
		if (!entries_is_copy(entries, i)) {
			add_choice(entries, i, list);
			count++;
		}
	error_set(e, STATUS_USAGE, "'%s' fits %zu entries", name, count);
	error_hint(e, "name one of %s", list);
	return STATUS_USAGE;
}

/* The one entry with exactly this name, or NULL. */
static const struct credential *choose_exact(const struct credentials *entries,
					     const char *name)
{
	const struct credential *found = NULL;

	for (size_t i = 0; i < entries->count; i++) {
		char full[ENTRY_NAME_SIZE];

		entry_name(&entries->items[i], full, sizeof(full));
		if (strcmp(full, name) != 0)
			continue;
		if (!found)
			found = &entries->items[i];
		else if (!credential_same_address(found, &entries->items[i]))
			return NULL;
	}
	return found;
}

static bool are_copies(const struct credentials *entries)
{
	for (size_t i = 1; i < entries->count; i++)
		if (!credential_same_address(&entries->items[0],
					     &entries->items[i]))
			return false;
	return true;
}

static const struct credential *choose(const struct credentials *entries,
				       const char *whole)
{
	const char *name = behind_protocol(whole);
	/* A provider's or host's name alone stands for all of its entries. */
	const struct credential *exact =
		strchr(name, '/') ? choose_exact(entries, name) : NULL;

	if (exact)
		return exact;
	if (are_copies(entries))
		return &entries->items[0];
	for (size_t i = 0; i < entries->count; i++)
		if (text_equal(entries->items[i].values[FIELD_DEFAULT], "1"))
			return &entries->items[i];
	return NULL;
}

/* Which one of all that it fits the name stands for. */
static enum status settle(const struct credentials *all, const char *name,
			  enum status status, const struct credential **one,
			  struct error *e)
{
	/* The one that is wanted is here; what is out of reach is a note. */
	if (status == STATUS_UNAVAILABLE && all->count > 0)
		status = STATUS_OK;
	*one = status == STATUS_OK ? choose(all, name) : NULL;
	return status == STATUS_OK && !*one ? several(all, name, e) : status;
}

/* Gathers all that the name fits into `all`, and which one it stands for. */
static enum status choose_one(const struct store *store, const char *name,
			      struct credentials *all,
			      const struct credential **one, struct error *e)
{
	enum status status = entries_match(store, name, all, e);

	return settle(all, name, status, one, e);
}

enum status entries_find(const struct store *store, const char *name,
			 struct credential *out, struct error *e)
{
	struct credentials all = { 0 };
	const struct credential *one;
	enum status status = choose_one(store, name, &all, &one, e);

	if (one)
		credential_copy(one, out);
	credentials_clear(&all);
	return status;
}

enum status entries_copies(const struct store *store, const char *name,
			   struct credentials *out, struct error *e)
{
	struct credentials all = { 0 };
	const struct credential *one;
	enum status status = choose_one(store, name, &all, &one, e);

	for (size_t i = 0; one && i < all.count; i++)
		if (credential_same_address(&all.items[i], one))
			(void)credentials_add(&all.items[i], out);
	credentials_clear(&all);
	return status;
}

/* Tells what came of one name. */
static void tell(const struct store *store, const struct wanted *wanted,
		 enum status status, const struct error *listing,
		 entries_found *found, void *argument)
{
	struct error e = *listing;
	const struct credential *one;

	status = conclude(store, wanted, status, &e);
	status = settle(wanted->out, wanted->whole, status, &one, &e);
	found(wanted->whole, one, status, &e, argument);
}

void entries_find_each(const struct store *store, const char *const *names,
		       size_t count, entries_found *found, void *argument)
{
	struct wanted *wanted = memory_alloc(count + 1, sizeof(*wanted));
	struct credentials *fits = memory_alloc(count + 1, sizeof(*fits));
	struct wants wants = { wanted, count };
	struct error e = { 0 };
	enum status status;

	for (size_t i = 0; i < count; i++)
		want(&wanted[i], names[i], &fits[i]);
	status = store_search(store, NULL, collect, &wants, &e);
	for (size_t i = 0; i < count; i++) {
		tell(store, &wanted[i], status, &e, found, argument);
		credentials_clear(&fits[i]);
		unwant(&wanted[i]);
	}
	free(fits);
	free(wanted);
}
