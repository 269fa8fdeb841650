#include <sodium.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "helper/seal/key-file.h"
#include "protocol/core/lines.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

static const char version_key[] = "ringbearer-key";
static const char version[] = "1";

enum {
	OPSLIMIT_MAX = 10,
	MEMLIMIT_MIN = crypto_pwhash_argon2id_MEMLIMIT_MIN,
	MEMLIMIT_MAX = 1 << 30,
	VALUE_MAX = 2 * KEY_TEXT_SEALED + 1,
};

_Static_assert(crypto_pwhash_argon2id_SALTBYTES == KEY_TEXT_SALT, "salt");
_Static_assert(crypto_secretbox_NONCEBYTES == KEY_TEXT_NONCE, "nonce");
_Static_assert(crypto_secretbox_MACBYTES + SEAL_MASTER_SIZE == KEY_TEXT_SEALED,
	       "sealed");

/* The lines behind the first one, in their order, and what they hold. */
struct row {
	const char *key;
	bool by_passphrase;
	size_t at;   /* in struct key_text */
	size_t size; /* bytes; 0: a number */
};

#define BYTES(name, by)                             \
#name, by, offsetof(struct key_text, name), \
		sizeof(((struct key_text *)NULL)->name)

static const struct row rows[] = {
	{ BYTES(key, false) },
	{ "opslimit", true, offsetof(struct key_text, opslimit), 0 },
	{ "memlimit", true, offsetof(struct key_text, memlimit), 0 },
	{ BYTES(salt, true) },
	{ BYTES(nonce, true) },
	{ BYTES(sealed, true) },
};

enum {
	ROW_COUNT = sizeof(rows) / sizeof(rows[0])
};

static bool read_value(const struct row *row, const struct line *line,
		       struct key_text *out)
{
	unsigned char *at = (unsigned char *)out + row->at;
	char number[24] = "";
	size_t length;

	if (row->size > 0)
		return sodium_hex2bin(at, row->size, line->value,
				      line->value_length, NULL, &length,
				      NULL) == 0 &&
		       length == row->size;
	if (line->value_length >= sizeof(number))
		return false;
	memcpy(number, line->value, line->value_length);
	return text_number(number, INT64_MAX, (long long *)(void *)at);
}

static bool next_line(struct lines *lines, const char *key, struct line *line)
{
	struct error ignored;
	bool more;

	return lines_next(lines, line, &more, &ignored) == STATUS_OK && more &&
	       line->terminated && line_has_key(line, key);
}

static enum key_text_fault read_rows(struct lines *lines, struct key_text *out)
{
	struct lines ahead = *lines;
	struct line line;

	out->by_passphrase = !next_line(&ahead, rows[0].key, &line);
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (rows[i].by_passphrase == out->by_passphrase &&
		    (!next_line(lines, rows[i].key, &line) ||
		     !read_value(&rows[i], &line, out)))
			return KEY_TEXT_FOREIGN;
	if (lines->left > 0)
		return KEY_TEXT_FOREIGN;
	if (!out->by_passphrase)
		return KEY_TEXT_READ;
	if (out->opslimit > OPSLIMIT_MAX || out->memlimit > MEMLIMIT_MAX)
		return KEY_TEXT_TOO_MUCH;
	if (out->opslimit < 1 || out->memlimit < MEMLIMIT_MIN)
		return KEY_TEXT_FOREIGN;
	return KEY_TEXT_READ;
}

enum key_text_fault key_text_read(const struct buffer *text,
				  struct key_text *out)
{
	struct lines lines = { .next = text->data, .left = text->length };
	struct line line;

	explicit_bzero(out, sizeof(*out));
	if (!next_line(&lines, version_key, &line))
		return KEY_TEXT_FOREIGN;
	if (line.value_length != strlen(version) ||
	    memcmp(line.value, version, line.value_length) != 0)
		return KEY_TEXT_NEWER;
	return read_rows(&lines, out);
}

static void write_line(const char *key, const char *value, struct buffer *out)
{
	buffer_add_texts(out, key, "=", value, "\n", NULL);
}

static void write_row(const struct row *row, const struct key_text *key,
		      struct buffer *out)
{
	const unsigned char *at = (const unsigned char *)key + row->at;
	char value[VALUE_MAX];

	if (row->size > 0)
		(void)sodium_bin2hex(value, sizeof(value), at, row->size);
	else
		(void)snprintf(value, sizeof(value), "%lld",
			       *(const long long *)(const void *)at);
	write_line(row->key, value, out);
	explicit_bzero(value, sizeof(value));
}

void key_text_write(const struct key_text *key, struct buffer *out)
{
	write_line(version_key, version, out);
	for (size_t i = 0; i < ROW_COUNT; i++)
		if (rows[i].by_passphrase == key->by_passphrase)
			write_row(&rows[i], key, out);
}

static bool stretch(const struct key_text *key, const char *passphrase,
		    unsigned char *out)
{
	return crypto_pwhash(out, crypto_secretbox_KEYBYTES, passphrase,
			     strlen(passphrase), key->salt,
			     (unsigned long long)key->opslimit,
			     (size_t)key->memlimit,
			     crypto_pwhash_ALG_ARGON2ID13) == 0;
}

bool key_text_seal(struct key_text *key, const char *passphrase)
{
	unsigned char *stretched = secret_alloc(crypto_secretbox_KEYBYTES);
	bool done = stretch(key, passphrase, stretched);

	if (done)
		(void)crypto_secretbox_easy(key->sealed, key->key,
					    sizeof(key->key), key->nonce,
					    stretched);
	secret_free(stretched);
	return done;
}

enum key_text_opened key_text_open(struct key_text *key, const char *passphrase)
{
	unsigned char *stretched = secret_alloc(crypto_secretbox_KEYBYTES);
	enum key_text_opened opened = KEY_TEXT_OPENED;

	if (!stretch(key, passphrase, stretched))
		opened = KEY_TEXT_NO_MEMORY;
	else if (crypto_secretbox_open_easy(key->key, key->sealed,
					    sizeof(key->sealed), key->nonce,
					    stretched) != 0)
		opened = KEY_TEXT_WRONG;
	secret_free(stretched);
	return opened;
}
