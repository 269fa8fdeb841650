#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/guide.h"
#include "helper/terminal.h"

enum {
	WIDTH_DEFAULT = 80,
	WIDTH_LEAST = 20, /* below, words stand alone and nothing is gained */
	MARK_SIZE = 24,
};

/* Characters, as far as columns go: definitions are plain text. */
static int columns_of(const char *text, size_t length)
{
	int columns = 0;

	for (size_t i = 0; i < length; i++)
		columns += ((unsigned char)text[i] & 0xc0) != 0x80;
	return columns;
}

void guide_wrap(int fd, const char *mark, int indent, const char *text)
{
	int width = terminal_width(fd);
	int column = indent;

	if (width == 0)
		width = WIDTH_DEFAULT;
	if (width < WIDTH_LEAST)
		width = WIDTH_LEAST;
	dprintf(fd, "%-*s", indent, mark);
	while (*text) {
		size_t length = strcspn(text, " ");
		int columns = columns_of(text, length);

		if (column > indent && column + 1 + columns >= width) {
			dprintf(fd, "\n%*s", indent, "");
			column = indent;
		}
		if (column > indent)
			column += dprintf(fd, " ");
		dprintf(fd, "%.*s", (int)length, text);
		column += columns;
		text += length + strspn(text + length, " ");
	}
	dprintf(fd, "\n");
}

void guide_print(const struct provider *provider)
{
	int fd = STDERR_FILENO;
	char mark[MARK_SIZE];

	for (size_t i = 0; i < provider->guide.count; i++) {
		(void)snprintf(mark, sizeof(mark), "%3zu.", i + 1);
		guide_wrap(fd, mark, 5, provider->guide.items[i]);
	}
	if (provider->create_url)
		dprintf(fd, "\npage: %s\n", provider->create_url);
	if (provider->warnings.count > 0)
		dprintf(fd, "\nto know:\n");
	for (size_t i = 0; i < provider->warnings.count; i++)
		guide_wrap(fd, "  -", 5, provider->warnings.items[i]);
	dprintf(fd, "\n");
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
