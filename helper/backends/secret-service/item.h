#ifndef HELPER_BACKENDS_SECRET_SERVICE_ITEM_H
#define HELPER_BACKENDS_SECRET_SERVICE_ITEM_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * How a record looks as an item of the Secret Service. The secret is the
 * record's text (protocol/core/record.h) as `text/plain`, in one line, with
 * tabs behind its fields and without backslashes: gnome-keyring writes a
 * keyring without a password as a key file, which keeps nothing else as it was.
 * The attributes, which a keyring keeps unencrypted, are only an index:
 * `application`, `schema-version`, the address, provider and account. Values
 * are encoded by percent_encode(), since D-Bus carries UTF-8 only.
 */

#define ITEM_SCHEMA "org.ringbearer.Credential"
#define ITEM_CONTENT_TYPE "text/plain"

enum {
	ITEM_LABEL_MAX = 256
};

/* Appends the secret of `record`. */
void item_encode(const struct credential *record, struct buffer *out);

/*
 * Reads the secret of an item, in lines, too, as older versions wrote it, into
 * `out`, which it clears first. False, with `out` empty, if that is no record
 * with an address.
 */
bool item_decode(const char *text, size_t length, struct credential *out);

/* Takes one attribute; a negative answer ends the walk and is passed on. */
typedef int item_attribute(const char *name, const char *value, void *argument);

/*
 * Walks the attributes to search by: enough to find all that `pattern` (NULL:
 * every record) may match, with more to be sorted out by comparing records.
 * The schema's name is not among them: gnome-keyring finds no locked item by
 * it.
 */
int item_search(const struct credential *pattern, item_attribute *take,
		void *argument);

/* Walks the attributes to keep with `record`. */
int item_describe(const struct credential *record, item_attribute *take,
		  void *argument);

/* False for an attribute that only another program's item has. */
bool item_attribute_is_ours(const char *name, const char *value);

/* Sets the address field that an attribute of an item holds, if it does. */
void item_set_address(const char *name, const char *value,
		      struct credential *out);

/* Writes what people see in the keyring's own program. Nothing secret. */
void item_label(const struct credential *record, char out[ITEM_LABEL_MAX]);

/*
 * Items with one address, which ringbearer never makes: another program copied
 * or merged one, say. The newest counts; of two that are equally new the one
 * whose path is the last in the order of bytes, so that it is the same one
 * each time.
 */
struct twin {
	const struct credential *record;
	const char *path; /* the item's, on the bus */
	bool outdone;	  /* by another one at its address */
};

/* Sets `outdone` in each. Sorts them, if there are several. */
void twins_judge(struct twin *all, size_t count);

#endif
