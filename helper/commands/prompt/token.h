#ifndef HELPER_COMMANDS_PROMPT_TOKEN_H
#define HELPER_COMMANDS_PROMPT_TOKEN_H

#include <stdbool.h>

#include "helper/broker/enrol.h"
#include "protocol/core/error.h"

/* How a new token comes in. All is borrowed. */
struct token_options {
	const char *name;   /* what it is of, where there is no provider */
	const char *scopes; /* that it is to have; NULL: the usual ones */
	bool open;	    /* the provider's page, without a question */
	bool clean;	    /* take away what is around it, likewise */
	bool force; /* send what looks like another provider's, likewise */
};

/*
 * Leads a person to a new token, reads it, typed unseen by a person or from
 * standard input, and puts it into `c->request`: as its credential if it has an
 * authtype, else as its password, and with it the typed fields that are not
 * there yet.
 *
 * What is around it (quotes, `Bearer `) is taken away if `clean` says so or a
 * person does; STATUS_MALFORMED otherwise, as token_text_read() says it. A
 * token that does not look like one of the provider's is warned of on standard
 * error. One that looks like another provider's is not sent there unasked: a
 * person is asked, a script needs `force`, else STATUS_USAGE.
 */
enum status obtain_token(const struct token_options *options,
			 struct enrolment *c, struct error *e);

#endif
