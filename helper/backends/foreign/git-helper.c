#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/backends/foreign/foreign.h"
#include "helper/backends/foreign/git-helper-place.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"
#include "protocol/git/git.h"

/*
 * Any helper of git's: `helper:cache`, `helper:libsecret`, `helper:/a/path`.
 * It keeps a password for an address; see manager.h for all else.
 */

enum {
	FOLDER_MAX = 4096,
	ASKING_GIT = 5000, /* milliseconds */
};

static int timeout(const struct config *config)
{
	return config->helper_timeout;
}

/* What git says where its own programs are; NULL if it does not. */
static char *ask_git(const char *git)
{
	static const char *const arguments[] = { "git", "--exec-path", NULL };
	static const char *const passed_on[] = { "HOME", "PATH", NULL };
	const struct program program = {
		.path = git,
		.arguments = arguments,
		.passed_on = passed_on,
		.timeout = ASKING_GIT,
		.max_answer = FOLDER_MAX,
	};
	struct program_result result = { 0 };
	size_t length;
	char *folder = NULL;

	program_run(&program, &result);
	length = result.answer.data ? strcspn(result.answer.data, "\n") : 0;
	if (result.end == CHILD_EXITED && result.exit_code == 0 && length > 0 &&
	    result.answer.data[0] == '/')
		folder = memory_copy(result.answer.data, length);
	program_clear(&result);
	return folder;
}

/* Asked once; it lives as long as the program. */
static const char *git_folder(void)
{
	static char *folder;
	char *git = folder ? NULL : program_find("git");

	if (git)
		folder = ask_git(git);
	free(git);
	return folder;
}

/* git's own helpers lie in a folder of git's. */
static char *find_with_git(const char *program)
{
	const char *folder = git_folder();
	char *path = folder ? memory_format("%s/%s", folder, program) : NULL;

	if (path && access(path, X_OK) != 0) {
		free(path);
		path = NULL;
	}
	return path;
}

/* git credential-cache keeps for minutes; the others are to keep. */
static bool forgets(const char *argument)
{
	const char *slash = strrchr(argument, '/');

	return strcmp(argument, "cache") == 0 ||
	       (slash && strcmp(slash, "/git-credential-cache") == 0);
}

static const char *refuses(const struct credential *record)
{
	static const enum field address[] = { FIELD_PATH, FIELD_USERNAME };
	const char *password = record->values[FIELD_PASSWORD];

	if (!password)
		return NULL;
	if (!git_can_carry(password))
		return "a password of several lines, which git's protocol "
		       "cannot carry";
	for (size_t i = 0; i < sizeof(address) / sizeof(address[0]); i++) {
		const char *value = record->values[address[i]];

		if (value && text_has_control(value, strlen(value)))
			return "an address that holds a control character";
	}
	return NULL;
}

/* Only as it is; and nothing without a host, which would be any. */
static bool natural_place(const struct credential *pattern, size_t number,
			  struct buffer *out)
{
	if (number > 0 || text_is_empty(pattern->values[FIELD_HOST]))
		return false;
	buffer_add_text(out, HELPER_PLACE_AS_IS);
	return true;
}

/* Runs it with an address, and a password if there is one. */
static enum status talk(struct foreign *m, const char *word,
			const struct credential *told, const char *password,
			struct program_result *result, struct error *e)
{
	struct buffer input = { 0 };
	struct credential request = { 0 };
	enum status status;

	credential_copy(told, &request);
	credential_set(&request, FIELD_PASSWORD, password);
	git_ask(&request, &input);
	credential_clear(&request);
	status = foreign_run(m, word, &input, result, e);
	if (status == STATUS_OK && result->exit_code != 0)
		status = foreign_failed(m, word, result, password, e);
	buffer_clear(&input);
	return status;
}

/* Whose password it is that was answered to `told`. */
static void take_address(const struct credential *address, const char *place,
			 const struct credential *told,
			 struct credential *answer)
{
	static const enum field same[] = { FIELD_PROTOCOL, FIELD_HOST,
					   FIELD_PATH };

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		credential_set(answer, same[i], address->values[same[i]]);
	if (strcmp(place, HELPER_PLACE_AS_IS) != 0)
		credential_set(answer, FIELD_USERNAME,
			       address->values[FIELD_USERNAME]);
	else if (!answer->values[FIELD_USERNAME])
		credential_set(answer, FIELD_USERNAME,
			       told->values[FIELD_USERNAME]);
	else
		(void)helper_place_read(answer->values[FIELD_USERNAME], answer);
	if (answer->values[FIELD_PASSWORD_EXPIRY_UTC])
		credential_set(answer, FIELD_EXPIRY_KNOWN, "told");
}

static enum status take_answer(struct foreign *m, const struct buffer *text,
			       const struct credential *told,
			       struct credential *answer, struct error *e)
{
	enum status status =
		git_read_answer(text->data, text->length, told, answer, e);

	if (status != STATUS_OK)
		return foreign_garbage(m, e);
	if (git_says_quit(answer))
		return error_set(e, STATUS_LOCKED, "%s refuses to answer",
				 m->what);
	return answer->values[FIELD_PASSWORD] ? STATUS_OK : STATUS_NOT_FOUND;
}

static enum status ask(struct foreign *m, const struct credential *address,
		       const char *place, struct credential *answer,
		       struct error *e)
{
	struct program_result result = { 0 };
	struct credential told = { 0 };
	enum status status;

	helper_place_tell(address, place, &told);
	status = talk(m, "get", &told, NULL, &result, e);
	if (status == STATUS_OK)
		status = take_answer(m, &result.answer, &told, answer, e);
	if (status == STATUS_OK)
		take_address(address, place, &told, answer);
	program_clear(&result);
	credential_clear(&told);
	return status;
}

static enum status tell(struct foreign *m, const char *word,
			const struct credential *record, const char *place,
			struct error *e)
{
	struct program_result result = { 0 };
	struct credential told = { 0 };
	enum status status;

	helper_place_tell(record, place, &told);
	status = talk(m, word, &told, record->values[FIELD_PASSWORD], &result,
		      e);
	program_clear(&result);
	credential_clear(&told);
	return status;
}

static enum status put(struct foreign *m, const struct credential *record,
		       const char *place, struct error *e)
{
	return tell(m, "store", record, place, e);
}

static enum status drop(struct foreign *m, const struct credential *record,
			const char *place, struct error *e)
{
	return tell(m, "erase", record, place, e);
}

static const struct foreign_kind kind = {
	.noun = "helper",
	.program = "git-credential-",
	.find = find_with_git,
	.timeout = timeout,
	.forgets = forgets,
	.refuses = refuses,
	.own_place = helper_place,
	.natural_place = natural_place,
	.ask = ask,
	.put = put,
	.drop = drop,
};

const struct backend backend_helper = {
	.name = "helper",
	.wants = "NAME",
	.summary = "any git credential helper, by its name or path",
	.kind = &kind,
	.check = foreign_check,
	.search = foreign_search,
	.store = foreign_store,
	.erase = foreign_erase,
};
