#include <stdio.h>
#include <unistd.h>

#include "helper/commands/prompt/fields.h"
#include "helper/commands/prompt/guide.h"
#include "helper/commands/prompt/obtain.h"
#include "helper/commands/prompt/token.h"
#include "helper/system/terminal.h"

static enum status show_page(const struct provider *provider, bool open,
			     struct error *e)
{
	enum status status = STATUS_OK;

	if (!provider->create_url)
		return status;
	if (!open && guide_has_desktop())
		status = terminal_confirm("open the page in the browser? "
					  "[y/N] ",
					  &open, e);
	if (status == STATUS_OK && open)
		guide_open(provider->create_url);
	return status;
}

static enum status lead(const struct invocation *invocation,
			const struct provider *provider, struct error *e)
{
	dprintf(STDERR_FILENO, "a token of %s:\n\n", provider->title);
	guide_print(provider, command_option(invocation, "scopes"));
	return show_page(provider, command_option(invocation, "open") != NULL,
			 e);
}

/* The token, and whether it looks like one of this provider. */
static enum status read_token(const struct invocation *invocation,
			      const struct connecting *c,
			      struct token_input *input, struct error *e)
{
	bool force = command_option(invocation, "force") != NULL;
	enum status status = token_input_read(input, e);

	return status == STATUS_OK && c->provider
		       ? token_input_check(c->config, c->provider,
					   input->token.data, force, e)
		       : status;
}

static enum status complete(struct connecting *c,
			    const struct token_input *input, struct error *e)
{
	enum status status = STATUS_OK;

	credential_set(&c->request, connecting_token_field(&c->request),
		       input->token.data);
	if (!c->provider)
		return status;
	if (input->lines.length > 0)
		status = field_input_lines(c->provider, input->lines.data,
					   &c->request, e);
	return status == STATUS_OK
		       ? field_input_complete(c->provider, &c->request, e)
		       : status;
}

enum status obtain_token(const struct invocation *invocation, const char *name,
			 struct connecting *c, struct error *e)
{
	struct token_input input = {
		.title = c->provider ? c->provider->title : name,
		.clean = command_option(invocation, "clean") != NULL,
		.has_lines = c->provider &&
			     field_input_wants_lines(c->provider, &c->request),
	};
	enum status status = STATUS_OK;

	if (c->provider && terminal_has_person())
		status = lead(invocation, c->provider, e);
	if (status == STATUS_OK)
		status = read_token(invocation, c, &input, e);
	if (status == STATUS_OK)
		status = complete(c, &input, e);
	token_input_clear(&input);
	return status;
}
