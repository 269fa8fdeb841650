#ifndef HELPER_BACKENDS_VAULT_ENTRY_H
#define HELPER_BACKENDS_VAULT_ENTRY_H

#include <stdbool.h>

#include "helper/backends/vault/call.h"
#include "protocol/core/buffer.h"

/*
 * An entry of vault: one field for each line of the record, so that people
 * read it in vault's own pages, and one that says which of them are ours
 * (VAULT_MARK). The others are somebody else's and stay as they are.
 */

/* Start with `{0}`, end with vault_entry_clear(). */
struct vault_entry {
	int version; /* of the newest, erased or not; 0: there never was one */
	bool is_there;		  /* and it is not erased */
	struct json_object *data; /* of the answer; NULL if it is not there */
	struct vault_answer answer;
};

/*
 * Reads a version of the entry at `path`; 0: the newest. STATUS_OK, too, if
 * there is none or it is erased.
 */
enum status vault_entry_read(struct vault *v, const char *path, int version,
			     struct vault_entry *entry, struct error *e);
void vault_entry_clear(struct vault_entry *entry);

/*
 * Makes a record of what is there; the address is set already and stays.
 * STATUS_FAILED, with the path, for what is no record.
 */
enum status vault_entry_record(const struct vault_entry *entry,
			       const char *path, struct credential *record,
			       struct error *e);

/*
 * Writes the record where `old` was read, unless something else stands there
 * by now: then `*late` is true. `old` may be one that is not there. `*version`
 * becomes the new one's number.
 */
enum status vault_entry_write(struct vault *v, const char *path,
			      const struct vault_entry *old,
			      const struct credential *record, bool *late,
			      int *version, struct error *e);

/* Writes the fields of `source` there, as they are. */
enum status vault_entry_copy(struct vault *v, const char *path,
			     const struct vault_entry *source, int cas,
			     bool *late, int *version, struct error *e);

/*
 * Asks for `MOUNT/WHAT/PATH`, where `what` is data, metadata, ...; what the
 * call has as its path, or NULL, stands behind that.
 */
enum status vault_entry_ask(struct vault *v, const char *what, const char *path,
			    struct vault_call call, struct vault_answer *a,
			    struct error *e);

/* The same, for one version of the entry: `what` is delete or undelete. */
enum status vault_entry_ask_version(struct vault *v, const char *what,
				    const char *path, int version,
				    struct vault_answer *a, struct error *e);

/*
 * Whose the fields of an entry are: its field `ringbearer` holds the format's
 * number, a colon, and the keys that were written by us, a comma behind each.
 */
#define VAULT_MARK "ringbearer"
#define VAULT_FORMAT "1:"

/* Before the key of a value that is percent-encoded, since it is no UTF-8. */
#define VAULT_ENCODED "encoded."

/* The key without VAULT_ENCODED; whether that stood there. Borrowed. */
const char *vault_base_of(const char *key, bool *encoded);

/* Appends the key as it stands in the mark. */
void vault_add_marked(const char *key, struct buffer *out);

/* Whether a new record takes the field's place, or leaves it out. */
bool vault_is_ours(struct json_object *data, const char *key);

#endif
