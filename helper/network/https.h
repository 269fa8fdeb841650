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
 *	struct remote r = { .ca_file = ..., .timeout = 5000 };
 *
 *	remote_begin(&r);
 *	remote_ask(&r, &request, &answer);
 *	...
 *	remote_answer_clear(&answer);
 *	remote_end(&r);
 */
struct remote {
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
struct remote_request {
	const char *method;	    /* NULL: GET */
	const char *url;	    /* https; its origin is that of all */
	const char *const *headers; /* whole lines, NULL ends; or NULL */
	const void *body;	    /* NULL: none */
	size_t body_length;
	const char *wanted; /* headers of the answer, `a,b`; or NULL */
	size_t most;	    /* bytes of its body, to 16 MiB; 0: 1 MiB */
};

/* Start with `{0}`; remote_ask() clears it first. */
struct remote_answer {
	enum failure failure; /* FAILURE_NONE: it came, and `status` counts */
	long status;	      /* of HTTP, redirects too */
	struct credential headers;
	struct buffer body; /* a NUL follows */
	char reason[1024];  /* of a failure: why, fit to be shown */
};

/* The time for all requests begins, or begins again. */
void remote_begin(struct remote *r);

/* Milliseconds that are left of it, not less than 0. */
int remote_left(const struct remote *r);

/*
 * Asks. It never fails: what went wrong is the answer's failure, and within
 * the time; FAILURE_LATE says nothing about whether the request was carried
 * out, nor does FAILURE_NO_ANSWER.
 */
void remote_ask(struct remote *r, const struct remote_request *request,
		struct remote_answer *answer);

/* A header that was wanted, by its name in small letters; NULL: not there. */
const char *remote_header(const struct remote_answer *answer, const char *name);

/*
 * Says of an answer that failed why: STATUS_TIMEOUT if it was not there in
 * time, STATUS_UNAVAILABLE without the network program, else STATUS_FAILED.
 * STATUS_OK if there was one, whatever HTTP's status is. `what` names who was
 * asked, as in "vault".
 */
enum status remote_explain(const struct remote_answer *answer, const char *what,
			   struct error *e);

/* Wipes and frees what came. */
void remote_answer_clear(struct remote_answer *answer);

/* Ends the process, if there is one. It may begin again. */
void remote_end(struct remote *r);

#endif
