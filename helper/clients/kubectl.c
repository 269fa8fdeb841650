#include <stdlib.h>
#include <string.h>

#include "helper/clients/tool.h"
#include "protocol/core/memory.h"

/* Two lines a context, its name and its user's, below the current one's. */
static const char contexts[] = "jsonpath={.current-context}{\"\\n\"}"
			       "{range .contexts[*]}{.name}{\"\\n\"}"
			       "{.context.user}{\"\\n\"}{end}";
/* Likewise, its name and the command that it is asked by. */
static const char users[] = "jsonpath={range .users[*]}{.name}{\"\\n\"}"
			    "{.user.exec.command}{\"\\n\"}{end}";

/* A change in the making. */
struct kubeconfig {
	struct tool tool;
	char *option; /* --kubeconfig=COPY */
	char *user;
};

static enum status run(struct kubeconfig *k, const char *verb, const char *a,
		       const char *b, struct error *e)
{
	const char *const words[] = { k->option, "config", verb, a, b, NULL };

	return tool_run(&k->tool, words, e);
}

/* Takes the next line off `text`. */
static char *next_line(char **text)
{
	char *line = *text;
	size_t length = strcspn(line, "\n");

	*text += length + (line[length] == '\n');
	line[length] = '\0';
	return line;
}

/* One of that name which does not ask us is somebody's own. */
static enum status has_user(struct kubeconfig *k, bool *has, struct error *e)
{
	enum status status = run(k, "view", "-o", users, e);
	char *at = k->tool.result.answer.data;
	bool others = false;

	*has = false;
	while (status == STATUS_OK && *at) {
		bool named = strcmp(next_line(&at), k->user) == 0;
		bool asks = strcmp(next_line(&at), "ringbearer") == 0;

		*has |= named && asks;
		others |= named && !asks;
	}
	if (status != STATUS_OK || !others)
		return status;
	error_set(e, STATUS_USAGE,
		  "'%s': another user '%s' stands there already",
		  k->tool.use->file, k->user);
	error_hint(e, "nothing was changed: give it another name first");
	return STATUS_USAGE;
}

static enum status set_user(struct kubeconfig *k, const char *context,
			    const char *user, struct error *e)
{
	char *option = memory_format("--user=%s", user);
	enum status status = run(k, "set-context", context, option, e);

	free(option);
	return status;
}

/*
 * The current context gets the user if it has none; a user that it has stays.
 * `leave`: each context that has ours loses it.
 */
static enum status set_contexts(struct kubeconfig *k, bool leave,
				struct error *e)
{
	enum status status = run(k, "view", "-o", contexts, e);
	char *list = status == STATUS_OK
			     ? secret_copy(k->tool.result.answer.data,
					   k->tool.result.answer.length)
			     : secret_copy("", 0);
	char *at = list;
	const char *current = next_line(&at);

	while (status == STATUS_OK && *at) {
		const char *name = next_line(&at);
		const char *user = next_line(&at);

		if (*name == '-')
			continue;
		if (leave && strcmp(user, k->user) == 0)
			status = set_user(k, name, "", e);
		else if (!leave && !*user && strcmp(name, current) == 0)
			status = set_user(k, name, k->user, e);
	}
	secret_free(list);
	return status;
}

static enum status add_user(struct kubeconfig *k, struct error *e)
{
	char *name = memory_format("--exec-arg=%s", k->tool.use->words[0]);
	bool has;
	enum status status = has_user(k, &has, e);

	if (status == STATUS_OK && !has) {
		/* v1 wants an option that older ones do not have. */
		const char *const words[] = {
			k->option,
			"config",
			"set-credentials",
			k->user,
			"--exec-api-version=client.authentication.k8s.io/"
			"v1beta1",
			"--exec-command=ringbearer",
			"--exec-arg=kubectl",
			name,
			NULL
		};

		status = tool_run(&k->tool, words, e);
		if (status == STATUS_OK)
			status = set_contexts(k, false, e);
	}
	free(name);
	return status;
}

static enum status drop_user(struct kubeconfig *k, struct error *e)
{
	bool has;
	enum status status = has_user(k, &has, e);

	if (status != STATUS_OK || !has)
		return status;
	status = set_contexts(k, true, e);
	return status == STATUS_OK ? run(k, "delete-user", k->user, NULL, e)
				   : status;
}

enum status client_change_kubectl(const struct client_use *use,
				  const char *text, bool undo,
				  struct buffer *out, struct error *e)
{
	struct kubeconfig k = { .user = client_expand(use, use->client->key) };
	enum status status = tool_open(&k.tool, use, "kubectl", text, e);

	if (status == STATUS_OK) {
		k.option = memory_format("--kubeconfig=%s", k.tool.copy);
		status = undo ? drop_user(&k, e) : add_user(&k, e);
	}
	if (status == STATUS_OK)
		status = tool_take(&k.tool, out, e);
	tool_close(&k.tool);
	free(k.option);
	free(k.user);
	return status;
}
