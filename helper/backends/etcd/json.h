#ifndef HELPER_BACKENDS_ETCD_JSON_H
#define HELPER_BACKENDS_ETCD_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * The JSON of etcd's gateway to its API, version 3: bytes are in base64, large
 * numbers in quotes, and what is empty or zero is left out. Nothing here
 * touches the network.
 */

/* A key with its value. Start with `{0}`; end with etcd_pair_clear(). */
struct etcd_pair {
	struct buffer key;
	struct buffer value;
	long long revision; /* of the last change; 0: there is no such key */
};

void etcd_pair_clear(struct etcd_pair *pair);

/* What is read. */
struct etcd_range {
	const char *from;   /* a key */
	bool prefix;	    /* all keys that begin with `top` */
	const char *top;    /* of those; `from` is where to go on */
	bool behind;	    /* not `from` itself, but what comes behind it */
	bool count;	    /* only how many there are */
	bool keys;	    /* without their values */
	int limit;	    /* pairs */
	long long revision; /* as it was then; 0: as it is */
};

void etcd_add_range(const struct etcd_range *range, struct buffer *out);

/*
 * Appends the transaction that puts `value` under `key`, and reads it back, if
 * that was changed last at `revision`, 0 for never, and if there is no key at
 * all that begins with `none`, unless that is NULL. `lease` is text, or NULL.
 */
void etcd_add_put(const char *key, const struct buffer *value,
		  long long revision, const char *none, const char *lease,
		  struct buffer *out);

/* The one that deletes all pairs, if all are still as they were. */
void etcd_add_delete(const struct etcd_pair *pairs, size_t count,
		     struct buffer *out);

void etcd_add_login(const char *user, const char *password, struct buffer *out);
void etcd_add_lease(long long seconds, struct buffer *out);

struct json_object; /* json-c's */

/* Reads an answer; STATUS_FAILED if it is no JSON. */
enum status etcd_read(const struct buffer *text, struct json_object **out,
		      struct error *e);

/* Gives it back; NULL is fine. */
void etcd_drop(struct json_object *answer);

/* What a range answered. */
size_t etcd_pair_count(struct json_object *range);
bool etcd_pair_at(struct json_object *range, size_t index,
		  struct etcd_pair *out);
bool etcd_has_more(struct json_object *range);
long long etcd_count(struct json_object *range);
long long etcd_revision(struct json_object *answer);

/* What a transaction answered: whether it was carried out. */
bool etcd_succeeded(struct json_object *txn);

/* The range that is its last step, or NULL. Borrowed. */
struct json_object *etcd_last_range(struct json_object *txn);

/* What an answer that is an error says: gRPC's code, and why. */
int etcd_error_code(struct json_object *answer);

#endif
