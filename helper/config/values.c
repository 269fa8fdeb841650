#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/config/config.h"
#include "helper/config/values.h"
#include "helper/config/vault.h"
#include "protocol/core/address.h"
#include "protocol/core/buffer.h"
#include "protocol/core/clock.h"
#include "protocol/core/text.h"

enum {
	PREFIX_MAX = 128,
	YEAR = 365 * DAY,
};

/* The words of each key that has some, by the number of their enum. */
static const struct {
	const char *key;
	const char *words[4];
} choices[] = {
	{ "policy",
	  { [POLICY_PREFER] = "prefer",
	    [POLICY_REQUIRE] = "require",
	    [POLICY_OFF] = "off" } },
	{ "journal",
	  { [JOURNAL_OFF] = "off",
	    [JOURNAL_CHANGES] = "changes",
	    [JOURNAL_ALL] = "all" } },
	{ "session", { "plain", "encrypted" } },
	{ "key",
	  { [KEY_FILE] = "file",
	    [KEY_PASSPHRASE] = "passphrase",
	    [KEY_CREDENTIAL] = "credential" } },
};

static const char *const *words_of(const char *key)
{
	size_t i = 0;

	while (strcmp(choices[i].key, key) != 0)
		i++;
	return choices[i].words;
}

int config_word(const char *key, const char *word)
{
	const char *const *words = words_of(key);

	for (int i = 0; words[i]; i++)
		if (strcmp(words[i], word) == 0)
			return i;
	return -1;
}

int config_check_word(cfg_t *cfg, cfg_opt_t *option)
{
	const char *const *words = words_of(option->name);
	const char *word = cfg_opt_getstr(option);
	char list[128] = "";

	if (config_word(option->name, word) >= 0)
		return 0;
	for (int i = 0; words[i]; i++)
		text_list_add(list, sizeof(list), "%s", words[i]);
	cfg_error(cfg, "%s: '%s' is none of %s", option->name, word, list);
	return -1;
}

/* libconfuse's callbacks have no argument of the caller's. */
static config_backend_check *check_names;

void config_check_backends_by(config_backend_check *check_backends)
{
	check_names = check_backends;
}

/* A chain of all values so far. */
static enum status check_chain(cfg_opt_t *option, struct error *e)
{
	struct buffer names = { 0 };
	enum status status;

	for (unsigned int i = 0; i < cfg_opt_size(option); i++) {
		buffer_add_text(&names, i ? "," : "");
		buffer_add_text(&names, cfg_opt_getnstr(option, i));
	}
	status = check_names(names.data, e);
	buffer_clear(&names);
	return status;
}

/* The value that was read last, and with those before it. */
int config_check_backend(cfg_t *cfg, cfg_opt_t *option)
{
	const unsigned int count = cfg_opt_size(option);
	const char *name = cfg_opt_getnstr(option, count - 1);
	struct error e = { 0 };
	enum status status = check_names(name, &e);

	if (status == STATUS_OK && count > 1)
		status = check_chain(option, &e);
	if (status == STATUS_OK)
		return 0;
	cfg_error(cfg, "%s: %s%s%s", option->name, e.message,
		  *e.hint ? "; " : "", e.hint);
	return -1;
}

int config_check_seconds(cfg_t *cfg, cfg_opt_t *option)
{
	long value = cfg_opt_getnint(option, 0);

	if (value >= 1 && value <= 3600)
		return 0;
	cfg_error(cfg, "%s: %ld is not a number of seconds from 1 to 3600",
		  option->name, value);
	return -1;
}

/* Says of a text what is wrong with it; a `fault` of NULL is nothing. */
static int judge(cfg_t *cfg, cfg_opt_t *option, const char *text,
		 const char *fault)
{
	if (fault)
		cfg_error(cfg, "%s: '%s' %s", option->name, text, fault);
	return fault ? -1 : 0;
}

int config_check_path(cfg_t *cfg, cfg_opt_t *option)
{
	const char *path = cfg_opt_getstr(option);

	return judge(cfg, option, path,
		     *path == '/' ? NULL : "does not begin with '/'");
}

/* Whether it can be a host; then `canonical` gets it as it is compared. */
static bool is_host(const char *text, char *canonical)
{
	char host[ADDRESS_HOST_MAX];
	struct error e = { 0 };

	return address_host("https", text, canonical ? canonical : host, &e) ==
	       STATUS_OK;
}

/* A section's title: a host in the one form that is compared. */
static int check_title(cfg_t *cfg, cfg_opt_t *option, const char *title,
		       const char *otherwise)
{
	char canonical[ADDRESS_HOST_MAX];

	if (!is_host(title, canonical))
		return judge(cfg, option, title, otherwise);
	if (strcmp(canonical, title) == 0)
		return 0;
	cfg_error(cfg, "%s: write '%s' in the place of '%s'", option->name,
		  canonical, title);
	return -1;
}

/* Whether it begins so, and its host ends there. */
static bool is_at(const char *text, const char *host)
{
	size_t length = strlen(host);

	return strncmp(text, host, length) == 0 && strchr(":", text[length]);
}

/* The value that was read last. */
int config_check_endpoint(cfg_t *cfg, cfg_opt_t *option)
{
	const char *text = cfg_opt_getnstr(option, cfg_opt_size(option) - 1);
	const char *colon = strstr(text, "://");

	/* There may be a password in it, which is not shown. */
	if (strchr(text, '@') || (colon && !is_host(colon + 3, NULL))) {
		cfg_error(cfg,
			  "%s: an address is a host and a port, as in "
			  "'https://etcd1.example:2379', without a user, path "
			  "or query",
			  option->name);
		return -1;
	}
	if (strncmp(text, "https://", 8) == 0 ||
	    is_at(text, "http://127.0.0.1") || is_at(text, "http://[::1]"))
		return 0;
	return judge(cfg, option, text, "does not begin with 'https://'");
}

/* `a/b`: plain names of folders that pass(1) shows. */
int config_check_prefix(cfg_t *cfg, cfg_opt_t *option)
{
	static const char plain[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789"
				    "@._+-/";
	const char *text = cfg_opt_getstr(option);
	size_t length = strlen(text);

	if (length > 0 && length < PREFIX_MAX &&
	    strspn(text, plain) == length && text[0] != '/' && text[0] != '.' &&
	    text[length - 1] != '/' && !strstr(text, "//") &&
	    !strstr(text, "/."))
		return 0;
	return judge(cfg, option, text,
		     "is no name of a folder in the password store");
}

int config_check_vault(cfg_t *cfg, cfg_opt_t *option)
{
	const char *text = cfg_opt_getstr(option);

	/* In front of a `@` there may be a password. */
	return judge(cfg, option,
		     strstr(text, "://") && strchr(text, '@') ? "..." : text,
		     config_vault_fault(option->name, text));
}

int config_check_vault_section(cfg_t *cfg, cfg_opt_t *option)
{
	const char *fault =
		config_vault_fault("vault", cfg_opt_getnsec(option, 0));

	if (!fault)
		return 0;
	cfg_error(cfg, "vault: %s", fault);
	return -1;
}

/* The section that was read last. */
int config_check_host(cfg_t *cfg, cfg_opt_t *option)
{
	cfg_t *host = cfg_opt_getnsec(option, cfg_opt_size(option) - 1);

	return check_title(cfg, option, cfg_title(host),
			   "is not the name of a host");
}

int config_duration(const char *text)
{
	static const struct {
		char letter;
		int seconds;
	} units[] = { { 's', 1 }, { 'm', 60 }, { 'h', 3600 }, { 'd', DAY } };
	char *rest;
	long number = strtol(text, &rest, 10);

	for (size_t i = 0; i < sizeof(units) / sizeof(units[0]); i++)
		if (*text >= '0' && *text <= '9' && *rest == units[i].letter &&
		    rest[1] == '\0' && number <= YEAR / units[i].seconds)
			return (int)number * units[i].seconds;
	return 0;
}

/* The section that was read last. */
int config_check_store(cfg_t *cfg, cfg_opt_t *option)
{
	cfg_t *store = cfg_opt_getnsec(option, cfg_opt_size(option) - 1);
	const char *title = cfg_title(store);

	/* A provider's name looks like that of a host without a dot. */
	if (check_title(cfg, option, title, "is no provider and no host") != 0)
		return -1;
	if (cfg_size(store, "backend") > 0 || cfg_getbool(store, "read-only"))
		return 0;
	cfg_error(cfg, "store '%s': it says neither 'backend' nor 'read-only'",
		  title);
	return -1;
}

int config_check_duration(cfg_t *cfg, cfg_opt_t *option)
{
	const char *text = cfg_opt_getstr(option);
	const bool is_long = strcmp(option->name, "again") == 0;
	const int seconds = config_duration(text);

	if (seconds > 0 && (is_long || seconds <= DAY))
		return 0;
	return judge(cfg, option, text,
		     is_long ? "is no time such as '8h' or '1d', of a year at "
			       "most"
			     : "is no time such as '90s', '15m' or '8h', of a "
			       "day at most");
}
