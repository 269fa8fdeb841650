#include <unistd.h>

#include "helper/commands/output.h"
#include "helper/entries/entries.h"
#include "helper/entries/usable.h"
#include "helper/events/event.h"
#include "protocol/core/buffer.h"

enum status usable_find(const struct store *store, const char *name,
			struct credential *record, struct error *e)
{
	enum status status = entries_find(store, name, record, e);

	return status == STATUS_OK ? usable_check(record, e) : status;
}

void usable_announce(const struct store *store, const struct credential *record,
		     struct error *note)
{
	const struct event event = { .kind = EVENT_READ, .record = record };

	announce(store->config, &event, note);
}

enum status output_write(const char *what, const char *text, size_t length,
			 struct error *e)
{
	return write_all(STDOUT_FILENO, text, length) == 0
		       ? STATUS_OK
		       : error_errno(e, STATUS_FAILED, "cannot write %s", what);
}

enum status usable_output(const struct invocation *invocation, struct error *e)
{
	if (!isatty(STDOUT_FILENO) || command_option(invocation, "force"))
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "the token would be shown on the terminal");
	error_hint(e,
		   "pipe it to a program: 'ringbearer %s NAME | PROGRAM'; "
		   "--force shows it",
		   invocation->command->name);
	return STATUS_USAGE;
}
