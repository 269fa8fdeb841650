#include <stdio.h>
#include <string.h>

#include "helper/commands/prompt/fields.h"
#include "helper/definition/fields.h"
#include "helper/system/terminal.h"
#include "protocol/core/memory.h"
#include "protocol/core/suggest.h"

enum {
	QUESTION_MAX = 512,
	ANSWER_MAX = 1024,
	TRIES = 3,
};

static enum status wrong_word(const struct provider *provider, const char *word,
			      struct error *e)
{
	struct suggestion closest = { .wanted = "" };
	char name[CLOSEST_MAX];

	(void)snprintf(name, sizeof(name), "%.*s", (int)strcspn(word, "="),
		       word);
	closest.wanted = name;
	for (size_t i = 0; i < provider->field_count; i++)
		if (typed_field_is(&provider->fields[i]))
			suggest_consider(&closest, provider->fields[i].name);
	error_set(e, STATUS_USAGE,
		  "behind the provider there may be fields of %s alone, as "
		  "'FIELD=VALUE'",
		  provider->title);
	if (suggest_name(&closest))
		error_hint(e, "there is the field '%s'",
			   suggest_name(&closest));
	else
		error_hint(e, "see 'ringbearer providers %s'", provider->name);
	return STATUS_USAGE;
}

static enum status take_word(const struct provider *provider, const char *word,
			     struct credential *request, struct error *e)
{
	size_t length = strcspn(word, "=");
	const struct provider_field *field =
		typed_field_find(provider, word, length);

	if (!field || word[length] != '=')
		return wrong_word(provider, word, e);
	if (!field->secret)
		return typed_field_set(field, word + length + 1, request, e);
	error_set(e, STATUS_USAGE,
		  "the field '%s' is secret, and an argument "
		  "can be seen by all",
		  field->name);
	error_hint(e, "give it on standard input, a line behind the token");
	return STATUS_USAGE;
}

enum status field_input_arguments(const struct provider *provider, char **words,
				  int count, struct credential *request,
				  struct error *e)
{
	enum status status = STATUS_OK;

	for (int i = 0; i < count && status == STATUS_OK; i++)
		status = take_word(provider, words[i], request, e);
	return status;
}

/* Whether it is one that is still to be given. */
static bool is_open(const struct provider_field *field,
		    const struct credential *request)
{
	return typed_field_is(field) && !credential_extra(request, field->name);
}

bool field_input_wants_lines(const struct provider *provider,
			     const struct credential *request)
{
	for (size_t i = 0; i < provider->field_count; i++)
		if (provider->fields[i].secret &&
		    is_open(&provider->fields[i], request))
			return true;
	return false;
}

static enum status take_line(const struct provider_field *field,
			     const char **lines, struct credential *request,
			     struct error *e)
{
	size_t length = strcspn(*lines, "\n");
	struct buffer line = { 0 };
	enum status status = STATUS_OK;

	buffer_add(&line, *lines, length);
	*lines += length + ((*lines)[length] == '\n');
	if (length > 0)
		status = typed_field_set(field, line.data, request, e);
	buffer_clear(&line);
	return status;
}

enum status field_input_lines(const struct provider *provider,
			      const char *lines, struct credential *request,
			      struct error *e)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < provider->field_count && !status; i++)
		if (provider->fields[i].secret &&
		    is_open(&provider->fields[i], request))
			status = take_line(&provider->fields[i], &lines,
					   request, e);
	if (status == STATUS_OK && *lines)
		return error_set(e, STATUS_USAGE,
				 "there are more lines behind the token than "
				 "secret fields");
	return status;
}

static enum status ask_secret(const struct provider_field *field,
			      struct credential *request, struct error *e)
{
	char question[QUESTION_MAX];
	char *typed = NULL;
	bool yes = !field->optional;
	enum status status = STATUS_OK;

	(void)snprintf(question, sizeof(question), "is there a %s? [y/N] ",
		       field->title);
	if (!yes)
		status = terminal_confirm(question, &yes, e);
	if (status != STATUS_OK || !yes)
		return status;
	(void)snprintf(question, sizeof(question),
		       "%s (not shown): ", field->title);
	status = terminal_ask_secret(question, &typed, e);
	if (status == STATUS_OK)
		status = typed_field_set(field, typed, request, e);
	secret_free(typed);
	return status;
}

static enum status ask_text(const struct provider_field *field,
			    struct credential *request, struct error *e)
{
	char question[QUESTION_MAX];
	char answer[ANSWER_MAX] = "";

	(void)snprintf(question, sizeof(question), "%s%s: ", field->title,
		       field->optional ? " (empty: none)" : "");
	for (int i = 0; i < TRIES && !*answer; i++) {
		enum status status =
			terminal_ask(question, answer, sizeof(answer), e);

		if (status != STATUS_OK)
			return status;
		if (!*answer && field->optional)
			return STATUS_OK;
	}
	return typed_field_set(field, answer, request, e);
}

static enum status ask_fields(const struct provider *provider,
			      struct credential *request, struct error *e)
{
	enum status status = STATUS_OK;

	for (size_t i = 0; i < provider->field_count && !status; i++) {
		const struct provider_field *field = &provider->fields[i];

		if (is_open(field, request))
			status = field->secret ? ask_secret(field, request, e)
					       : ask_text(field, request, e);
	}
	return status;
}

enum status field_input_complete(const struct provider *provider,
				 struct credential *request, struct error *e)
{
	enum status status = STATUS_OK;

	if (terminal_has_person())
		status = ask_fields(provider, request, e);
	return status == STATUS_OK ? typed_field_check(provider, request, e)
				   : status;
}
