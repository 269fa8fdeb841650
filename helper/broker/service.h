#ifndef HELPER_BROKER_SERVICE_H
#define HELPER_BROKER_SERVICE_H

#include <stdbool.h>

#include "helper/entries/entries.h"
#include "helper/entries/store.h"
#include "protocol/protocol.h"

/*
 * What a protocol may ask of the program (protocol.h), by the broker and the
 * configured back-end. Neither is opened before it is asked for.
 */
struct serving {
	const char *file, *backend; /* as for store_open() */
	struct service service;	    /* for the call */
	struct store store;
	struct credentials handed; /* out, if the journal wants to know */
};

/* Makes `s` ready; service_close() ends it. Borrows the texts. */
void service_open(struct serving *s, const char *file, const char *backend);

/* Tells journal and hook what was handed out; once it is. */
void service_announce(struct serving *s);

void service_close(struct serving *s);

#endif
