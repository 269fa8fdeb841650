#include <string.h>

#include "helper/importers/import.h"
#include "protocol/core/address.h"

static const char carriage_return[] =
	"a carriage return is in it, as lines of Windows end: git does not "
	"read such a line either";

/*
 * git-credential-store(1): PROTOCOL://USERNAME:PASSWORD@HOST[/PATH], a line
 * each, percent-encoded. A password that is not encoded could be taken for a
 * host, so nothing of a line that is not of this form is shown.
 */
static void read_line(const struct importing *in,
		      const struct import_line *line)
{
	struct credential found = { 0 };
	struct error e = { 0 };

	if (memchr(line->text, '\r', line->length))
		import_malformed(in, line->number, carriage_return);
	else if (address_from_whole_url(line->text, line->length, &found, &e) !=
		 STATUS_OK)
		import_malformed(in, line->number, e.message);
	else if (!found.values[FIELD_USERNAME] || !found.values[FIELD_PASSWORD])
		import_malformed(in, line->number,
				 "the url has no username and password");
	else
		import_take(in, line->number, &found);
	credential_clear(&found);
}

static enum status read_git(const struct importing *in, struct error *e)
{
	struct import_line line = { .next = in->text };

	(void)e;
	while (import_next_line(&line))
		if (line.length > 0 && *line.text != '#')
			read_line(in, &line);
	return STATUS_OK;
}

const struct import_source import_git = {
	.name = "git-credential-store",
	.file = ".git-credentials",
	.remedy = "let git use 'ringbearer' in the place of 'store', then "
		  "erase the file: shred -u",
	.read = read_git,
};
