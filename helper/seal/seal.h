#ifndef HELPER_SEAL_SEAL_H
#define HELPER_SEAL_SEAL_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * The format of a sealed record, version 1. Nothing here touches a file:
 *
 *	magic "RBRECORD"	 8 bytes
 *	version			 1 byte, 1
 *	key id			16 bytes
 *	nonce			24 bytes, random
 *	sealed text and tag	XChaCha20-Poly1305 (IETF construction)
 *
 * The text is the record of protocol/core/record.h, padded (ISO/IEC 7816-4) to
 * a multiple of SEAL_PADDING, so that the size of a file does not tell the
 * length of a token. Associated data are magic, version, key id, the name of
 * the folder and the name of the file. Both names are keyed hashes of the
 * address (BLAKE2b, 16 bytes, lower-case hexadecimal), so a file that is
 * moved to another name does not open:
 *
 *	folder	hash(1, protocol, host)
 *	file	hash(2, protocol, host, path) "-"
 *		hash(3, protocol, host, username)
 *
 * Hashed are the number as one byte, then for each field a byte 0 if it is
 * not given, else a byte 1, the value and a NUL. What the names give away to
 * one who cannot open the files: how many hosts and records there are, and
 * which records of one host have the same path or the same user.
 *
 * Three keys come from the master key by crypto_kdf_derive_from_key(3),
 * context "ringbear": 1 seals, 2 hashes names, 3 (16 bytes) is the key's id,
 * which is no secret. The files of tests/vectors fix all of this.
 */

enum {
	SEAL_MASTER_SIZE = 32,
	SEAL_ID_SIZE = 16,
	SEAL_NONCE_SIZE = 24,
	SEAL_PADDING = 256,
	SEAL_TEXT_MAX = 8 << 20,	      /* bytes of text */
	SEAL_FILE_MAX = SEAL_TEXT_MAX + 1024, /* bytes of file */
	SEAL_TAG_LENGTH = 32,		      /* of one hash in a name */
};

/* Lies in secret memory only. */
struct seal_keys {
	unsigned char seal[32];
	unsigned char names[32];
	unsigned char id[SEAL_ID_SIZE];
	char id_text[2 * SEAL_ID_SIZE + 1]; /* hexadecimal */
};

/* Where a record lies. */
struct seal_name {
	char folder[SEAL_TAG_LENGTH + 1];
	char file[2 * SEAL_TAG_LENGTH + 2];
};

/* Why a file does not open. */
enum seal_fault {
	SEAL_OPENED,
	SEAL_FOREIGN,	/* no sealed record at all */
	SEAL_NEWER,	/* of a version that this program does not know */
	SEAL_OTHER_KEY, /* sealed with another key */
	SEAL_DAMAGED,	/* changed, cut, or moved here from another name */
	SEAL_MISPLACED, /* it opens, and is not the record of this name */
};

/* What a fault is called behind a file's name: "'FILE' is damaged ...". */
const char *seal_fault_text(enum seal_fault fault);

/*
 * Must be called once before anything else here; false if libsodium cannot be
 * used on this machine.
 */
bool seal_start(void);

/* Derives the keys from SEAL_MASTER_SIZE bytes. */
void seal_derive(const unsigned char *master, struct seal_keys *keys);

/* The name of the record at this address. */
void seal_name(const struct seal_keys *keys, const struct credential *address,
	       struct seal_name *name);

/*
 * Writes a keyed hash of a record's address and password, SEAL_TAG_LENGTH
 * digits and a NUL: for telling later whether it is still that one.
 */
void seal_tag(const struct seal_keys *keys, const struct credential *record,
	      char *out);

/* Whether `folder` has the form of a folder's name; likewise a file's. */
bool seal_is_folder(const char *folder);
bool seal_is_file(const char *file);

/*
 * Whether the record in `file` may match `pattern`, whose name is `name`.
 * False is certain; true has to be looked at.
 */
bool seal_may_match(const char *file, const struct credential *pattern,
		    const struct seal_name *name);

/*
 * Appends the sealed file of `record` to `out`. `nonce` is never used twice.
 * False if the record is longer than SEAL_TEXT_MAX.
 */
bool seal_record(const struct seal_keys *keys, const unsigned char *nonce,
		 const struct credential *record, struct buffer *out);

/*
 * The same with a random nonce. STATUS_FAILED says that the record is too long
 * or the kernel gives no random bytes.
 */
enum status seal_new(const struct seal_keys *keys,
		     const struct credential *record, struct buffer *out,
		     struct error *e);

/*
 * Opens the sealed file that was found under `name` into `record`, which it
 * clears first, and which is empty after a fault.
 */
enum seal_fault seal_open(const struct seal_keys *keys,
			  const struct seal_name *name,
			  const struct buffer *file, struct credential *record);

#endif
