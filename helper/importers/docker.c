#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "helper/importers/import.h"
#include "protocol/core/json.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"

/* docker-credential-ringbearer lists what has this note; see docker.c. */
static const char server_note[] = "docker-server";

static const char not_text[] = "its members are not text";

/*
 * Of all entries what is wanted is read before the first is handed over: the
 * object, whose memory is json-c's, is not to lie there while one is stored.
 */
struct entry {
	struct credential found;
	const char *wrong;   /* NULL unless it cannot be read */
	const char *skipped; /* NULL unless it is not wanted */
	struct error e;	     /* holds `wrong` where it must */
};

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

static void read_entry(const char *server, struct json_object *entry,
		       struct entry *out)
{
	if (web_address_whole(server, &out->found, &out->e) != STATUS_OK)
		out->wrong = out->e.message;
	else if (!json_object_is_type(entry, json_type_object))
		out->wrong = not_text;
	else if (has(entry, "identitytoken") || has(entry, "registrytoken"))
		out->skipped = "an identity token, which 'docker login' makes "
			       "anew";
	else
		out->wrong = read_secret(entry, &out->found);
	credential_set_note(&out->found, server_note, server);
}

static void hand_over(const struct importing *in, struct entry *entry)
{
	if (entry->wrong)
		import_malformed(in, 0, entry->wrong);
	else if (entry->skipped)
		import_skip(in, 0, &entry->found, entry->skipped);
	else
		import_take(in, 0, &entry->found);
	credential_clear(&entry->found);
}

static enum status read_docker(const struct importing *in, struct error *e)
{
	struct json_object *whole;
	struct json_object *auths;
	struct entry *entries = NULL;
	size_t count = 0;
	enum status status = json_read(in->text, strlen(in->text), &whole, e);

	if (status != STATUS_OK)
		return error_set(e, status, "the file is not one JSON object");
	auths = json_object_at(whole, "auths");
	if (auths) {
		entries = memory_alloc((size_t)json_object_object_length(auths),
				       sizeof(*entries));
		json_object_object_foreach(auths, server, entry)
			read_entry(server, entry, &entries[count++]);
	}
	json_object_put(whole);
	for (size_t i = 0; i < count; i++)
		hand_over(in, &entries[i]);
	free(entries);
	return STATUS_OK;
}

const struct import_source import_docker = {
	.name = "docker",
	.file = ".docker/config.json",
	.remedy = "erase them by 'docker logout SERVER' before \"credsStore\" "
		  "names ringbearer in",
	.read = read_docker,
};
