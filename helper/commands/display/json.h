#ifndef HELPER_COMMANDS_DISPLAY_JSON_H
#define HELPER_COMMANDS_DISPLAY_JSON_H

#include <json-c/json.h>

/*
 * Writes the answer to `--json` to standard output, with a newline behind it,
 * and drops the object. As write_all(): 0, or -1 with errno.
 */
int json_write(json_object *object);

#endif
