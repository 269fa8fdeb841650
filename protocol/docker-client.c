#include <json-c/json.h>
#include <string.h>

#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/docker-client.h"

const char docker_not_found[] = "credentials not found in native keychain";

void docker_ask_store(const char *server, const char *username,
		      const char *secret, struct buffer *out)
{
	buffer_add_text(out, "{");
	json_add_member(out, "ServerURL", server);
	json_add_member(out, "Username", username);
	json_add_member(out, "Secret", secret);
	buffer_add_text(out, "}");
}

/* How long the text is without the blanks at its end. */
static size_t trimmed(const struct buffer *text)
{
	size_t length = text->length;

	while (length > 0 && strchr(" \t\r\n", text->data[length - 1]))
		length--;
	return length;
}

bool docker_says_not_found(const struct buffer *answer)
{
	return trimmed(answer) == strlen(docker_not_found) &&
	       memcmp(answer->data, docker_not_found,
		      strlen(docker_not_found)) == 0;
}

static enum status take_answer(struct json_object *object, const char *server,
			       struct credential *out, struct error *e)
{
	const char *named, *username, *secret;
	enum status status = json_text(object, "ServerURL", &named, e);

	if (status == STATUS_OK)
		status = json_text(object, "Username", &username, e);
	if (status == STATUS_OK)
		status = json_text(object, "Secret", &secret, e);
	if (status != STATUS_OK)
		return status;
	if (!text_is_empty(named) && !text_equal(named, server))
		return error_set(e, STATUS_MALFORMED,
				 "it is for another server");
	if (text_is_empty(username) && text_is_empty(secret))
		return STATUS_OK;
	credential_set(out, FIELD_USERNAME, username);
	credential_set(out, FIELD_PASSWORD, secret);
	return STATUS_OK;
}

static enum status read_object(const struct buffer *answer,
			       struct json_object **object, struct error *e)
{
	enum status status = json_read(answer->data, answer->length, object, e);

	return status == STATUS_OK
		       ? STATUS_OK
		       : error_set(e, status, "it is not one JSON object");
}

enum status docker_read_answer(const struct buffer *answer, const char *server,
			       struct credential *out, struct error *e)
{
	struct json_object *object = NULL;
	enum status status = read_object(answer, &object, e);

	if (status == STATUS_OK)
		status = take_answer(object, server, out, e);
	json_object_put(object);
	return status;
}

/* A NUL would end it where the helper's does not. */
static bool is_text(struct json_object *value)
{
	return json_object_is_type(value, json_type_string) &&
	       strlen(json_object_get_string(value)) ==
		       (size_t)json_object_get_string_len(value);
}

enum status docker_read_list(const struct buffer *answer, docker_visit *visit,
			     void *argument, struct error *e)
{
	struct json_object *object = NULL;
	enum status status = read_object(answer, &object, e);

	if (status == STATUS_OK) {
		json_object_object_foreach(object, server, username)
		{
			if (is_text(username) &&
			    !visit(server, json_object_get_string(username),
				   argument))
				break;
		}
	}
	json_object_put(object);
	return status;
}
