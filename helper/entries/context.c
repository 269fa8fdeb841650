#include "helper/entries/context.h"
#include "helper/backends/cache.h"

enum status context_open(const struct invocation *invocation,
			 struct context *context, struct error *e)
{
	const struct options *options = invocation->options;
	enum status status = config_load(options->config, options->backend,
					 &context->config, e);

	return status == STATUS_OK
		       ? cache_open(&context->config, &context->backend, e)
		       : status;
}

void context_close(struct context *context)
{
	config_clear(&context->config);
}
