#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/secret-service/item.h"
#include "protocol/core/buffer.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

/* The fields that are attributes; the first ADDRESS_COUNT are the address. */
static const enum field indexed[] = { FIELD_PROTOCOL, FIELD_HOST,
				      FIELD_PATH,     FIELD_USERNAME,
				      FIELD_PROVIDER, FIELD_ACCOUNT };
enum {
	ADDRESS_COUNT = 4,
	INDEXED_COUNT = sizeof(indexed) / sizeof(indexed[0]),
};

/* The key file's reader would take `\` for an escape, its writer does not. */
void item_encode(const struct credential *record, struct buffer *out)
{
	struct buffer lines = { 0 };

	record_encode(record, &lines);
	for (size_t i = 0; i < lines.length; i++)
		if (lines.data[i] == '\n')
			buffer_add_text(out, "\t");
		else if (lines.data[i] == '\\')
			buffer_add_text(out, "%5C");
		else
			buffer_add(out, &lines.data[i], 1);
	buffer_clear(&lines);
}

bool item_decode(const char *text, size_t length, struct credential *out)
{
	struct buffer lines = { 0 };
	struct error ignored = { 0 };
	bool whole;

	buffer_add(&lines, text, length);
	for (size_t i = 0; i < length; i++)
		if (lines.data[i] == '\t')
			lines.data[i] = '\n';
	whole = record_decode(lines.data, lines.length, out, &ignored) ==
			STATUS_OK &&
		out->values[FIELD_PROTOCOL] && out->values[FIELD_HOST];
	if (!whole)
		credential_clear(out);
	buffer_clear(&lines);
	return whole;
}

static int take_field(const struct credential *c, enum field field,
		      item_attribute *take, void *argument)
{
	struct buffer value = { 0 };
	int r;

	percent_encode(c->values[field], &value);
	r = take(field_info[field].key, value.data ? value.data : "", argument);
	buffer_clear(&value);
	return r;
}

int item_search(const struct credential *pattern, item_attribute *take,
		void *argument)
{
	int r = take("application", "ringbearer", argument);

	for (int i = 0; i < ADDRESS_COUNT && pattern && r >= 0; i++) {
		const char *value = pattern->values[indexed[i]];

		/* Not every service keeps or finds an empty value. */
		if (value && value[0])
			r = take_field(pattern, indexed[i], take, argument);
	}
	return r;
}

int item_describe(const struct credential *record, item_attribute *take,
		  void *argument)
{
	int r = take("application", "ringbearer", argument);

	if (r >= 0)
		r = take("schema-version", "1", argument);
	for (int i = 0; i < INDEXED_COUNT && r >= 0; i++)
		if (record->values[indexed[i]])
			r = take_field(record, indexed[i], take, argument);
	return r;
}

bool item_attribute_is_ours(const char *name, const char *value)
{
	if (strcmp(name, "xdg:schema") == 0)
		return strcmp(value, ITEM_SCHEMA) == 0;
	if (strcmp(name, "application") == 0)
		return strcmp(value, "ringbearer") == 0;
	return true;
}

void item_set_address(const char *name, const char *value,
		      struct credential *out)
{
	struct buffer plain = { 0 };

	for (int i = 0; i < ADDRESS_COUNT; i++) {
		if (strcmp(field_info[indexed[i]].key, name) != 0)
			continue;
		if (percent_decode(value, strlen(value), &plain))
			credential_set_bytes(out, indexed[i],
					     plain.data ? plain.data : "",
					     plain.length);
		buffer_clear(&plain);
	}
}

static bool is_given(const char *value)
{
	return value && value[0];
}

void item_label(const struct credential *record, char out[ITEM_LABEL_MAX])
{
	const char *provider = record->values[FIELD_PROVIDER];
	const char *host = record->values[FIELD_HOST];
	const char *account = record->values[FIELD_ACCOUNT];
	char raw[2 * ITEM_LABEL_MAX];

	if (!is_given(account))
		account = record->values[FIELD_USERNAME];
	if (!is_given(account))
		account = NULL;
	if (!is_given(host))
		host = record->values[FIELD_PROTOCOL];
	if (is_given(provider))
		(void)snprintf(raw, sizeof(raw), "%c%s token%s%s",
			       toupper((unsigned char)provider[0]),
			       provider + 1, account ? " of " : "",
			       account ? account : "");
	else
		(void)snprintf(raw, sizeof(raw), "%s%s%s",
			       account ? account : "", account ? " at " : "",
			       host);
	text_sanitize(raw, out, ITEM_LABEL_MAX);
}

/* NULL comes before any text. */
static int compare_text(const char *a, const char *b)
{
	if (!a || !b)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}

static int compare_address(const struct credential *a,
			   const struct credential *b)
{
	int order = 0;

	for (int f = 0; f < FIELD_COUNT && order == 0; f++)
		if (field_info[f].flags & FIELD_IS_ADDRESS)
			order = compare_text(a->values[f], b->values[f]);
	return order;
}

/* What counts comes last of its address. */
static int compare(const void *left, const void *right)
{
	const struct twin *a = left;
	const struct twin *b = right;
	long long age_a = credential_number(a->record, FIELD_STORED);
	long long age_b = credential_number(b->record, FIELD_STORED);
	int order = compare_address(a->record, b->record);

	if (order == 0)
		order = (age_a > age_b) - (age_a < age_b);
	return order ? order : strcmp(a->path, b->path);
}

void twins_judge(struct twin *all, size_t count)
{
	if (count > 1)
		qsort(all, count, sizeof(*all), compare);
	for (size_t i = 0; i < count; i++)
		all[i].outdone =
			i + 1 < count &&
			compare_address(all[i].record, all[i + 1].record) == 0;
}
