#ifndef HELPER_CONFIG_SCHEMA_H
#define HELPER_CONFIG_SCHEMA_H

#include <confuse.h>
#include <stddef.h>

#include "helper/config/config.h"

/*
 * The keys of the configuration, in one table: what each may be, what stands
 * for it where it is not set, and where it goes. None but load.c and take.c
 * include this.
 */

/*
 * What a row is, and what it is in the struct. A row up to KIND_MANY ends the
 * section before it.
 */
enum config_kind {
	KIND_END,     /* of the table */
	KIND_SECTION, /* of which the rows behind it are the keys */
	KIND_MANY,   /* the same, with a title; `offset` has an array of structs
			of this `size`, and `number` the offset of their count */
	KIND_TITLE,  /* char *; the last row of such a section */
	KIND_TEXT,   /* char * */
	KIND_PREFIX, /* char *, made to end with a slash */
	KIND_PATH,   /* char * */
	KIND_PLACE,  /* char *; else `text` beneath the folder `number` */
	KIND_NAMES,  /* char *, a list with a comma between its values */
	KIND_LIST,   /* char **, and its size_t at the offset `number` */
	KIND_SECONDS, /* int */
	KIND_TIME,    /* int, of a text such as `15m` */
	KIND_WORD,    /* an enum */
	KIND_SWITCH,  /* bool, of two words of which the second is true */
	KIND_FLAG,    /* bool */
};

struct config_key {
	enum config_kind kind;
	char name[16]; /* "" for a title, and what is in no section */
	size_t offset; /* in struct config or that of its section */
	size_t number; /* without the key, as `text`; or see the kind */
	const char *text;
	cfg_validate_callback_t check; /* instead of the kind's; or NULL */
	size_t size;
};

/* Ends with KIND_END. */
extern const struct config_key config_keys[];

/* A key of the outermost level that no configuration has. */
#define CONFIG_END_KEY "end-of-file"

/*
 * A parser that knows every key and has its value checked. The caller sets its
 * error function and calls cfg_free().
 */
cfg_t *config_parser(void);

#endif
