#ifndef HELPER_DEFINITION_INTERNAL_H
#define HELPER_DEFINITION_INTERNAL_H

#include <confuse.h>
#include <stdbool.h>
#include <stddef.h>

#include "helper/definition/provider.h"
#include "protocol/core/error.h"

/*
 * What the files that read a definition share among themselves; nobody else
 * includes this.
 *
 *   provider-parse.c   reading, lines and messages
 *   provider-examine.c reading on behind a mistake
 *   provider-schema.c  libconfuse's tables, and the checks of values
 *   provider-section.c what belongs together in one section
 *   provider-check.c, provider-check-http.c
 *                      what a single value must look like
 *   provider-uses.c    what must fit together across a definition
 *   provider-make.c    from libconfuse's tree to a struct provider
 *   provider-render.c  templates
 */

/* One piece of a template. */
enum template_part {
	TEMPLATE_END,
	TEMPLATE_TEXT,
	TEMPLATE_VARIABLE, /* without its braces */
	TEMPLATE_BAD,	   /* a brace without its other, or `{}` */
};

/* Start with `struct template t = { .next = text }`; borrows the text. */
struct template
{
	const char *next;
	const char *start; /* of the piece given last */
	size_t length;
};

/* The next piece. */
enum template_part template_next(struct template *t);

/*
 * Each says what is wrong with one value, in words that go behind it ("is
 * empty"), or NULL.
 */
typedef const char *wrong_function(const char *value);

wrong_function wrong_text;   /* what holds for every value */
wrong_function wrong_name;   /* of providers and steps: [a-z0-9-]+ */
wrong_function wrong_extra;  /* of extras: no field's, no reserved name */
wrong_function wrong_scope;  /* of what a provider calls a right */
wrong_function wrong_learnt; /* an extra's, or a field that may be learnt */
wrong_function wrong_host;
wrong_function wrong_request_url;
wrong_function wrong_page_url;
wrong_function wrong_header_name;
wrong_function wrong_header;
wrong_function wrong_template;
wrong_function wrong_environment;
wrong_function wrong_pointer;
wrong_function wrong_status;
wrong_function wrong_verdict;
wrong_function wrong_hint;
wrong_function wrong_expiry;
wrong_function wrong_unit;
wrong_function wrong_from;

/* Reads `401` or `500-599`; false for all else. */
bool parse_status(const char *text, int *first, int *last);

/*
 * Where a URL that wrong_request_url() passed says it goes: the host as
 * written, not NUL-terminated.
 */
const char *url_host(const char *url, size_t *length);

/* Whether it is http, which goes to a literal loopback address only then. */
bool url_is_plain(const char *url);

/*
 * A value that can be judged only when the whole definition is known. Kept in
 * the order of the file, so that the first problem is told first.
 */
enum use_kind {
	USE_NONE,
	USE_URL,	 /* of a request: its host, and what is in its query */
	USE_HEADER,	 /* a template that may hold secrets */
	USE_ENVIRONMENT, /* likewise, behind NAME= */
	USE_ACCOUNT,	 /* a template of names */
	USE_ANSWER,	 /* a template of names and pointers */
	USE_CHOSEN,	 /* a field that a step must choose */
	USE_LEARNT,	 /* a field that a step must learn */
	USE_TYPED,	 /* a field that no step may set */
	USE_SCOPE,	 /* one of the scopes */
	USE_STEP,	 /* a step, which must send the token */
	USE_ORDER,	 /* a step, which optional ones must not precede */
};

struct use {
	struct use *next;
	enum use_kind kind;
	char *where; /* FILE:LINE: SECTION: KEY */
	char *text;
	size_t steps; /* how many had begun there, its own included */
};

/* STATUS_MALFORMED says where and why it does not fit. */
enum status use_check(const struct use *use, const struct provider *provider,
		      struct error *e);

/* Frees the whole list; NULL is fine. */
void use_free(struct use *use);

/* A key of the outermost level that stands behind every definition. */
#define PARSE_END "end-of-definition"

/* The keys of a definition; every section with its checks. */
extern cfg_opt_t provider_schema[];

/*
 * Tells what is wrong in `section`, which is being read: the message begins
 * with file, line and the section's name.
 */
void parse_report(cfg_t *section, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * What a check of libconfuse's gives back after parse_report(): to end the
 * reading, or, where every mistake is wanted, to go on.
 */
int parse_wrong(void);

/* How far a reading came. */
enum parse_end_kind {
	PARSE_WHOLE,  /* all of it was seen */
	PARSE_BROKEN, /* nothing behind `*line` was */
};

/*
 * Reads `plain`, a text that definition_text() made, and tells every mistake
 * in what it sees. `*line`: where the form itself was broken.
 */
enum parse_end_kind parse_examine(const struct buffer *plain, const char *file,
				  provider_mistake *mistake, void *argument,
				  int *line);

/* Remembers a value for use_check(). Copies what it is given. */
void parse_remember(cfg_t *section, const char *key, enum use_kind kind,
		    const char *text);

/*
 * Checks what belongs together in a section at its end; `count` sections of
 * its kind have been read. False: told by parse_report().
 */
bool section_check(cfg_t *section, unsigned int count);

/* Whether what is being read is part of the program; its file's name. */
bool parse_is_builtin(void);
const char *parse_file(void);

/*
 * Makes a provider of a checked section; of one with mistakes it makes one that
 * use_check() can look at. The caller frees it; `file` and
 * `text` are still to be set.
 */
struct provider *provider_make(cfg_t *section);

#endif
