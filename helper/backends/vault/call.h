#ifndef HELPER_BACKENDS_VAULT_CALL_H
#define HELPER_BACKENDS_VAULT_CALL_H

#include <stdbool.h>

#include "helper/config/config.h"
#include "helper/network/https.h"
#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/* Vault's HTTP API, as the parts of this back-end use it. */

struct json_object; /* json-c's */

/* One operation's talk with the server: see session.h. */
struct vault {
	const struct config *config;
	char *base; /* what stands before `/v1/` */
	char *namespace_line;
	char *ca_file;
	char *certificate;
	char *key;
	struct https remote;
	struct buffer token; /* bare */
	/* Gets another token; NULL: there is no other. */
	enum status (*login)(struct vault *v, struct error *e);
};

/* What is asked. All is borrowed. */
struct vault_call {
	const char *method;	   /* NULL: GET */
	const char *path;	   /* behind `/v1/`, fit for a URL */
	const struct buffer *body; /* JSON; NULL: none */
	const char *token;	   /* instead of ours; NULL: ours */
	bool large;		   /* the answer may be of many MiB */
};

/* Start with `{0}`, end with vault_answer_clear(). */
struct vault_answer {
	long status;		  /* of HTTP: 2xx, 400 or 404 */
	struct json_object *json; /* its body's object, or NULL */
	char words[256];	  /* what it says is wrong, or "" */
	struct https_answer raw;
};

/*
 * Asks, waits where the server says so, and logs in anew where that may help.
 * STATUS_OK for 2xx, 400 and 404, since what these mean depends on what was
 * asked; all else is explained.
 */
enum status vault_ask(struct vault *v, const struct vault_call *call,
		      struct vault_answer *a, struct error *e);

/* Whether it is the 404 that says no more than that nothing is there. */
bool vault_has_nothing(const struct vault_answer *a);

/* Whether it says that something was done which is not told about. */
bool vault_is_done(const struct vault_answer *a);

/* Explains another 404, or a silent 2xx: the mount is none of ours. */
enum status vault_no_engine(const struct vault *v, const struct vault_answer *a,
			    struct error *e);

/*
 * Explains a status that none of the callers expected; of a 2xx, that it has
 * not what was asked for.
 */
enum status vault_refusal(const struct vault_answer *a, const char *what,
			  struct error *e);

/* Wipes and frees. */
void vault_answer_clear(struct vault_answer *a);

#endif
