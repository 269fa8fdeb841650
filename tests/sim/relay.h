/*
 * The proxy side: takes CONNECT for the hosts of the tables, port 443, and
 * passes the bytes to the HTTPS side. Everything else gets 403. Both are
 * logged: "CONNECT HOST:PORT 200" or "... 403", with " LEAK" behind it if a
 * token was sent to the proxy itself.
 */
#ifndef TESTS_SIM_RELAY_H
#define TESTS_SIM_RELAY_H

#include <stdint.h>

/*
 * Relays on a free port of 127.0.0.1 to that port there, in threads of its own
 * until the process ends. Returns the port, or 0 with errno set.
 */
uint16_t relay_start(uint16_t server_port);

#endif
