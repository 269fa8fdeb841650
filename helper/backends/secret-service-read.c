#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/keyring-item.h"
#include "helper/backends/secret-service-bus.h"
#include "helper/backends/secret-service-read.h"
#include "protocol/record.h"
#include "protocol/secret.h"

static const char service_path[] = "/org/freedesktop/secrets";
static const char default_path[] = "/org/freedesktop/secrets/aliases/default";
static const char *const open_session[] = { "org.freedesktop.Secret.Service",
					    "OpenSession" };
static const char *const search_items[] = { "org.freedesktop.Secret.Service",
					    "SearchItems" };
static const char *const get_secrets[] = { "org.freedesktop.Secret.Service",
					   "GetSecrets" };
static const char *const get_property[] = { "org.freedesktop.DBus.Properties",
					    "Get" };

enum {
	MOST_CALLS = 64
};

/* One unlocked hit of the search; the path is the search's answer's. */
struct item {
	const char *path;
	struct bus_call attributes;
	bool foreign; /* another program's, by its schema */
};

struct reading {
	struct bus bus;
	const struct credential *pattern;
	struct bus_call locked;
	struct bus_call session;
	struct bus_call search;
	struct bus_call secrets;
	struct item *items;
	size_t item_count;
	bool any_locked; /* a hit, not the default collection */
	size_t shown;
	size_t damaged;
};

static int send_property(struct reading *r, struct bus_call *call,
			 const char *path,
			 const char *const interface_and_name[2])
{
	int n = bus_call_begin(&r->bus, call, path, get_property);

	if (n >= 0)
		n = sd_bus_message_append(call->message, "ss",
					  interface_and_name[0],
					  interface_and_name[1]);
	return n < 0 ? n : bus_call_send(call);
}

static int send_session(struct reading *r)
{
	int n = bus_call_begin(&r->bus, &r->session, service_path,
			       open_session);

	if (n >= 0)
		n = sd_bus_message_append(r->session.message, "sv", "plain",
					  "s", "");
	return n < 0 ? n : bus_call_send(&r->session);
}

static int append_attribute(const char *name, const char *value, void *argument)
{
	return sd_bus_message_append(argument, "{ss}", name, value);
}

static int send_search(struct reading *r)
{
	int n = bus_call_begin(&r->bus, &r->search, service_path, search_items);
	sd_bus_message *m = r->search.message;

	if (n >= 0 &&
	    (n = sd_bus_message_open_container(m, 'a', "{ss}")) >= 0 &&
	    (n = item_search(r->pattern, append_attribute, m)) >= 0)
		n = sd_bus_message_close_container(m);
	return n < 0 ? n : bus_call_send(&r->search);
}

/*
 * Locked goes first: KeePassXC does not answer a search until a person has
 * opened the database.
 */
static enum service_fault ask(struct reading *r)
{
	static const char *const locked[] = { "org.freedesktop.Secret."
					      "Collection",
					      "Locked" };
	int n;

	if ((n = send_property(r, &r->locked, default_path, locked)) < 0 ||
	    (n = send_session(r)) < 0 || (n = send_search(r)) < 0)
		return bus_errno(&r->bus, n);
	return bus_wait(&r->bus);
}

static enum service_fault default_locked(struct reading *r)
{
	int locked = 0;

	if (!r->locked.reply || bus_call_no_object(&r->locked))
		return FAULT_NONE; /* no default collection */
	if (sd_bus_message_is_method_error(r->locked.reply, NULL))
		return bus_call_fault(&r->locked);
	if (sd_bus_message_read(r->locked.reply, "v", "b", &locked) < 0)
		return FAULT_OTHER;
	return locked ? FAULT_LOCKED : FAULT_NONE;
}

static int read_paths(struct reading *r)
{
	sd_bus_message *m = r->search.reply;
	const char *path;
	int n = sd_bus_message_enter_container(m, 'a', "o");

	while (n >= 0 && (n = sd_bus_message_read_basic(m, 'o', &path)) > 0)
		r->item_count++;
	if (n < 0 || (n = sd_bus_message_rewind(m, 0)) < 0)
		return n;
	r->items = memory_alloc(r->item_count, sizeof(*r->items));
	for (size_t i = 0; i < r->item_count && n >= 0; i++)
		n = sd_bus_message_read_basic(m, 'o', &r->items[i].path);
	if (n < 0 || (n = sd_bus_message_exit_container(m)) < 0 ||
	    (n = sd_bus_message_enter_container(m, 'a', "o")) < 0)
		return n;
	n = sd_bus_message_at_end(m, 0);
	r->any_locked = n == 0;
	return n;
}

/* What was found, once all of the first round trip is there. */
static enum service_fault look(struct reading *r)
{
	enum service_fault fault = bus_call_fault(&r->search);
	int n;

	if (fault == FAULT_NONE)
		fault = bus_call_fault(&r->session);
	if (fault != FAULT_NONE)
		return fault;
	if ((n = read_paths(r)) < 0)
		return bus_errno(&r->bus, n);
	if (r->any_locked)
		return FAULT_LOCKED;
	if (r->item_count > 0)
		return FAULT_NONE;
	fault = default_locked(r);
	return fault == FAULT_NONE ? FAULT_NOT_FOUND : fault;
}

static int send_secrets(struct reading *r)
{
	int n = bus_call_begin(&r->bus, &r->secrets, service_path, get_secrets);
	sd_bus_message *m = r->secrets.message;
	const char *session;

	if (n < 0 || (n = sd_bus_message_skip(r->session.reply, "v")) < 0 ||
	    (n = sd_bus_message_read(r->session.reply, "o", &session)) < 0 ||
	    (n = sd_bus_message_open_container(m, 'a', "o")) < 0)
		return n;
	for (size_t i = 0; i < r->item_count && n >= 0; i++)
		n = sd_bus_message_append(m, "o", r->items[i].path);
	if (n < 0 || (n = sd_bus_message_close_container(m)) < 0 ||
	    (n = sd_bus_message_append(m, "o", session)) < 0)
		return n;
	return bus_call_send(&r->secrets);
}

/* All at once, but for no more calls than any bus has room for. */
static enum service_fault fetch(struct reading *r)
{
	static const char *const attributes[] = { "org.freedesktop.Secret.Item",
						  "Attributes" };
	enum service_fault fault = FAULT_NONE;
	int n = send_secrets(r);

	for (size_t i = 0; i < r->item_count && n >= 0; i++) {
		if (r->bus.waiting >= MOST_CALLS)
			fault = bus_wait(&r->bus);
		if (fault != FAULT_NONE)
			return fault;
		n = send_property(r, &r->items[i].attributes, r->items[i].path,
				  attributes);
	}
	return n < 0 ? bus_errno(&r->bus, n) : bus_wait(&r->bus);
}

/* An item is another program's if it says so; one just erased is nobody's. */
static enum service_fault read_attributes(struct item *item)
{
	sd_bus_message *m = item->attributes.reply;
	const char *name;
	const char *value;
	int n;

	item->foreign = bus_call_no_object(&item->attributes);
	if (item->foreign || sd_bus_message_is_method_error(m, NULL))
		return item->foreign ? FAULT_NONE
				     : bus_call_fault(&item->attributes);
	if ((n = sd_bus_message_enter_container(m, 'v', "a{ss}")) < 0 ||
	    (n = sd_bus_message_enter_container(m, 'a', "{ss}")) < 0)
		return bus_errno(item->attributes.bus, n);
	while ((n = sd_bus_message_read(m, "{ss}", &name, &value)) > 0)
		if (!item_attribute_is_ours(name, value))
			item->foreign = true;
	return n < 0 ? bus_errno(item->attributes.bus, n) : FAULT_NONE;
}

static bool is_foreign(const struct reading *r, const char *path)
{
	for (size_t i = 0; i < r->item_count; i++)
		if (strcmp(r->items[i].path, path) == 0)
			return r->items[i].foreign;
	return true;
}

/* Shows one record; false when the audience has seen enough. */
static bool show(struct reading *r, const char *text, size_t length,
		 const struct audience *audience)
{
	struct credential record = { 0 };
	struct error ignored = { 0 };
	bool more = true;

	if (record_decode(text, length, &record, &ignored) != STATUS_OK ||
	    !record.values[FIELD_PROTOCOL] || !record.values[FIELD_HOST]) {
		r->damaged++;
	} else if (!r->pattern || credential_matches(&record, r->pattern)) {
		r->shown++;
		credential_set(&record, FIELD_BACKEND, "secret-service");
		more = audience->visit(&record, audience->argument);
	}
	credential_clear(&record);
	return more;
}

/* One entry of the answer, {o(oayays)}: 0 at the end of the array. */
static int show_entry(struct reading *r, const struct audience *audience,
		      bool *more)
{
	sd_bus_message *m = r->secrets.reply;
	const char *path;
	const void *secret;
	size_t length;
	int n = sd_bus_message_enter_container(m, 'e', "o(oayays)");

	if (n <= 0 || (n = sd_bus_message_read(m, "o", &path)) < 0 ||
	    (n = sd_bus_message_enter_container(m, 'r', "oayays")) < 0 ||
	    (n = sd_bus_message_skip(m, "oay")) < 0 ||
	    (n = sd_bus_message_read_array(m, 'y', &secret, &length)) < 0)
		return n;
	if (*more && !is_foreign(r, path))
		*more = show(r, secret, length, audience);
	/* sd-bus wipes what it allocated for sending, not what it received. */
	explicit_bzero((void *)(uintptr_t)secret, length);
	if ((n = sd_bus_message_skip(m, "s")) < 0 ||
	    (n = sd_bus_message_exit_container(m)) < 0 ||
	    (n = sd_bus_message_exit_container(m)) < 0)
		return n;
	return 1;
}

static enum service_fault tell(struct reading *r,
			       const struct audience *audience)
{
	enum service_fault fault = bus_call_fault(&r->secrets);
	bool more = true;
	int n;

	for (size_t i = 0; i < r->item_count && fault == FAULT_NONE; i++)
		fault = read_attributes(&r->items[i]);
	if (fault != FAULT_NONE)
		return fault;
	n = sd_bus_message_enter_container(r->secrets.reply, 'a',
					   "{o(oayays)}");
	while (n > 0)
		n = show_entry(r, audience, &more);
	if (n < 0)
		return bus_errno(&r->bus, n);
	if (r->damaged && (!r->pattern || !r->shown))
		return FAULT_DAMAGED;
	return r->shown ? FAULT_NONE : FAULT_NOT_FOUND;
}

static void finish(struct reading *r)
{
	for (size_t i = 0; i < r->item_count && r->items; i++)
		bus_call_clear(&r->items[i].attributes);
	free(r->items);
	bus_call_clear(&r->secrets);
	bus_call_clear(&r->search);
	bus_call_clear(&r->session);
	bus_call_clear(&r->locked);
	bus_close(&r->bus);
}

enum service_fault service_read(int timeout, const struct credential *pattern,
				const struct audience *audience, char *text)
{
	struct reading r = { .pattern = pattern };
	enum service_fault fault = bus_open(&r.bus, timeout);

	if (fault == FAULT_NONE && (fault = ask(&r)) == FAULT_NONE &&
	    (fault = look(&r)) == FAULT_NONE &&
	    (fault = fetch(&r)) == FAULT_NONE)
		fault = tell(&r, audience);
	/* A search that waits for a database to be opened. */
	if (fault == FAULT_TIMEOUT && default_locked(&r) == FAULT_LOCKED)
		fault = FAULT_LOCKED;
	(void)snprintf(text, FAULT_TEXT_MAX, "%s", r.bus.text);
	finish(&r);
	return fault;
}
