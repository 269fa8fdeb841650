#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/prompt/guide.h"
#include "helper/definition/scopes.h"
#include "helper/system/terminal.h"

enum {
	MARK_SIZE = 64,
	INDENT = 5,
};

void guide_steps(struct wrap *g, const struct provider *provider)
{
	char mark[MARK_SIZE];

	for (size_t i = 0; i < provider->guide.count; i++) {
		(void)snprintf(mark, sizeof(mark), "%3zu.", i + 1);
		wrap_add(g, mark, INDENT, provider->guide.items[i]);
	}
}

static void add_scope(struct wrap *g, const struct provider_scope *scope)
{
	struct buffer line = { 0 };

	buffer_add_texts(&line, scope->name, ": ", scope->reason, NULL);
	if (scope->needed)
		buffer_add_text(&line, " (ringbearer needs it)");
	wrap_add(g, "  -", INDENT, line.data);
	buffer_clear(&line);
}

void guide_scopes(struct wrap *g, const char *heading,
		  const struct provider *provider, const char *wanted)
{
	bool first = true;

	for (size_t i = 0; i < provider->scope_count; i++) {
		const struct provider_scope *scope = &provider->scopes[i];

		if (!scopes_to_tick(provider, scope, wanted))
			continue;
		if (first)
			buffer_add_text(&g->out, heading);
		first = false;
		add_scope(g, scope);
	}
}

void guide_warnings(struct wrap *g, const char *heading,
		    const struct provider *provider)
{
	if (provider->warnings.count > 0)
		buffer_add_text(&g->out, heading);
	for (size_t i = 0; i < provider->warnings.count; i++)
		wrap_add(g, "  -", INDENT, provider->warnings.items[i]);
}

static void add_more_scopes(struct wrap *g, const struct provider *provider)
{
	char text[256];

	if (provider->scope_count == 0)
		return;
	(void)snprintf(text, sizeof(text),
		       "others as you need them: ringbearer providers %s",
		       provider->name);
	wrap_add(g, "  -", INDENT, text);
}

void guide_print(const struct provider *provider, const char *wanted)
{
	struct wrap g = { .columns = wrap_columns(STDERR_FILENO) };

	guide_steps(&g, provider);
	guide_scopes(&g, "\ntick these scopes:\n", provider, wanted);
	if (!wanted)
		add_more_scopes(&g, provider);
	if (provider->create_url)
		buffer_add_texts(&g.out, "\npage: ", provider->create_url, "\n",
				 NULL);
	guide_warnings(&g, "\nto know:\n", provider);
	buffer_add_text(&g.out, "\n");
	(void)write_all(STDERR_FILENO, g.out.data, g.out.length);
	buffer_clear(&g.out);
}

/* Without a desktop it is a browser in the terminal, if there is one. */
void guide_open(const char *address)
{
	bool stays = !guide_has_desktop() && terminal_has_person();

	if (!terminal_open_page(address, stays))
		dprintf(STDERR_FILENO,
			"ringbearer: no browser could be opened\n"
			"hint: open %s yourself\n",
			address);
}

bool guide_has_desktop(void)
{
	const char *x = getenv("DISPLAY");
	const char *wayland = getenv("WAYLAND_DISPLAY");

	return (x && *x) || (wayland && *wayland);
}
