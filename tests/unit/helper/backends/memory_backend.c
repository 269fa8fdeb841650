#include <check.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "protocol/core/text.h"
#include "tests/unit/helper/backends/memory_backend.h"

struct credentials memory_records;
size_t memory_stored;
static char folder[] = "/tmp/ringbearer-unit.XXXXXX";

static enum status memory_search(const struct backend *self,
				 const struct config *config,
				 const struct credential *pattern,
				 search_visit *visit, void *argument,
				 struct error *e)
{
	bool found = false;
	bool more = true;

	(void)self;
	(void)config;
	(void)e;
	for (size_t i = 0; i < memory_records.count && more; i++) {
		const struct credential *record = &memory_records.items[i];

		if (pattern && !credential_matches(record, pattern))
			continue;
		found = true;
		more = visit(record, argument);
	}
	return found || !pattern ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status memory_put(const struct backend *self,
			      const struct config *config,
			      const struct credential *record, struct error *e)
{
	(void)self;
	(void)config;
	(void)e;
	memory_stored++;
	for (size_t i = 0; i < memory_records.count; i++)
		if (credential_same_address(&memory_records.items[i], record)) {
			credential_copy(record, &memory_records.items[i]);
			return STATUS_OK;
		}
	(void)credentials_add(record, &memory_records);
	return STATUS_OK;
}

const struct backend memory_backend = {
	.name = "memory",
	.search = memory_search,
	.store = memory_put,
};

static struct config config;

const struct store memory_store = { &config, &memory_backend };

void memory_keep(const char *username, const char *password, long long stored)
{
	struct credential record = { 0 };

	credential_set(&record, FIELD_PROTOCOL, "https");
	credential_set(&record, FIELD_HOST, "h");
	credential_set(&record, FIELD_USERNAME, username);
	credential_set(&record, FIELD_PASSWORD, password);
	credential_set_number(&record, FIELD_STORED, stored);
	(void)credentials_add(&record, &memory_records);
	credential_clear(&record);
}

struct credential *memory_of(const char *username)
{
	for (size_t i = 0; i < memory_records.count; i++)
		if (text_equal(memory_records.items[i].values[FIELD_USERNAME],
			       username))
			return &memory_records.items[i];
	return NULL;
}

void memory_set_up(void)
{
	ck_assert_ptr_nonnull(mkdtemp(folder));
	(void)setenv("XDG_STATE_HOME", folder, 1);
	memory_stored = 0;
}

void memory_tear_down(void)
{
	char path[sizeof(folder) + 64];

	for (unsigned int i = 0; i < 16; i++) {
		(void)snprintf(path, sizeof(path),
			       "%s/ringbearer/entries-%x.lock", folder, i);
		(void)unlink(path);
	}
	(void)snprintf(path, sizeof(path), "%s/ringbearer", folder);
	(void)rmdir(path);
	(void)rmdir(folder);
	credentials_clear(&memory_records);
}
