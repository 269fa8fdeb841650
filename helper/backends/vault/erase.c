#include <stdio.h>

#include "helper/backends/vault/entry.h"
#include "helper/backends/vault/erase.h"
#include "helper/backends/vault/rights.h"
#include "helper/backends/vault/walk.h"

/* An erasing of what matches. */
struct erasing {
	struct vault *v;
	const struct credential *pattern;
	bool erased;
};

static enum status send_erasure(struct vault *v, const char *path, int version,
				bool exactly, struct vault_answer *a,
				struct error *e)
{
	struct buffer url = { 0 };
	struct buffer body = { 0 };
	struct vault_call call = { .method = "DELETE" };
	char text[48];
	enum status status;

	if (exactly) {
		(void)snprintf(text, sizeof(text), "{\"versions\":[%d]}",
			       version);
		buffer_add_text(&body, text);
		call.method = "POST";
		call.body = &body;
	}
	vault_entry_url(v, exactly ? "delete" : "data", path, &url);
	call.path = url.data;
	status = vault_ask(v, &call, a, e);
	if (status == STATUS_OK && !vault_is_done(a))
		status = vault_refusal(a, "to erase it", e);
	buffer_clear(&body);
	buffer_clear(&url);
	return status;
}

/*
 * Erases the version that was looked at, and no newer one. A policy may allow
 * to erase the newest alone.
 */
static enum status erase_version(struct vault *v, const char *path, int version,
				 struct error *e)
{
	struct vault_answer a = { 0 };
	struct vault_entry after = { 0 };
	enum status status = send_erasure(v, path, version, true, &a, e);

	if (status != STATUS_OK && a.status == 403) {
		*e = (struct error){ 0 };
		status = send_erasure(v, path, version, false, &a, e);
	}
	vault_answer_clear(&a);
	if (status == STATUS_OK)
		status = vault_entry_read(v, path, 0, &after, e);
	if (status == STATUS_OK && after.is_there && after.version <= version)
		status = error_set(e, STATUS_FAILED, "vault did not erase '%s'",
				   path);
	vault_entry_clear(&after);
	return status;
}

static enum status erase_path(const char *path,
			      const struct credential *address, bool *more,
			      void *argument, struct error *e)
{
	struct erasing *x = argument;
	struct vault_entry entry = { 0 };
	struct credential record = { 0 };
	enum status status = vault_entry_read(x->v, path, 0, &entry, e);

	(void)more;
	credential_copy(address, &record);
	if (status == STATUS_OK && entry.is_there)
		status = vault_entry_record(&entry, path, &record, e);
	if (status == STATUS_OK && entry.is_there &&
	    credential_erases(&record, x->pattern)) {
		status = vault_rights_check(x->v, path, "erased", e);
		/* Not "no such back-end": it is there, and stays. */
		if (status == STATUS_UNAVAILABLE)
			status = STATUS_FAILED;
		if (status == STATUS_OK)
			status = erase_version(x->v, path, entry.version, e);
		x->erased |= status == STATUS_OK;
	}
	credential_clear(&record);
	vault_entry_clear(&entry);
	return status;
}

enum status vault_erase(const struct backend *self, const struct config *config,
			const struct credential *pattern, struct error *e)
{
	struct vault v;
	struct erasing x = { .v = &v, .pattern = pattern };
	enum status status = vault_open(config, &v, e);

	(void)self;
	if (status == STATUS_OK)
		status = vault_walk(&v, pattern, erase_path, &x, e);
	vault_close(&v);
	return status == STATUS_OK && !x.erased ? STATUS_NOT_FOUND : status;
}
