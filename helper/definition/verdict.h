#ifndef HELPER_DEFINITION_VERDICT_H
#define HELPER_DEFINITION_VERDICT_H

/* What a provider's answer says of a token. */
enum verdict {
	VERDICT_OK,	 /* taken, and it told who it belongs to */
	VERDICT_LIMITED, /* taken; identity or a right is missing */
	VERDICT_INVALID,
	VERDICT_EXPIRED,
	VERDICT_REVOKED,
	VERDICT_WRONG_PLACE, /* good, but in another region, site, account */
	VERDICT_THROTTLED,
	VERDICT_UNAVAILABLE,
	VERDICT_UNKNOWN, /* cannot tell */
	VERDICT_COUNT
};

/* What becomes of the token. */
enum verdict_kind {
	VERDICT_KIND_GOOD,     /* ok, limited */
	VERDICT_KIND_REJECTED, /* the provider says no: wrong-place, too */
	VERDICT_KIND_UNCLEAR,  /* the provider did not tell, or VERDICT_COUNT */
};

/* The word for it in definitions, records and answers: `wrong-place`. */
extern const char *const verdict_names[VERDICT_COUNT];

/* Finds a verdict by its word; VERDICT_COUNT if there is none, or no word. */
enum verdict verdict_parse(const char *word);

enum verdict_kind verdict_kind(enum verdict verdict);

#endif
