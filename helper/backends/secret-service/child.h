#ifndef HELPER_BACKENDS_SECRET_SERVICE_CHILD_H
#define HELPER_BACKENDS_SECRET_SERVICE_CHILD_H

#include "helper/backends/secret-service/read.h"
#include "helper/backends/secret-service/request.h"
#include "helper/config/config.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Has a child process do through libsecret what `action` says: first without
 * asking anyone, within config->service_timeout seconds; then, if that is what
 * it takes and a person is there, once more within config->unlock_timeout.
 * LIBSECRET_READ shows `search` what it finds; it is NULL for the others.
 * When whether a change was made is unknown, the hint says so.
 */
enum status secrets_child(const struct config *config,
			  enum libsecret_action action,
			  const struct credential *credential,
			  struct search *search, struct error *e);

#endif
