#include <stdio.h>

#include "helper/backends/foreign/foreign.h"
#include "protocol/core/text.h"

/* A get or a list on its way. */
struct reading {
	struct manager m;
	const struct credential *pattern; /* NULL: all */
	search_visit *visit;
	void *argument;
	bool found;
	bool stopped; /* `visit` wants no more */
	/* The first failure, which ends a get but not a list. */
	enum status status;
	struct error error;
};

static void show(struct reading *r, struct credential *record)
{
	credential_set(record, FIELD_BACKEND, r->m.self->name);
	r->found = true;
	r->stopped = !r->visit(record, r->argument);
}

/* Whether what else there is will fail likewise. */
static bool is_for_all(enum status status)
{
	return status == STATUS_UNAVAILABLE || status == STATUS_TIMEOUT ||
	       status == STATUS_LOCKED;
}

/* Notes a failure; whether the search goes on. */
static bool go_on(struct reading *r, enum status status, const struct error *e)
{
	if (status != STATUS_OK && r->status == STATUS_OK) {
		r->status = status;
		r->error = *e;
	}
	return !r->stopped &&
	       (r->status == STATUS_OK || (!r->pattern && !is_for_all(status)));
}

/* Another program has changed the password: the person's notes stay. */
static void keep_for_new(const struct credential *note,
			 struct credential *record)
{
	static const enum field kept[] = {
		FIELD_PROTOCOL, FIELD_HOST,    FIELD_PATH,    FIELD_USERNAME,
		FIELD_PROVIDER, FIELD_LABEL,   FIELD_CREATED, FIELD_DESCRIPTION,
		FIELD_STORED,	FIELD_DEFAULT,
	};

	for (size_t i = 0; i < sizeof(kept) / sizeof(kept[0]); i++)
		credential_set(record, kept[i], note->values[kept[i]]);
	for (size_t i = 0; i < note->extra_count; i++) {
		const struct extra *e = &note->extras[i];

		if (e->foreign)
			credential_add_foreign(record, e->key, e->value);
		else if (e->note)
			credential_set_note(record, e->key, e->value);
	}
}

static void withhold(const struct manager *m, struct credential *record)
{
	char why[ERROR_HINT_MAX];

	(void)snprintf(why, sizeof(why),
		       "%s did not give the password; it may be locked, or "
		       "have forgotten it",
		       m->what);
	credential_set(record, FIELD_PASSWORD, NULL);
	credential_set(record, FIELD_WITHHELD, m->forgets ? "" : why);
}

/* Completes the record of a note whose password lies with the manager. */
static enum status complete(struct manager *m, const struct credential *note,
			    const struct reference *reference,
			    struct credential *record, struct error *e)
{
	struct credential answer = { 0 };
	enum status status =
		m->kind->ask(m, note, reference->place, &answer, e);

	if (status == STATUS_NOT_FOUND) {
		credential_copy(note, record);
		withhold(m, record);
		status = STATUS_OK;
	} else if (status == STATUS_OK) {
		credential_set(record, FIELD_PASSWORD, NULL);
		if (reference_fits(m, reference, &answer))
			credential_copy(note, record);
		else
			keep_for_new(note, record);
		credential_set(record, FIELD_PASSWORD,
			       answer.values[FIELD_PASSWORD]);
	}
	credential_clear(&answer);
	return status;
}

static bool show_note(const struct credential *note, void *argument)
{
	struct reading *r = argument;
	struct credential record = { 0 };
	struct reference reference;
	struct error e = { 0 };
	enum status status = reference_read(&r->m, note, &reference, &e);

	if (status == STATUS_OK && reference.there) {
		if (!r->pattern)
			manager_begin(&r->m);
		status = complete(&r->m, note, &reference, &record, &e);
	} else if (status == STATUS_OK) {
		credential_copy(note, &record);
		credential_set(&record, FIELD_PASSWORD, NULL);
	}
	if (status == STATUS_OK)
		show(r, &record);
	credential_clear(&record);
	return go_on(r, status, &e);
}

/* What is where other programs keep it, unless a note is about it. */
static enum status show_found(struct reading *r,
			      const struct credential *address,
			      const char *place, struct error *e)
{
	struct credential found = { 0 };
	bool known = false;
	enum status status = r->m.kind->ask(&r->m, address, place, &found, e);

	if (status == STATUS_OK)
		status = manager_knows(&r->m, &found, &known, e);
	if (status == STATUS_OK && !known &&
	    (!r->pattern || credential_matches(&found, r->pattern)))
		show(r, &found);
	credential_clear(&found);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status show_natural(struct reading *r, struct error *e)
{
	struct buffer place = { 0 };
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK && !r->stopped &&
			   r->m.kind->natural_place(r->pattern, i, &place);
	     i++) {
		status = show_found(r, r->pattern, place.data, e);
		buffer_clear(&place);
	}
	buffer_clear(&place);
	return status;
}

/* The sealed notes, then what they have failed by. */
static enum status show_notes(struct reading *r, struct error *e)
{
	enum status status = STATUS_NOT_FOUND;

	if (r->m.has_notes)
		status =
			beside_visit(&r->m.beside, r->pattern, show_note, r, e);
	if (r->status == STATUS_OK)
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	*e = r->error;
	return r->status;
}

enum status manager_get(const struct backend *self, const struct config *config,
			const struct credential *pattern, search_visit *visit,
			void *argument, struct error *e)
{
	struct reading r = {
		.pattern = pattern,
		.visit = visit,
		.argument = argument,
	};
	enum status status = manager_open(&r.m, self, config, e);

	if (status == STATUS_OK)
		status = manager_open_notes(&r.m, config, FILE_STORE_READ,
					    LOCK_SHARED, e);
	if (status == STATUS_OK)
		status = show_notes(&r, e);
	if (status == STATUS_OK && !r.found)
		status = show_natural(&r, e);
	manager_close(&r.m);
	return status == STATUS_OK && !r.found ? STATUS_NOT_FOUND : status;
}

static bool show_listed(const struct credential *address, const char *place,
			void *argument)
{
	struct reading *r = argument;
	struct error e = { 0 };
	enum status status;

	manager_begin(&r->m);
	status = show_found(r, address, place, &e);
	return go_on(r, status, &e);
}

static enum status list_rest(struct reading *r, struct error *e)
{
	enum status status;

	manager_begin(&r->m);
	status = r->m.kind->list(&r->m, show_listed, r, e);
	if (r->status == STATUS_OK)
		return status;
	*e = r->error;
	return r->status;
}

enum status manager_list(const struct backend *self,
			 const struct config *config, search_visit *visit,
			 void *argument, struct error *e)
{
	struct reading r = { .visit = visit, .argument = argument };
	enum status status = manager_open(&r.m, self, config, e);
	struct error of_notes = { 0 };
	enum status first;

	if (status == STATUS_OK)
		status = manager_open_notes(&r.m, config, FILE_STORE_READ,
					    LOCK_SHARED, e);
	if (status != STATUS_OK) {
		manager_close(&r.m);
		return status;
	}
	first = show_notes(&r, &of_notes);
	if (self->kind->list && !r.stopped && !is_for_all(first))
		status = list_rest(&r, e);
	if (first != STATUS_OK) {
		status = first;
		*e = of_notes;
	}
	manager_close(&r.m);
	return status;
}
