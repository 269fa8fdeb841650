#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/backends/pass/environment.h"
#include "helper/backends/pass/gpg-run.h"
#include "helper/backends/pass/gpg.h"

enum {
	KEY_SHOWN = 128, /* bytes of a key's name */
	PAUSE = 100,	 /* milliseconds, about, before a busy agent is asked
			    again */
};

/* Codes of gpg-error(1). */
enum gpg_code {
	GPG_BAD_PASSPHRASE = 11,
	GPG_TIMEOUT = 62,
	GPG_NO_PINENTRY = 85,
	GPG_PINENTRY = 86,
	GPG_CANCELED = 99,
	GPG_FULLY_CANCELED = 198,
	GPG_NO_MEMORY = 0x8000 | 86, /* ENOMEM, of the system's codes */
};

/* Whether gpg tells one of these errors. */
static bool has_error(const struct pass_run *run, const int *codes,
		      size_t count)
{
	const char *from = pass_run_lines(run);
	struct pass_status error;

	while (pass_status_next(&from, "ERROR", &error))
		for (size_t i = 0; i < count; i++)
			if (pass_status_code(&error) == codes[i])
				return true;
	return false;
}

/* gpg-agent has little memory for secrets, and many readers take it all. */
static bool is_busy(const struct pass_run *run)
{
	static const int code = GPG_NO_MEMORY;

	return has_error(run, &code, 1);
}

static enum status busy(struct error *e)
{
	error_set(e, STATUS_TIMEOUT,
		  "gpg-agent is busy: its memory for secrets is used up");
	error_hint(e, "try again, or give it more: write "
		      "'auto-expand-secmem' into gpg-agent.conf");
	return STATUS_TIMEOUT;
}

/* Whether the passphrase was what was missing. */
static bool is_locked(const struct pass_run *run)
{
	static const int codes[] = { GPG_BAD_PASSPHRASE, GPG_TIMEOUT,
				     GPG_NO_PINENTRY,	 GPG_PINENTRY,
				     GPG_CANCELED,	 GPG_FULLY_CANCELED };

	if (has_error(run, codes, sizeof(codes) / sizeof(codes[0])))
		return true;
	return run->result.end == CHILD_TIMED_OUT &&
	       pass_run_has(run, "PINENTRY_LAUNCHED");
}

static enum status locked(const struct pass_run *run, const char *file,
			  struct error *e)
{
	struct pass_status status = { "", 0 };
	char key[KEY_SHOWN];

	(void)pass_status_last(pass_run_lines(run), "ENC_TO", &status);
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

	if (is_busy(run))
		return busy(e);
	if (is_locked(run))
		return locked(run, file, e);
	if (pass_status_find(pass_run_lines(run), "NO_SECKEY", &status))
		return no_key(file, &status, e);
	if (pass_status_find(pass_run_lines(run), "ERROR", &status) &&
	    !pass_run_has(run, "ENC_TO"))
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
	       pass_run_has(run, "DECRYPTION_OKAY");
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

static long long now(void)
{
	struct timespec at;

	(void)clock_gettime(CLOCK_MONOTONIC, &at);
	return at.tv_sec * 1000LL + at.tv_nsec / 1000000;
}

/* Longer each time, and not all at the same moment again. */
static void pause_a_while(int tried)
{
	const long long most = PAUSE << (tried < 5 ? tried : 5);
	const long long span = most / 2 + now() * getpid() % most;
	const struct timespec time = {
		.tv_sec = span / 1000,
		.tv_nsec = span % 1000 * 1000000,
	};

	(void)nanosleep(&time, NULL);
}

/* While gpg-agent is busy once more, until the time for one run is over. */
static enum status decrypt_in_time(const struct config *config,
				   const struct buffer *sealed, bool ask,
				   const char *file, struct buffer *out,
				   struct error *e)
{
	const long long end = now() + config->pass_timeout * 1000LL;
	enum status status;
	int tried = 0;
	bool again;

	do {
		struct pass_run run = { .config = config,
					.input = sealed,
					.ask = ask };

		*e = (struct error){ 0 };
		status = decrypt(&run, file, out, e);
		again = status == STATUS_TIMEOUT && is_busy(&run) &&
			now() + PAUSE < end;
		pass_run_clear(&run);
		if (again)
			pause_a_while(tried++);
	} while (again);
	return status;
}

enum status pass_gpg_decrypt(const struct config *config, const char *file,
			     const struct buffer *sealed, struct buffer *out,
			     struct error *e)
{
	enum status status =
		decrypt_in_time(config, sealed, false, file, out, e);

	if (status != STATUS_LOCKED || !pass_person(config))
		return status;
	return decrypt_in_time(config, sealed, true, file, out, e);
}
