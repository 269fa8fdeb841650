#include <json-c/json.h>
#include <string.h>

#include "helper/import.h"
#include "protocol/json.h"
#include "protocol/text.h"
#include "protocol/web-address.h"

/* docker-credential-ringbearer lists what has this note; see docker.c. */
static const char server_note[] = "docker-server";

static const char not_text[] = "its members are not text";

/* `auth`, or what older programs and Kubernetes write beside it. */
static const char *read_secret(struct json_object *entry,
			       struct credential *found)
{
	const char *auth, *username, *password;
	struct error e = { 0 };

	if (json_text(entry, "auth", &auth, &e) != STATUS_OK ||
	    json_text(entry, "username", &username, &e) != STATUS_OK ||
	    json_text(entry, "password", &password, &e) != STATUS_OK)
		return not_text;
	if (!text_is_empty(auth))
		return import_set_pair(auth, found)
			       ? NULL
			       : "its 'auth' is no base64 of "
				 "USERNAME:PASSWORD";
	credential_set(found, FIELD_USERNAME, username);
	credential_set(found, FIELD_PASSWORD, password);
	return NULL;
}

static bool has(struct json_object *entry, const char *key)
{
	return json_object_object_get(entry, key) != NULL;
}

static void read_entry(const struct importing *in, const char *server,
		       struct json_object *entry)
{
	struct credential found = { 0 };
	struct error e = { 0 };
	const char *wrong = NULL;

	if (web_address_whole(server, &found, &e) != STATUS_OK)
		wrong = e.message;
	else if (!json_object_is_type(entry, json_type_object))
		wrong = not_text;
	else if (has(entry, "identitytoken") || has(entry, "registrytoken"))
		import_skip(in, 0, &found,
			    "an identity token, which 'docker login' makes "
			    "anew");
	else if (!(wrong = read_secret(entry, &found))) {
		credential_set_note(&found, server_note, server);
		import_take(in, 0, &found);
	}
	if (wrong)
		import_malformed(in, 0, wrong);
	credential_clear(&found);
}

static enum status read_docker(const struct importing *in, struct error *e)
{
	struct json_object *whole;
	struct json_object *entries;
	enum status status = json_read(in->text, strlen(in->text), &whole, e);

	if (status != STATUS_OK)
		return error_set(e, status, "the file is not one JSON object");
	entries = json_object_at(whole, "auths");
	if (entries) {
		json_object_object_foreach(entries, server, entry)
			read_entry(in, server, entry);
	}
	json_object_put(whole);
	return STATUS_OK;
}

const struct import_source import_docker = {
	.name = "docker",
	.file = ".docker/config.json",
	.remedy = "erase them by 'docker logout SERVER' before \"credsStore\" "
		  "names ringbearer in",
	.read = read_docker,
};
