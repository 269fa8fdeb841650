#ifndef PROTOCOL_CORE_JSON_H
#define PROTOCOL_CORE_JSON_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * The JSON of the protocols: read by json-c, and written here, since json-c
 * would leave copies of what is secret behind.
 */

struct json_object; /* json-c's */

/* What json_parse() could not read. */
struct json_fault {
	const char *why; /* NULL: there was no memory */
	size_t line;
};

/*
 * Reads the `length` bytes at `text`, which a NUL follows, as one value of
 * JSON (RFC 8259), `depth` levels at most, into `out`, which the caller gives
 * to json_object_put(). Numbers beyond json-c's become its largest.
 */
bool json_parse(const char *text, size_t length, int depth,
		struct json_object **out, struct json_fault *fault);

/*
 * Reads the `length` bytes at `text`, which a NUL follows, as one JSON object
 * (RFC 8259, 32 levels at most; blanks may stand around it) into `out`, which
 * the caller gives to json_object_put(). STATUS_MALFORMED shows nothing of it.
 */
enum status json_read(const char *text, size_t length, struct json_object **out,
		      struct error *e);

/*
 * Points `value` to the text that `object` has as `key`, or NULL if it has
 * none or null; it is the object's. STATUS_MALFORMED, with the key, for what
 * is no text or holds a NUL.
 */
enum status json_text(struct json_object *object, const char *key,
		      const char **value, struct error *e);

/*
 * What `object`, which may be NULL, has as `key`: its text, or NULL for what
 * json_text() refuses, too; its object or list, or NULL; whether it is true;
 * its number, which may stand in quotes, or 0. Borrowed. `*count` becomes the
 * list's length, 0 if there is none.
 */
const char *json_text_at(struct json_object *object, const char *key);
struct json_object *json_object_at(struct json_object *object, const char *key);
struct json_object *json_list_at(struct json_object *object, const char *key,
				 size_t *count);
bool json_true_at(struct json_object *object, const char *key);
long long json_number_at(struct json_object *object, const char *key);

/* Appends `text` in quotes; it may hold any byte but NUL. */
void json_add_text(struct buffer *out, const char *text);
void json_add_bytes(struct buffer *out, const char *text, size_t length);

/*
 * Appends `"key":"value"`, behind a comma where something stands before it in
 * the same object. Nothing for a value that is NULL.
 */
void json_add_member(struct buffer *out, const char *key, const char *value);

/* Appends a comma where something stands before it in the same object. */
void json_add_comma(struct buffer *out);

/*
 * Appends header lines (`Name: value`, each ended by LF) as members of an
 * object; `as_lists`: each value a list of texts, those of one name together.
 */
void json_add_headers(struct buffer *out, const struct buffer *lines);
void json_add_header_lists(struct buffer *out, const struct buffer *lines);

/*
 * STATUS_MALFORMED unless what was written is UTF-8, as JSON must be: what is
 * kept may be other bytes.
 */
enum status json_check(const struct buffer *out, struct error *e);

#endif
