#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "helper/commands/display/dates.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/edit.h"
#include "helper/entries/entries.h"
#include "protocol/core/expiry.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	SHOWN = 256,
	QUESTION_SIZE = SHOWN + 64,
};

bool edit_is_empty(const struct edit *edit)
{
	return !edit->label && !edit->description && !edit->sets_expiry &&
	       !edit->drops_expiry && !edit->preferred && !edit->forgets_old &&
	       edit->note_count == 0;
}

enum status edit_set_expiry(struct edit *edit, const char *text,
			    const struct provider *provider, struct error *e)
{
	enum status status = STATUS_OK;

	if (*text)
		status = lifetime_read(text, provider, time(NULL),
				       &edit->lifetime, e);
	edit->sets_expiry = *text && status == STATUS_OK;
	edit->drops_expiry = !*text;
	return status;
}

static void apply_note(struct credential *record, const char *note)
{
	const char *value = strchr(note, '=') + 1;
	char *key = memory_copy(note, (size_t)(value - note) - 1);

	credential_set_note(record, key, *value ? value : NULL);
	free(key);
}

static void apply_text(struct credential *record, enum field field,
		       const char *text)
{
	if (text)
		credential_set(record, field, *text ? text : NULL);
}

void edit_apply(struct credential *record, void *argument)
{
	static const enum field of_previous[] = { FIELD_PREVIOUS,
						  FIELD_PREVIOUS_EXPIRY,
						  FIELD_PREVIOUS_KNOWN };
	const struct edit *edit = argument;

	apply_text(record, FIELD_LABEL, edit->label);
	apply_text(record, FIELD_DESCRIPTION, edit->description);
	for (int i = 0; i < edit->note_count; i++)
		apply_note(record, edit->notes[i]);
	if (edit->sets_expiry)
		lifetime_note(&edit->lifetime, record);
	if (edit->drops_expiry) {
		credential_set(record, FIELD_PASSWORD_EXPIRY_UTC, NULL);
		credential_set(record, FIELD_EXPIRY_KNOWN, "unknown");
	}
	if (edit->preferred)
		credential_set(record, FIELD_DEFAULT,
			       edit->preferred > 0 ? "1" : NULL);
	for (size_t i = 0; edit->forgets_old && i < 3; i++)
		credential_set(record, of_previous[i], NULL);
}

/* A text that is asked for: where it goes, and what it is called. */
struct text_asked {
	const char *what;
	char *typed;	     /* EDIT_TEXT_SIZE bytes */
	const char **answer; /* stays NULL: nothing is to change */
};

static void make_question(const char *what, const char *now, char *out)
{
	char shown[SHOWN] = "none";

	if (!text_is_empty(now))
		text_sanitize(now, shown, sizeof(shown));
	(void)snprintf(out, QUESTION_SIZE, "%s [%s] ", what, shown);
}

static enum status take_text(const char *answer, void *argument,
			     struct error *e)
{
	struct text_asked *asked = argument;
	char what[32];
	enum status status;

	(void)snprintf(what, sizeof(what), "the %s", asked->what);
	status = ask_check_text(what, answer, e);
	if (status != STATUS_OK || !*answer)
		return status;
	(void)snprintf(asked->typed, EDIT_TEXT_SIZE, "%s",
		       strcmp(answer, "-") == 0 ? "" : answer);
	*asked->answer = asked->typed;
	return STATUS_OK;
}

static enum status ask_text(struct text_asked asked, const char *now,
			    struct error *e)
{
	char question[QUESTION_SIZE];

	make_question(asked.what, now, question);
	return ask_until(question, take_text, &asked, e);
}

struct expiry_asked {
	const struct provider *provider;
	struct edit *edit;
};

static enum status take_expiry(const char *answer, void *argument,
			       struct error *e)
{
	struct expiry_asked *asked = argument;

	if (!*answer)
		return STATUS_OK;
	return edit_set_expiry(asked->edit,
			       strcmp(answer, "-") == 0 ? "" : answer,
			       asked->provider, e);
}

static enum status ask_expiry(const struct credential *entry,
			      struct expiry_asked asked, struct error *e)
{
	const char *known = entry->values[FIELD_EXPIRY_KNOWN];
	long long end = expiry_noted(entry);
	char date[WHEN_SIZE];
	char question[QUESTION_SIZE];

	when_day(end, date);
	make_question(asked.provider && asked.provider->lifetime_days_max
			      ? "expiry, as a date or in days"
			      : "expiry, as a date, in days, or never",
		      end ? date : known, question);
	return ask_until(question, take_expiry, &asked, e);
}

/* Where nobody else says when it ends. */
static bool is_persons_expiry(const struct credential *entry,
			      const struct provider *provider)
{
	return (provider && provider->lifetime_days_min > 0) ||
	       text_equal(entry->values[FIELD_EXPIRY_KNOWN], "asked");
}

enum status edit_ask(const struct credential *entry,
		     const struct provider *provider, struct edit *edit,
		     struct error *e)
{
	struct text_asked label = { "label", edit->typed[0], &edit->label };
	struct text_asked description = { "description", edit->typed[1],
					  &edit->description };
	struct expiry_asked expiry = { provider, edit };
	enum status status = ask_text(label, entry->values[FIELD_LABEL], e);

	if (status == STATUS_OK)
		status = ask_text(description, entry->values[FIELD_DESCRIPTION],
				  e);
	if (status == STATUS_OK && is_persons_expiry(entry, provider))
		status = ask_expiry(entry, expiry, e);
	return status;
}
