#include <string.h>

#include "helper/seal/host-folder.h"
#include "helper/seal/search.h"
#include "helper/system/file.h"
#include "protocol/core/buffer.h"

static const struct file_rule record_rule = {
	.max = SEAL_FILE_MAX,
	.single = true,
};

static enum status bad_record(const struct folder *host, const char *file,
			      enum seal_fault fault, struct error *e)
{
	error_set(e, STATUS_FAILED, "'%s/%s' %s", host->path, file,
		  seal_fault_text(fault));
	if (fault == SEAL_NEWER)
		error_hint(e, "update ringbearer");
	else
		error_hint(e, "restore this file from a backup, or move it "
			      "away and store that one token again");
	return STATUS_FAILED;
}

/* STATUS_NOT_FOUND if the record was erased meanwhile. */
static enum status read_record(const struct seal_search *s,
			       const struct folder *host,
			       const struct seal_name *name,
			       struct credential *record, struct error *e)
{
	struct buffer bytes = { 0 };
	enum seal_fault fault = SEAL_OPENED;
	enum status status =
		file_read(host, name->file, &record_rule, &bytes, e);

	if (status == STATUS_OK)
		fault = seal_open(s->store->keys, name, &bytes, record);
	buffer_clear(&bytes);
	return fault == SEAL_OPENED ? status
				    : bad_record(host, name->file, fault, e);
}

static enum status visit_file(struct seal_search *s, const struct folder *host,
			      const struct seal_name *name, struct error *e)
{
	struct credential record = { 0 };
	enum status status = read_record(s, host, name, &record, e);

	if (status == STATUS_OK)
		(void)search_show(&s->search, &record);
	credential_clear(&record);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status visit_entry(struct seal_search *s, const struct folder *host,
			       struct seal_name *name, const char *file,
			       struct error *e)
{
	if (file_is_temporary(file))
		return s->alone ? file_remove(host, file, e) : STATUS_OK;
	if (!seal_is_file(file))
		return bad_record(host, file, SEAL_FOREIGN, e);
	if (s->search.pattern &&
	    !seal_may_match(file, s->search.pattern, &s->name))
		return STATUS_OK;
	memcpy(name->file, file, sizeof(name->file));
	return visit_file(s, host, name, e);
}

/* Goes through the folder `host`, whose name is `folder`. */
static enum status scan_host(struct seal_search *s, struct folder *host,
			     const char *folder, struct error *e)
{
	struct seal_name name;
	const char *file = NULL;
	enum status status = STATUS_OK;

	memcpy(name.folder, folder, sizeof(name.folder));
	while (status == STATUS_OK && !s->search.stopped &&
	       (status = folder_next(host, &file, e)) == STATUS_OK && file)
		status = search_pass_over(&s->search,
					  visit_entry(s, host, &name, file, e),
					  e);
	return status;
}

/* Path and username given: only one file can match. */
static bool is_exact(const struct seal_search *s)
{
	return s->search.pattern->values[FIELD_PATH] &&
	       s->search.pattern->values[FIELD_USERNAME] && !s->alone;
}

static enum status seal_search_host(struct seal_search *s, struct error *e)
{
	struct folder host = FOLDER_CLOSED;
	enum status status = seal_host_open(s->store, s->name.folder, &host, e);

	if (status == STATUS_OK && is_exact(s)) {
		status = visit_file(s, &host, &s->name, e);
	} else if (status == STATUS_OK) {
		s->scanned = true;
		status = scan_host(s, &host, s->name.folder, e);
	}
	folder_close(&host);
	return status;
}

static enum status seal_search_folder(struct seal_search *s,
				      const struct folder *hosts,
				      const char *name, struct error *e)
{
	struct folder host = FOLDER_CLOSED;
	enum status status;

	if (!seal_is_folder(name))
		return error_set(e, STATUS_FAILED,
				 "'%s/%s' is no folder of ringbearer",
				 hosts->path, name);
	status = folder_open_beneath(hosts, name, &host, e);
	if (status == STATUS_OK)
		status = scan_host(s, &host, name, e);
	folder_close(&host);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status seal_search_all(struct seal_search *s, struct error *e)
{
	struct folder hosts = FOLDER_CLOSED;
	const char *name = NULL;
	enum status status;

	(void)search_pass_over(&s->search, seal_store_check_keys(s->store, e),
			       e);
	status = seal_host_open(s->store, NULL, &hosts, e);
	while (status == STATUS_OK && !s->search.stopped &&
	       (status = folder_next(&hosts, &name, e)) == STATUS_OK && name)
		status =
			search_pass_over(&s->search,
					 seal_search_folder(s, &hosts, name, e),
					 e);
	folder_close(&hosts);
	/* What was passed over came first. */
	return status == STATUS_NOT_FOUND
		       ? STATUS_OK
		       : search_pass_over(&s->search, status, e);
}

enum status seal_search(struct seal_search *s, struct error *e)
{
	enum status status;

	if (s->search.pattern) {
		seal_name(s->store->keys, s->search.pattern, &s->name);
		status = seal_search_host(s, e);
	} else {
		status = seal_search_all(s, e);
	}
	return search_end(&s->search, status, e);
}
