#include "helper/backends/backend.h"
#include "helper/backends/secret-service/child.h"
#include "helper/backends/secret-service/read.h"

/*
 * Reads over D-Bus; through libsecret only what needs it: what is locked may
 * be opened by a person, or has no password.
 */
static enum status read_records(const struct config *config,
				const struct credential *pattern,
				const struct audience *audience,
				struct error *e)
{
	char text[FAULT_TEXT_MAX] = "";
	enum service_fault fault = FAULT_LOCKED;

	if (!config->encrypted_session)
		fault = service_read(config->service_timeout, pattern, audience,
				     text);
	if (config->encrypted_session || fault == FAULT_LOCKED)
		return service_child(config, LIBSECRET_READ, pattern, audience,
				     e);
	return service_fault(fault, text, e);
}

static enum status secret_service_get(const struct backend *self,
				      const struct config *config,
				      const struct credential *pattern,
				      search_visit *visit, void *argument,
				      struct error *e)
{
	const struct audience audience = { visit, argument };

	(void)self;
	return read_records(config, pattern, &audience, e);
}

static enum status secret_service_list(const struct backend *self,
				       const struct config *config,
				       search_visit *visit, void *argument,
				       struct error *e)
{
	const struct audience audience = { visit, argument };
	enum status status = read_records(config, NULL, &audience, e);

	(void)self;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status secret_service_store(const struct backend *self,
					const struct config *config,
					const struct credential *record,
					struct error *e)
{
	(void)self;
	return service_child(config, LIBSECRET_STORE, record, NULL, e);
}

static enum status secret_service_erase(const struct backend *self,
					const struct config *config,
					const struct credential *pattern,
					struct error *e)
{
	(void)self;
	return service_child(config, LIBSECRET_ERASE, pattern, NULL, e);
}

const struct backend backend_secret_service = {
	.name = "secret-service",
	.summary = "the desktop's keyring (gnome-keyring, KWallet, KeePassXC)",
	.get = secret_service_get,
	.store = secret_service_store,
	.erase = secret_service_erase,
	.list = secret_service_list,
};
