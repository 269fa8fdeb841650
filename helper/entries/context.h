#ifndef HELPER_ENTRIES_CONTEXT_H
#define HELPER_ENTRIES_CONTEXT_H

#include "helper/backends/backend.h"
#include "helper/commands/command.h"
#include "helper/config/config.h"
#include "protocol/core/error.h"

/*
 * What most commands begin with: the configuration and the back-end. Start
 * with `struct context c = {0}`; context_close() after context_open(),
 * whatever that returned.
 */
struct context {
	struct config config;
	const struct backend *backend;
};

enum status context_open(const struct invocation *invocation,
			 struct context *context, struct error *e);
void context_close(struct context *context);

#endif
