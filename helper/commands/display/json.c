#include <string.h>
#include <unistd.h>

#include "helper/commands/display/json.h"
#include "protocol/core/buffer.h"

int json_write(json_object *object)
{
	const char *text = json_object_to_json_string_ext(
		object, JSON_C_TO_STRING_PRETTY | JSON_C_TO_STRING_SPACED |
				JSON_C_TO_STRING_NOSLASHESCAPE);
	int result = write_all(STDOUT_FILENO, text, strlen(text));

	if (result == 0)
		result = write_all(STDOUT_FILENO, "\n", 1);
	json_object_put(object);
	return result;
}
