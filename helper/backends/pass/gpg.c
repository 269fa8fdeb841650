#include <stdlib.h>
#include <string.h>

#include "helper/backends/pass/environment.h"
#include "helper/backends/pass/gpg-run.h"
#include "helper/backends/pass/gpg.h"
#include "protocol/core/memory.h"
#include "protocol/core/strings.h"

enum {
	KEY_SHOWN = 128, /* bytes of a key's name */
};

/* Codes of gpg-error(1). */
enum gpg_code {
	GPG_BAD_PASSPHRASE = 11,
	GPG_TIMEOUT = 62,
	GPG_NO_PINENTRY = 85,
	GPG_PINENTRY = 86,
	GPG_CANCELED = 99,
	GPG_FULLY_CANCELED = 198,
};

static const char *lines_of(const struct pass_run *run)
{
	return run->result.errors.data ? run->result.errors.data : "";
}

static bool has(const struct pass_run *run, const char *keyword)
{
	return pass_status_find(lines_of(run), keyword, NULL);
}

/* Whether the passphrase was what was missing. */
static bool is_locked(const struct pass_run *run)
{
	static const int codes[] = { GPG_BAD_PASSPHRASE, GPG_TIMEOUT,
				     GPG_NO_PINENTRY,	 GPG_PINENTRY,
				     GPG_CANCELED,	 GPG_FULLY_CANCELED };
	const char *from = lines_of(run);
	struct pass_status error;

	while (pass_status_next(&from, "ERROR", &error))
		for (size_t i = 0; i < sizeof(codes) / sizeof(codes[0]); i++)
			if (pass_status_code(&error) == codes[i])
				return true;
	return run->result.end == CHILD_TIMED_OUT &&
	       has(run, "PINENTRY_LAUNCHED");
}

static enum status locked(const struct pass_run *run, const char *file,
			  struct error *e)
{
	struct pass_status status = { "", 0 };
	char key[KEY_SHOWN];

	(void)pass_status_last(lines_of(run), "ENC_TO", &status);
	pass_status_argument(&status, 0, key, sizeof(key));
	error_set(e, STATUS_LOCKED, "'%s': the key %s of gpg is locked%s", file,
		  key,
		  run->ask ? ", and the passphrase was not given"
			   : ", and nobody can be asked");
	error_hint(e, "unlock it in a terminal: gpg -d '%s' >/dev/null", file);
	return STATUS_LOCKED;
}

static enum status no_key(const char *file, const struct pass_status *status,
			  struct error *e)
{
	char key[KEY_SHOWN];

	pass_status_argument(status, 0, key, sizeof(key));
	error_set(e, STATUS_FAILED,
		  "'%s' is encrypted to the key %s, whose secret part is not "
		  "here",
		  file, key);
	error_hint(e,
		   "bring in the secret key %s with 'gpg --import', or have "
		   "the store encrypted to yours: pass init",
		   key);
	return STATUS_FAILED;
}

/* Why a file could not be decrypted. */
static enum status explain_decrypt(const struct pass_run *run, const char *file,
				   struct error *e)
{
	struct pass_status status;

	if (is_locked(run))
		return locked(run, file, e);
	if (pass_status_find(lines_of(run), "NO_SECKEY", &status))
		return no_key(file, &status, e);
	if (pass_status_find(lines_of(run), "ERROR", &status) &&
	    !has(run, "ENC_TO"))
		return error_set(e, STATUS_FAILED, "gpg cannot work (error %d)",
				 pass_status_code(&status));
	error_set(e, STATUS_FAILED, "'%s' is damaged, or no message of gpg",
		  file);
	error_hint(e, "restore this file from a backup or from git, or move it "
		      "away and store that one token again");
	return STATUS_FAILED;
}

static bool is_decrypted(const struct pass_run *run)
{
	return run->result.end == CHILD_EXITED && run->result.exit_code == 0 &&
	       has(run, "DECRYPTION_OKAY");
}

static enum status decrypt(struct pass_run *run, const char *file,
			   struct buffer *out, struct error *e)
{
	enum status status;

	pass_run_begin(run);
	pass_run_add(run, "--decrypt");
	status = pass_run_finish(run, e);
	if (status == STATUS_TIMEOUT && is_locked(run))
		return locked(run, file, e);
	if (status != STATUS_OK)
		return status;
	if (!is_decrypted(run))
		return explain_decrypt(run, file, e);
	buffer_add(out, run->result.answer.data, run->result.answer.length);
	return STATUS_OK;
}

enum status pass_gpg_decrypt(const struct config *config, const char *file,
			     const struct buffer *sealed, struct buffer *out,
			     struct error *e)
{
	struct pass_run run = { .config = config, .input = sealed };
	enum status status = decrypt(&run, file, out, e);

	pass_run_clear(&run);
	if (status != STATUS_LOCKED || !pass_person(config))
		return status;
	*e = (struct error){ 0 };
	run = (struct pass_run){ .config = config,
				 .input = sealed,
				 .ask = true };
	status = decrypt(&run, file, out, e);
	pass_run_clear(&run);
	return status;
}

/* By the reason of `INV_RECP`; gpg often gives none. */
static const char *why_invalid(const struct pass_run *run,
			       const struct pass_status *invalid)
{
	static const char *const reasons[] = {
		[1] = "is not here",	[2] = "is not the only such key",
		[3] = "cannot encrypt", [4] = "is revoked",
		[5] = "has expired",	[10] = "is not trusted",
		[13] = "is disabled",	[14] = "has no such name",
	};
	char number[8];
	size_t reason;

	pass_status_argument(invalid, 0, number, sizeof(number));
	reason = strtoul(number, NULL, 10);
	if (reason < sizeof(reasons) / sizeof(reasons[0]) && reasons[reason])
		return reasons[reason];
	if (has(run, "KEYEXPIRED"))
		return "has expired";
	if (has(run, "KEYREVOKED"))
		return "is revoked";
	return "is not here, or cannot be used";
}

static enum status explain_encrypt(const struct pass_run *run, struct error *e)
{
	struct pass_status status;
	const char *key;

	if (!pass_status_find(lines_of(run), "INV_RECP", &status))
		return error_set(e, STATUS_FAILED,
				 "gpg cannot encrypt (exit code %d)",
				 run->result.exit_code);
	/* A key's name may have blanks in it. */
	key = memchr(status.text, ' ', status.length);
	key = key ? key + 1 : status.text + status.length;
	error_set(e, STATUS_FAILED,
		  "the key '%.*s', which the store is encrypted to, %s",
		  (int)(status.text + status.length - key), key,
		  why_invalid(run, &status));
	error_hint(e,
		   "look at it with: gpg --list-keys '%.*s'; or choose "
		   "other keys with 'pass init'",
		   (int)(status.text + status.length - key), key);
	return STATUS_FAILED;
}

static void add_keys(struct pass_run *run, const struct strings *keys)
{
	for (size_t i = 0; i < keys->count; i++) {
		pass_run_add(run, "-r");
		strings_add(&run->arguments, keys->items[i]);
	}
}

enum status pass_gpg_encrypt(const struct config *config,
			     const struct strings *keys,
			     const struct buffer *text, struct buffer *out,
			     struct error *e)
{
	struct pass_run run = { .config = config, .input = text };
	enum status status;

	pass_run_begin(&run);
	pass_run_add(&run, "--compress-algo none --no-encrypt-to");
	add_keys(&run, keys);
	pass_run_add(&run, "--encrypt");
	status = pass_run_finish(&run, e);
	if (status == STATUS_OK &&
	    (run.result.exit_code != 0 || !has(&run, "END_ENCRYPTION")))
		status = explain_encrypt(&run, e);
	if (status == STATUS_OK)
		buffer_add(out, run.result.answer.data,
			   run.result.answer.length);
	pass_run_clear(&run);
	return status;
}

/* A line says the fingerprint of the key, and at its end of the main one. */
static bool is_signed(const struct pass_run *run, const struct strings *signers)
{
	const char *from = lines_of(run);
	struct pass_status valid;
	char key[KEY_SHOWN], main_key[KEY_SHOWN];

	while (pass_status_next(&from, "VALIDSIG", &valid)) {
		pass_status_argument(&valid, 0, key, sizeof(key));
		pass_status_argument(&valid, -1, main_key, sizeof(main_key));
		for (size_t i = 0; i < signers->count; i++)
			if (strcmp(signers->items[i], key) == 0 ||
			    strcmp(signers->items[i], main_key) == 0)
				return true;
	}
	return false;
}

enum status pass_gpg_verify(const struct config *config, const char *file,
			    const struct buffer *text,
			    const struct strings *signers, struct error *e)
{
	struct pass_run run = { .config = config, .input = text };
	char *signature = memory_format("%s.sig", file);
	enum status status;

	pass_run_begin(&run);
	pass_run_add(&run, "--verify");
	strings_add(&run.arguments, signature);
	pass_run_add(&run, "-");
	status = pass_run_finish(&run, e);
	if (status == STATUS_OK &&
	    (run.result.exit_code != 0 || !is_signed(&run, signers))) {
		status = error_set(e, STATUS_FAILED,
				   "'%s' is not signed by a key of "
				   "PASSWORD_STORE_SIGNING_KEY",
				   file);
		error_hint(e, "look at it: gpg --verify '%s'", signature);
	}
	free(signature);
	pass_run_clear(&run);
	return status;
}
