#ifndef HELPER_VERIFIER_SANDBOX_H
#define HELPER_VERIFIER_SANDBOX_H

#include <stdint.h>

#include "helper/verifier/request.h"
#include "helper/verifier/sandbox-report.h"
#include "helper/verifier/sequence.h"

/*
 * Gives up, for good, what the verifier does not need to ask these inquiries:
 * files but the certificates and those of the resolver, for reading; TCP
 * connections but to the ports of the providers, of the proxies that the
 * environment names and of name servers (53); system calls as seccomp.h says.
 * To be called behind http_start() and before any thread begins. It never
 * fails: where the kernel, or a container, offers nothing of that, all goes
 * on without.
 */
void confine(const struct sequence *s, struct confinement *c);

/*
 * The same for requests to one place: the files and the port are those of this
 * one. If it goes through a Unix socket, no other file and no port can be
 * reached, but Unix sockets can: the kernel does not tell them apart.
 */
void confine_to(const struct request *r, struct confinement *c);

/* The port that a definition's URL is asked at. */
uint16_t port_of_url(const char *url);

/*
 * The port of a proxy as the usual variables name it, read as libcurl reads
 * it: 443 is the default of https, 1080 that of anything else. 0 if there is
 * none: `proxy` is NULL, empty or wrong.
 */
uint16_t port_of_proxy(const char *proxy);

#endif
