#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/broker/broker.h"
#include "helper/commands/command.h"
#include "helper/commands/display/width.h"
#include "helper/commands/report/import.h"
#include "helper/entries/entries.h"
#include "helper/entries/update.h"
#include "helper/importers/import.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	PATH_SHOWN = 512,
	WHY_SIZE = ERROR_MESSAGE_MAX + ERROR_HINT_MAX + 4,
	OTHERS = 077, /* what a file grants to others */
};

/* The command under way. */
struct command_import {
	const struct invocation *invocation;
	struct store store;
	const struct import_source *source;
	struct import_file file;
	struct import_report report;
	struct credentials done; /* what this run has kept */
	bool dry;
	bool force;
	enum status failure; /* of the back-end: the rest is not tried */
	struct error reason; /* of that */
};

static enum status find_source(struct command_import *k, struct error *e)
{
	const struct invocation *invocation = k->invocation;
	char names[128] = "";

	k->source = import_find(invocation->arguments[0]);
	for (size_t i = 0; import_sources[i]; i++)
		text_list_add(names, sizeof(names), "%s",
			      import_sources[i]->name);
	if (!k->source) {
		error_set(e, STATUS_USAGE, "there is no such source");
		error_hint(e, "there are: %s", names);
		return STATUS_USAGE;
	}
	if (k->source->place && invocation->argument_count > 1)
		return error_set(e, STATUS_USAGE,
				 "'import %s' takes no file, it reads %s",
				 k->source->name, k->source->place);
	if (k->source->file || k->source->place ||
	    invocation->argument_count > 1)
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "'import %s' needs a file", k->source->name);
	error_hint(e, "usage: ringbearer import %s FILE", k->source->name);
	return STATUS_USAGE;
}

static bool is_done(const struct command_import *k, const struct credential *c)
{
	for (size_t i = 0; i < k->done.count; i++)
		if (credential_same_address(&k->done.items[i], c))
			return true;
	return false;
}

/* IMPORT_FOUND: nothing stands in the way. */
static enum import_result compare(const struct command_import *k,
				  const struct credentials *kept,
				  const struct credential *c)
{
	enum import_result result = IMPORT_FOUND;

	for (size_t i = 0; i < kept->count; i++) {
		/* Whose token it is, the provider would have to be asked. */
		if (!entry_is_for(&kept->items[i], c,
				  kept->items[i].values[FIELD_PROVIDER]))
			continue;
		if (credential_same_secret(&kept->items[i], c))
			return IMPORT_UNCHANGED;
		if (!k->force || is_done(k, c))
			result = IMPORT_DIFFERS;
	}
	return result;
}

static enum status store(struct command_import *k, const struct credential *c,
			 enum import_result *result, struct error *e)
{
	struct credentials kept = { 0 };
	enum status status =
		entries_at_host(&k->store, c, credentials_add, &kept, e);

	if (store_despite(status, e) == STATUS_NOT_FOUND)
		status = STATUS_OK;
	if (status == STATUS_OK)
		*result = compare(k, &kept, c);
	credentials_clear(&kept);
	if (status != STATUS_OK || *result == IMPORT_DIFFERS)
		return status;
	if (*result == IMPORT_FOUND) {
		status = broker_store(&k->store, c, e);
		*result = IMPORT_KEPT;
	}
	if (status == STATUS_OK && c->extra_count > 0)
		status = update_notes(&k->store, c, false, e);
	return status;
}

static bool is_refusal(enum status status)
{
	return status == STATUS_REFUSED || status == STATUS_UNVERIFIED ||
	       status == STATUS_MALFORMED || status == STATUS_USAGE;
}

static void take(struct command_import *k, const struct import_item *item)
{
	enum import_result result = IMPORT_FAILED;
	struct error e = { 0 };
	char why[WHY_SIZE];
	enum status status = store(k, item->credential, &result, &e);

	if (status == STATUS_OK && result == IMPORT_DIFFERS) {
		status = STATUS_USAGE;
		error_set(&e, status, "another token is kept there, and stays");
	} else if (is_refusal(status)) {
		result = IMPORT_REFUSED;
	} else if (status != STATUS_OK) {
		result = IMPORT_FAILED;
		k->failure = status;
		k->reason = e;
	} else if (result == IMPORT_KEPT || result == IMPORT_UNCHANGED) {
		(void)credentials_add(item->credential, &k->done);
	}
	(void)snprintf(why, sizeof(why), "%s%s%s", e.message,
		       e.hint[0] ? "; " : "", e.hint);
	import_report_add(&k->report, item, result, status, why);
}

static void visit(const struct import_item *item, void *argument)
{
	struct command_import *k = argument;

	if (item->kind != IMPORT_CREDENTIAL)
		import_report_add(&k->report, item,
				  item->kind == IMPORT_SKIPPED ? IMPORT_LEFT
							       : IMPORT_BROKEN,
				  STATUS_OK, item->why);
	else if (k->failure != STATUS_OK)
		import_report_add(&k->report, item, IMPORT_LEFT, STATUS_OK,
				  "not tried after the failure");
	else if (k->dry)
		import_report_add(&k->report, item, IMPORT_FOUND, STATUS_OK,
				  NULL);
	else
		take(k, item);
}

/* Of which a dry run needs the configuration alone. */
static enum status open_store(struct command_import *k, struct error *e)
{
	const struct options *options = k->invocation->options;

	return k->dry ? store_load(&k->store, options->config, options->backend,
				   e)
		      : command_open(k->invocation, &k->store, e);
}

static void warn(const struct command_import *k)
{
	char path[PATH_SHOWN];

	text_sanitize(k->file.path, path, sizeof(path));
	if (k->file.mode & OTHERS)
		dprintf(STDERR_FILENO,
			"ringbearer: '%s' is open to others (mode %04o)\n"
			"hint: chmod 600 '%s'\n",
			path, k->file.mode, path);
}

/* Whatever was brought in: it lies there as before. */
static void remind(const struct command_import *k)
{
	const size_t *results = k->report.results;
	char path[PATH_SHOWN];

	text_sanitize(k->file.path, path, sizeof(path));
	if (k->report.count > 0)
		dprintf(STDERR_FILENO, "ringbearer: '%s' was left as it is%s\n",
			path,
			k->source->place ? ""
					 : ", and holds its tokens in plain "
					   "text");
	if (results[IMPORT_KEPT] + results[IMPORT_UNCHANGED] == 0)
		return;
	if (k->source->place)
		dprintf(STDERR_FILENO, "hint: %s\n", k->source->remedy);
	else
		dprintf(STDERR_FILENO, "hint: %s '%s'\n", k->source->remedy,
			path);
}

/* What was kept is told, whatever ended the reading. */
static enum status tell(const struct command_import *k, enum status status,
			struct error *e)
{
	bool json = command_option(k->invocation, "json") != NULL;
	struct error reason = status == STATUS_OK ? k->reason : *e;

	if (status == STATUS_OK)
		status = k->failure;
	if (import_report_print(&k->report, json, e) != STATUS_OK)
		return STATUS_FAILED;
	remind(k);
	*e = reason;
	return status == STATUS_OK
		       ? import_report_judge(&k->report, k->file.path, e)
		       : status;
}

static enum status import(struct command_import *k, struct error *e)
{
	const char *place = k->source->place;
	struct importing in = { .config = k->store.config,
				.visit = visit,
				.argument = k };
	enum status status = STATUS_OK;

	if (place)
		k->file.path = memory_copy(place, strlen(place));
	else
		status = import_load(k->source, k->invocation->arguments[1],
				     &k->file, e);
	if (status != STATUS_OK)
		return status;
	warn(k);
	width_prepare();
	if (!place)
		in.text = import_text(&k->file);
	status = k->source->read(&in, e);
	return status == STATUS_OK || k->report.count > 0 ? tell(k, status, e)
							  : status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct command_import k = { .invocation = invocation };
	enum status status = find_source(&k, e);

	k.dry = command_option(invocation, "dry-run") != NULL;
	k.force = command_option(invocation, "force") != NULL;
	if (status == STATUS_OK)
		status = open_store(&k, e);
	if (status == STATUS_OK)
		status = import(&k, e);
	import_report_clear(&k.report);
	credentials_clear(&k.done);
	import_file_clear(&k.file);
	store_close(&k.store);
	return status;
}

static const struct command_option options[] = {
	{ "dry-run", NULL, "ask nobody and keep nothing" },
	{ "force", NULL, "replace what is kept by what differs" },
	{ "json", NULL, "a list of objects; what is not known is null" },
	{ 0 },
};

const struct command command_import = {
	.name = "import",
	.arguments = "FROM [FILE]",
	.kind = ARGUMENT_NONE,
	.minimum = 1,
	.maximum = 2,
	.summary = "bring in what other programs keep",
	.details =
		"FROM is one of:\n"
		"  git-credential-store  URLs, ~/.git-credentials\n"
		"  netrc                 ~/.netrc\n"
		"  docker                'auths' of ~/.docker/config.json\n"
		"  env                   a .env FILE: the variables that "
		"'exec' would set\n"
		"  headers               a FILE of lines 'curl -H HEADER URL', "
		"or header lines\n"
		"                        below a URL\n"
		"  libsecret             what git-credential-libsecret keeps "
		"in "
		"the keyring\n"
		"Each is kept as 'store' does it: a provider is asked first. "
		"What became of each\nline is shown, never a token. The file "
		"is not changed. A token in whose place\nanother one is kept "
		"is left out (exit code 2) without --force; a malformed line\n"
		"is named, and the rest goes on (exit code 3).\n",
	.example = "ringbearer import git-credential-store --dry-run\n"
		   "ringbearer import env .env\n",
	.options = options,
	.run = run,
};
