#ifndef HELPER_BROKER_RECHECK_H
#define HELPER_BROKER_RECHECK_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/definition/provider.h"
#include "helper/entries/store.h"
#include "helper/network/verify.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Asks the providers again about what is kept, all at once, and notes what
 * they say. A conclusive answer (good or refused) changes the verdict, the
 * time of it, and what is known of the owner as far as it was told again; the
 * secret, the address and what makes an entry the newest stay. Any other
 * answer changes nothing. An entry is written where it was found, and only if
 * it is still there with the same secret.
 */

/* One entry, and what came of it. */
struct rechecked {
	struct credential record; /* as it was found, then as it is noted */
	const struct provider *provider; /* NULL: nobody can be asked */
	struct verification v;		 /* if `asked` */
	bool asked;
	bool changed;	  /* more than the time of the verdict was noted */
	bool turned;	  /* the verdict itself is another one than before */
	enum status kept; /* what came of noting it: the back-end's, with */
	struct error error;
};

/* Start with the store set, end with recheck_clear(). */
struct recheck {
	const struct store *store;
	bool traces; /* let each answer tell what was sent and what came */
	struct rechecked *items;
	size_t count;
	struct recheck_host *hosts; /* whose hosts they are */
	size_t host_count;
};

/*
 * Adds an entry, once; copies the record. Fails as catalogue_find_for()
 * does.
 */
enum status recheck_add(struct recheck *c, const struct credential *record,
			struct error *e);

/* Called first with 0, then after each answer, once that is noted. */
typedef void recheck_progress(size_t done, size_t all, void *argument);

/* Asks and notes. */
void recheck_ask(struct recheck *c, recheck_progress *progress, void *argument);

void recheck_clear(struct recheck *c);

/* Whether its provider refused it, wrong-place included. */
bool rechecked_is_refused(const struct rechecked *item);

/* Whether its provider was asked and nobody can tell. */
bool rechecked_is_open(const struct rechecked *item);

/*
 * Whether it ends by then, in seconds since 1970, as far as that is known. An
 * end that lies behind us counts only if no provider has said otherwise since.
 */
bool rechecked_ends(const struct rechecked *item, long long by, long long now);

#endif
