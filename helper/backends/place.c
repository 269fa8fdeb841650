#include <stdlib.h>
#include <string.h>

#include "helper/backends/place.h"
#include "helper/seal/place.h"

static void add(struct buffer *out, const char *text)
{
	buffer_add(out, text ? text : "", text ? strlen(text) + 1 : 1);
}

/* What is configured, else what the environment says. */
static void add_setting(struct buffer *out, const char *configured,
			const char *variable)
{
	add(out, configured ? configured : getenv(variable));
}

static void add_vault(struct buffer *out, const struct config_vault *vault)
{
	add_setting(out, vault->address, "VAULT_ADDR");
	add_setting(out, vault->namespace_path, "VAULT_NAMESPACE");
	add(out, vault->agent);
	add(out, vault->mount);
	add(out, vault->path);
}

static void add_etcd(struct buffer *out, const struct config_etcd *etcd)
{
	for (size_t i = 0; i < etcd->endpoint_count; i++)
		add(out, etcd->endpoints[i]);
	add(out, etcd->prefix);
	add(out, etcd->user);
}

static void add_pass(struct buffer *out, const struct config *config)
{
	add_setting(out, config->pass_directory, "PASSWORD_STORE_DIR");
	add(out, getenv("HOME"));
	add(out, config->pass_prefix);
}

void place_describe(const struct config *config, const struct backend *backend,
		    struct buffer *out)
{
	add(out, backend->name);
	if (strcmp(backend->name, "vault") == 0)
		add_vault(out, &config->vault);
	else if (strcmp(backend->name, "etcd") == 0)
		add_etcd(out, &config->etcd);
	else if (strcmp(backend->name, "pass") == 0)
		add_pass(out, config);
	else if (strcmp(backend->name, "secret-service") != 0)
		add(out, config->file_directory);
}

void place_used(const struct config *config, const struct backend *backend)
{
	struct buffer place = { 0 };

	place_describe(config, backend, &place);
	place_note(place.data, place.length);
	buffer_clear(&place);
}

static void tell(const struct backend *backend, const struct buffer *place,
		 struct error *e)
{
	const struct error why = *e;
	char *path = place_path(place->data, place->length);

	error_set(e, STATUS_UNAVAILABLE,
		  "'%s' keeps entries and could not be looked at: %s",
		  backend->name,
		  *why.message ? why.message : "there is no session bus");
	error_hint(e, "%s; if it is gone for good, remove '%s'",
		   *why.hint ? why.hint : "run it in the desktop session",
		   path);
	free(path);
}

bool place_is_unseen(const struct config *config, const struct backend *backend,
		     enum status status, struct error *e)
{
	struct buffer place = { 0 };
	bool known;

	if (status != STATUS_UNAVAILABLE)
		return false;
	/* These two have looked at the notes themselves. */
	if (backend == &backend_file || backend == &backend_auto)
		return true;
	place_describe(config, backend, &place);
	known = place_is_known(place.data, place.length);
	if (known)
		tell(backend, &place, e);
	buffer_clear(&place);
	return known;
}
