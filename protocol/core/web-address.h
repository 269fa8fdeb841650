#ifndef PROTOCOL_CORE_WEB_ADDRESS_H
#define PROTOCOL_CORE_WEB_ADDRESS_H

#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Addresses as callers of the other protocols give them. Each makes `out`,
 * which is empty, a canonical address of https or http; the caller clears it.
 * STATUS_MALFORMED shows nothing of the text. A username and password in it
 * are refused, since only the address may be asked by.
 */

/* `https://HOST[:PORT][/PATH]`; the path is left out. */
enum status web_address_url(const char *url, struct credential *out,
			    struct error *e);

/* The same or `HOST[:PORT][/PATH]`, which means https; the path is kept. */
enum status web_address_whole(const char *text, struct credential *out,
			      struct error *e);

/* `HOST[:PORT]` of https. */
enum status web_address_host(const char *host, struct credential *out,
			     struct error *e);

#endif
