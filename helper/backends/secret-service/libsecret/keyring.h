#ifndef HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_KEYRING_H
#define HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_KEYRING_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/backends/secret-service/fault.h"
#include "helper/backends/secret-service/request.h"
#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * The keyring as libsecret shows it: the steps that reading, storing and
 * erasing are made of. The process that uses it does one thing and ends, so
 * nothing here is ever freed.
 */

/* An unlocked item of ours. */
struct keyring_item {
	void *handle;		  /* a SecretItem */
	struct credential record; /* of a damaged one: its address only */
	bool damaged;		  /* it holds no record */
	bool passing;		  /* it will be lost at logout */
};

/* Start with the request alone; the rest is filled in. */
struct keyring {
	const struct libsecret_request *request;
	struct keyring_item *items;
	size_t item_count;
	bool any_locked; /* an item that may be meant, too */
	void *service;	 /* a SecretService; NULL until it has answered */
	void *home;	 /* the default SecretCollection, or NULL */
	char text[FAULT_TEXT_MAX]; /* see service_fault() */
};

/* Connects to the service that runs, or is started by the bus. */
enum service_fault keyring_connect(struct keyring *k);

/* Looks for the default collection; that there is none is no fault. */
enum service_fault keyring_find_home(struct keyring *k);

/*
 * Opens the default collection, there being one that is locked, if nobody need
 * be asked for that: gnome-keyring so opens one without a password. That it
 * stays locked is no fault.
 */
enum service_fault keyring_open(struct keyring *k);

/*
 * Has a person create a default collection where there is none, and open it
 * and whatever else is locked of what the request means.
 */
enum service_fault keyring_unlock(struct keyring *k);

/* Finds the items that the request may mean, without their records. */
enum service_fault keyring_search(struct keyring *k);

/* Reads the records of the items found, but of those erased meanwhile. */
enum service_fault keyring_load(struct keyring *k);

/*
 * Makes `item` hold `record`, whose text is `text`, in one step for whoever
 * reads it; its attributes and its label follow.
 */
enum service_fault keyring_replace(struct keyring *k, struct keyring_item *item,
				   const struct credential *record,
				   const struct buffer *text);

/* Makes a new item, in the default collection. */
enum service_fault keyring_create(struct keyring *k, struct keyring_item *item,
				  const struct credential *record,
				  const struct buffer *text);

/* Reads the item again and compares it; FAULT_MISMATCH if it differs. */
enum service_fault keyring_compare(struct keyring *k, struct keyring_item *item,
				   const struct buffer *text);

/* Deletes the item; one that is gone already is no fault. */
enum service_fault keyring_delete(struct keyring *k, struct keyring_item *item);

/* The item's path on the bus, which no other has. */
const char *keyring_path(const struct keyring_item *item);

#endif
