#include <stdio.h>
#include <unistd.h>

#include "helper/backends/cache.h"
#include "helper/commands/command.h"

static enum status run(const struct invocation *invocation, struct error *e)
{
	int count = cache_forget_all();

	(void)invocation;
	if (dprintf(STDOUT_FILENO, "forgot %d cached answer%s\n", count,
		    count == 1 ? "" : "s") < 0)
		return error_errno(e, STATUS_FAILED, "cannot write the answer");
	return STATUS_OK;
}

const struct command command_lock = {
	.name = "lock",
	.arguments = "",
	.summary = "forget what the cache remembers",
	.details = "With 'cache { ttl = \"15m\" }' in the configuration the "
		   "kernel remembers what was\nread for so long. This forgets "
		   "all of it, whatever back-end it came from. The\ndesktop's "
		   "keyring is locked by its own program.\n",
	.example = "ringbearer lock\n",
	.run = run,
};
