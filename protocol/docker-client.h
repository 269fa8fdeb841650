#ifndef PROTOCOL_DOCKER_CLIENT_H
#define PROTOCOL_DOCKER_CLIENT_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * The side of docker-credential-helpers that docker itself is on: what a
 * helper is told and answers. Beside this a helper is told a server's name
 * alone.
 */

/* What is said on standard output, with exit code 1, where there is nothing. */
extern const char docker_not_found[];

enum {
	/* A helper reads its input by Go's Scanner: no longer line than that.
	 */
	DOCKER_INPUT_MAX = 64 << 10
};

/* Appends what a `store` is told. */
void docker_ask_store(const char *server, const char *username,
		      const char *secret, struct buffer *out);

/* Whether the answer of a `get` says that there is nothing. */
bool docker_says_not_found(const struct buffer *answer);

/*
 * Reads the answer of a `get` for `server`: FIELD_USERNAME and FIELD_PASSWORD
 * of `out`, which the caller clears whatever comes back. Both stay unset in an
 * answer without either. STATUS_MALFORMED for no answer, or for another
 * server's, shows nothing of it.
 */
enum status docker_read_answer(const struct buffer *answer, const char *server,
			       struct credential *out, struct error *e);

/* Called for each server; both are borrowed. False ends it. */
typedef bool docker_visit(const char *server, const char *username,
			  void *argument);

/* Reads the answer of a `list`. Fails as docker_read_answer() does. */
enum status docker_read_list(const struct buffer *answer, docker_visit *visit,
			     void *argument, struct error *e);

#endif
