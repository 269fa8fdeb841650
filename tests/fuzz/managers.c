/*
 * What managers answer: helpers of git and docker, the network program, vault
 * and etcd. The first byte chooses. What is taken for an answer is one to what
 * was asked, and holds no byte that what it is read into cannot hold.
 */
#include "helper/backends/etcd/json.h"
#include "helper/backends/foreign/docker-place.h"
#include "helper/backends/vault/entry.h"
#include "helper/network/wire.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/docker-client.h"
#include "protocol/git/git.h"
#include "tests/fuzz/fuzz.h"

enum {
	BODY_MAX = 2048
};

static const char server[] = "https://ann@git.example";

static void set_address(struct credential *c)
{
	credential_set(c, FIELD_PROTOCOL, "https");
	credential_set(c, FIELD_HOST, "git.example");
	credential_set(c, FIELD_USERNAME, "ann");
}

static void git_answers(const struct buffer *text)
{
	struct credential asked = { 0 };
	struct credential answer = { 0 };
	struct error e = { 0 };
	enum status status;

	set_address(&asked);
	status = git_read_answer(text->data, text->length, &asked, &answer, &e);
	hold(status == STATUS_OK || e.message[0]);
	if (status == STATUS_OK) {
		const char *username = answer.values[FIELD_USERNAME];
		const char *password = answer.values[FIELD_PASSWORD];

		hold(!username || strcmp(username, "ann") == 0);
		hold(!password || git_can_carry(password));
		(void)git_says_quit(&answer);
	}
	credential_clear(&answer);
	credential_clear(&asked);
}

static void docker_answers(const struct buffer *text)
{
	struct credential answer = { 0 };
	struct error e = { 0 };
	enum status status = docker_read_answer(text, server, &answer, &e);

	hold(status == STATUS_OK || e.message[0]);
	/* What says that nothing is there is no answer beside that. */
	hold(status != STATUS_OK || !docker_says_not_found(text));
	credential_clear(&answer);
}

static bool visit_server(const char *name, const char *username, void *count)
{
	struct credential address = { 0 };

	hold(name && username);
	if (docker_place_read(name, username, &address)) {
		hold(address.values[FIELD_PROTOCOL]);
		hold(address.values[FIELD_HOST]);
		hold(!address.values[FIELD_PASSWORD]);
	}
	credential_clear(&address);
	return --*(int *)count > 0;
}

static void docker_lists(const struct buffer *text)
{
	struct error e = { 0 };
	int count = 8;

	hold(docker_read_list(text, visit_server, &count, &e) == STATUS_OK ||
	     e.message[0]);
}

/* Written and read again it is the same, and a part of it is a part. */
static void check_message(const struct message *message)
{
	struct buffer text = { 0 };
	struct message again = { 0 };

	message_add(&message->head, message->body, message->body_length, &text);
	hold(message_read(&text, BODY_MAX, &again) == MESSAGE_WHOLE);
	hold(again.body_length == message->body_length);
	hold(memcmp(again.body, message->body, again.body_length) == 0);
	message_clear(&again);
	text.length--;
	hold(message_read(&text, BODY_MAX, &again) == MESSAGE_PART);
	text.length++;
	buffer_add_text(&text, "x");
	hold(message_read(&text, BODY_MAX, &again) == MESSAGE_BROKEN);
	buffer_clear(&text);
}

static void network_answers(const struct buffer *text)
{
	struct message message = { 0 };

	if (message_read(text, BODY_MAX, &message) == MESSAGE_WHOLE) {
		hold(message.body_length <= BODY_MAX);
		check_message(&message);
	}
	message_clear(&message);
}

static void vault_answers(const struct buffer *text)
{
	struct vault_entry entry = { 0 };
	struct credential record = { 0 };
	struct error e = { 0 };

	entry.answer.status = 404;
	if (json_read(text->data, text->length, &entry.answer.json, &e) !=
	    STATUS_OK)
		return;
	(void)vault_has_nothing(&entry.answer);
	entry.data = json_object_at(entry.answer.json, "data");
	(void)json_number_at(json_object_at(entry.data, "metadata"), "version");
	entry.data = json_object_at(entry.data, "data");
	set_address(&record);
	if (entry.data &&
	    vault_entry_record(&entry, "a/b", &record, &e) == STATUS_OK) {
		hold(credential_has_secret(&record));
		hold(strcmp(record.values[FIELD_HOST], "git.example") == 0);
		hold(strcmp(record.values[FIELD_USERNAME], "ann") == 0);
		hold(!record.values[FIELD_PATH]);
	}
	credential_clear(&record);
	etcd_drop(entry.answer.json);
}

static void etcd_answers(const struct buffer *text)
{
	struct json_object *answer = NULL;
	struct etcd_pair pair = { 0 };
	struct error e = { 0 };
	struct json_object *last;

	if (etcd_read(text, &answer, &e) != STATUS_OK) {
		hold(e.message[0] && !answer);
		return;
	}
	last = etcd_last_range(answer);
	for (size_t i = 0; i < etcd_pair_count(answer); i++)
		if (etcd_pair_at(answer, i, &pair))
			hold(strlen(pair.key.data) == pair.key.length &&
			     pair.revision > 0);
	if (last && etcd_pair_count(last) > 0)
		(void)etcd_pair_at(last, 0, &pair);
	(void)etcd_has_more(answer);
	(void)etcd_count(answer);
	(void)etcd_revision(answer);
	(void)etcd_succeeded(answer);
	(void)etcd_error_code(answer);
	(void)json_text_at(answer, "error");
	etcd_pair_clear(&pair);
	etcd_drop(answer);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static void (*const kinds[])(const struct buffer *text) = {
		git_answers,	 docker_answers, docker_lists,
		network_answers, vault_answers,	 etcd_answers,
	};
	struct buffer text = { 0 };

	if (size == 0)
		return 0;
	buffer_add(&text, "", 0);
	buffer_add(&text, data + 1, size - 1);
	kinds[data[0] % (sizeof(kinds) / sizeof(kinds[0]))](&text);
	buffer_clear(&text);
	return 0;
}
