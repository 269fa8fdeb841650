#ifndef HELPER_VERIFIER_REQUEST_H
#define HELPER_VERIFIER_REQUEST_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/verifier/inquiry.h"
#include "protocol/core/buffer.h"

/*
 * One request, a GET unless it says otherwise. Start with
 * `struct request r = {0}`, end with request_clear().
 */
struct request {
	const char *url;    /* in `text` */
	const char *method; /* borrowed; NULL: GET */
	const char *body;   /* borrowed; NULL: none */
	size_t body_length;
	const char *ca_file;	 /* borrowed; NULL: the system's bundle */
	const char *certificate; /* borrowed: our own, a file, or NULL */
	const char *key;	 /* borrowed: that one's, a file, or NULL */
	const char *socket;	 /* borrowed: a Unix socket to go through */
	bool traced;		 /* its head is to be kept */
	bool loopback;		 /* http to a loopback address is allowed */
	long timeout;		 /* milliseconds, from name to last byte */
	struct buffer text;	 /* of URL and headers, in secret memory */
	char **headers;		 /* `Name: value`, in `text` */
	size_t header_count;
};

/*
 * How much of a URL says whom it asks, its scheme and port included:
 * `https://api.example.org`.
 */
size_t request_origin(const char *url);

/*
 * Makes the step's request, but for its timeout; what is put into the URL is
 * percent-encoded. False, and a finding that says why, if that is
 * not known, or if the token does not come into a header, since an answer to
 * such a request says nothing about it.
 */
bool request_make(const struct inquiry *q, const struct step *step,
		  struct request *r, struct finding *f);

/* Wipes and frees the URL and the headers. */
void request_clear(struct request *r);

#endif
