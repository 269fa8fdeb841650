#ifndef HELPER_VERIFIER_RELAY_H
#define HELPER_VERIFIER_RELAY_H

#include "protocol/core/error.h"

/*
 * Takes HTTP requests from standard input, as helper/network/https-keys.h
 * describes them, and answers each on standard output before the next is read,
 * to the end of the input. The first one decides what the process is confined
 * to. STATUS_MALFORMED for what is no request, STATUS_FAILED if an answer
 * cannot be written.
 */
enum status forward(struct error *e);

#endif
