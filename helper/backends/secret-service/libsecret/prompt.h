#ifndef HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_PROMPT_H
#define HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_PROMPT_H

#include <glib.h>
#include <stdbool.h>

#include "helper/backends/secret-service/libsecret/state.h"

/*
 * What a person may be asked for in the keyring's own windows, and what it
 * means that something failed, which may be that nobody was asked.
 */

/* Whether the service, a SecretService, may prompt from now on. */
void prompt_allow(void *service, bool may);

/* Asks the person to open those of `proxies` that are locked. */
enum secrets_fault prompt_unlock(struct keyring *k, GList *proxies);

/* Has the person create a default collection. */
enum secrets_fault prompt_create_home(struct keyring *k);

/*
 * Opens the default collection, there being one that is locked, if nobody need
 * be asked for that: gnome-keyring so opens one without a password. That it
 * stays locked is no fault.
 */
enum secrets_fault prompt_open_home(struct keyring *k);

/*
 * The fault that an error of libsecret's is. Takes the error over; there is
 * none when a prompt was declined. prompt_not_made() is for what creates.
 */
enum secrets_fault prompt_failed(struct keyring *k, GError *error);
enum secrets_fault prompt_not_made(struct keyring *k, GError *error);

#endif
