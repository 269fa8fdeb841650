#ifndef HELPER_BACKENDS_SECRET_SERVICE_CALLS_H
#define HELPER_BACKENDS_SECRET_SERVICE_CALLS_H

#include <stdbool.h>

#include "helper/backends/secret-service/bus.h"
#include "protocol/core/credential.h"

/*
 * Says that we are here, and waits until that was heard; before any of the
 * calls below. gnome-keyring notes a client beside its main loop, which under
 * load may come to the first call before that, and aborts over a session for
 * somebody unknown (GNOME/gnome-keyring, issue 195).
 */
enum secrets_fault secrets_greet(struct bus *bus);

/*
 * The calls of the Secret Service specification that reading needs. Each is
 * sent without waiting; false if there is no memory.
 */

/* Opens a session in which secrets are not encrypted. Answers `vo`. */
bool secrets_send_session(struct bus *bus, struct bus_call *call);

/*
 * Searches: of `ours`, what `pattern` (NULL: every record) may match; of all,
 * what has the schema, unless that is NULL. By a schema gnome-keyring finds
 * nothing that is locked. Answers `aoao`: unlocked and locked items.
 */
bool secrets_send_search(struct bus *bus, struct bus_call *call, bool ours,
			 const struct credential *pattern, const char *schema);

/* Asks for the properties of the item `path`. Answers `a{sv}`. */
bool secrets_send_item(struct bus *bus, struct bus_call *call,
		       const char *path);

/* Asks whether the default collection is locked. Answers `v`. */
bool secrets_send_locked(struct bus *bus, struct bus_call *call);

/* FAULT_LOCKED if the answer says so; FAULT_NONE if not, or there is none. */
enum secrets_fault secrets_default_locked(const struct bus_call *call);

/*
 * Fetches the secrets of the unlocked items of an answered search, by an
 * answered session. Answers `a{o(oayays)}`.
 */
bool secrets_send_secrets(struct bus *bus, struct bus_call *call,
			  const struct bus_call *session,
			  const struct bus_call *search);

/* An item's secret; borrowed from the answer. */
struct secrets_value {
	const char *path; /* of the item */
	const char *bytes;
	size_t length;
};

/*
 * Takes the next one of the entries, `{o(oayays)}`, of such an answer; false
 * behind the last one.
 */
bool secrets_next_secret(DBusMessageIter *entries, struct secrets_value *out);

#endif
