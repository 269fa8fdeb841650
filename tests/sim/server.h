/* The HTTPS side: one microhttpd daemon for all hosts of the tables. */
#ifndef TESTS_SIM_SERVER_H
#define TESTS_SIM_SERVER_H

#include <stdint.h>

/*
 * Serves on 127.0.0.1 with DIRECTORY/NAME.pem and NAME.key until the process
 * ends. Returns the port, or 0 after saying on standard error what failed.
 */
uint16_t server_start(const char *directory, const char *name);

/* Every answer waits so long. To be called before server_start(). */
void server_delay(long milliseconds);

#endif
