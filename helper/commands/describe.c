#include <json-c/json.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/commands/describe.h"
#include "helper/commands/display/dates.h"
#include "helper/commands/display/json.h"
#include "helper/entries/entries.h"
#include "protocol/core/expiry.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum kind {
	KIND_TEXT,
	KIND_LIST,
	KIND_TIME,
	KIND_NANOSECONDS,
	KIND_FLAG,
	KIND_DOUBT, /* a flag that may not be known */
	/* These are put together from more than one field. */
	KIND_NAME,
	KIND_FIELDS,
	KIND_NOTES,
	KIND_EXPIRES,
	KIND_DAYS_LEFT,
	KIND_FINGERPRINT,
	KIND_HIDDEN,
};

static const struct note {
	const char *key;
	enum kind kind;
	enum field field;
} notes[] = {
	{ "name", KIND_NAME, 0 },
	{ "protocol", KIND_TEXT, FIELD_PROTOCOL },
	{ "host", KIND_TEXT, FIELD_HOST },
	{ "path", KIND_TEXT, FIELD_PATH },
	{ "username", KIND_TEXT, FIELD_USERNAME },
	{ "provider", KIND_TEXT, FIELD_PROVIDER },
	{ "account", KIND_TEXT, FIELD_ACCOUNT },
	{ "label", KIND_TEXT, FIELD_LABEL },
	{ "description", KIND_TEXT, FIELD_DESCRIPTION },
	{ "person", KIND_TEXT, FIELD_NAME },
	{ "email", KIND_TEXT, FIELD_EMAIL },
	{ "id", KIND_TEXT, FIELD_ID },
	{ "organization", KIND_TEXT, FIELD_ORGANIZATION },
	{ "fields", KIND_FIELDS, 0 },
	{ "notes", KIND_NOTES, 0 },
	{ "scopes", KIND_LIST, FIELD_SCOPES },
	{ "missing", KIND_LIST, FIELD_MISSING },
	{ "verdict", KIND_TEXT, FIELD_VERDICT },
	{ "verified", KIND_TIME, FIELD_VERIFIED },
	{ "inconclusive", KIND_TEXT, FIELD_INCONCLUSIVE },
	{ "expires", KIND_EXPIRES, FIELD_PASSWORD_EXPIRY_UTC },
	{ "expiry_known", KIND_TEXT, FIELD_EXPIRY_KNOWN },
	{ "days_left", KIND_DAYS_LEFT, FIELD_PASSWORD_EXPIRY_UTC },
	{ "created", KIND_TIME, FIELD_CREATED },
	{ "stored", KIND_NANOSECONDS, FIELD_STORED },
	{ "default", KIND_FLAG, FIELD_DEFAULT },
	{ "disabled", KIND_FLAG, FIELD_DISABLED },
	{ "backend", KIND_TEXT, FIELD_BACKEND },
	{ "changeable", KIND_DOUBT, FIELD_CHANGEABLE },
	{ "fingerprint", KIND_FINGERPRINT, 0 },
	{ "hidden", KIND_HIDDEN, 0 },
};

enum {
	NOTE_COUNT = sizeof(notes) / sizeof(notes[0])
};

static struct json_object *text_object(const char *text)
{
	char *shown = text_harmless(text, strlen(text));
	struct json_object *object = json_object_new_string(shown);

	free(shown);
	return object;
}

/* Items parted by blanks and commas, as providers write scopes. */
static struct json_object *list_object(const char *text)
{
	static const char between[] = " ,\n";
	struct json_object *list = json_object_new_array();

	for (text += strspn(text, between); *text;) {
		size_t length = strcspn(text, between);
		char *item = memory_copy(text, length);

		json_object_array_add(list, text_object(item));
		free(item);
		text += length;
		text += strspn(text, between);
	}
	return list;
}

/* The provider's fields, or the notes of a person. */
static struct json_object *extras_object(const struct credential *record,
					 bool notes_wanted)
{
	struct json_object *fields = json_object_new_object();

	for (size_t i = 0; i < record->extra_count; i++) {
		const struct extra *extra = &record->extras[i];
		char *key = text_harmless(extra->key, strlen(extra->key));

		/* So are the lines of a newer version. */
		if (!extra->secret && extra->note == notes_wanted)
			json_object_object_add(fields, key,
					       text_object(extra->value));
		free(key);
	}
	return fields;
}

static struct json_object *hidden_object(const struct credential *record)
{
	struct credential shown = { 0 };
	struct json_object *hidden;
	const char *keys;

	credential_copy_notes(record, &shown);
	keys = shown.values[FIELD_HIDDEN];
	hidden = list_object(keys ? keys : "");
	credential_clear(&shown);
	return hidden;
}

static struct json_object *name_object(const struct credential *record)
{
	char name[ENTRY_NAME_SIZE];

	entry_name(record, name, sizeof(name));
	return json_object_new_string(name);
}

static struct json_object *fingerprint_object(const struct credential *record)
{
	char fingerprint[FINGERPRINT_SIZE];

	entry_fingerprint(record, fingerprint);
	return *fingerprint ? json_object_new_string(fingerprint) : NULL;
}

static struct json_object *number_object(long long number)
{
	return number ? json_object_new_int64(number) : NULL;
}

static struct json_object *days_object(const struct credential *record,
				       long long now)
{
	return expiry_noted(record)
		       ? json_object_new_int64(expiry_days_left(record, now))
		       : NULL;
}

static struct json_object *made_object(const struct note *note,
				       const struct credential *record,
				       long long now)
{
	switch (note->kind) {
	case KIND_NAME:
		return name_object(record);
	case KIND_FIELDS:
	case KIND_NOTES:
		return extras_object(record, note->kind == KIND_NOTES);
	case KIND_EXPIRES:
		return number_object(expiry_noted(record));
	case KIND_DAYS_LEFT:
		return days_object(record, now);
	case KIND_FINGERPRINT:
		return fingerprint_object(record);
	default:
		return hidden_object(record);
	}
}

/* The value in JSON; NULL, which is json-c's null, if it is not known. */
static struct json_object *note_object(const struct note *note,
				       const struct credential *record,
				       long long now)
{
	const char *value = record->values[note->field];
	long long number = credential_number(record, note->field);

	switch (note->kind) {
	case KIND_TEXT:
		return value ? text_object(value) : NULL;
	case KIND_LIST:
		return list_object(value ? value : "");
	case KIND_TIME:
		return number_object(number);
	case KIND_NANOSECONDS:
		return number_object(number / 1000000000);
	case KIND_DOUBT:
		if (!value)
			return NULL;
		/* fallthrough */
	case KIND_FLAG:
		return json_object_new_boolean(value &&
					       strcmp(value, "1") == 0);
	default:
		return made_object(note, record, now);
	}
}

void describe_json(const struct credential *record, long long now,
		   struct buffer *out)
{
	struct json_object *object = json_object_new_object();

	for (int n = 0; n < NOTE_COUNT; n++)
		json_object_object_add(object, notes[n].key,
				       note_object(&notes[n], record, now));
	buffer_add_text(out, json_pretty(object));
	json_object_put(object);
}

static void add_line(struct buffer *out, const char *key, const char *value)
{
	buffer_add_texts(out, key, ": ", value, "\n", NULL);
}

/* What a person called a note may be the name of something else, too. */
static void add_fields(struct buffer *out, const char *prefix,
		       struct json_object *fields)
{
	json_object_object_foreach(fields, key, value)
	{
		buffer_add_text(out, prefix);
		add_line(out, key, json_object_get_string(value));
	}
}

static void add_list(struct buffer *out, const char *key,
		     struct json_object *list)
{
	size_t count = json_object_array_length(list);

	for (size_t i = 0; i < count; i++)
		buffer_add_texts(out, i ? " " : key, i ? "" : ": ",
				 json_object_get_string(
					 json_object_array_get_idx(list, i)),
				 NULL);
	if (count)
		buffer_add_text(out, "\n");
}

static void add_hidden(struct buffer *out, struct json_object *hidden)
{
	for (size_t i = 0; i < json_object_array_length(hidden); i++)
		add_line(out,
			 json_object_get_string(
				 json_object_array_get_idx(hidden, i)),
			 "(hidden)");
}

static void add_date(struct buffer *out, const char *key, long long then,
		     const char *distance)
{
	char date[WHEN_SIZE];
	char line[2 * WHEN_SIZE + 4];

	when_date(then, date);
	(void)snprintf(line, sizeof(line), "%s (%s)", date, distance);
	add_line(out, key, line);
}

static void add_note(struct buffer *out, const struct note *note,
		     struct json_object *value, const struct credential *record,
		     long long now)
{
	char distance[WHEN_SIZE];

	switch (note->kind) {
	case KIND_FIELDS:
		add_fields(out, "", value);
		break;
	case KIND_NOTES:
		add_fields(out, "note.", value);
		break;
	case KIND_LIST:
		add_list(out, note->key, value);
		break;
	case KIND_HIDDEN:
		add_hidden(out, value);
		break;
	case KIND_TIME:
	case KIND_NANOSECONDS:
		when_ago(json_object_get_int64(value), now, distance);
		add_date(out, note->key, json_object_get_int64(value),
			 distance);
		break;
	case KIND_EXPIRES:
		when_expires(record, now, distance);
		add_date(out, note->key, json_object_get_int64(value),
			 distance);
		break;
	case KIND_FLAG:
	case KIND_DOUBT:
		add_line(out, note->key,
			 json_object_get_boolean(value) ? "yes" : "no");
		break;
	default:
		add_line(out, note->key, json_object_get_string(value));
	}
}

void describe_text(const struct credential *record, long long now,
		   struct buffer *out)
{
	for (int n = 0; n < NOTE_COUNT; n++) {
		struct json_object *value = note_object(&notes[n], record, now);

		if (value)
			add_note(out, &notes[n], value, record, now);
		json_object_put(value);
	}
}
