#ifndef HELPER_BACKENDS_FOREIGN_FOREIGN_H
#define HELPER_BACKENDS_FOREIGN_FOREIGN_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/backends/backend.h"
#include "helper/backends/foreign/sidecar.h"
#include "helper/system/program.h"

/*
 * Managers: programs of other people that keep a password for an address. The
 * password lies with them, all else of a record beside it, sealed
 * (beside.h). What two kinds of them differ in is a struct foreign_kind; the
 * back-ends of the kinds are foreign_search() and the like.
 *
 * A `place` is the name under which a manager keeps the password of an
 * address, as text of the kind's own.
 */
struct foreign;

/*
 * Called for each that a manager lists; all is borrowed. False ends it.
 */
typedef bool foreign_visit(const struct credential *address, const char *place,
			   void *argument);

struct foreign_kind {
	const char *noun;    /* as in "the NOUN 'cache'" */
	const char *program; /* what its program's file name begins with */
	/* Finds a program that is not on the PATH; NULL: nowhere else. */
	char *(*find)(const char *program);
	int (*timeout)(const struct config *config); /* seconds */
	/* Whether this one forgets what it is given, by design. */
	bool (*forgets)(const char *argument);

	/*
	 * Why it cannot keep this record, as in "cannot keep WHY"; NULL if it
	 * can.
	 */
	const char *(*refuses)(const struct credential *record);

	/* Appends the place of an address that nobody keeps yet. */
	void (*own_place)(const struct credential *address, struct buffer *out);

	/*
	 * Appends the place where other programs keep what matches the
	 * pattern, from `number` 0 on; false if there is none of that number.
	 */
	bool (*natural_place)(const struct credential *pattern, size_t number,
			      struct buffer *out);

	/*
	 * Asks for what is kept for `address` in `place`. `answer` becomes its
	 * address, with the username that was answered, its password and what
	 * came along. STATUS_NOT_FOUND, without a message: it gives nothing.
	 */
	enum status (*ask)(struct foreign *m, const struct credential *address,
			   const char *place, struct credential *answer,
			   struct error *e);

	/* Gives it the password of `record`. */
	enum status (*put)(struct foreign *m, const struct credential *record,
			   const char *place, struct error *e);

	/* Tells it to erase that. */
	enum status (*drop)(struct foreign *m, const struct credential *record,
			    const char *place, struct error *e);

	/* Lists all that it has; NULL: it cannot. */
	enum status (*list)(struct foreign *m, foreign_visit *visit,
			    void *argument, struct error *e);
};

/* One operation with a manager. */
struct foreign {
	const struct foreign_kind *kind;
	const struct backend *self;
	char *path;	/* of its program */
	char what[300]; /* for messages: "the helper 'cache'" */
	int timeout;	/* seconds */
	long long deadline;
	bool forgets;
	struct sidecar beside;
	bool has_notes; /* `beside` is open */
};

/*
 * Finds the program. STATUS_USAGE for a name that is none, and for ourselves;
 * STATUS_UNAVAILABLE where there is no such program. Ends with
 * foreign_close(), whatever came back.
 */
enum status foreign_open(struct foreign *m, const struct backend *self,
			 const struct config *config, struct error *e);

/*
 * The same, then opens what lies beside it and locks it; with
 * FILE_STORE_READ there may be nothing, and `has_notes` is false.
 */
enum status foreign_open_notes(struct foreign *m, const struct config *config,
			       enum seal_store_use use, enum lock how,
			       struct error *e);

void foreign_close(struct foreign *m);

/* Begins the time that the runs of one operation have together. */
void foreign_begin(struct foreign *m);

/*
 * Runs the program with one argument. STATUS_OK if it exited, with whatever
 * code; the caller calls program_clear() in each case.
 */
enum status foreign_run(struct foreign *m, const char *word,
			const struct buffer *input,
			struct program_result *result, struct error *e);

/*
 * Says that it failed, by its exit code, with what it says itself: not where
 * that may hold a secret. `secret` is what it was given; NULL: it was asked for
 * one, and says nothing.
 */
enum status foreign_failed(const struct foreign *m, const char *word,
			   const struct program_result *result,
			   const char *secret, struct error *e);

/* Says that its answer is none: `e` says why. */
enum status foreign_garbage(const struct foreign *m, struct error *e);

/*
 * What a sealed record has in the place of the password: where that lies, and
 * a keyed hash of it.
 */
struct note {
	bool there; /* with the manager; else there is none */
	char tag[SEAL_TAG_LENGTH + 1];
	const char *place; /* borrowed of the sealed record */
};

/* STATUS_FAILED if `note` has none. */
enum status note_read(const struct foreign *m, const struct credential *note,
		      struct note *out, struct error *e);

/*
 * Makes `note`, which it clears first, what is sealed of `record`, whose
 * password lies in `place`; NULL: it has none.
 */
void note_make(const struct foreign *m, const struct credential *record,
	       const char *place, struct credential *note);

/* Whether it is about this record's address and password. */
bool note_fits(const struct foreign *m, const struct note *reference,
	       const struct credential *record);

/*
 * Whether something of the manager's, found without a note, is what a note is
 * about: of the same address, or of the same username and password, where the
 * manager does not tell paths apart.
 */
enum status foreign_knows(const struct foreign *m,
			  const struct credential *found, bool *known,
			  struct error *e);

/*
 * The functions of struct backend, for any that has a kind. foreign_check()
 * takes `[a-z0-9][a-z0-9-]*`, but not ringbearer's own name, and absolute
 * paths.
 */
enum status foreign_search(const struct backend *self,
			   const struct config *config,
			   const struct credential *pattern,
			   search_visit *visit, void *argument,
			   struct error *e);
enum status foreign_check(const struct backend *self, struct error *e);
enum status foreign_store(const struct backend *self,
			  const struct config *config,
			  const struct credential *record, struct error *e);
enum status foreign_erase(const struct backend *self,
			  const struct config *config,
			  const struct credential *pattern, struct error *e);

#endif
