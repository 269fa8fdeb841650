#ifndef HELPER_BACKENDS_VAULT_ENTRY_H
#define HELPER_BACKENDS_VAULT_ENTRY_H

#include <stdbool.h>

#include "helper/backends/vault/vault.h"

/*
 * An entry of vault: one field for each line of the record, so that people
 * read it in vault's own pages, and one that says which of them are ours
 * (vault-mark.h). The others are somebody else's and stay as they are.
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

/* Appends `MOUNT/WHAT/PATH`, fit for a URL; `what` is data, metadata, ... */
void vault_entry_url(const struct vault *v, const char *what, const char *path,
		     struct buffer *out);

#endif
