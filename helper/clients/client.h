#ifndef HELPER_CLIENTS_CLIENT_H
#define HELPER_CLIENTS_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * Programs that ask ringbearer for credentials, and what each has to be told
 * in its own settings: a row each. setup.h does what a row says.
 *
 * Texts of a row may have `{1}` and `{2}` in them, which stand for the words
 * behind the client's name (the second one is the first if it is not given),
 * `{host}`, what the first one has before its slash, and `{link}`, the path of
 * the client's link. client_word_is_fit() keeps them free of what any of the
 * formats would have to escape.
 */
struct client;

enum {
	CLIENT_WORDS_MAX = 2,
	CLIENT_WORD_SIZE = 200,
	CLIENT_FILES_MAX = 2,
	CLIENT_DEPTH_MAX = 3,
};

/* What a row is used with. All is borrowed. */
struct client_use {
	const struct client *client;
	const char *words[CLIENT_WORDS_MAX]; /* NULL: not given */
	const char *link;		     /* absolute; NULL: it needs none */
	const char *file;		     /* of its settings, for messages */
};

/*
 * A way to change a file of settings: puts in what the row wants, or takes it
 * out again (`undo`), of a text that is not empty. Appends the whole new text,
 * which is the old one where nothing has to be done. STATUS_USAGE if something
 * else stands in the place, STATUS_MALFORMED if the text is not understood,
 * both with the line where there is one; STATUS_UNAVAILABLE if it takes a
 * program that is not there.
 */
typedef enum status client_change(const struct client_use *use,
				  const char *text, bool undo,
				  struct buffer *out, struct error *e);

/* git's own: by `git config`. */
client_change client_change_git;
/* JSON: a member, `path`, with `value`. */
client_change client_change_json;
/* `lines` between marks, in `section` or anywhere. */
client_change client_change_block;
/* A user of a kubeconfig: by `kubectl config`. */
client_change client_change_kubectl;

/*
 * How the doctor tries a client's helper, which has a token for CLIENT_HOST and
 * CLIENT_USERNAME then; see doctor/trial.c.
 */
#define CLIENT_HOST "ringbearer-doctor.invalid"
#define CLIENT_USERNAME "doctor"

struct client_probe {
	const char *program;   /* a name on the PATH, or a text as above */
	const char *arguments; /* words with blanks between them */
	const char *input;     /* or NULL; `%s` stands for a token */
	bool stores;	       /* the input does it, nothing is laid before */
};

struct client {
	const char *name;
	const char *arguments; /* `[REGISTRY]`, as in the usage; "": none */
	int minimum, maximum;  /* number of them */
	const char *summary;   /* what it gets, for people */
	const char *note;      /* what else there is to know; or NULL */

	/* The file: what the variable says, else the first that is there. */
	const char *variable; /* or NULL */
	const char *below;    /* in that folder; NULL: it is the file */
	const char *files[CLIENT_FILES_MAX]; /* beneath HOME */
	char *(*place)(void);		     /* or what this one says, freed */

	client_change *change;
	/* client_change_git: the variable; client_change_kubectl: the user. */
	const char *key;
	const char *other_key; /* the same where there is no first word */
	/* client_change_json */
	const char *path[CLIENT_DEPTH_MAX];	  /* NULL ends it */
	const char *other_path[CLIENT_DEPTH_MAX]; /* without a first word */
	const char *value;
	int given;   /* members of the path that have to be there already */
	bool remote; /* the member is of an MCP server, which has a URL */
	bool folds;  /* what the path begins with may be in any case */
	/* client_change_block */
	const char *section; /* `[registry]`; NULL: none */
	const char *lines;   /* each ended by LF */
	bool toml;	     /* sections have a meaning for each other */
	bool first;	     /* the lines go to the top */
	bool each;	     /* a block for each first word */

	const char *link; /* beneath HOME; NULL: none */

	/* For the doctor. */
	const char *program; /* the client's own; NULL: of its name */
	const char *version; /* its arguments that show that; NULL: --version */
	const char *helper;  /* the name that it looks for on the PATH, or a
				text with `{link}`; NULL: ringbearer */
	const char *entry;   /* what has to be kept, a text; NULL: nothing */
	struct client_probe probe;
	const char *const *rivals; /* variables that win over ringbearer */
};

/* Every client, ended by NULL. */
extern const struct client *const clients[];

/* The client called `name`, or NULL. */
const struct client *client_find(const char *name);

/*
 * Whether a word may be put into settings: letters, digits and `._:/@+-`, not
 * begun by `-`, of fewer than CLIENT_WORD_SIZE bytes.
 */
bool client_word_is_fit(const char *word);

/* Fills in a text of the row. The caller frees it. */
char *client_expand(const struct client_use *use, const char *text);

/* Where its settings are. The caller frees it. */
char *client_file(const struct client *client);

#endif
