#ifndef HELPER_BACKENDS_SECRET_SERVICE_FAULT_H
#define HELPER_BACKENDS_SECRET_SERVICE_FAULT_H

#include "protocol/core/error.h"

/*
 * What can go wrong with a Secret Service. Reading over D-Bus and the child
 * that uses libsecret both end in one of these, so that one fault has one
 * sentence whoever met it.
 */
enum secrets_fault {
	FAULT_NONE,
	FAULT_NOT_FOUND,  /* nothing matches; no message */
	FAULT_NO_BUS,	  /* no session bus to connect to */
	FAULT_NO_SERVICE, /* a bus, but nobody offers the service */
	FAULT_NO_LIBRARY, /* libsecret is not installed */
	FAULT_NO_KEYRING, /* a service without a default collection */
	FAULT_VOLATILE,	  /* the default collection is lost at logout */
	FAULT_LOCKED,	  /* and no person may be asked */
	FAULT_UNASKED,	  /* no person may be asked what must be asked */
	FAULT_DISMISSED,  /* a person was asked, and declined */
	FAULT_UNANSWERED, /* a person was asked, and did not answer in time */
	FAULT_TIMEOUT,
	FAULT_BUSY,	  /* another ringbearer did not finish in time */
	FAULT_GONE,	  /* the service or the bus went away in the middle */
	FAULT_UNCIPHERED, /* encryption was asked for and is not offered */
	FAULT_DAMAGED,	  /* an item of ours that holds no record */
	FAULT_MISMATCH,	  /* read back, it was not what was stored */
	FAULT_OTHER,	  /* the text says what */
};

enum {
	FAULT_TEXT_MAX = 512
};

/*
 * Sets the message and hint of `fault`; `text` is what the service or the
 * system said of it, or "". Returns the status that goes with it.
 */
enum status secrets_fault(enum secrets_fault fault, const char *text,
			  struct error *e);

#endif
