#ifndef TESTS_UNIT_HELPER_VERIFIER_FIXTURE_H
#define TESTS_UNIT_HELPER_VERIFIER_FIXTURE_H

#include "helper/verifier/answer.h"
#include "helper/verifier/inquiry.h"

/* The token of every inquiry here; it is to appear in no answer. */
#define FIXTURE_TOKEN "canary-token-4711"

/*
 * Reads an inquiry by its record, a blank line and its definition, which may
 * hold a NUL.
 */
enum status fixture_read(const char *text, size_t length, struct inquiry *q,
			 struct error *e);

/*
 * An inquiry about that token with these further lines of the record, and a
 * provider with these further keys. Ended by inquiry_clear().
 */
void fixture_inquiry(const char *record, const char *keys, struct inquiry *q);

/* An answer, read already. Ended by answer_clear(). */
void fixture_answer(long status, const char *headers, const char *body,
		    struct answer *a);

/*
 * Lets `count` clients in, one after the other, on a port of 127.0.0.1 that
 * it returns. Each is sent responses[i] once its request has come, and then
 * `repeated` (if not NULL) until it hangs up. `*requests` is for
 * fixture_requests().
 */
int fixture_server(const char *const *responses, size_t count,
		   const char *repeated, int *requests);

/* The same with one more client, who gets a byte each 20 ms. */
int fixture_slow_server(const char *const *responses, size_t count,
			int *requests);

/* All that was asked, up to the end of the server. */
void fixture_requests(int requests, struct buffer *out);

#endif
