#include <string.h>

#include "helper/backends/foreign/foreign.h"
#include "protocol/core/text.h"

/* "there TAG PLACE" or "here TAG", in the field of the password. */
static const char there[] = "there ";
static const char here[] = "here ";

/* What stands behind `prefix`, or NULL. */
static const char *behind(const char *text, const char *prefix)
{
	size_t length = strlen(prefix);

	return strncmp(text, prefix, length) == 0 ? text + length : NULL;
}

enum status note_read(const struct foreign *m, const struct credential *note,
		      struct note *out, struct error *e)
{
	const char *text = note->values[FIELD_PASSWORD];
	const char *tag = text ? behind(text, there) : NULL;

	*out = (struct note){ .there = tag != NULL };
	if (text && !tag)
		tag = behind(text, here);
	if (!tag || strlen(tag) < SEAL_TAG_LENGTH ||
	    (out->there && tag[SEAL_TAG_LENGTH] != ' '))
		return error_set(e, STATUS_FAILED,
				 "what lies beside %s for '%s' is no note",
				 m->what, note->values[FIELD_HOST]);
	memcpy(out->tag, tag, SEAL_TAG_LENGTH);
	out->place = out->there ? tag + SEAL_TAG_LENGTH + 1 : "";
	return STATUS_OK;
}

void note_make(const struct foreign *m, const struct credential *record,
	       const char *place, struct credential *note)
{
	struct buffer text = { 0 };
	char tag[SEAL_TAG_LENGTH + 1];

	sidecar_tag(&m->beside, record, tag);
	buffer_add_texts(&text, place ? there : here, tag, place ? " " : "",
			 place ? place : "", NULL);
	credential_copy(record, note);
	credential_set(note, FIELD_PASSWORD, text.data);
	buffer_clear(&text);
}

bool note_fits(const struct foreign *m, const struct note *reference,
	       const struct credential *record)
{
	char tag[SEAL_TAG_LENGTH + 1];

	sidecar_tag(&m->beside, record, tag);
	return strcmp(tag, reference->tag) == 0;
}

struct known {
	const struct foreign *m;
	const struct credential *found;
	bool known;
};

/* The note's address with the password that was found. */
static bool is_of(const struct known *known, const struct credential *note)
{
	struct credential record = { 0 };
	struct note reference;
	struct error ignored = { 0 };
	bool same;

	if (note_read(known->m, note, &reference, &ignored) != STATUS_OK ||
	    !reference.there ||
	    !text_equal(note->values[FIELD_USERNAME],
			known->found->values[FIELD_USERNAME]))
		return false;
	credential_copy(note, &record);
	credential_set(&record, FIELD_PASSWORD,
		       known->found->values[FIELD_PASSWORD]);
	same = note_fits(known->m, &reference, &record);
	credential_clear(&record);
	return same;
}

static bool consider(const struct credential *note, void *argument)
{
	struct known *known = argument;

	known->known = credential_same_address(note, known->found) ||
		       is_of(known, note);
	return !known->known;
}

enum status foreign_knows(const struct foreign *m,
			  const struct credential *found, bool *known,
			  struct error *e)
{
	struct known k = { .m = m, .found = found };
	struct credential host = { 0 };
	enum status status = STATUS_OK;

	if (m->has_notes) {
		credential_copy_host(found, &host);
		status = sidecar_visit(&m->beside, &host, consider, &k, e);
		credential_clear(&host);
	}
	*known = k.known;
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}
