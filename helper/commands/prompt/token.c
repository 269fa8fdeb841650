#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "helper/catalogue/catalogue.h"
#include "helper/commands/prompt/fields.h"
#include "helper/commands/prompt/guide.h"
#include "helper/commands/prompt/token.h"
#include "helper/definition/token.h"
#include "helper/system/terminal.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	READ_MAX = TOKEN_MAX + 1024, /* bytes, with what may be around it */
	QUESTION_MAX = 512,
};

/* How a token is read, and what was. */
struct token_input {
	const char *title; /* whose token it is, for the question */
	bool clean;	   /* take away what is around it */
	bool has_lines;	   /* on standard input, lines follow it */
	struct buffer token;
	struct buffer lines; /* those */
};

static enum status read_typed(const char *title, struct buffer *out,
			      struct error *e)
{
	char question[QUESTION_MAX];
	char *typed;
	enum status status;

	(void)snprintf(question, sizeof(question),
		       "token of %s (not shown): ", title);
	status = terminal_ask_secret(question, &typed, e);
	if (status == STATUS_OK)
		buffer_add_text(out, typed);
	secret_free(typed);
	return status;
}

static enum status read_piped(struct buffer *out, struct error *e)
{
	/* What is typed there would be shown. */
	if (isatty(STDIN_FILENO)) {
		error_set(e, STATUS_USAGE, "nobody is there to be asked");
		error_hint(e, "give the token on standard input: '< FILE'");
		return STATUS_USAGE;
	}
	if (buffer_read(out, STDIN_FILENO, READ_MAX) == 0)
		return STATUS_OK;
	return errno == EFBIG ? token_text_too_long(e)
			      : error_errno(e, STATUS_MALFORMED,
					    "cannot read standard input");
}

/* Whether what is around the token may be taken away. */
static enum status may_clean(const struct token_text *text, bool clean,
			     struct error *e)
{
	char question[QUESTION_MAX];
	enum status status = STATUS_OK;

	if (!clean && terminal_has_person()) {
		(void)snprintf(question, sizeof(question),
			       "that is more than a token: %s; take it away? "
			       "[y/N] ",
			       text->dressing);
		status = terminal_confirm(question, &clean, e);
	}
	if (status != STATUS_OK || clean)
		return status;
	error_set(e, STATUS_MALFORMED, "that is more than a token: %s",
		  text->dressing);
	error_hint(e, "--clean takes it away; nothing was kept");
	return STATUS_MALFORMED;
}

/* Takes off what stands behind the first line. */
static void split(struct buffer *raw, struct buffer *lines)
{
	const char *end = memchr(raw->data, '\n', raw->length);
	size_t first = end ? (size_t)(end - raw->data) + 1 : raw->length;

	buffer_add(lines, raw->data + first, raw->length - first);
	raw->length = first;
}

/* Typed unseen by a person, or from standard input. */
static enum status read_token(struct token_input *input, struct error *e)
{
	struct buffer raw = { 0 };
	struct token_text text = { 0 };
	enum status status = terminal_has_person()
				     ? read_typed(input->title, &raw, e)
				     : read_piped(&raw, e);

	if (input->has_lines && raw.length > 0 && !terminal_has_person())
		split(&raw, &input->lines);
	if (status == STATUS_OK)
		status = token_text_read(raw.data ? raw.data : "", raw.length,
					 &text, e);
	if (status == STATUS_OK && *text.dressing)
		status = may_clean(&text, input->clean, e);
	if (status == STATUS_OK)
		buffer_add(&input->token, text.data, text.length);
	buffer_clear(&raw);
	return status;
}

/* Whose token it may be instead. */
struct guess {
	const struct provider *expected;
	const char *token;
	char title[128]; /* "": nobody's that is known */
};

static bool compare(const struct catalogue_item *item, void *argument)
{
	struct guess *guess = argument;

	if (!item->provider || item->provider->hints.count == 0 ||
	    strcmp(item->name, guess->expected->name) == 0 ||
	    !token_text_fits(item->provider, guess->token))
		return true;
	text_sanitize(item->provider->title, guess->title,
		      sizeof(guess->title));
	return false;
}

static enum status check_other(const struct guess *guess, bool force,
			       struct error *e)
{
	bool yes = force;

	dprintf(STDERR_FILENO,
		"ringbearer: this looks like a token of %s, not of %s\n",
		guess->title, guess->expected->title);
	if (!force && terminal_has_person() &&
	    terminal_confirm("send it there all the same? [y/N] ", &yes, e) !=
		    STATUS_OK)
		return STATUS_USAGE;
	if (yes)
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "the token was not sent to %s",
		  guess->expected->title);
	error_hint(e, "name its own provider, or insist with '--force'");
	return STATUS_USAGE;
}

/* A token that does not look like one of the provider's is warned of. */
static enum status check_looks(const struct enrolment *c, const char *token,
			       bool force, struct error *e)
{
	struct guess guess = { .expected = c->provider, .token = token };
	struct error ignored = { 0 };

	if (!c->provider || token_text_fits(c->provider, token))
		return STATUS_OK;
	(void)catalogue_each(c->store->config, compare, &guess, &ignored);
	if (*guess.title)
		return check_other(&guess, force, e);
	dprintf(STDERR_FILENO,
		"ringbearer: this does not look like a token of %s\n",
		c->provider->title);
	return STATUS_OK;
}

static enum status show_page(const struct provider *provider, bool open,
			     struct error *e)
{
	enum status status = STATUS_OK;

	if (!provider->create_url)
		return status;
	if (!open && guide_has_desktop())
		status = terminal_confirm("open the page in the browser? "
					  "[y/N] ",
					  &open, e);
	if (status == STATUS_OK && open)
		guide_open(provider->create_url);
	return status;
}

static enum status lead(const struct token_options *options,
			const struct provider *provider, struct error *e)
{
	dprintf(STDERR_FILENO, "a token of %s:\n\n", provider->title);
	guide_print(provider, options->scopes);
	return show_page(provider, options->open, e);
}

static enum status complete(struct enrolment *c,
			    const struct token_input *input, struct error *e)
{
	enum status status = STATUS_OK;

	credential_set(&c->request, enrol_token_field(&c->request),
		       input->token.data);
	if (!c->provider)
		return status;
	if (input->lines.length > 0)
		status = field_input_lines(c->provider, input->lines.data,
					   &c->request, e);
	return status == STATUS_OK
		       ? field_input_complete(c->provider, &c->request, e)
		       : status;
}

enum status obtain_token(const struct token_options *options,
			 struct enrolment *c, struct error *e)
{
	struct token_input input = {
		.title = c->provider ? c->provider->title : options->name,
		.clean = options->clean,
		.has_lines = c->provider &&
			     field_input_wants_lines(c->provider, &c->request),
	};
	enum status status = STATUS_OK;

	if (c->provider && terminal_has_person())
		status = lead(options, c->provider, e);
	if (status == STATUS_OK)
		status = read_token(&input, e);
	if (status == STATUS_OK)
		status = check_looks(c, input.token.data, options->force, e);
	if (status == STATUS_OK)
		status = complete(c, &input, e);
	buffer_clear(&input.token);
	buffer_clear(&input.lines);
	return status;
}
