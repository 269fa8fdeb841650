#include <stdio.h>

#include "helper/backends/foreign/foreign.h"
#include "protocol/core/text.h"

/* A search on its way. */
struct reading {
	struct foreign m;
	struct search search;
};

/* Whether what else there is will fail likewise. */
static bool is_for_all(enum status status)
{
	return status == STATUS_UNAVAILABLE || status == STATUS_TIMEOUT ||
	       status == STATUS_LOCKED;
}

/* Notes a failure; whether the search goes on. */
static bool go_on(struct search *s, enum status status, const struct error *e)
{
	(void)error_pass_over(&s->first, status, e);
	return !s->stopped && (s->first.status == STATUS_OK ||
			       (!s->pattern && !is_for_all(status)));
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

static void withhold(const struct foreign *m, struct credential *record)
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
static enum status complete(struct foreign *m, const struct credential *note,
			    const struct note *reference,
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
		if (note_fits(m, reference, &answer))
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
	struct note reference;
	struct error e = { 0 };
	enum status status = note_read(&r->m, note, &reference, &e);

	if (status == STATUS_OK && reference.there) {
		if (!r->search.pattern)
			foreign_begin(&r->m);
		status = complete(&r->m, note, &reference, &record, &e);
	} else if (status == STATUS_OK) {
		credential_copy(note, &record);
		credential_set(&record, FIELD_PASSWORD, NULL);
	}
	if (status == STATUS_OK)
		(void)search_show(&r->search, &record);
	credential_clear(&record);
	return go_on(&r->search, status, &e);
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
		status = foreign_knows(&r->m, &found, &known, e);
	if (status == STATUS_OK && !known)
		(void)search_show(&r->search, &found);
	credential_clear(&found);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status show_natural(struct reading *r, struct error *e)
{
	struct buffer place = { 0 };
	enum status status = STATUS_OK;

	for (size_t i = 0;
	     status == STATUS_OK && !r->search.stopped &&
	     r->m.kind->natural_place(r->search.pattern, i, &place);
	     i++) {
		status = show_found(r, r->search.pattern, place.data, e);
		buffer_clear(&place);
	}
	buffer_clear(&place);
	return status;
}

/* The sealed notes; or what one of them has failed by. */
static enum status show_notes(struct reading *r, struct error *e)
{
	enum status status = STATUS_NOT_FOUND;

	if (r->m.has_notes)
		status = sidecar_visit(&r->m.beside, r->search.pattern,
				       show_note, r, e);
	if (r->search.first.status != STATUS_OK)
		return error_first(&r->search.first, e);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static bool show_listed(const struct credential *address, const char *place,
			void *argument)
{
	struct reading *r = argument;
	struct error e = { 0 };
	enum status status;

	foreign_begin(&r->m);
	status = show_found(r, address, place, &e);
	return go_on(&r->search, status, &e);
}

/* What has no note; what the notes have failed by came first. */
static enum status show_rest(struct reading *r, enum status of_notes,
			     struct error *e)
{
	enum status status = error_pass_over(&r->search.first, of_notes, e);

	if (r->m.kind->list && !r->search.stopped && !is_for_all(of_notes)) {
		foreign_begin(&r->m);
		status = r->m.kind->list(&r->m, show_listed, r, e);
	}
	return search_pass_over(&r->search, status, e);
}

enum status foreign_search(const struct backend *self,
			   const struct config *config,
			   const struct credential *pattern,
			   search_visit *visit, void *argument, struct error *e)
{
	struct reading r = {
		.search = { .pattern = pattern,
			    .backend = self->name,
			    .visit = visit,
			    .argument = argument },
	};
	enum status status = foreign_open(&r.m, self, config, e);

	if (status == STATUS_OK)
		status = foreign_open_notes(&r.m, config, FILE_STORE_READ,
					    LOCK_SHARED, e);
	if (status == STATUS_OK) {
		status = show_notes(&r, e);
		if (!pattern)
			status = show_rest(&r, status, e);
		else if (status == STATUS_OK && r.search.found == 0)
			status = show_natural(&r, e);
	}
	foreign_close(&r.m);
	return search_end(&r.search, status, e);
}
