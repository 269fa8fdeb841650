#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/catalogue-builtin.h"
#include "helper/catalogue.h"
#include "helper/paths.h"

enum {
	DEFINITION_MAX = 1 << 18, /* bytes */
};

static const char suffix[] = ".conf";

static int compare_host(const void *host, const void *row)
{
	return strcmp(host, ((const struct builtin_host *)row)->host);
}

static int compare_name(const void *name, const void *row)
{
	return strcmp(name, ((const struct builtin_definition *)row)->name);
}

static const struct builtin_definition *builtin_of_host(const char *host)
{
	const struct builtin_host *row =
		bsearch(host, builtin_hosts, builtin_host_count, sizeof(*row),
			compare_host);

	return row ? &builtin_definitions[row->definition] : NULL;
}

static const struct builtin_definition *builtin_of_name(const char *name)
{
	return bsearch(name, builtin_definitions, builtin_definition_count,
		       sizeof(builtin_definitions[0]), compare_name);
}

static enum status parse_builtin(const struct builtin_definition *definition,
				 struct provider **provider, struct error *e)
{
	if (!definition)
		return STATUS_NOT_FOUND;
	return provider_parse(definition->text, "built in", true, provider, e);
}

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
static enum status read_own(const char *folder, const char *file,
			    struct provider **provider, struct error *e)
{
	size_t size = strlen(folder) + strlen(file) + 2;
	char *path = memory_alloc(size, 1);
	struct buffer text = { 0 };
	enum status status;

	(void)snprintf(path, size, "%s/%s", folder, file);
	status = path_read_settings(path, DEFINITION_MAX, &text, e);
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

static enum status check_folder(const char *folder, int fd, struct error *e)
{
	struct stat st;
	const char *wrong = NULL;

	if (fstat(fd, &st) != 0)
		return error_errno(e, STATUS_MALFORMED,
				   "cannot read the folder '%s'", folder);
	if (st.st_uid != geteuid() && st.st_uid != 0)
		wrong = "belongs to another user";
	else if (st.st_mode & (S_IWGRP | S_IWOTH))
		wrong = "may be written by others";
	if (!wrong)
		return STATUS_OK;
	error_set(e, STATUS_MALFORMED, "the folder '%s' %s", folder, wrong);
	error_hint(e, "what is in it says where tokens are sent: see "
		      "'chmod go-w' and 'chown'");
	return STATUS_MALFORMED;
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
	status = check_folder(folder, *fd, e);
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

/* As read_own(), for a name that is in the folder. */
static enum status read_listed(const char *folder, const char *file,
			       struct provider **provider, struct error *e)
{
	enum status status = read_own(folder, file, provider, e);

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

		status = read_listed(folder, files[i]->d_name, &candidate, e);
		if (status == STATUS_OK)
			status = consider(candidate, host, found, e);
	}
	return status;
}

/*
 * The names of the user's definitions, sorted. STATUS_NOT_FOUND, without a
 * message, if there is no folder; free_names() afterwards, whatever came.
 */
static enum status list_names(const char *folder, struct dirent ***files,
			      int *count, struct error *e)
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

static void free_names(struct dirent **files, int count)
{
	for (int i = 0; i < count; i++)
		free(files[i]);
	free(files);
}

/*
 * Looks through all of the user's definitions, in the order of their names:
 * one that is wrong may be meant for this host.
 */
static enum status search_own(const char *folder, const char *host,
			      struct provider **found, struct error *e)
{
	struct dirent **files;
	enum status status;
	int count;

	status = list_names(folder, &files, &count, e);
	if (status == STATUS_OK)
		status = search_files(folder, files, count, host, found, e);
	free_names(files, count);
	if (status != STATUS_OK) {
		provider_free(*found);
		*found = NULL;
	}
	return status == STATUS_OK && !*found ? STATUS_NOT_FOUND : status;
}

enum status catalogue_find_host(const struct config *config, const char *host,
				struct provider **provider, struct error *e)
{
	enum status status;

	*provider = NULL;
	status = search_own(config->providers_directory, host, provider, e);
	if (status != STATUS_NOT_FOUND)
		return status;
	return parse_builtin(builtin_of_host(host), provider, e);
}

static enum status find_own(const char *folder, const char *name,
			    struct provider **provider, struct error *e)
{
	size_t size = strlen(name) + sizeof(suffix);
	enum status status;
	char *file;
	int fd;

	status = open_folder(folder, &fd, e);
	if (status != STATUS_OK)
		return status;
	(void)close(fd);
	file = memory_alloc(size, 1);
	(void)snprintf(file, size, "%s%s", name, suffix);
	status = read_own(folder, file, provider, e);
	free(file);
	return status;
}

enum status catalogue_find_name(const struct config *config, const char *name,
				struct provider **provider, struct error *e)
{
	enum status status;

	*provider = NULL;
	/* Nothing else is a provider's name, `../x` least of all. */
	if (*name == '\0' ||
	    name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return STATUS_NOT_FOUND;
	status = find_own(config->providers_directory, name, provider, e);
	if (status != STATUS_NOT_FOUND)
		return status;
	return parse_builtin(builtin_of_name(name), provider, e);
}

static bool show_own(const char *folder, const char *file,
		     catalogue_visit *visit, void *argument)
{
	struct error wrong = { 0 };
	struct provider *provider = NULL;
	struct catalogue_item item = { .wrong = &wrong };
	char *name = memory_copy(file, strlen(file) - strlen(suffix));
	bool more;

	(void)read_listed(folder, file, &provider, &wrong);
	item.name = name;
	item.provider = provider;
	more = visit(&item, argument);
	provider_free(provider);
	free(name);
	return more;
}

static bool show_builtin(const struct builtin_definition *definition,
			 catalogue_visit *visit, void *argument)
{
	struct error wrong = { 0 };
	struct provider *provider = NULL;
	struct catalogue_item item = {
		.name = definition->name,
		.builtin = true,
		.wrong = &wrong,
	};
	bool more;

	(void)parse_builtin(definition, &provider, &wrong);
	item.provider = provider;
	more = visit(&item, argument);
	provider_free(provider);
	return more;
}

/* How the file of a definition and a built-in one's name are sorted. */
static int compare_file(const char *file, const char *name)
{
	size_t length = strlen(file) - strlen(suffix);
	int order = strncmp(file, name, length);

	return order == 0 && name[length] ? -1 : order;
}

enum status catalogue_each(const struct config *config, catalogue_visit *visit,
			   void *argument, struct error *e)
{
	const char *folder = config->providers_directory;
	struct dirent **files;
	size_t builtin = 0;
	bool more = true;
	int own = 0, count;
	enum status status = list_names(folder, &files, &count, e);

	while (more && (own < count || builtin < builtin_definition_count)) {
		int order =
			own >= count ? 1
			: builtin >= builtin_definition_count
				? -1
				: compare_file(
					  files[own]->d_name,
					  builtin_definitions[builtin].name);

		if (order <= 0)
			more = show_own(folder, files[own++]->d_name, visit,
					argument);
		else
			more = show_builtin(&builtin_definitions[builtin],
					    visit, argument);
		/* One of the same name stands in its place. */
		builtin += order >= 0;
	}
	free_names(files, count);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

const char *catalogue_builtin_owner(const char *host)
{
	const struct builtin_definition *owner = builtin_of_host(host);

	return owner ? owner->name : NULL;
}

bool catalogue_is_builtin(const char *name)
{
	return builtin_of_name(name);
}
