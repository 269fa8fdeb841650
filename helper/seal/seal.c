#include <sodium.h>
#include <string.h>
#include <sys/random.h>

#include "helper/seal/seal.h"
#include "protocol/core/record.h"

static const char magic[8] = { 'R', 'B', 'R', 'E', 'C', 'O', 'R', 'D' };
static const char context[crypto_kdf_CONTEXTBYTES + 1] = "ringbear";

enum {
	VERSION = 1,
	TAG_BYTES = SEAL_TAG_LENGTH / 2,
	AT_VERSION = sizeof(magic),
	AT_ID = AT_VERSION + 1,
	AT_NONCE = AT_ID + SEAL_ID_SIZE,
	HEADER_SIZE = AT_NONCE + SEAL_NONCE_SIZE,
	SEALED_MIN = SEAL_PADDING + crypto_aead_xchacha20poly1305_ietf_ABYTES,
	BOUND_SIZE = AT_NONCE + sizeof(struct seal_name) - 2,
};

_Static_assert(crypto_kdf_KEYBYTES == SEAL_MASTER_SIZE, "size of a key");
_Static_assert(crypto_aead_xchacha20poly1305_ietf_NPUBBYTES == SEAL_NONCE_SIZE,
	       "size of a nonce");

/* What a hash in a name is about. */
enum tag {
	TAG_FOLDER = 1,
	TAG_PATH = 2,
	TAG_USERNAME = 3,
	TAG_SECRET = 4, /* in no name */
};

const char *seal_fault_text(enum seal_fault fault)
{
	static const char *const texts[] = {
		[SEAL_OPENED] = "is whole",
		[SEAL_FOREIGN] = "is no record of ringbearer",
		[SEAL_NEWER] = "was written by a newer ringbearer",
		[SEAL_OTHER_KEY] = "is sealed with another key",
		[SEAL_DAMAGED] =
			"is damaged, or was moved here from another name",
		[SEAL_MISPLACED] = "holds the record of another address",
	};

	return texts[fault];
}

bool seal_start(void)
{
	return sodium_init() >= 0;
}

void seal_derive(const unsigned char *master, struct seal_keys *keys)
{
	(void)crypto_kdf_derive_from_key(keys->seal, sizeof(keys->seal), 1,
					 context, master);
	(void)crypto_kdf_derive_from_key(keys->names, sizeof(keys->names), 2,
					 context, master);
	(void)crypto_kdf_derive_from_key(keys->id, sizeof(keys->id), 3, context,
					 master);
	(void)sodium_bin2hex(keys->id_text, sizeof(keys->id_text), keys->id,
			     sizeof(keys->id));
}

static void hash_field(crypto_generichash_state *state, const char *value)
{
	const unsigned char given = value != NULL;

	(void)crypto_generichash_update(state, &given, 1);
	if (value)
		(void)crypto_generichash_update(state,
						(const unsigned char *)value,
						strlen(value) + 1);
}

/* Writes SEAL_TAG_LENGTH digits and a NUL. */
static void hash_name(const struct seal_keys *keys, enum tag tag,
		      const struct credential *c, char *out)
{
	const unsigned char number = (unsigned char)tag;
	unsigned char hash[TAG_BYTES];
	crypto_generichash_state state;

	(void)crypto_generichash_init(&state, keys->names, sizeof(keys->names),
				      sizeof(hash));
	(void)crypto_generichash_update(&state, &number, 1);
	hash_field(&state, c->values[FIELD_PROTOCOL]);
	hash_field(&state, c->values[FIELD_HOST]);
	if (tag == TAG_PATH || tag == TAG_SECRET)
		hash_field(&state, c->values[FIELD_PATH]);
	if (tag == TAG_USERNAME || tag == TAG_SECRET)
		hash_field(&state, c->values[FIELD_USERNAME]);
	if (tag == TAG_SECRET)
		hash_field(&state, c->values[FIELD_PASSWORD]);
	(void)crypto_generichash_final(&state, hash, sizeof(hash));
	(void)sodium_bin2hex(out, SEAL_TAG_LENGTH + 1, hash, sizeof(hash));
	sodium_memzero(&state, sizeof(state));
}

void seal_name(const struct seal_keys *keys, const struct credential *address,
	       struct seal_name *name)
{
	hash_name(keys, TAG_FOLDER, address, name->folder);
	hash_name(keys, TAG_PATH, address, name->file);
	hash_name(keys, TAG_USERNAME, address,
		  name->file + SEAL_TAG_LENGTH + 1);
	name->file[SEAL_TAG_LENGTH] = '-';
}

void seal_tag(const struct seal_keys *keys, const struct credential *record,
	      char *out)
{
	hash_name(keys, TAG_SECRET, record, out);
}

static bool is_tag(const char *text)
{
	return strspn(text, "0123456789abcdef") == SEAL_TAG_LENGTH;
}

bool seal_is_folder(const char *folder)
{
	return is_tag(folder) && !folder[SEAL_TAG_LENGTH];
}

bool seal_is_file(const char *file)
{
	return is_tag(file) && file[SEAL_TAG_LENGTH] == '-' &&
	       seal_is_folder(file + SEAL_TAG_LENGTH + 1);
}

bool seal_may_match(const char *file, const struct credential *pattern,
		    const struct seal_name *name)
{
	const size_t user = SEAL_TAG_LENGTH + 1;

	if (pattern->values[FIELD_PATH] &&
	    memcmp(file, name->file, SEAL_TAG_LENGTH) != 0)
		return false;
	return !pattern->values[FIELD_USERNAME] ||
	       strcmp(file + user, name->file + user) == 0;
}

/* The associated data: header without nonce, then the names. */
static void bind(const char *header, const struct seal_name *name,
		 unsigned char *out)
{
	memcpy(out, header, AT_NONCE);
	memcpy(out + AT_NONCE, name->folder, SEAL_TAG_LENGTH);
	memcpy(out + AT_NONCE + SEAL_TAG_LENGTH, name->file,
	       sizeof(name->file) - 1);
}

/* The text of the record with its padding. */
static bool padded_text(const struct credential *record, struct buffer *text)
{
	size_t length;

	record_encode(record, text);
	if (text->length > SEAL_TEXT_MAX)
		return false;
	(void)buffer_reserve(text, SEAL_PADDING);
	if (sodium_pad(&length, (unsigned char *)text->data, text->length,
		       SEAL_PADDING, text->capacity) != 0)
		return false;
	text->length = length;
	return true;
}

bool seal_record(const struct seal_keys *keys, const unsigned char *nonce,
		 const struct credential *record, struct buffer *out)
{
	unsigned char bound[BOUND_SIZE];
	struct seal_name name;
	struct buffer text = { 0 };
	unsigned long long length = 0;
	const unsigned char version = VERSION;
	const size_t start = out->length;
	char *end;

	if (!padded_text(record, &text)) {
		buffer_clear(&text);
		return false;
	}
	buffer_add(out, magic, sizeof(magic));
	buffer_add(out, &version, 1);
	buffer_add(out, keys->id, sizeof(keys->id));
	buffer_add(out, nonce, SEAL_NONCE_SIZE);
	seal_name(keys, record, &name);
	bind(out->data + start, &name, bound);
	end = buffer_reserve(out,
			     text.length +
				     crypto_aead_xchacha20poly1305_ietf_ABYTES);
	(void)crypto_aead_xchacha20poly1305_ietf_encrypt(
		(unsigned char *)end, &length, (unsigned char *)text.data,
		text.length, bound, sizeof(bound), NULL, nonce, keys->seal);
	out->length += length;
	buffer_clear(&text);
	return true;
}

enum status seal_new(const struct seal_keys *keys,
		     const struct credential *record, struct buffer *out,
		     struct error *e)
{
	unsigned char nonce[SEAL_NONCE_SIZE];

	if (getrandom(nonce, sizeof(nonce), 0) != (ssize_t)sizeof(nonce))
		return error_errno(e, STATUS_FAILED,
				   "the kernel gives no random bytes");
	if (!seal_record(keys, nonce, record, out))
		return error_set(e, STATUS_FAILED,
				 "a record of more than %d bytes cannot be "
				 "kept",
				 SEAL_TEXT_MAX);
	return STATUS_OK;
}

static enum seal_fault check_header(const struct seal_keys *keys,
				    const struct buffer *file)
{
	if (file->length < sizeof(magic) ||
	    memcmp(file->data, magic, sizeof(magic)) != 0)
		return SEAL_FOREIGN;
	if (file->length > AT_VERSION && file->data[AT_VERSION] != VERSION)
		return SEAL_NEWER;
	if (file->length < HEADER_SIZE + SEALED_MIN ||
	    file->length > SEAL_FILE_MAX)
		return SEAL_DAMAGED;
	if (memcmp(file->data + AT_ID, keys->id, sizeof(keys->id)) != 0)
		return SEAL_OTHER_KEY;
	return SEAL_OPENED;
}

static bool decrypt(const struct seal_keys *keys, const struct seal_name *name,
		    const struct buffer *file, struct buffer *text)
{
	const unsigned char *bytes = (const unsigned char *)file->data;
	size_t sealed = file->length - HEADER_SIZE;
	unsigned char bound[BOUND_SIZE];
	unsigned long long length;
	size_t unpadded;
	char *out = buffer_reserve(text, sealed);

	bind(file->data, name, bound);
	if (crypto_aead_xchacha20poly1305_ietf_decrypt(
		    (unsigned char *)out, &length, NULL, bytes + HEADER_SIZE,
		    sealed, bound, sizeof(bound), bytes + AT_NONCE,
		    keys->seal) != 0)
		return false;
	if (sodium_unpad(&unpadded, (unsigned char *)out, length,
			 SEAL_PADDING) != 0)
		return false;
	text->length = unpadded;
	return true;
}

static bool is_named(const struct seal_keys *keys,
		     const struct credential *record,
		     const struct seal_name *name)
{
	struct seal_name own;

	seal_name(keys, record, &own);
	return strcmp(own.folder, name->folder) == 0 &&
	       strcmp(own.file, name->file) == 0;
}

enum seal_fault seal_open(const struct seal_keys *keys,
			  const struct seal_name *name,
			  const struct buffer *file, struct credential *record)
{
	enum seal_fault fault = check_header(keys, file);
	struct buffer text = { 0 };
	struct error ignored;

	credential_clear(record);
	if (fault == SEAL_OPENED && !decrypt(keys, name, file, &text))
		fault = SEAL_DAMAGED;
	if (fault == SEAL_OPENED &&
	    (record_decode(text.data, text.length, record, &ignored) ||
	     !is_named(keys, record, name)))
		fault = SEAL_MISPLACED;
	if (fault != SEAL_OPENED)
		credential_clear(record);
	buffer_clear(&text);
	return fault;
}
