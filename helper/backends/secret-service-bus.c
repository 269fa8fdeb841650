#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>

#include "helper/backends/secret-service-bus.h"
#include "protocol/secret.h"

enum {
	MICROSECONDS = 1000000
};

static uint64_t now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (uint64_t)ts.tv_sec * MICROSECONDS + (uint64_t)ts.tv_nsec / 1000;
}

static uint64_t time_left(const struct bus *bus)
{
	uint64_t time = now();

	return time < bus->deadline ? bus->deadline - time : 0;
}

/* Whether each of the addresses, `;` between them, is one to connect to. */
static bool only_connects(const char *address)
{
	while (*address) {
		if (strncmp(address, "unix:", 5) != 0 &&
		    strncmp(address, "tcp:", 4) != 0)
			return false;
		address += strcspn(address, ";");
		address += *address == ';';
	}
	return true;
}

static char *runtime_address(void)
{
	const char *folder = getenv("XDG_RUNTIME_DIR");
	struct stat s;
	char *address = NULL;
	char *path = NULL;

	if (!folder || folder[0] != '/')
		return NULL;
	if (asprintf(&path, "%s/bus", folder) < 0)
		return NULL;
	/* These bytes mean something in an address (D-Bus specification). */
	if (stat(path, &s) != 0 || !S_ISSOCK(s.st_mode) ||
	    strpbrk(path, ",;%=") ||
	    asprintf(&address, "unix:path=%s", path) < 0)
		address = NULL;
	free(path);
	return address;
}

char *bus_address(void)
{
	const char *address = getenv("DBUS_SESSION_BUS_ADDRESS");

	if (!address || !address[0])
		return runtime_address();
	if (!only_connects(address))
		return NULL;
	return memory_copy(address, strlen(address));
}

enum service_fault bus_open(struct bus *bus, int timeout)
{
	char *address = bus_address();
	int r;

	*bus = (struct bus){
		.deadline = now() + (uint64_t)timeout * MICROSECONDS,
	};
	if (!address)
		return FAULT_NO_BUS;
	if ((r = sd_bus_new(&bus->connection)) >= 0 &&
	    (r = sd_bus_set_address(bus->connection, address)) >= 0 &&
	    (r = sd_bus_set_bus_client(bus->connection, 1)) >= 0)
		r = sd_bus_start(bus->connection);
	free(address);
	if (r >= 0)
		return FAULT_NONE;
	(void)snprintf(bus->text, sizeof(bus->text), "%s", strerror(-r));
	return FAULT_NO_BUS;
}

void bus_close(struct bus *bus)
{
	/* Not flushed: that could block. */
	bus->connection = sd_bus_close_unref(bus->connection);
}

int bus_call_begin(struct bus *bus, struct bus_call *call, const char *path,
		   const char *const interface_and_member[2])
{
	call->bus = bus;
	return sd_bus_message_new_method_call(bus->connection, &call->message,
					      "org.freedesktop.secrets", path,
					      interface_and_member[0],
					      interface_and_member[1]);
}

static int on_reply(sd_bus_message *reply, void *argument, sd_bus_error *unused)
{
	struct bus_call *call = argument;

	(void)unused;
	(void)sd_bus_message_sensitive(reply);
	call->reply = sd_bus_message_ref(reply);
	call->bus->waiting--;
	return 0;
}

int bus_call_send(struct bus_call *call)
{
	/* Not 0, which would be sd-bus's own 25 seconds. */
	int r = sd_bus_call_async(call->bus->connection, &call->slot,
				  call->message, on_reply, call,
				  time_left(call->bus) + 1);

	if (r >= 0)
		call->bus->waiting++;
	return r;
}

void bus_call_clear(struct bus_call *call)
{
	sd_bus_slot_unref(call->slot);
	sd_bus_message_unref(call->message);
	sd_bus_message_unref(call->reply);
	*call = (struct bus_call){ 0 };
}

enum service_fault bus_wait(struct bus *bus)
{
	while (bus->waiting > 0) {
		uint64_t left = time_left(bus);
		int r = sd_bus_process(bus->connection, NULL);

		if (r == 0 && left == 0)
			return FAULT_TIMEOUT;
		if (r == 0)
			r = sd_bus_wait(bus->connection, left);
		if (r < 0 && r != -EINTR)
			return bus_errno(bus, r);
	}
	return FAULT_NONE;
}

static const struct {
	const char *name;
	enum service_fault fault;
} errors[] = {
	{ SD_BUS_ERROR_SERVICE_UNKNOWN, FAULT_NO_SERVICE },
	{ SD_BUS_ERROR_NAME_HAS_NO_OWNER, FAULT_NO_SERVICE },
	{ "org.freedesktop.DBus.Error.Spawn.", FAULT_NO_SERVICE },
	{ "org.freedesktop.DBus.Error.TimedOut", FAULT_TIMEOUT },
	{ SD_BUS_ERROR_TIMEOUT, FAULT_TIMEOUT },
	{ SD_BUS_ERROR_NO_REPLY, FAULT_GONE },
	{ SD_BUS_ERROR_DISCONNECTED, FAULT_GONE },
	{ "org.freedesktop.Secret.Error.IsLocked", FAULT_LOCKED },
};

static bool starts_with(const char *text, const char *start)
{
	return strncmp(text, start, strlen(start)) == 0;
}

enum service_fault bus_call_fault(const struct bus_call *call)
{
	const sd_bus_error *error = sd_bus_message_get_error(call->reply);

	if (!error)
		return FAULT_NONE;
	/* sd-bus answers for itself with NoReply when the time is over. */
	if (time_left(call->bus) == 0)
		return FAULT_TIMEOUT;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (starts_with(error->name, errors[i].name))
			return errors[i].fault;
	(void)snprintf(call->bus->text, sizeof(call->bus->text), "%s",
		       error->message ? error->message : error->name);
	return FAULT_OTHER;
}

bool bus_call_no_object(const struct bus_call *call)
{
	const sd_bus_error *error = sd_bus_message_get_error(call->reply);

	return error &&
	       (starts_with(error->name,
			    "org.freedesktop.Secret.Error.NoSuchObject") ||
		starts_with(error->name, SD_BUS_ERROR_UNKNOWN_OBJECT) ||
		starts_with(error->name, SD_BUS_ERROR_UNKNOWN_INTERFACE) ||
		starts_with(error->name, SD_BUS_ERROR_UNKNOWN_METHOD));
}

enum service_fault bus_errno(struct bus *bus, int number)
{
	if (number == -ETIMEDOUT)
		return FAULT_TIMEOUT;
	if (number == -ECONNRESET || number == -ENOTCONN || number == -EPIPE)
		return FAULT_GONE;
	(void)snprintf(bus->text, sizeof(bus->text), "%s", strerror(-number));
	return FAULT_OTHER;
}
