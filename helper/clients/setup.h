#ifndef HELPER_CLIENTS_SETUP_H
#define HELPER_CLIENTS_SETUP_H

#include <stdbool.h>

#include "helper/clients/client.h"
#include "helper/clients/settings.h"

/*
 * A client being set up: what is there, and what is to be done. Start with
 * `{0}`, end with setup_close(). It may not be moved once it is open.
 */
struct setup {
	struct client_use use;
	char *file;
	char *link;    /* where the client looks for a program; or NULL */
	char *program; /* what the link leads to */
	struct settings settings;

	/* Of setup_plan(). */
	struct buffer after; /* the text to come */
	bool file_changes;
	bool file_goes; /* it is taken away */
	bool link_changes;
	char *restored; /* the copy that the text comes from; or NULL */
};

/*
 * Finds and reads the settings of `client`, for these words. STATUS_USAGE for
 * a wrong number of them, or for one that settings cannot hold; else as
 * settings_load(). The words are borrowed.
 */
enum status setup_open(const struct client *client, char *const *words,
		       int count, struct setup *setup, struct error *e);
void setup_close(struct setup *setup);

/*
 * Finds out what would be done, to set it up or to undo that. Undoing gives
 * back the very bytes that were there if nothing was changed since. Fails as
 * a client_change does, and with STATUS_USAGE if the link's place is taken.
 */
enum status setup_plan(struct setup *setup, bool undo, struct error *e);

/* Whether there is nothing to do. */
bool setup_is_done(const struct setup *setup);

/* Appends the lines that are wanted, as they would stand in a new file. */
enum status setup_lines(const struct setup *setup, struct buffer *out,
			struct error *e);

/*
 * Does what was planned. `kept` becomes the path of the copy of what was
 * there, which the caller frees, or NULL if there is none. Undoing puts it in
 * the place of the copy that came back.
 */
enum status setup_do(struct setup *setup, bool undo, char **kept,
		     struct error *e);

#endif
