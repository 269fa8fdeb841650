#include <confuse.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/config/load.h"
#include "helper/config/schema.h"
#include "helper/config/take.h"
#include "helper/config/values.h"
#include "helper/definition/syntax.h"
#include "helper/system/paths.h"
#include "helper/system/trust.h"
#include "protocol/core/memory.h"

enum {
	CONFIG_MAX = 1 << 20 /* bytes */
};

/* libconfuse's callbacks have no argument of the caller's. */
static struct {
	const char *file;
	struct error *error;
} reading;

static void report(cfg_t *cfg, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

static void report(cfg_t *cfg, const char *format, va_list arguments)
{
	char text[256];

	/* The first problem is the one that explains the others. */
	if (reading.error->message[0])
		return;
	(void)vsnprintf(text, sizeof(text), format, arguments);
	if (strstr(text, CONFIG_END_KEY))
		(void)snprintf(text, sizeof(text), "a '}' is missing");
	error_set(reading.error, STATUS_MALFORMED, "%s:%d: %s", reading.file,
		  cfg ? cfg->line : 0, text);
}

static char *copy(const char *text)
{
	return memory_copy(text, strlen(text));
}

/*
 * libconfuse takes the end of the text for a '}' that is missing. So a key of
 * the outermost level is put there.
 */
static bool parse_text(cfg_t *cfg, struct buffer *text)
{
	while (text->length > 0 && text->data[text->length - 1] == '\n')
		text->length--;
	buffer_add_text(text, " " CONFIG_END_KEY " = true\n");
	return cfg_parse_buf(cfg, text->data) == CFG_SUCCESS &&
	       cfg_size(cfg, CONFIG_END_KEY) > 0;
}

static enum status parse(const char *raw, config_backend_check *check_backends,
			 struct config *config, struct error *e)
{
	struct buffer text = { 0 };
	cfg_t *cfg;
	enum status status = definition_text(raw, config->file, &text, e);

	if (status == STATUS_OK) {
		reading.file = config->file;
		reading.error = e;
		config_check_backends_by(check_backends);
		cfg = config_parser();
		cfg_set_error_function(cfg, report);
		if (parse_text(cfg, &text))
			config_take(cfg, config);
		else if (e->message[0])
			status = STATUS_MALFORMED;
		else
			status = error_set(e, STATUS_MALFORMED,
					   "%s: cannot be read to its end",
					   config->file);
		cfg_free(cfg);
	}
	buffer_clear(&text);
	return status;
}

static const char *not_empty(const char *text)
{
	return text && *text ? text : NULL;
}

enum status config_load(const struct config_wanted *wanted,
			struct config *config, struct error *e)
{
	const char *named = wanted->file
				    ? wanted->file
				    : not_empty(getenv("RINGBEARER_CONFIG"));
	const char *backend = wanted->backend;
	struct buffer text = { 0 };
	enum status status;

	config->file = named ? copy(named) : path_of(PATH_CONFIG, "config");
	status = trust_read(config->file, CONFIG_MAX, &text, e);
	if (status == STATUS_OK)
		status = trust_above(config->file, e);
	if (status == STATUS_OK)
		status = parse(text.data, wanted->check_backends, config, e);
	else if (status == STATUS_NOT_FOUND && named)
		status = error_set(e, STATUS_MALFORMED,
				   "there is no configuration '%s'", named);
	else if (status == STATUS_NOT_FOUND) {
		config_take(NULL, config);
		status = STATUS_OK;
	}
	buffer_clear(&text);
	if (!backend)
		backend = not_empty(getenv("RINGBEARER_BACKEND"));
	if (status == STATUS_OK && backend) {
		free(config->backend);
		config->backend = copy(backend);
		/* That is where to keep and look; who may change what stays. */
		for (size_t i = 0; i < config->store_count; i++)
			config->stores[i].backend[0] = '\0';
	}
	return status;
}

void config_clear(struct config *config)
{
	free(config->file);
	config_release(config);
	*config = (struct config){ 0 };
}
