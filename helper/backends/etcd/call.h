#ifndef HELPER_BACKENDS_ETCD_CALL_H
#define HELPER_BACKENDS_ETCD_CALL_H

#include <stdbool.h>

#include "helper/backends/etcd/json.h"
#include "helper/config/config.h"
#include "helper/network/https.h"
#include "protocol/core/buffer.h"
#include "protocol/core/error.h"

/*
 * Calls to a cluster of etcd: its endpoints are tried in their order, within
 * the time for one operation, and again while it chooses a leader. What is
 * read is read as of now (linearizable), so that a member which is cut off
 * gives no answer, and another one is asked.
 */

/* Start with etcd_begin(), end with etcd_end(). */
struct etcd {
	const struct config_etcd *config; /* borrowed */
	size_t at;			  /* the endpoint that is asked */
	struct https remote;
	bool connected;
	long long deadline;
	char *token; /* the header that says who asks; or NULL */
	bool unsure; /* the last change may have been made, or not */
	bool large;  /* the last answer was longer than may be */
};

/* STATUS_UNAVAILABLE if no endpoint is configured. */
enum status etcd_begin(const struct config_etcd *config, struct etcd *out,
		       struct error *e);

void etcd_end(struct etcd *etcd);

/* Whether there is time left at all. */
bool etcd_has_time(const struct etcd *etcd);

/* Whether there is time left for another try; waits a little before. */
bool etcd_may_retry(const struct etcd *etcd);

/*
 * Posts `body` to `path`, as "/v3/kv/range", and reads the answer, which the
 * caller gives to etcd_drop(). Something that only reads is asked of one
 * endpoint after the other. A `change` is not asked twice when no answer came:
 * then `unsure` is true, and the failure that comes back is not the last word.
 * STATUS_TIMEOUT if nobody answers in time; STATUS_FAILED if nobody can be
 * reached, or says no.
 */
enum status etcd_ask(struct etcd *etcd, const char *path,
		     const struct buffer *body, bool change,
		     struct json_object **answer, struct error *e);

#endif
