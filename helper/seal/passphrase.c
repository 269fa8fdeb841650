#include <bsd/readpassphrase.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "helper/seal/passphrase.h"
#include "helper/system/terminal.h"
#include "protocol/core/memory.h"

enum {
	PASSPHRASE_MAX = 1024 /* bytes, with the NUL */
};

static bool may_ask(const struct config *config)
{
	return config->prompt && !terminal_is_forbidden();
}

static enum status locked(const struct config *config, bool fresh,
			  const char *why, struct error *e)
{
	error_set(e, STATUS_LOCKED, "the key file '%s' is %s by a passphrase%s",
		  config->key_file, fresh ? "to be sealed" : "sealed", why);
	error_hint(e, "run it in a terminal, where the passphrase can be "
		      "typed");
	return STATUS_LOCKED;
}

static enum status ask_once(const struct config *config, bool fresh,
			    const char *prompt, char *out, struct error *e)
{
	if (!readpassphrase(prompt, out, PASSPHRASE_MAX,
			    RPP_ECHO_OFF | RPP_REQUIRE_TTY))
		return locked(config, fresh,
			      errno == ENOTTY || errno == ENXIO
				      ? ", and there is no terminal to ask for "
					"it"
				      : ", and none was given",
			      e);
	if (out[0] == '\0')
		return locked(config, fresh, ", and none was given", e);
	return STATUS_OK;
}

static enum status ask(const struct config *config, bool fresh, char *first,
		       char *second, struct error *e)
{
	enum status status;

	status = ask_once(config, fresh,
			  fresh ? "New passphrase for ringbearer: "
				: "Passphrase for ringbearer: ",
			  first, e);
	if (status == STATUS_OK && fresh)
		status = ask_once(config, fresh, "The same again: ", second, e);
	if (status == STATUS_OK && fresh && strcmp(first, second) != 0)
		status = error_set(e, STATUS_LOCKED,
				   "the two passphrases differ");
	return status;
}

enum status passphrase_ask(const struct config *config, bool fresh,
			   char **passphrase, struct error *e)
{
	char *second = NULL;
	enum status status;

	*passphrase = NULL;
	if (!may_ask(config))
		return locked(config, fresh, ", and asking for it is forbidden",
			      e);
	*passphrase = secret_alloc(PASSPHRASE_MAX);
	second = secret_alloc(PASSPHRASE_MAX);
	status = ask(config, fresh, *passphrase, second, e);
	secret_free(second);
	if (status != STATUS_OK) {
		secret_free(*passphrase);
		*passphrase = NULL;
	}
	return status;
}

static struct key_text *unsealed; /* NULL: none yet */

static bool is_same(const struct key_text *a, const struct key_text *b)
{
	return a->opslimit == b->opslimit && a->memlimit == b->memlimit &&
	       memcmp(a->salt, b->salt, sizeof(a->salt)) == 0 &&
	       memcmp(a->nonce, b->nonce, sizeof(a->nonce)) == 0 &&
	       memcmp(a->sealed, b->sealed, sizeof(a->sealed)) == 0;
}

bool unsealed_recall(struct key_text *text)
{
	if (!unsealed || !is_same(unsealed, text))
		return false;
	memcpy(text->key, unsealed->key, sizeof(text->key));
	return true;
}

static void wipe(void)
{
	secret_free(unsealed);
	unsealed = NULL;
}

void unsealed_keep(const struct key_text *text)
{
	if (!unsealed) {
		unsealed = secret_alloc(sizeof(*unsealed));
		(void)atexit(wipe);
	}
	*unsealed = *text;
}
