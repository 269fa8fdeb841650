#ifndef HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_LIBSECRET_FAULT_H
#define HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_LIBSECRET_FAULT_H

#include <gio/gio.h>
#include <stdbool.h>

#include "helper/backends/secret-service/fault.h"

/*
 * Which fault an error of GDBus is, and what it says in `text`,
 * FAULT_TEXT_MAX bytes. A service that is unknown after it had answered
 * (`begun`) has gone away.
 */
enum service_fault libsecret_fault(const GError *error, bool begun, char *text);

#endif
