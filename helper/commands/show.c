#include <time.h>

#include "helper/commands/command.h"
#include "helper/commands/output.h"
#include "helper/commands/report/describe-json.h"
#include "helper/commands/report/describe.h"
#include "helper/entries/entries.h"

static enum status print(const struct credential *record, bool json,
			 struct error *e)
{
	struct buffer out = { 0 };
	enum status status;

	if (json) {
		describe_json(record, time(NULL), &out);
		buffer_add_text(&out, "\n");
	} else {
		describe_text(record, time(NULL), &out);
	}
	status = output_write("it", out.data, out.length, e);
	buffer_clear(&out);
	return status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct store store = { 0 };
	struct credential record = { 0 };
	enum status status = command_open(invocation, &store, e);

	if (status == STATUS_OK)
		status = entries_find(&store, invocation->arguments[0], &record,
				      e);
	if (status == STATUS_OK)
		status = print(&record, command_option(invocation, "json"), e);
	credential_clear(&record);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "json", NULL, "an object; what is not known is null" },
	{ 0 },
};

const struct command command_show = {
	.name = "show",
	.arguments = "NAME",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = 1,
	.summary = "show everything about an entry but its secret",
	.details =
		"NAME is PROVIDER or PROVIDER/ACCOUNT, where ACCOUNT is a "
		"username, email,\naccount, id or label; for other hosts HOST "
		"or HOST/USERNAME.\n",
	.example = "ringbearer show notion\n"
		   "ringbearer show --json harvest/12345\n",
	.options = options,
	.run = run,
};
