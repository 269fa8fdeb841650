#ifndef HELPER_COMMANDS_PROMPT_EDIT_H
#define HELPER_COMMANDS_PROMPT_EDIT_H

#include <stdbool.h>

#include "helper/definition/lifetime.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/* What `edit` is to change of an entry. */
enum {
	EDIT_TEXT_SIZE = 260
};

/* Start with `struct edit x = {0}`, which changes nothing. Owns no memory. */
struct edit {
	/* NULL: stays; "": goes. Borrowed, or one of `typed`. */
	const char *label;
	const char *description;
	bool sets_expiry;
	bool drops_expiry; /* nothing is known of it then */
	struct lifetime lifetime;
	int preferred; /* 1: by default, -1: no longer, 0: stays */
	bool forgets_old;
	char *const *notes; /* KEY=VALUE, checked; borrowed */
	int note_count;
	char typed[2][EDIT_TEXT_SIZE];
};

/* Whether there is anything to change. */
bool edit_is_empty(const struct edit *edit);

/*
 * Adds an argument's or a person's expiry: lifetime_read()'s words, or "" to
 * drop it. Fails as lifetime_read() does.
 */
enum status edit_set_expiry(struct edit *edit, const char *text,
			    const struct provider *provider, struct error *e);

/* Makes the changes; a `revision` for `struct edit`. */
void edit_apply(struct credential *record, void *edit);

/*
 * Asks a person for label, description and, where it is theirs to say, the
 * expiry. What is there is shown; an empty answer keeps it, `-` removes it.
 * `provider` is NULL for a host of nobody's. Fails as terminal_ask() does, or
 * after three answers that will not do.
 */
enum status edit_ask(const struct credential *entry,
		     const struct provider *provider, struct edit *edit,
		     struct error *e);

#endif
