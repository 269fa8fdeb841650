#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/display/progress.h"
#include "helper/system/terminal.h"
#include "protocol/core/buffer.h"

enum {
	LINE_MAX_SHOWN = 80,
	BAR_LEAST = 5,
};

/* NO_COLOR is not about bars, so terminal_has_color() does not decide. */
static int room(void)
{
	const char *term = getenv("TERM");
	int width = terminal_width(STDERR_FILENO);

	if (!term || strcmp(term, "dumb") == 0 || width < 2)
		return 0;
	/* The last column may wrap. */
	return width - 1 < LINE_MAX_SHOWN ? width - 1 : LINE_MAX_SHOWN;
}

static void put(const char *text, int length)
{
	(void)write_all(STDERR_FILENO, text, (size_t)length);
}

static void take_away(struct progress *p)
{
	char blank[LINE_MAX_SHOWN + 2];

	if (p->length == 0)
		return;
	memset(blank, ' ', sizeof(blank));
	blank[0] = '\r';
	blank[p->length + 1] = '\r';
	put(blank, p->length + 2);
	p->length = 0;
}

/* `\rchecking [###.....] 30/80`, of `width` columns without the CR. */
static int draw(const struct progress *p, size_t done, size_t all, char *line,
		int width)
{
	char numbers[48];
	int used = snprintf(numbers, sizeof(numbers), "%zu/%zu", done, all);
	int bar = width - used - (int)strlen(p->what) - 4;
	int full;

	if (bar < BAR_LEAST)
		return snprintf(line, (size_t)width + 2, "\r%s", numbers);
	full = (int)(done * (size_t)bar / all);
	used = snprintf(line, (size_t)width + 2, "\r%s [", p->what);
	memset(line + used, '#', (size_t)full);
	memset(line + used + full, '.', (size_t)(bar - full));
	used += bar;
	return used + snprintf(line + used, (size_t)(width + 2 - used), "] %s",
			       numbers);
}

void progress_show(struct progress *p, size_t done, size_t all)
{
	char line[LINE_MAX_SHOWN + 2];
	int width = room();
	int length;

	if (done == all || width == 0) {
		take_away(p);
		return;
	}
	length = draw(p, done, all, line, width);
	if (length > width + 1)
		length = width + 1;
	if (p->length > length - 1)
		take_away(p);
	put(line, length);
	p->length = length - 1;
}
