#include <keyutils.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/kernel-keyring.h"

static const char type[] = "user";
static const char prefix[] = "ringbearer:";

/* What a value begins with, and what holds the place of one to come. */
static const char ready = '=';
static const char reserved = '-';

enum {
	DESCRIPTION_MAX = CACHE_NAME_SIZE + sizeof(prefix),
	USUAL_SIZE = 2048,  /* bytes; most values need no more */
	PLACE_SECONDS = 60, /* a place that nobody fills goes by itself */
	PERMISSIONS = KEY_POS_ALL | KEY_USR_VIEW | KEY_USR_READ |
		      KEY_USR_WRITE | KEY_USR_SEARCH | KEY_USR_SETATTR,
};

static const char *describe(const char *name, char *out)
{
	(void)snprintf(out, DESCRIPTION_MAX, "%s%s", prefix, name);
	return out;
}

static key_serial_t find(const char *name)
{
	char description[DESCRIPTION_MAX];

	return (key_serial_t)keyctl_search(KEY_SPEC_USER_KEYRING, type,
					   describe(name, description), 0);
}

/* The value of a key, into `out`; its length, or -1. */
static long read_value(key_serial_t key, struct buffer *out)
{
	size_t room = USUAL_SIZE;
	long length;

	/* The kernel gives the length even if there is too little room. */
	while ((length = keyctl_read(key, buffer_reserve(out, room), room)) >
	       (long)room)
		room = (size_t)length;
	out->length = length > 0 ? (size_t)length : 0;
	return length;
}

bool cache_key_read(const char *name, struct buffer *out)
{
	key_serial_t key = find(name);
	struct buffer value = { 0 };
	bool is_ready = key >= 0 && read_value(key, &value) > 0 &&
			value.data[0] == ready;

	if (is_ready)
		buffer_add(out, value.data + 1, value.length - 1);
	buffer_clear(&value);
	return is_ready;
}

void cache_key_release(int place)
{
	if (place >= 0)
		(void)keyctl_invalidate(place);
}

int cache_key_reserve(const char *name)
{
	char description[DESCRIPTION_MAX];
	key_serial_t key = add_key(type, describe(name, description), &reserved,
				   sizeof(reserved), KEY_SPEC_USER_KEYRING);

	/* Readers may have a session keyring that does not lead to it. */
	if (key >= 0 && (keyctl_setperm(key, PERMISSIONS) != 0 ||
			 keyctl_set_timeout(key, PLACE_SECONDS) != 0)) {
		cache_key_release(key);
		return -1;
	}
	return key;
}

void cache_key_fill(int place, const struct buffer *value, int seconds)
{
	struct buffer marked = { 0 };

	buffer_add(&marked, &ready, sizeof(ready));
	buffer_add(&marked, value->data, value->length);
	/*
	 * An update makes the key last for ever until it has its end again.
	 * Unlinking would take away whatever has the same name by now.
	 */
	if (value->length > CACHE_VALUE_MAX ||
	    keyctl_update(place, marked.data, marked.length) != 0 ||
	    keyctl_set_timeout(place, (unsigned int)seconds) != 0)
		cache_key_release(place);
	buffer_clear(&marked);
}

void cache_key_drop(const char *name)
{
	key_serial_t key = find(name);

	if (key >= 0)
		(void)keyctl_invalidate(key);
}

/* A description is `type;uid;gid;permissions;text`. */
static bool is_ours(key_serial_t key, const char *start)
{
	char *text = NULL;
	const char *name;
	bool ours = false;

	if (keyctl_describe_alloc(key, &text) > 0) {
		name = strrchr(text, ';');
		ours = name &&
		       strncmp(name + 1, prefix, sizeof(prefix) - 1) == 0 &&
		       strncmp(name + sizeof(prefix), start, strlen(start)) ==
			       0;
	}
	free(text);
	return ours;
}

int cache_key_drop_all(const char *start)
{
	void *list = NULL;
	long size = keyctl_read_alloc(KEY_SPEC_USER_KEYRING, &list);
	const key_serial_t *keys = list;
	int count = 0;

	for (size_t i = 0; size > 0 && i < (size_t)size / sizeof(*keys); i++)
		if (is_ours(keys[i], start) && keyctl_invalidate(keys[i]) == 0)
			count++;
	free(list);
	return count;
}

enum status cache_key_try(struct error *e)
{
	static const char name[] = "try";
	struct buffer value = { 0 };
	struct buffer back = { 0 };
	int place = cache_key_reserve(name);
	enum status status = STATUS_OK;

	buffer_add_text(&value, "works");
	if (place < 0)
		status = error_errno(e, STATUS_UNAVAILABLE,
				     "the kernel keeps no keys for this user");
	else
		cache_key_fill(place, &value, 1);
	if (status == STATUS_OK && !cache_key_read(name, &back))
		status = error_errno(e, STATUS_UNAVAILABLE,
				     "the kernel does not give back the keys "
				     "of this user");
	if (status != STATUS_OK)
		error_hint(e, "everything works without, only slower; a "
			      "container may forbid add_key(2) and keyctl(2)");
	cache_key_drop(name);
	buffer_clear(&value);
	buffer_clear(&back);
	return status;
}
