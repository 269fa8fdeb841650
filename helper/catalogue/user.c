#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/catalogue/builtin.h"
#include "helper/catalogue/user.h"
#include "helper/system/trust.h"
#include "protocol/core/memory.h"

enum {
	DEFINITION_MAX = 1 << 18, /* bytes */
};

static const char suffix[] = ".conf";

static bool has_host(const struct provider *provider, const char *host)
{
	for (size_t i = 0; i < provider->hosts.count; i++)
		if (strcmp(provider->hosts.items[i], host) == 0)
			return true;
	return false;
}

static enum status refuse_takeover(const struct provider *provider,
				   const char *what, const char *name,
				   struct error *e)
{
	error_set(e, STATUS_MALFORMED, "%s: the %s '%s' is a built-in one's",
		  provider->file, what, name);
	error_hint(e, "to take it over, say 'override = true' there");
	return STATUS_MALFORMED;
}

/* Nothing of a built-in definition is taken over in silence. */
static enum status check_takeover(const struct provider *provider,
				  struct error *e)
{
	if (provider->override)
		return STATUS_OK;
	if (builtin_of_name(provider->name))
		return refuse_takeover(provider, "name", provider->name, e);
	for (size_t i = 0; i < provider->hosts.count; i++)
		if (builtin_of_host(provider->hosts.items[i]))
			return refuse_takeover(provider, "host",
					       provider->hosts.items[i], e);
	return STATUS_OK;
}

/* Reads FOLDER/FILE. STATUS_NOT_FOUND, without a message, if it is not there.
 */
static enum status read_file(const char *folder, const char *file,
			     struct provider **provider, struct error *e)
{
	char *path = memory_format("%s/%s", folder, file);
	struct buffer text = { 0 };
	enum status status;

	status = trust_read(path, DEFINITION_MAX, &text, e);
	if (status == STATUS_OK)
		status = provider_parse(text.data, path, false, provider, e);
	if (status == STATUS_OK)
		status = check_takeover(*provider, e);
	if (status != STATUS_OK) {
		provider_free(*provider);
		*provider = NULL;
	}
	buffer_clear(&text);
	free(path);
	return status;
}

/*
 * Opens the folder of the user's definitions. STATUS_NOT_FOUND, without a
 * message, if there is none: the usual case, and one system call.
 */
static enum status open_folder(const char *folder, int *fd, struct error *e)
{
	enum status status;

	*fd = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	if (*fd < 0 && errno == ENOENT)
		return STATUS_NOT_FOUND;
	if (*fd < 0)
		return error_errno(e, STATUS_MALFORMED,
				   "cannot open the folder '%s'", folder);
	status = trust_folder(folder, *fd, e);
	if (status != STATUS_OK)
		(void)close(*fd);
	return status;
}

/* Hidden files are editors' leftovers. */
static int is_definition(const struct dirent *entry)
{
	size_t length = strlen(entry->d_name);
	size_t end = sizeof(suffix) - 1;

	return entry->d_name[0] != '.' && length > end &&
	       strcmp(entry->d_name + length - end, suffix) == 0;
}

/* Keeps `candidate` in `found` if it has the host; else frees it. */
static enum status consider(struct provider *candidate, const char *host,
			    struct provider **found, struct error *e)
{
	enum status status = STATUS_OK;

	if (has_host(candidate, host) && !*found) {
		*found = candidate;
		return STATUS_OK;
	}
	if (has_host(candidate, host))
		status = error_set(e, STATUS_MALFORMED,
				   "%s: hosts: '%s' is in '%s' too",
				   candidate->file, host, (*found)->file);
	provider_free(candidate);
	return status;
}

enum status own_read(const char *folder, const char *file,
		     struct provider **provider, struct error *e)
{
	enum status status = read_file(folder, file, provider, e);

	return status == STATUS_NOT_FOUND
		       ? error_set(e, STATUS_MALFORMED,
				   "'%s/%s' is a broken link", folder, file)
		       : status;
}

static enum status search_files(const char *folder, struct dirent **files,
				int count, const char *host,
				struct provider **found, struct error *e)
{
	enum status status = STATUS_OK;

	for (int i = 0; i < count && status == STATUS_OK; i++) {
		struct provider *candidate = NULL;

		status = own_read(folder, files[i]->d_name, &candidate, e);
		if (status == STATUS_OK)
			status = consider(candidate, host, found, e);
	}
	return status;
}

enum status own_list(const char *folder, struct dirent ***files, int *count,
		     struct error *e)
{
	enum status status;
	int fd;

	*files = NULL;
	*count = 0;
	status = open_folder(folder, &fd, e);
	if (status != STATUS_OK)
		return status;
	*count = scandirat(fd, ".", files, is_definition, alphasort);
	if (*count < 0)
		status = error_errno(e, STATUS_MALFORMED,
				     "cannot read the folder '%s'", folder);
	(void)close(fd);
	return status;
}

void own_free(struct dirent **files, int count)
{
	for (int i = 0; i < count; i++)
		free(files[i]);
	free(files);
}

size_t own_name_length(const char *file)
{
	return strlen(file) - strlen(suffix);
}

enum status own_find_host(const char *folder, const char *host,
			  struct provider **found, struct error *e)
{
	struct dirent **files;
	enum status status;
	int count;

	status = own_list(folder, &files, &count, e);
	if (status == STATUS_OK)
		status = search_files(folder, files, count, host, found, e);
	own_free(files, count);
	if (status != STATUS_OK) {
		provider_free(*found);
		*found = NULL;
	}
	return status == STATUS_OK && !*found ? STATUS_NOT_FOUND : status;
}

enum status own_find_name(const char *folder, const char *name,
			  struct provider **provider, struct error *e)
{
	enum status status;
	char *file;
	int fd;

	status = open_folder(folder, &fd, e);
	if (status != STATUS_OK)
		return status;
	(void)close(fd);
	file = memory_format("%s%s", name, suffix);
	status = read_file(folder, file, provider, e);
	free(file);
	return status;
}
