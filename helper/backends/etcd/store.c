#include <stdlib.h>

#include "helper/backends/etcd/store.h"
#include "helper/seal/key.h"
#include "helper/system/lock.h"
#include "protocol/core/memory.h"

/* Which keys are counted, and of when. */
struct counting {
	const char *top;    /* what they begin with */
	bool one;	    /* whether there is one is enough */
	long long revision; /* 0: now, and then of when that was */
	long long count;
};

static enum status count_keys(struct etcd_store *store, struct counting *c,
			      struct error *e)
{
	const struct etcd_range range = {
		.from = c->top,
		.prefix = true,
		.top = c->top,
		.count = !c->one,
		.limit = c->one,
		.keys = c->one,
		.revision = c->revision,
	};
	struct buffer body = { 0 };
	struct json_object *answer = NULL;
	enum status status;

	etcd_add_range(&range, &body);
	status = etcd_ask(&store->etcd, "/v3/kv/range", &body, false, &answer,
			  e);
	if (status == STATUS_OK) {
		c->count = etcd_count(answer);
		c->revision = etcd_revision(answer);
	}
	etcd_drop(answer);
	buffer_clear(&body);
	return status;
}

static enum status team_key_missing(const struct config *config, size_t count,
				    struct error *e)
{
	enum status status = key_missing(config, count, e);

	if (config->key != KEY_CREDENTIAL)
		error_hint(e, "get the team's key file from somebody who has "
			      "it, with mode 600, or set 'key-file' in the "
			      "section 'file' to where it is");
	return status;
}

/*
 * There is no key: of an empty cluster nothing is expected. Looked for again
 * once there are records, which another process here may have made first.
 */
static enum status without_key(struct etcd_store *store, struct error *e)
{
	struct counting all = { .top = store->config->etcd.prefix };
	enum status status = count_keys(store, &all, e);

	if (status != STATUS_OK)
		return status;
	if (all.count == 0)
		return STATUS_NOT_FOUND;
	status = key_load(store->config, store->keys, e);
	return status == STATUS_NOT_FOUND
		       ? team_key_missing(store->config, (size_t)all.count, e)
		       : status;
}

/* Two first stores at once, on one machine, make one key. */
static enum status create_key(struct etcd_store *store, struct error *e)
{
	const struct lock_wanted wanted = {
		.how = LOCK_ALONE,
		.path = "etcd-key.lock",
		.seconds = LOCK_SECONDS,
	};
	int lock = -1;
	enum status status = lock_state(&wanted, &lock, e);

	if (status == STATUS_OK)
		status = key_load(store->config, store->keys, e);
	if (status == STATUS_NOT_FOUND)
		status = without_key(store, e);
	if (status == STATUS_NOT_FOUND)
		status = key_create(store->config, store->keys, e);
	lock_release(lock);
	return status;
}

enum status etcd_store_open(const struct config *config, bool write,
			    struct etcd_store *out, struct error *e)
{
	enum status status;

	*out = (struct etcd_store){ .config = config };
	status = etcd_begin(&config->etcd, &out->etcd, e);
	if (status != STATUS_OK)
		return status;
	if (!seal_start())
		return error_set(e, STATUS_UNAVAILABLE,
				 "libsodium does not work on this machine");
	out->keys = secret_alloc(sizeof(*out->keys));
	status = key_load(config, out->keys, e);
	if (status != STATUS_NOT_FOUND)
		return status;
	return write ? create_key(out, e) : without_key(out, e);
}

void etcd_store_close(struct etcd_store *store)
{
	etcd_end(&store->etcd);
	secret_free(store->keys);
	store->keys = NULL;
}

char *etcd_store_top(const struct etcd_store *store, const char *folder)
{
	return memory_format("%s%s/%s%s", store->config->etcd.prefix,
			     store->keys->id_text, folder, *folder ? "/" : "");
}

char *etcd_store_key(const struct etcd_store *store,
		     const struct credential *address)
{
	struct seal_name name;

	seal_name(store->keys, address, &name);
	return memory_format("%s%s/%s/%s", store->config->etcd.prefix,
			     store->keys->id_text, name.folder, name.file);
}

static enum status other_team(const struct etcd_store *store, struct error *e)
{
	error_set(
		e, STATUS_FAILED,
		"all records in etcd are sealed with another key than the one "
		"in '%s': nobody else could read this one",
		store->config->key_file);
	error_hint(e,
		   "get the team's key file from somebody who has it, or set "
		   "another 'prefix' in the section 'etcd'");
	return STATUS_FAILED;
}

enum status etcd_store_may_add(struct etcd_store *store, bool *first,
			       struct error *e)
{
	char *top = etcd_store_top(store, "");
	struct counting c = { .top = top, .one = true };
	enum status status = count_keys(store, &c, e);

	*first = false;
	free(top);
	if (status != STATUS_OK || c.count > 0)
		return status;
	/* As it was then: ours may be there by now. */
	c.top = store->config->etcd.prefix;
	status = count_keys(store, &c, e);
	*first = status == STATUS_OK && c.count == 0;
	return status == STATUS_OK && c.count > 0 ? other_team(store, e)
						  : status;
}
