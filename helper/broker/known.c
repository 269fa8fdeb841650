#include <time.h>

#include "helper/broker/compose.h"
#include "helper/broker/explain.h"
#include "helper/broker/known.h"
#include "helper/broker/recheck.h"
#include "helper/definition/verdict.h"
#include "helper/entries/entries.h"
#include "helper/entries/update.h"

enum {
	HOUR = 3600, /* seconds */
	SECOND = 1000000000,
};

static bool is_due(const struct config *config, const struct credential *old)
{
	long long verified = credential_number(old, FIELD_VERIFIED);
	long long kept = credential_number(old, FIELD_STORED) / SECOND;
	long long now = time(NULL);

	if (!old->values[FIELD_PROVIDER] || config->policy == POLICY_OFF ||
	    entry_is_disabled(old))
		return false;
	if (verified)
		return config->verify_again > 0 &&
		       now - verified >= config->verify_again;
	return config->policy == POLICY_REQUIRE || now - kept >= HOUR;
}

static enum status refuse_rejected(const struct credential *old,
				   struct error *e)
{
	const char *verdict = old->values[FIELD_VERDICT];
	char name[ENTRY_NAME_SIZE];

	if (entry_is_disabled(old) ||
	    verdict_kind(verdict_parse(verdict)) != VERDICT_KIND_REJECTED)
		return STATUS_OK;
	entry_name(old, name, sizeof(name));
	error_set(e, STATUS_REFUSED,
		  "'%s' has this token already, and the provider rejected it: "
		  "%s",
		  name, verdict);
	error_hint(e,
		   "'ringbearer rotate %s' takes a new one; 'ringbearer check "
		   "%s' asks again",
		   name, name);
	return STATUS_REFUSED;
}

/* Stored now, as far as the next hour goes. */
static void note_doubt(struct credential *record, void *verdict)
{
	struct timespec now;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	compose_doubt(*(enum verdict *)verdict, record);
	credential_set_number(record, FIELD_STORED,
			      now.tv_sec * 1LL * SECOND + now.tv_nsec);
}

/* Nobody could tell: an older answer is better than none. */
static enum status doubt(const struct store *store, struct rechecked *item,
			 struct error *e)
{
	struct update u = {
		.store = store,
		.seen = &item->record,
		.change = note_doubt,
		.argument = &item->v.verdict,
		.quiet = true,
	};

	if (store->config->policy == POLICY_REQUIRE)
		return explain_unverified(item->provider, &item->v, true, e);
	if (item->record.values[FIELD_VERIFIED])
		return refuse_rejected(&item->record, e);
	if (entry_update(&u, e) != STATUS_OK)
		return STATUS_FAILED;
	explain_doubt(item->provider, &item->v, e);
	return STATUS_OK;
}

static void show_nothing(size_t done, size_t all, void *argument)
{
	(void)done;
	(void)all;
	(void)argument;
}

static enum status ask(const struct store *store, struct recheck *checking,
		       struct error *e)
{
	struct rechecked *item = checking->items;

	recheck_ask(checking, show_nothing, NULL);
	if (!item->asked)
		return refuse_rejected(&item->record, e);
	if (rechecked_is_open(item))
		return doubt(store, item, e);
	*e = item->error;
	if (item->kept != STATUS_OK)
		return item->kept;
	return rechecked_is_refused(item)
		       ? explain_refusal(item->provider, &item->v, e)
		       : STATUS_OK;
}

enum status known_answer(const struct store *store, struct credential *old,
			 bool *turned, struct error *e)
{
	struct recheck checking = { .store = store };
	enum status status;

	if (!is_due(store->config, old))
		return refuse_rejected(old, e);
	status = recheck_add(&checking, old, e);
	if (status == STATUS_OK) {
		status = ask(store, &checking, e);
		credential_copy(&checking.items->record, old);
		*turned = checking.items->turned;
	}
	recheck_clear(&checking);
	return status;
}
