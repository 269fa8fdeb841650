/* How an answer goes out: whole, in drops, without an end, cut off. */
#ifndef TESTS_SIM_SEND_H
#define TESTS_SIM_SEND_H

#include <microhttpd.h>

#include "tests/sim/choose.h"

/* Sends what was chosen; the value is for the access handler to return. */
enum MHD_Result send_choice(struct MHD_Connection *connection,
			    const struct choice *choice);

#endif
