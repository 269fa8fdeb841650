#ifndef HELPER_BACKENDS_KERNEL_KEYRING_H
#define HELPER_BACKENDS_KERNEL_KEYRING_H

#include <stdbool.h>

#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * Named values in the kernel's keyring of the user (keyrings(7),
 * user-keyring(7)), each with an end: memory that is never swapped out and
 * needs no daemon. Other programs of the user can read them. Nothing here is
 * fatal: where the kernel or a container forbids it, or the user's quota is
 * used up, there is just no value.
 */

enum {
	CACHE_NAME_SIZE = 96,  /* bytes of a name, with the NUL */
	CACHE_VALUE_MAX = 4095 /* bytes; a key takes a page when changed */
};

/* Appends the value called `name` to `out`. False if there is none. */
bool cache_key_read(const char *name, struct buffer *out);

/*
 * Makes a place for a value that is not known yet. Returns what
 * cache_key_fill() wants, or -1 if there can be none.
 */
int cache_key_reserve(const char *name);

/*
 * Sets the value of a place for so many seconds; one that is too long is not
 * kept. Does nothing if the name was
 * dropped after it was reserved: what was read before a change never becomes
 * the answer after it.
 */
void cache_key_fill(int place, const struct buffer *value, int seconds);

/* Gives up a place; -1 is fine. */
void cache_key_release(int place);

/* Forgets the value called `name`, and every place reserved for it. */
void cache_key_drop(const char *name);

/*
 * Forgets all values whose names begin with `start`, and every place reserved
 * for one. Returns how many there were.
 */
int cache_key_drop_all(const char *start);

/* Whether it works here: STATUS_UNAVAILABLE says why not. */
enum status cache_key_try(struct error *e);

#endif
