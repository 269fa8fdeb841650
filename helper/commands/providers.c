#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/open.h"
#include "helper/catalogue/catalogue.h"
#include "helper/commands/command.h"
#include "helper/commands/display/json.h"
#include "helper/commands/report/provider.h"
#include "helper/config/load.h"
#include "helper/system/trust.h"
#include "protocol/core/suggest.h"
#include "protocol/core/text.h"

enum {
	DEFINITION_MAX = 1 << 18, /* bytes */
	TEXT_MAX = 1024,
};

/* What a walk through the catalogue gathers. */
struct listing {
	json_object *list;   /* NULL: for people */
	struct error *wrong; /* the first one that cannot be read */
	size_t wrong_count;
};

static void list_wrong(struct listing *listing,
		       const struct catalogue_item *item)
{
	json_object *o;

	if (listing->wrong_count++ == 0)
		*listing->wrong = *item->wrong;
	if (!listing->list)
		return;
	o = json_object_new_object();
	json_set_text(o, "name", item->name);
	json_set_text(o, "error", item->wrong->message);
	json_object_array_add(listing->list, o);
}

static bool list_one(const struct catalogue_item *item, void *argument)
{
	struct listing *listing = argument;
	const struct provider *provider = item->provider;
	char title[TEXT_MAX], source[TEXT_MAX];

	if (!provider) {
		list_wrong(listing, item);
		return true;
	}
	if (listing->list) {
		json_object_array_add(listing->list,
				      provider_summary_json(provider));
		return true;
	}
	text_sanitize(provider->title, title, sizeof(title));
	text_sanitize(provider->file, source, sizeof(source));
	printf("%-12s %-14s ", provider->name, title);
	for (size_t i = 0; i < provider->hosts.count; i++)
		printf("%s%s", i ? ", " : "", provider->hosts.items[i]);
	printf(" (%s)\n", source);
	return true;
}

static enum status list_all(const struct config *config, bool json,
			    struct error *e)
{
	struct error wrong = { 0 };
	struct listing listing = {
		.list = json ? json_object_new_array() : NULL,
		.wrong = &wrong,
	};
	enum status status = catalogue_each(config, list_one, &listing, e);

	if (json)
		json_print(listing.list);
	if (status != STATUS_OK || listing.wrong_count == 0)
		return status;
	*e = wrong;
	if (!e->hint[0])
		error_hint(e, "see 'ringbearer providers --check FILE'");
	return STATUS_MALFORMED;
}

static bool consider(const struct catalogue_item *item, void *argument)
{
	suggest_consider(argument, item->name);
	return true;
}

static enum status unknown(const struct config *config, const char *name,
			   struct error *e)
{
	struct suggestion closest = { .wanted = name };
	struct error ignored = { 0 };

	(void)catalogue_each(config, consider, &closest, &ignored);
	error_set(e, STATUS_USAGE, "there is no provider '%s'", name);
	if (suggest_name(&closest))
		error_hint(e, "there is '%s'; see 'ringbearer providers'",
			   suggest_name(&closest));
	else
		error_hint(e, "see 'ringbearer providers'");
	return STATUS_USAGE;
}

static enum status show_one(const struct config *config, const char *name,
			    bool json, struct error *e)
{
	struct provider *provider;
	enum status status = catalogue_find_name(config, name, &provider, e);

	if (status == STATUS_NOT_FOUND)
		return unknown(config, name, e);
	if (status != STATUS_OK)
		return status;
	if (json)
		json_print(provider_page_json(provider));
	else
		provider_page_print(provider);
	provider_free(provider);
	return STATUS_OK;
}

/* A definition under examination. */
struct examination {
	const char *file;
	json_object *mistakes; /* NULL: for people */
	json_object *warnings;
	size_t count;
};

static void tell_mistake(const char *message, void *argument)
{
	struct examination *x = argument;

	x->count++;
	if (x->mistakes)
		json_object_array_add(x->mistakes,
				      json_object_new_string(message));
	else
		printf("%s\n", message);
}

/* Something taken over from a built-in definition: allowed, if it is said. */
static void tell_takeover(struct examination *x,
			  const struct provider *provider, const char *what,
			  const char *name)
{
	struct error text = { 0 };

	if (!provider->override) {
		error_set(&text, STATUS_MALFORMED,
			  "%s: the %s '%s' is a built-in one's, which takes "
			  "'override = true'",
			  x->file, what, name);
		tell_mistake(text.message, x);
		return;
	}
	error_set(&text, STATUS_OK,
		  "%s: warning: it takes over the %s '%s' of a built-in one",
		  x->file, what, name);
	if (x->warnings)
		json_object_array_add(x->warnings,
				      json_object_new_string(text.message));
	else
		printf("%s\n", text.message);
}

static void examine_takeover(struct examination *x, const char *text)
{
	struct provider *provider;
	struct error e = { 0 };

	if (provider_parse(text, x->file, false, &provider, &e) != STATUS_OK)
		return;
	if (catalogue_is_builtin(provider->name))
		tell_takeover(x, provider, "name", provider->name);
	for (size_t i = 0; i < provider->hosts.count; i++)
		if (catalogue_builtin_owner(provider->hosts.items[i]))
			tell_takeover(x, provider, "host",
				      provider->hosts.items[i]);
	provider_free(provider);
}

static enum status read_text(const char *file, struct buffer *text,
			     struct error *e)
{
	enum status status = trust_read(file, DEFINITION_MAX, text, e);

	return status == STATUS_NOT_FOUND
		       ? error_set(e, STATUS_MALFORMED, "there is no file '%s'",
				   file)
		       : status;
}

static void print_examination(const struct examination *x,
			      const struct config *config)
{
	json_object *o;

	if (!x->mistakes) {
		if (x->count == 0)
			printf("%s: ok; it is used when it lies in %s\n",
			       x->file, config->providers_directory);
		return;
	}
	o = json_object_new_object();
	json_set_text(o, "file", x->file);
	json_set_flag(o, "ok", x->count == 0);
	json_object_object_add(o, "mistakes", x->mistakes);
	json_object_object_add(o, "warnings", x->warnings);
	json_print(o);
}

static enum status examine(const struct config *config, const char *file,
			   bool json, struct error *e)
{
	struct examination x = { .file = file };
	struct buffer text = { 0 };
	enum status status = read_text(file, &text, e);

	if (status == STATUS_OK) {
		x.mistakes = json ? json_object_new_array() : NULL;
		x.warnings = json ? json_object_new_array() : NULL;
		(void)provider_examine(text.data, file, tell_mistake, &x);
		examine_takeover(&x, text.data);
		print_examination(&x, config);
	}
	buffer_clear(&text);
	if (x.count == 0)
		return status;
	error_set(e, STATUS_MALFORMED, "'%s' has %zu mistake%s", file, x.count,
		  x.count == 1 ? "" : "s");
	error_hint(e, "see ringbearer-providers(5)");
	return STATUS_MALFORMED;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	const struct options *options = invocation->options;
	const char *file = command_option(invocation, "check");
	bool json = command_option(invocation, "json");
	struct config config = { 0 };
	enum status status;

	if (file && invocation->argument_count > 0)
		return error_set(e, STATUS_USAGE,
				 "'--check' reads a file, and takes no name");
	status = backend_configure(options->config, options->backend, &config,
				   e);
	if (status == STATUS_OK && file)
		status = examine(&config, file, json, e);
	else if (status == STATUS_OK && invocation->argument_count > 0)
		status = show_one(&config, invocation->arguments[0], json, e);
	else if (status == STATUS_OK)
		status = list_all(&config, json, e);
	config_clear(&config);
	return status;
}

static const struct command_option options_of_providers[] = {
	{ "check", "FILE", "explain every mistake in a definition" },
	{ "json", NULL, "print JSON" },
	{ NULL, NULL, NULL },
};

const struct command command_providers = {
	.name = "providers",
	.arguments = "[NAME]",
	.kind = ARGUMENT_PROVIDER,
	.maximum = 1,
	.summary = "show the providers that are known",
	.details =
		"Without a name it lists them: name, title, hosts, and where "
		"the definition is.\nWith one it shows what is asked, learnt "
		"and set for that provider, and the way\nto a token. --check "
		"reads a definition of your own, explains every mistake in\n"
		"it (exit 3), and warns where it takes over a built-in one.\n",
	.example = "ringbearer providers harvest\n"
		   "ringbearer providers --check ./internal.conf\n",
	.options = options_of_providers,
	.run = run,
};
