#ifndef HELPER_BACKENDS_SECRET_SERVICE_BUS_H
#define HELPER_BACKENDS_SECRET_SERVICE_BUS_H

#include <stdbool.h>
#include <stdint.h>
#include <systemd/sd-bus.h>

#include "helper/backends/keyring-fault.h"

/*
 * A connection to the session bus on which calls are sent without waiting
 * for each other's answer, all before one deadline. It never starts a bus.
 */
struct bus {
	sd_bus *connection;
	uint64_t deadline;	   /* microseconds, monotonic */
	int waiting;		   /* calls without an answer */
	char text[FAULT_TEXT_MAX]; /* what was said of the last fault */
};

/* A call to org.freedesktop.secrets. Zero it, end with bus_call_clear(). */
struct bus_call {
	struct bus *bus;
	sd_bus_message *message;
	sd_bus_slot *slot;
	sd_bus_message *reply; /* NULL until bus_wait() */
};

/*
 * The address of the session bus that is there already, or NULL:
 * $DBUS_SESSION_BUS_ADDRESS, else the socket $XDG_RUNTIME_DIR/bus. An address
 * that would start a program (`autolaunch:`, `unixexec:`) counts as none. The
 * caller frees it.
 */
char *bus_address(void);

/*
 * Connects, `timeout` seconds before the deadline of everything on this
 * connection. Whatever comes back, the caller ends with bus_close().
 */
enum service_fault bus_open(struct bus *bus, int timeout);

/* Ends the connection without waiting. */
void bus_close(struct bus *bus);

/* Begins a call, whose arguments are appended to call->message. */
int bus_call_begin(struct bus *bus, struct bus_call *call, const char *path,
		   const char *const interface_and_member[2]);

/* Sends it, without waiting. A negative errno of sd-bus comes back as is. */
int bus_call_send(struct bus_call *call);

/* Forgets the call; wipes the answer. */
void bus_call_clear(struct bus_call *call);

/* Waits until every call that was sent has its answer, good or bad. */
enum service_fault bus_wait(struct bus *bus);

/* What the answer says: FAULT_NONE, or why there is no good one. */
enum service_fault bus_call_fault(const struct bus_call *call);

/* Whether the answer says that there is no such object (any more). */
bool bus_call_no_object(const struct bus_call *call);

/* The fault for a negative errno of sd-bus. */
enum service_fault bus_errno(struct bus *bus, int number);

#endif
