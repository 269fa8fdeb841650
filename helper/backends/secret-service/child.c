#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/mman.h>
#include <unistd.h>

#include "helper/backends/secret-service/bus-address.h"
#include "helper/backends/secret-service/child.h"
#include "helper/system/child.h"
#include "helper/system/environment.h"
#include "helper/system/harden.h"
#include "helper/system/paths.h"
#include "helper/system/terminal.h"
#include "protocol/core/memory.h"
#include "protocol/core/record.h"

enum {
	MAX_ANSWER = 64 << 20,
	MILLISECONDS = 1000,
	LINGER = 30, /* seconds: GDBus gives a call up after 25 */
};

/* What the child needs beside the request. */
struct errand {
	struct libsecret_request request;
	char *module; /* its path */
};

/*
 * In the child. GLib, GIO and libsecret read many variables, some while they
 * are loaded, which would print, abort, load a module or divert to another
 * service.
 */
static int run_errand(void *argument)
{
	static const char *const kept[] = { "HOME", "XDG_RUNTIME_DIR", NULL };
	const struct errand *errand = argument;
	libsecret_run *run;
	void *module;

	environment_keep(kept);
	module = dlopen(errand->module, RTLD_NOW | RTLD_LOCAL);
	if (!module)
		return LIBSECRET_NOT_LOADED;
	*(void **)&run = dlsym(module, LIBSECRET_SYMBOL);
	return run ? run(&errand->request) : LIBSECRET_NOT_LOADED;
}

/* Where all our writers meet. The caller frees it. */
static char *lock_file(struct error *e)
{
	const char *runtime = getenv("XDG_RUNTIME_DIR");
	char *folder;
	char *path = NULL;

	if (runtime && runtime[0] == '/' && access(runtime, W_OK) == 0)
		return memory_format("%s/ringbearer.lock", runtime);
	folder = path_of(PATH_STATE, "");
	if (path_make(folder, e) == STATUS_OK)
		path = path_of(PATH_STATE, "secret-service.lock");
	free(folder);
	return path;
}

static enum secrets_fault parse_answer(const struct buffer *out,
				       struct libsecret_answer *answer)
{
	if (out->length < sizeof(*answer))
		return FAULT_GONE;
	memcpy(answer, out->data, sizeof(*answer));
	return answer->fault;
}

/* Why a child that was ended by its time had not come to an end. */
static enum secrets_fault late(const struct libsecret_request *request)
{
	if (request->progress->waiting)
		return FAULT_BUSY;
	if (request->person && !request->progress->changing)
		return FAULT_UNANSWERED;
	return request->progress->locked ? FAULT_LOCKED : FAULT_TIMEOUT;
}

/* Has a child do it; its records are appended to `out`. */
static enum secrets_fault send_child(struct errand *errand, int timeout,
				     struct buffer *out, char *text)
{
	struct child child = {
		.run = run_errand,
		.argument = errand,
		.timeout = timeout * MILLISECONDS,
		.linger = errand->request.person ? 0 : LINGER,
		.max_answer = MAX_ANSWER,
	};
	struct libsecret_answer answer = { 0 };
	enum secrets_fault fault = FAULT_OTHER;
	enum child_end end;
	int code = 0;

	buffer_clear(out);
	/* GDBus has the secret in memory of its own while it waits. */
	harden_memory(true);
	end = child_run(&child, out, &code);
	harden_memory(false);
	switch (end) {
	case CHILD_EXITED:
		fault = code == LIBSECRET_NOT_LOADED
				? FAULT_NO_LIBRARY
				: parse_answer(out, &answer);
		break;
	case CHILD_KILLED:
		fault = FAULT_GONE;
		break;
	case CHILD_TIMED_OUT:
		errand->request.progress->abandoned = true;
		fault = late(&errand->request);
		break;
	case CHILD_FLOODED:
	case CHILD_FAILED:
		break;
	}
	memcpy(text, answer.text, FAULT_TEXT_MAX);
	return fault;
}

/*
 * First without asking anyone, which a stuck service cannot drag out; only
 * if that is what it takes, again with a person.
 */
static enum secrets_fault ask_child(const struct config *config,
				    struct errand *errand, struct buffer *out,
				    char *text)
{
	enum secrets_fault fault =
		send_child(errand, config->service_timeout, out, text);

	if ((fault != FAULT_LOCKED && fault != FAULT_UNASKED &&
	     fault != FAULT_NO_KEYRING) ||
	    !(config->prompt && terminal_may_prompt()))
		return fault;
	errand->request.person = true;
	return send_child(errand, config->unlock_timeout, out, text);
}

static enum status explain(const struct errand *errand,
			   enum secrets_fault fault, const char *text,
			   struct error *e)
{
	enum status status = secrets_fault(fault, text, e);

	if (errand->request.progress->changing &&
	    (fault == FAULT_TIMEOUT || fault == FAULT_GONE))
		error_hint(e, "whether the change was made is unknown: try "
			      "again");
	return status;
}

/* Does through libsecret what `action` says; records come back in `out`. */
static enum status use_libsecret(const struct config *config,
				 enum libsecret_action action,
				 const struct credential *credential,
				 struct buffer *out, struct error *e)
{
	struct errand errand = {
		.request = { .action = action,
			     .credential = credential,
			     .encrypted = config->encrypted_session },
	};
	char *address = bus_address();
	char *lock = address ? lock_file(e) : NULL;
	char text[FAULT_TEXT_MAX] = "";
	enum status status = STATUS_FAILED;
	void *shared;

	if (!address)
		return secrets_fault(FAULT_NO_BUS, "", e);
	shared =
		mmap(NULL, sizeof(*errand.request.progress),
		     PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
	errand.module = path_of_part(LIBSECRET_MODULE);
	errand.request.bus_address = address;
	errand.request.lock_file = lock;
	errand.request.progress = shared;
	errand.request.parent = getpid();
	if (shared == MAP_FAILED)
		error_errno(e, status, "cannot share memory with a child");
	else if (lock)
		status = explain(&errand, ask_child(config, &errand, out, text),
				 text, e);
	if (shared != MAP_FAILED)
		(void)munmap(shared, sizeof(*errand.request.progress));
	free(errand.module);
	free(lock);
	free(address);
	return status;
}

/* Shows the records of a child's answer. */
static enum status show(const struct buffer *out, struct search *search,
			struct error *e)
{
	size_t at = sizeof(struct libsecret_answer);
	struct credential record = { 0 };
	enum status status = STATUS_OK;
	bool more = true;
	size_t length;

	while (more && status == STATUS_OK &&
	       out->length >= at + sizeof(length)) {
		memcpy(&length, out->data + at, sizeof(length));
		at += sizeof(length);
		if (length > out->length - at)
			return secrets_fault(FAULT_GONE, "", e);
		status = record_decode(out->data + at, length, &record, e);
		if (status == STATUS_OK)
			more = search_show(search, &record);
		credential_clear(&record);
		at += length;
	}
	return status;
}

enum status secrets_child(const struct config *config,
			  enum libsecret_action action,
			  const struct credential *credential,
			  struct search *search, struct error *e)
{
	struct buffer out = { 0 };
	struct error ignored = { 0 };
	enum status status = use_libsecret(config, action, credential, &out, e);

	/* With STATUS_FAILED these are the ones that are not damaged. */
	if (search && status == STATUS_OK)
		status = show(&out, search, e);
	else if (search && status == STATUS_FAILED)
		(void)show(&out, search, &ignored);
	buffer_clear(&out);
	return status;
}
