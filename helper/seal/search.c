#include <string.h>

#include "helper/seal/host-folder.h"
#include "helper/seal/search.h"
#include "helper/system/file.h"
#include "protocol/core/buffer.h"

static const struct whole_rule record_rule = {
	.max = SEAL_FILE_MAX,
	.single = true,
};

/* Who wants every record gets the others, too, and hears of it at the end. */
static enum status pass_over(struct search *search, enum status status,
			     const struct error *e)
{
	return search->pattern ? status
			       : error_pass_over(&search->first, status, e);
}

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
static enum status read_record(const struct search *search,
			       const struct folder *host,
			       const struct seal_name *name,
			       struct credential *record, struct error *e)
{
	struct buffer bytes = { 0 };
	enum seal_fault fault = SEAL_OPENED;
	enum status status =
		whole_read(host, name->file, &record_rule, &bytes, e);

	if (status == STATUS_OK)
		fault = seal_open(search->store->keys, name, &bytes, record);
	buffer_clear(&bytes);
	return fault == SEAL_OPENED ? status
				    : bad_record(host, name->file, fault, e);
}

static enum status visit_file(struct search *search, const struct folder *host,
			      const struct seal_name *name, struct error *e)
{
	struct credential record = { 0 };
	enum status status = read_record(search, host, name, &record, e);

	if (status == STATUS_OK &&
	    (!search->pattern ||
	     credential_matches(&record, search->pattern))) {
		search->found = true;
		credential_set(&record, FIELD_BACKEND, search->backend);
		search->stopped = !search->visit(&record, search->argument);
	}
	credential_clear(&record);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status visit_entry(struct search *search, const struct folder *host,
			       struct seal_name *name, const char *file,
			       struct error *e)
{
	if (whole_is_temporary(file))
		return search->alone ? whole_remove(host, file, e) : STATUS_OK;
	if (!seal_is_file(file))
		return bad_record(host, file, SEAL_FOREIGN, e);
	if (search->pattern &&
	    !seal_may_match(file, search->pattern, search->name))
		return STATUS_OK;
	memcpy(name->file, file, sizeof(name->file));
	return visit_file(search, host, name, e);
}

/* Goes through the folder `host`, whose name is `folder`. */
static enum status scan_host(struct search *search, struct folder *host,
			     const char *folder, struct error *e)
{
	struct seal_name name;
	const char *file = NULL;
	enum status status = STATUS_OK;

	memcpy(name.folder, folder, sizeof(name.folder));
	while (status == STATUS_OK && !search->stopped &&
	       (status = folder_next(host, &file, e)) == STATUS_OK && file)
		status =
			pass_over(search,
				  visit_entry(search, host, &name, file, e), e);
	return status;
}

/* Path and username given: only one file can match. */
static bool is_exact(const struct search *search)
{
	return search->pattern->values[FIELD_PATH] &&
	       search->pattern->values[FIELD_USERNAME] && !search->alone;
}

enum status search_host(struct search *search, struct error *e)
{
	struct folder host = FOLDER_CLOSED;
	enum status status =
		host_open(search->store, search->name->folder, &host, e);

	if (status == STATUS_OK && is_exact(search)) {
		status = visit_file(search, &host, search->name, e);
	} else if (status == STATUS_OK) {
		search->scanned = true;
		status = scan_host(search, &host, search->name->folder, e);
	}
	folder_close(&host);
	return status == STATUS_OK && !search->found ? STATUS_NOT_FOUND
						     : status;
}

static enum status search_folder(struct search *search,
				 const struct folder *hosts, const char *name,
				 struct error *e)
{
	struct folder host = FOLDER_CLOSED;
	enum status status;

	if (!seal_is_folder(name))
		return error_set(e, STATUS_FAILED,
				 "'%s/%s' is no folder of ringbearer",
				 hosts->path, name);
	status = folder_open_beneath(hosts, name, &host, e);
	if (status == STATUS_OK)
		status = scan_host(search, &host, name, e);
	folder_close(&host);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

enum status search_all(struct search *search, struct error *e)
{
	struct folder hosts = FOLDER_CLOSED;
	const char *name = NULL;
	enum status status;

	(void)pass_over(search, file_store_check_keys(search->store, e), e);
	status = host_open(search->store, NULL, &hosts, e);
	while (status == STATUS_OK && !search->stopped &&
	       (status = folder_next(&hosts, &name, e)) == STATUS_OK && name)
		status = pass_over(search,
				   search_folder(search, &hosts, name, e), e);
	folder_close(&hosts);
	if (status == STATUS_NOT_FOUND)
		status = STATUS_OK;
	return search->first.status == STATUS_OK
		       ? status
		       : error_first(&search->first, e);
}
