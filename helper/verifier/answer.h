#ifndef HELPER_VERIFIER_ANSWER_H
#define HELPER_VERIFIER_ANSWER_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"

struct json_object;

enum {
	ANSWER_HEADERS_MAX = 64 << 10, /* bytes, of all responses on the way */
	ANSWER_BODY_MAX = 1 << 20,     /* bytes, unless it says otherwise */
	ANSWER_DEPTH_MAX = 32,	       /* levels of JSON */
	ANSWER_PARTS_MAX = 1 << 15,    /* see answer_parse() */
};

/*
 * What a provider answered to one request. Start with `struct answer a = {0}`
 * and end with answer_clear().
 */
struct answer {
	long status;	       /* of HTTP */
	struct buffer headers; /* lines of the last response, CR LF kept */
	size_t header_bytes;   /* all that arrived, trailers included */
	struct buffer body;
	size_t body_max;	  /* bytes; 0: ANSWER_BODY_MAX */
	bool is_json;		  /* see answer_parse() */
	struct json_object *json; /* NULL is JSON's null, if `is_json` */
};

/*
 * Takes what arrives: one header line, a piece of the body. A line that
 * begins a response (a proxy's, then the provider's) drops the lines before
 * it. False if that is more than it may be: the transfer is to end.
 */
bool answer_add_header(struct answer *a, const char *line, size_t length);
bool answer_add_body(struct answer *a, const char *data, size_t length);

/*
 * Reads the body. It is JSON if all of it is one value by json-c's strict
 * reading, in UTF-8, and no deeper than ANSWER_DEPTH_MAX; the Content-Type
 * counts for nothing, since providers and portals label their answers wrongly.
 * With more than ANSWER_PARTS_MAX commas and opening brackets in it it is not
 * read, either: json-c makes some hundred bytes of each.
 */
void answer_parse(struct answer *a);

/* Wipes and frees everything. */
void answer_clear(struct answer *a);

/*
 * Appends the header's value, without blanks around it. False if there is no
 * such header; its name is compared in any case, the first one counts.
 */
bool answer_header(const struct answer *a, const char *name,
		   struct buffer *value);

/*
 * What a JSON pointer (RFC 6901) leads to; NULL for nothing and for JSON's
 * null. Borrowed from the answer.
 */
struct json_object *answer_at(const struct answer *a, const char *pointer);
struct json_object *value_at(struct json_object *value, const char *pointer);

/*
 * Appends a value as text: strings as they are but for a NUL, which becomes
 * `\x00` as in text_sanitize(); numbers as they were written; true and false;
 * and an array of these with blanks between. False for NULL, objects, arrays
 * of arrays, and whole numbers too large to be exact.
 */
bool value_text(struct json_object *value, struct buffer *out);

/* Both in one: the text at `pointer`. */
bool answer_text(const struct answer *a, const char *pointer,
		 struct buffer *out);

#endif
