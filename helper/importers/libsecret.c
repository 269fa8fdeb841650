#include <stdio.h>
#include <string.h>

#include "helper/backends/secret-service/other-items.h"
#include "helper/importers/import.h"
#include "protocol/core/text.h"

enum {
	HOST_SIZE = 512
};

/*
 * The password, and behind it, in newer versions of git, a line for each other
 * secret: all in one text.
 */
static const char *take_secret(const struct keyring_item *item,
			       struct credential *found)
{
	static const struct {
		const char *prefix;
		enum field field;
	} lines[] = {
		{ "password_expiry_utc=", FIELD_PASSWORD_EXPIRY_UTC },
		{ "oauth_refresh_token=", FIELD_OAUTH_REFRESH_TOKEN },
	};
	struct import_line line = { .next = item->secret };

	if (strlen(item->secret) != item->secret_length)
		return "its password holds a NUL";
	while (import_next_line(&line)) {
		if (line.number == 1)
			credential_set_bytes(found, FIELD_PASSWORD, line.text,
					     line.length);
		for (size_t i = 0; i < 2 && line.number > 1; i++) {
			size_t length = strlen(lines[i].prefix);

			if (line.length > length &&
			    memcmp(line.text, lines[i].prefix, length) == 0)
				credential_set_bytes(found, lines[i].field,
						     line.text + length,
						     line.length - length);
		}
	}
	return NULL;
}

/* git's helper keeps the port apart; none is kept as 0 by some. */
static const char *take_host(const struct keyring_item *item,
			     struct credential *found)
{
	const char *server = keyring_attribute(item, "server");
	const char *port = keyring_attribute(item, "port");
	char host[HOST_SIZE];
	int length;

	if (text_is_empty(server) ||
	    text_is_empty(keyring_attribute(item, "protocol")))
		return "it has no protocol and server";
	if (text_is_empty(port) || strcmp(port, "0") == 0)
		length = snprintf(host, sizeof(host), "%s", server);
	else
		length = snprintf(host, sizeof(host), "%s:%s", server, port);
	if (length >= HOST_SIZE)
		return "its server is too long";
	credential_set(found, FIELD_HOST, host);
	return NULL;
}

static void read_item(const struct keyring_item *item, void *argument)
{
	const struct importing *in = argument;
	const char *path = keyring_attribute(item, "object");
	struct credential found = { 0 };
	const char *wrong = take_host(item, &found);

	if (!wrong)
		wrong = take_secret(item, &found);
	credential_set(&found, FIELD_PROTOCOL,
		       keyring_attribute(item, "protocol"));
	credential_set(&found, FIELD_USERNAME, keyring_attribute(item, "user"));
	if (!text_is_empty(path))
		credential_set(&found, FIELD_PATH, path);
	if (wrong)
		import_malformed(in, 0, wrong);
	else
		import_take(in, 0, &found);
	credential_clear(&found);
}

/* Older versions of git have no schema of their own, but the label tells. */
static void read_older_item(const struct keyring_item *item, void *argument)
{
	if (strncmp(item->label, "Git: ", 5) == 0)
		read_item(item, argument);
}

static enum status read_libsecret(const struct importing *in, struct error *e)
{
	enum status status = keyring_items(in->config, "org.git.Password",
					   read_item, (void *)in, e);

	if (status == STATUS_OK)
		status = keyring_items(in->config,
				       "org.gnome.keyring.NetworkPassword",
				       read_older_item, (void *)in, e);
	/* Other back-ends are no way out of that here. */
	if (status == STATUS_LOCKED)
		error_hint(e, "unlock it: log in to the desktop, or open the "
			      "keyring's own program");
	else if (status == STATUS_UNAVAILABLE)
		error_hint(e, "run it in the desktop session that git's "
			      "helper is used in");
	return status;
}

const struct import_source import_libsecret = {
	.name = "libsecret",
	.place = "the keyring",
	.remedy = "let git use 'ringbearer' in the place of 'libsecret', then "
		  "delete git's items in the keyring's own program",
	.read = read_libsecret,
};
