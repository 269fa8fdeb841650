#ifndef HELPER_CLIENTS_JSON_FILE_H
#define HELPER_CLIENTS_JSON_FILE_H

#include "helper/clients/client.h"

/*
 * A file of settings in JSON, which is to say the same when it is written as
 * when it was read.
 */

struct json_object; /* json-c's */

/*
 * Reads its `text` into `out`, which the caller gives to json_object_put()
 * whatever comes back; an empty one has no members. STATUS_MALFORMED, with the
 * line, for what is no object of plain JSON, or what json-c would not keep
 * whole.
 */
enum status json_file_read(const struct client_use *use, const char *text,
			   struct json_object **out, struct error *e);

/*
 * Appends the text of `object`, indented as the text `before` was: by tabs or
 * two blanks.
 */
void json_file_write(struct json_object *object, const char *before,
		     struct buffer *out);

#endif
