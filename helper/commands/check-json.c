#include <json-c/json.h>
#include <string.h>

#include "helper/commands/check-report.h"
#include "helper/entries/entries.h"
#include "protocol/core/expiry.h"
#include "protocol/core/text.h"

enum {
	NAME_SIZE = 256,
	DAY = 86400,
};

static void add_text(struct json_object *object, const char *key,
		     const char *text)
{
	char shown[ERROR_MESSAGE_MAX];
	struct json_object *value = NULL;

	if (text) {
		text_sanitize(text, shown, sizeof(shown));
		value = json_object_new_string(shown);
	}
	(void)json_object_object_add(object, key, value);
}

static void add_number(struct json_object *object, const char *key, bool known,
		       long long number)
{
	(void)json_object_object_add(object, key,
				     known ? json_object_new_int64(number)
					   : NULL);
}

static struct json_object *make_object(const struct report *r,
				       const struct checked *item)
{
	const struct credential *learnt = &item->v.learnt;
	const char *status = credential_extra(learnt, VERIFY_HTTP_STATUS);
	long long end = expiry_noted(&item->record);
	long long http = 0;
	bool has_http = status && text_number(status, 999, &http);
	struct json_object *object = json_object_new_object();
	char name[NAME_SIZE];

	entry_name(&item->record, name, sizeof(name));
	add_text(object, "name", name);
	add_text(object, "provider",
		 item->provider ? item->provider->name : NULL);
	add_text(object, "verdict",
		 item->asked ? verdict_names[item->v.verdict] : NULL);
	add_text(object, "reason", credential_extra(learnt, VERIFY_REASON));
	add_number(object, "http_status", has_http, http);
	add_number(object, "expires", end != 0, end);
	add_number(object, "days_left", end != 0,
		   expiry_days_left(&item->record, r->now));
	(void)json_object_object_add(object, "ending",
				     json_object_new_boolean(
					     report_ends(r, item)));
	(void)json_object_object_add(object, "changed",
				     json_object_new_boolean(item->changed));
	add_text(object, "error",
		 item->kept == STATUS_OK ? NULL : item->error.message);
	return object;
}

enum status report_json(struct report *r, const struct checking *c,
			struct error *e)
{
	struct json_object *list = json_object_new_array();
	enum status status;

	for (size_t i = 0; i < c->count; i++) {
		report_count(r, &c->items[i]);
		(void)json_object_array_add(list, make_object(r, &c->items[i]));
	}
	status = report_print(json_object_to_json_string_ext(
				      list,
				      JSON_C_TO_STRING_PRETTY |
					      JSON_C_TO_STRING_SPACED |
					      JSON_C_TO_STRING_NOSLASHESCAPE),
			      e);
	json_object_put(list);
	return status == STATUS_OK ? report_print("\n", e) : status;
}
