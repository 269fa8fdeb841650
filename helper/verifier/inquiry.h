#ifndef HELPER_VERIFIER_INQUIRY_H
#define HELPER_VERIFIER_INQUIRY_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/definition/provider.h"
#include "helper/network/wire.h"
#include "helper/verifier/answer.h"
#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

enum {
	SHOWN_MAX = 512, /* bytes of any one text from outside */
};

/*
 * One question: is this credential good at this provider? Start with
 * `struct inquiry q = {0}`, end with inquiry_clear().
 */
struct inquiry {
	struct provider *provider;
	bool shares;		  /* the provider is an earlier inquiry's */
	size_t number;		  /* in the sequence */
	struct credential given;  /* the settings taken out of it */
	struct credential learnt; /* grows into our own answer */
	char *ca_file;		  /* NULL: the system's bundle */
	long timeout;		  /* milliseconds, for all steps together */
	long deadline;		  /* for all inquiries; 0: nobody waits */
	bool traces;		  /* whether to tell, in */
	struct buffer trace;	  /* what trace.h says */
};

/* What a step, or all of them, came to. Start with `{0}`: ok. */
struct finding {
	enum verdict verdict;
	const struct outcome *rule; /* that decided; NULL: no outcome did */
	char reason[SHOWN_MAX + 1]; /* "": nothing to say */
};

/* Sets both; the reason in printf's format, cut when too long. */
void finding_set(struct finding *f, enum verdict verdict, const char *format,
		 ...) __attribute__((format(printf, 3, 4)));

/*
 * Reads one of what helper/network/verify-keys.h describes; without a
 * definition in it `q->provider` is to be there already. STATUS_MALFORMED says
 * what is wrong and shows nothing of the record.
 */
enum status inquiry_read(const struct message *m, struct inquiry *q,
			 struct error *e);

/* Wipes and frees everything. */
void inquiry_clear(struct inquiry *q);

/*
 * The value of a variable: what was learnt, else the credential's own and
 * `version`. Borrowed; NULL if it is not known.
 */
const char *inquiry_variable(const struct inquiry *q, const char *name);

/*
 * Appends `template` to `out` by provider_render(). Its variables are those
 * of inquiry_variable(), and `{/pointer}` into
 * `answer`. The second gives what an answer says as inquiry_show() makes it.
 */
bool inquiry_render(const struct inquiry *q, const struct answer *answer,
		    const char *template, struct buffer *out);
bool inquiry_render_shown(const struct inquiry *q, const struct answer *answer,
			  const char *template, struct buffer *out);

/* Appends the headers by provider_headers(); there is no answer yet. */
void inquiry_headers(const struct inquiry *q, const struct strings *templates,
		     struct buffer *out);

/*
 * Makes a text from outside fit to be shown: what repeats a secret of ours is
 * replaced, then text_sanitize(). `out` has SHOWN_MAX + 1 bytes.
 */
void inquiry_show(const struct inquiry *q, const char *text, char *out);

/*
 * Replaces in a text from outside what repeats a secret of ours, however
 * short, or one that was learnt.
 */
void inquiry_hide(const struct inquiry *q, struct buffer *text);

/* What stands there then. */
#define INQUIRY_HIDDEN "(hidden)"

/* Whether the provider calls the extra of that name secret. */
bool inquiry_is_secret(const struct inquiry *q, const char *name);

/*
 * Remembers a text from outside, made fit to be shown, under a field's key or
 * as an extra. An extra that is secret is never changed: one that is not fit
 * is left out. So is a field that is not the provider's to tell, such as
 * `password`.
 */
void inquiry_learn(struct inquiry *q, const char *name, const char *text);

#endif
