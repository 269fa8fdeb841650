#include "helper/broker/weigh.h"
#include "helper/broker/compose.h"
#include "helper/broker/explain.h"
#include "protocol/core/text.h"

/* The caller named nobody, and what is there may be somebody else's. */
static enum status refuse_to_replace(const struct enrolment *c, struct error *e)
{
	const char *person = c->old.values[FIELD_EMAIL];
	const char *username = c->old.values[FIELD_USERNAME];

	error_set(e, STATUS_REFUSED,
		  "the token was not kept: one of %s is kept in its place",
		  text_is_empty(person) ? "an unknown account" : person);
	error_hint(e,
		   "give this one a 'username=NAME', or erase the other one "
		   "first, 'username=%s'",
		   text_is_empty(username) ? "" : username);
	return STATUS_REFUSED;
}

static enum status weigh_unclear(struct enrolment *c, struct error *e)
{
	bool verified = c->has_old && c->old.values[FIELD_VERIFIED];

	if (c->store->config->policy == POLICY_REQUIRE || verified)
		return explain_unverified(c->provider, &c->answer, verified, e);
	if (c->has_old && text_is_empty(c->request.values[FIELD_USERNAME]))
		return refuse_to_replace(c, e);
	compose_doubt(c->answer.verdict, &c->record);
	return STATUS_OK;
}

/* Whether two records are known to be of one person. */
static bool is_same_person(const struct credential *a,
			   const struct credential *b)
{
	static const enum field identity[] = { FIELD_ID, FIELD_EMAIL };

	for (size_t i = 0; i < sizeof(identity) / sizeof(identity[0]); i++)
		if (!text_is_empty(a->values[identity[i]]) &&
		    !text_is_empty(b->values[identity[i]]))
			return text_equal(a->values[identity[i]],
					  b->values[identity[i]]);
	return false;
}

static enum status weigh_good(const struct enrolment *c, struct error *e)
{
	if (c->has_old && c->old.values[FIELD_VERIFIED] &&
	    text_is_empty(c->request.values[FIELD_USERNAME]) &&
	    !is_same_person(&c->old, &c->record))
		return refuse_to_replace(c, e);
	return STATUS_OK;
}

enum status weigh(struct enrolment *c, enum verdict_kind kind, struct error *e)
{
	return kind == VERDICT_KIND_GOOD ? weigh_good(c, e)
					 : weigh_unclear(c, e);
}
