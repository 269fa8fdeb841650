#ifndef HELPER_BACKENDS_PASS_GIT_H
#define HELPER_BACKENDS_PASS_GIT_H

#include "helper/backends/pass/folder.h"
#include "protocol/core/strings.h"

/*
 * The history of a store that is a git repository, as pass(1) keeps it: a
 * commit for each change, of the files that it is about and no others, with
 * the user's configuration and hooks.
 */

/* A change that has been made to the files. */
struct pass_change {
	const char *folder; /* the files' own, or one above it */
	const struct strings *names;
	bool removed;
	bool replaced;
};

/*
 * Commits the change where `folder`, which must be there, belongs to a
 * repository. A lock of another git is waited for. What fails is a note in
 * `e`, since the change is made: STATUS_OK always. The caller holds the lock.
 */
enum status pass_git_commit(const struct pass_store *store,
			    const struct pass_change *change, struct error *e);

#endif
