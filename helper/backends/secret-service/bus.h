#ifndef HELPER_BACKENDS_SECRET_SERVICE_BUS_H
#define HELPER_BACKENDS_SECRET_SERVICE_BUS_H

#include <dbus/dbus.h>
#include <stdbool.h>

#include "helper/backends/secret-service/fault.h"

/*
 * A connection to the session bus on which calls are sent without waiting
 * for each other's answer, all before one deadline. It never starts a bus.
 * One at a time: closing it frees what libdbus holds.
 */
struct bus_call;

struct bus {
	DBusConnection *connection;
	long long deadline;	   /* milliseconds, monotonic */
	int waiting;		   /* calls without an answer */
	struct bus_call *hello;	   /* the first call; owned */
	char text[FAULT_TEXT_MAX]; /* what was said of the last fault */
};

/* A call. Zero it, end with bus_call_clear(). */
struct bus_call {
	struct bus *bus;
	DBusMessage *message;
	DBusPendingCall *pending;
	DBusMessage *reply; /* NULL until bus_wait() */
};

/* What is called: the object and its method. */
struct bus_method {
	const char *path;
	const char *interface;
	const char *name;
};

/*
 * Connects, `timeout` seconds before the deadline of everything on this
 * connection. Whatever comes back, the caller ends with bus_close(). It uses
 * the process's interval timer.
 */
enum secrets_fault bus_open(struct bus *bus, int timeout);

/* Ends the connection without waiting, after its calls were cleared. */
void bus_close(struct bus *bus);

/*
 * Begins a call to org.freedesktop.secrets, whose arguments are appended to
 * call->message. False if there is no memory.
 */
bool bus_call_begin(struct bus *bus, struct bus_call *call,
		    struct bus_method method);

/* Sends it, without waiting. False if there is no memory. */
bool bus_call_send(struct bus_call *call);

/* Forgets the call and its answer. */
void bus_call_clear(struct bus_call *call);

/*
 * Waits until every call that was sent has its answer, good or bad;
 * bus_wait_for() at most so many milliseconds, bus_wait_call() for that one
 * alone. FAULT_TIMEOUT if that did not do.
 */
enum secrets_fault bus_wait(struct bus *bus);
enum secrets_fault bus_wait_for(struct bus *bus, int milliseconds);
enum secrets_fault bus_wait_call(const struct bus_call *call);

/*
 * What the answer says: FAULT_NONE for one of this signature, or why there is
 * none.
 */
enum secrets_fault bus_call_fault(const struct bus_call *call,
				  const char *signature);

/* Whether the answer says that there is no such object (any more). */
bool bus_call_no_object(const struct bus_call *call);

/* The fault for having no memory. */
enum secrets_fault bus_no_memory(struct bus *bus);

#endif
