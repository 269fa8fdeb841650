#include <limits.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/chain-members.h"
#include "helper/backends/open.h"
#include "helper/backends/place.h"
#include "helper/catalogue/catalogue.h"
#include "helper/doctor/internal.h"
#include "helper/system/environment.h"

/* What a look into a back-end gave. */
struct look {
	const struct config *config;
	const char *name;
	enum status status;
	struct error error;
	size_t count;
	long long newest;
};

static bool is_in_use(const struct diagnosis *d, const struct backend *backend)
{
	struct backends all = { 0 };
	struct error ignored = { 0 };

	(void)backend_all(d->config, &all, &ignored);
	return backends_have(&all, backend);
}

/* Whether the back-end may be missing without harm. */
static bool is_needed(const struct diagnosis *d, const char *backend)
{
	return strcmp(d->config->backend, backend) == 0;
}

void diagnose_bus(struct diagnosis *d)
{
	char path[PATH_MAX] = "";
	const char *bus = environment_bus(path, sizeof(path));

	if (!bus && *path && access(path, F_OK) == 0)
		diagnosis_tell(d, FINDING_PROBLEM, "session bus",
			       "let XDG_RUNTIME_DIR be a folder of yours that "
			       "no one else may write to",
			       "'%s' is not a socket of yours alone: it is not "
			       "spoken to",
			       path);
	else if (bus)
		diagnosis_tell(d, FINDING_OK, "session bus", "", "at '%s'",
			       bus);
	else
		diagnosis_tell(d,
			       is_needed(d, "secret-service") ? FINDING_PROBLEM
							      : FINDING_NOTE,
			       "session bus",
			       "log in to a desktop session, or use sealed "
			       "files: 'backend = file'",
			       "there is none: no keyring can be reached");
}

static bool count(const struct credential *record, void *argument)
{
	struct look *look = argument;
	long long stored = credential_number(record, FIELD_STORED);

	look->count++;
	if (stored > look->newest)
		look->newest = stored;
	return true;
}

/* In the child. A back-end that is locked says so before it lists nothing. */
static int look_into(void *argument)
{
	struct look *look = argument;
	const struct backend *backend;

	look->status = backend_find(look->name, &backend, &look->error);
	if (look->status == STATUS_OK)
		look->status = backend->search(backend, look->config, NULL,
					       count, look, &look->error);
	return write_all(STDOUT_FILENO, look, sizeof(*look)) == 0 ? 0 : 1;
}

static void look_at(const struct diagnosis *d, const char *name,
		    struct look *look)
{
	struct buffer answer = { 0 };
	int code;

	*look = (struct look){ .config = d->config, .name = name };
	code = diagnosis_run(d, look_into, look, &answer);
	if (code == 0 && answer.length == sizeof(*look))
		memcpy(look, answer.data, sizeof(*look));
	else
		look->status = error_set(&look->error, STATUS_TIMEOUT,
					 code < 0 ? "it did not answer in time"
						  : "it broke down");
	buffer_clear(&answer);
}

static void tell_counts(struct diagnosis *d, const char *subject,
			const struct look *look)
{
	diagnosis_tell(d, FINDING_OK, subject, "",
		       "it answers and holds %zu %s", look->count,
		       look->count == 1 ? "entry" : "entries");
	if (look->newest > d->newest)
		d->newest = look->newest;
}

static void diagnose_keyring(struct diagnosis *d)
{
	struct look look;

	if (!is_in_use(d, &backend_secret_service)) {
		diagnosis_tell(d, FINDING_NOTE, "keyring", "",
			       "it is not looked at: 'backend = %s'",
			       d->config->backend);
		return;
	}
	look_at(d, "secret-service", &look);
	d->keyring_answers = look.status != STATUS_UNAVAILABLE;
	if (look.status == STATUS_OK)
		tell_counts(d, "keyring", &look);
	else
		diagnosis_tell_error(
			d,
			look.status == STATUS_UNAVAILABLE &&
					!is_needed(d, "secret-service") &&
					!place_is_unseen(
						d->config,
						&backend_secret_service,
						look.status, &look.error)
				? FINDING_NOTE
				: FINDING_PROBLEM,
			"keyring", &look.error);
}

static void diagnose_files(struct diagnosis *d)
{
	struct look look;

	look_at(d, "file", &look);
	if (look.status == STATUS_OK)
		tell_counts(d, "sealed files", &look);
	else if (look.status == STATUS_LOCKED)
		diagnosis_tell(d, FINDING_NOTE, "sealed files", "",
			       "they are sealed by a passphrase, which is "
			       "asked for when they are used, not now");
	else
		diagnosis_tell_error(d,
				     is_in_use(d, &backend_file)
					     ? FINDING_PROBLEM
					     : FINDING_NOTE,
				     "sealed files", &look.error);
}

/* Those that belong to somebody else. */
static void diagnose_others(struct diagnosis *d)
{
	struct backends all = { 0 };
	struct error e = { 0 };
	struct look look;

	if (backend_all(d->config, &all, &e) != STATUS_OK)
		diagnosis_tell_error(d, FINDING_PROBLEM, "back-end", &e);
	for (size_t i = 0; i < all.count; i++) {
		const struct backend *other = all.items[i];

		if (other == &backend_auto || other == &backend_file ||
		    other == &backend_secret_service)
			continue;
		look_at(d, other->name, &look);
		if (look.status == STATUS_OK)
			tell_counts(d, other->name, &look);
		else
			diagnosis_tell_error(d, FINDING_PROBLEM, other->name,
					     &look.error);
	}
}

/* A title without a dot or a port is meant to be a provider's name. */
static void doubt_title(struct diagnosis *d, const char *title)
{
	struct provider *provider = NULL;
	struct error ignored = { 0 };

	if (title[strcspn(title, ".:")] || strcmp(title, "localhost") == 0)
		return;
	if (catalogue_find_name(d->config, title, &provider, &ignored) ==
	    STATUS_NOT_FOUND)
		diagnosis_tell(d, FINDING_NOTE, "back-end",
			       "'ringbearer providers' lists them; a host is "
			       "written out",
			       "the section 'store \"%s\"' is for no provider "
			       "that there is",
			       title);
	provider_free(provider);
}

static void tell_stores(struct diagnosis *d)
{
	for (size_t i = 0; i < d->config->store_count; i++)
		doubt_title(d, d->config->stores[i].title);
	for (size_t i = 0; i < d->config->store_count; i++)
		if (*d->config->stores[i].backend)
			diagnosis_tell(d, FINDING_OK, "back-end", "",
				       "'%s': new tokens of '%s' go there",
				       d->config->stores[i].backend,
				       d->config->stores[i].title);
}

void diagnose_backends(struct diagnosis *d)
{
	const char *by = d->request->chosen_by;

	diagnose_keyring(d);
	diagnose_files(d);
	diagnose_others(d);
	tell_stores(d);
	if (strcmp(d->config->backend, "auto") != 0)
		diagnosis_tell(d, FINDING_OK, "back-end", "",
			       "'%s', chosen by %s", d->config->backend,
			       by ? by : "the configuration");
	else
		diagnosis_tell(d, FINDING_OK, "back-end", "",
			       "'auto'%s%s: new tokens go to %s",
			       by ? ", chosen by " : "", by ? by : "",
			       d->keyring_answers
				       ? "the keyring"
				       : "sealed files, since there is no "
					 "keyring");
}
