#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/clients/client.h"
#include "helper/system/paths.h"
#include "protocol/core/memory.h"

const struct client *client_find(const char *name)
{
	for (size_t i = 0; clients[i]; i++)
		if (strcmp(clients[i]->name, name) == 0)
			return clients[i];
	return NULL;
}

bool client_word_is_fit(const char *word)
{
	static const char fit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				  "abcdefghijklmnopqrstuvwxyz"
				  "0123456789._:/@+-";
	size_t length = strlen(word);

	return length > 0 && length < CLIENT_WORD_SIZE && *word != '-' &&
	       strspn(word, fit) == length;
}

/* What a variable of a text stands for: its length, and where it is. */
static size_t value_of(const struct client_use *use, const char *name,
		       size_t length, const char **value)
{
	const char *first = use->words[0] ? use->words[0] : "";

	*value = "";
	if (length == 1 && *name == '1')
		*value = first;
	else if (length == 1 && *name == '2')
		*value = use->words[1] ? use->words[1] : first;
	else if (length == 4 && memcmp(name, "link", 4) == 0)
		*value = use->link ? use->link : "";
	else if (length == 4 && memcmp(name, "host", 4) == 0) {
		*value = first;
		return strcspn(first, "/");
	}
	return strlen(*value);
}

char *client_expand(const struct client_use *use, const char *text)
{
	struct buffer out = { 0 };
	char *copy;

	buffer_add(&out, "", 0);
	while (*text) {
		const char *end = *text == '{' ? strchr(text, '}') : NULL;
		size_t plain = strcspn(text + 1, "{") + 1;
		const char *value;

		/* HCL has an empty pair of its own. */
		if (!end || end == text + 1) {
			buffer_add(&out, text, plain);
			text += plain;
			continue;
		}
		plain = value_of(use, text + 1, (size_t)(end - text - 1),
				 &value);
		buffer_add(&out, value, plain);
		text = end + 1;
	}
	copy = memory_copy(out.data, out.length);
	buffer_clear(&out);
	return copy;
}

/* Of a list, as KUBECONFIG may be, the first one is written to. */
static char *by_variable(const struct client *client)
{
	const char *value = client->variable ? getenv(client->variable) : NULL;
	size_t length = value ? strcspn(value, ":") : 0;

	if (!value || *value != '/')
		return NULL;
	return memory_format("%.*s%s%s", (int)length, value,
			     client->below ? "/" : "",
			     client->below ? client->below : "");
}

char *client_file(const struct client *client)
{
	char *path = by_variable(client);
	char *first = NULL;

	if (path)
		return path;
	if (client->place)
		return client->place();
	for (int i = 0; i < CLIENT_FILES_MAX && client->files[i]; i++) {
		path = path_of_settings(client->files[i]);
		if (access(path, F_OK) == 0) {
			free(first);
			return path;
		}
		if (first)
			free(path);
		else
			first = path;
	}
	return first;
}
