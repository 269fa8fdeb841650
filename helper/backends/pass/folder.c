#include <fcntl.h>
#include <limits.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/backends/pass/folder.h"
#include "helper/system/file.h"
#include "helper/system/paths.h"
#include "protocol/core/memory.h"

static const char pass_default[] = ".password-store";
static const char gopass_default[] = ".local/share/gopass/stores/root";

enum {
	HASH_BYTES = 8
};

static enum status no_store(const char *path, struct error *e)
{
	error_set(e, STATUS_UNAVAILABLE, "there is no password store '%s'",
		  path);
	error_hint(e, "make one with 'pass init', or set 'directory' in the "
		      "section 'pass'");
	return STATUS_UNAVAILABLE;
}

/* Where gopass has its own: $XDG_DATA_HOME, or what is without it. */
static char *gopass_path(void)
{
	const char *data = getenv("XDG_DATA_HOME");

	if (!data || *data != '/')
		return path_of_home(gopass_default);
	return memory_format("%s/gopass/stores/root", data);
}

/* Opens the one, or else the other; says that the first is missing. */
static enum status open_usual(struct folder *out, struct error *e)
{
	char *usual = path_of_home(pass_default);
	char *other = gopass_path();
	enum status status = folder_open(usual, out, e);

	if (status == STATUS_NOT_FOUND)
		status = folder_open(other, out, e);
	if (status == STATUS_NOT_FOUND)
		status = no_store(usual, e);
	free(other);
	free(usual);
	return status;
}

static enum status open_named(const char *path, struct folder *out,
			      struct error *e)
{
	enum status status;

	if (*path != '/')
		return error_set(e, STATUS_FAILED,
				 "'%s' in PASSWORD_STORE_DIR does not begin "
				 "with '/'",
				 path);
	status = folder_open(path, out, e);
	return status == STATUS_NOT_FOUND ? no_store(path, e) : status;
}

static enum status check_owner(const struct folder *folder, struct error *e)
{
	struct stat st;

	if (fstat(folder->fd, &st) != 0)
		return folder_cannot(folder, NULL, "look at the folder", e);
	if (st.st_uid != geteuid()) {
		error_set(e, STATUS_FAILED,
			  "the password store '%s' belongs to another user",
			  folder->path);
		error_hint(e, "set 'directory' in the section 'pass' to a "
			      "folder of yours");
		return STATUS_FAILED;
	}
	if (!(st.st_mode & S_IWOTH))
		return STATUS_OK;
	error_set(e, STATUS_FAILED,
		  "the password store '%s' may be written by others",
		  folder->path);
	error_hint(e, "close it: chmod -R go-w '%s'", folder->path);
	return STATUS_FAILED;
}

enum status pass_store_open(const struct config *config, struct pass_store *out,
			    struct error *e)
{
	const char *path = config->pass_directory;
	enum status status;

	*out = (struct pass_store){ .config = config, .folder = FOLDER_CLOSED };
	if (sodium_init() < 0)
		return error_set(e, STATUS_UNAVAILABLE,
				 "libsodium does not work on this machine");
	if (!path)
		path = getenv("PASSWORD_STORE_DIR");
	if (path && *path)
		status = open_named(path, &out->folder, e);
	else
		status = open_usual(&out->folder, e);
	return status == STATUS_OK ? check_owner(&out->folder, e) : status;
}

void pass_store_close(struct pass_store *store)
{
	folder_close(&store->folder);
}

/* Of the folder itself, by whatever name it was opened. */
static void lock_name(const struct pass_store *store, char *name, size_t size)
{
	char link[64];
	char real[PATH_MAX];
	unsigned char hash[HASH_BYTES];
	char digits[2 * HASH_BYTES + 1];
	ssize_t length;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d",
		       store->folder.fd);
	length = readlink(link, real, sizeof(real));
	if (length < 0)
		length = snprintf(real, sizeof(real), "%s", store->folder.path);
	(void)crypto_generichash(hash, sizeof(hash),
				 (const unsigned char *)real,
				 (unsigned long long)length, NULL, 0);
	(void)sodium_bin2hex(digits, sizeof(digits), hash, sizeof(hash));
	(void)snprintf(name, size, "pass-%s.lock", digits);
}

enum status pass_store_lock(const struct pass_store *store, enum lock how,
			    int *fd, struct error *e)
{
	char name[64];
	const struct lock_wanted lock = { .how = how,
					  .path = name,
					  .seconds = LOCK_SECONDS };

	lock_name(store, name, sizeof(name));
	return lock_state(&lock, fd, e);
}

char *pass_store_above(const char *name)
{
	const char *slash = strrchr(name, '/');

	return memory_copy(name, slash ? (size_t)(slash - name) : 0);
}

static const char *last_part(const char *name)
{
	const char *slash = strrchr(name, '/');

	return slash ? slash + 1 : name;
}

/* Makes one folder in `above`. */
static enum status make_part(const struct folder *above, const char *part,
			     struct error *e)
{
	enum status status = folder_make(above, part, e);

	return status == STATUS_OK ? folder_sync(above, e) : status;
}

/* Each part in the one before it. */
static enum status make_parts(const struct pass_store *store, const char *name,
			      struct error *e)
{
	enum status status = STATUS_OK;
	size_t end = 0;

	while (status == STATUS_OK && name[end]) {
		struct folder folder = FOLDER_CLOSED;
		char *whole, *above;

		end += name[end] == '/';
		end += strcspn(name + end, "/");
		whole = memory_copy(name, end);
		above = pass_store_above(whole);
		status = folder_open_beneath(&store->folder,
					     *above ? above : ".", &folder, e);
		if (status == STATUS_OK)
			status = make_part(&folder, last_part(whole), e);
		if (status == STATUS_NOT_FOUND)
			status = error_set(e, STATUS_FAILED,
					   "the folder '%s' is gone", above);
		folder_close(&folder);
		free(above);
		free(whole);
	}
	return status;
}

enum status pass_store_make(const struct pass_store *store, const char *name,
			    struct folder *out, struct error *e)
{
	enum status status = folder_open_beneath(&store->folder, name, out, e);

	if (status != STATUS_NOT_FOUND)
		return status;
	status = make_parts(store, name, e);
	if (status == STATUS_OK)
		status = folder_open_beneath(&store->folder, name, out, e);
	if (status == STATUS_NOT_FOUND)
		status = error_set(e, STATUS_FAILED, "the folder '%s' is gone",
				   name);
	return status;
}

/* Removes one folder from the one above it, if it is empty. */
static bool drop_part(const struct pass_store *store, const char *name)
{
	struct folder above = FOLDER_CLOSED;
	struct folder folder = FOLDER_CLOSED;
	struct error ignored = { 0 };
	char *path = pass_store_above(name);
	bool dropped = false;

	if (folder_open_beneath(&store->folder, name, &folder, &ignored) ==
	    STATUS_OK)
		(void)unlinkat(folder.fd, WHOLE_TEMPORARY "new", 0);
	folder_close(&folder);
	if (folder_open_beneath(&store->folder, *path ? path : ".", &above,
				&ignored) == STATUS_OK)
		dropped =
			unlinkat(above.fd, last_part(name), AT_REMOVEDIR) == 0;
	folder_close(&above);
	free(path);
	return dropped;
}

void pass_store_drop(const struct pass_store *store, const char *name)
{
	char *left = memory_copy(name, strlen(name));

	while (*left && drop_part(store, left)) {
		char *above = pass_store_above(left);

		free(left);
		left = above;
	}
	free(left);
}
