#include <ctype.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/vault/secret-file.h"
#include "helper/system/folder.h"
#include "helper/system/trust.h"
#include "protocol/core/memory.h"

enum {
	SECRET_MAX = 8192 /* bytes of a file */
};

enum status vault_take_secret(const char *text, const char *what,
			      struct buffer *out, struct error *e)
{
	size_t length;

	text += strspn(text, " \t\r\n");
	length = strlen(text);
	while (length > 0 && isspace((unsigned char)text[length - 1]))
		length--;
	if (length == 0)
		return error_set(e, STATUS_FAILED, "%s is empty", what);
	for (size_t i = 0; i < length; i++)
		if (text[i] <= ' ' || text[i] > '~')
			return error_set(e, STATUS_FAILED,
					 "%s holds more than one word of "
					 "ASCII",
					 what);
	buffer_clear(out);
	buffer_add(out, text, length);
	return STATUS_OK;
}

enum status vault_read_secret(const char *path, const char *noun,
			      struct buffer *out, struct error *e)
{
	struct buffer text = { 0 };
	char what[512];
	enum status status = trust_read(path, SECRET_MAX, &text, e);

	(void)snprintf(what, sizeof(what), "'%s'", path);
	if (status == STATUS_OK)
		status = vault_take_secret(text.data, what, out, e);
	else if (status == STATUS_NOT_FOUND)
		status = error_set(e, STATUS_UNAVAILABLE, "there is no '%s'",
				   path);
	else
		status = STATUS_FAILED;
	buffer_clear(&text);
	if (status != STATUS_OK)
		error_hint(e,
			   "it has to be a file of yours with %s as its one "
			   "line, that no one else may reach",
			   noun);
	return status;
}

enum status vault_replace_secret(const char *path, const struct buffer *id,
				 struct error *e)
{
	char *fresh = memory_format("%s.XXXXXX", path);
	enum status status = STATUS_OK;
	int fd;

	fd = mkostemp(fresh, O_CLOEXEC);
	if (fd < 0 || write_all(fd, id->data, id->length) != 0 ||
	    fsync(fd) != 0 || rename(fresh, path) != 0) {
		status = error_errno(e, STATUS_FAILED,
				     "cannot keep the secret id in '%s'", path);
		error_hint(e, "it was unwrapped, which can be done once: have "
			      "a new one made");
	}
	if (status == STATUS_OK)
		status = folder_sync_above(path, e);
	if (fd >= 0) {
		(void)unlink(fresh); /* still there only after a failure */
		(void)close(fd);
	}
	free(fresh);
	return status;
}
