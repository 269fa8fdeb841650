#include <stdlib.h>
#include <string.h>

#include "helper/clients/tool.h"

static const char helper[] = "ringbearer";
static const char pattern[] = "^ringbearer$";

enum {
	NO_SUCH_KEY = 1,
	NO_SUCH_VALUE = 5,
};

/* Whether the list of values has ours. */
static bool has_ours(const char *list)
{
	for (size_t length; *list; list += length + (list[length] == '\n')) {
		length = strcspn(list, "\n");
		if (length == strlen(helper) &&
		    memcmp(list, helper, length) == 0)
			return true;
	}
	return false;
}

static enum status add_value(struct tool *tool, const char *key,
			     struct error *e)
{
	const char *const list[] = { "config",	  "--file", tool->copy,
				     "--get-all", key,	    NULL };
	const char *const append[] = { "config", "--file", tool->copy, "--add",
				       key,	 helper,   NULL };
	enum status status = tool_try(tool, list, NO_SUCH_KEY, e);

	if (status != STATUS_OK || has_ours(tool->result.answer.data))
		return status;
	return tool_run(tool, append, e);
}

static enum status drop_value(struct tool *tool, const char *key,
			      struct error *e)
{
	const char *const drop[] = { "config",	    "--file", tool->copy,
				     "--unset-all", key,      pattern,
				     NULL };

	return tool_try(tool, drop, NO_SUCH_VALUE, e);
}

enum status client_change_git(const struct client_use *use, const char *text,
			      bool undo, struct buffer *out, struct error *e)
{
	const struct client *client = use->client;
	char *key = client_expand(use, use->words[0] ? client->key
						     : client->other_key);
	struct tool tool = { 0 };
	enum status status = tool_open(&tool, use, "git", text, e);

	if (status == STATUS_OK)
		status = undo ? drop_value(&tool, key, e)
			      : add_value(&tool, key, e);
	if (status == STATUS_OK)
		status = tool_take(&tool, out, e);
	tool_close(&tool);
	free(key);
	return status;
}
