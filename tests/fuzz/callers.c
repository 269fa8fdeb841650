/*
 * The protocols but git's, by the service in memory of the unit tests: words,
 * what the environment says and what is sent are any text. What is answered in
 * JSON is JSON, a refusal says why, and what cannot be sent is no success.
 */
#include <json-c/json.h>

#include "protocol/core/text.h"
#include "protocol/protocols.h"
#include "tests/fuzz/fuzz.h"
#include "tests/unit/protocol/stand-in.h"

static const char records[] =
	"protocol=https\nhost=h.example\nusername=ann\npassword=pw\n"
	"note.docker-server=h.example\n\n"
	"protocol=https\nhost=i.example\npath=v1\nusername=\npassword=%0A\"\n\n"
	"protocol=cargo+https\nhost=i.example\npath=index\npassword=crate\n"
	"password_expiry_utc=4070908800\nexpiry-known=told\n\n";

/* Whether each line of what was sent is JSON. */
static void check_json(const struct protocol *protocol,
		       const struct stand_in *s)
{
	static const struct protocol *const json[] = {
		&protocol_bazel,    &protocol_mcp_headers, &protocol_terraform,
		&protocol_cargo,    &protocol_kubectl,	   &protocol_aws,
		&protocol_openclaw,
	};
	const char *line = s->output.data;

	for (size_t i = 0; i < sizeof(json) / sizeof(json[0]); i++)
		if (protocol == json[i])
			protocol = NULL;
	while (!protocol && *line) {
		size_t length = strcspn(line, "\n");
		char *copy = fuzz_text((const uint8_t *)line, length);
		struct json_object *value = json_tokener_parse(copy);

		hold(json_object_is_type(value, json_type_object));
		hold(line[length] == '\n');
		json_object_put(value);
		free(copy);
		line += length + 1;
	}
}

static const struct protocol *choose(const uint8_t **data, size_t *size)
{
	size_t count = 0;
	const struct protocol *protocol;

	while (protocols[count])
		count++;
	protocol = protocols[**data % count];
	++*data;
	--*size;
	return protocol;
}

static void add_word(struct stand_in *s, const uint8_t **data, size_t *size)
{
	char *word = fuzz_part(data, size);

	if (word && *word)
		stand_in_word(s, word);
	free(word);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stand_in s;
	struct error e = { 0 };
	const struct protocol *protocol;
	enum status status;
	char *info;

	if (size == 0)
		return 0;
	protocol = choose(&data, &size);
	stand_in_open(&s, records, NULL);
	add_word(&s, &data, &size);
	add_word(&s, &data, &size);
	info = fuzz_part(&data, &size);
	setenv("KUBERNETES_EXEC_INFO", info ? info : "", 1);
	stand_in_send(&s, (const char *)data, size);
	status = protocol->serve(&s.call, &e);
	hold(status == STATUS_OK || status == STATUS_NOT_FOUND || e.message[0]);
	hold(text_is_utf8(e.message, strlen(e.message)));
	if (status == STATUS_OK)
		check_json(protocol, &s);
	stand_in_close(&s);
	free(info);
	return 0;
}
