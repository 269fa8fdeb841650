#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/commands/prompt/ask.h"
#include "helper/system/terminal.h"
#include "protocol/core/text.h"

enum {
	TRIES = 3,
	ANSWER_MAX = 64,
	LINE_MAX_TYPED = 4096, /* a terminal's longest */
	TEXT_MAX = 256,
	QUESTION_MAX = 256,
};

enum status ask_number(size_t count, size_t *chosen, struct error *e)
{
	char question[QUESTION_MAX];
	char answer[ANSWER_MAX];
	long long number;

	(void)snprintf(question, sizeof(question), "which one? [1-%zu] ",
		       count);
	for (int i = 0; i < TRIES; i++) {
		enum status status =
			terminal_ask(question, answer, sizeof(answer), e);

		if (status != STATUS_OK)
			return status;
		if (text_number(answer, (long long)count, &number) &&
		    number > 0) {
			*chosen = (size_t)number - 1;
			return STATUS_OK;
		}
	}
	return error_set(e, STATUS_USAGE, "none of them was chosen");
}

enum status ask_until(const char *question, ask_take *take, void *argument,
		      struct error *e)
{
	char answer[LINE_MAX_TYPED];
	enum status status = STATUS_OK;

	for (int i = 0; i < TRIES; i++) {
		status = terminal_ask(question, answer, sizeof(answer), e);
		if (status != STATUS_OK)
			return status;
		status = take(answer, argument, e);
		if (status == STATUS_OK) {
			/* What was wrong before is no note at the end. */
			*e = (struct error){ 0 };
			return status;
		}
		dprintf(STDERR_FILENO, "%s\n", e->message);
	}
	return status;
}

/* What an answer to the question for a lifetime is read with, and into. */
struct lifetime_asked {
	const struct provider *provider;
	struct lifetime *lifetime;
};

static enum status take_lifetime(const char *answer, void *argument,
				 struct error *e)
{
	struct lifetime_asked *asked = argument;
	char usual[ANSWER_MAX];

	(void)snprintf(usual, sizeof(usual), "%d",
		       asked->provider->lifetime_days);
	return lifetime_read(*answer ? answer : usual, asked->provider,
			     time(NULL), asked->lifetime, e);
}

static void ask_when(const struct provider *provider, char *question)
{
	int longest = provider->lifetime_days_max;
	char most[32] = "";

	if (longest)
		(void)snprintf(most, sizeof(most), " to %d", longest);
	(void)snprintf(question, QUESTION_MAX,
		       "when does it end? in days (%d%s), %s [%d] ",
		       provider->lifetime_days_min, longest ? most : " or more",
		       longest ? "or a date" : "a date, or never",
		       provider->lifetime_days);
}

static enum status ask_lifetime(const struct provider *provider,
				struct lifetime *lifetime, struct error *e)
{
	struct lifetime_asked asked = { provider, lifetime };
	char question[QUESTION_MAX];

	ask_when(provider, question);
	return ask_until(question, take_lifetime, &asked, e);
}

enum status ask_lifetime_option(const char *text, const struct enrolment *c,
				struct lifetime *lifetime, struct error *e)
{
	return text ? lifetime_read(text, c->provider, time(NULL), lifetime, e)
		    : STATUS_OK;
}

enum status ask_lifetime_noted(struct enrolment *c, struct lifetime *lifetime,
			       struct error *e)
{
	const struct provider *provider = c->provider;
	bool given = lifetime->never || lifetime->end > 0;
	enum status status = STATUS_OK;

	if (!given && !c->unchanged && provider &&
	    provider->lifetime_days_min > 0 && terminal_has_person()) {
		status = ask_lifetime(provider, lifetime, e);
		given = status == STATUS_OK;
	}
	if (given)
		lifetime_note(lifetime, &c->record);
	return status;
}

enum status ask_check_text(const char *what, const char *text, struct error *e)
{
	size_t length = strlen(text);

	if (length > TEXT_MAX)
		return error_set(e, STATUS_USAGE, "%s is longer than %d bytes",
				 what, TEXT_MAX);
	if (text_has_control(text, length) || !text_is_utf8(text, length))
		return error_set(e, STATUS_USAGE, "%s holds what is no text",
				 what);
	return STATUS_OK;
}

enum status ask_check_option(const char *name, const char *text,
			     struct error *e)
{
	char what[32];

	(void)snprintf(what, sizeof(what), "'--%s'", name);
	return text ? ask_check_text(what, text, e) : STATUS_OK;
}

enum status ask_label(char *out, size_t size, struct error *e)
{
	enum status status =
		terminal_ask("label (empty: none): ", out, size, e);

	return status == STATUS_OK ? ask_check_text("the label", out, e)
				   : status;
}

enum status ask_or_option(const char *question, const char *refused,
			  const char *option, struct error *e)
{
	bool yes = false;
	enum status status;

	if (!terminal_has_person()) {
		error_set(e, STATUS_USAGE, "%s", refused);
		error_hint(e, "nobody is there to be asked: give '%s'", option);
		return STATUS_USAGE;
	}
	status = terminal_confirm(question, &yes, e);
	if (status == STATUS_OK && !yes)
		status = error_set(e, STATUS_USAGE, "%s", refused);
	return status;
}
