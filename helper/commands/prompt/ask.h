#ifndef HELPER_COMMANDS_PROMPT_ASK_H
#define HELPER_COMMANDS_PROMPT_ASK_H

#include <stddef.h>

#include "helper/broker/enrol.h"
#include "helper/definition/lifetime.h"
#include "protocol/core/error.h"

/*
 * The questions of connect, rotate and edit. All fail as terminal_ask() does
 * when nobody is there; a wrong answer is asked for again, three times in all.
 */

/* Asks for one of `count` numbered things; `*chosen` counts from 0. */
enum status ask_number(size_t count, size_t *chosen, struct error *e);

/* Reads one answer; STATUS_USAGE, with a message, if it will not do. */
typedef enum status ask_take(const char *answer, void *argument,
			     struct error *e);

/* Asks until `take` is content with the answer. */
enum status ask_until(const char *question, ask_take *take, void *argument,
		      struct error *e);

/*
 * When a token ends, as the option `--expires` says it; without one (NULL)
 * `lifetime`, which starts as {0}, stays. Fails as lifetime_read() does.
 */
enum status ask_lifetime_option(const char *text, const struct enrolment *c,
				struct lifetime *lifetime, struct error *e);

/*
 * Notes that in `c->record`. Without the option a person is asked, if it is
 * for them to choose and the token is a new one, the provider's usual lifetime
 * being the default.
 */
enum status ask_lifetime_noted(struct enrolment *c, struct lifetime *lifetime,
			       struct error *e);

/* Asks for a label; `out` is "" for none. */
enum status ask_label(char *out, size_t size, struct error *e);

/*
 * Checks a text that a person gives to a record (a label): STATUS_USAGE for
 * control characters, for more than 256 bytes and for what is not UTF-8.
 * `what` names it: "the label".
 */
enum status ask_check_text(const char *what, const char *text, struct error *e);

/* The same for the value of the option `name`, if it is given (not NULL). */
enum status ask_check_option(const char *name, const char *text,
			     struct error *e);

/*
 * Asks whether to go on. STATUS_USAGE with `refused` as the message if the
 * answer is no, or nobody can be asked; `option` would have done then.
 */
enum status ask_or_option(const char *question, const char *refused,
			  const char *option, struct error *e);

#endif
