#include "helper/backends/backend.h"
#include "helper/backends/secret-service/child.h"
#include "helper/backends/secret-service/read.h"

/*
 * Reads over D-Bus; through libsecret only what needs it: what is locked may
 * be opened by a person, or has no password.
 */
static enum status secret_service_search(const struct backend *self,
					 const struct config *config,
					 const struct credential *pattern,
					 search_visit *visit, void *argument,
					 struct error *e)
{
	struct search search = { .pattern = pattern,
				 .backend = self->name,
				 .visit = visit,
				 .argument = argument };
	char text[FAULT_TEXT_MAX] = "";
	enum secrets_fault fault = FAULT_LOCKED;
	enum status status;

	if (!config->encrypted_session)
		fault = secrets_read(config->service_timeout, &search, text);
	if (config->encrypted_session || fault == FAULT_LOCKED)
		status = secrets_child(config, LIBSECRET_READ, pattern, &search,
				       e);
	else
		status = secrets_fault(fault, text, e);
	return search_end(&search, status, e);
}

static enum status secret_service_store(const struct backend *self,
					const struct config *config,
					const struct credential *record,
					struct error *e)
{
	(void)self;
	return secrets_child(config, LIBSECRET_STORE, record, NULL, e);
}

static enum status secret_service_erase(const struct backend *self,
					const struct config *config,
					const struct credential *pattern,
					struct error *e)
{
	(void)self;
	return secrets_child(config, LIBSECRET_ERASE, pattern, NULL, e);
}

const struct backend backend_secret_service = {
	.name = "secret-service",
	.summary = "the desktop's keyring (gnome-keyring, KWallet, KeePassXC)",
	.search = secret_service_search,
	.store = secret_service_store,
	.erase = secret_service_erase,
};
