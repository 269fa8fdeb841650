#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backends/secret-service/bus-address.h"
#include "helper/backends/secret-service/bus.h"
#include "helper/system/alarm.h"
#include "helper/system/harden.h"
#include "protocol/core/clock.h"
#include "protocol/core/memory.h"

enum {
	MILLISECONDS = 1000
};

/* Milliseconds; 0 behind `deadline`. */
static int time_left(long long deadline)
{
	long long left = deadline - clock_now();

	return left > 0 ? (int)left : 0;
}

/*
 * libdbus connects without a time-out, and a stopped bus with a full queue
 * lets that wait.
 */
static DBusConnection *connect_in_time(const char *address, int timeout,
				       DBusError *error)
{
	struct alarm alarm;
	DBusConnection *connection;

	alarm_set(&alarm, timeout);
	connection = dbus_connection_open_private(address, error);
	alarm_end(&alarm);
	return connection;
}

static void on_reply(DBusPendingCall *pending, void *argument)
{
	struct bus_call *call = argument;

	call->reply = dbus_pending_call_steal_reply(pending);
	call->bus->waiting--;
}

bool bus_call_send(struct bus_call *call)
{
	struct bus *bus = call->bus;

	/* The time is watched by bus_wait(), for all calls at once. */
	if (!dbus_connection_send_with_reply(bus->connection, call->message,
					     &call->pending,
					     DBUS_TIMEOUT_INFINITE))
		return false;
	/* Without a pending call the bus is gone: bus_wait() finds that. */
	bus->waiting++;
	return !call->pending ||
	       dbus_pending_call_set_notify(call->pending, on_reply, call,
					    NULL);
}

/* What every connection has to say first; nobody waits for the answer. */
static bool say_hello(struct bus *bus)
{
	bus->hello = memory_alloc(1, sizeof(*bus->hello));
	*bus->hello = (struct bus_call){ .bus = bus };
	bus->hello->message =
		dbus_message_new_method_call(DBUS_SERVICE_DBUS, DBUS_PATH_DBUS,
					     DBUS_INTERFACE_DBUS, "Hello");
	return bus->hello->message && bus_call_send(bus->hello);
}

enum secrets_fault bus_open(struct bus *bus, int timeout)
{
	char *address = bus_address();
	DBusError error = DBUS_ERROR_INIT;

	*bus = (struct bus){
		.deadline = clock_now() + timeout * (long long)MILLISECONDS,
	};
	if (!address)
		return FAULT_NO_BUS;
	harden_memory(true);
	dbus_connection_set_change_sigpipe(FALSE);
	bus->connection = connect_in_time(address, timeout, &error);
	free(address);
	if (bus->connection)
		return say_hello(bus) ? FAULT_NONE : bus_no_memory(bus);
	(void)snprintf(bus->text, sizeof(bus->text), "%s", error.message);
	dbus_error_free(&error);
	return time_left(bus->deadline) == 0 ? FAULT_TIMEOUT : FAULT_NO_BUS;
}

void bus_close(struct bus *bus)
{
	if (bus->hello)
		bus_call_clear(bus->hello);
	free(bus->hello);
	if (bus->connection) {
		dbus_connection_close(bus->connection);
		dbus_connection_unref(bus->connection);
	}
	/* Messages that libdbus keeps for later use hold secrets. */
	dbus_shutdown();
	harden_memory(false);
	bus->connection = NULL;
	bus->hello = NULL;
}

bool bus_call_begin(struct bus *bus, struct bus_call *call,
		    struct bus_method method)
{
	call->bus = bus;
	call->message =
		dbus_message_new_method_call("org.freedesktop.secrets",
					     method.path, method.interface,
					     method.name);
	return call->message != NULL;
}

void bus_call_clear(struct bus_call *call)
{
	if (call->pending) {
		dbus_pending_call_cancel(call->pending);
		dbus_pending_call_unref(call->pending);
	}
	if (call->message)
		dbus_message_unref(call->message);
	if (call->reply)
		dbus_message_unref(call->reply);
	*call = (struct bus_call){ 0 };
}

/* NULL: is any call without its answer? */
static bool is_waiting(const struct bus *bus, const struct bus_call *call)
{
	return call ? !call->reply : bus->waiting > 0;
}

/* Waits for one call, or (NULL) for all. */
static enum secrets_fault wait_until(struct bus *bus,
				     const struct bus_call *call,
				     long long deadline)
{
	while (is_waiting(bus, call)) {
		int left = time_left(deadline);
		DBusDispatchStatus more =
			dbus_connection_dispatch(bus->connection);

		if (more == DBUS_DISPATCH_NEED_MEMORY)
			return bus_no_memory(bus);
		if (!is_waiting(bus, call))
			break;
		if (left == 0)
			return FAULT_TIMEOUT;
		if (more == DBUS_DISPATCH_COMPLETE &&
		    !dbus_connection_read_write(bus->connection, left))
			return FAULT_GONE;
	}
	return FAULT_NONE;
}

enum secrets_fault bus_wait(struct bus *bus)
{
	return wait_until(bus, NULL, bus->deadline);
}

enum secrets_fault bus_wait_for(struct bus *bus, int milliseconds)
{
	long long end = clock_now() + milliseconds;

	return wait_until(bus, NULL, end < bus->deadline ? end : bus->deadline);
}

enum secrets_fault bus_wait_call(const struct bus_call *call)
{
	return wait_until(call->bus, call, call->bus->deadline);
}

static const struct {
	const char *name;
	enum secrets_fault fault;
} errors[] = {
	{ DBUS_ERROR_SERVICE_UNKNOWN, FAULT_NO_SERVICE },
	{ DBUS_ERROR_NAME_HAS_NO_OWNER, FAULT_NO_SERVICE },
	{ "org.freedesktop.DBus.Error.Spawn.", FAULT_NO_SERVICE },
	{ DBUS_ERROR_TIMED_OUT, FAULT_TIMEOUT },
	{ DBUS_ERROR_TIMEOUT, FAULT_TIMEOUT },
	{ DBUS_ERROR_NO_REPLY, FAULT_GONE },
	{ DBUS_ERROR_DISCONNECTED, FAULT_GONE },
	{ "org.freedesktop.Secret.Error.IsLocked", FAULT_LOCKED },
};

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

static const char *error_name(const struct bus_call *call)
{
	return call->reply ? dbus_message_get_error_name(call->reply) : NULL;
}

/* The sentence that came with an error, else its name. */
static void note_error(const struct bus_call *call)
{
	const char *text = error_name(call);
	const char *sentence;

	if (dbus_message_get_args(call->reply, NULL, DBUS_TYPE_STRING,
				  &sentence, DBUS_TYPE_INVALID))
		text = sentence;
	(void)snprintf(call->bus->text, sizeof(call->bus->text), "%s", text);
}

enum secrets_fault bus_call_fault(const struct bus_call *call,
				  const char *signature)
{
	const char *name = error_name(call);

	if (!call->reply)
		return FAULT_GONE;
	if (!name && dbus_message_has_signature(call->reply, signature))
		return FAULT_NONE;
	for (size_t i = 0; name && i < sizeof(errors) / sizeof(errors[0]); i++)
		if (starts_with(name, errors[i].name))
			return errors[i].fault;
	if (name)
		note_error(call);
	else
		(void)snprintf(call->bus->text, sizeof(call->bus->text),
			       "an answer of another kind than '%s'",
			       signature);
	return FAULT_OTHER;
}

bool bus_call_no_object(const struct bus_call *call)
{
	static const char *const names[] = {
		"org.freedesktop.Secret.Error.NoSuchObject",
		DBUS_ERROR_UNKNOWN_OBJECT,
		DBUS_ERROR_UNKNOWN_INTERFACE,
		DBUS_ERROR_UNKNOWN_METHOD,
	};
	const char *name = error_name(call);

	for (size_t i = 0; name && i < sizeof(names) / sizeof(names[0]); i++)
		if (strcmp(name, names[i]) == 0)
			return true;
	return false;
}

enum secrets_fault bus_no_memory(struct bus *bus)
{
	(void)snprintf(bus->text, sizeof(bus->text), "no memory is left");
	return FAULT_OTHER;
}
