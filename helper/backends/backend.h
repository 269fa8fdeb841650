#ifndef HELPER_BACKENDS_BACKEND_H
#define HELPER_BACKENDS_BACKEND_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/config/config.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"
#include "protocol/core/search.h"

/*
 * Where records are kept. A back-end is one file that ends in one of these
 * tables, and one entry in the list of registry.c.
 *
 * Every back-end keeps what it is given exactly, matches whole strings,
 * replaces atomically, is safe under use by many processes at once, never
 * prints, leaves everything as it was on failure, and names what failed and
 * the remedy. tests/contract runs one suite over all of them.
 *
 * Failures, which callers rely on to tell apart:
 * STATUS_NOT_FOUND    nothing there matches (search, erase); no message is set
 * STATUS_UNAVAILABLE  no such back-end here (no bus, no service, no keyring)
 * STATUS_LOCKED       it is there, but locked, and no person may be asked or
 *                     the person declined. Never given as "not found"
 * STATUS_TIMEOUT      it is there and did not answer in its time
 * STATUS_FAILED       all else: disk full, a wrong or missing key, ...
 *
 * A `pattern` has protocol and host, canonical, and any other address field;
 * what it means is said by credential_matches().
 */

/* One of the versions that a back-end keeps of a record. */
struct backend_version {
	int number;
	const char *created; /* when, as the back-end writes it; or NULL */
	const char *deleted; /* likewise; NULL: it is not */
	bool destroyed;	     /* nothing can bring it back */
	bool current;	     /* the newest there is */
};

/*
 * Called for each version, the newest first, with the address that it is kept
 * at; both are borrowed. Returning false ends the search.
 */
typedef bool backend_visit_version(const struct credential *address,
				   const struct backend_version *version,
				   void *argument);

struct foreign_kind;

struct backend {
	const char *name;     /* as in `backend = NAME` */
	const char *wants;    /* what stands behind NAME: for people; or NULL */
	const char *argument; /* what does, of one that was found; else NULL */
	const char *summary;  /* one line for people */
	const struct foreign_kind *kind; /* of foreign/; NULL of all others */

	/*
	 * Whether `argument` can be one, without a look whether it is there;
	 * STATUS_USAGE if not. NULL where none is wanted.
	 */
	enum status (*check)(const struct backend *self, struct error *e);

	/*
	 * Visits the records that match, or all if `pattern` is NULL, in no
	 * order. `self` is the back-end that the function was called through.
	 * One whose secret is known to be kept elsewhere and was not given has
	 * FIELD_WITHHELD in its place; stored so, it keeps that secret.
	 *
	 * Without a pattern it is no failure to find none, and a record that
	 * cannot be read keeps no other from being visited: the first such
	 * failure is returned at the end, STATUS_FAILED if it is damaged. One
	 * that holds for all of them (STATUS_LOCKED, a key that is missing)
	 * visits none.
	 */
	enum status (*search)(const struct backend *self,
			      const struct config *config,
			      const struct credential *pattern,
			      search_visit *visit, void *argument,
			      struct error *e);

	/*
	 * Keeps `record` in the place of the one with the very same address
	 * (credential_same_address()), if any, and has read it back, or has
	 * it on the disk, before it returns.
	 */
	enum status (*store)(const struct backend *self,
			     const struct config *config,
			     const struct credential *record, struct error *e);

	/*
	 * Erases the records that credential_erases() names. Each is whole or
	 * gone; if that fails for one of several, the message is the only
	 * word on how far it came, and erasing again ends it.
	 */
	enum status (*erase)(const struct backend *self,
			     const struct config *config,
			     const struct credential *pattern, struct error *e);

	/*
	 * Both are NULL where no older versions are kept. The first visits
	 * those of all records that match, erased ones too; `pattern` may be
	 * empty, for everything. The second makes the version `number` of the
	 * record at exactly `address` the current one again; 0 chooses: the
	 * current one if it is erased, else the one before. `restored` becomes
	 * its number. STATUS_NOT_FOUND if there is no such version.
	 */
	enum status (*versions)(const struct backend *self,
				const struct config *config,
				const struct credential *pattern,
				backend_visit_version *visit, void *argument,
				struct error *e);
	enum status (*restore)(const struct backend *self,
			       const struct config *config,
			       const struct credential *address, int number,
			       int *restored, struct error *e);
};

/* The desktop's keyring. */
extern const struct backend backend_secret_service;

/* Sealed files. */
extern const struct backend backend_file;

/* password-store, with gpg. */
extern const struct backend backend_pass;

/* Any git credential helper: `helper:NAME`. */
extern const struct backend backend_helper;

/* Any docker-credential helper: `docker:NAME`. */
extern const struct backend backend_docker;

/* Sealed records in etcd. */
extern const struct backend backend_etcd;

/* Secret Service first, else sealed files; reads look in both. */
extern const struct backend backend_auto;

/* HashiCorp Vault or OpenBao, its key-value engine of version 2. */
extern const struct backend backend_vault;

/* Those that the argument or the configuration names, in that order. */
extern const struct backend backend_chain;

#endif
