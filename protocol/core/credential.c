#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	TOKEN_LENGTH_MIN = 20
};

#define ADDRESS (FIELD_IS_ADDRESS | FIELD_ON_WIRE | FIELD_IS_KEPT)
#define KEPT_SECRET (FIELD_IS_SECRET | FIELD_ON_WIRE | FIELD_IS_KEPT)
#define KEPT (FIELD_ON_WIRE | FIELD_IS_KEPT)
#define WIRE FIELD_ON_WIRE
#define LIST (FIELD_ON_WIRE | FIELD_IS_LIST)
#define NOTE FIELD_IS_KEPT

const struct field_info field_info[FIELD_COUNT] = {
	[FIELD_PROTOCOL] = { "protocol", ADDRESS },
	[FIELD_HOST] = { "host", ADDRESS },
	[FIELD_PATH] = { "path", ADDRESS },
	[FIELD_USERNAME] = { "username", ADDRESS },
	[FIELD_PASSWORD] = { "password", KEPT_SECRET },
	[FIELD_AUTHTYPE] = { "authtype", KEPT },
	[FIELD_CREDENTIAL] = { "credential", KEPT_SECRET },
	[FIELD_OAUTH_REFRESH_TOKEN] = { "oauth_refresh_token", KEPT_SECRET },
	[FIELD_PASSWORD_EXPIRY_UTC] = { "password_expiry_utc", KEPT },
	[FIELD_EPHEMERAL] = { "ephemeral", WIRE },
	[FIELD_CONTINUE] = { "continue", WIRE },
	[FIELD_QUIT] = { "quit", WIRE },
	[FIELD_CAPABILITY] = { "capability", LIST },
	[FIELD_STATE] = { "state", LIST },
	[FIELD_WWWAUTH] = { "wwwauth", LIST },
	[FIELD_PROVIDER] = { "provider", NOTE },
	[FIELD_ACCOUNT] = { "account", NOTE },
	[FIELD_LABEL] = { "label", NOTE },
	[FIELD_DESCRIPTION] = { "description", NOTE },
	[FIELD_NAME] = { "name", NOTE },
	[FIELD_EMAIL] = { "email", NOTE },
	[FIELD_ID] = { "id", NOTE },
	[FIELD_ORGANIZATION] = { "organization", NOTE },
	[FIELD_SCOPES] = { "scopes", NOTE },
	[FIELD_MISSING] = { "missing", NOTE },
	[FIELD_EXPIRY_KNOWN] = { "expiry-known", NOTE },
	[FIELD_CREATED] = { "created", NOTE },
	[FIELD_STORED] = { "stored", NOTE },
	[FIELD_VERIFIED] = { "verified", NOTE },
	[FIELD_VERDICT] = { "verdict", NOTE },
	[FIELD_INCONCLUSIVE] = { "inconclusive", NOTE },
	[FIELD_DEFAULT] = { "default", NOTE },
	[FIELD_DISABLED] = { "disabled", NOTE },
	[FIELD_PREVIOUS] = { "previous", NOTE | FIELD_IS_SECRET },
	[FIELD_PREVIOUS_EXPIRY] = { "previous-expiry", NOTE },
	[FIELD_PREVIOUS_KNOWN] = { "previous-expiry-known", NOTE },
	[FIELD_REPLACED] = { "replaced", NOTE },
	[FIELD_BACKEND] = { "back-end", 0 },
	[FIELD_CHANGEABLE] = { "changeable", 0 },
	[FIELD_FINGERPRINT] = { "fingerprint", 0 },
	[FIELD_WITHHELD] = { "withheld", 0 },
	[FIELD_HIDDEN] = { "hidden", FIELD_IS_LIST },
};

static bool is_secret(enum field field)
{
	return field_info[field].flags & FIELD_IS_SECRET;
}

static void release(char *value, bool secret)
{
	if (!value)
		return;
	if (secret) {
		secret_free(value);
		return;
	}
	explicit_bzero(value, strlen(value));
	free(value);
}

static char *copy(const char *value, size_t length, bool secret)
{
	return secret ? secret_copy(value, length) : memory_copy(value, length);
}

static void release_extra(struct extra *extra)
{
	release(extra->key, false);
	release(extra->value, extra->secret);
}

void credential_clear(struct credential *c)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (c->values[f])
			release(c->values[f], is_secret(f));
	for (size_t i = 0; i < c->extra_count; i++)
		release_extra(&c->extras[i]);
	free(c->extras);
	*c = (struct credential){ 0 };
}

void credential_set_bytes(struct credential *c, enum field field,
			  const char *value, size_t length)
{
	/* Copied before the old one goes: `value` may point into it. */
	char *fresh = copy(value, length, is_secret(field));

	release(c->values[field], is_secret(field));
	c->values[field] = fresh;
}

void credential_set(struct credential *c, enum field field, const char *value)
{
	if (value) {
		credential_set_bytes(c, field, value, strlen(value));
		return;
	}
	release(c->values[field], is_secret(field));
	c->values[field] = NULL;
}

void credential_set_number(struct credential *c, enum field field,
			   long long value)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%lld", value);
	credential_set(c, field, text);
}

long long credential_number(const struct credential *c, enum field field)
{
	long long value = 0;

	if (!c->values[field] ||
	    !text_number(c->values[field], 0x7fffffffffffffffLL, &value))
		return 0;
	return value;
}

void credential_append(struct credential *c, enum field field, const char *item,
		       size_t length)
{
	struct buffer joined = { 0 };

	if (c->values[field])
		buffer_add_texts(&joined, c->values[field], "\n", NULL);
	buffer_add(&joined, item, length);
	credential_set_bytes(c, field, joined.data, joined.length);
	buffer_clear(&joined);
}

bool credential_has(const struct credential *c, enum field field,
		    const char *item)
{
	const char *next = c->values[field];
	size_t length = strlen(item);

	while (next) {
		const char *end = strchrnul(next, '\n');

		if ((size_t)(end - next) == length &&
		    memcmp(next, item, length) == 0)
			return true;
		next = *end ? end + 1 : NULL;
	}
	return false;
}

static struct extra *find_extra(const struct credential *c, const char *key,
				bool note)
{
	for (size_t i = 0; i < c->extra_count; i++)
		if (!c->extras[i].foreign && c->extras[i].note == note &&
		    strcmp(c->extras[i].key, key) == 0)
			return &c->extras[i];
	return NULL;
}

static void add_extra(struct credential *c, struct extra extra)
{
	c->extras = memory_grow(c->extras, c->extra_count, sizeof(*c->extras));
	c->extras[c->extra_count++] = extra;
}

static void set_extra(struct credential *c, const char *key, const char *value,
		      struct extra fresh)
{
	struct extra *old = find_extra(c, key, fresh.note);

	if (value) {
		fresh.key = memory_copy(key, strlen(key));
		fresh.value = copy(value, strlen(value), fresh.secret);
	}
	if (!old && value) {
		add_extra(c, fresh);
	} else if (old) {
		release_extra(old);
		*old = value ? fresh : c->extras[--c->extra_count];
	}
}

void credential_set_extra(struct credential *c, const char *key,
			  const char *value, bool secret)
{
	set_extra(c, key, value, (struct extra){ .secret = secret });
}

void credential_set_note(struct credential *c, const char *key,
			 const char *value)
{
	set_extra(c, key, value, (struct extra){ .note = true });
}

void credential_add_foreign(struct credential *c, const char *key,
			    const char *value)
{
	struct extra extra = {
		.key = memory_copy(key, strlen(key)),
		.value = secret_copy(value, strlen(value)),
		.secret = true,
		.foreign = true,
	};

	add_extra(c, extra);
}

const char *credential_extra(const struct credential *c, const char *key)
{
	const struct extra *extra = find_extra(c, key, false);

	return extra ? extra->value : NULL;
}

const char *credential_note(const struct credential *c, const char *key)
{
	const struct extra *extra = find_extra(c, key, true);

	return extra ? extra->value : NULL;
}

bool credential_has_token_as_username(const struct credential *c)
{
	const char *username = c->values[FIELD_USERNAME];
	const char *password = c->values[FIELD_PASSWORD];

	if (text_is_empty(username) || !password)
		return false;
	/* An account may have no password; nobody has such a name. */
	if (*password == '\0')
		return strlen(username) >= TOKEN_LENGTH_MIN &&
		       !strchr(username, '@');
	return strcmp(password, "x-oauth-basic") == 0;
}

bool credential_has_secret(const struct credential *c)
{
	return c->values[FIELD_PASSWORD] ||
	       (c->values[FIELD_AUTHTYPE] && c->values[FIELD_CREDENTIAL]);
}

const char *credential_token(const struct credential *c)
{
	return c->values[FIELD_PASSWORD] ? c->values[FIELD_PASSWORD]
					 : c->values[FIELD_CREDENTIAL];
}

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
