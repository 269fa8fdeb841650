#include <stdlib.h>
#include <string.h>

#include "helper/backends/pass/gpg.h"
#include "helper/backends/pass/recipients.h"
#include "helper/system/file.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"

static const char list_name[] = ".gpg-id";
static const char blanks[] = " \t\r\n";

static const struct whole_rule list_rule = { .max = 1 << 16 };

/* The list that holds: its text, and where it lies. */
struct list {
	struct buffer text;
	char *path; /* NULL: none was found */
};

static void add_word(const char *word, size_t length, struct pass_words *out)
{
	char **words = memory_alloc(out->count + 2, sizeof(*words));

	if (out->count)
		memcpy(words, out->words, out->count * sizeof(*words));
	words[out->count++] = memory_copy(word, length);
	free(out->words);
	out->words = words;
}

void pass_word_add(const char *word, struct pass_words *out)
{
	add_word(word, strlen(word), out);
}

void pass_words_add(const char *text, struct pass_words *out)
{
	while (text && *(text += strspn(text, blanks))) {
		size_t length = strcspn(text, blanks);

		add_word(text, length, out);
		text += length;
	}
}

void pass_words_clear(struct pass_words *words)
{
	for (size_t i = 0; i < words->count; i++)
		free(words->words[i]);
	free(words->words);
	*words = (struct pass_words){ 0 };
}

/* A line, without its comment and the blanks around it, is a key. */
static void add_lines(const char *text, struct pass_words *out)
{
	while (*text) {
		size_t line = strcspn(text, "\n");
		size_t from = strspn(text, " \t\r");
		size_t end = strcspn(text, "#\n");

		while (end > from && strchr(blanks, text[end - 1]))
			end--;
		if (end > from)
			add_word(text + from, end - from, out);
		text += line + (text[line] == '\n');
	}
}

/* Takes the list of this folder, if there is one, in the place of others. */
static enum status look(struct folder *folder, struct list *list,
			struct error *e)
{
	struct buffer text = { 0 };
	enum status status =
		whole_read(folder, list_name, &list_rule, &text, e);

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
			     const struct list *list, struct pass_words *out,
			     struct error *e)
{
	struct pass_words signers = { 0 };
	enum status status = STATUS_OK;

	if (!list->path)
		return no_list(store, e);
	pass_words_add(getenv("PASSWORD_STORE_SIGNING_KEY"), &signers);
	if (signers.count > 0)
		status = pass_gpg_verify(store->config, list->path, &list->text,
					 &signers, e);
	pass_words_clear(&signers);
	if (status == STATUS_OK)
		add_lines(list->text.data, out);
	if (status == STATUS_OK && out->count == 0)
		status = error_set(e, STATUS_FAILED, "'%s' names no key",
				   list->path);
	return status;
}

enum status pass_recipients(const struct pass_store *store, const char *folder,
			    struct pass_words *out, struct error *e)
{
	struct list list = { 0 };
	enum status status;

	pass_words_add(getenv("PASSWORD_STORE_KEY"), out);
	if (out->count > 0)
		return STATUS_OK;
	status = find_list(store, folder, &list, e);
	if (status == STATUS_OK)
		status = take_list(store, &list, out, e);
	buffer_clear(&list.text);
	free(list.path);
	return status;
}
