#include <stdlib.h>
#include <string.h>

#include "helper/backends/pass/gpg-run.h"
#include "helper/backends/pass/gpg.h"
#include "protocol/core/memory.h"
#include "protocol/core/strings.h"

enum {
	KEY_SHOWN = 128, /* bytes of a key's name */
};

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
	if (pass_run_has(run, "KEYEXPIRED"))
		return "has expired";
	if (pass_run_has(run, "KEYREVOKED"))
		return "is revoked";
	return "is not here, or cannot be used";
}

static enum status explain_encrypt(const struct pass_run *run, struct error *e)
{
	struct pass_status status;
	const char *key;

	if (!pass_status_find(pass_run_lines(run), "INV_RECP", &status))
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
	if (status == STATUS_OK && (run.result.exit_code != 0 ||
				    !pass_run_has(&run, "END_ENCRYPTION")))
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
	const char *from = pass_run_lines(run);
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
