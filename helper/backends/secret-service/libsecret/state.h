#ifndef HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_STATE_H
#define HELPER_BACKENDS_SECRET_SERVICE_LIBSECRET_STATE_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/backends/secret-service/fault.h"
#include "helper/backends/secret-service/request.h"
#include "protocol/core/credential.h"

/* What is known of the keyring, and of its items. */

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
	char text[FAULT_TEXT_MAX]; /* see secrets_fault() */
};

#endif
