#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "helper/seal/key-file.h"
#include "helper/seal/key.h"
#include "helper/seal/passphrase.h"
#include "helper/system/file.h"
#include "helper/system/paths.h"
#include "protocol/core/memory.h"

static const char credential_name[] = "/ringbearer.key";
static const char temporary_suffix[] = ".ringbearer-new";

static const struct file_rule own_rule = {
	.max = KEY_TEXT_MAX,
	.forbidden = 077,
};

/*
 * systemd gives a unit's credentials to root with an entry for the user in
 * the access list, which shows as a permission of the group.
 */
static const struct file_rule credential_rule = {
	.max = KEY_TEXT_MAX,
	.forbidden = 037,
	.or_root = true,
};

/* NULL if systemd gave no credentials. The caller frees it. */
static char *key_path(const struct config *config)
{
	const char *folder = getenv("CREDENTIALS_DIRECTORY");

	if (config->key != KEY_CREDENTIAL)
		return memory_copy(config->key_file, strlen(config->key_file));
	return folder && *folder == '/'
		       ? memory_format("%s%s", folder, credential_name)
		       : NULL;
}

static enum status bad_text(const char *path, enum key_text_fault fault,
			    struct error *e)
{
	static const char *const texts[] = {
		[KEY_TEXT_FOREIGN] = "is no key file, or is damaged",
		[KEY_TEXT_NEWER] = "was written by a newer ringbearer",
		[KEY_TEXT_TOO_MUCH] = "asks for more time or memory than a "
				      "passphrase may take",
	};

	error_set(e, STATUS_FAILED, "the key file '%s' %s", path, texts[fault]);
	if (fault == KEY_TEXT_NEWER)
		error_hint(e, "update ringbearer");
	else
		error_hint(e, "restore it from a backup");
	return STATUS_FAILED;
}

static enum status other_kind(const char *path, bool by_passphrase,
			      struct error *e)
{
	error_set(e, STATUS_FAILED, "the key file '%s' is %s by a passphrase",
		  path, by_passphrase ? "sealed" : "not sealed");
	error_hint(e,
		   "set 'key = %s' in the section 'file' of the "
		   "configuration, or another 'key-file'",
		   by_passphrase ? "passphrase" : "file");
	return STATUS_FAILED;
}

static enum status open_sealed(const struct config *config,
			       struct key_text *text, struct error *e)
{
	enum key_text_opened opened;
	char *passphrase;
	enum status status;

	if (unsealed_recall(text))
		return STATUS_OK;
	status = passphrase_ask(config, false, &passphrase, e);
	if (status != STATUS_OK)
		return status;
	opened = key_text_open(text, passphrase);
	secret_free(passphrase);
	if (opened == KEY_TEXT_NO_MEMORY)
		return error_set(e, STATUS_FAILED,
				 "there is too little memory for the "
				 "passphrase of '%s'",
				 config->key_file);
	if (opened == KEY_TEXT_OPENED) {
		unsealed_keep(text);
		return STATUS_OK;
	}
	error_set(e, STATUS_LOCKED,
		  "the passphrase is wrong, or the key file '%s' is damaged",
		  config->key_file);
	error_hint(e, "try again; if it is damaged, restore it from a backup");
	return STATUS_LOCKED;
}

static enum status load_text(const struct config *config, const char *path,
			     struct key_text *text, struct error *e)
{
	const bool sealed = config->key == KEY_PASSPHRASE;
	struct buffer bytes = { 0 };
	enum key_text_fault fault = KEY_TEXT_READ;
	enum status status;

	status = file_read(NULL, path,
			   config->key == KEY_CREDENTIAL ? &credential_rule
							 : &own_rule,
			   &bytes, e);
	if (status == STATUS_OK)
		fault = key_text_read(&bytes, text);
	buffer_clear(&bytes);
	if (fault != KEY_TEXT_READ)
		return bad_text(path, fault, e);
	if (status == STATUS_OK && text->by_passphrase != sealed)
		return other_kind(path, text->by_passphrase, e);
	if (status == STATUS_OK && sealed)
		status = open_sealed(config, text, e);
	return status;
}

enum status key_load(const struct config *config, struct seal_keys *keys,
		     struct error *e)
{
	struct key_text *text;
	enum status status;
	char *path = key_path(config);

	if (!path)
		return STATUS_NOT_FOUND;
	text = secret_alloc(sizeof(*text));
	status = load_text(config, path, text, e);
	if (status == STATUS_OK)
		seal_derive(text->key, keys);
	secret_free(text);
	free(path);
	return status;
}

static bool random_bytes(void *out, size_t size)
{
	return getrandom(out, size, 0) == (ssize_t)size;
}

static enum status new_text(const struct config *config, struct key_text *text,
			    struct error *e)
{
	char *passphrase = NULL;
	enum status status = STATUS_OK;

	if (!random_bytes(text->key, sizeof(text->key)) ||
	    !random_bytes(text->salt, sizeof(text->salt)) ||
	    !random_bytes(text->nonce, sizeof(text->nonce)))
		return error_errno(e, STATUS_FAILED,
				   "the kernel gives no random bytes");
	if (config->key != KEY_PASSPHRASE)
		return STATUS_OK;
	text->by_passphrase = true;
	text->opslimit = KEY_TEXT_OPSLIMIT;
	text->memlimit = KEY_TEXT_MEMLIMIT;
	status = passphrase_ask(config, true, &passphrase, e);
	if (status == STATUS_OK && !key_text_seal(text, passphrase))
		status = error_set(e, STATUS_FAILED,
				   "there is too little memory for a "
				   "passphrase");
	secret_free(passphrase);
	return status;
}

/* The folder that the key file lies in, made if need be. */
static enum status open_folder(const char *path, struct folder *out,
			       struct error *e)
{
	char *folder = memory_copy(path, strlen(path));
	char *slash = strrchr(folder, '/');
	enum status status;

	slash[slash == folder] = '\0';
	status = path_make(folder, e);
	if (status == STATUS_OK)
		status = folder_open(folder, out, e);
	if (status == STATUS_NOT_FOUND)
		status = error_set(e, STATUS_FAILED, "the folder '%s' is gone",
				   folder);
	free(folder);
	return status;
}

static enum status write_text(const struct config *config,
			      const struct buffer *bytes, bool *stayed,
			      struct error *e)
{
	char *temporary =
		memory_format("%s%s", config->key_file, temporary_suffix);
	struct folder folder = FOLDER_CLOSED;
	const struct file_replace put = {
		.name = strrchr(config->key_file, '/') + 1,
		.temporary = strrchr(temporary, '/') + 1,
		.stayed = stayed,
		.bytes = bytes,
	};
	enum status status = open_folder(config->key_file, &folder, e);

	if (status == STATUS_OK)
		status = file_replace(&folder, &put, e);
	if (status == STATUS_OK)
		status = folder_sync_above(config->key_file, e);
	folder_close(&folder);
	free(temporary);
	return status;
}

enum status key_create(const struct config *config, struct seal_keys *keys,
		       struct error *e)
{
	struct key_text *text;
	struct buffer bytes = { 0 };
	bool stayed = false;
	enum status status;

	if (config->key == KEY_CREDENTIAL)
		return key_missing(config, 0, e);
	text = secret_alloc(sizeof(*text));
	status = new_text(config, text, e);
	if (status == STATUS_OK) {
		key_text_write(text, &bytes);
		status = write_text(config, &bytes, &stayed, e);
	}
	if (status == STATUS_OK && stayed) {
		status = key_load(config, keys, e);
	} else if (status == STATUS_OK) {
		if (text->by_passphrase)
			unsealed_keep(text);
		seal_derive(text->key, keys);
	}
	buffer_clear(&bytes);
	secret_free(text);
	return status;
}

enum status key_missing(const struct config *config, size_t count,
			struct error *e)
{
	if (config->key == KEY_CREDENTIAL) {
		error_set(e, STATUS_UNAVAILABLE,
			  "the credential 'ringbearer.key' is missing in "
			  "$CREDENTIALS_DIRECTORY");
		error_hint(e, "give it to the unit: "
			      "LoadCredential=ringbearer.key:PATH");
		return STATUS_UNAVAILABLE;
	}
	error_set(e, STATUS_FAILED,
		  "the key file '%s' is missing; %zu record%s sealed with it",
		  config->key_file, count, count == 1 ? " is" : "s are");
	error_hint(e, "restore the key file from a backup, or set 'key-file' "
		      "to where it is now");
	return STATUS_FAILED;
}

enum status key_wrong(const struct config *config, size_t count,
		      struct error *e)
{
	error_set(e, STATUS_FAILED,
		  "%zu record%s in '%s' %s sealed with another key than the "
		  "one in '%s'",
		  count, count == 1 ? "" : "s", config->file_directory,
		  count == 1 ? "is" : "are",
		  config->key == KEY_CREDENTIAL ? "$CREDENTIALS_DIRECTORY"
						: config->key_file);
	error_hint(e, "restore the right key file from a backup, or set "
		      "'key-file' to where it is now");
	return STATUS_FAILED;
}
