#include <stdio.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "helper/broker/explain.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/review.h"
#include "helper/entries/entries.h"
#include "helper/system/terminal.h"
#include "protocol/core/text.h"

/* Whether the entry was named: then it is meant to be replaced. */
static bool has_name(const struct enrolment *c)
{
	const char *username = c->request.values[FIELD_USERNAME];

	return username && *username;
}

/* The entries of the host that have an account, as names; false for none. */
static bool list_neighbours(const struct enrolment *c, char *list, size_t size)
{
	char name[ENTRY_NAME_SIZE];

	*list = '\0';
	for (size_t i = 0; i < c->seen.count; i++) {
		const struct credential *record = &c->seen.items[i];

		if (text_is_empty(record->values[FIELD_USERNAME]))
			continue;
		entry_name(record, name, sizeof(name));
		text_list_add(list, size, "'%s'", name);
	}
	return *list;
}

static enum status take_account(const char *answer, void *argument,
				struct error *e)
{
	struct enrolment *c = argument;

	if (!*answer)
		return error_set(e, STATUS_USAGE, "the account has no name");
	credential_set(&c->request, FIELD_USERNAME, answer);
	return ask_check_text("the account", answer, e);
}

/*
 * Nobody knows whose the token is, and others of its provider are kept: without
 * a name it would be one more, and `PROVIDER` alone no name any longer.
 */
static enum status weigh_neighbours(struct enrolment *c, bool asked,
				    struct error *e)
{
	char list[ERROR_MESSAGE_MAX - 80];
	enum status status;

	if (!list_neighbours(c, list, sizeof(list)))
		return STATUS_OK;
	if (!terminal_has_person()) {
		error_set(e, STATUS_USAGE,
			  "whose token this is is not known, and there are %s",
			  list);
		error_hint(e, "say which it replaces, or how a new one is "
			      "called, with '--account'");
		return STATUS_USAGE;
	}
	dprintf(STDERR_FILENO,
		"whose token this is is not known, and there are %s\n", list);
	status = ask_until("the account that it is for, one of these or a new "
			   "one: ",
			   take_account, c, e);
	if (status == STATUS_OK)
		status = enrol_compose(c, VERDICT_KIND_UNCLEAR, e);
	return status == STATUS_OK ? weigh_doubt(c, asked, false, e) : status;
}

/* Nobody could tell, or nobody was asked. */
enum status weigh_doubt(struct enrolment *c, bool asked, bool force,
			struct error *e)
{
	bool verified = c->has_old && c->old.values[FIELD_VERIFIED];

	if (asked && c->store->config->policy == POLICY_REQUIRE)
		return explain_unverified(c->provider, &c->answer, verified, e);
	if (c->unchanged || force)
		return STATUS_OK;
	if (!c->has_old)
		return has_name(c) ? STATUS_OK : weigh_neighbours(c, asked, e);
	if (!verified)
		return has_name(c)
			       ? STATUS_OK
			       : ask_or_option(
					 "a token whose account nobody knows "
					 "is kept there; replace it? [y/N] ",
					 "a token whose account nobody knows "
					 "is kept there",
					 "--force", e);
	if (!asked)
		return ask_or_option("a verified token is kept there; replace "
				     "it by one that is not? [y/N] ",
				     "a verified token is kept there, and this "
				     "one is not verified",
				     "--force", e);
	explain_unverified(c->provider, &c->answer, true, e);
	return STATUS_UNVERIFIED;
}

/* A token of somebody else's than the account it was meant for. */
static void compare_account(const struct enrolment *c, struct buffer *out)
{
	const char *wanted = c->request.values[FIELD_USERNAME];
	const char *email = c->record.values[FIELD_EMAIL];
	char shown[2][ENTRY_NAME_SIZE];
	char line[3 * ENTRY_NAME_SIZE];

	if (!wanted || !strchr(wanted, '@') || !email || !*email ||
	    strcasecmp(wanted, email) == 0 || c->has_old)
		return;
	text_sanitize(wanted, shown[0], ENTRY_NAME_SIZE);
	text_sanitize(email, shown[1], ENTRY_NAME_SIZE);
	(void)snprintf(line, sizeof(line), "account: %s -> %s\n", shown[0],
		       shown[1]);
	buffer_add_text(out, line);
}

enum status weigh_differences(const struct enrolment *c, bool force,
			      struct error *e)
{
	struct buffer lines = { 0 };
	enum status status = STATUS_OK;

	enrol_differences(c, &lines);
	compare_account(c, &lines);
	if (lines.length > 0) {
		dprintf(STDERR_FILENO, "this token is another one's:\n");
		(void)write_all(STDERR_FILENO, lines.data, lines.length);
		if (!force)
			status = ask_or_option(
				"keep it there all the same? [y/N] ",
				"the token is not for the user and "
				"organization that it was meant for",
				"--force", e);
	}
	buffer_clear(&lines);
	return status;
}
