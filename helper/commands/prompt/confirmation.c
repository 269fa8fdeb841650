#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/commands/display/dates.h"
#include "helper/commands/prompt/confirmation.h"
#include "helper/commands/prompt/guide.h"
#include "helper/entries/entries.h"
#include "helper/entries/store.h"
#include "protocol/core/expiry.h"
#include "protocol/core/text.h"

enum {
	SHOWN = 256
};

/* Adds `before`, the harmless form of `value`, `after`, if there is one. */
static void add(struct buffer *line, const char *before, const char *value,
		const char *after)
{
	char shown[SHOWN];

	if (!value || !*value)
		return;
	text_sanitize(value, shown, sizeof(shown));
	buffer_add_texts(line, before, shown, after, NULL);
}

static void add_person(struct buffer *line, const struct credential *record)
{
	const char *who = record->values[FIELD_NAME];

	if (!who || !*who)
		who = record->values[FIELD_ID];
	add(line, ": ", who, "");
	add(line, who && *who ? " <" : ": <", record->values[FIELD_EMAIL], ">");
}

static void add_expiry(struct buffer *line, const struct credential *record)
{
	const char *known = record->values[FIELD_EXPIRY_KNOWN];
	long long end = expiry_noted(record);
	char date[WHEN_SIZE];
	char when[WHEN_SIZE];

	if (end == 0) {
		buffer_add_text(line, text_equal(known, "never")
					      ? ", never expires"
					      : ", nobody tells when it "
						"expires");
		return;
	}
	when_day(end, date);
	when_left(record, time(NULL), when);
	buffer_add_texts(line, ", expires ", date, ", ", when, NULL);
	add(line, " (", known ? known : "unknown", ")");
}

static void add_doubt(struct buffer *line, const struct credential *record)
{
	if (!record->values[FIELD_VERIFIED])
		buffer_add_text(line, ", not verified");
	else if (text_equal(record->values[FIELD_VERDICT], "limited"))
		buffer_add_text(line, ", limited");
	if (entry_is_disabled(record))
		buffer_add_text(line, ", disabled");
	add(line, ", scopes missing: ", record->values[FIELD_MISSING], "");
}

/* The back-end that really has it, which `auto` does not tell. */
static void add_place(struct buffer *line, const struct enrolment *c)
{
	struct credential kept = { 0 };
	struct error ignored = { 0 };
	const char *place = c->store->backend->name;

	if (store_find(c->store, &c->record, &kept, &ignored) == STATUS_OK &&
	    kept.values[FIELD_BACKEND])
		place = kept.values[FIELD_BACKEND];
	add(line, ", kept in ", place, "");
	credential_clear(&kept);
}

void confirmation_print(const char *what, const struct enrolment *c)
{
	const struct credential *record = &c->record;
	struct buffer line = { 0 };
	char name[SHOWN];

	entry_name(record, name, sizeof(name));
	buffer_add_texts(&line, what, " ", name, NULL);
	add_person(&line, record);
	add(&line, ", ", record->values[FIELD_ORGANIZATION], "");
	add(&line, ", scopes: ", record->values[FIELD_SCOPES], "");
	add(&line, ", type ", credential_note(record, "type"), "");
	add_doubt(&line, record);
	add_expiry(&line, record);
	add_place(&line, c);
	if (c->unchanged)
		buffer_add_text(&line, ", the same token as before");
	buffer_add_text(&line, "\n");
	(void)write_all(STDOUT_FILENO, line.data, line.length);
	buffer_clear(&line);
}

static bool drops_older(const struct enrolment *c)
{
	return c->has_old && !c->unchanged && c->old.values[FIELD_PREVIOUS];
}

void confirmation_dropping(const struct enrolment *c)
{
	char name[SHOWN];

	if (!drops_older(c))
		return;
	entry_name(&c->old, name, sizeof(name));
	dprintf(STDERR_FILENO,
		"the older token that '%s' keeps for 'rotate --undo' is "
		"dropped by this\n",
		name);
}

void confirmation_dropped(const struct enrolment *c)
{
	if (drops_older(c))
		confirmation_revoke(c->provider, "the older one, too,", false);
}

void confirmation_revoke(const struct provider *provider, const char *which,
			 bool open)
{
	if (!provider || !provider->revoke_url)
		return;
	dprintf(STDERR_FILENO, "revoke %s at %s\n", which,
		provider->revoke_url);
	if (open)
		guide_open(provider->revoke_url);
}
