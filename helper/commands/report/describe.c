#include <stdio.h>

#include "helper/commands/display/dates.h"
#include "helper/commands/report/describe-json.h"
#include "helper/commands/report/describe.h"

static void add_line(struct buffer *out, const char *key, const char *value)
{
	buffer_add_texts(out, key, ": ", value, "\n", NULL);
}

/* What a person called a note may be the name of something else, too. */
static void add_fields(struct buffer *out, const char *prefix,
		       json_object *fields)
{
	json_object_object_foreach(fields, key, value)
	{
		buffer_add_text(out, prefix);
		add_line(out, key, json_object_get_string(value));
	}
}

static void add_list(struct buffer *out, const char *key, json_object *list)
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

static void add_hidden(struct buffer *out, json_object *hidden)
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

static void add_note(struct buffer *out, const struct described *note,
		     json_object *value, const struct credential *record,
		     long long now)
{
	char distance[WHEN_SIZE];

	switch (note->kind) {
	case DESCRIBED_FIELDS:
		add_fields(out, "", value);
		break;
	case DESCRIBED_NOTES:
		add_fields(out, "note.", value);
		break;
	case DESCRIBED_LIST:
		add_list(out, note->key, value);
		break;
	case DESCRIBED_HIDDEN:
		add_hidden(out, value);
		break;
	case DESCRIBED_TIME:
	case DESCRIBED_NANOSECONDS:
		when_ago(json_object_get_int64(value), now, distance);
		add_date(out, note->key, json_object_get_int64(value),
			 distance);
		break;
	case DESCRIBED_EXPIRES:
		when_expires(record, now, distance);
		add_date(out, note->key, json_object_get_int64(value),
			 distance);
		break;
	case DESCRIBED_FLAG:
	case DESCRIBED_DOUBT:
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
	for (const struct described *note = described; note->key; note++) {
		json_object *value = described_value(note, record, now);

		if (value)
			add_note(out, note, value, record, now);
		json_object_put(value);
	}
}
