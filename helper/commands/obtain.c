#include <stdio.h>
#include <unistd.h>

#include "helper/commands/guide.h"
#include "helper/commands/obtain.h"
#include "helper/commands/token-input.h"
#include "helper/terminal.h"

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

enum status obtain_token(const struct invocation *invocation, const char *name,
			 struct connecting *c, struct error *e)
{
	bool clean = command_option(invocation, "clean") != NULL;
	struct buffer token = { 0 };
	enum status status = STATUS_OK;

	if (c->provider && terminal_has_person())
		status = lead(invocation, c->provider, e);
	if (status == STATUS_OK)
		status = token_input_read(c->provider ? c->provider->title
						      : name,
					  clean, &token, e);
	if (status == STATUS_OK && c->provider)
		status = token_input_check(c->config, c->provider, token.data,
					   command_option(invocation,
							  "force") != NULL,
					   e);
	if (status == STATUS_OK)
		credential_set(&c->request, connecting_token_field(&c->request),
			       token.data);
	buffer_clear(&token);
	return status;
}
