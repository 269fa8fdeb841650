#include <string.h>

#include "helper/backends/foreign/git-helper-place.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

static const char prefix[] = "ringbearer:";
static const char no_host[] = "no-host&";
static const char username_is[] = "username=";
static const char path_is[] = "path=";

/* Helpers that make URLs of addresses lose an empty host. */
static const char in_place_of_host[] = "ringbearer.invalid";

/* What stands behind `start` in `text`, or NULL. */
static const char *behind(const char *text, const char *start)
{
	size_t length = strlen(start);

	return strncmp(text, start, length) == 0 ? text + length : NULL;
}

static bool goes_as_it_is(const struct credential *address)
{
	const char *username = address->values[FIELD_USERNAME];
	const char *host = address->values[FIELD_HOST];

	return !text_is_empty(username) && !behind(username, prefix) &&
	       !address->values[FIELD_PATH] && *host && !strchr(host, ':');
}

static void add_name(const char *name, struct buffer *out)
{
	struct buffer escaped = { 0 };

	buffer_add(&escaped, "", 0);
	percent_encode(name, &escaped);
	for (const char *c = escaped.data; *c; c++)
		if (*c == '&')
			buffer_add_text(out, "%26");
		else
			buffer_add(out, c, 1);
	buffer_clear(&escaped);
}

void helper_place(const struct credential *address, struct buffer *out)
{
	const char *username = address->values[FIELD_USERNAME];
	const char *path = address->values[FIELD_PATH];

	if (goes_as_it_is(address)) {
		buffer_add_text(out, HELPER_PLACE_AS_IS);
		return;
	}
	buffer_add_text(out, prefix);
	if (text_is_empty(address->values[FIELD_HOST]))
		buffer_add_text(out, no_host);
	if (username) {
		buffer_add_text(out, username_is);
		add_name(username, out);
		buffer_add_text(out, "&");
	}
	if (path)
		buffer_add_texts(out, path_is, path, NULL);
}

void helper_place_tell(const struct credential *address, const char *place,
		       struct credential *out)
{
	const char *host = address->values[FIELD_HOST];
	bool as_is = strcmp(place, HELPER_PLACE_AS_IS) == 0;

	credential_set(out, FIELD_PROTOCOL, address->values[FIELD_PROTOCOL]);
	credential_set(out, FIELD_HOST,
		       as_is || *host ? host : in_place_of_host);
	if (as_is)
		credential_set(out, FIELD_PATH, address->values[FIELD_PATH]);
	credential_set(out, FIELD_USERNAME,
		       as_is ? address->values[FIELD_USERNAME] : place);
}

static bool read_name(const char **text, struct credential *c)
{
	const char *name = behind(*text, username_is);
	size_t length = name ? strcspn(name, "&") : 0;
	struct buffer value = { 0 };
	bool good = true;

	if (!name)
		return true;
	buffer_add(&value, "", 0);
	good = name[length] == '&' && percent_decode(name, length, &value);
	if (good)
		credential_set(c, FIELD_USERNAME, value.data);
	buffer_clear(&value);
	*text = name + length + good;
	return good;
}

bool helper_place_read(const char *username, struct credential *c)
{
	const char *text = behind(username, prefix);
	struct credential read = { 0 };
	bool good = text && !behind(text, no_host) && read_name(&text, &read);

	if (good && behind(text, path_is))
		credential_set(&read, FIELD_PATH, behind(text, path_is));
	else if (good)
		good = *text == '\0';
	if (good) {
		credential_set(c, FIELD_USERNAME, read.values[FIELD_USERNAME]);
		credential_set(c, FIELD_PATH, read.values[FIELD_PATH]);
	}
	credential_clear(&read);
	return good;
}
