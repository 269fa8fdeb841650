#ifndef HELPER_IMPORTERS_IMPORT_H
#define HELPER_IMPORTERS_IMPORT_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/config/config.h"
#include "helper/definition/provider.h"
#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Files of other programs that hold tokens in plain text, and what git keeps in
 * the desktop's keyring, as `import` reads them. A source is one file
 * import-NAME.c, which ends in its row, and one entry in the list of import.c.
 * No source is ever written to, and nothing of a secret is part of what is
 * said.
 */

enum import_kind {
	IMPORT_CREDENTIAL, /* complete, with a canonical address */
	IMPORT_SKIPPED,	   /* understood, but nothing to keep */
	IMPORT_MALFORMED,  /* not understood */
};

/* What was found at one place of a file. All is borrowed. */
struct import_item {
	enum import_kind kind;
	size_t line; /* from 1; 0: the form has no lines that count */
	/* NULL where not even the address is fit to be shown. */
	const struct credential *credential;
	const char *why; /* of what is skipped or malformed, safe to show */
};

typedef void import_visit(const struct import_item *item, void *argument);

/* A file being read. All is borrowed. */
struct importing {
	const struct config *config; /* whose definitions count */
	const char *text; /* NUL-terminated, without another; NULL: no file */
	import_visit *visit;
	void *argument;
};

struct import_source {
	const char *name;
	const char *file;   /* beneath HOME; NULL: it has to be named */
	const char *place;  /* what is read, if it is no file; else NULL */
	const char *remedy; /* how its tokens are erased, for a hint */
	/*
	 * Visits all that the file holds. STATUS_MALFORMED if it is of
	 * another form altogether, or as catalogue_each().
	 */
	enum status (*read)(const struct importing *in, struct error *e);
};

/* Every source, ended by NULL. */
extern const struct import_source *const import_sources[];

extern const struct import_source import_git;
extern const struct import_source import_netrc;
extern const struct import_source import_docker;
extern const struct import_source import_env;
extern const struct import_source import_headers;
extern const struct import_source import_libsecret;

/* The source called `name`, or NULL. */
const struct import_source *import_find(const char *name);

/* A file in memory. Start with `{0}`, end with import_file_clear(). */
struct import_file {
	char *path;
	struct buffer text;
	unsigned int mode; /* its permissions */
};

/*
 * Reads the file that was named, or else the source's own. STATUS_USAGE names
 * it if it is missing or cannot be read, STATUS_MALFORMED if it is no text or
 * too large.
 */
enum status import_load(const struct import_source *source, const char *file,
			struct import_file *out, struct error *e);
void import_file_clear(struct import_file *file);

/* What it holds, behind the mark that some editors begin with. Borrowed. */
const char *import_text(const struct import_file *file);

/*
 * For the readers. Visits a credential, whose protocol and host are given and
 * become canonical; one that is not fit to be kept as skipped or malformed.
 */
void import_take(const struct importing *in, size_t line,
		 struct credential *found);

/* Visits what is not taken; `shown`, or NULL, has an address to show. */
void import_skip(const struct importing *in, size_t line,
		 const struct credential *shown, const char *why);
void import_malformed(const struct importing *in, size_t line, const char *why);

/* A line of a text, without its LF. Start with `{ .next = text }`. */
struct import_line {
	const char *next;
	const char *text;
	size_t length;
	size_t number;
};

/* False behind the last line. */
bool import_next_line(struct import_line *line);

/*
 * Sets username and password to what `pair`, base64 of USERNAME:PASSWORD,
 * says; false if it is not that.
 */
bool import_set_pair(const char *pair, struct credential *out);

/*
 * If `template`, of a definition, has one variable and `text` is what it makes
 * of a value, sets what that stands for: the token, a typed field, or the
 * username where the account is filed under it. Whether it set the token.
 */
bool import_match(const struct provider *provider, const char *template,
		  const char *text, struct credential *out);

#endif
