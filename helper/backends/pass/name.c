#include <sodium.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/pass/name.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"

static const char none[] = "=none";
static const char empty[] = "=empty";

enum {
	CUT_LENGTH = 120, /* bytes that stay of a part that is too long */
	HASH_BYTES = 16,
};

static bool is_plain(char c)
{
	return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
	       (c >= '0' && c <= '9') || (c != '\0' && strchr("@._+-", c));
}

/* A dot that would hide the file, or make a folder look like an entry. */
static bool is_special(const char *value, size_t length, size_t i)
{
	return value[i] == '.' &&
	       (i == 0 || (length - i == strlen(PASS_SUFFIX) &&
			   memcmp(value + i, PASS_SUFFIX, length - i) == 0));
}

static void escape(const char *value, size_t length, struct buffer *out)
{
	for (size_t i = 0; i < length; i++)
		percent_add(value[i],
			    is_plain(value[i]) && !is_special(value, length, i),
			    out);
}

static void cut(const char *value, size_t length, struct buffer *part)
{
	unsigned char hash[HASH_BYTES];
	char digits[2 * HASH_BYTES + 1];

	(void)crypto_generichash(hash, sizeof(hash),
				 (const unsigned char *)value, length, NULL, 0);
	(void)sodium_bin2hex(digits, sizeof(digits), hash, sizeof(hash));
	if (part->length > CUT_LENGTH)
		part->length = CUT_LENGTH;
	buffer_add_texts(part, "=", digits, NULL);
}

static void add_part(const char *value, size_t length, bool whole,
		     struct buffer *out)
{
	struct buffer part = { 0 };

	escape(value, length, &part);
	if (length == 0)
		buffer_add_text(&part, empty);
	if (part.length > PASS_PART_MAX || !whole)
		cut(value, length, &part);
	buffer_add(out, part.data, part.length);
	buffer_clear(&part);
}

/* Each with a slash before it. */
static void add_parts(const char *path, struct buffer *out)
{
	const size_t before = out->length;
	size_t count = 0;
	size_t length;

	for (const char *part = path; part; count++) {
		length = strcspn(part, "/");
		buffer_add_text(out, "/");
		add_part(part, length, true, out);
		part = part[length] ? part + length + 1 : NULL;
	}
	if (count <= PASS_PARTS_MAX && out->length - before <= PASS_PATH_MAX)
		return;
	out->length = before;
	buffer_add_text(out, "/");
	add_part(path, strlen(path), false, out);
}

static void add_value(const struct credential *c, enum field field,
		      struct buffer *out)
{
	const char *value = c->values[field];

	if (value)
		add_part(value, strlen(value), true, out);
	else
		buffer_add_text(out, none);
}

static void add_folder(const char *prefix, const struct credential *c,
		       struct buffer *out)
{
	buffer_add_texts(out, prefix, "/", NULL);
	add_value(c, FIELD_PROTOCOL, out);
	buffer_add_text(out, "/");
	add_value(c, FIELD_HOST, out);
	if (c->values[FIELD_PATH])
		add_parts(c->values[FIELD_PATH], out);
}

static char *give(struct buffer *name)
{
	char *text = memory_copy(name->data, name->length);

	buffer_clear(name);
	return text;
}

char *pass_name(const char *prefix, const struct credential *address)
{
	struct buffer name = { 0 };

	add_folder(prefix, address, &name);
	buffer_add_text(&name, "/");
	add_value(address, FIELD_USERNAME, &name);
	buffer_add_text(&name, PASS_SUFFIX);
	return give(&name);
}

char *pass_name_folder(const char *prefix, const struct credential *pattern)
{
	struct buffer name = { 0 };

	add_folder(prefix, pattern, &name);
	return give(&name);
}

char *pass_name_file(const struct credential *pattern)
{
	struct buffer name = { 0 };

	add_value(pattern, FIELD_USERNAME, &name);
	buffer_add_text(&name, PASS_SUFFIX);
	return give(&name);
}

bool pass_name_is_entry(const char *file)
{
	const size_t length = strlen(file);
	const size_t suffix = strlen(PASS_SUFFIX);

	return length > suffix && file[0] != '.' &&
	       strcmp(file + length - suffix, PASS_SUFFIX) == 0;
}

/* The part of a name before `end`, which becomes a field unless it is none. */
static bool read_part(const char *part, size_t length, struct buffer *out)
{
	if (length == strlen(empty) && memcmp(part, empty, length) == 0)
		return true;
	return !memchr(part, '=', length) && percent_decode(part, length, out);
}

static bool set_part(const char *part, size_t length, enum field field,
		     struct credential *out)
{
	struct buffer value = { 0 };
	bool good;

	if (length == strlen(none) && memcmp(part, none, length) == 0)
		return true;
	buffer_add(&value, "", 0);
	good = read_part(part, length, &value);
	if (good)
		credential_set(out, field, value.data);
	buffer_clear(&value);
	return good;
}

/* The parts before the username, which begins at `end`. */
static bool set_path(const char *parts, const char *end, struct credential *out)
{
	struct buffer path = { 0 };
	bool good = true;
	size_t length;

	for (const char *part = parts; part < end && good;) {
		length = strcspn(part, "/");
		if (part > parts)
			buffer_add_text(&path, "/");
		buffer_add(&path, "", 0);
		good = read_part(part, length, &path);
		part += length + 1;
	}
	if (good && parts < end)
		credential_set(out, FIELD_PATH, path.data);
	buffer_clear(&path);
	return good;
}

/* What stands behind the prefix. */
static bool read_name(const char *name, struct credential *out)
{
	const size_t protocol = strcspn(name, "/");
	const char *host = name + protocol + 1;
	const char *file = strrchr(name, '/');
	const char *path;

	if (!file || file < host || !pass_name_is_entry(file + 1))
		return false;
	path = host + strcspn(host, "/") + 1;
	file++;
	return set_part(name, protocol, FIELD_PROTOCOL, out) &&
	       set_part(host, (size_t)(path - host) - 1, FIELD_HOST, out) &&
	       set_path(path, file, out) &&
	       set_part(file, strlen(file) - strlen(PASS_SUFFIX),
			FIELD_USERNAME, out);
}

bool pass_name_read(const char *prefix, const char *name,
		    struct credential *out)
{
	const size_t length = strlen(prefix);
	bool good = strncmp(name, prefix, length) == 0 && name[length] == '/';
	char *again;

	credential_clear(out);
	good = good && read_name(name + length + 1, out);
	/* There may be several ways to write one address, but one is ours. */
	again = good ? pass_name(prefix, out) : NULL;
	good = good && strcmp(again, name) == 0;
	free(again);
	if (!good)
		credential_clear(out);
	return good;
}
