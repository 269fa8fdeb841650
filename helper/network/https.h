#ifndef HELPER_NETWORK_HTTPS_H
#define HELPER_NETWORK_HTTPS_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "helper/network/wire.h"
#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * HTTPS for back-ends, through ringbearer-verify, which alone touches the
 * network: one process of it for a few requests to one place, one after the
 * other, over one connection where the server lets it stand. Secrets travel
 * in pipes and lie in secret memory, here; there the process ends soon.
 * Redirects are never followed.
 *
 *	struct https r = { .ca_file = ..., .timeout = 5000 };
 *
 *	https_begin(&r);
 *	https_ask(&r, &request, &answer);
 *	...
 *	https_answer_clear(&answer);
 *	https_end(&r);
 */
struct https {
	/* The place, borrowed; NULL: none. Files are absolute. */
	const char *ca_file;	 /* instead of the system's bundle */
	const char *certificate; /* of ours, in PEM */
	const char *key;	 /* of that one; NULL: in the same file */
	const char *socket;	 /* a Unix socket, for http://127.0.0.1/ */
	bool loopback;		 /* http to a loopback address in numbers */
	int timeout;		 /* milliseconds for all requests together */
	/* Ours. */
	long long deadline;
	pid_t pid; /* 0: not started */
	int pipe;
};

/* What is asked. All is borrowed. */
struct https_request {
	const char *method;	    /* NULL: GET */
	const char *url;	    /* https; its origin is that of all */
	const char *const *headers; /* whole lines, NULL ends; or NULL */
	const void *body;	    /* NULL: none */
	size_t body_length;
	const char *wanted; /* headers of the answer, `a,b`; or NULL */
	size_t most;	    /* bytes of its body, to 16 MiB; 0: 1 MiB */
};

/* Start with `{0}`; https_ask() clears it first. */
struct https_answer {
	enum failure failure; /* FAILURE_NONE: it came, and `status` counts */
	long status;	      /* of HTTP, redirects too */
	struct credential headers;
	struct buffer body; /* a NUL follows */
	char reason[1024];  /* of a failure: why, fit to be shown */
};

/* The time for all requests begins, or begins again. */
void https_begin(struct https *r);

/* Milliseconds that are left of it, not less than 0. */
int https_left(const struct https *r);

/*
 * Asks. It never fails: what went wrong is the answer's failure, and within
 * the time; FAILURE_LATE says nothing about whether the request was carried
 * out, nor does FAILURE_NO_ANSWER.
 */
void https_ask(struct https *r, const struct https_request *request,
	       struct https_answer *answer);

/* A header that was wanted, by its name in small letters; NULL: not there. */
const char *https_header(const struct https_answer *answer, const char *name);

/*
 * Says of an answer that failed why: STATUS_TIMEOUT if it was not there in
 * time, STATUS_UNAVAILABLE without the network program, else STATUS_FAILED.
 * STATUS_OK if there was one, whatever HTTP's status is. `what` names who was
 * asked, as in "vault".
 */
enum status https_explain(const struct https_answer *answer, const char *what,
			  struct error *e);

/* Wipes and frees what came. */
void https_answer_clear(struct https_answer *answer);

/* Ends the process, if there is one. It may begin again. */
void https_end(struct https *r);

#endif
