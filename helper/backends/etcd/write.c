#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "helper/backends/etcd/write.h"
#include "protocol/core/clock.h"
#include "protocol/core/json.h"
#include "protocol/core/memory.h"

enum {
	LEASE_DAYS = 30,   /* behind the expiry */
	VICTIMS_MAX = 120, /* etcd takes 128 in a transaction */
};

/* One record on its way. */
struct writing {
	struct etcd_store *store;
	char *key;
	struct buffer sealed; /* its nonce makes it like no other */
	char lease[32];
	bool sent; /* a transaction may have been carried out */
};

static bool same(const struct buffer *a, const struct buffer *b)
{
	return a->length == b->length &&
	       memcmp(a->data, b->data, a->length) == 0;
}

/* Takes the only pair of an answer, if it has one. */
static bool take_only(struct json_object *range, struct etcd_pair *out)
{
	return range && etcd_pair_count(range) == 1 &&
	       etcd_pair_at(range, 0, out);
}

/* Reads what is there; no pair is no failure. */
static enum status look(const struct writing *w, struct etcd_pair *out,
			struct error *e)
{
	const struct etcd_range range = { .from = w->key };
	struct buffer body = { 0 };
	struct json_object *answer = NULL;
	enum status status;

	etcd_pair_clear(out);
	etcd_add_range(&range, &body);
	status = etcd_ask(&w->store->etcd, "/v3/kv/range", &body, false,
			  &answer, e);
	if (status == STATUS_OK)
		(void)take_only(answer, out);
	etcd_drop(answer);
	buffer_clear(&body);
	return status;
}

/* Puts it, if nothing changed since `revision`; `first`: nor is there any. */
static enum status put(struct writing *w, long long revision, bool first,
		       bool *done, struct error *e)
{
	const char *none = first ? w->store->config->etcd.prefix : NULL;
	struct etcd_pair back = { 0 };
	struct buffer body = { 0 };
	struct json_object *answer = NULL;
	enum status status;

	etcd_add_put(w->key, &w->sealed, revision, none,
		     *w->lease ? w->lease : NULL, &body);
	status = etcd_ask(&w->store->etcd, "/v3/kv/txn", &body, true, &answer,
			  e);
	w->sent |= w->store->etcd.unsure;
	*done = status == STATUS_OK && etcd_succeeded(answer);
	if (*done && (!take_only(etcd_last_range(answer), &back) ||
		      !same(&back.value, &w->sealed)))
		status = error_set(e, STATUS_FAILED,
				   "etcd did not keep the record as it was "
				   "given");
	etcd_pair_clear(&back);
	etcd_drop(answer);
	buffer_clear(&body);
	return status;
}

static enum status not_known(enum status status, struct error *e)
{
	const struct error why = *e;

	error_set(e, status,
		  "it is not known whether etcd has made the change: %s",
		  why.message);
	error_hint(e, "look, and try again, once etcd answers");
	return status;
}

/* At once if others were faster, a little later if etcd was in trouble. */
static bool may_go_on(const struct etcd_store *store, enum status status)
{
	return status == STATUS_OK ? etcd_has_time(&store->etcd)
				   : etcd_may_retry(&store->etcd);
}

/* Puts it in the place of what was read there. */
static enum status replace(struct writing *w, const struct etcd_pair *there,
			   bool *done, struct error *e)
{
	bool first = false;
	enum status status = STATUS_OK;

	if (there->revision == 0)
		status = etcd_store_may_add(w->store, &first, e);
	return status == STATUS_OK ? put(w, there->revision, first, done, e)
				   : status;
}

/* Reads, compares and puts, until it is there or the time is over. */
static enum status put_until_there(struct writing *w, struct error *e)
{
	struct etcd_pair there = { 0 };
	enum status status;
	bool done = false;

	do {
		status = look(w, &there, e);
		if (status == STATUS_OK && there.revision &&
		    same(&there.value, &w->sealed))
			done = true;
		else if (status == STATUS_OK)
			status = replace(w, &there, &done, e);
		if (status != STATUS_OK && !w->store->etcd.unsure)
			break;
	} while (!done && may_go_on(w->store, status));
	etcd_pair_clear(&there);
	if (done)
		return status;
	if (w->sent)
		return not_known(STATUS_TIMEOUT, e);
	if (status == STATUS_OK)
		return error_set(e, STATUS_TIMEOUT,
				 "others changed the same record in etcd all "
				 "the time");
	return status;
}

/* A lease that ends some time after the token does. */
static enum status take_lease(struct writing *w,
			      const struct credential *record, struct error *e)
{
	const long long expiry =
		credential_number(record, FIELD_PASSWORD_EXPIRY_UTC);
	long long left = expiry - time(NULL);
	struct buffer body = { 0 };
	struct json_object *answer = NULL;
	const char *id;
	enum status status;

	if (expiry <= 0)
		return STATUS_OK;
	etcd_add_lease((left > 0 ? left : 0) + LEASE_DAYS * (long long)DAY,
		       &body);
	status = etcd_ask(&w->store->etcd, "/v3/lease/grant", &body, false,
			  &answer, e);
	id = status == STATUS_OK ? json_text_at(answer, "ID") : NULL;
	(void)snprintf(w->lease, sizeof(w->lease), "%s", id ? id : "");
	if (status == STATUS_OK && !id)
		status = error_set(e, STATUS_FAILED, "etcd gives no lease");
	etcd_drop(answer);
	buffer_clear(&body);
	return status;
}

enum status etcd_write(struct etcd_store *store,
		       const struct credential *record, struct error *e)
{
	struct writing w = { .store = store };
	enum status status = seal_new(store->keys, record, &w.sealed, e);

	w.key = etcd_store_key(store, record);
	if (status == STATUS_OK)
		status = take_lease(&w, record, e);
	if (status == STATUS_OK)
		status = put_until_there(&w, e);
	free(w.key);
	buffer_clear(&w.sealed);
	return status;
}

/* The records that an erase is about. */
struct victims {
	const struct etcd_store *store;
	struct etcd_pair pairs[VICTIMS_MAX]; /* without their values */
	size_t count;
};

static bool collect(const struct credential *record, void *argument)
{
	struct victims *v = argument;
	const struct etcd_pair *pair = v->store->at;

	(void)record;
	v->pairs[v->count].revision = pair->revision;
	buffer_add(&v->pairs[v->count].key, pair->key.data, pair->key.length);
	return ++v->count < VICTIMS_MAX;
}

static void clear_victims(struct victims *v)
{
	for (size_t i = 0; i < v->count; i++)
		etcd_pair_clear(&v->pairs[i]);
	v->count = 0;
}

static enum status delete_victims(struct etcd_store *store,
				  const struct victims *v, bool *done,
				  struct error *e)
{
	struct buffer body = { 0 };
	struct json_object *answer = NULL;
	enum status status;

	etcd_add_delete(v->pairs, v->count, &body);
	status = etcd_ask(&store->etcd, "/v3/kv/txn", &body, true, &answer, e);
	*done = status == STATUS_OK && etcd_succeeded(answer);
	etcd_drop(answer);
	buffer_clear(&body);
	return status;
}

/* Looks again after each, until nothing is left that should go. */
enum status etcd_remove(struct etcd_store *store,
			const struct credential *pattern, struct error *e)
{
	struct victims *v = memory_alloc(1, sizeof(*v));
	enum status status;
	bool erased = false;
	bool unsure = false;
	bool done;

	v->store = store;
	do {
		struct search search = { .pattern = pattern,
					 .erases = true,
					 .visit = collect,
					 .argument = v };

		clear_victims(v);
		done = false;
		status = etcd_store_search(store, &search, e);
		if (status == STATUS_NOT_FOUND)
			status = STATUS_OK;
		if (status != STATUS_OK || v->count == 0)
			break;
		status = delete_victims(store, v, &done, e);
		unsure |= store->etcd.unsure;
		erased |= done;
		if (status != STATUS_OK && !store->etcd.unsure)
			break;
	} while (done ? v->count == VICTIMS_MAX : may_go_on(store, status));
	if (status == STATUS_OK && v->count == 0 && (erased || unsure))
		erased = true;
	else if (status == STATUS_OK && !done && v->count > 0)
		status = error_set(e, STATUS_TIMEOUT,
				   "others changed the same records in etcd "
				   "all the time");
	else if (status != STATUS_OK && unsure)
		status = not_known(STATUS_TIMEOUT, e);
	clear_victims(v);
	free(v);
	return status == STATUS_OK && !erased ? STATUS_NOT_FOUND : status;
}
