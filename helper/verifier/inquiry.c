#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/network/verify-keys.h"
#include "helper/verifier/inquiry.h"
#include "helper/verifier/redact.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	TIMEOUT_DEFAULT = 5000, /* milliseconds */
	TIMEOUT_MAX = 3600000,
	SECRET_SHORTEST = 8, /* bytes; a shorter one is in every other word */
};

void finding_set(struct finding *f, enum verdict verdict, const char *format,
		 ...)
{
	char text[SHOWN_MAX + 1];
	va_list arguments;

	f->verdict = verdict;
	va_start(arguments, format);
	(void)vsnprintf(text, sizeof(text), format, arguments);
	va_end(arguments);
	/* It may have been cut within a character. */
	text_sanitize(text, f->reason, sizeof(f->reason));
}

/* Takes a time out of the record; `*time` stays when it is not there. */
static enum status take_time(struct inquiry *q, const char *key, long most,
			     long *time, struct error *e)
{
	const char *text = credential_extra(&q->given, key);
	long long milliseconds = *time;

	if (text && !text_number(text, most, &milliseconds))
		return error_set(e, STATUS_MALFORMED, "'%s' is not a time",
				 key);
	*time = (long)milliseconds;
	credential_set_extra(&q->given, key, NULL, false);
	return STATUS_OK;
}

static enum status read_settings(struct inquiry *q, struct error *e)
{
	const char *ca_file = credential_extra(&q->given, VERIFY_CA_FILE);
	enum status status;

	q->timeout = TIMEOUT_DEFAULT;
	status = take_time(q, VERIFY_TIMEOUT, TIMEOUT_MAX, &q->timeout, e);
	if (status == STATUS_OK)
		status = take_time(q, VERIFY_DEADLINE, VERIFY_DEADLINE_MAX,
				   &q->deadline, e);
	if (status != STATUS_OK)
		return status;
	if (ca_file)
		q->ca_file = memory_copy(ca_file, strlen(ca_file));
	q->traces = credential_extra(&q->given, VERIFY_TRACES);
	credential_set_extra(&q->given, VERIFY_TRACES, NULL, false);
	credential_set_extra(&q->given, VERIFY_CA_FILE, NULL, false);
	credential_set_extra(&q->given, VERIFY_FILE, NULL, false);
	return STATUS_OK;
}

static enum status read_definition(struct inquiry *q, const struct message *m,
				   struct error *e)
{
	const char *name = credential_extra(&q->given, VERIFY_FILE);
	enum status status;
	char *text;

	if (q->shares && m->body_length == 0)
		return STATUS_OK;
	q->shares = false;
	q->provider = NULL;
	if (memchr(m->body, '\0', m->body_length))
		return error_set(e, STATUS_MALFORMED,
				 "a NUL byte in the definition");
	text = memory_copy(m->body, m->body_length);
	status = provider_parse(text, name ? name : "the definition", false,
				&q->provider, e);
	free(text);
	return status;
}

enum status inquiry_read(const struct message *m, struct inquiry *q,
			 struct error *e)
{
	enum status status;

	credential_copy(&m->head, &q->given);
	if (!credential_has_secret(&q->given))
		return error_set(e, STATUS_MALFORMED, "no token to ask about");
	status = read_definition(q, m, e);
	return status == STATUS_OK ? read_settings(q, e) : status;
}

void inquiry_clear(struct inquiry *q)
{
	if (!q->shares)
		provider_free(q->provider);
	credential_clear(&q->given);
	credential_clear(&q->learnt);
	buffer_clear(&q->trace);
	free(q->ca_file);
	*q = (struct inquiry){ 0 };
}

/* Hides the secrets that have `shortest` bytes or more. */
static void redact_secrets(const struct credential *c, size_t shortest,
			   const char *mark, struct buffer *text)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_SECRET && c->values[f] &&
		    strlen(c->values[f]) >= shortest)
			hide(text, c->values[f], mark);
	for (size_t i = 0; i < c->extra_count; i++)
		if (c->extras[i].secret &&
		    strlen(c->extras[i].value) >= shortest)
			hide(text, c->extras[i].value, mark);
}

void inquiry_show(const struct inquiry *q, const char *text, char *out)
{
	struct buffer shown = { 0 };

	buffer_add_text(&shown, text);
	redact_secrets(&q->given, SECRET_SHORTEST, "(the token)", &shown);
	text_sanitize(shown.data, out, SHOWN_MAX + 1);
	buffer_clear(&shown);
}

void inquiry_hide(const struct inquiry *q, struct buffer *text)
{
	redact_secrets(&q->given, 1, INQUIRY_HIDDEN, text);
	redact_secrets(&q->learnt, 1, INQUIRY_HIDDEN, text);
}

/* Where a template's variables are looked up. */
struct scope {
	const struct inquiry *inquiry;
	const struct answer *answer;
	bool shown;
	struct buffer text; /* of the pointer looked up last */
};

static const char *look_up_pointer(struct scope *scope, const char *pointer)
{
	char shown[SHOWN_MAX + 1];

	buffer_clear(&scope->text);
	if (!scope->answer ||
	    !answer_text(scope->answer, pointer, &scope->text))
		return NULL;
	if (scope->shown) {
		inquiry_show(scope->inquiry, scope->text.data, shown);
		buffer_clear(&scope->text);
		buffer_add_text(&scope->text, shown);
	}
	return scope->text.data;
}

const char *inquiry_variable(const struct inquiry *q, const char *name)
{
	const char *value =
		provider_credential_variable(name, (void *)&q->learnt);

	return value ? value
		     : provider_credential_variable(name, (void *)&q->given);
}

static const char *look_up(const char *name, void *argument)
{
	struct scope *scope = argument;

	return *name == '/' ? look_up_pointer(scope, name)
			    : inquiry_variable(scope->inquiry, name);
}

static bool render(struct scope *scope, const char *template,
		   struct buffer *out)
{
	bool known = provider_render(template, look_up, scope, out);

	buffer_clear(&scope->text);
	return known;
}

bool inquiry_render(const struct inquiry *q, const struct answer *answer,
		    const char *template, struct buffer *out)
{
	struct scope scope = { .inquiry = q, .answer = answer };

	return render(&scope, template, out);
}

bool inquiry_render_shown(const struct inquiry *q, const struct answer *answer,
			  const char *template, struct buffer *out)
{
	struct scope scope = { .inquiry = q, .answer = answer, .shown = true };

	return render(&scope, template, out);
}

void inquiry_headers(const struct inquiry *q, const struct strings *templates,
		     struct buffer *out)
{
	struct scope scope = { .inquiry = q };

	provider_headers(templates, look_up, &scope, out);
}

static bool learn_field(struct inquiry *q, const char *name, const char *text)
{
	static const enum field told[] = {
		FIELD_ACCOUNT,	    FIELD_NAME,	  FIELD_EMAIL,	 FIELD_ID,
		FIELD_ORGANIZATION, FIELD_SCOPES, FIELD_MISSING,
	};

	for (size_t i = 0; i < sizeof(told) / sizeof(told[0]); i++)
		if (strcmp(name, field_info[told[i]].key) == 0)
			credential_set(&q->learnt, told[i], text);
	for (int f = 0; f < FIELD_COUNT; f++)
		if (strcmp(name, field_info[f].key) == 0)
			return true;
	return false;
}

bool inquiry_is_secret(const struct inquiry *q, const char *name)
{
	const struct provider *provider = q->provider;

	for (size_t i = 0; i < provider->field_count; i++)
		if (strcmp(provider->fields[i].name, name) == 0)
			return provider->fields[i].secret;
	return false;
}

void inquiry_learn(struct inquiry *q, const char *name, const char *text)
{
	bool secret = inquiry_is_secret(q, name);
	char shown[SHOWN_MAX + 1];

	inquiry_show(q, text, shown);
	if (!learn_field(q, name, shown) &&
	    (!secret || strcmp(shown, text) == 0))
		credential_set_extra(&q->learnt, name, shown, secret);
	explicit_bzero(shown, sizeof(shown));
}
