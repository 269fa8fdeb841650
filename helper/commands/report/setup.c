#include <stdio.h>
#include <unistd.h>

#include "helper/commands/display/diff.h"
#include "helper/commands/display/json.h"
#include "helper/commands/report/setup.h"
#include "protocol/core/text.h"

static const char *shown(const char *path, char *out)
{
	text_sanitize(path, out, SETUP_PAGE_SHOWN);
	return out;
}

void setup_page_lines(const struct setup_page *p)
{
	const struct setup *s = &p->setup;
	char path[SETUP_PAGE_SHOWN];
	char target[SETUP_PAGE_SHOWN];

	printf("in '%s'%s:\n\n%s\n", shown(s->file, path),
	       s->file_changes ? "" : ", there already", p->lines.data);
	if (s->link)
		printf("link '%s' to '%s'%s\n\n", shown(s->link, path),
		       shown(s->program, target),
		       s->link_changes ? "" : ", there already");
	if (s->use.client->note)
		printf("%s\n", s->use.client->note);
}

/* Secret memory: the settings of others may hold tokens. */
void setup_page_difference(const struct setup_page *p)
{
	const struct setup *s = &p->setup;
	struct buffer text = { 0 };
	char path[SETUP_PAGE_SHOWN];

	shown(s->file, path);
	buffer_add_texts(&text, "--- ", s->settings.exists ? path : "/dev/null",
			 "\n+++ ", s->file_goes ? "/dev/null" : path, "\n",
			 NULL);
	if (s->file_changes) {
		difference_add(s->settings.text.data, s->after.data,
			       p->lines.data, &text);
		(void)write_all(STDOUT_FILENO, text.data, text.length);
	}
	if (s->link_changes)
		dprintf(STDOUT_FILENO, "%clink '%s'\n", p->undo ? '-' : '+',
			shown(s->link, path));
	buffer_clear(&text);
}

/* Before anybody is asked for a yes. */
void setup_page_goes(const struct setup_page *p)
{
	const struct setup *s = &p->setup;
	char path[SETUP_PAGE_SHOWN];

	if (s->file_goes)
		dprintf(STDOUT_FILENO,
			"this takes '%s' away, which holds nothing else:\n",
			shown(s->file, path));
	else if (s->file_changes)
		dprintf(STDOUT_FILENO, "this goes from '%s':\n",
			shown(s->file, path));
	else
		dprintf(STDOUT_FILENO, "this goes:\n");
}

/* Whether it is set up, as things are now. */
static bool is_present(const struct setup_page *p, bool done)
{
	return (done || setup_is_done(&p->setup)) != p->undo;
}

void setup_page_json(const struct setup_page *p, bool done)
{
	const struct setup *s = &p->setup;
	json_object *o = json_object_new_object();

	json_set_text(o, "client", s->use.client->name);
	json_set_text(o, "file", s->file);
	json_set_text(o, "lines", p->lines.data);
	json_set_text(o, "link", s->link);
	json_set_text(o, "target", s->link ? s->program : NULL);
	json_set_text(o, "note", s->use.client->note);
	json_set_flag(o, "present", is_present(p, done));
	json_set_flag(o, "changed", done);
	json_set_text(o, "copy", p->kept);
	json_print(o);
}

void setup_page_nothing(const struct setup_page *p)
{
	char path[SETUP_PAGE_SHOWN];

	printf("'%s' has nothing to be %s\n", shown(p->setup.file, path),
	       p->undo ? "removed" : "written: it is there already");
}

void setup_page_done(const struct setup_page *p)
{
	const struct setup *s = &p->setup;
	char path[SETUP_PAGE_SHOWN];
	char copy[SETUP_PAGE_SHOWN];

	dprintf(STDOUT_FILENO, "%s %s\n", p->undo ? "removed from" : "set up",
		s->use.client->name);
	if (p->kept)
		dprintf(STDOUT_FILENO, "what '%s' was is in '%s'\n",
			shown(s->file, path), shown(p->kept, copy));
	if (!p->undo && s->use.client->note)
		dprintf(STDOUT_FILENO, "%s\n", s->use.client->note);
}
