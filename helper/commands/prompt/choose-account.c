#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/broker/explain.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/choose-account.h"
#include "protocol/core/text.h"

enum {
	NAME_SIZE = 256
};

/* For a script: which accounts there are. */
enum status choose_account_refuse(const struct connecting *c, struct error *e)
{
	char list[ERROR_HINT_MAX - 64] = "";
	struct account account;

	for (size_t i = 0; connecting_account(c, i, &account); i++) {
		size_t used = strlen(list);

		(void)snprintf(list + used, sizeof(list) - used, "%s%s (%s)",
			       used ? ", " : "", account.id, account.label);
	}
	(void)explain_refusal(c->provider, &c->answer, e);
	if (*list)
		error_hint(e, "choose one with '--account ID': %s", list);
	return STATUS_REFUSED;
}

enum status choose_account(struct connecting *c, struct error *e)
{
	struct account account;
	size_t count = 0;
	size_t chosen = 0;
	enum status status;

	dprintf(STDERR_FILENO, "the token reaches these accounts:\n");
	for (; connecting_account(c, count, &account); count++) {
		char label[NAME_SIZE];
		char id[NAME_SIZE];

		text_sanitize(account.label, label, sizeof(label));
		text_sanitize(account.id, id, sizeof(id));
		dprintf(STDERR_FILENO, "%3zu. %s (%s)\n", count + 1, label, id);
	}
	status = ask_number(count, &chosen, e);
	if (status == STATUS_OK && connecting_account(c, chosen, &account))
		credential_set(&c->request, FIELD_USERNAME, account.id);
	return status;
}
