#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/definition/token.h"
#include "helper/importers/import.h"
#include "helper/system/paths.h"
#include "protocol/core/address.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	FILE_MAX_SIZE = 4 << 20
};

const struct import_source *const import_sources[] = {
	&import_git,	 &import_netrc,	    &import_docker, &import_env,
	&import_headers, &import_libsecret, NULL,
};

const struct import_source *import_find(const char *name)
{
	for (size_t i = 0; import_sources[i]; i++)
		if (strcmp(import_sources[i]->name, name) == 0)
			return import_sources[i];
	return NULL;
}

/* Never written to: it is opened for reading alone. */
static enum status read_file(int fd, struct import_file *file, struct error *e)
{
	struct stat st;

	if (fd < 0 || fstat(fd, &st) != 0)
		return error_errno(e, STATUS_USAGE, "cannot read '%s'",
				   file->path);
	if (!S_ISREG(st.st_mode))
		return error_set(e, STATUS_USAGE, "'%s' is no regular file",
				 file->path);
	file->mode = st.st_mode & 07777;
	buffer_add(&file->text, "", 0);
	if (buffer_read(&file->text, fd, FILE_MAX_SIZE) == 0)
		return STATUS_OK;
	if (errno == EFBIG)
		return error_set(e, STATUS_MALFORMED,
				 "'%s' is larger than %d MiB", file->path,
				 FILE_MAX_SIZE >> 20);
	return error_errno(e, STATUS_USAGE, "cannot read '%s'", file->path);
}

enum status import_load(const struct import_source *source, const char *file,
			struct import_file *out, struct error *e)
{
	enum status status;
	int fd;

	out->path = file ? memory_copy(file, strlen(file))
			 : path_of_home(source->file);
	fd = open(out->path, O_RDONLY | O_CLOEXEC | O_NOCTTY | O_NONBLOCK);
	status = read_file(fd, out, e);
	if (fd >= 0)
		(void)close(fd);
	if (status == STATUS_OK && out->text.length > 0 &&
	    memchr(out->text.data, '\0', out->text.length))
		status =
			error_set(e, STATUS_MALFORMED,
				  "'%s' holds a NUL: it is no text", out->path);
	return status;
}

void import_file_clear(struct import_file *file)
{
	free(file->path);
	buffer_clear(&file->text);
	*file = (struct import_file){ 0 };
}

const char *import_text(const struct import_file *file)
{
	static const char mark[] = "\xef\xbb\xbf"; /* U+FEFF */
	const char *text = file->text.data;

	return text + (strncmp(text, mark, 3) == 0 ? 3 : 0);
}

void import_skip(const struct importing *in, size_t line,
		 const struct credential *shown, const char *why)
{
	const struct import_item item = { .kind = IMPORT_SKIPPED,
					  .line = line,
					  .credential = shown,
					  .why = why };

	in->visit(&item, in->argument);
}

void import_malformed(const struct importing *in, size_t line, const char *why)
{
	const struct import_item item = { .kind = IMPORT_MALFORMED,
					  .line = line,
					  .why = why };

	in->visit(&item, in->argument);
}

/* In a file of tokens a name without a password is taken for one, too. */
static bool may_have_token_as_username(const struct credential *c)
{
	return credential_has_token_as_username(c) ||
	       (!text_is_empty(c->values[FIELD_USERNAME]) &&
		text_equal(c->values[FIELD_PASSWORD], ""));
}

static const char *check_texts(const struct credential *c)
{
	const char *username = c->values[FIELD_USERNAME];
	const char *token = credential_token(c);

	if (username && (text_has_control(username, strlen(username)) ||
			 strlen(username) > TOKEN_MAX))
		return "its username is no text of one line";
	if (token && strchr(token, '\r'))
		return "its password holds a carriage return";
	if (token && strlen(token) > TOKEN_MAX)
		return "its password is too long";
	return NULL;
}

void import_take(const struct importing *in, size_t line,
		 struct credential *found)
{
	const struct import_item item = { .kind = IMPORT_CREDENTIAL,
					  .line = line,
					  .credential = found };
	struct error e = { 0 };
	const char *wrong = check_texts(found);

	if (wrong || address_canonical(found, &e) != STATUS_OK) {
		import_malformed(in, line, wrong ? wrong : e.message);
	} else if (may_have_token_as_username(found)) {
		credential_set(found, FIELD_USERNAME, NULL);
		import_skip(in, line, found,
			    "its username seems to be the token, which "
			    "'connect' can keep");
	} else if (text_is_empty(credential_token(found))) {
		import_skip(in, line, found, "it holds no password");
	} else {
		in->visit(&item, in->argument);
	}
}

bool import_next_line(struct import_line *line)
{
	if (*line->next == '\0')
		return false;
	line->text = line->next;
	line->length = strcspn(line->text, "\n");
	line->next = line->text + line->length;
	line->next += *line->next == '\n';
	line->number++;
	return true;
}

bool import_set_pair(const char *pair, struct credential *out)
{
	size_t length = strlen(pair);
	char *decoded = secret_alloc(length + 1);
	size_t got = 0;
	char *colon = NULL;

	if (sodium_base642bin((unsigned char *)decoded, length, pair, length,
			      NULL, &got, NULL,
			      sodium_base64_VARIANT_ORIGINAL) == 0 &&
	    strlen(decoded) == got)
		colon = strchr(decoded, ':');
	if (colon) {
		credential_set_bytes(out, FIELD_USERNAME, decoded,
				     (size_t)(colon - decoded));
		credential_set(out, FIELD_PASSWORD, colon + 1);
	}
	secret_free(decoded);
	return colon != NULL;
}
