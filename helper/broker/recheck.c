#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "helper/broker/compose.h"
#include "helper/broker/recheck.h"
#include "helper/catalogue/catalogue.h"
#include "helper/entries/entries.h"
#include "helper/entries/update.h"
#include "protocol/core/expiry.h"
#include "protocol/core/memory.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

struct recheck_host {
	struct credential address; /* protocol and host */
	struct provider *provider; /* NULL: nobody's */
};

static bool is_of(const struct rechecked *item, enum verdict_kind kind)
{
	return item->asked && verdict_kind(item->v.verdict) == kind;
}

bool rechecked_is_refused(const struct rechecked *item)
{
	return is_of(item, VERDICT_KIND_REJECTED);
}

bool rechecked_is_open(const struct rechecked *item)
{
	return is_of(item, VERDICT_KIND_UNCLEAR);
}

bool rechecked_ends(const struct rechecked *item, long long by, long long now)
{
	long long end = expiry_noted(&item->record);
	bool good = is_of(item, VERDICT_KIND_GOOD);

	return end != 0 && end <= by && !(good && end <= now);
}

static struct recheck_host *add_host(struct recheck *c,
				     const struct credential *record)
{
	struct recheck_host *host;

	c->hosts = memory_grow(c->hosts, c->host_count, sizeof(*c->hosts));
	host = &c->hosts[c->host_count++];
	credential_copy_host(record, &host->address);
	return host;
}

/*
 * By the host, as when it was stored, and not by what is noted: a definition
 * is what says where a token may go.
 */
static enum status find_provider(struct recheck *c,
				 const struct credential *record,
				 const struct provider **provider,
				 struct error *e)
{
	const char *protocol = record->values[FIELD_PROTOCOL];
	struct recheck_host *host = NULL;
	enum status status = STATUS_OK;

	for (size_t i = 0; i < c->host_count && !host; i++)
		if (credential_matches(record, &c->hosts[i].address))
			host = &c->hosts[i];
	if (!host) {
		host = add_host(c, record);
		status = catalogue_find_for(c->store->config, &host->address,
					    &host->provider, e);
	}
	*provider = host->provider;
	if (*provider && strcmp(protocol, "https") != 0 &&
	    !(*provider)->loopback)
		*provider = NULL;
	return status;
}

static bool same_place(const struct credential *a, const struct credential *b)
{
	const char *left = a->values[FIELD_BACKEND];
	const char *right = b->values[FIELD_BACKEND];

	return credential_same_address(a, b) &&
	       (left && right ? strcmp(left, right) == 0 : left == right);
}

enum status recheck_add(struct recheck *c, const struct credential *record,
			struct error *e)
{
	struct rechecked *item;

	for (size_t i = 0; i < c->count; i++)
		if (same_place(&c->items[i].record, record))
			return STATUS_OK;
	c->items = memory_grow(c->items, c->count, sizeof(*c->items));
	item = &c->items[c->count++];
	credential_copy(record, &item->record);
	return find_provider(c, record, &item->provider, e);
}

/* Takes over what was told; what was not told again stays. */
static void note_good(const struct verification *v,
		      const struct credential *old, struct credential *record)
{
	static const enum field known[] = {
		FIELD_ACCOUNT, FIELD_NAME,	   FIELD_EMAIL,
		FIELD_ID,      FIELD_ORGANIZATION, FIELD_SCOPES,
	};

	compose_verified(v, record);
	credential_set(record, FIELD_USERNAME, old->values[FIELD_USERNAME]);
	for (size_t i = 0; i < sizeof(known) / sizeof(known[0]); i++)
		if (!record->values[known[i]])
			credential_set(record, known[i], old->values[known[i]]);
}

static void note_refusal(const struct verification *v,
			 struct credential *record)
{
	credential_set(record, FIELD_VERDICT, verdict_names[v->verdict]);
	credential_set(record, FIELD_INCONCLUSIVE, NULL);
	credential_set_number(record, FIELD_VERIFIED, time(NULL));
}

/* Whether more than the time of the verdict differs. */
static bool differs(const struct credential *old,
		    const struct credential *record)
{
	struct credential copy = { 0 };
	bool differ;

	credential_copy(old, &copy);
	credential_set(&copy, FIELD_VERIFIED, record->values[FIELD_VERIFIED]);
	differ = !record_equal(&copy, record);
	credential_clear(&copy);
	return differ;
}

/* What is noted of one. */
struct noting {
	const struct verification *v;
	bool refused;
	bool changed, turned;	  /* as in struct rechecked */
	struct credential record; /* as it is noted */
};

static void note_answer(struct credential *record, void *argument)
{
	struct noting *n = argument;
	struct credential old = { 0 };

	credential_copy(record, &old);
	if (n->refused)
		note_refusal(n->v, record);
	else
		note_good(n->v, &old, record);
	n->changed = differs(&old, record);
	n->turned = !text_equal(old.values[FIELD_VERDICT],
				record->values[FIELD_VERDICT]);
	credential_copy(record, &n->record);
	credential_clear(&old);
}

/*
 * Somebody may have replaced or erased it while the provider was asked, and it
 * may be read-only: then nothing is noted.
 */
static void note(const struct recheck *c, struct rechecked *item)
{
	struct noting n = { .v = &item->v,
			    .refused = rechecked_is_refused(item) };
	struct update u = {
		.store = c->store,
		.seen = &item->record,
		.change = note_answer,
		.argument = &n,
		.quiet = true,
	};

	if (rechecked_is_open(item))
		return;
	item->kept = entry_update(&u, &item->error);
	if (u.changed) {
		item->changed = n.changed;
		item->turned = n.turned;
		credential_copy(&n.record, &item->record);
	}
	credential_clear(&n.record);
}

/* The questions under way. */
struct round {
	struct recheck *checking;
	struct question *questions;
	size_t *places; /* among the items */
	size_t count;
	size_t done;
	recheck_progress *progress;
	void *argument;
};

static void take(size_t number, const struct verification *v, void *argument)
{
	struct round *round = argument;
	struct rechecked *item = &round->checking->items[round->places[number]];

	item->asked = true;
	item->v.verdict = v->verdict;
	item->v.nonsense = v->nonsense;
	credential_copy(&v->learnt, &item->v.learnt);
	note(round->checking, item);
	round->progress(++round->done, round->count, round->argument);
}

static void add_question(struct round *round, size_t place)
{
	const struct rechecked *item = &round->checking->items[place];

	round->questions[round->count] = (struct question){
		.provider = item->provider,
		.credential = &item->record,
		.traces = round->checking->traces,
	};
	round->places[round->count++] = place;
}

/* Those of one definition together, as verify_all() wants them. */
static void gather(struct round *round)
{
	struct recheck *c = round->checking;

	for (size_t h = 0; h < c->host_count; h++)
		for (size_t i = 0; i < c->count && c->hosts[h].provider; i++)
			if (c->items[i].provider == c->hosts[h].provider &&
			    credential_has_secret(&c->items[i].record))
				add_question(round, i);
}

void recheck_ask(struct recheck *c, recheck_progress *progress, void *argument)
{
	struct round round = {
		.checking = c,
		.questions =
			memory_alloc(c->count + 1, sizeof(*round.questions)),
		.places = memory_alloc(c->count + 1, sizeof(*round.places)),
		.progress = progress,
		.argument = argument,
	};

	gather(&round);
	progress(0, round.count, argument);
	verify_all(c->store->config, round.questions, round.count, take,
		   &round);
	free(round.questions);
	free(round.places);
}

void recheck_clear(struct recheck *c)
{
	for (size_t i = 0; i < c->count; i++) {
		credential_clear(&c->items[i].record);
		verification_clear(&c->items[i].v);
	}
	for (size_t i = 0; i < c->host_count; i++) {
		credential_clear(&c->hosts[i].address);
		provider_free(c->hosts[i].provider);
	}
	free(c->items);
	free(c->hosts);
	*c = (struct recheck){ 0 };
}
