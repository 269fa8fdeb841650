#include <string.h>

#include "helper/backends/foreign/docker-place.h"
#include "helper/backends/foreign/foreign.h"
#include "protocol/core/text.h"
#include "protocol/docker-client.h"

/*
 * Any helper of docker's: `docker:pass`, `docker:secretservice`,
 * `docker:/a/path`. See manager.h.
 */

static int timeout(const struct config *config)
{
	return config->docker_timeout;
}

static bool is_too_long(const struct credential *record)
{
	struct buffer place = { 0 };
	struct buffer input = { 0 };
	bool too_long;

	docker_place(record, &place);
	docker_ask_store(place.data, docker_place_username(record),
			 record->values[FIELD_PASSWORD], &input);
	too_long = input.length >= DOCKER_INPUT_MAX;
	buffer_clear(&input);
	buffer_clear(&place);
	return too_long;
}

static const char *refuses(const struct credential *record)
{
	const char *password = record->values[FIELD_PASSWORD];
	const char *username = docker_place_username(record);

	if (!password)
		return NULL;
	if (!*password)
		return "an empty password, which looks like none there";
	if (!text_is_utf8(password, strlen(password)) ||
	    !text_is_utf8(username, strlen(username)))
		return "what is not UTF-8, which JSON cannot carry";
	/* docker-credential-pass makes a folder of it, and reads another. */
	if (strchr(username, '/'))
		return "a username with '/', of which some make a folder";
	if (is_too_long(record))
		return "a password that long: docker's helpers read 64 KiB";
	return NULL;
}

/* It is on standard output that they say what failed. */
static void take_complaint(struct program_result *result)
{
	char *said = result->answer.data;

	if (*result->complaint || !said)
		return;
	said[strcspn(said, "\r\n")] = '\0';
	text_sanitize(said, result->complaint, sizeof(result->complaint));
}

/* Runs it with text. `secret` is what it is about, or NULL. */
static enum status talk(struct foreign *m, const char *word,
			const struct buffer *input, const char *secret,
			struct program_result *result, struct error *e)
{
	enum status status = foreign_run(m, word, input, result, e);

	if (status != STATUS_OK || result->exit_code == 0)
		return status;
	if (docker_says_not_found(&result->answer))
		return STATUS_NOT_FOUND;
	take_complaint(result);
	return foreign_failed(m, word, result, secret, e);
}

/* Whose it is that was answered; STATUS_NOT_FOUND: another account's. */
static enum status take_address(struct foreign *m,
				const struct credential *address,
				const char *place, struct credential *answer,
				struct error *e)
{
	static const enum field same[] = { FIELD_PROTOCOL, FIELD_HOST,
					   FIELD_PATH };
	const char *asked = address->values[FIELD_USERNAME];
	const char *given = answer->values[FIELD_USERNAME];

	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		credential_set(answer, same[i], address->values[same[i]]);
	if (!docker_place_is_own(place))
		return !asked || text_equal(asked, given) ? STATUS_OK
							  : STATUS_NOT_FOUND;
	if (!text_equal(given, docker_place_username(address)))
		return error_set(e, STATUS_FAILED,
				 "%s has another account of '%s', and keeps no "
				 "two of them apart",
				 m->what, address->values[FIELD_HOST]);
	credential_set(answer, FIELD_USERNAME, asked);
	return STATUS_OK;
}

static enum status take_answer(struct foreign *m, const struct buffer *text,
			       const struct credential *address,
			       const char *place, struct credential *answer,
			       struct error *e)
{
	if (docker_read_answer(text, place, answer, e) != STATUS_OK)
		return foreign_garbage(m, e);
	if (text_is_empty(answer->values[FIELD_PASSWORD]))
		return STATUS_NOT_FOUND;
	return take_address(m, address, place, answer, e);
}

static enum status ask(struct foreign *m, const struct credential *address,
		       const char *place, struct credential *answer,
		       struct error *e)
{
	struct program_result result = { 0 };
	struct buffer input = { 0 };
	enum status status;

	buffer_add_text(&input, place);
	status = talk(m, "get", &input, NULL, &result, e);
	if (status == STATUS_OK)
		status = take_answer(m, &result.answer, address, place, answer,
				     e);
	program_clear(&result);
	buffer_clear(&input);
	return status;
}

static enum status put(struct foreign *m, const struct credential *record,
		       const char *place, struct error *e)
{
	const char *secret = record->values[FIELD_PASSWORD];
	struct program_result result = { 0 };
	struct buffer input = { 0 };
	enum status status;

	docker_ask_store(place, docker_place_username(record), secret, &input);
	status = talk(m, "store", &input, secret, &result, e);
	program_clear(&result);
	buffer_clear(&input);
	return status;
}

static enum status drop(struct foreign *m, const struct credential *record,
			const char *place, struct error *e)
{
	const char *secret = record->values[FIELD_PASSWORD];
	struct program_result result = { 0 };
	struct buffer input = { 0 };
	enum status status;

	buffer_add_text(&input, place);
	status = talk(m, "erase", &input, secret, &result, e);
	program_clear(&result);
	buffer_clear(&input);
	return status;
}

struct listing {
	foreign_visit *visit;
	void *argument;
};

static bool visit_server(const char *server, const char *username,
			 void *argument)
{
	const struct listing *listing = argument;
	struct credential address = { 0 };
	bool more = true;

	/* docker's own notes have no address of a server: passed over. */
	if (docker_place_read(server, username, &address))
		more = listing->visit(&address, server, listing->argument);
	credential_clear(&address);
	return more;
}

static enum status list(struct foreign *m, foreign_visit *visit, void *argument,
			struct error *e)
{
	struct listing listing = { .visit = visit, .argument = argument };
	struct program_result result = { 0 };
	const struct buffer input = { 0 };
	enum status status = talk(m, "list", &input, NULL, &result, e);

	if (status == STATUS_OK &&
	    docker_read_list(&result.answer, visit_server, &listing, e) !=
		    STATUS_OK)
		status = foreign_garbage(m, e);
	program_clear(&result);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static const struct foreign_kind kind = {
	.noun = "docker helper",
	.program = "docker-credential-",
	.timeout = timeout,
	.refuses = refuses,
	.own_place = docker_place,
	.natural_place = docker_place_natural,
	.ask = ask,
	.put = put,
	.drop = drop,
	.list = list,
};

const struct backend backend_docker = {
	.name = "docker",
	.wants = "NAME",
	.summary = "any docker-credential helper, by its name or path",
	.kind = &kind,
	.check = foreign_check,
	.search = foreign_search,
	.store = foreign_store,
	.erase = foreign_erase,
};
