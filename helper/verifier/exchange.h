#ifndef HELPER_VERIFIER_EXCHANGE_H
#define HELPER_VERIFIER_EXCHANGE_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/network/wire.h"
#include "helper/verifier/answer.h"
#include "helper/verifier/inquiry.h"
#include "helper/verifier/request.h"
#include "protocol/core/buffer.h"

/*
 * One request, and what came of it. `answered` if an answer came, whole and
 * within the limits of answer.h; else the finding says what went wrong:
 * unavailable (name, connect, time, TLS) or unknown. Its reason may hold text
 * from outside. Start with the request alone; request_clear(), answer_clear()
 * and buffer_clear() free what came.
 */
struct exchange {
	struct request request;
	struct answer answer;
	bool answered;
	enum failure failure; /* unless `answered` */
	bool too_large;	      /* more came than the limits allow */
	bool asking;	      /* what goes out now is for the provider */
	struct buffer sent; /* if `request.traced`: its head, as it went out */
	struct finding finding;
	void *owner; /* the caller's */
};

/*
 * Whether the request may go to `host` by `scheme`: https, or http to a
 * loopback address in numbers if the request allows it. Else the finding says
 * so.
 */
bool exchange_may_go(struct exchange *x, const char *scheme, const char *host);

/*
 * Take what arrives for the exchange in `x`, as libcurl hands it over: a header
 * line, a piece of the body. Fewer bytes than were given, if that is too much,
 * end the transfer.
 */
size_t exchange_take_header(char *data, size_t size, size_t count, void *x);
size_t exchange_take_body(char *data, size_t size, size_t count, void *x);

/*
 * Keeps what goes out, if it is for the provider: a proxy is asked first, and
 * has a password of its own. It may come in pieces, and again over another
 * connection.
 */
void exchange_keep_sent(struct exchange *x, const char *data, size_t length);

/*
 * Makes that a finding, unless more came than the limits allow: then that is
 * it. `text` is libcurl's.
 */
void exchange_fail(struct exchange *x, enum failure failure, const char *host,
		   const char *text);

#endif
