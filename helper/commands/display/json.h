#ifndef HELPER_COMMANDS_DISPLAY_JSON_H
#define HELPER_COMMANDS_DISPLAY_JSON_H

#include <json-c/json.h>
#include <stdbool.h>

#include "protocol/core/error.h"

/* Answers to `--json`. What is not known is null. */

/* Sets the member `key` of `object` to a string; NULL: to null. */
void json_set_text(json_object *object, const char *key, const char *text);

/* The same with a number, or null if it is not known. */
void json_set_number(json_object *object, const char *key, bool known,
		     long long number);

/* The same with true or false. */
void json_set_flag(json_object *object, const char *key, bool flag);

/* The object as several lines, without an LF behind; it owns the text. */
const char *json_pretty(json_object *object);

/*
 * Writes json_pretty() and an LF to standard output, and drops the object.
 * STATUS_FAILED says that `what` ("the list") cannot be written.
 */
enum status json_write(json_object *object, const char *what, struct error *e);

/* Prints the object in one line with stdio, an LF behind, and drops it. */
void json_print(json_object *object);

#endif
