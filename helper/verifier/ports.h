#ifndef HELPER_VERIFIER_PORTS_H
#define HELPER_VERIFIER_PORTS_H

#include <stdint.h>

/* The port that a definition's URL is asked at. */
uint16_t port_of_url(const char *url);

/*
 * The port of a proxy as the usual variables name it, read as libcurl reads
 * it: 443 is the default of https, 1080 that of anything else. 0 if there is
 * none: `proxy` is NULL, empty or wrong.
 */
uint16_t port_of_proxy(const char *proxy);

#endif
