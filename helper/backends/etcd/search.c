#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/etcd/store.h"
#include "protocol/core/memory.h"

enum {
	PAGE = 128 /* records of one answer, at most */
};

/* A search, and where it has come to. */
struct scan {
	struct etcd_store *store;
	struct search *search;
	struct seal_name name; /* of the pattern */
	char *top;	       /* what all keys begin with */
	bool exact;	       /* `top` is the only key */
	long long others;      /* sealed with another key */
	long long revision;    /* all pages are as of then */
	struct buffer last;    /* key that was seen; empty at first */
	bool more;
};

static enum status bad_record(const struct etcd_pair *pair,
			      enum seal_fault fault, struct error *e)
{
	error_set(e, STATUS_FAILED, "etcd: '%s' %s", pair->key.data,
		  seal_fault_text(fault));
	if (fault == SEAL_NEWER)
		error_hint(e, "update ringbearer");
	else
		error_hint(e, "restore it from a backup, or delete it with "
			      "'etcdctl del' and store that one token again");
	return STATUS_FAILED;
}

/* Parts a key behind the prefix into its names; false for a foreign one. */
static bool parse_key(const struct scan *s, const char *key, bool *others,
		      struct seal_name *name)
{
	const char *id = key + strlen(s->store->config->etcd.prefix);
	const char *folder = strchr(id, '/');
	const char *file = folder ? strchr(folder + 1, '/') : NULL;

	if (!file || (size_t)(file - folder) != sizeof(name->folder) ||
	    !seal_is_file(file + 1))
		return false;
	*others = (size_t)(folder - id) != strlen(s->store->keys->id_text) ||
		  strncmp(id, s->store->keys->id_text, (size_t)(folder - id)) !=
			  0;
	(void)snprintf(name->folder, sizeof(name->folder), "%.*s",
		       SEAL_TAG_LENGTH, folder + 1);
	(void)snprintf(name->file, sizeof(name->file), "%s", file + 1);
	return seal_is_folder(name->folder);
}

static enum status visit_pair(struct scan *s, const struct etcd_pair *pair,
			      struct error *e)
{
	struct credential record = { 0 };
	struct seal_name name;
	enum seal_fault fault;
	bool others = false;

	if (!parse_key(s, pair->key.data, &others, &name))
		return bad_record(pair, SEAL_FOREIGN, e);
	s->others += others;
	if (others ||
	    (s->search->pattern &&
	     !seal_may_match(name.file, s->search->pattern, &s->name)))
		return STATUS_OK;
	fault = seal_open(s->store->keys, &name, &pair->value, &record);
	if (fault != SEAL_OPENED)
		return bad_record(pair, fault, e);
	s->store->at = pair;
	(void)search_show(s->search, &record);
	credential_clear(&record);
	return STATUS_OK;
}

static enum status visit_page(struct scan *s, struct json_object *page,
			      struct error *e)
{
	struct etcd_pair pair = { 0 };
	const size_t count = etcd_pair_count(page);
	enum status status = STATUS_OK;

	if (s->revision == 0)
		s->revision = etcd_revision(page);
	s->more = etcd_has_more(page);
	for (size_t i = 0;
	     i < count && status == STATUS_OK && !s->search->stopped; i++) {
		if (!etcd_pair_at(page, i, &pair)) {
			status = error_set(e, STATUS_FAILED,
					   "etcd answered what is no record");
			break;
		}
		buffer_clear(&s->last);
		buffer_add(&s->last, pair.key.data, pair.key.length);
		status =
			search_pass_over(s->search, visit_pair(s, &pair, e), e);
	}
	etcd_pair_clear(&pair);
	return status;
}

/* Asks for the next page; for fewer records if their bytes are too many. */
static enum status next_page(struct scan *s, int *limit,
			     struct json_object **page, struct error *e)
{
	struct buffer body = { 0 };
	enum status status;

	do {
		const struct etcd_range range = {
			.from = s->last.length ? s->last.data : s->top,
			.behind = s->last.length > 0,
			.prefix = !s->exact,
			.top = s->top,
			.limit = *limit,
			.revision = s->revision,
		};

		buffer_clear(&body);
		etcd_add_range(&range, &body);
		status = etcd_ask(&s->store->etcd, "/v3/kv/range", &body, false,
				  page, e);
	} while (status != STATUS_OK && s->store->etcd.large &&
		 (*limit /= 4) > 0);
	buffer_clear(&body);
	return status;
}

static enum status scan(struct scan *s, struct error *e)
{
	enum status status;
	int limit = PAGE;

	do {
		struct json_object *page = NULL;

		s->more = false;
		status = next_page(s, &limit, &page, e);
		if (status == STATUS_OK)
			status = visit_page(s, page, e);
		etcd_drop(page);
	} while (status == STATUS_OK && s->more && !s->search->stopped);
	return status;
}

static enum status tell_others(const struct scan *s, struct error *e)
{
	error_set(e, STATUS_FAILED,
		  "%lld record%s in etcd %s sealed with another key than the "
		  "one in '%s'",
		  s->others, s->others == 1 ? "" : "s",
		  s->others == 1 ? "is" : "are", s->store->config->key_file);
	error_hint(e, "all who share them need the same key file: get it from "
		      "somebody who has it, see 'key-file' in the section "
		      "'file'");
	return STATUS_FAILED;
}

/* Path and username given: only one record can match. */
static void aim(struct scan *s)
{
	const struct credential *pattern = s->search->pattern;
	const char *prefix = s->store->config->etcd.prefix;

	if (!pattern) {
		s->top = memory_copy(prefix, strlen(prefix));
		return;
	}
	seal_name(s->store->keys, pattern, &s->name);
	s->exact =
		pattern->values[FIELD_PATH] && pattern->values[FIELD_USERNAME];
	s->top = s->exact ? etcd_store_key(s->store, pattern)
			  : etcd_store_top(s->store, s->name.folder);
}

enum status etcd_store_search(struct etcd_store *store, struct search *search,
			      struct error *e)
{
	struct scan s = { .store = store, .search = search };
	enum status status;

	aim(&s);
	status = scan(&s, e);
	free(s.top);
	buffer_clear(&s.last);
	if (status == STATUS_OK && s.others > 0)
		status = error_pass_over(&search->first, tell_others(&s, e), e);
	return search_end(search, status, e);
}
