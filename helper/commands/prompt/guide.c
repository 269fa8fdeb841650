#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/prompt/guide.h"
#include "helper/definition/scopes.h"
#include "helper/system/terminal.h"
#include "protocol/core/text.h"

enum {
	WIDTH_DEFAULT = 80,
	WIDTH_LEAST = 20, /* below, words stand alone and nothing is gained */
	MARK_SIZE = 64,
	INDENT = 5,
};

/* Characters, as far as columns go: definitions are plain text. */
static int columns_of(const char *text, size_t length)
{
	int columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

/* `mark`, and blanks up to `indent` columns. */
static void begin_line(struct guide *g, const char *mark, int indent)
{
	char line[MARK_SIZE];

	(void)snprintf(line, sizeof(line), "%-*s", indent, mark);
	buffer_add_text(&g->out, line);
}

void guide_wrap(struct guide *g, const char *mark, int indent, const char *text)
{
	char *shown = text_harmless(text, strlen(text));
	int column = indent;

	begin_line(g, mark, indent);
	for (const char *word = shown; *word;) {
		size_t length = strcspn(word, " ");
		int columns = columns_of(word, length);

		if (column > indent && column + 1 + columns > g->columns) {
			buffer_add_text(&g->out, "\n");
			begin_line(g, "", indent);
			column = indent;
		}
		if (column > indent) {
			buffer_add_text(&g->out, " ");
			column++;
		}
		buffer_add(&g->out, word, length);
		column += columns;
		word += length + strspn(word + length, " ");
	}
	buffer_add_text(&g->out, "\n");
	free(shown);
}

void guide_steps(struct guide *g, const struct provider *provider)
{
	char mark[MARK_SIZE];

	for (size_t i = 0; i < provider->guide.count; i++) {
		(void)snprintf(mark, sizeof(mark), "%3zu.", i + 1);
		guide_wrap(g, mark, INDENT, provider->guide.items[i]);
	}
}

static void add_scope(struct guide *g, const struct provider_scope *scope)
{
	struct buffer line = { 0 };

	buffer_add_text(&line, scope->name);
	buffer_add_text(&line, ": ");
	buffer_add_text(&line, scope->reason);
	if (scope->needed)
		buffer_add_text(&line, " (ringbearer needs it)");
	guide_wrap(g, "  -", INDENT, line.data);
	buffer_clear(&line);
}

void guide_scopes(struct guide *g, const char *heading,
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

void guide_warnings(struct guide *g, const char *heading,
		    const struct provider *provider)
{
	if (provider->warnings.count > 0)
		buffer_add_text(&g->out, heading);
	for (size_t i = 0; i < provider->warnings.count; i++)
		guide_wrap(g, "  -", INDENT, provider->warnings.items[i]);
}

/* The last column stays free: some terminals break the line there. */
static int columns_of_terminal(int fd)
{
	int width = terminal_width(fd);

	if (width == 0)
		width = WIDTH_DEFAULT;
	return (width < WIDTH_LEAST ? WIDTH_LEAST : width) - 1;
}

static void add_more_scopes(struct guide *g, const struct provider *provider)
{
	char text[256];

	if (provider->scope_count == 0)
		return;
	(void)snprintf(text, sizeof(text),
		       "others as you need them: ringbearer providers %s",
		       provider->name);
	guide_wrap(g, "  -", INDENT, text);
}

void guide_print(const struct provider *provider, const char *wanted)
{
	struct guide g = { .columns = columns_of_terminal(STDERR_FILENO) };

	guide_steps(&g, provider);
	guide_scopes(&g, "\ntick these scopes:\n", provider, wanted);
	if (!wanted)
		add_more_scopes(&g, provider);
	if (provider->create_url) {
		buffer_add_text(&g.out, "\npage: ");
		buffer_add_text(&g.out, provider->create_url);
		buffer_add_text(&g.out, "\n");
	}
	guide_warnings(&g, "\nto know:\n", provider);
	buffer_add_text(&g.out, "\n");
	(void)write_all(STDERR_FILENO, g.out.data, g.out.length);
	buffer_clear(&g.out);
}

void guide_open(const char *address)
{
	if (!terminal_open_page(address))
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
