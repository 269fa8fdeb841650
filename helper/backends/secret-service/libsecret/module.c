#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/secret-service/item.h"
#include "helper/backends/secret-service/libsecret/glib.h"
#include "helper/backends/secret-service/libsecret/keyring.h"
#include "helper/backends/secret-service/libsecret/prompt.h"
#include "helper/backends/secret-service/request.h"
#include "protocol/core/memory.h"
#include "protocol/core/record.h"

libsecret_run libsecret_answer;

/* FNV-1a: spreads the hosts over the bytes of the lock file. */
static uint32_t hash(uint32_t seed, const char *text)
{
	for (; text && *text; text++)
		seed = (seed ^ (unsigned char)*text) * 16777619U;
	return seed;
}

/*
 * Waits until no other ringbearer changes what is kept for the request's host,
 * and keeps others waiting until this process ends: the kernel lets go then,
 * whatever ended it. Two hosts at one byte only wait for each other.
 */
static enum secrets_fault lock_others_out(struct keyring *k)
{
	const struct libsecret_request *request = k->request;
	const struct credential *c = request->credential;
	uint32_t place = hash(2166136261U, c->values[FIELD_PROTOCOL]);
	struct flock lock = { .l_type = F_WRLCK,
			      .l_whence = SEEK_SET,
			      .l_start = hash(place, c->values[FIELD_HOST]),
			      .l_len = 1 };
	int fd = open(request->lock_file,
		      O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600);
	int r = -1;

	request->progress->waiting = true;
	if (fd >= 0)
		do
			r = fcntl(fd, F_OFD_SETLKW, &lock);
		while (r != 0 && errno == EINTR);
	request->progress->waiting = false;
	if (r == 0)
		return FAULT_NONE;
	(void)g_snprintf(k->text, sizeof(k->text), "cannot lock '%s': %s",
			 request->lock_file, g_strerror(errno));
	return FAULT_OTHER;
}

/* Opens what is locked, as far as that may be; it may then still be locked. */
static enum secrets_fault open_locked(struct keyring *k)
{
	enum secrets_fault fault;

	if (k->request->person)
		fault = keyring_unlock(k);
	else if (k->request->progress->locked)
		fault = prompt_open_home(k);
	else
		return FAULT_NONE;
	return fault == FAULT_NONE ? keyring_find_home(k) : fault;
}

/*
 * Opens what is locked before others are locked out; then gathers what the
 * request may mean. Nothing is searched for in what is locked: KeePassXC would
 * wait until a person has opened it.
 */
static enum secrets_fault gather(struct keyring *k)
{
	enum secrets_fault fault = keyring_find_home(k);

	if (fault == FAULT_NONE)
		fault = open_locked(k);
	if (fault == FAULT_NONE && k->request->progress->locked)
		fault = FAULT_LOCKED;
	if (fault == FAULT_NONE && k->request->action != LIBSECRET_READ)
		fault = lock_others_out(k);
	if (fault != FAULT_NONE || (fault = keyring_search(k)) != FAULT_NONE)
		return fault;
	return k->any_locked ? FAULT_LOCKED : keyring_load(k);
}

/* Appends a record to the answer. */
static void tell(const struct credential *record, struct buffer *out)
{
	struct buffer text = { 0 };

	record_encode(record, &text);
	buffer_add(out, &text.length, sizeof(text.length));
	buffer_add(out, text.data, text.length);
	buffer_clear(&text);
}

static enum secrets_fault read_records(struct keyring *k, struct buffer *out)
{
	const struct credential *pattern = k->request->credential;
	struct twin *twins = memory_alloc(k->item_count + 1, sizeof(*twins));
	size_t found = 0;
	size_t damaged = 0;

	for (size_t i = 0; i < k->item_count; i++) {
		const struct keyring_item *item = &k->items[i];

		if (pattern && !credential_matches(&item->record, pattern))
			continue;
		if (item->damaged)
			damaged++;
		else
			twins[found++] =
				(struct twin){ &item->record,
					       keyring_path(item), false };
	}
	twins_judge(twins, found);
	for (size_t i = 0; i < found; i++)
		if (!twins[i].outdone)
			tell(twins[i].record, out);
	if (damaged && (!pattern || !found))
		return FAULT_DAMAGED;
	return found ? FAULT_NONE : FAULT_NOT_FOUND;
}

static long long age(const struct keyring_item *item)
{
	return credential_number(&item->record, FIELD_STORED);
}

/* The item to update: the newest one at the record's address, or NULL. */
static struct keyring_item *choose(struct keyring *k)
{
	struct keyring_item *best = NULL;

	for (size_t i = 0; i < k->item_count; i++) {
		struct keyring_item *item = &k->items[i];

		if (item->passing ||
		    !credential_same_address(&item->record,
					     k->request->credential))
			continue;
		if (!best || age(item) > age(best))
			best = item;
	}
	return best;
}

/* Deletes whatever else there is at the record's address. */
static enum secrets_fault drop_others(struct keyring *k,
				      const struct keyring_item *kept)
{
	enum secrets_fault fault = FAULT_NONE;

	for (size_t i = 0; i < k->item_count && fault == FAULT_NONE; i++)
		if (credential_same_address(&k->items[i].record,
					    k->request->credential) &&
		    strcmp(keyring_path(&k->items[i]), keyring_path(kept)) != 0)
			fault = keyring_delete(k, &k->items[i]);
	return fault;
}

static enum secrets_fault store(struct keyring *k)
{
	const struct credential *record = k->request->credential;
	struct keyring_item *item = choose(k);
	struct keyring_item created = { 0 };
	struct buffer text = { 0 };
	enum secrets_fault fault;

	item_encode(record, &text);
	if (item)
		fault = keyring_replace(k, item, record, &text);
	else
		fault = keyring_create(k, item = &created, record, &text);
	if (fault == FAULT_NONE)
		fault = keyring_compare(k, item, &text);
	if (fault == FAULT_NONE)
		fault = drop_others(k, item);
	buffer_clear(&text);
	return fault;
}

static int compare_age(const void *left, const void *right)
{
	long long a = age(left);
	long long b = age(right);

	return (a > b) - (a < b);
}

/*
 * Whether the pattern names the item, or one that counts before it: an older
 * value must not come up when the newer one, with its password, is erased.
 */
static bool is_erasable(const struct keyring *k,
			const struct keyring_item *item)
{
	for (size_t i = 0; i < k->item_count; i++) {
		const struct keyring_item *other = &k->items[i];

		if (credential_erases(&other->record, k->request->credential) &&
		    credential_same_address(&other->record, &item->record) &&
		    age(other) >= age(item))
			return true;
	}
	return false;
}

static size_t count_erasable(const struct keyring *k)
{
	size_t count = 0;

	for (size_t i = 0; i < k->item_count; i++)
		count += is_erasable(k, &k->items[i]);
	return count;
}

/* The oldest first, in case this is ended before its end. */
static enum secrets_fault erase(struct keyring *k)
{
	enum secrets_fault fault = FAULT_NONE;

	if (count_erasable(k) == 0)
		return FAULT_NOT_FOUND;
	qsort(k->items, k->item_count, sizeof(*k->items), compare_age);
	for (size_t i = 0; i < k->item_count && fault == FAULT_NONE; i++)
		if (is_erasable(k, &k->items[i]))
			fault = keyring_delete(k, &k->items[i]);
	if (fault != FAULT_NONE || (fault = keyring_search(k)) != FAULT_NONE ||
	    (fault = keyring_load(k)) != FAULT_NONE)
		return fault;
	return count_erasable(k) == 0 ? FAULT_NONE : FAULT_MISMATCH;
}

static enum secrets_fault act(struct keyring *k, struct buffer *out)
{
	enum secrets_fault fault = keyring_connect(k);

	if (fault == FAULT_NONE)
		fault = gather(k);
	if (fault != FAULT_NONE)
		return fault;
	switch (k->request->action) {
	case LIBSECRET_READ:
		return read_records(k, out);
	case LIBSECRET_STORE:
		return store(k);
	case LIBSECRET_ERASE:
		return erase(k);
	}
	return FAULT_OTHER;
}

static GLogWriterOutput write_nothing(GLogLevelFlags level,
				      const GLogField *fields, gsize count,
				      void *argument)
{
	(void)level;
	(void)fields;
	(void)count;
	(void)argument;
	return G_LOG_WRITER_HANDLED;
}

static void say_nothing(const char *domain, GLogLevelFlags level,
			const char *message, void *argument)
{
	(void)domain;
	(void)level;
	(void)message;
	(void)argument;
}

int libsecret_answer(const struct libsecret_request *request)
{
	struct libsecret_answer answer = { 0 };
	struct keyring k = { .request = request };
	struct buffer records = { 0 };
	int r;

	/* Set, so that GDBus never starts a bus of its own. */
	(void)setenv("DBUS_SESSION_BUS_ADDRESS", request->bus_address, 1);
	g_log_set_writer_func(write_nothing, NULL, NULL);
	(void)g_log_set_default_handler(say_nothing, NULL);
	answer.fault = act(&k, &records);
	memcpy(answer.text, k.text, sizeof(answer.text));
	r = write_all(STDOUT_FILENO, &answer, sizeof(answer));
	if (r == 0)
		r = write_all(STDOUT_FILENO, records.data, records.length);
	buffer_clear(&records);
	return r == 0 ? EXIT_SUCCESS : EXIT_FAILURE;
}
