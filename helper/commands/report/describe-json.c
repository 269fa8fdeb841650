#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "helper/commands/display/json.h"
#include "helper/commands/report/describe-json.h"
#include "helper/entries/entries.h"
#include "protocol/core/expiry.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

const struct described described[] = {
	{ "name", DESCRIBED_NAME, 0 },
	{ "protocol", DESCRIBED_TEXT, FIELD_PROTOCOL },
	{ "host", DESCRIBED_TEXT, FIELD_HOST },
	{ "path", DESCRIBED_TEXT, FIELD_PATH },
	{ "username", DESCRIBED_TEXT, FIELD_USERNAME },
	{ "provider", DESCRIBED_TEXT, FIELD_PROVIDER },
	{ "account", DESCRIBED_TEXT, FIELD_ACCOUNT },
	{ "label", DESCRIBED_TEXT, FIELD_LABEL },
	{ "description", DESCRIBED_TEXT, FIELD_DESCRIPTION },
	{ "person", DESCRIBED_TEXT, FIELD_NAME },
	{ "email", DESCRIBED_TEXT, FIELD_EMAIL },
	{ "id", DESCRIBED_TEXT, FIELD_ID },
	{ "organization", DESCRIBED_TEXT, FIELD_ORGANIZATION },
	{ "fields", DESCRIBED_FIELDS, 0 },
	{ "notes", DESCRIBED_NOTES, 0 },
	{ "scopes", DESCRIBED_LIST, FIELD_SCOPES },
	{ "missing", DESCRIBED_LIST, FIELD_MISSING },
	{ "verdict", DESCRIBED_TEXT, FIELD_VERDICT },
	{ "verified", DESCRIBED_TIME, FIELD_VERIFIED },
	{ "inconclusive", DESCRIBED_TEXT, FIELD_INCONCLUSIVE },
	{ "expires", DESCRIBED_EXPIRES, FIELD_PASSWORD_EXPIRY_UTC },
	{ "expiry_known", DESCRIBED_TEXT, FIELD_EXPIRY_KNOWN },
	{ "days_left", DESCRIBED_DAYS_LEFT, FIELD_PASSWORD_EXPIRY_UTC },
	{ "created", DESCRIBED_TIME, FIELD_CREATED },
	{ "stored", DESCRIBED_NANOSECONDS, FIELD_STORED },
	{ "default", DESCRIBED_FLAG, FIELD_DEFAULT },
	{ "disabled", DESCRIBED_FLAG, FIELD_DISABLED },
	{ "backend", DESCRIBED_TEXT, FIELD_BACKEND },
	{ "changeable", DESCRIBED_DOUBT, FIELD_CHANGEABLE },
	{ "fingerprint", DESCRIBED_FINGERPRINT, 0 },
	{ "hidden", DESCRIBED_HIDDEN, 0 },
	{ 0 },
};

static json_object *text_object(const char *text)
{
	char *shown = text_harmless(text, strlen(text));
	json_object *object = json_object_new_string(shown);

	free(shown);
	return object;
}

/* Items parted by blanks and commas, as providers write scopes. */
static json_object *list_object(const char *text)
{
	static const char between[] = " ,\n";
	json_object *list = json_object_new_array();

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
static json_object *extras_object(const struct credential *record,
				  bool notes_wanted)
{
	json_object *fields = json_object_new_object();

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

static json_object *hidden_object(const struct credential *record)
{
	struct credential shown = { 0 };
	json_object *hidden;
	const char *keys;

	credential_copy_notes(record, &shown);
	keys = shown.values[FIELD_HIDDEN];
	hidden = list_object(keys ? keys : "");
	credential_clear(&shown);
	return hidden;
}

static json_object *name_object(const struct credential *record)
{
	char name[ENTRY_NAME_SIZE];

	entry_name(record, name, sizeof(name));
	return json_object_new_string(name);
}

static json_object *fingerprint_object(const struct credential *record)
{
	char fingerprint[FINGERPRINT_SIZE];

	entry_fingerprint(record, fingerprint);
	return *fingerprint ? json_object_new_string(fingerprint) : NULL;
}

static json_object *number_object(long long number)
{
	return number ? json_object_new_int64(number) : NULL;
}

static json_object *days_object(const struct credential *record, long long now)
{
	return expiry_noted(record)
		       ? json_object_new_int64(expiry_days_left(record, now))
		       : NULL;
}

static json_object *made_object(const struct described *note,
				const struct credential *record, long long now)
{
	switch (note->kind) {
	case DESCRIBED_NAME:
		return name_object(record);
	case DESCRIBED_FIELDS:
	case DESCRIBED_NOTES:
		return extras_object(record, note->kind == DESCRIBED_NOTES);
	case DESCRIBED_EXPIRES:
		return number_object(expiry_noted(record));
	case DESCRIBED_DAYS_LEFT:
		return days_object(record, now);
	case DESCRIBED_FINGERPRINT:
		return fingerprint_object(record);
	default:
		return hidden_object(record);
	}
}

json_object *described_value(const struct described *note,
			     const struct credential *record, long long now)
{
	const char *value = record->values[note->field];
	long long number = credential_number(record, note->field);

	switch (note->kind) {
	case DESCRIBED_TEXT:
		return value ? text_object(value) : NULL;
	case DESCRIBED_LIST:
		return list_object(value ? value : "");
	case DESCRIBED_TIME:
		return number_object(number);
	case DESCRIBED_NANOSECONDS:
		return number_object(number / 1000000000);
	case DESCRIBED_DOUBT:
		if (!value)
			return NULL;
		/* fallthrough */
	case DESCRIBED_FLAG:
		return json_object_new_boolean(value &&
					       strcmp(value, "1") == 0);
	default:
		return made_object(note, record, now);
	}
}

void describe_json(const struct credential *record, long long now,
		   struct buffer *out)
{
	json_object *object = json_object_new_object();

	for (const struct described *note = described; note->key; note++)
		json_object_object_add(object, note->key,
				       described_value(note, record, now));
	buffer_add_text(out, json_pretty(object));
	json_object_put(object);
}
