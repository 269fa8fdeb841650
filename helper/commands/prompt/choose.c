#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/broker/explain.h"
#include "helper/catalogue/catalogue.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/choose.h"
#include "helper/entries/entries.h"
#include "helper/system/terminal.h"
#include "protocol/core/strings.h"
#include "protocol/core/suggest.h"
#include "protocol/core/text.h"

/* What there is to choose from. */
struct names {
	struct strings strings;
	struct suggestion closest;
	bool show; /* numbered, on standard error */
};

static bool collect(const struct catalogue_item *item, void *argument)
{
	struct names *names = argument;

	if (!item->provider)
		return true;
	strings_add(&names->strings, item->name);
	if (names->closest.wanted)
		suggest_consider(&names->closest, item->name);
	if (names->show)
		dprintf(STDERR_FILENO, "%3zu. %s (%s)\n", names->strings.count,
			item->provider->title, item->name);
	return true;
}

static enum status refuse(const struct names *names, struct error *e)
{
	const char *close =
		names->closest.wanted ? suggest_name(&names->closest) : NULL;
	char list[ERROR_HINT_MAX / 2] = "";

	for (size_t i = 0; i < names->strings.count; i++)
		text_list_add(list, sizeof(list), "%s",
			      names->strings.items[i]);
	/* What was given instead of a name may be the token itself. */
	error_set(e, STATUS_USAGE, "%s",
		  names->closest.wanted ? "there is no such provider"
					: "'connect' needs a provider");
	if (close)
		error_hint(e, "there is '%s'; all of them: %s", close, list);
	else
		error_hint(e, "there are: %s", list);
	return STATUS_USAGE;
}

static enum status choose(const struct names *names,
			  const struct config *config,
			  struct provider **provider, struct error *e)
{
	size_t chosen = 0;
	enum status status = ask_number(names->strings.count, &chosen, e);

	return status == STATUS_OK
		       ? catalogue_find_name(config,
					     names->strings.items[chosen],
					     provider, e)
		       : status;
}

enum status choose_provider(const struct config *config, const char *name,
			    struct provider **provider, struct error *e)
{
	struct names names = {
		.closest = { .wanted = name },
		.show = !name && terminal_has_person(),
	};
	enum status status = STATUS_NOT_FOUND;

	if (name)
		status = catalogue_find_name(config, name, provider, e);
	if (status != STATUS_NOT_FOUND)
		return status;
	status = catalogue_each(config, collect, &names, e);
	if (status == STATUS_OK)
		status = names.show ? choose(&names, config, provider, e)
				    : refuse(&names, e);
	strings_clear(&names.strings);
	return status;
}

/* For a script: which accounts there are. */
enum status choose_account_refuse(const struct enrolment *c, struct error *e)
{
	char list[ERROR_HINT_MAX - 64] = "";
	struct account account;

	for (size_t i = 0; enrol_account(c, i, &account); i++)
		text_list_add(list, sizeof(list), "%s (%s)", account.id,
			      account.label);
	(void)explain_refusal(c->provider, &c->answer, e);
	if (*list)
		error_hint(e, "choose one with '--account ID': %s", list);
	return STATUS_REFUSED;
}

enum status choose_account(struct enrolment *c, struct error *e)
{
	struct account account;
	size_t count = 0;
	size_t chosen = 0;
	enum status status;

	dprintf(STDERR_FILENO, "the token reaches these accounts:\n");
	for (; enrol_account(c, count, &account); count++) {
		char label[ENTRY_NAME_SIZE];
		char id[ENTRY_NAME_SIZE];

		text_sanitize(account.label, label, sizeof(label));
		text_sanitize(account.id, id, sizeof(id));
		dprintf(STDERR_FILENO, "%3zu. %s (%s)\n", count + 1, label, id);
	}
	status = ask_number(count, &chosen, e);
	if (status == STATUS_OK && enrol_account(c, chosen, &account))
		credential_set(&c->request, FIELD_USERNAME, account.id);
	return status;
}
