#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "helper/backends/secret-service/calls.h"
#include "helper/backends/secret-service/item.h"
#include "helper/backends/secret-service/read.h"
#include "protocol/core/memory.h"

enum {
	PATIENCE = 300 /* milliseconds, before a silent search is suspicious */
};

struct reading {
	struct bus bus;
	struct search *search;
	struct bus_call session;
	struct bus_call any;  /* the search that finds locked items, too */
	struct bus_call ours; /* and the one by schema, which does not */
	struct bus_call locked;
	struct bus_call secrets;
	struct credential *records; /* those found, and room for one more */
	struct twin *twins;	    /* the same */
	size_t found;
	size_t damaged;
};

static enum secrets_fault ask(struct reading *r)
{
	enum secrets_fault fault = secrets_greet(&r->bus);

	if (fault != FAULT_NONE)
		return fault;
	if (!secrets_send_session(&r->bus, &r->session) ||
	    !secrets_send_search(&r->bus, &r->any, true, r->search->pattern,
				 NULL) ||
	    !secrets_send_search(&r->bus, &r->ours, true, r->search->pattern,
				 ITEM_SCHEMA))
		return bus_no_memory(&r->bus);
	return bus_wait_for(&r->bus, PATIENCE);
}

/*
 * KeePassXC answers no search until a person has opened the database, but
 * says that it is locked.
 */
static enum secrets_fault ask_on(struct reading *r)
{
	enum secrets_fault fault = secrets_send_locked(&r->bus, &r->locked)
					   ? bus_wait_call(&r->locked)
					   : bus_no_memory(&r->bus);

	if (fault == FAULT_NONE && !(r->any.reply && r->ours.reply))
		fault = secrets_default_locked(&r->locked);
	return fault == FAULT_NONE ? bus_wait(&r->bus) : fault;
}

/* An answer is two arrays of paths: unlocked items, and locked ones. */
static int count_unlocked(const struct bus_call *search)
{
	DBusMessageIter all;

	(void)dbus_message_iter_init(search->reply, &all);
	return dbus_message_iter_get_element_count(&all);
}

static int count_locked(const struct bus_call *search)
{
	DBusMessageIter all;

	(void)dbus_message_iter_init(search->reply, &all);
	(void)dbus_message_iter_next(&all);
	return dbus_message_iter_get_element_count(&all);
}

/* Nothing was found: because there is nothing, or it cannot be seen? */
static enum secrets_fault explain_nothing(struct reading *r)
{
	enum secrets_fault fault = FAULT_NONE;

	if (!r->locked.message)
		fault = ask_on(r);
	if (fault == FAULT_NONE)
		fault = secrets_default_locked(&r->locked);
	return fault == FAULT_NONE ? FAULT_NOT_FOUND : fault;
}

/* What was found, once all of the first round trip is there. */
static enum secrets_fault look(struct reading *r)
{
	enum secrets_fault fault = bus_call_fault(&r->any, "aoao");

	if (fault == FAULT_NONE)
		fault = bus_call_fault(&r->ours, "aoao");
	if (fault == FAULT_NONE)
		fault = bus_call_fault(&r->session, "vo");
	if (fault != FAULT_NONE)
		return fault;
	if (count_locked(&r->any) > 0)
		return FAULT_LOCKED;
	return count_unlocked(&r->ours) > 0 ? FAULT_NONE : explain_nothing(r);
}

static enum secrets_fault fetch(struct reading *r)
{
	return secrets_send_secrets(&r->bus, &r->secrets, &r->session, &r->ours)
		       ? bus_wait(&r->bus)
		       : bus_no_memory(&r->bus);
}

/* Takes one record, if it may be meant. */
static void take(struct reading *r, const char *path, const char *text,
		 size_t length)
{
	struct credential *record = &r->records[r->found];

	if (!item_decode(text, length, record))
		r->damaged++;
	else if (!r->search->pattern ||
		 credential_matches(record, r->search->pattern))
		r->twins[r->found++] = (struct twin){ record, path, false };
	if (record == &r->records[r->found])
		credential_clear(record);
	else
		credential_set(record, FIELD_BACKEND, r->search->backend);
}

static void take_all(struct reading *r)
{
	DBusMessageIter all;
	DBusMessageIter entries;
	struct secrets_value secret;
	size_t count;

	(void)dbus_message_iter_init(r->secrets.reply, &all);
	count = (size_t)dbus_message_iter_get_element_count(&all);
	r->records = memory_alloc(count + 1, sizeof(*r->records));
	r->twins = memory_alloc(count + 1, sizeof(*r->twins));
	dbus_message_iter_recurse(&all, &entries);
	while (secrets_next_secret(&entries, &secret))
		take(r, secret.path, secret.bytes, secret.length);
}

static enum secrets_fault tell(struct reading *r)
{
	enum secrets_fault fault = bus_call_fault(&r->secrets, "a{o(oayays)}");
	bool more = true;

	if (fault != FAULT_NONE)
		return fault;
	take_all(r);
	twins_judge(r->twins, r->found);
	for (size_t i = 0; i < r->found && more; i++)
		more = r->twins[i].outdone ||
		       search_pass(r->twins[i].record, r->search);
	if (r->damaged && (!r->search->pattern || !r->found))
		return FAULT_DAMAGED;
	return r->found ? FAULT_NONE : FAULT_NOT_FOUND;
}

static void drop_records(struct reading *r)
{
	for (size_t i = 0; i < r->found; i++)
		credential_clear(&r->records[i]);
	free(r->records);
	free(r->twins);
}

static void finish(struct reading *r)
{
	drop_records(r);
	bus_call_clear(&r->secrets);
	bus_call_clear(&r->locked);
	bus_call_clear(&r->ours);
	bus_call_clear(&r->any);
	bus_call_clear(&r->session);
	bus_close(&r->bus);
}

static enum secrets_fault read_all(struct reading *r)
{
	enum secrets_fault fault = ask(r);

	if (fault == FAULT_TIMEOUT)
		fault = ask_on(r);
	if (fault == FAULT_NONE)
		fault = look(r);
	if (fault == FAULT_NONE)
		fault = fetch(r);
	if (fault == FAULT_NONE)
		fault = tell(r);
	return fault;
}

enum secrets_fault secrets_read(int timeout, struct search *search, char *text)
{
	struct reading r = { .search = search };
	enum secrets_fault fault = bus_open(&r.bus, timeout);

	if (fault == FAULT_NONE)
		fault = read_all(&r);
	(void)snprintf(text, FAULT_TEXT_MAX, "%s", r.bus.text);
	finish(&r);
	return fault;
}
