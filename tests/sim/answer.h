/*
 * The data the simulator answers from: tables, no code. One file per provider
 * (calendly.c, notion.c, harvest.c) and common.c for what any server, proxy or
 * captive portal may do. Bodies and headers are those of the providers'
 * documentation and of recorded answers.
 *
 * Lists of words are separated by single spaces.
 */
#ifndef TESTS_SIM_ANSWER_H
#define TESTS_SIM_ANSWER_H

/* How an answer is sent. */
enum behaviour {
	PLAIN,	   /* as it is */
	CUT,	   /* the connection closes after half of the body */
	HANGUP,	   /* the connection closes without an answer */
	STALL,	   /* no answer until the client leaves */
	DRIP,	   /* the body, a byte each 200 ms, then 'a' for ever */
	ENDLESS,   /* the body, then 'a' for ever, in chunks */
	OVERSIZED, /* the same, announced with a Content-Length of 8 GiB */
	PIECES,	   /* the body, 7 bytes each 5 ms, in chunks */
	GZIP_BOMB, /* 100 kB that unpack to 103 MB, whatever was accepted */
};

/*
 * One row: what the token's word gets at an endpoint (NULL: at any; the others
 * answer as to "good"). Headers
 * are "Name: value" lines. In them and in the body $name$ and the other
 * members of struct person are replaced; $,email$ is $email$ with a comma
 * before it.
 */
struct answer {
	const char *endpoint;
	const char *words;
	unsigned status;
	const char *headers;
	const char *body;
	enum behaviour behaviour;
};

/* Requests are GET; the name is what rows and word prefixes refer to. */
struct endpoint {
	const char *name;
	const char *host;
	const char *path;
};

/* A header (or, with '?' in front, a query argument) that must be sent. */
struct need {
	const char *endpoint; /* NULL: any */
	const char *header;
	const char *word; /* what its absence is answered with */
};

/*
 * Tables end in an empty row. Every provider has the words "good", "invalid"
 * and "no-route" (an unknown path; looked at before the token).
 */
struct provider {
	const char *name;
	const struct endpoint *endpoints;
	const struct need *needs;
	const struct answer *answers;
};

extern const struct provider calendly, notion, harvest;

/* Looked in when the provider has no row for a word. */
extern const struct answer common_answers[];

/*
 * Who a token belongs to. Texts are the insides of JSON strings, but email is
 * a whole member or NULL; accounts are the ids that Harvest-Account-Id takes.
 */
struct person {
	const char *words;
	const char *id;
	const char *number;
	const char *name;
	const char *first;
	const char *last;
	const char *email;
	const char *org;
	const char *orgid;
	const char *account;
	const char *accounts;
	const char *role;
	/* Of the request: the token, every byte as %XX, base64 of a:TOKEN. */
	const char *token;
	const char *percent;
	const char *basic;
};

/* Ends in an empty row; the first is who a token of no one else belongs to. */
extern const struct person people[];

#define JSON "Content-Type: application/json"
#define JSON_UTF8 "Content-Type: application/json; charset=utf-8"
#define HTML "Content-Type: text/html; charset=UTF-8"

/* Ten, a thousand, ten thousand times a literal. */
#define TEN(s) s s s s s s s s s s
#define THOUSAND(s) TEN(TEN(TEN(s)))
#define TEN_THOUSAND(s) TEN(THOUSAND(s))

#endif
