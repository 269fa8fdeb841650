#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/definition/internal.h"
#include "helper/definition/syntax.h"
#include "protocol/core/memory.h"

enum {
	PLACE_MAX = 512, /* bytes, of `verify user: outcome: status: ` */
	TEXT_MAX = 512,	 /* bytes, of what is wrong */
};

/*
 * libconfuse's callbacks have no argument of the caller's, and its lexer is
 * one per process, so there is one definition being read at a time.
 */
static struct {
	const char *file;
	int lines; /* of the text itself */
	bool builtin;
	cfg_t *root;
	struct use *uses;
	struct use **last_use;
	struct error *error;
	bool failed;
	int broken;		   /* line where the form ends, or 0 */
	provider_mistake *mistake; /* NULL: the first one is enough */
	void *argument;
} reading;

/*
 * Appends the way from `at` to `section`: `verify user: outcome: `. The
 * section being read is always the last of its kind.
 */
static bool write_place(cfg_t *at, const cfg_t *section, char *out)
{
	size_t used = strlen(out);

	if (at == section)
		return true;
	for (cfg_opt_t *key = at->opts; key->name; key++) {
		unsigned int count =
			key->type == CFGT_SEC ? cfg_opt_size(key) : 0;
		cfg_t *inner = count ? cfg_opt_getnsec(key, count - 1) : NULL;

		if (inner && at != reading.root)
			(void)snprintf(out + used, PLACE_MAX - used,
				       "%s%s%s: ", key->name,
				       inner->title ? " " : "",
				       inner->title ? inner->title : "");
		if (inner && write_place(inner, section, out))
			return true;
		out[used] = '\0';
	}
	return false;
}

/* What is missing at the end is told at the last line, not behind it. */
static int line_of(const cfg_t *section)
{
	return section->line < reading.lines ? section->line : reading.lines;
}

void parse_report(cfg_t *section, const char *format, ...)
{
	char place[PLACE_MAX] = "";
	char text[TEXT_MAX];
	va_list arguments;

	/* The first problem is the one that explains the others. */
	if (reading.failed && !reading.mistake)
		return;
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	(void)write_place(reading.root, section, place);
	error_set(reading.error, STATUS_MALFORMED, "%s:%d: %s%s", reading.file,
		  line_of(section), place, text);
	reading.failed = true;
	if (reading.mistake)
		reading.mistake(reading.error->message, reading.argument);
}

int parse_wrong(void)
{
	return reading.mistake ? 0 : -1;
}

static void report_syntax(cfg_t *section, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

static void report_syntax(cfg_t *section, const char *format, va_list arguments)
{
	char text[TEXT_MAX];

	(void)vsnprintf(text, sizeof(text), format, arguments);
	if (strstr(text, PARSE_END))
		(void)snprintf(text, sizeof(text), "a '}' is missing");
	parse_report(section, "%s", text);
	reading.broken = line_of(section);
}

void parse_remember(cfg_t *section, const char *key, enum use_kind kind,
		    const char *text)
{
	struct use *use = memory_alloc(1, sizeof(*use));
	char place[PLACE_MAX] = "";

	(void)write_place(reading.root, section, place);
	use->kind = kind;
	use->text = memory_copy(text, strlen(text));
	use->steps =
		cfg_size(cfg_getnsec(reading.root, "provider", 0), "verify");
	use->where = memory_format("%s:%d: %s%s", reading.file,
				   line_of(section), place, key);
	*reading.last_use = use;
	reading.last_use = &use->next;
}

bool parse_is_builtin(void)
{
	return reading.builtin;
}

const char *parse_file(void)
{
	return reading.file;
}

/* Unless libconfuse has said why. */
static void cannot_end(void)
{
	if (reading.failed && reading.broken)
		return;
	parse_report(reading.root, "cannot be read to its end");
	reading.broken = reading.lines;
}

/*
 * libconfuse takes the end of the text for the end of every open section.
 * With a key of the outermost level behind it, a '}' that is missing is an
 * error.
 */
static void scan(struct buffer *text)
{
	FILE *stream;

	buffer_add_text(text, "\n" PARSE_END " = yes\n");
	stream = fmemopen(text->data, text->length, "r");
	if (!stream || cfg_parse_fp(reading.root, stream) != CFG_SUCCESS ||
	    cfg_size(reading.root, PARSE_END) == 0)
		cannot_end();
	else if (cfg_size(reading.root, "provider") == 0)
		parse_report(reading.root, "provider: is missing");
	if (stream)
		(void)fclose(stream);
}

static enum status check_uses(const struct provider *provider, struct error *e)
{
	enum status status = STATUS_OK;

	for (struct use *use = reading.uses; use && !status; use = use->next)
		status = use_check(use, provider, e);
	return status;
}

static enum status make(const char *text, struct provider **out,
			struct error *e)
{
	struct provider *provider =
		provider_make(cfg_getnsec(reading.root, "provider", 0));
	enum status status = check_uses(provider, e);

	if (status != STATUS_OK) {
		provider_free(provider);
		return status;
	}
	provider->file = memory_copy(reading.file, strlen(reading.file));
	provider->text = memory_copy(text, strlen(text));
	*out = provider;
	return STATUS_OK;
}

static void begin(struct error *e)
{
	reading.uses = NULL;
	reading.last_use = &reading.uses;
	reading.error = e;
	reading.failed = false;
	reading.broken = 0;
	reading.root = cfg_init(provider_schema, CFGF_NONE);
	cfg_set_error_function(reading.root, report_syntax);
}

static void end(void)
{
	cfg_free(reading.root);
	use_free(reading.uses);
}

static enum status parse(const char *text, struct buffer *plain,
			 struct provider **provider, struct error *e)
{
	enum status status;

	begin(e);
	reading.mistake = NULL;
	scan(plain);
	status = reading.failed ? STATUS_MALFORMED : make(text, provider, e);
	end();
	return status;
}

/* What must fit together, in a definition that was seen to its end. */
static void examine_uses(void)
{
	struct provider *provider;
	struct error e = { 0 };

	if (cfg_size(reading.root, "provider") == 0)
		return;
	provider = provider_make(cfg_getnsec(reading.root, "provider", 0));
	for (struct use *use = reading.uses; use; use = use->next)
		if (use_check(use, provider, &e) != STATUS_OK)
			reading.mistake(e.message, reading.argument);
	provider_free(provider);
}

static void set_text(const char *text, const char *file, bool builtin)
{
	reading.file = file;
	reading.builtin = builtin;
	reading.lines = 1;
	for (const char *p = text; *p; p++)
		reading.lines += p[0] == '\n' && p[1];
}

enum parse_end_kind parse_examine(const struct buffer *plain, const char *file,
				  provider_mistake *mistake, void *argument,
				  int *line)
{
	struct buffer copy = { 0 };
	struct error e = { 0 };

	set_text(plain->data, file, false);
	buffer_add(&copy, plain->data, plain->length);
	begin(&e);
	reading.mistake = mistake;
	reading.argument = argument;
	scan(&copy);
	if (!reading.broken)
		examine_uses();
	*line = reading.broken;
	end();
	buffer_clear(&copy);
	return *line ? PARSE_BROKEN : PARSE_WHOLE;
}

enum status provider_parse(const char *text, const char *file, bool builtin,
			   struct provider **provider, struct error *e)
{
	struct buffer plain = { 0 };
	enum status status;

	*provider = NULL;
	set_text(text, file, builtin);
	status = definition_text(text, file, &plain, e);
	if (status == STATUS_OK)
		status = parse(text, &plain, provider, e);
	buffer_clear(&plain);
	return status;
}
