#ifndef HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_KEYRING_H
#define HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_KEYRING_H

#include "helper/backends/secret-service/libsecret/state.h"
#include "protocol/core/buffer.h"

/*
 * The keyring as libsecret shows it: the steps that reading, storing and
 * erasing are made of. The process that uses it does one thing and ends, so
 * nothing here is ever freed.
 */

/* Connects to the service that runs, or is started by the bus. */
enum secrets_fault keyring_connect(struct keyring *k);

/* Looks for the default collection; that there is none is no fault. */
enum secrets_fault keyring_find_home(struct keyring *k);

/*
 * Has a person create a default collection where there is none, and open it
 * and whatever else is locked of what the request means.
 */
enum secrets_fault keyring_unlock(struct keyring *k);

/* Finds the items that the request may mean, without their records. */
enum secrets_fault keyring_search(struct keyring *k);

/* Reads the records of the items found, but of those erased meanwhile. */
enum secrets_fault keyring_load(struct keyring *k);

/*
 * Makes `item` hold `record`, whose text is `text`, in one step for whoever
 * reads it; its attributes and its label follow.
 */
enum secrets_fault keyring_replace(struct keyring *k, struct keyring_item *item,
				   const struct credential *record,
				   const struct buffer *text);

/* Makes a new item, in the default collection. */
enum secrets_fault keyring_create(struct keyring *k, struct keyring_item *item,
				  const struct credential *record,
				  const struct buffer *text);

/* Reads the item again and compares it; FAULT_MISMATCH if it differs. */
enum secrets_fault keyring_compare(struct keyring *k, struct keyring_item *item,
				   const struct buffer *text);

/* Deletes the item; one that is gone already is no fault. */
enum secrets_fault keyring_delete(struct keyring *k, struct keyring_item *item);

#endif
