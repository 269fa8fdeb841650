#include <confuse.h>
#include <limits.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/backend.h"
#include "helper/config.h"
#include "helper/paths.h"
#include "helper/provider-text.h"

enum {
	CONFIG_MAX = 1 << 20, /* bytes */
	DEFAULT_TIMEOUT = 5,  /* seconds */
	DEFAULT_UNLOCK_TIMEOUT = 60,
	DAY = 24 * 60 * 60, /* seconds */
	DEFAULT_HOOK_TIMEOUT = 10,
};

#define END_KEY "end-of-file"

static cfg_opt_t verify_options[] = {
	CFG_STR("policy", "prefer", CFGF_NONE),
	CFG_INT("timeout", DEFAULT_TIMEOUT, CFGF_NONE),
	CFG_STR("ca-file", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t service_options[] = {
	CFG_STR("session", "plain", CFGF_NONE),
	CFG_INT("timeout", DEFAULT_TIMEOUT, CFGF_NONE),
	CFG_INT("unlock-timeout", DEFAULT_UNLOCK_TIMEOUT, CFGF_NONE),
	CFG_BOOL("prompt", cfg_true, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t file_options[] = {
	CFG_STR("directory", NULL, CFGF_NONE),
	CFG_STR("key", "file", CFGF_NONE),
	CFG_STR("key-file", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t providers_options[] = {
	CFG_STR("directory", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t cache_options[] = {
	CFG_STR("ttl", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t options[] = {
	CFG_STR("backend", "auto", CFGF_NONE),
	CFG_STR("journal", "off", CFGF_NONE),
	CFG_STR("hook", NULL, CFGF_NONE),
	CFG_INT("hook-timeout", DEFAULT_HOOK_TIMEOUT, CFGF_NONE),
	CFG_SEC("verify", verify_options, CFGF_NONE),
	CFG_SEC("secret-service", service_options, CFGF_NONE),
	CFG_SEC("file", file_options, CFGF_NONE),
	CFG_SEC("providers", providers_options, CFGF_NONE),
	CFG_SEC("cache", cache_options, CFGF_NONE),
	CFG_BOOL(END_KEY, cfg_false, CFGF_NODEFAULT),
	CFG_END(),
};

static const char *const policy_words[] = {
	[POLICY_PREFER] = "prefer",
	[POLICY_REQUIRE] = "require",
	[POLICY_OFF] = "off",
	NULL,
};
static const char *const journal_words[] = {
	[JOURNAL_OFF] = "off",
	[JOURNAL_CHANGES] = "changes",
	[JOURNAL_ALL] = "all",
	NULL,
};
static const char *const session_words[] = { "plain", "encrypted", NULL };
static const char *const key_words[] = {
	[KEY_FILE] = "file",
	[KEY_PASSPHRASE] = "passphrase",
	[KEY_CREDENTIAL] = "credential",
	NULL,
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
	if (strstr(text, END_KEY))
		(void)snprintf(text, sizeof(text), "a '}' is missing");
	error_set(reading.error, STATUS_MALFORMED, "%s:%d: %s", reading.file,
		  cfg ? cfg->line : 0, text);
}

static int word_index(const char *const *words, const char *word)
{
	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

static int check_word(cfg_t *cfg, cfg_opt_t *option, const char *const *words)
{
	const char *word = cfg_opt_getstr(option);
	char list[128] = "";

	if (word_index(words, word) >= 0)
		return 0;
	for (int i = 0; words[i]; i++) {
		size_t used = strlen(list);

		(void)snprintf(list + used, sizeof(list) - used, "%s%s",
			       i ? ", " : "", words[i]);
	}
	cfg_error(cfg, "%s: '%s' is none of %s", option->name, word, list);
	return -1;
}

static int check_backend(cfg_t *cfg, cfg_opt_t *option)
{
	return check_word(cfg, option, backend_names());
}

static int check_policy(cfg_t *cfg, cfg_opt_t *option)
{
	return check_word(cfg, option, policy_words);
}

static int check_journal(cfg_t *cfg, cfg_opt_t *option)
{
	return check_word(cfg, option, journal_words);
}

static int check_session(cfg_t *cfg, cfg_opt_t *option)
{
	return check_word(cfg, option, session_words);
}

static int check_key(cfg_t *cfg, cfg_opt_t *option)
{
	return check_word(cfg, option, key_words);
}

static int check_seconds(cfg_t *cfg, cfg_opt_t *option)
{
	long value = cfg_opt_getnint(option, 0);

	if (value >= 1 && value <= 3600)
		return 0;
	cfg_error(cfg, "%s: %ld is not a number of seconds from 1 to 3600",
		  option->name, value);
	return -1;
}

static int check_path(cfg_t *cfg, cfg_opt_t *option)
{
	const char *path = cfg_opt_getstr(option);

	if (path && *path == '/')
		return 0;
	cfg_error(cfg, "%s: '%s' does not begin with '/'", option->name,
		  path ? path : "");
	return -1;
}

/* `90s`, `15m`, `8h`, in seconds; 0 for what is none, or over a day. */
static int duration(const char *text)
{
	static const struct {
		char letter;
		int seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 } };
	char *rest;
	long number = strtol(text, &rest, 10);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (*text >= '0' && *text <= '9' && *rest == units[i].letter &&
		    rest[1] == '\0' && number <= DAY / units[i].seconds)
			return (int)number * units[i].seconds;
	return 0;
}

static int check_duration(cfg_t *cfg, cfg_opt_t *option)
{
	const char *text = cfg_opt_getstr(option);

	if (duration(text) > 0)
		return 0;
	cfg_error(cfg,
		  "%s: '%s' is no time such as '90s', '15m' or '8h', of a day "
		  "at most",
		  option->name, text);
	return -1;
}

static cfg_t *make_parser(void)
{
	static const struct {
		const char *name;
		cfg_validate_callback_t check;
	} checks[] = {
		{ "backend", check_backend },
		{ "journal", check_journal },
		{ "hook", check_path },
		{ "hook-timeout", check_seconds },
		{ "verify|policy", check_policy },
		{ "verify|timeout", check_seconds },
		{ "verify|ca-file", check_path },
		{ "secret-service|session", check_session },
		{ "secret-service|timeout", check_seconds },
		{ "secret-service|unlock-timeout", check_seconds },
		{ "file|key", check_key },
		{ "file|key-file", check_path },
		{ "file|directory", check_path },
		{ "providers|directory", check_path },
		{ "cache|ttl", check_duration },
	};
	cfg_t *cfg = cfg_init(options, CFGF_NONE);

	cfg_set_error_function(cfg, report);
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		cfg_set_validate_func(cfg, checks[i].name, checks[i].check);
	return cfg;
}

static char *copy(const char *text)
{
	return text ? memory_copy(text, strlen(text)) : NULL;
}

static char *copy_or_path(const char *text, enum path_base base,
			  const char *name)
{
	return text ? copy(text) : path_of(base, name);
}

static void take(cfg_t *cfg, struct config *config)
{
	cfg_t *verify = cfg_getsec(cfg, "verify");
	cfg_t *service = cfg_getsec(cfg, "secret-service");
	cfg_t *file = cfg_getsec(cfg, "file");
	cfg_t *providers = cfg_getsec(cfg, "providers");
	const char *ttl = cfg_getstr(cfg_getsec(cfg, "cache"), "ttl");

	config->backend = copy(cfg_getstr(cfg, "backend"));
	config->journal =
		(enum journal_mode)word_index(journal_words,
					      cfg_getstr(cfg, "journal"));
	config->hook = copy(cfg_getstr(cfg, "hook"));
	config->hook_timeout = (int)cfg_getint(cfg, "hook-timeout");
	config->policy = (enum policy)word_index(policy_words,
						 cfg_getstr(verify, "policy"));
	config->verify_timeout = (int)cfg_getint(verify, "timeout");
	config->ca_file = copy(cfg_getstr(verify, "ca-file"));
	config->encrypted_session =
		word_index(session_words, cfg_getstr(service, "session")) == 1;
	config->service_timeout = (int)cfg_getint(service, "timeout");
	config->unlock_timeout = (int)cfg_getint(service, "unlock-timeout");
	config->prompt = cfg_getbool(service, "prompt");
	config->key =
		(enum key_source)word_index(key_words, cfg_getstr(file, "key"));
	config->file_directory =
		copy_or_path(cfg_getstr(file, "directory"), PATH_DATA, "");
	config->cache_seconds = ttl ? duration(ttl) : 0;
	config->key_file = copy_or_path(cfg_getstr(file, "key-file"),
					PATH_STATE, "file.key");
	config->providers_directory =
		copy_or_path(cfg_getstr(providers, "directory"), PATH_CONFIG,
			     "providers");
}

/*
 * libconfuse takes the end of the text for a '}' that is missing. So a key of
 * the outermost level is put there.
 */
static bool parse_text(cfg_t *cfg, struct buffer *text)
{
	while (text->length > 0 && text->data[text->length - 1] == '\n')
		text->length--;
	buffer_add_text(text, " " END_KEY " = true\n");
	return cfg_parse_buf(cfg, text->data) == CFG_SUCCESS &&
	       cfg_size(cfg, END_KEY) > 0;
}

static enum status parse(const char *raw, struct config *config,
			 struct error *e)
{
	struct buffer text = { 0 };
	cfg_t *cfg;
	enum status status = definition_text(raw, config->file, &text, e);

	if (status == STATUS_OK) {
		reading.file = config->file;
		reading.error = e;
		cfg = make_parser();
		if (parse_text(cfg, &text))
			take(cfg, config);
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

static void take_defaults(struct config *config)
{
	config->backend = copy("auto");
	config->policy = POLICY_PREFER;
	config->verify_timeout = DEFAULT_TIMEOUT;
	config->service_timeout = DEFAULT_TIMEOUT;
	config->unlock_timeout = DEFAULT_UNLOCK_TIMEOUT;
	config->prompt = true;
	config->key = KEY_FILE;
	config->file_directory = path_of(PATH_DATA, "");
	config->key_file = path_of(PATH_STATE, "file.key");
	config->providers_directory = path_of(PATH_CONFIG, "providers");
	config->journal = JOURNAL_OFF;
	config->hook_timeout = DEFAULT_HOOK_TIMEOUT;
}

static const char *not_empty(const char *text)
{
	return text && *text ? text : NULL;
}

enum status config_load(const char *file, const char *backend,
			struct config *config, struct error *e)
{
	const char *named =
		file ? file : not_empty(getenv("RINGBEARER_CONFIG"));
	struct buffer text = { 0 };
	enum status status;

	config->file = copy_or_path(named, PATH_CONFIG, "config");
	status = path_read_settings(config->file, CONFIG_MAX, &text, e);
	if (status == STATUS_OK)
		status = parse(text.data, config, e);
	else if (status == STATUS_NOT_FOUND && named)
		status = error_set(e, STATUS_MALFORMED,
				   "there is no configuration '%s'", named);
	else if (status == STATUS_NOT_FOUND) {
		take_defaults(config);
		status = STATUS_OK;
	}
	buffer_clear(&text);
	if (!backend)
		backend = not_empty(getenv("RINGBEARER_BACKEND"));
	if (status == STATUS_OK && backend) {
		free(config->backend);
		config->backend = copy(backend);
	}
	return status;
}

void config_clear(struct config *config)
{
	free(config->file);
	free(config->backend);
	free(config->ca_file);
	free(config->file_directory);
	free(config->key_file);
	free(config->providers_directory);
	free(config->hook);
	*config = (struct config){ 0 };
}
