#include "helper/backends/secret-service/libsecret/libsecret-fault.h"

static bool is_gone(const GError *error)
{
	static const int codes[] = { G_DBUS_ERROR_NO_REPLY,
				     G_DBUS_ERROR_DISCONNECTED,
				     G_DBUS_ERROR_NAME_HAS_NO_OWNER,
				     /* of an object that went away */
				     G_DBUS_ERROR_UNKNOWN_METHOD,
				     G_DBUS_ERROR_UNKNOWN_OBJECT };

	for (size_t i = 0; i < G_N_ELEMENTS(codes); i++)
		if (g_error_matches(error, G_DBUS_ERROR, codes[i]))
			return true;
	return g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CLOSED) ||
	       g_error_matches(error, G_IO_ERROR, G_IO_ERROR_BROKEN_PIPE);
}

static bool is_absent(const GError *error)
{
	if (error->domain != G_DBUS_ERROR)
		return false;
	return error->code == G_DBUS_ERROR_SERVICE_UNKNOWN ||
	       (error->code >= G_DBUS_ERROR_SPAWN_EXEC_FAILED &&
		error->code <= G_DBUS_ERROR_SPAWN_NO_MEMORY);
}

static bool is_late(const GError *error)
{
	return g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_TIMED_OUT) ||
	       g_error_matches(error, G_DBUS_ERROR, G_DBUS_ERROR_TIMEOUT) ||
	       g_error_matches(error, G_IO_ERROR, G_IO_ERROR_TIMED_OUT);
}

enum service_fault libsecret_fault(const GError *error, bool begun, char *text)
{
	GError *plain;

	if (is_gone(error) || (begun && is_absent(error)))
		return FAULT_GONE;
	if (is_absent(error))
		return FAULT_NO_SERVICE;
	if (is_late(error))
		return FAULT_TIMEOUT;
	plain = g_error_copy(error);
	(void)g_dbus_error_strip_remote_error(plain);
	(void)g_strlcpy(text, plain->message, FAULT_TEXT_MAX);
	g_error_free(plain);
	return FAULT_OTHER;
}
