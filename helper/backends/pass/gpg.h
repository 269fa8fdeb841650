#ifndef HELPER_BACKENDS_PASS_GPG_H
#define HELPER_BACKENDS_PASS_GPG_H

#include "helper/config/config.h"
#include "protocol/core/buffer.h"
#include "protocol/core/error.h"
#include "protocol/core/strings.h"

/*
 * What gpg does for us. It gets everything by pipe, and is judged by its
 * status lines (doc/DETAILS of GnuPG), which no translation changes. All of
 * this fails with STATUS_UNAVAILABLE where there is no gpg, and STATUS_TIMEOUT
 * where it does not answer in the time of the section `pass`.
 */

/*
 * Decrypts `sealed`, the contents of `file`, which is for messages, and
 * appends the text to `out`. Only what gpg found whole is taken.
 *
 * STATUS_LOCKED if the key needs a passphrase that gpg-agent does not have and
 * nobody can be asked, or nobody gave it; a person has `unlock-timeout`.
 * STATUS_FAILED names the file, and the key that is missing. Where gpg-agent
 * has no memory left for secrets, gpg is run again until the time of one run is
 * over; then STATUS_TIMEOUT says that it is busy.
 */
enum status pass_gpg_decrypt(const struct config *config, const char *file,
			     const struct buffer *sealed, struct buffer *out,
			     struct error *e);

/*
 * Encrypts `text` to all of `keys` and appends it to `out`. STATUS_FAILED names
 * the first key that is missing, expired, revoked or not trusted.
 */
enum status pass_gpg_encrypt(const struct config *config,
			     const struct strings *keys,
			     const struct buffer *text, struct buffer *out,
			     struct error *e);

/*
 * Whether `text`, the contents of `file`, was signed in `file`.sig by one of
 * `signers`, which are fingerprints: else STATUS_FAILED.
 */
enum status pass_gpg_verify(const struct config *config, const char *file,
			    const struct buffer *text,
			    const struct strings *signers, struct error *e);

#endif
