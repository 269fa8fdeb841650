#include <ctype.h>
#include <fcntl.h>
#include <json-c/json.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/backends/vault/auth.h"
#include "helper/system/paths.h"
#include "protocol/core/json.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	TOKEN_MAX = 8192, /* bytes of a file */
	LOOK_AGAIN = 900, /* seconds between two looks at a token's age */
	SHORTEST = 10,
	STATE_MAX = 64,
};

/* Takes what stands in a file, without the blanks around it. */
static enum status take_text(const char *text, const char *what,
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

/* `noun` is what it holds, as in "the token". */
static enum status read_file(const char *path, const char *noun,
			     struct buffer *out, struct error *e)
{
	struct buffer text = { 0 };
	char what[512];
	enum status status = path_read_settings(path, TOKEN_MAX, &text, e);

	(void)snprintf(what, sizeof(what), "'%s'", path);
	if (status == STATUS_OK)
		status = take_text(text.data, what, out, e);
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

/* A service token, where a secret id would be: it wraps one. */
static bool is_wrapping(const char *text)
{
	return strncmp(text, "hvs.", 4) == 0 || strncmp(text, "s.", 2) == 0;
}

/*
 * It can be unwrapped once: what was in it takes its place in the file, before
 * anything else is done.
 */
static enum status keep_secret_id(const char *path, const struct buffer *id,
				  struct error *e)
{
	size_t size = strlen(path) + sizeof(".new");
	char *fresh = memory_alloc(size, 1);
	enum status status = STATUS_OK;
	int fd;

	(void)snprintf(fresh, size, "%s.new", path);
	(void)unlink(fresh);
	fd = open(fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
	if (fd < 0 || write_all(fd, id->data, id->length) != 0 ||
	    fsync(fd) != 0 || rename(fresh, path) != 0) {
		status = error_errno(e, STATUS_FAILED,
				     "cannot keep the secret id in '%s'", path);
		error_hint(e, "it was unwrapped, which can be done once: have "
			      "a new one made");
	}
	if (fd >= 0)
		(void)close(fd);
	free(fresh);
	return status;
}

static enum status unwrap(struct vault *v, struct buffer *id, struct error *e)
{
	const struct vault_call call = {
		.method = "POST",
		.path = "sys/wrapping/unwrap",
		.token = id->data,
	};
	struct vault_answer a = { 0 };
	enum status status = vault_ask(v, &call, &a, e);
	const char *text =
		vault_text(vault_object(a.json, "data", NULL), "secret_id");

	if (status == STATUS_OK && a.status == 200 && text) {
		buffer_clear(id);
		buffer_add_text(id, text);
		status = keep_secret_id(v->config->vault.secret_id_file, id, e);
	} else if (status == STATUS_OK && a.status == 200) {
		status = vault_refusal(&a, "to unwrap the secret id", e);
	} else if (status == STATUS_OK || a.status == 403) {
		status = error_set(e, STATUS_FAILED,
				   "vault does not unwrap the secret id");
		error_hint(e, "it is too old, or somebody else has unwrapped "
			      "it: have a new one made");
	}
	vault_answer_clear(&a);
	return status;
}

static enum status take_login(struct vault *v, const struct vault_answer *a,
			      struct error *e)
{
	const char *token =
		vault_text(vault_object(a->json, "auth", NULL), "client_token");

	if (a->status == 200 && token)
		return take_text(token, "the token of vault", &v->token, e);
	if (a->status == 200)
		return vault_refusal(a, "to log us in", e);
	error_set(e, STATUS_FAILED,
		  "vault does not take the role id and secret id (HTTP %ld)",
		  a->status);
	error_hint(e, "the secret id may have ended or been used up; have a "
		      "new one made");
	return STATUS_FAILED;
}

enum status vault_token_login(struct vault *v, struct error *e)
{
	const struct config_vault *c = &v->config->vault;
	struct vault_answer a = { 0 };
	struct buffer id = { 0 };
	struct buffer body = { 0 };
	const struct vault_call call = {
		.method = "POST",
		.path = "auth/approle/login",
		.body = &body,
	};
	enum status status =
		read_file(c->secret_id_file, "the secret id", &id, e);

	buffer_clear(&v->token);
	if (status == STATUS_OK && is_wrapping(id.data))
		status = unwrap(v, &id, e);
	if (status == STATUS_OK) {
		buffer_add_text(&body, "{");
		json_add_member(&body, "role_id", c->role_id);
		json_add_member(&body, "secret_id", id.data);
		buffer_add_text(&body, "}");
		status = vault_ask(v, &call, &a, e);
	}
	if (status == STATUS_OK)
		status = take_login(v, &a, e);
	buffer_clear(&body);
	buffer_clear(&id);
	vault_answer_clear(&a);
	return status;
}

static enum status take_own_token(struct vault *v, struct error *e)
{
	char *path = config_vault_secret_file(&v->config->vault);
	bool named = v->config->vault.token_file != NULL;
	enum status status;

	v->source = VAULT_FILE;
	if (!path)
		return take_text(getenv("VAULT_TOKEN"), "VAULT_TOKEN",
				 &v->token, e);
	status = read_file(path,
			   named ? "the token"
				 : "the token that 'vault login' writes",
			   &v->token, e);
	if (status == STATUS_UNAVAILABLE && !named) {
		error_set(e, status, "there is no token for vault");
		error_hint(e, "log in with 'vault login', or see 'token-file', "
			      "'role-id' and 'agent' in ringbearer.conf(5)");
	}
	free(path);
	return status;
}

enum status vault_token_get(struct vault *v, struct error *e)
{
	enum status status;

	if (v->config->vault.agent)
		return STATUS_OK;
	if (v->config->vault.role_id) {
		v->source = VAULT_ROLE;
		return vault_token_login(v, e);
	}
	status = take_own_token(v, e);
	if (status == STATUS_OK)
		vault_token_renew(v);
	return status;
}

/* The file that says when to look again; nothing secret is in it. */
static int open_state(int flags)
{
	char *path = path_of(PATH_STATE, "vault-token");
	int fd = path_open_state(path, flags);

	free(path);
	return fd;
}

static bool is_time(void)
{
	char text[STATE_MAX] = "";
	int fd = open_state(O_RDONLY);
	long long then = 0;
	long long now = time(NULL);

	if (fd < 0)
		return true;
	(void)!read(fd, text, sizeof(text) - 1);
	(void)close(fd);
	text[strcspn(text, "\n")] = '\0';
	return !text_number(text, 1LL << 40, &then) || now >= then ||
	       then > now + LOOK_AGAIN;
}

static void note_time(long long seconds)
{
	char text[STATE_MAX];
	int fd = open_state(O_WRONLY | O_CREAT | O_TRUNC);
	int length =
		snprintf(text, sizeof(text), "%lld\n", time(NULL) + seconds);

	if (fd < 0)
		return;
	(void)!write(fd, text, (size_t)length);
	(void)close(fd);
}

/* Seconds until it is to be looked at again. */
static long long look_after(int left)
{
	if (left <= 0 || left / 3 > LOOK_AGAIN)
		return LOOK_AGAIN;
	return left / 3 > SHORTEST ? left / 3 : SHORTEST;
}

static bool is_old(struct json_object *data, int left)
{
	struct json_object *renewable =
		json_object_object_get(data, "renewable");

	return json_object_get_boolean(renewable) && left > 0 &&
	       left < vault_number(data, "creation_ttl") / 3;
}

void vault_token_renew(struct vault *v)
{
	const struct vault_call look = { .path = "auth/token/lookup-self" };
	const struct vault_call renew = { .method = "POST",
					  .path = "auth/token/renew-self" };
	struct vault_answer a = { 0 };
	struct error ignored = { 0 };
	struct json_object *data;
	int left;

	if (!is_time())
		return;
	if (vault_ask(v, &look, &a, &ignored) != STATUS_OK || a.status != 200) {
		vault_answer_clear(&a);
		return;
	}
	data = vault_object(a.json, "data", NULL);
	left = data ? vault_number(data, "ttl") : -1;
	if (data && is_old(data, left)) {
		vault_answer_clear(&a);
		(void)vault_ask(v, &renew, &a, &ignored);
		data = vault_object(a.json, "auth", NULL);
		left = data ? vault_number(data, "lease_duration") : -1;
	}
	note_time(look_after(left));
	vault_answer_clear(&a);
}

void vault_token_revoke(struct vault *v)
{
	const struct vault_call call = { .method = "POST",
					 .path = "auth/token/revoke-self" };
	struct vault_answer a = { 0 };
	struct error ignored = { 0 };

	if (v->source != VAULT_ROLE || v->token.length == 0 ||
	    v->remote.pid == 0)
		return;
	v->source = VAULT_FILE; /* no new one is wanted */
	(void)vault_ask(v, &call, &a, &ignored);
	vault_answer_clear(&a);
}
