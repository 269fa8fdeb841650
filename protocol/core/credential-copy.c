#include <string.h>

#include "protocol/core/credential.h"

static void copy_extra(const struct extra *e, struct credential *out)
{
	if (e->foreign)
		credential_add_foreign(out, e->key, e->value);
	else if (e->note)
		credential_set_note(out, e->key, e->value);
	else
		credential_set_extra(out, e->key, e->value, e->secret);
}

void credential_copy(const struct credential *c, struct credential *out)
{
	credential_clear(out);
	for (int f = 0; f < FIELD_COUNT; f++)
		credential_set(out, f, c->values[f]);
	for (size_t i = 0; i < c->extra_count; i++)
		copy_extra(&c->extras[i], out);
}

static void hide(const char *key, struct credential *out)
{
	credential_append(out, FIELD_HIDDEN, key, strlen(key));
}

void credential_copy_notes(const struct credential *c, struct credential *out)
{
	credential_clear(out);
	credential_set(out, FIELD_HIDDEN, c->values[FIELD_HIDDEN]);
	for (int f = 0; f < FIELD_HIDDEN; f++)
		if (!(field_info[f].flags & FIELD_IS_SECRET))
			credential_set(out, f, c->values[f]);
		else if (c->values[f])
			hide(field_info[f].key, out);
	for (size_t i = 0; i < c->extra_count; i++)
		if (c->extras[i].secret)
			hide(c->extras[i].key, out);
		else
			copy_extra(&c->extras[i], out);
}

void credential_copy_host(const struct credential *c, struct credential *out)
{
	credential_clear(out);
	credential_set(out, FIELD_PROTOCOL, c->values[FIELD_PROTOCOL]);
	credential_set(out, FIELD_HOST, c->values[FIELD_HOST]);
}
