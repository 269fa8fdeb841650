#include <stdlib.h>
#include <string.h>

#include "helper/backends/pass/gpg.h"
#include "helper/backends/pass/recipients.h"
#include "helper/system/file.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "protocol/core/strings.h"

static const char list_name[] = ".gpg-id";
static const char blanks[] = " \t\r\n";

static const struct file_rule list_rule = { .max = 1 << 16 };

/* The list that holds: its text, and where it lies. */
struct list {
	struct buffer text;
	char *path; /* NULL: none was found */
};

/* A line, without its comment and the blanks around it, is a key. */
static void add_lines(const char *text, struct strings *out)
{
	while (*text) {
		size_t line = strcspn(text, "\n");
		size_t from = strspn(text, " \t\r");
		size_t end = strcspn(text, "#\n");

		while (end > from && strchr(blanks, text[end - 1]))
			end--;
		if (end > from)
			strings_add_bytes(out, text + from, end - from);
		text += line + (text[line] == '\n');
	}
}

/* Takes the list of this folder, if there is one, in the place of others. */
static enum status look(struct folder *folder, struct list *list,
			struct error *e)
{
	struct buffer text = { 0 };
	enum status status = file_read(folder, list_name, &list_rule, &text, e);

	if (status != STATUS_OK) {
		buffer_clear(&text);
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	}
	buffer_clear(&list->text);
	list->text = text;
	free(list->path);
	list->path = folder_path(folder, list_name);
	return STATUS_OK;
}

/* From the top down to `name`, as far as there are folders. */
static enum status find_list(const struct pass_store *store, const char *name,
			     struct list *list, struct error *e)
{
	enum status status = STATUS_OK;
	size_t end = 0;

	for (;;) {
		struct folder folder = FOLDER_CLOSED;
		char *part = memory_copy(end ? name : ".", end ? end : 1);

		status = folder_open_beneath(&store->folder, part, &folder, e);
		if (status == STATUS_OK)
			status = look(&folder, list, e);
		folder_close(&folder);
		free(part);
		if (status != STATUS_OK || !name[end])
			return status == STATUS_NOT_FOUND ? STATUS_OK : status;
		end += name[end] == '/';
		end += strcspn(name + end, "/");
	}
}

static enum status no_list(const struct pass_store *store, struct error *e)
{
	error_set(e, STATUS_UNAVAILABLE,
		  "the password store '%s' names no key: it has no '%s'",
		  store->folder.path, list_name);
	error_hint(e, "say whose it is: pass init GPG-ID");
	return STATUS_UNAVAILABLE;
}

static enum status take_list(const struct pass_store *store,
			     const struct list *list, struct strings *out,
			     struct error *e)
{
	struct strings signers = { 0 };
	enum status status = STATUS_OK;

	if (!list->path)
		return no_list(store, e);
	strings_add_words(&signers, getenv("PASSWORD_STORE_SIGNING_KEY"));
	if (signers.count > 0)
		status = pass_gpg_verify(store->config, list->path, &list->text,
					 &signers, e);
	strings_clear(&signers);
	if (status == STATUS_OK)
		add_lines(list->text.data, out);
	if (status == STATUS_OK && out->count == 0)
		status = error_set(e, STATUS_FAILED, "'%s' names no key",
				   list->path);
	return status;
}

enum status pass_recipients(const struct pass_store *store, const char *folder,
			    struct strings *out, struct error *e)
{
	struct list list = { 0 };
	enum status status;

	strings_add_words(out, getenv("PASSWORD_STORE_KEY"));
	if (out->count > 0)
		return STATUS_OK;
	status = find_list(store, folder, &list, e);
	if (status == STATUS_OK)
		status = take_list(store, &list, out, e);
	buffer_clear(&list.text);
	free(list.path);
	return status;
}
