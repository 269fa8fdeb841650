#include <sodium.h>

#include "helper/backends/foreign/foreign.h"
#include "protocol/core/text.h"

enum {
	PROOF_SIZE = 16,
	ACCOUNTS_MAX = 100, /* of one host, without notes */
};

/* An erase on its way, with the lock held. */
struct erasing {
	struct foreign m;
	const struct credential *pattern;
	/* The next one to go: its note, and with the password if that is given.
	 */
	struct credential note;
	struct credential record;
	bool has_next;
	bool erased;
	/* The first failure of looking for the next. */
	enum status status;
	struct error error;
};

/* Erases what the manager just gave, and looks whether it is gone. */
static enum status drop(struct foreign *m, const struct credential *record,
			const char *place, struct error *e)
{
	struct credential left = { 0 };
	enum status status = m->kind->drop(m, record, place, e);

	if (status == STATUS_OK)
		status = m->kind->ask(m, record, place, &left, e);
	if (status == STATUS_OK && credential_same_address(&left, record) &&
	    credential_same_secret(&left, record))
		status = error_set(e, STATUS_FAILED,
				   "%s still has the password of '%s', though "
				   "it says that it erased it",
				   m->what, record->values[FIELD_HOST]);
	credential_clear(&left);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static void proof_record(struct credential *record)
{
	unsigned char random[PROOF_SIZE];
	char text[2 * PROOF_SIZE + 1];

	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(text, sizeof(text), random, sizeof(random));
	credential_set(record, FIELD_PROTOCOL, "https");
	credential_set(record, FIELD_HOST, "ringbearer.invalid");
	credential_set(record, FIELD_USERNAME, text);
	randombytes_buf(random, sizeof(random));
	(void)sodium_bin2hex(text, sizeof(text), random, sizeof(random));
	credential_set(record, FIELD_PASSWORD, text);
}

/*
 * Proves that it can be used, by a password that it keeps, gives back and
 * erases: so what it does not give is not there.
 */
static enum status prove(struct foreign *m, struct error *e)
{
	struct credential record = { 0 };
	struct credential given = { 0 };
	struct buffer place = { 0 };
	enum status status;

	proof_record(&record);
	m->kind->own_place(&record, &place);
	status = m->kind->put(m, &record, place.data, e);
	if (status == STATUS_OK)
		status = m->kind->ask(m, &record, place.data, &given, e);
	if (status == STATUS_OK)
		status = m->kind->drop(m, &record, place.data, e);
	if (status == STATUS_NOT_FOUND)
		status = error_set(e, STATUS_LOCKED,
				   "%s gives no password, and does not keep "
				   "one either",
				   m->what);
	if (status == STATUS_LOCKED)
		error_hint(e, "unlock it, then do it again");
	buffer_clear(&place);
	credential_clear(&given);
	credential_clear(&record);
	return status;
}

/* The note with its password, as far as that is given, in `record`. */
static enum status complete(struct erasing *x, const struct credential *note,
			    const struct note *reference,
			    struct credential *record, struct error *e)
{
	struct credential answer = { 0 };
	enum status status = STATUS_NOT_FOUND;

	credential_copy(note, record);
	credential_set(record, FIELD_PASSWORD, NULL);
	if (reference->there)
		status = x->m.kind->ask(&x->m, note, reference->place, &answer,
					e);
	if (status == STATUS_OK)
		credential_set(record, FIELD_PASSWORD,
			       answer.values[FIELD_PASSWORD]);
	credential_clear(&answer);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Whether the erase is about it. What is not given is told by its hash. */
static bool is_meant(const struct erasing *x, const struct note *reference,
		     const struct credential *record)
{
	struct credential guess = { 0 };
	bool fits;

	if (!reference->there || record->values[FIELD_PASSWORD] ||
	    !x->pattern->values[FIELD_PASSWORD])
		return credential_erases(record, x->pattern);
	credential_copy(record, &guess);
	credential_set(&guess, FIELD_PASSWORD,
		       x->pattern->values[FIELD_PASSWORD]);
	fits = note_fits(&x->m, reference, &guess) &&
	       credential_erases(&guess, x->pattern);
	credential_clear(&guess);
	return fits;
}

static bool find_next(const struct credential *note, void *argument)
{
	struct erasing *x = argument;
	struct credential record = { 0 };
	struct note reference;

	x->status = note_read(&x->m, note, &reference, &x->error);
	if (x->status == STATUS_OK)
		x->status = complete(x, note, &reference, &record, &x->error);
	if (x->status == STATUS_OK && is_meant(x, &reference, &record)) {
		credential_copy(note, &x->note);
		credential_copy(&record, &x->record);
		x->has_next = true;
	}
	credential_clear(&record);
	return x->status == STATUS_OK && !x->has_next;
}

static enum status erase_note(struct erasing *x, struct error *e)
{
	struct note reference;
	enum status status = note_read(&x->m, &x->note, &reference, e);

	if (status == STATUS_OK && x->record.values[FIELD_PASSWORD])
		status = drop(&x->m, &x->record, reference.place, e);
	else if (status == STATUS_OK && reference.there && !x->m.forgets)
		status = prove(&x->m, e);
	if (status == STATUS_OK)
		status = sidecar_drop(&x->m.beside, &x->note, e);
	x->erased |= status == STATUS_OK;
	return status;
}

static enum status erase_notes(struct erasing *x, struct error *e)
{
	enum status status = STATUS_OK;

	do {
		x->has_next = false;
		foreign_begin(&x->m);
		status = sidecar_visit(&x->m.beside, x->pattern, find_next, x,
				       e);
		if (x->status != STATUS_OK) {
			*e = x->error;
			return x->status;
		}
		if (status == STATUS_OK && x->has_next)
			status = erase_note(x, e);
	} while (status == STATUS_OK && x->has_next);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* One that other programs keep. `*more`: it went, and there may be another. */
static enum status erase_found(struct erasing *x, const char *place, bool *more,
			       struct error *e)
{
	struct credential found = { 0 };
	bool known = false;
	enum status status =
		x->m.kind->ask(&x->m, x->pattern, place, &found, e);

	*more = false;
	if (status == STATUS_OK)
		status = foreign_knows(&x->m, &found, &known, e);
	if (status == STATUS_OK && !known &&
	    credential_erases(&found, x->pattern)) {
		status = drop(&x->m, &found, place, e);
		*more = status == STATUS_OK;
		x->erased |= status == STATUS_OK;
	}
	credential_clear(&found);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status erase_natural(struct erasing *x, struct error *e)
{
	struct buffer place = { 0 };
	enum status status = STATUS_OK;

	for (size_t i = 0; status == STATUS_OK &&
			   x->m.kind->natural_place(x->pattern, i, &place);
	     i++) {
		bool more = true;

		for (int n = 0; n < ACCOUNTS_MAX && more && status == STATUS_OK;
		     n++) {
			foreign_begin(&x->m);
			status = erase_found(x, place.data, &more, e);
		}
		buffer_clear(&place);
	}
	buffer_clear(&place);
	return status;
}

enum status foreign_erase(const struct backend *self,
			  const struct config *config,
			  const struct credential *pattern, struct error *e)
{
	struct erasing x = { .pattern = pattern };
	enum status status = foreign_open(&x.m, self, config, e);

	if (status == STATUS_OK)
		status = foreign_open_notes(&x.m, config, FILE_STORE_READ,
					    LOCK_ALONE, e);
	if (status == STATUS_OK && x.m.has_notes)
		status = erase_notes(&x, e);
	if (status == STATUS_OK)
		status = erase_natural(&x, e);
	credential_clear(&x.note);
	credential_clear(&x.record);
	foreign_close(&x.m);
	return status == STATUS_OK && !x.erased ? STATUS_NOT_FOUND : status;
}
