#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/display/table.h"
#include "helper/commands/display/width.h"
#include "helper/system/terminal.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	GAP = 2,
	BLOCK = 4096,
	WIDEST = 64, /* that a column gets where nothing is cut */
};

struct table_cell {
	const char *text; /* owned by the table */
	int width;
	enum tone tone;
};

/* The columns as they are printed; a width of 0 leaves one out. */
struct layout {
	int widths[TABLE_COLUMNS_MAX];
	size_t last; /* that is not left out */
	bool color;
	bool whole; /* nothing is cut */
};

void table_clear(struct table *table)
{
	for (size_t i = 0; i < table->cell_count; i++)
		free((char *)table->cells[i].text);
	free(table->cells);
	table->cells = NULL;
	table->cell_count = 0;
}

void table_add(struct table *table, const char *text, enum tone tone)
{
	char *shown =
		text ? text_harmless(text, strlen(text)) : memory_copy("", 0);

	table->cells = memory_grow(table->cells, table->cell_count,
				   sizeof(*table->cells));
	table->cells[table->cell_count++] = (struct table_cell){
		.text = shown,
		.width = width_of(shown),
		.tone = tone,
	};
}

/* How wide the columns are by themselves. */
static void measure(const struct table *table, struct layout *layout)
{
	for (size_t i = 0; i < table->cell_count; i++) {
		int *width = &layout->widths[i % table->column_count];

		if (table->cells[i].width > *width)
			*width = table->cells[i].width;
	}
	for (size_t c = 0; c < table->column_count; c++) {
		int title = width_of(table->columns[c].title);

		if (layout->widths[c] > 0 && layout->widths[c] < title)
			layout->widths[c] = title;
	}
}

/* Columns of the terminal beyond what there is. */
static int excess(const struct table *table, const struct layout *layout,
		  int width)
{
	int whole = -GAP;

	for (size_t c = 0; c < table->column_count; c++)
		if (layout->widths[c] > 0)
			whole += layout->widths[c] + GAP;
	return whole - width;
}

/* How far columns shrink. */
enum pressure {
	PRESSURE_SOFT, /* not below what is wanted whole */
	PRESSURE_FIRM, /* to what is readable */
	PRESSURE_HARD, /* to one column */
};

static int least_width(const struct table_column *column, int width,
		       enum pressure pressure)
{
	int whole = column->whole < width / 2 ? column->whole : width / 2;

	if (pressure == PRESSURE_HARD)
		return 1;
	return pressure == PRESSURE_SOFT && whole > column->minimum
		       ? whole
		       : column->minimum;
}

/* Takes one column of the terminal from the widest; false: none has any. */
static bool shrink(const struct table *table, struct layout *layout, int width,
		   enum pressure pressure)
{
	int *widest = NULL;

	for (size_t c = 0; c < table->column_count; c++) {
		int least = least_width(&table->columns[c], width, pressure);

		if (layout->widths[c] > least &&
		    (!widest || layout->widths[c] > *widest))
			widest = &layout->widths[c];
	}
	if (widest)
		--*widest;
	return widest;
}

/* Leaves out the column that is missed least; false: none may go. */
static bool drop(const struct table *table, struct layout *layout)
{
	size_t least = 0;
	int dispensable = 0;

	for (size_t c = 0; c < table->column_count; c++)
		if (layout->widths[c] > 0 &&
		    table->columns[c].dispensable > dispensable) {
			least = c;
			dispensable = table->columns[c].dispensable;
		}
	if (dispensable > 0)
		layout->widths[least] = 0;
	return dispensable > 0;
}

/*
 * One very long text must not take a step for each of its columns, nor pad the
 * rows of all others.
 */
static void limit(const struct table *table, struct layout *layout, int width)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (layout->widths[c] > width)
			layout->widths[c] = width;
}

static void fit(const struct table *table, struct layout *layout, int width)
{
	struct layout whole;

	limit(table, layout, width);
	whole = *layout;
	while (excess(table, layout, width) > 0) {
		if (shrink(table, layout, width, PRESSURE_SOFT))
			continue;
		/* What is left may have more room without the one that goes. */
		if (drop(table, &whole))
			*layout = whole;
		else if (!shrink(table, layout, width, PRESSURE_FIRM) &&
			 !shrink(table, layout, width, PRESSURE_HARD))
			return;
	}
}

static void find_last(const struct table *table, struct layout *layout)
{
	for (size_t c = 0; c < table->column_count; c++)
		if (layout->widths[c] > 0)
			layout->last = c;
}

static void add_blanks(struct buffer *out, int count)
{
	while (count-- > 0)
		buffer_add_text(out, " ");
}

static void add_cut(struct buffer *out, const char *text, int width)
{
	const char *ellipsis = width_ellipsis();
	int room = width - width_of(ellipsis);
	int used = 0;

	if (room < 0) {
		buffer_add(out, text, width_fit(text, width, &used));
	} else {
		buffer_add(out, text, width_fit(text, room, &used));
		buffer_add_text(out, ellipsis);
		used += width - room;
	}
	/* Half of a wide character may be left. */
	add_blanks(out, width - used);
}

static void add_cell(struct buffer *out, const struct layout *layout,
		     size_t column, const struct table_cell *cell)
{
	static const char *const codes[] = {
		[TONE_PLAIN] = "",
		[TONE_GOOD] = "\033[32m",
		[TONE_WARNING] = "\033[33m",
		[TONE_BAD] = "\033[31m",
	};
	bool colored = layout->color && cell->tone != TONE_PLAIN;
	int width = layout->widths[column];

	if (width == 0)
		return;
	if (colored)
		buffer_add_text(out, codes[cell->tone]);
	if (cell->width > width && !layout->whole)
		add_cut(out, cell->text, width);
	else
		buffer_add_text(out, cell->text);
	if (colored)
		buffer_add_text(out, "\033[0m");
	/* No blanks at the end of a line. */
	if (column != layout->last)
		add_blanks(out, GAP + (cell->width < width ? width - cell->width
							   : 0));
}

static void add_titles(const struct table *table, const struct layout *layout,
		       struct buffer *out)
{
	for (size_t c = 0; c < table->column_count; c++) {
		const struct table_cell title = {
			.text = table->columns[c].title,
			.width = width_of(table->columns[c].title),
		};

		add_cell(out, layout, c, &title);
	}
	buffer_add_text(out, "\n");
}

int table_print(const struct table *table, int fd, int width, bool color)
{
	struct layout layout = { .color = color, .whole = width == 0 };
	struct buffer out = { 0 };
	int result = 0;

	measure(table, &layout);
	if (width > 0)
		fit(table, &layout, width);
	else
		limit(table, &layout, WIDEST);
	find_last(table, &layout);
	add_titles(table, &layout, &out);
	for (size_t i = 0; i < table->cell_count && result == 0; i++) {
		size_t column = i % table->column_count;

		add_cell(&out, &layout, column, &table->cells[i]);
		if (column + 1 == table->column_count)
			buffer_add_text(&out, "\n");
		if (out.length < BLOCK)
			continue;
		result = write_all(fd, out.data, out.length);
		out.length = 0;
	}
	if (result == 0)
		result = write_all(fd, out.data, out.length);
	buffer_clear(&out);
	return result;
}

enum status table_show(struct table *table, const char *what, struct error *e)
{
	int result =
		table_print(table, STDOUT_FILENO, terminal_width(STDOUT_FILENO),
			    terminal_has_color(STDOUT_FILENO));
	enum status status = STATUS_OK;

	if (result != 0)
		status = error_errno(e, STATUS_FAILED, "cannot write %s", what);
	table_clear(table);
	return status;
}
