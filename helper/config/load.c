#include <confuse.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/config/load.h"
#include "helper/config/schema.h"
#include "helper/config/values.h"
#include "helper/definition/syntax.h"
#include "helper/system/paths.h"
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
	return text ? memory_copy(text, strlen(text)) : NULL;
}

static char *copy_or_path(const char *text, enum path_base base,
			  const char *name)
{
	return text ? copy(text) : path_of(base, name);
}

/* The values of a list, with a comma between them. */
static char *copy_list(cfg_t *cfg, const char *name)
{
	struct buffer text = { 0 };
	char *list;

	for (unsigned int i = 0; i < cfg_size(cfg, name); i++) {
		buffer_add_text(&text, i ? "," : "");
		buffer_add_text(&text, cfg_getnstr(cfg, name, i));
	}
	list = copy(text.data ? text.data : "");
	buffer_clear(&text);
	return list;
}

static void take_stores(cfg_t *cfg, struct config *config)
{
	config->store_count = cfg_size(cfg, "store");
	config->stores =
		memory_alloc(config->store_count + 1, sizeof(*config->stores));
	for (size_t i = 0; i < config->store_count; i++) {
		cfg_t *store = cfg_getnsec(cfg, "store", (unsigned int)i);

		config->stores[i].title = copy(cfg_title(store));
		config->stores[i].backend = copy_list(store, "backend");
		config->stores[i].read_only = cfg_getbool(store, "read-only");
	}
}

static void take_hosts(cfg_t *cfg, struct config *config)
{
	config->host_count = cfg_size(cfg, "host");
	config->hosts =
		memory_alloc(config->host_count + 1, sizeof(*config->hosts));
	for (size_t i = 0; i < config->host_count; i++) {
		cfg_t *host = cfg_getnsec(cfg, "host", (unsigned int)i);

		config->hosts[i].host = copy(cfg_title(host));
		config->hosts[i].account = copy(cfg_getstr(host, "account"));
	}
}

static void take_pass(cfg_t *pass, struct config *config)
{
	config->pass_directory = copy(cfg_getstr(pass, "directory"));
	config->pass_prefix = copy(cfg_getstr(pass, "prefix"));
	config->pass_timeout = (int)cfg_getint(pass, "timeout");
}

/* Ends with a slash, so that one prefix is never the beginning of another. */
static char *copy_prefix(const char *text)
{
	struct buffer prefix = { 0 };
	char *own;

	buffer_add_text(&prefix, text);
	if (prefix.length == 0 || prefix.data[prefix.length - 1] != '/')
		buffer_add_text(&prefix, "/");
	own = copy(prefix.data);
	buffer_clear(&prefix);
	return own;
}

static void take_etcd(cfg_t *cfg, struct config_etcd *etcd)
{
	etcd->endpoint_count = cfg_size(cfg, "endpoints");
	etcd->endpoints = memory_alloc(etcd->endpoint_count + 1,
				       sizeof(*etcd->endpoints));
	for (size_t i = 0; i < etcd->endpoint_count; i++)
		etcd->endpoints[i] =
			copy(cfg_getnstr(cfg, "endpoints", (unsigned int)i));
	etcd->prefix = copy_prefix(cfg_getstr(cfg, "prefix"));
	etcd->user = copy(cfg_getstr(cfg, "user"));
	etcd->password_file = copy(cfg_getstr(cfg, "password-file"));
	etcd->ca_file = copy(cfg_getstr(cfg, "ca-file"));
	etcd->certificate = copy(cfg_getstr(cfg, "certificate"));
	etcd->key = copy(cfg_getstr(cfg, "key"));
	etcd->timeout = (int)cfg_getint(cfg, "timeout");
}

static void clear_etcd(struct config_etcd *etcd)
{
	for (size_t i = 0; i < etcd->endpoint_count; i++)
		free(etcd->endpoints[i]);
	free(etcd->endpoints);
	free(etcd->prefix);
	free(etcd->user);
	free(etcd->password_file);
	free(etcd->ca_file);
	free(etcd->certificate);
	free(etcd->key);
}

static void take(cfg_t *cfg, struct config *config)
{
	cfg_t *verify = cfg_getsec(cfg, "verify");
	cfg_t *service = cfg_getsec(cfg, "secret-service");
	cfg_t *file = cfg_getsec(cfg, "file");
	cfg_t *providers = cfg_getsec(cfg, "providers");
	const char *ttl = cfg_getstr(cfg_getsec(cfg, "cache"), "ttl");

	/* libconfuse reads a default list, and aborts without memory. */
	config->backend = cfg_size(cfg, "backend") > 0
				  ? copy_list(cfg, "backend")
				  : copy("auto");
	config->journal =
		(enum journal_mode)config_word(config_journals,
					       cfg_getstr(cfg, "journal"));
	config->hook = copy(cfg_getstr(cfg, "hook"));
	config->hook_timeout = (int)cfg_getint(cfg, "hook-timeout");
	config->policy = (enum policy)config_word(config_policies,
						  cfg_getstr(verify, "policy"));
	config->verify_timeout = (int)cfg_getint(verify, "timeout");
	config->ca_file = copy(cfg_getstr(verify, "ca-file"));
	config->encrypted_session =
		config_word(config_sessions, cfg_getstr(service, "session")) ==
		1;
	config->service_timeout = (int)cfg_getint(service, "timeout");
	config->unlock_timeout = (int)cfg_getint(service, "unlock-timeout");
	config->prompt = cfg_getbool(service, "prompt");
	config->key = (enum key_source)config_word(config_keys,
						   cfg_getstr(file, "key"));
	config->file_directory =
		copy_or_path(cfg_getstr(file, "directory"), PATH_DATA, "");
	take_pass(cfg_getsec(cfg, "pass"), config);
	config->helper_timeout =
		(int)cfg_getint(cfg_getsec(cfg, "helper"), "timeout");
	config->docker_timeout =
		(int)cfg_getint(cfg_getsec(cfg, "docker"), "timeout");
	config_vault_take(cfg_getsec(cfg, "vault"), &config->vault);
	take_etcd(cfg_getsec(cfg, "etcd"), &config->etcd);
	take_hosts(cfg, config);
	take_stores(cfg, config);
	config->cache_seconds = ttl ? config_duration(ttl) : 0;
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
		cfg = config_parser(check_backends);
		cfg_set_error_function(cfg, report);
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
	config->helper_timeout = DEFAULT_MANAGER_TIMEOUT;
	config->docker_timeout = DEFAULT_MANAGER_TIMEOUT;
	config->file_directory = path_of(PATH_DATA, "");
	config->key_file = path_of(PATH_STATE, "file.key");
	config->pass_prefix = copy(DEFAULT_PASS_PREFIX);
	config->pass_timeout = DEFAULT_PASS_TIMEOUT;
	config->etcd.prefix = copy(DEFAULT_ETCD_PREFIX);
	config->etcd.timeout = DEFAULT_TIMEOUT;
	config->providers_directory = path_of(PATH_CONFIG, "providers");
	config_vault_take(NULL, &config->vault);
	config->journal = JOURNAL_OFF;
	config->hook_timeout = DEFAULT_HOOK_TIMEOUT;
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

	config->file = copy_or_path(named, PATH_CONFIG, "config");
	status = path_read_settings(config->file, CONFIG_MAX, &text, e);
	if (status == STATUS_OK)
		status = path_check_above(config->file, e);
	if (status == STATUS_OK)
		status = parse(text.data, wanted->check_backends, config, e);
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
		/* That is where to keep and look; who may change what stays. */
		for (size_t i = 0; i < config->store_count; i++)
			config->stores[i].backend[0] = '\0';
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
	clear_etcd(&config->etcd);
	free(config->pass_directory);
	free(config->pass_prefix);
	free(config->providers_directory);
	config_vault_clear(&config->vault);
	free(config->hook);
	for (size_t i = 0; i < config->host_count; i++) {
		free(config->hosts[i].host);
		free(config->hosts[i].account);
	}
	free(config->hosts);
	for (size_t i = 0; i < config->store_count; i++) {
		free(config->stores[i].title);
		free(config->stores[i].backend);
	}
	free(config->stores);
	*config = (struct config){ 0 };
}
