#ifndef HELPER_DEFINITION_PROVIDER_H
#define HELPER_DEFINITION_PROVIDER_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/definition/verdict.h"
#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"
#include "protocol/core/strings.h"

/*
 * A provider's definition: ringbearer-providers(5), in libconfuse's form.
 * What Calendly, Notion and Harvest differ in is data in
 * helper/providers/NAME.conf; the code here and in helper/verifier/ knows no
 * provider.
 */

/*
 * Text with variables: `Bearer {token}`. A variable is a name or a JSON
 * pointer into the answer of the step (`{/user/email}`, RFC 6901). Lists of
 * templates are fall-backs: the first one whose variables are all known, and
 * not empty, is taken.
 */

/*
 * When an answer means what. Every condition that is given must hold; the
 * first rule that holds is taken. What no rule takes: 429 is throttled, 5xx
 * unavailable, all else unknown.
 */
struct outcome {
	int status_first, status_last; /* HTTP status; not given: any */
	char *pointer;	/* into the JSON answer; NULL: no such condition */
	char *equals;	/* the value there, as text; */
	char *contains; /* or a part of it, in any ASCII case; */
	/* neither: something other than null is there */
	bool json;    /* the answer is JSON; implied by `pointer` */
	bool empty;   /* the answer has no body */
	char *header; /* present in the answer, in any case of its name */
	enum verdict verdict;
	char *reason;  /* template: what the provider says, may be NULL */
	char *missing; /* pointer to the scopes that lack, may be NULL */
};

/* Something to remember from an answer. */
struct learn {
	char *name;	     /* a field's key, or an extra of the provider */
	struct strings from; /* templates */
};

/* One of a list is to be chosen: Harvest's accounts. */
struct choose {
	char *field;  /* the extra that takes the value; NULL: no choice */
	char *list;   /* pointer to an array */
	char *where;  /* pointer, in an item; NULL: every item counts */
	char *equals; /* what is found there */
	char *value;  /* pointer, in an item */
	char *label;  /* pointer, in an item: how people know it */
	char *into;   /* field's key that takes the label, may be NULL */
	char *none;   /* what to say when no item counts */
};

/*
 * One request. Steps are made in order until one does not say ok. Optional
 * ones stand last, and count only if they say ok.
 */
struct step {
	char *name;
	char *url; /* a template behind its '?' */
	bool optional;
	struct strings headers; /* instead of the provider's, if any */
	struct outcome *outcomes;
	size_t outcome_count;
	struct learn *learns;
	size_t learn_count;
	struct choose choose;
};

/* A field beside the token. */
struct provider_field {
	char *name; /* of the extra: `account-id` */
	char *title;
	char *from; /* typed, chosen, learnt */
	bool secret;
	bool optional; /* a typed one may be left out */
};

/* A right that a token may have, as the provider's page names it. */
struct provider_scope {
	char *name;
	char *reason;		/* what it is for */
	bool needed;		/* by ringbearer itself */
	struct strings implies; /* scopes that it includes */
};

/* A kind of token that its looks tell: `development`. */
struct provider_type {
	char *name;
	char *pattern; /* POSIX extended regular expression */
};

/* A variable for `exec`. */
struct environment {
	char *name;
	char *value; /* template */
};

/* How long to wait after 429 when Retry-After does not say. */
struct retry {
	char *header; /* NULL: only Retry-After */
	bool epoch;   /* it holds a time, not a number of seconds */
	int seconds;  /* when no header says */
};

struct provider {
	char *name; /* as in NAME.conf */
	char *title;
	char *file;	      /* where it was read, or "built in" */
	char *text;	      /* the definition itself, for the verifier */
	struct strings hosts; /* canonical */
	struct strings headers;
	struct strings account; /* templates: what records are filed under */
	struct provider_field *fields;
	size_t field_count;
	struct provider_scope *scopes;
	size_t scope_count;
	struct provider_type *types;
	size_t type_count;
	struct step *steps;
	size_t step_count;
	struct environment *environment;
	size_t environment_count;
	struct retry retry;
	char *expiry;	       /* never, computed, unknown: see expiry-known */
	int lifetime_days;     /* when computed */
	int lifetime_days_min; /* what may be chosen at creation; 0: unknown */
	int lifetime_days_max;
	struct strings hints; /* POSIX extended regular expressions */
	struct strings guide;
	struct strings warnings;
	char *create_url;
	char *revoke_url;
	bool override; /* may take over a host of a built-in one */
	bool loopback; /* the user's own: http to a loopback address */
};

/*
 * Reads one definition. `file` names it in messages; `builtin` forbids what
 * only a user's own file may say. On STATUS_OK `*provider` is owned by the
 * caller, who gives it to provider_free(). STATUS_MALFORMED names file, line
 * and key.
 */
enum status provider_parse(const char *text, const char *file, bool builtin,
			   struct provider **provider, struct error *e);

/* Told one mistake: `FILE:LINE: KEY: what is wrong`, safe to show. */
typedef void provider_mistake(const char *message, void *argument);

/*
 * Tells every mistake in a definition of the user's own, in the order in
 * which they are found, each once; where a key is not known or its value of
 * another kind, it goes on behind it. Returns how many there are: 0 if
 * provider_parse() takes it.
 */
size_t provider_examine(const char *text, const char *file,
			provider_mistake *mistake, void *argument);

/* Frees it; NULL is fine. */
void provider_free(struct provider *provider);

/*
 * Looks up a variable for a template; NULL: not known. The answer is
 * borrowed until the next call.
 */
typedef const char *provider_variable(const char *name, void *argument);

/*
 * Appends `template` to `out`, its variables replaced. False, with `out` as
 * it was, if one is not known, is empty, or holds a control byte (which could
 * end a header and begin another).
 */
bool provider_render(const char *template, provider_variable *variable,
		     void *argument, struct buffer *out);

/*
 * Renders a list of header templates as `Name: value` lines, each ended by
 * LF, and appends them to `out`. A header whose variables are not all known
 * is left out; of several with one name the first that is left counts. Every
 * header that is sent or handed out comes from here.
 */
void provider_headers(const struct strings *templates,
		      provider_variable *variable, void *argument,
		      struct buffer *out);

/*
 * The variables that a credential has: `token`, `version` (this program's),
 * `username`, every other field that is no secret by its key, every extra by
 * its name. For provider_render(); `argument` is a
 * `const struct credential *`.
 */
const char *provider_credential_variable(const char *name, void *argument);

#endif
