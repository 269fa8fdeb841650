#ifndef PROTOCOL_CORE_CREDENTIAL_H
#define PROTOCOL_CORE_CREDENTIAL_H

#include <stdbool.h>
#include <stddef.h>

/*
 * The one data type that flows through the program: a request, an answer, or
 * a record that is kept. A credential is an array of owned strings indexed by
 * `enum field`, and one row of `field_info[]` says of each field all that
 * parsers, writers, back-ends and the broker must know.
 */
enum field {
	/* The address: what a record is found by. */
	FIELD_PROTOCOL,
	FIELD_HOST, /* canonical, with its port; see address.h */
	FIELD_PATH,
	FIELD_USERNAME,
	/* What is kept there. */
	FIELD_PASSWORD,
	FIELD_AUTHTYPE, /* travels with FIELD_CREDENTIAL, as `Bearer` */
	FIELD_CREDENTIAL,
	FIELD_OAUTH_REFRESH_TOKEN,
	FIELD_PASSWORD_EXPIRY_UTC, /* seconds since 1970 */
	/* Of git's conversation only: never kept. */
	FIELD_EPHEMERAL,
	FIELD_CONTINUE,
	FIELD_QUIT,
	FIELD_CAPABILITY, /* lists: one item a line */
	FIELD_STATE,
	FIELD_WWWAUTH,
	/* Notes kept with the record. */
	FIELD_PROVIDER,
	FIELD_ACCOUNT, /* what the record is filed under */
	FIELD_LABEL,
	FIELD_DESCRIPTION,
	FIELD_NAME,
	FIELD_EMAIL,
	FIELD_ID,
	FIELD_ORGANIZATION, /* or workspace: what people call it */
	FIELD_SCOPES,
	FIELD_MISSING,	    /* scopes that the token lacks */
	FIELD_EXPIRY_KNOWN, /* told, computed, asked, never, unknown */
	FIELD_CREATED,	    /* seconds since 1970 */
	FIELD_STORED,	    /* nanoseconds since 1970: the newest wins */
	FIELD_VERIFIED,	    /* seconds since 1970: the last conclusive answer */
	FIELD_VERDICT,	    /* ok, limited, unverified; a refusal of later */
	FIELD_INCONCLUSIVE, /* the last verdict that was not conclusive */
	FIELD_DEFAULT,	    /* "1": preferred when no username is asked for */
	FIELD_DISABLED,	    /* "1": kept, but not handed out */
	FIELD_PREVIOUS,	    /* the token that this one replaced, if wanted */
	FIELD_PREVIOUS_EXPIRY, /* when that ends, as FIELD_PASSWORD_EXPIRY_UTC
				*/
	FIELD_PREVIOUS_KNOWN,  /* and how that is known */
	FIELD_REPLACED,	       /* marks of tokens that others took over from */
	/* Set on what a back-end gives: never kept, never on the wire. */
	FIELD_BACKEND,	   /* which one it was */
	FIELD_CHANGEABLE,  /* "1" or "0": whether we may change it there */
	FIELD_FINGERPRINT, /* of its token, where that was left out */
	/*
	 * Its password lies elsewhere and was not given, which is no proof that
	 * it is gone: why, for a person; "" where that is what happens there.
	 */
	FIELD_WITHHELD,
	FIELD_HIDDEN, /* list: the keys of the secrets left out */
	FIELD_COUNT
};

enum field_flags {
	FIELD_IS_ADDRESS = 1 << 0,
	FIELD_IS_SECRET = 1 << 1, /* locked memory, never shown */
	FIELD_IS_LIST = 1 << 2,	  /* repeats on the wire; items split by LF */
	FIELD_ON_WIRE = 1 << 3,	  /* git's protocol reads it */
	FIELD_IS_KEPT = 1 << 4,	  /* part of the stored record */
};

struct field_info {
	const char *key; /* on the wire and in the record, without `[]` */
	unsigned int flags;
};

extern const struct field_info field_info[FIELD_COUNT];

/*
 * What a record has beyond the table: fields of its provider (`account-id`,
 * `organization-uri`), notes that a person made (`team`), and the lines of
 * newer versions. Fields and notes may have the same key.
 */
struct extra {
	char *key;
	char *value;
	bool secret;  /* a field: locked memory, never shown */
	bool note;    /* a person's: never handed out */
	bool foreign; /* a line that this version does not know */
};

/*
 * Start with `struct credential c = {0}`, end with credential_clear():
 * whoever declares it clears it, everyone else borrows it `const`.
 */
struct credential {
	char *values[FIELD_COUNT]; /* NULL: not given; "" is a value */
	struct extra *extras;
	size_t extra_count;
};

/* Wipes and frees every value; leaves it empty and usable. */
void credential_clear(struct credential *c);

/* Sets a field to a copy of `value`; NULL makes it "not given". */
void credential_set(struct credential *c, enum field field, const char *value);
void credential_set_bytes(struct credential *c, enum field field,
			  const char *value, size_t length);
void credential_set_number(struct credential *c, enum field field,
			   long long value);

/* The field as a number; 0 when not given or not one. */
long long credential_number(const struct credential *c, enum field field);

/* Appends an item to a list field; an item never holds a LF. */
void credential_append(struct credential *c, enum field field, const char *item,
		       size_t length);

/* Whether a list field holds exactly this item. */
bool credential_has(const struct credential *c, enum field field,
		    const char *item);

/* Sets, adds or (NULL) drops a provider's field. Copies what it is given. */
void credential_set_extra(struct credential *c, const char *key,
			  const char *value, bool secret);

/* Keeps a line of a newer version as it came. Copies what it is given. */
void credential_add_foreign(struct credential *c, const char *key,
			    const char *value);

/* The value of a provider's field, or NULL. Borrowed. */
const char *credential_extra(const struct credential *c, const char *key);

/* Sets, adds or (NULL) drops a note. Copies what it is given. */
void credential_set_note(struct credential *c, const char *key,
			 const char *value);

/* The value of a note, or NULL. Borrowed. */
const char *credential_note(const struct credential *c, const char *key);

/* Makes `out`, which it clears first, a copy of `c`. */
void credential_copy(const struct credential *c, struct credential *out);

/*
 * The same without the secrets and the lines of newer versions, whose keys
 * stand in FIELD_HIDDEN.
 */
void credential_copy_notes(const struct credential *c, struct credential *out);

/*
 * Makes `out`, which it clears first, the pattern of all that stands at the
 * protocol and host of `c`.
 */
void credential_copy_host(const struct credential *c, struct credential *out);

/*
 * Whether `record` is among what `pattern` asks for, by gitcredentials(7):
 * each address field of the pattern equals the record's, a field that is not
 * given means any, and one that is given never matches one that is absent.
 */
bool credential_matches(const struct credential *record,
			const struct credential *pattern);

/*
 * The rule for erasing: as credential_matches(), and a password or credential
 * that the pattern gives must be the record's.
 */
bool credential_erases(const struct credential *record,
		       const struct credential *pattern);

/* Whether both stand at one address: the same fields given, all equal. */
bool credential_same_address(const struct credential *a,
			     const struct credential *b);

/* Whether both hold the same password, authtype and credential. */
bool credential_same_secret(const struct credential *a,
			    const struct credential *b);

/*
 * Whether the username seems to be the token, as some providers take it: the
 * password is the word that GitHub has for that, or "" beside a username of 20
 * bytes or more without `@`. Usernames are shown to everybody.
 */
bool credential_has_token_as_username(const struct credential *c);

/* Whether there is something to keep: a password, or authtype + credential. */
bool credential_has_secret(const struct credential *c);

/* The secret that a provider calls the token, or NULL. Borrowed. */
const char *credential_token(const struct credential *c);

#endif
