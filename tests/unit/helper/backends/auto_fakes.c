#include <check.h>
#include <string.h>

#include "tests/unit/helper/backends/auto_fakes.h"

struct fake fake_keyring;
struct fake fake_files;

static enum status complain(const struct fake *fake, const char *name,
			    struct error *e)
{
	return error_set(e, fake->fault, "%s is at fault", name);
}

void fake_record(const char *text, struct credential *record)
{
	size_t length = strcspn(text, ":");

	credential_set(record, FIELD_PROTOCOL, "https");
	credential_set(record, FIELD_HOST, "h");
	credential_set_bytes(record, FIELD_USERNAME, text, length);
	credential_set(record, FIELD_PASSWORD, text + length + 1);
}

static enum status fake_search(struct fake *fake, const char *name,
			       const struct credential *pattern,
			       search_visit *visit, void *argument,
			       struct error *e)
{
	bool found = false;
	bool more = true;

	if (fake->fault)
		return complain(fake, name, e);
	for (size_t i = 0; i < FAKE_RECORDS_MAX && more; i++) {
		struct credential record = { 0 };

		if (!fake->records[i])
			continue;
		fake_record(fake->records[i], &record);
		if (!pattern || credential_matches(&record, pattern)) {
			found = true;
			fake->visited++;
			more = visit(&record, argument);
		}
		credential_clear(&record);
	}
	return found || !pattern ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status fake_erase(struct fake *fake, const char *name,
			      const struct credential *pattern, struct error *e)
{
	size_t before = fake->erased;

	if (fake->fault)
		return complain(fake, name, e);
	for (size_t i = 0; i < FAKE_RECORDS_MAX; i++) {
		struct credential record = { 0 };

		if (!fake->records[i])
			continue;
		fake_record(fake->records[i], &record);
		if (credential_erases(&record, pattern)) {
			fake->records[i] = NULL;
			fake->erased++;
		}
		credential_clear(&record);
	}
	return fake->erased > before ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status keyring_search(const struct backend *self,
				  const struct config *c,
				  const struct credential *pattern,
				  search_visit *visit, void *argument,
				  struct error *e)
{
	(void)self;
	(void)c;
	return fake_search(&fake_keyring, "keyring", pattern, visit, argument,
			   e);
}

static enum status files_search(const struct backend *self,
				const struct config *c,
				const struct credential *pattern,
				search_visit *visit, void *argument,
				struct error *e)
{
	(void)self;
	(void)c;
	return fake_search(&fake_files, "files", pattern, visit, argument, e);
}

static enum status keyring_store(const struct backend *self,
				 const struct config *c,
				 const struct credential *record,
				 struct error *e)
{
	(void)self;
	(void)c;
	(void)record;
	if (fake_keyring.fault)
		return complain(&fake_keyring, "keyring", e);
	fake_keyring.stored++;
	return STATUS_OK;
}

static enum status files_store(const struct backend *self,
			       const struct config *c,
			       const struct credential *record, struct error *e)
{
	(void)self;
	(void)c;
	(void)record;
	if (fake_files.fault)
		return complain(&fake_files, "files", e);
	fake_files.stored++;
	return STATUS_OK;
}

static enum status keyring_erase(const struct backend *self,
				 const struct config *c,
				 const struct credential *pattern,
				 struct error *e)
{
	(void)self;
	(void)c;
	return fake_erase(&fake_keyring, "keyring", pattern, e);
}

static enum status files_erase(const struct backend *self,
			       const struct config *c,
			       const struct credential *pattern,
			       struct error *e)
{
	(void)self;
	(void)c;
	return fake_erase(&fake_files, "files", pattern, e);
}

const struct backend fake_file_backend = {
	.name = "file",
	.search = files_search,
	.store = files_store,
	.erase = files_erase,
};

const struct backend fake_keyring_backend = {
	.name = "secret-service",
	.search = keyring_search,
	.store = keyring_store,
	.erase = keyring_erase,
};

enum status fake_find(const char *name, const struct backend **backend,
		      struct error *e)
{
	if (strcmp(name, "file") == 0) {
		*backend = &fake_file_backend;
		return STATUS_OK;
	}
	(void)e;
	ck_assert_str_eq(name, "secret-service");
	*backend = &fake_keyring_backend;
	return STATUS_OK;
}
