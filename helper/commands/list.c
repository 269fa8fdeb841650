#include <stdio.h>
#include <string.h>
#include <time.h>

#include "helper/commands/command.h"
#include "helper/commands/display/dates.h"
#include "helper/commands/display/table.h"
#include "helper/commands/display/width.h"
#include "helper/commands/output.h"
#include "helper/commands/prompt/choose.h"
#include "helper/commands/report/describe-json.h"
#include "helper/entries/entries.h"
#include "helper/entries/usable.h"
#include "protocol/core/text.h"

enum {
	STATE_SIZE = 128,
};

static const struct table_column columns[] = {
	{ "NAME", 13, 0, 40 },	    { "ORGANIZATION", 12, 2, 0 },
	{ "LABEL", 8, 3, 0 },	    { "VERDICT", 11, 0, 0 },
	{ "EXPIRES", 12, 1, 0 },    { "BACK-END", 8, 4, 0 },
	{ "FINGERPRINT", 8, 5, 0 },
};

/* `ok, 3 days ago`; `unverified (throttled)`. */
static void add_verdict(struct table *table, const struct credential *record,
			long long now)
{
	const char *verdict = record->values[FIELD_VERDICT];
	const char *doubt = record->values[FIELD_INCONCLUSIVE];
	long long verified = credential_number(record, FIELD_VERIFIED);
	char state[STATE_SIZE];
	char ago[WHEN_SIZE];
	enum tone tone = TONE_WARNING;

	if (entry_is_disabled(record)) {
		table_add(table, "disabled", TONE_WARNING);
		return;
	}
	if (!verdict) {
		table_add(table, NULL, TONE_PLAIN);
		return;
	}
	when_ago(verified, now, ago);
	if (verified)
		(void)snprintf(state, sizeof(state), "%s, %s", verdict, ago);
	else if (doubt)
		(void)snprintf(state, sizeof(state), "%s (%s)", verdict, doubt);
	else
		(void)snprintf(state, sizeof(state), "%s", verdict);
	if (strcmp(verdict, "ok") == 0)
		tone = TONE_GOOD;
	else if (usable_of(record, now) == FRESHNESS_BAD)
		tone = TONE_BAD;
	table_add(table, state, tone);
}

static void add_expiry(struct table *table, const struct credential *record,
		       long long now)
{
	static const enum tone tones[] = {
		[FRESHNESS_GOOD] = TONE_PLAIN,
		[FRESHNESS_ENDING] = TONE_WARNING,
		[FRESHNESS_DOUBTFUL] = TONE_WARNING,
		[FRESHNESS_ENDED] = TONE_BAD,
		/* That is the verdict's to say. */
		[FRESHNESS_BAD] = TONE_PLAIN,
	};
	char expires[WHEN_SIZE];

	when_expires(record, now, expires);
	table_add(table, expires, tones[usable_of(record, now)]);
}

/* Of a URI what tells it from others: what stands behind its last slash. */
static const char *organization_of(const struct credential *record)
{
	const char *whole = record->values[FIELD_ORGANIZATION];
	const char *slash = whole ? strrchr(whole, '/') : NULL;

	return slash && slash[1] && strstr(whole, "://") ? slash + 1 : whole;
}

/* Whether we may change it there is said only if we are known not to. */
static void add_home(struct table *table, const struct credential *record)
{
	const char *backend = record->values[FIELD_BACKEND];
	char home[STATE_SIZE];

	if (!backend || !text_equal(record->values[FIELD_CHANGEABLE], "0")) {
		table_add(table, backend, TONE_PLAIN);
		return;
	}
	(void)snprintf(home, sizeof(home), "%s, read-only", backend);
	table_add(table, home, TONE_PLAIN);
}

static void add_row(struct table *table, const struct credentials *entries,
		    size_t index, long long now)
{
	const struct credential *record = &entries->items[index];
	char name[ENTRY_NAME_SIZE];
	char fingerprint[FINGERPRINT_SIZE];

	entries_name(entries, index, name, sizeof(name));
	entry_fingerprint(record, fingerprint);
	table_add(table, name, TONE_PLAIN);
	table_add(table, organization_of(record), TONE_PLAIN);
	table_add(table, record->values[FIELD_LABEL], TONE_PLAIN);
	add_verdict(table, record, now);
	add_expiry(table, record, now);
	add_home(table, record);
	table_add(table, fingerprint, TONE_PLAIN);
}

/* Unless it was said already why. */
static enum status nothing(struct error *e)
{
	if (!e->message[0]) {
		error_set(e, STATUS_OK, "nothing is stored");
		error_hint(e, "'ringbearer connect' begins");
	}
	return STATUS_OK;
}

static enum status print_table(const struct credentials *entries,
			       struct error *e)
{
	struct table table = {
		.columns = columns,
		.column_count = sizeof(columns) / sizeof(columns[0]),
	};
	long long now = time(NULL);

	for (size_t i = 0; i < entries->count; i++)
		add_row(&table, entries, i, now);
	return table_show(&table, "the list", e);
}

/* Piece by piece: there may be many. */
static enum status print_json(const struct credentials *entries,
			      struct error *e)
{
	static const char end[] = "\n]\n";
	struct buffer out = { 0 };
	long long now = time(NULL);
	enum status status = output_write("the list", "[", 1, e);

	for (size_t i = 0; i < entries->count && status == STATUS_OK; i++) {
		out.length = 0;
		buffer_add_text(&out, i ? ",\n" : "\n");
		describe_json(&entries->items[i], now, &out);
		status = output_write("the list", out.data, out.length, e);
	}
	buffer_clear(&out);
	if (status != STATUS_OK)
		return status;
	/* An empty list is `[]`. */
	return output_write("the list", entries->count ? end : end + 1,
			    entries->count ? 3 : 2, e);
}

static bool holds(const char *value, const char *text)
{
	return value && strcasestr(value, text);
}

static bool is_match(const struct credential *record, const char *text)
{
	static const enum field texts[] = { FIELD_ORGANIZATION, FIELD_LABEL,
					    FIELD_DESCRIPTION, FIELD_NAME,
					    FIELD_EMAIL };
	char name[ENTRY_NAME_SIZE];

	entry_name(record, name, sizeof(name));
	if (holds(name, text))
		return true;
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		if (holds(record->values[texts[i]], text))
			return true;
	for (size_t i = 0; i < record->extra_count; i++)
		if (record->extras[i].note &&
		    holds(record->extras[i].value, text))
			return true;
	return false;
}

/* Drops the entries that are not asked for, and says if none is left. */
static void leave_fitting(const struct invocation *invocation,
			  struct credentials *entries, struct error *e)
{
	const char *provider = command_option(invocation, "provider");
	const char *text = command_option(invocation, "match");
	size_t all = entries->count;
	size_t left = 0;

	for (size_t i = 0; i < all; i++) {
		struct credential *record = &entries->items[i];

		if ((provider &&
		     !text_equal(record->values[FIELD_PROVIDER], provider)) ||
		    (text && !is_match(record, text))) {
			credential_clear(record);
			continue;
		}
		if (left < i) {
			entries->items[left] = *record;
			*record = (struct credential){ 0 };
		}
		left++;
	}
	entries->count = left;
	if (left == 0 && all > 0)
		error_set(e, STATUS_OK, "nothing that is stored fits");
}

/* With nothing of a provider kept, it may be one that there is not. */
static enum status check_provider(const struct invocation *invocation,
				  const struct config *config,
				  const struct credentials *entries,
				  struct error *e)
{
	const char *name = command_option(invocation, "provider");
	struct provider *provider = NULL;
	struct error why = { 0 };
	enum status status = STATUS_OK;

	if (name && entries->count == 0)
		status = choose_provider(config, name, &provider, &why);
	provider_free(provider);
	if (status != STATUS_OK)
		*e = why;
	return status;
}

static enum status print(const struct invocation *invocation,
			 const struct config *config,
			 struct credentials *entries, struct error *e)
{
	enum status status;

	leave_fitting(invocation, entries, e);
	status = check_provider(invocation, config, entries, e);
	if (status != STATUS_OK)
		return status;
	if (command_option(invocation, "json"))
		return print_json(entries, e);
	return entries->count > 0 ? print_table(entries, e) : nothing(e);
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct store store = { 0 };
	struct credentials entries = { 0 };
	struct error ignored = { 0 };
	enum status status = command_open(invocation, &store, e);

	width_prepare();
	if (status == STATUS_OK)
		status = entries_load(&store, entries_add_shown, &entries, e);
	/* "Nothing" is said only where that is known. */
	if (status == STATUS_OK)
		status = print(invocation, store.config, &entries, e);
	else if (entries.count > 0)
		(void)print(invocation, store.config, &entries, &ignored);
	credentials_clear(&entries);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "json", NULL, "a list of objects, with the keys of 'show'" },
	{ "provider", "NAME", "only entries of this provider" },
	{ "match", "TEXT", "only entries with this in their texts" },
	{ 0 },
};

const struct command command_list = {
	.name = "list",
	.arguments = "",
	.summary = "list what is kept, and how it fares",
	.details =
		"Shows, never the secret, a line for each entry: its name, "
		"the organization or\nworkspace, the label, what the provider "
		"said and when, when it ends ('~': as\ncomputed, not as told), "
		"the back-end, and a fingerprint that differs for\ndifferent "
		"tokens. --match looks for a part of the name, organization, "
		"label,\ndescription, person, email or a note, in small or "
		"capital letters. On a\nterminal the columns shrink to fit, "
		"and "
		"the less needed go; 'show' has\neverything. An entry that "
		"cannot be read is named behind the rest, and the exit\ncode "
		"is "
		"6; if none can be read, nothing is printed.\n",
	.example = "ringbearer list\n",
	.options = options,
	.run = run,
};
