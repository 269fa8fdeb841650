#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/backends/chain-members.h"
#include "helper/doctor/internal.h"
#include "helper/seal/place.h"
#include "helper/seal/store.h"

/* What is wrong with who may reach a file or folder; NULL: nothing. */
static const char *wrong_rights(const struct stat *st, bool folder)
{
	if (folder ? !S_ISDIR(st->st_mode) : !S_ISREG(st->st_mode))
		return folder ? "is no folder" : "is no regular file";
	if (st->st_uid != geteuid() && (folder || st->st_uid != 0))
		return "belongs to another user";
	if (st->st_mode & (S_IRWXG | S_IRWXO))
		return "may be reached by others";
	return NULL;
}

/* Whether that is in the store, and is no folder. */
static bool is_in_the_way(const char *store, const char *name)
{
	char path[PATH_MAX];
	struct stat st;

	(void)snprintf(path, sizeof(path), "%s/%s", store, name);
	return lstat(path, &st) == 0 && !S_ISDIR(st.st_mode);
}

static void diagnose_parts_of(struct diagnosis *d, const char *store)
{
	static const char *const parts[] = { FILE_STORE_RECORDS,
					     FILE_STORE_LOCKS };

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++)
		if (is_in_the_way(store, parts[i]))
			diagnosis_tell(d, FINDING_PROBLEM, "store folder",
				       "move away what is there",
				       "'%s/%s' is not a folder: nothing can "
				       "be kept",
				       store, parts[i]);
}

void diagnose_folder(struct diagnosis *d)
{
	const char *path = d->config->file_directory;
	struct stat st;
	const char *wrong;

	if (lstat(path, &st) != 0 && errno == ENOENT) {
		/* Else the look into the files says that they are missing. */
		if (!place_is_known(path, strlen(path)))
			diagnosis_tell(d, FINDING_OK, "store folder", "",
				       "'%s' is made when it is first needed",
				       path);
		return;
	}
	if (lstat(path, &st) != 0) {
		diagnosis_tell(d, FINDING_PROBLEM, "store folder", "",
			       "'%s': %s", path, strerror(errno));
		return;
	}
	wrong = wrong_rights(&st, true);
	if (wrong)
		diagnosis_tell(d, FINDING_PROBLEM, "store folder",
			       "see 'chmod 700' and 'chown'", "'%s' %s", path,
			       wrong);
	else
		diagnosis_tell(d, FINDING_OK, "store folder", "",
			       "'%s' is yours alone", path);
	diagnose_parts_of(d, path);
}

/* How the text of the file begins says what kind it is. */
static const char *kind_of(const char *path)
{
	char text[256] = "";
	int fd = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
	ssize_t got = fd >= 0 ? read(fd, text, sizeof(text) - 1) : -1;
	const char *kind;

	if (got < 0)
		kind = "cannot be read";
	else if (strncmp(text, "ringbearer-key=", 15) != 0)
		kind = "is no key file";
	else
		kind = strstr(text, "\nopslimit=") ? "sealed by a passphrase"
						   : "a key as it is";
	explicit_bzero(text, sizeof(text));
	if (fd >= 0)
		(void)close(fd);
	return kind;
}

static void tell_key(struct diagnosis *d, const struct stat *st)
{
	const char *path = d->config->key_file;
	const char *wrong = wrong_rights(st, false);
	const char *kind = wrong ? "" : kind_of(path);
	bool sealed = strcmp(kind, "sealed by a passphrase") == 0;

	if (wrong)
		diagnosis_tell(d, FINDING_PROBLEM, "key file",
			       "see 'chmod 600' and 'chown'", "'%s' %s", path,
			       wrong);
	else if (strcmp(kind, "cannot be read") == 0 ||
		 strcmp(kind, "is no key file") == 0)
		diagnosis_tell(d, FINDING_PROBLEM, "key file",
			       "put it back from your backup", "'%s' %s", path,
			       kind);
	else if (sealed != (d->config->key == KEY_PASSPHRASE))
		diagnosis_tell(d, FINDING_PROBLEM, "key file",
			       sealed ? "set 'file { key = passphrase }'"
				      : "set 'file { key = file }'",
			       "'%s' is %s, which is not what is configured",
			       path, kind);
	else
		diagnosis_tell(d, FINDING_OK, "key file",
			       "keep a backup of it, apart from the store",
			       "'%s' is yours alone, %s", path, kind);
}

void diagnose_key(struct diagnosis *d)
{
	struct stat st;

	if (d->config->key == KEY_CREDENTIAL)
		diagnosis_tell(d, FINDING_OK, "key file", "",
			       "the key comes from systemd: "
			       "$CREDENTIALS_DIRECTORY/ringbearer.key");
	else if (lstat(d->config->key_file, &st) == 0)
		tell_key(d, &st);
	else if (errno == ENOENT)
		diagnosis_tell(d, FINDING_OK, "key file", "",
			       "'%s' is made when it is first needed",
			       d->config->key_file);
	else
		diagnosis_tell(d, FINDING_PROBLEM, "key file", "", "'%s': %s",
			       d->config->key_file, strerror(errno));
}

void diagnose_vault(struct diagnosis *d)
{
	struct backends all = { 0 };
	struct error ignored = { 0 };
	char *path = config_vault_secret_file(&d->config->vault);
	struct stat st;

	(void)backend_all(d->config, &all, &ignored);
	/* That it is not there, or cannot be used, the back-end says. */
	if (path && backends_have(&all, &backend_vault) &&
	    stat(path, &st) == 0 && st.st_mode & (S_IRWXG | S_IRWXO))
		diagnosis_tell(d, FINDING_NOTE, "vault", "see 'chmod 600'",
			       "'%s' may be read by others", path);
	free(path);
}
