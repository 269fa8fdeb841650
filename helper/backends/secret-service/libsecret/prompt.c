#include <libsecret/secret.h>

#include "helper/backends/secret-service/libsecret/glib.h"
#include "helper/backends/secret-service/libsecret/prompt.h"

/*
 * Without a person nothing may be asked. libsecret calls these for each prompt
 * that a service wants.
 */
static GQuark unasked(void)
{
	return g_quark_from_static_string("unasked");
}

static GVariant *refuse_sync(SecretService *service, SecretPrompt *prompt,
			     GCancellable *cancellable,
			     const GVariantType *type, GError **error)
{
	(void)service;
	(void)prompt;
	(void)cancellable;
	(void)type;
	g_set_error_literal(error, unasked(), 0, "");
	return NULL;
}

static void refuse_async(SecretService *service, SecretPrompt *prompt,
			 const GVariantType *type, GCancellable *cancellable,
			 GAsyncReadyCallback callback, void *argument)
{
	GTask *task = g_task_new(service, cancellable, callback, argument);

	(void)prompt;
	(void)type;
	g_task_return_new_error(task, unasked(), 0, "%s", "");
	g_object_unref(task);
}

static GVariant *refuse_finish(SecretService *service, GAsyncResult *result,
			       GError **error)
{
	(void)service;
	return g_task_propagate_pointer(G_TASK(result), error);
}

enum secrets_fault prompt_failed(struct keyring *k, GError *error)
{
	enum secrets_fault fault;

	if (!error)
		return FAULT_DISMISSED;
	if (g_error_matches(error, SECRET_ERROR, SECRET_ERROR_IS_LOCKED))
		fault = FAULT_LOCKED;
	else if (g_error_matches(error, SECRET_ERROR,
				 SECRET_ERROR_NO_SUCH_OBJECT))
		fault = FAULT_GONE;
	else if (error->domain == unasked())
		fault = FAULT_UNASKED;
	else
		fault = libsecret_fault(error, k->service, k->text);
	g_error_free(error);
	return fault;
}

/* When a question was declined libsecret still looks for what it made. */
enum secrets_fault prompt_not_made(struct keyring *k, GError *error)
{
	bool declined = g_error_matches(error, G_DBUS_ERROR,
					G_DBUS_ERROR_UNKNOWN_METHOD);
	enum secrets_fault fault = prompt_failed(k, error);

	return declined ? FAULT_DISMISSED : fault;
}

void prompt_allow(void *service, bool may)
{
	static SecretServiceClass usual;
	SecretServiceClass *class = SECRET_SERVICE_GET_CLASS(service);

	if (!usual.prompt_sync)
		usual = *class;
	class->prompt_sync = may ? usual.prompt_sync : refuse_sync;
	class->prompt_async = may ? usual.prompt_async : refuse_async;
	class->prompt_finish = may ? usual.prompt_finish : refuse_finish;
}

enum secrets_fault prompt_unlock(struct keyring *k, GList *proxies)
{
	GError *error = NULL;
	GList *opened = NULL;

	if (!proxies)
		return FAULT_NONE;
	if (secret_service_unlock_sync(k->service, proxies, NULL, &opened,
				       &error) <= 0)
		return prompt_failed(k, error);
	return FAULT_NONE;
}

enum secrets_fault prompt_create_home(struct keyring *k)
{
	GError *error = NULL;

	k->home = secret_collection_create_sync(k->service, "Default keyring",
						SECRET_COLLECTION_DEFAULT,
						SECRET_COLLECTION_CREATE_NONE,
						NULL, &error);
	return k->home ? FAULT_NONE : prompt_not_made(k, error);
}

enum secrets_fault prompt_open_home(struct keyring *k)
{
	enum secrets_fault fault =
		prompt_unlock(k, g_list_prepend(NULL, k->home));

	return fault == FAULT_UNASKED ? FAULT_NONE : fault;
}
