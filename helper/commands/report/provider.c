#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/commands/report/provider.h"
#include "helper/system/terminal.h"
#include "protocol/core/text.h"

enum {
	LINE_MAX_SHOWN = 2048,
	LABEL_WIDTH = 14,
};

static void print_line(const char *label, const char *format, ...)
	__attribute__((format(printf, 2, 3)));

/* One line; those that belong to one label have it before the first alone. */
static void print_line(const char *label, const char *format, ...)
{
	char text[LINE_MAX_SHOWN], shown[LINE_MAX_SHOWN];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	text_sanitize(text, shown, sizeof(shown));
	printf("%-*s %s\n", LABEL_WIDTH, label, shown);
}

static void print_list(const char *label, const struct strings *list)
{
	for (size_t i = 0; i < list->count; i++)
		print_line(i == 0 ? label : "", "%s", list->items[i]);
}

static void print_title(const struct provider *provider)
{
	bool color = terminal_has_color(STDOUT_FILENO);
	char title[LINE_MAX_SHOWN], file[LINE_MAX_SHOWN];

	text_sanitize(provider->title, title, sizeof(title));
	text_sanitize(provider->file, file, sizeof(file));
	printf("%s%s%s (%s), %s\n\n", color ? "\033[1m" : "", title,
	       color ? "\033[0m" : "", provider->name, file);
}

static void print_fields(const struct provider *provider)
{
	print_line("fields", "token: the secret itself");
	for (size_t i = 0; i < provider->field_count; i++) {
		const struct provider_field *field = &provider->fields[i];

		print_line("", "%s: %s, %s%s%s", field->name, field->title,
			   field->from, field->secret ? ", secret" : "",
			   field->optional ? ", optional" : "");
	}
}

static void print_scopes(const struct provider *provider)
{
	for (size_t i = 0; i < provider->scope_count; i++) {
		const struct provider_scope *scope = &provider->scopes[i];

		print_line(i == 0 ? "scopes" : "", "%s: %s%s", scope->name,
			   scope->reason,
			   scope->needed ? " (ringbearer needs it)" : "");
	}
}

static void print_types(const struct provider *provider)
{
	for (size_t i = 0; i < provider->type_count; i++)
		print_line(i == 0 ? "types" : "", "%s: %s",
			   provider->types[i].name, provider->types[i].pattern);
}

static void print_requests(const struct provider *provider)
{
	const char *label = "verified by";

	for (size_t i = 0; i < provider->step_count; i++) {
		const struct step *step = &provider->steps[i];

		print_line(label, "GET %s%s", step->url,
			   step->optional ? " (may fail)" : "");
		label = "";
	}
	if (provider->step_count == 0)
		print_line(label, "nothing: its tokens are kept unverified");
}

static void add_word(char *list, const char *word)
{
	/* Several steps may learn the same. */
	for (const char *p = list; (p = strstr(p, word)); p++)
		if ((p == list || p[-1] == ' ') && strchr(",", p[strlen(word)]))
			return;
	text_list_add(list, LINE_MAX_SHOWN, "%s", word);
}

static void print_learnt(const struct provider *provider)
{
	char list[LINE_MAX_SHOWN] = "";

	for (size_t i = 0; i < provider->step_count; i++) {
		const struct step *step = &provider->steps[i];

		for (size_t j = 0; j < step->learn_count; j++)
			add_word(list, step->learns[j].name);
		if (step->choose.field)
			add_word(list, step->choose.field);
		if (step->choose.into)
			add_word(list, step->choose.into);
	}
	if (*list)
		print_line("learnt", "%s", list);
}

static void print_expiry(const struct provider *provider)
{
	if (strcmp(provider->expiry, "never") == 0)
		print_line("expiry", "never");
	else if (provider->lifetime_days_max)
		print_line("expiry", "after %d days, or %d to %d as chosen",
			   provider->lifetime_days, provider->lifetime_days_min,
			   provider->lifetime_days_max);
	else if (provider->lifetime_days)
		print_line("expiry", "after %d days", provider->lifetime_days);
	else
		print_line("expiry", "not told by the provider");
}

static void print_environment(const struct provider *provider)
{
	for (size_t i = 0; i < provider->environment_count; i++)
		print_line(i == 0 ? "environment" : "", "%s=%s",
			   provider->environment[i].name,
			   provider->environment[i].value);
}

static void print_guide(const struct provider *provider)
{
	char number[32];

	if (provider->guide.count)
		printf("\nTo get a token:\n");
	for (size_t i = 0; i < provider->guide.count; i++) {
		(void)snprintf(number, sizeof(number), "%13zu.", i + 1);
		print_line(number, "%s", provider->guide.items[i]);
	}
	if (provider->warnings.count)
		printf("\nTo know:\n");
	for (size_t i = 0; i < provider->warnings.count; i++)
		print_line("             -", "%s", provider->warnings.items[i]);
}

void provider_page_print(const struct provider *provider)
{
	print_title(provider);
	print_list("hosts", &provider->hosts);
	print_fields(provider);
	print_scopes(provider);
	print_types(provider);
	print_list("headers", &provider->headers);
	print_requests(provider);
	print_learnt(provider);
	print_list("filed under", &provider->account);
	print_expiry(provider);
	print_environment(provider);
	if (provider->create_url)
		print_line("new token", "%s", provider->create_url);
	if (provider->revoke_url)
		print_line("revoke", "%s", provider->revoke_url);
	print_guide(provider);
}
