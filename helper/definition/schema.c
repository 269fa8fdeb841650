#include <string.h>

#include "helper/definition/internal.h"

enum {
	DAYS_MAX = 36500,
	SECONDS_MAX = 86400,
};

/* How a text is judged. A key that is not here may hold any text. */
static const struct rule {
	const char *section;
	const char *key;
	wrong_function *wrong;
	enum use_kind use;
} rules[] = {
	{ "provider", "hosts", wrong_host, USE_NONE },
	{ "provider", "headers", wrong_header, USE_HEADER },
	{ "provider", "account", wrong_template, USE_ACCOUNT },
	{ "provider", "environment", wrong_environment, USE_ENVIRONMENT },
	{ "provider", "expiry", wrong_expiry, USE_NONE },
	{ "provider", "hints", wrong_hint, USE_NONE },
	{ "provider", "create", wrong_page_url, USE_NONE },
	{ "provider", "revoke", wrong_page_url, USE_NONE },
	{ "retry", "header", wrong_header_name, USE_NONE },
	{ "retry", "unit", wrong_unit, USE_NONE },
	{ "field", "from", wrong_from, USE_NONE },
	{ "scope", "implies", wrong_scope, USE_SCOPE },
	{ "type", "pattern", wrong_hint, USE_NONE },
	{ "verify", "get", wrong_request_url, USE_URL },
	{ "verify", "headers", wrong_header, USE_HEADER },
	{ "outcome", "status", wrong_status, USE_NONE },
	{ "outcome", "pointer", wrong_pointer, USE_NONE },
	{ "outcome", "header", wrong_header_name, USE_NONE },
	{ "outcome", "verdict", wrong_verdict, USE_NONE },
	{ "outcome", "reason", wrong_template, USE_ANSWER },
	{ "outcome", "missing", wrong_pointer, USE_NONE },
	{ "learn", "from", wrong_template, USE_ANSWER },
	{ "choose", "list", wrong_pointer, USE_NONE },
	{ "choose", "where", wrong_pointer, USE_NONE },
	{ "choose", "value", wrong_pointer, USE_NONE },
	{ "choose", "label", wrong_pointer, USE_NONE },
	{ "choose", "into", wrong_learnt, USE_NONE },
};

static const struct rule *find_rule(const cfg_t *section, const cfg_opt_t *key)
{
	static const struct rule any = { .wrong = wrong_text };

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		if (strcmp(rules[i].section, section->name) == 0 &&
		    strcmp(rules[i].key, key->name) == 0)
			return &rules[i];
	return &any;
}

/*
 * Each section has its own copy of its keys, and nothing reads the default of
 * ours: there we count how often a key is given.
 */
static const char *wrong_repeated(cfg_opt_t *key)
{
	return key->def.number++ > 0 ? "is given a second time" : NULL;
}

/* Whether another value of the list names the same host or variable. */
static const char *wrong_listed(cfg_opt_t *key, const char *value)
{
	size_t length = strcspn(value, "=") + 1;

	if (strcmp(key->name, "hosts") != 0 &&
	    strcmp(key->name, "environment") != 0)
		return NULL;
	for (unsigned int i = 0; i + 1 < cfg_opt_size(key); i++)
		if (strncmp(cfg_opt_getnstr(key, i), value, length) == 0)
			return "is in the list twice";
	return NULL;
}

/* libconfuse asks after each value of a list, and again at its end. */
static int check_text(cfg_t *section, cfg_opt_t *key)
{
	const struct rule *rule = find_rule(section, key);
	const char *value = cfg_opt_getnstr(key, cfg_opt_size(key) - 1);
	const char *wrong = wrong_text(value);

	if (!wrong)
		wrong = rule->wrong(value);
	if (!wrong)
		wrong = key->flags & CFGF_LIST ? wrong_listed(key, value)
					       : wrong_repeated(key);
	if (!wrong && parse_is_builtin() && rule->use == USE_URL &&
	    url_is_plain(value))
		wrong = "is http";
	if (wrong) {
		parse_report(section, "%s: '%s' %s", key->name, value, wrong);
		return parse_wrong();
	}
	if (rule->use != USE_NONE)
		parse_remember(section, key->name, rule->use, value);
	return 0;
}

static int check_number(cfg_t *section, cfg_opt_t *key)
{
	bool days = strcmp(section->name, "lifetime") == 0;
	long max = days ? DAYS_MAX : SECONDS_MAX;
	long value = cfg_opt_getnint(key, 0);
	const char *wrong = wrong_repeated(key);

	if (!wrong && value >= 1 && value <= max)
		return 0;
	if (wrong)
		parse_report(section, "%s: %s", key->name, wrong);
	else
		parse_report(section, "%s: '%ld' is no number from 1 to %ld",
			     key->name, value, max);
	return parse_wrong();
}

static int check_flag(cfg_t *section, cfg_opt_t *key)
{
	const char *wrong = wrong_repeated(key);

	if (!wrong && parse_is_builtin() && strcmp(key->name, "override") == 0)
		wrong = "is for a definition of the user's own";
	if (!wrong)
		return 0;
	parse_report(section, "%s: %s", key->name, wrong);
	return parse_wrong();
}

/* At the '}' of a section. */
static int check_section(cfg_t *parent, cfg_opt_t *key)
{
	(void)parent;
	return section_check(cfg_opt_getnsec(key, cfg_opt_size(key) - 1),
			     cfg_opt_size(key))
		       ? 0
		       : parse_wrong();
}

#define KEY(n, t, f, check)                                          \
	{                                                            \
		.name = n, .type = t, .flags = CFGF_NODEFAULT | (f), \
		.validcb = check                                     \
	}
#define TEXT(n) KEY(n, CFGT_STR, CFGF_NONE, check_text)
#define LIST(n) KEY(n, CFGT_STR, CFGF_LIST, check_text)
#define NUMBER(n) KEY(n, CFGT_INT, CFGF_NONE, check_number)
#define FLAG(n) KEY(n, CFGT_BOOL, CFGF_NONE, check_flag)
#define SECTION(n, f, keys)                                               \
	{                                                                 \
		.name = n, .type = CFGT_SEC, .flags = f, .subopts = keys, \
		.validcb = check_section                                  \
	}
#define TITLED (CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES)

static cfg_opt_t field_keys[] = {
	TEXT("title"),	  TEXT("from"), FLAG("secret"),
	FLAG("optional"), CFG_END(),
};

static cfg_opt_t scope_keys[] = {
	TEXT("reason"),
	FLAG("needed"),
	LIST("implies"),
	CFG_END(),
};

static cfg_opt_t type_keys[] = {
	TEXT("pattern"),
	CFG_END(),
};

static cfg_opt_t lifetime_keys[] = {
	NUMBER("days"),
	NUMBER("min"),
	NUMBER("max"),
	CFG_END(),
};

static cfg_opt_t retry_keys[] = {
	TEXT("header"),
	TEXT("unit"),
	NUMBER("default"),
	CFG_END(),
};

static cfg_opt_t outcome_keys[] = {
	TEXT("status"), TEXT("pointer"), TEXT("equals"), TEXT("contains"),
	FLAG("json"),	FLAG("empty"),	 TEXT("header"), TEXT("verdict"),
	TEXT("reason"), TEXT("missing"), CFG_END(),
};

static cfg_opt_t learn_keys[] = {
	LIST("from"),
	CFG_END(),
};

static cfg_opt_t choose_keys[] = {
	TEXT("list"),  TEXT("where"), TEXT("equals"), TEXT("value"),
	TEXT("label"), TEXT("into"),  TEXT("none"),   CFG_END(),
};

static cfg_opt_t verify_keys[] = {
	TEXT("get"),
	FLAG("optional"),
	LIST("headers"),
	SECTION("outcome", CFGF_MULTI, outcome_keys),
	SECTION("learn", TITLED, learn_keys),
	SECTION("choose", TITLED, choose_keys),
	CFG_END(),
};

static cfg_opt_t provider_keys[] = {
	TEXT("title"),
	LIST("hosts"),
	LIST("headers"),
	LIST("account"),
	LIST("environment"),
	TEXT("expiry"),
	SECTION("lifetime", CFGF_NONE, lifetime_keys),
	SECTION("retry", CFGF_NONE, retry_keys),
	SECTION("field", TITLED, field_keys),
	SECTION("scope", TITLED, scope_keys),
	SECTION("type", TITLED, type_keys),
	SECTION("verify", TITLED, verify_keys),
	LIST("hints"),
	LIST("guide"),
	LIST("warnings"),
	TEXT("create"),
	TEXT("revoke"),
	FLAG("override"),
	CFG_END(),
};

cfg_opt_t provider_schema[] = {
	SECTION("provider", TITLED, provider_keys),
	CFG_STR(PARSE_END, NULL, CFGF_NODEFAULT),
	CFG_END(),
};
