#include <stdlib.h>
#include <string.h>

#include "helper/definition/internal.h"

/* A flag that says no is as good as none. */
static bool is_given(cfg_t *section, const char *key)
{
	cfg_opt_t *option = cfg_getopt(section, key);

	return option->type == CFGT_BOOL ? cfg_opt_getnbool(option, 0)
					 : cfg_opt_size(option) > 0;
}

/*
 * The checks give 0 or 1 and are joined by `&`, not `&&`: whoever wants every
 * mistake told gets those behind the first one, too.
 */
static int require(cfg_t *section, const char *key)
{
	if (is_given(section, key))
		return true;
	parse_report(section, "%s: is missing", key);
	return false;
}

/* Whether `key` stands alone or together with `other`. */
static int needs(cfg_t *section, const char *key, const char *other)
{
	if (!is_given(section, key) || is_given(section, other))
		return true;
	parse_report(section, "%s: needs '%s' beside it", key, other);
	return false;
}

static int excludes(cfg_t *section, const char *key, const char *other)
{
	if (!is_given(section, key) || !is_given(section, other))
		return true;
	parse_report(section, "%s: cannot stand beside '%s'", key, other);
	return false;
}

static int check_title(cfg_t *section, wrong_function *wrong)
{
	const char *problem = wrong(cfg_title(section));

	if (problem)
		parse_report(section, "'%s' %s", cfg_title(section), problem);
	return !problem;
}

static bool check_outcome(cfg_t *section)
{
	const char *verdict = cfg_getstr(section, "verdict");

	if (!(require(section, "verdict") &
	      needs(section, "equals", "pointer") &
	      needs(section, "contains", "pointer") &
	      excludes(section, "equals", "contains") &
	      excludes(section, "empty", "pointer") &
	      excludes(section, "empty", "json")))
		return false;
	if (strcmp(verdict, "ok") == 0 &&
	    !(is_given(section, "status") && is_given(section, "pointer"))) {
		parse_report(section, "verdict: 'ok' needs a 'status', and a "
				      "'pointer' to what tells who it is");
		return false;
	}
	if (is_given(section, "status") || is_given(section, "pointer") ||
	    is_given(section, "json") || is_given(section, "empty") ||
	    is_given(section, "header"))
		return true;
	parse_report(section, "status: is missing: nothing says when the "
			      "verdict holds");
	return false;
}

static bool check_learn(cfg_t *section)
{
	return (check_title(section, wrong_learnt) &
		require(section, "from")) != 0;
}

static bool check_choose(cfg_t *section)
{
	return (check_title(section, wrong_extra) & require(section, "list") &
		require(section, "value") & needs(section, "where", "equals") &
		needs(section, "equals", "where") &
		needs(section, "into", "label")) != 0;
}

static bool can_say_ok(cfg_t *section)
{
	for (unsigned int i = 0; i < cfg_size(section, "outcome"); i++) {
		cfg_t *outcome = cfg_getnsec(section, "outcome", i);
		const char *verdict = cfg_getstr(outcome, "verdict");

		if (verdict && strcmp(verdict, "ok") == 0)
			return true;
	}
	return false;
}

static int check_choice(cfg_t *section)
{
	if (cfg_size(section, "choose") > 1) {
		parse_report(section, "choose: is given a second time");
		return false;
	}
	return excludes(section, "optional", "choose");
}

static bool check_verify(cfg_t *section)
{
	if (!(check_title(section, wrong_name) & require(section, "get") &
	      check_choice(section)))
		return false;
	if (!can_say_ok(section)) {
		parse_report(section, "outcome: none has the verdict 'ok'");
		return false;
	}
	parse_remember(section, "headers", USE_STEP, cfg_title(section));
	parse_remember(section, "optional", USE_ORDER, cfg_title(section));
	return true;
}

static bool check_field(cfg_t *section)
{
	const char *name = cfg_title(section);
	const char *from = cfg_getstr(section, "from");

	if (!(check_title(section, wrong_extra) & require(section, "title") &
	      require(section, "from")))
		return false;
	if (strcmp(from, "chosen") == 0)
		parse_remember(section, "from", USE_CHOSEN, name);
	else if (strcmp(from, "learnt") == 0)
		parse_remember(section, "from", USE_LEARNT, name);
	else
		parse_remember(section, "from", USE_TYPED, name);
	if (strcmp(from, "typed") == 0 || !is_given(section, "optional"))
		return true;
	parse_report(section, "optional: needs 'from = typed'");
	return false;
}

static bool check_scope(cfg_t *section)
{
	return (check_title(section, wrong_scope) &
		require(section, "reason")) != 0;
}

static bool check_type(cfg_t *section)
{
	return (check_title(section, wrong_name) &
		require(section, "pattern")) != 0;
}

static bool check_lifetime(cfg_t *section)
{
	long days = cfg_getint(section, "days");
	long min = cfg_getint(section, "min");
	long max = cfg_getint(section, "max");

	if (!(require(section, "days") & needs(section, "min", "max") &
	      needs(section, "max", "min")))
		return false;
	if (min == 0 || (min <= days && days <= max))
		return true;
	parse_report(section, "days: '%ld' is not from 'min' to 'max'", days);
	return false;
}

static bool check_retry(cfg_t *section)
{
	return needs(section, "unit", "header");
}

/* `notion` for `/somewhere/notion.conf`. */
static bool is_named_so(const char *file, const char *name)
{
	const char *slash = strrchr(file, '/');
	const char *base = slash ? slash + 1 : file;
	const char *dot = strrchr(base, '.');

	return !dot || strcmp(dot, ".conf") != 0 ||
	       (strlen(name) == (size_t)(dot - base) &&
		memcmp(name, base, (size_t)(dot - base)) == 0);
}

static int check_expiry(cfg_t *section)
{
	const char *expiry = cfg_getstr(section, "expiry");
	bool computed = expiry && strcmp(expiry, "computed") == 0;
	bool days = is_given(cfg_getsec(section, "lifetime"), "days");

	if (computed == days)
		return true;
	parse_report(section, computed ? "expiry: 'computed' needs 'lifetime'"
				       : "lifetime: needs 'expiry = computed'");
	return false;
}

static bool check_provider(cfg_t *section)
{
	if (!(check_title(section, wrong_name) & require(section, "title") &
	      require(section, "hosts") & check_expiry(section)))
		return false;
	if (is_named_so(parse_file(), cfg_title(section)))
		return true;
	parse_report(section, "provider: '%s' is not the name of the file",
		     cfg_title(section));
	return false;
}

bool section_check(cfg_t *section, unsigned int count)
{
	static const struct {
		const char *name;
		bool (*check)(cfg_t *section);
	} checks[] = {
		{ "outcome", check_outcome }, { "learn", check_learn },
		{ "choose", check_choose },   { "verify", check_verify },
		{ "field", check_field },     { "scope", check_scope },
		{ "type", check_type },	      { "lifetime", check_lifetime },
		{ "retry", check_retry },     { "provider", check_provider },
	};

	if (count > 1 && strcmp(section->name, "provider") == 0) {
		parse_report(section, "provider: is given a second time");
		return false;
	}
	for (size_t i = 0; i < sizeof(checks) / sizeof(checks[0]); i++)
		if (strcmp(checks[i].name, section->name) == 0)
			return checks[i].check(section);
	return true;
}
