#ifndef HELPER_BACKENDS_SECRET_SERVICE_REQUEST_H
#define HELPER_BACKENDS_SECRET_SERVICE_REQUEST_H

#include <stdbool.h>
#include <stddef.h>
#include <sys/types.h>

#include "helper/backends/secret-service/fault.h"
#include "protocol/core/credential.h"

/*
 * What is done through libsecret: storing, erasing, unlocking, and reading
 * where a person or an encrypted session is needed. This part is a module of
 * its own, loaded in a child process: libsecret cannot be interrupted safely,
 * and GLib aborts when memory runs out. While a person is asked SIGKILL ends it
 * when its time is over. Otherwise it is let finish by itself, since
 * gnome-keyring aborts when a client is gone that it owes an answer
 * (GNOME/gnome-keyring, issue 195).
 */
enum libsecret_action {
	LIBSECRET_READ,
	LIBSECRET_STORE,
	LIBSECRET_ERASE,
};

/* How far the child has come. Shared with it, so that it survives it. */
struct libsecret_progress {
	_Atomic bool locked;	/* the default collection is locked */
	_Atomic bool waiting;	/* for another ringbearer that is writing */
	_Atomic bool changing;	/* a change may have been asked for */
	_Atomic bool abandoned; /* nobody waits any more: begin no change */
};

struct libsecret_request {
	enum libsecret_action action;
	const struct credential *credential; /* record or pattern; NULL: any */
	const char *bus_address;
	const char *lock_file; /* that all our writers lock */
	bool person;	       /* one may be asked */
	bool encrypted;	       /* no plain session will do */
	struct libsecret_progress *progress;
	pid_t parent; /* who waits; without it no change is begun either */
};

/*
 * Written to standard output, and behind it (LIBSECRET_READ) each record: its
 * length as a size_t and its text. Parent and child are one program, so the
 * bytes are as they lie in memory.
 */
struct libsecret_answer {
	enum secrets_fault fault;
	char text[FAULT_TEXT_MAX]; /* see secrets_fault() */
};

/* The exit code of a child that could not load the module. */
enum {
	LIBSECRET_NOT_LOADED = 3
};

/* The module's one symbol, a libsecret_run. Returns the exit code. */
typedef int libsecret_run(const struct libsecret_request *request);

#define LIBSECRET_MODULE "libsecret.so"
#define LIBSECRET_SYMBOL "libsecret_answer"

#endif
