#ifndef HELPER_SEAL_KEY_FILE_H
#define HELPER_SEAL_KEY_FILE_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/seal/seal.h"
#include "protocol/core/buffer.h"

/*
 * The text of a key file, version 1, in lines as of protocol/core/lines.h.
 * Nothing here touches a file. Bytes are in hexadecimal. Either the key is
 * there:
 *
 *	ringbearer-key=1
 *	key=(32 bytes)
 *
 * or it is sealed by a passphrase: argon2id gives a key from the passphrase,
 * and crypto_secretbox(3) (XSalsa20-Poly1305) seals with it:
 *
 *	ringbearer-key=1
 *	opslimit=(1 to 10)
 *	memlimit=(bytes, 8192 to 1 GiB)
 *	salt=(16 bytes)
 *	nonce=(24 bytes)
 *	sealed=(48 bytes)
 */

enum {
	KEY_TEXT_MAX = 1024, /* bytes of a file */
	KEY_TEXT_SALT = 16,
	KEY_TEXT_NONCE = 24,
	KEY_TEXT_SEALED = SEAL_MASTER_SIZE + 16,
	/* What a new file gets: RFC 9106, 4, for little memory. */
	KEY_TEXT_OPSLIMIT = 3,
	KEY_TEXT_MEMLIMIT = 64 << 20,
};

/* Lies in secret memory only. */
struct key_text {
	bool by_passphrase; /* says which of the following are there */
	unsigned char key[SEAL_MASTER_SIZE];
	long long opslimit;
	long long memlimit;
	unsigned char salt[KEY_TEXT_SALT];
	unsigned char nonce[KEY_TEXT_NONCE];
	unsigned char sealed[KEY_TEXT_SEALED];
};

/* What came of a reading. */
enum key_text_fault {
	KEY_TEXT_READ,
	KEY_TEXT_FOREIGN,  /* no key file at all, or cut or changed */
	KEY_TEXT_NEWER,	   /* of a version that this program does not know */
	KEY_TEXT_TOO_MUCH, /* asks for more time or memory than allowed */
};

enum key_text_fault key_text_read(const struct buffer *text,
				  struct key_text *out);

/* Appends the text. */
void key_text_write(const struct key_text *key, struct buffer *out);

/*
 * Seals `key->key` by the passphrase into `key->sealed`; limits, salt and
 * nonce are set. False if there is too little memory.
 */
bool key_text_seal(struct key_text *key, const char *passphrase);

/* What came of opening. */
enum key_text_opened {
	KEY_TEXT_OPENED,
	KEY_TEXT_WRONG, /* wrong passphrase, or damaged */
	KEY_TEXT_NO_MEMORY,
};

/* Opens `key->sealed` by the passphrase into `key->key`. */
enum key_text_opened key_text_open(struct key_text *key,
				   const char *passphrase);

#endif
