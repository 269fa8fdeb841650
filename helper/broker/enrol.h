#ifndef HELPER_BROKER_ENROL_H
#define HELPER_BROKER_ENROL_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/definition/provider.h"
#include "helper/definition/verdict.h"
#include "helper/entries/entries.h"
#include "helper/entries/store.h"
#include "helper/network/verify.h"
#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * One token on its way to be kept by store, connect or rotate: what its
 * provider says of it, and what is kept in its place already. Nothing here
 * asks a person or prints.
 */
struct enrolment {
	const struct store *store; /* borrowed */
	struct provider *provider; /* NULL: the host is nobody's */
	struct credential request; /* address and token */
	struct credentials seen;   /* what was kept on its host at first */
	bool partly_seen;	   /* some of it cannot be read */
	struct verification answer;
	struct credential record; /* what will be kept */
	struct credential old;	  /* what is kept there now */
	bool has_old;
	bool overwrites; /* set by the caller: whatever is there by then */
	bool stays; /* set by the caller: at the very address of `request` */
	bool keeps_old; /* set by the caller: the replaced token, too */
	bool unchanged; /* `old` has the same secret */
};

/* Wipes and frees all that is not borrowed. */
void enrol_clear(struct enrolment *c);

/* Sets protocol and host as a provider's records have them. */
void enrol_set_address(struct enrolment *c);

/* Where the token of a request goes: its credential, if it has an authtype. */
enum field enrol_token_field(const struct credential *request);

/*
 * Notes what is kept on the request's host before anybody is asked, so that
 * enrol_keep() knows what is to be replaced. Fails as the back-end does.
 */
enum status enrol_see(struct enrolment *c, struct error *e);

/*
 * Asks the provider about the token; `c->answer` has what it says, `kind` what
 * that means. STATUS_UNVERIFIED if the verifier answered nonsense: then nothing
 * is to be stored, whatever the policy.
 */
enum status enrol_verify(struct enrolment *c, enum verdict_kind *kind,
			 struct error *e);

/*
 * Makes `c->record` and finds what is kept at its address. If nobody can
 * tell, the same secret is looked for under the provider's other usernames,
 * so that a token that is known stays one entry. With `overwrites` the place
 * alone is looked at, and `unchanged` is left as it is.
 */
enum status enrol_compose(struct enrolment *c, enum verdict_kind kind,
			  struct error *e);

/*
 * Appends a line, made harmless to show, for each thing in which the new
 * token's user or organization is another one than the old entry's, or nothing
 * is known of either. With nothing known of the old one alone there is none.
 */
void enrol_differences(const struct enrolment *c, struct buffer *out);

/*
 * Keeps the record in place of the old one, and takes away the entry without
 * a username that held the same token before its account was known. If
 * another token is there by now than enrol_see() saw, or none any more,
 * nothing is replaced: STATUS_FAILED. With `overwrites` none of that: `old` is
 * replaced, and no other entry is looked for. Else the entry knows the token
 * that is replaced again: see replaced_has().
 */
enum status enrol_keep(struct enrolment *c, struct error *e);

/* The same for whoever holds store_lock(), with `overwrites` since `old` was
 * looked up. */
enum status enrol_keep_held(struct enrolment *c, struct error *e);

/* Announces what enrol_keep() did, as announce() does. */
void enrol_announce(const struct enrolment *c, struct error *note);

/* One of the accounts that a token reaches; borrowed from the answer. */
struct account {
	const char *id;
	const char *label;
};

/* The account at `index`, or false behind the last one. */
bool enrol_account(const struct enrolment *c, size_t index,
		   struct account *out);

#endif
