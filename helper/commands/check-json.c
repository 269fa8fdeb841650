#include <string.h>

#include "helper/commands/check-report.h"
#include "helper/commands/display/json.h"
#include "helper/entries/entries.h"
#include "protocol/core/expiry.h"
#include "protocol/core/text.h"

static void add_text(json_object *object, const char *key, const char *text)
{
	char shown[ERROR_MESSAGE_MAX];

	if (text)
		text_sanitize(text, shown, sizeof(shown));
	json_set_text(object, key, text ? shown : NULL);
}

static json_object *make_object(const struct report *r,
				const struct rechecked *item)
{
	const struct credential *learnt = &item->v.learnt;
	const char *status = credential_extra(learnt, VERIFY_HTTP_STATUS);
	long long end = expiry_noted(&item->record);
	long long http = 0;
	bool has_http = status && text_number(status, 999, &http);
	json_object *object = json_object_new_object();
	char name[ENTRY_NAME_SIZE];

	entry_name(&item->record, name, sizeof(name));
	add_text(object, "name", name);
	add_text(object, "provider",
		 item->provider ? item->provider->name : NULL);
	add_text(object, "verdict",
		 item->asked ? verdict_names[item->v.verdict] : NULL);
	add_text(object, "reason", credential_extra(learnt, VERIFY_REASON));
	json_set_number(object, "http_status", has_http, http);
	json_set_number(object, "expires", end != 0, end);
	json_set_number(object, "days_left", end != 0,
			expiry_days_left(&item->record, r->now));
	json_set_flag(object, "ending", report_ends(r, item));
	json_set_flag(object, "changed", item->changed);
	add_text(object, "error",
		 item->kept == STATUS_OK ? NULL : item->error.message);
	return object;
}

enum status report_json(struct report *r, const struct recheck *c,
			struct error *e)
{
	json_object *list = json_object_new_array();

	for (size_t i = 0; i < c->count; i++) {
		report_count(r, &c->items[i]);
		json_object_array_add(list, make_object(r, &c->items[i]));
	}
	return json_write(list, "the report", e);
}
