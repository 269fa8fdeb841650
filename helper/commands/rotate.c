#include <stdio.h>
#include <unistd.h>

#include "helper/broker/explain.h"
#include "helper/catalogue/catalogue.h"
#include "helper/commands/command.h"
#include "helper/commands/prompt/ask.h"
#include "helper/commands/prompt/confirmation.h"
#include "helper/commands/prompt/token.h"
#include "helper/definition/fields.h"
#include "helper/entries/entries.h"
#include "helper/system/terminal.h"
#include "protocol/core/text.h"

/* The command under way. */
struct command_rotate {
	const struct invocation *invocation;
	struct enrolment c;
	char name[ENTRY_NAME_SIZE];
	bool force;
	bool undo; /* back to the token that this one replaced */
	struct lifetime lifetime;
	struct credential found; /* the entry, before anything is changed */
};

/* The token of before becomes the request's. */
static enum status take_previous(struct command_rotate *k, struct error *e)
{
	const char *previous = k->found.values[FIELD_PREVIOUS];

	if (previous) {
		credential_set(&k->c.request, enrol_token_field(&k->c.request),
			       previous);
		return STATUS_OK;
	}
	error_set(e, STATUS_NOT_FOUND, "no older token of '%s' is kept",
		  k->name);
	error_hint(e, "'rotate' keeps it with --keep-old");
	return STATUS_NOT_FOUND;
}

/*
 * The entry's address, how its token travels, and what was typed beside it
 * become the request's.
 */
static enum status find_entry(struct command_rotate *k, struct error *e)
{
	static const enum field kept[] = { FIELD_PROTOCOL, FIELD_HOST,
					   FIELD_PATH, FIELD_USERNAME };
	struct enrolment *c = &k->c;
	const struct credential *found = &k->found;
	enum status status = entries_find(c->store, k->invocation->arguments[0],
					  &k->found, e);

	if (status != STATUS_OK)
		return status;
	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		credential_set(&c->request, kept[i], found->values[kept[i]]);
	if (!found->values[FIELD_PASSWORD])
		credential_set(&c->request, FIELD_AUTHTYPE,
			       found->values[FIELD_AUTHTYPE]);
	entry_name(found, k->name, sizeof(k->name));
	if (k->undo)
		status = take_previous(k, e);
	if (status == STATUS_OK)
		status = enrol_see(c, e);
	if (status == STATUS_OK)
		status = catalogue_find_for(c->store->config, &c->request,
					    &c->provider, e);
	typed_field_copy(c->provider, found, &c->request);
	return status;
}

static enum status read_lifetime(struct command_rotate *k, struct error *e)
{
	return ask_lifetime_option(command_option(k->invocation, "expires"),
				   &k->c, &k->lifetime, e);
}

static enum status refuse_unclear(const struct command_rotate *k,
				  struct error *e)
{
	if (k->c.store->config->policy == POLICY_OFF)
		error_set(e, STATUS_UNVERIFIED,
			  "the token was not replaced: the configuration "
			  "forbids to verify the new one");
	else
		(void)explain_unverified(k->c.provider, &k->c.answer, true, e);
	error_hint(e, "the old token is still there; --force replaces it all "
		      "the same");
	return STATUS_UNVERIFIED;
}

static enum status refuse_bad(const struct command_rotate *k, struct error *e)
{
	const struct enrolment *c = &k->c;

	(void)explain_refusal(c->provider, &c->answer, e);
	if (c->answer.verdict == VERDICT_WRONG_PLACE)
		error_hint(e, "the old token of '%s' is still there", k->name);
	return STATUS_REFUSED;
}

static enum status judge(struct command_rotate *k, struct error *e)
{
	enum verdict_kind kind = VERDICT_KIND_UNCLEAR;
	struct enrolment *c = &k->c;
	enum status status = STATUS_OK;

	if (c->provider && c->store->config->policy != POLICY_OFF)
		status = enrol_verify(c, &kind, e);
	if (status != STATUS_OK)
		return status;
	if (kind == VERDICT_KIND_REJECTED)
		return refuse_bad(k, e);
	if (kind == VERDICT_KIND_UNCLEAR && c->provider && !k->force)
		return refuse_unclear(k, e);
	return enrol_compose(c, kind, e);
}

static enum status compare_users(struct command_rotate *k, struct error *e)
{
	struct buffer lines = { 0 };
	enum status status = STATUS_OK;

	enrol_differences(&k->c, &lines);
	if (lines.length > 0 && k->c.record.values[FIELD_VERIFIED]) {
		dprintf(STDERR_FILENO, "the new token is another one's:\n");
		(void)write_all(STDERR_FILENO, lines.data, lines.length);
		if (!k->force) {
			status = error_set(e, STATUS_USAGE,
					   "the new token is not for the user "
					   "and organization of '%s'",
					   k->name);
			error_hint(e, "the old token is still there; --force "
				      "replaces it all the same");
		}
	}
	buffer_clear(&lines);
	return status;
}

static enum status compare(struct command_rotate *k, struct error *e)
{
	char question[ENTRY_NAME_SIZE + 64];

	if (k->c.unchanged)
		return error_set(e, STATUS_USAGE,
				 "that is the token which '%s' has already",
				 k->name);
	if (!k->undo)
		confirmation_dropping(&k->c);
	if (k->c.provider)
		return compare_users(k, e);
	if (k->force)
		return STATUS_OK;
	(void)snprintf(question, sizeof(question),
		       "nobody can verify it; replace the token of '%s'? "
		       "[y/N] ",
		       k->name);
	return ask_or_option(question,
			     "the token was not replaced: no provider is known "
			     "that could verify the new one",
			     "--force", e);
}

/*
 * The older token ends when it was noted to, unless the provider tells. It was
 * not made today, so that nothing can be computed.
 */
static void restore_expiry(const struct command_rotate *k,
			   struct credential *record)
{
	const char *known = record->values[FIELD_EXPIRY_KNOWN];
	const char *previous = k->found.values[FIELD_PREVIOUS_KNOWN];

	if (text_equal(known, "told"))
		return;
	credential_set(record, FIELD_PASSWORD_EXPIRY_UTC,
		       k->found.values[FIELD_PREVIOUS_EXPIRY]);
	credential_set(record, FIELD_EXPIRY_KNOWN,
		       previous ? previous : "unknown");
}

static enum status note_lifetime(struct command_rotate *k, struct error *e)
{
	if (k->undo)
		restore_expiry(k, &k->c.record);
	return ask_lifetime_noted(&k->c, &k->lifetime, e);
}

static void say_how_to_undo(const char *name)
{
	dprintf(STDERR_FILENO,
		"the one it replaces is kept: 'ringbearer rotate %s --undo' "
		"brings it back,\n'ringbearer edit %s --forget-old' drops it\n",
		name, name);
}

static const char *revoked(const struct command_rotate *k)
{
	if (k->c.keeps_old)
		return "that one, when it is needed no more,";
	return k->undo ? "the newer one" : "the old one";
}

static enum status keep(struct command_rotate *k, struct error *e)
{
	bool open = command_option(k->invocation, "open") != NULL;
	enum status status = enrol_keep(&k->c, e);

	if (status != STATUS_OK)
		return status;
	confirmation_print(k->undo ? "rotated back" : "rotated", &k->c);
	if (k->c.keeps_old)
		say_how_to_undo(k->name);
	confirmation_revoke(k->c.provider, revoked(k), open);
	if (!k->undo)
		confirmation_dropped(&k->c);
	enrol_announce(&k->c, e);
	return STATUS_OK;
}

static enum status obtain(struct command_rotate *k, struct error *e)
{
	const struct token_options how = {
		.name = k->name,
		.open = command_option(k->invocation, "open") != NULL,
		.clean = command_option(k->invocation, "clean") != NULL,
		.force = k->force,
	};

	return k->undo ? STATUS_OK : obtain_token(&how, &k->c, e);
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	static enum status (*const steps[])(struct command_rotate *,
					    struct error *) = {
		find_entry, read_lifetime, obtain, judge,
		compare,    note_lifetime, keep,
	};
	struct command_rotate k = { .invocation = invocation };
	struct store store = { 0 };
	enum status status = command_open(invocation, &store, e);

	k.c.store = &store;
	k.c.stays = true;
	k.c.keeps_old = command_option(invocation, "keep-old") != NULL;
	k.force = command_option(invocation, "force") != NULL;
	k.undo = command_option(invocation, "undo") != NULL;
	for (size_t i = 0; i < sizeof(steps) / sizeof(steps[0]); i++)
		if (status == STATUS_OK)
			status = steps[i](&k, e);
	if (status == STATUS_USAGE && !e->hint[0])
		error_hint(e, "the token of before is still there");
	credential_clear(&k.found);
	enrol_clear(&k.c);
	store_close(&store);
	return status;
}

static const struct command_option options[] = {
	{ "expires", "DATE", "2030-12-31, a number of days, or never" },
	{ "keep-old", NULL, "keep the replaced token, too, for --undo" },
	{ "undo", NULL, "go back to the token that --keep-old kept" },
	{ "open", NULL, "open the provider's pages in the browser" },
	{ "clean", NULL, "take away quotes, 'Bearer' and blanks around it" },
	{ "force", NULL, "replace it by another user's or an unverified one" },
	{ NULL, NULL, NULL },
};

const struct command command_rotate = {
	.name = "rotate",
	.arguments = "NAME",
	.kind = ARGUMENT_ENTRY,
	.minimum = 1,
	.maximum = 1,
	.summary = "replace a token by a new one of the same user",
	.details = "Leads to a new token, reads it as 'connect' does, and "
		   "verifies it. It must belong\nto the same user and "
		   "organization. Until it is kept the old one can be had; "
		   "after\nthat you are told where to revoke the old one. One "
		   "older token is kept at most:\nwhat an earlier --keep-old "
		   "kept is dropped, and that is said.\n\n"
		   "--undo reads no token: it verifies the one that --keep-old "
		   "kept and goes back to\nit; the present one stays if the "
		   "provider refuses that, and is kept in turn only\nwith "
		   "--keep-old.\n",
	.example = "ringbearer rotate notion < new-token.txt\n",
	.options = options,
	.run = run,
};
