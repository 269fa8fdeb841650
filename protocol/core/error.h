#ifndef PROTOCOL_CORE_ERROR_H
#define PROTOCOL_CORE_ERROR_H

/*
 * How every fallible function answers: a code for the program and one
 * sentence for the person. Nothing below `main` prints; it fills a
 * `struct error` and returns its status, and `main` shows it once.
 */

/* The outcomes a caller can tell apart. See status_exit_code(). */
enum status {
	STATUS_OK,
	STATUS_NOT_FOUND,   /* nothing is stored under that name */
	STATUS_USAGE,	    /* wrong command line */
	STATUS_MALFORMED,   /* request, configuration or definition */
	STATUS_REFUSED,	    /* the provider refused the token */
	STATUS_UNVERIFIED,  /* it could not be asked, and must be */
	STATUS_UNAVAILABLE, /* the back-end is missing on this machine */
	STATUS_LOCKED,	    /* it is there, but locked */
	STATUS_TIMEOUT,	    /* it is there, but does not answer */
	STATUS_FAILED,	    /* anything else went wrong while keeping */
};

enum {
	ERROR_MESSAGE_MAX = 1024, /* bytes, with the closing NUL */
	ERROR_HINT_MAX = 512,
};

/*
 * The sentence that goes with a status. Start with `struct error e = {0}`;
 * it owns no memory. `message` is lower case without a full stop and names
 * what failed; `hint` says what to do and may be empty. Both are safe to
 * show: text_sanitize() has been over them. With STATUS_OK a message that is
 * not empty is a note for the person (kept, but unverified).
 */
struct error {
	char message[ERROR_MESSAGE_MAX];
	char hint[ERROR_HINT_MAX];
	int number; /* errno, where error_errno() set the message; else 0 */
};

/*
 * Sets the message (printf's format; cut, never overrun, when too long),
 * drops an earlier hint, and returns `status`, so that a failure is one line:
 * `return error_set(e, STATUS_FAILED, "cannot open '%s'", path);`
 */
enum status error_set(struct error *e, enum status status, const char *format,
		      ...) __attribute__((format(printf, 3, 4)));

/* Like error_set(), ending the message with ": " and strerror(errno). */
enum status error_errno(struct error *e, enum status status, const char *format,
			...) __attribute__((format(printf, 3, 4)));

/* Sets the hint that goes with the message. */
void error_hint(struct error *e, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/*
 * What went wrong first with one of several things, of which each is tried
 * whatever became of the others. Start with `{0}`.
 */
struct first_failure {
	enum status status;
	struct error error;
};

/* Notes a failure, unless there was one. STATUS_OK, to go on. */
enum status error_pass_over(struct first_failure *first, enum status status,
			    const struct error *e);

/* Tells at the end what was noted; STATUS_OK, with `e` as it is, if nothing. */
enum status error_first(const struct first_failure *first, struct error *e);

/*
 * The exit code that users and scripts see: 0 done, 1 nothing stored, 2 usage,
 * 3 malformed, 4 refused by the provider, 5 not verifiable, 6 back-end.
 */
int status_exit_code(enum status status);

#endif
