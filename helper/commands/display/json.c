#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/display/json.h"
#include "protocol/core/buffer.h"

void json_set_text(json_object *object, const char *key, const char *text)
{
	json_object_object_add(object, key,
			       text ? json_object_new_string(text) : NULL);
}

void json_set_number(json_object *object, const char *key, bool known,
		     long long number)
{
	json_object_object_add(object, key,
			       known ? json_object_new_int64(number) : NULL);
}

void json_set_flag(json_object *object, const char *key, bool flag)
{
	json_object_object_add(object, key, json_object_new_boolean(flag));
}

const char *json_pretty(json_object *object)
{
	return json_object_to_json_string_ext(
		object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				JSON_C_TO_STRING_NOSLASHESCAPE);
}

enum status json_write(json_object *object, const char *what, struct error *e)
{
	const char *text = json_pretty(object);
	int result = write_all(STDOUT_FILENO, text, strlen(text));

	if (result == 0)
		result = write_all(STDOUT_FILENO, "\n", 1);
	json_object_put(object);
	return result == 0
		       ? STATUS_OK
		       : error_errno(e, STATUS_FAILED, "cannot write %s", what);
}

void json_print(json_object *object)
{
	printf("%s\n", json_object_to_json_string_ext(
			       object, JSON_C_TO_STRING_PLAIN |
					       JSON_C_TO_STRING_NOSLASHESCAPE));
	json_object_put(object);
}
