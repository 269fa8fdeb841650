#ifndef PROTOCOL_CORE_ADDRESS_H
#define PROTOCOL_CORE_ADDRESS_H

#include <stddef.h>

#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * One canonical form of protocol and host, so that everything behind it may
 * compare whole strings byte by byte. Nothing is ever matched by suffix,
 * prefix or pattern.
 */

enum {
	ADDRESS_HOST_MAX = 264, /* a name of 253, ':', a port, a NUL */
};

/*
 * Writes the canonical form of `host`, as git gives it (with port, IPv6 in
 * brackets), into `out`, ADDRESS_HOST_MAX bytes:
 *
 * - ASCII letters become small, one dot at the end goes; a port that is the
 *   protocol's own (443 for https, 80 for http) goes, and an empty one;
 * - a name has labels of 1 to 63 of `a-z 0-9 - _`, not beginning with `-`,
 *   253 bytes in all, and its last label does not look like a number (RFC
 *   1123, 2.1; WHATWG URL, "ends in a number");
 * - an IPv4 address has four decimal numbers, without leading zeros: `127.1`,
 *   `0x7f.1` and `2130706433` are refused, since programs differ about them;
 * - an IPv6 address is written by inet_ntop(3); zones are refused;
 * - a port is 1 to 65535, decimal, without leading zero;
 * - a host with bytes above 0x7f keeps them if they are UTF-8: it equals
 *   nothing but itself, so it is never taken for the name that IDNA would
 *   make of it;
 * - an empty host is allowed for protocols other than http and https
 *   (`cert:///path`).
 *
 * STATUS_MALFORMED says what is wrong; the message does not show the host,
 * which may be a line that holds more.
 */
enum status address_host(const char *protocol, const char *host, char *out,
			 struct error *e);

/*
 * Canonicalises the protocol (small letters) and host of `c` in place.
 * STATUS_MALFORMED leaves `c` as it was.
 */
enum status address_canonical(struct credential *c, struct error *e);

/*
 * Takes `url`, PROTOCOL://[USER[:PASSWORD]@]HOST[/PATH], apart into the
 * fields of `c`, percent-decoded, as git does for `url=`. The path is left out
 * for http and https, as git leaves it out by default
 * (credential.useHttpPath). STATUS_MALFORMED for what is not of that form or
 * decodes to a control byte; the message does not show the URL.
 */
enum status address_from_url(const char *url, size_t length,
			     struct credential *c, struct error *e);

/* The same with the path, for protocols that tell paths of a host apart. */
enum status address_from_whole_url(const char *url, size_t length,
				   struct credential *c, struct error *e);

#endif
