#include <string.h>

#include "helper/backends/foreign/foreign.h"
#include "protocol/core/text.h"

/* A store on its way, with the lock held. */
struct storing {
	struct foreign m;
	const struct credential *record;
	struct credential note; /* the one that is replaced */
	struct note reference;
	bool has_note;
	struct buffer place;
	struct credential old; /* what the manager gave before */
	bool has_old;
	bool changed; /* the manager was given something */
};

static enum status refuse(const struct foreign *m,
			  const struct credential *record, const char *why,
			  struct error *e)
{
	error_set(e, STATUS_FAILED, "%s cannot keep %s", m->what, why);
	error_hint(e,
		   "keep this one elsewhere, by the configuration: store "
		   "\"%.250s\" { backend = file }",
		   record->values[FIELD_HOST]);
	return STATUS_FAILED;
}

static enum status find_note(struct storing *s, struct error *e)
{
	enum status status = sidecar_find(&s->m.beside, s->record, &s->note, e);

	s->has_note = status == STATUS_OK;
	if (status == STATUS_OK)
		status = note_read(&s->m, &s->note, &s->reference, e);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Whether another program keeps the same account in this place. */
static enum status is_there(struct storing *s, const char *place, bool *there,
			    struct error *e)
{
	struct credential found = { 0 };
	bool known = false;
	enum status status = s->m.kind->ask(&s->m, s->record, place, &found, e);

	if (status == STATUS_OK)
		status = foreign_knows(&s->m, &found, &known, e);
	*there = status == STATUS_OK && !known &&
		 credential_same_address(&found, s->record);
	credential_clear(&found);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Where other programs have it already, else a place of our own. */
static enum status find_place(struct storing *s, struct error *e)
{
	const struct foreign_kind *kind = s->m.kind;
	bool there = false;
	enum status status = STATUS_OK;

	if (s->has_note && s->reference.there) {
		buffer_add_text(&s->place, s->reference.place);
		return STATUS_OK;
	}
	for (size_t i = 0; !text_is_empty(s->record->values[FIELD_USERNAME]) &&
			   kind->natural_place(s->record, i, &s->place);
	     i++) {
		status = is_there(s, s->place.data, &there, e);
		if (status != STATUS_OK || there)
			return status;
		buffer_clear(&s->place);
	}
	kind->own_place(s->record, &s->place);
	return STATUS_OK;
}

static enum status ask_old(struct storing *s, struct error *e)
{
	enum status status =
		s->m.kind->ask(&s->m, s->record, s->place.data, &s->old, e);

	s->has_old = status == STATUS_OK;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/*
 * Makes it as it was, as far as that can be done; what came before is the
 * failure that is told.
 */
static void put_back(struct storing *s)
{
	const struct foreign_kind *kind = s->m.kind;
	const char *place = s->place.data;
	struct credential now = { 0 };
	struct error ignored = { 0 };
	enum status status;

	if (!s->changed)
		return;
	status = kind->ask(&s->m, s->record, place, &now, &ignored);
	if (s->has_old &&
	    (status != STATUS_OK || !text_equal(now.values[FIELD_PASSWORD],
						s->old.values[FIELD_PASSWORD])))
		(void)kind->put(&s->m, &s->old, place, &ignored);
	else if (!s->has_old && status == STATUS_OK)
		(void)kind->drop(&s->m, s->record, place, &ignored);
	credential_clear(&now);
}

static enum status explain_lost(const struct foreign *m, bool given,
				struct error *e)
{
	error_set(e, STATUS_FAILED,
		  given ? "%s gives back another password than it was given"
			: "%s did not keep what it was given, though it says "
			  "so",
		  m->what);
	error_hint(e, "what was there before is put back; keep this one "
		      "elsewhere: see 'store' in ringbearer.conf(5)");
	return STATUS_FAILED;
}

static enum status read_back(struct storing *s, struct error *e)
{
	struct credential now = { 0 };
	enum status status =
		s->m.kind->ask(&s->m, s->record, s->place.data, &now, e);

	if (status == STATUS_NOT_FOUND)
		status = explain_lost(&s->m, false, e);
	else if (status == STATUS_OK &&
		 !text_equal(now.values[FIELD_PASSWORD],
			     s->record->values[FIELD_PASSWORD]))
		status = explain_lost(&s->m, true, e);
	credential_clear(&now);
	return status;
}

static enum status put(struct storing *s, struct error *e)
{
	enum status status;

	if (s->has_old && text_equal(s->old.values[FIELD_PASSWORD],
				     s->record->values[FIELD_PASSWORD]))
		return STATUS_OK;
	s->changed = true;
	status = s->m.kind->put(&s->m, s->record, s->place.data, e);
	return status == STATUS_OK ? read_back(s, e) : status;
}

static enum status put_note(struct storing *s, const char *place,
			    struct error *e)
{
	struct credential note = { 0 };
	enum status status;

	note_make(&s->m, s->record, place, &note);
	status = sidecar_put(&s->m.beside, &note, e);
	credential_clear(&note);
	return status;
}

static enum status keep_there(struct storing *s, struct error *e)
{
	enum status status = find_place(s, e);

	if (status == STATUS_OK)
		status = ask_old(s, e);
	if (status == STATUS_OK)
		status = put(s, e);
	if (status == STATUS_OK)
		status = put_note(s, s->place.data, e);
	if (status != STATUS_OK)
		put_back(s);
	return status;
}

/* There is no password; one that was there before goes. */
static enum status keep_here(struct storing *s, struct error *e)
{
	bool goes = s->has_note && s->reference.there;
	enum status status = put_note(s, NULL, e);

	if (status != STATUS_OK || !goes)
		return status;
	buffer_add_text(&s->place, s->reference.place);
	status = ask_old(s, e);
	if (status == STATUS_OK && s->has_old)
		status = s->m.kind->drop(&s->m, s->record, s->place.data, e);
	return status;
}

/* The notes alone have changed, of a password that was not given. */
static enum status keep_notes(struct storing *s, struct error *e)
{
	struct credential note = { 0 };
	enum status status;

	if (!s->has_note || !s->reference.there)
		return error_set(e, STATUS_FAILED, "%s has no password of '%s'",
				 s->m.what, s->record->values[FIELD_HOST]);
	credential_copy(s->record, &note);
	credential_set(&note, FIELD_PASSWORD, s->note.values[FIELD_PASSWORD]);
	status = sidecar_put(&s->m.beside, &note, e);
	credential_clear(&note);
	return status;
}

static enum status keep(struct storing *s, struct error *e)
{
	enum status status = find_note(s, e);

	if (status != STATUS_OK)
		return status;
	if (s->record->values[FIELD_PASSWORD])
		return keep_there(s, e);
	if (s->record->values[FIELD_WITHHELD])
		return keep_notes(s, e);
	return keep_here(s, e);
}

enum status foreign_store(const struct backend *self,
			  const struct config *config,
			  const struct credential *record, struct error *e)
{
	struct storing s = { .record = record };
	const char *why = self->kind->refuses(record);
	enum status status = foreign_open(&s.m, self, config, e);

	if (status == STATUS_OK && why)
		status = refuse(&s.m, record, why, e);
	if (status == STATUS_OK)
		status = foreign_open_notes(&s.m, config, FILE_STORE_WRITE,
					    LOCK_ALONE, e);
	if (status == STATUS_OK)
		status = keep(&s, e);
	credential_clear(&s.note);
	credential_clear(&s.old);
	buffer_clear(&s.place);
	foreign_close(&s.m);
	return status;
}
