#include <stdlib.h>
#include <string.h>

#include "helper/backends/vault/approle.h"
#include "helper/backends/vault/auth.h"
#include "helper/backends/vault/session.h"
#include "helper/system/harden.h"
#include "protocol/core/memory.h"

static char *copy(const char *text)
{
	return text && *text ? memory_copy(text, strlen(text)) : NULL;
}

/* What the configuration says, else the environment. */
static char *setting(const char *configured, const char *variable)
{
	return copy(configured ? configured : getenv(variable));
}

/* The network program works in another folder. */
static char *file_setting(const char *configured, const char *variable)
{
	char *path = setting(configured, variable);
	char *absolute;

	if (!path || *path == '/')
		return path;
	absolute = realpath(path, NULL);
	if (!absolute)
		return path;
	free(path);
	return absolute;
}

static enum status set_base(struct vault *v, struct error *e)
{
	const struct config_vault *config = &v->config->vault;
	char *address =
		config->agent ? copy(*config->agent == '/' ? "http://127.0.0.1"
							   : config->agent)
			      : setting(config->address, "VAULT_ADDR");
	const char *fault =
		address ? config_vault_fault("address", address) : NULL;

	v->base = address;
	if (!address) {
		error_set(e, STATUS_UNAVAILABLE,
			  "no address of vault is known");
		error_hint(e, "set 'address' in the section 'vault' of the "
			      "configuration, or VAULT_ADDR");
		return STATUS_UNAVAILABLE;
	}
	/* The configuration's was looked at when it was read. */
	if (fault)
		return error_set(e, STATUS_FAILED, "VAULT_ADDR %s", fault);
	for (size_t n = strlen(address); n > 0 && address[n - 1] == '/'; n--)
		address[n - 1] = '\0';
	return STATUS_OK;
}

static void set_namespace(struct vault *v)
{
	char *value =
		setting(v->config->vault.namespace_path, "VAULT_NAMESPACE");

	if (value)
		v->namespace_line =
			memory_format("X-Vault-Namespace: %s", value);
	free(value);
}

enum status vault_open(const struct config *config, struct vault *v,
		       struct error *e)
{
	const struct config_vault *c = &config->vault;
	enum status status;

	*v = (struct vault){ .config = config };
	/* json-c copies what is secret where it likes. */
	harden_memory(true);
	status = set_base(v, e);
	if (status != STATUS_OK)
		return status;
	set_namespace(v);
	v->ca_file = file_setting(c->ca_file, "VAULT_CACERT");
	v->certificate = file_setting(c->certificate, "VAULT_CLIENT_CERT");
	if (v->certificate)
		v->key = file_setting(c->key, "VAULT_CLIENT_KEY");
	v->remote = (struct https){
		.ca_file = v->ca_file,
		.certificate = v->certificate,
		.key = v->key,
		.socket = c->agent && *c->agent == '/' ? c->agent : NULL,
		.loopback = strncmp(v->base, "http:", 5) == 0,
		.timeout = c->timeout * 1000,
	};
	https_begin(&v->remote);
	return vault_token_get(v, e);
}

void vault_close(struct vault *v)
{
	char *const texts[] = { v->base, v->namespace_line, v->ca_file,
				v->certificate, v->key };

	vault_approle_logout(v);
	https_end(&v->remote);
	buffer_clear(&v->token);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		free(texts[i]);
	*v = (struct vault){ 0 };
	harden_memory(false);
}
