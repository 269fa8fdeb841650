#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/backends/vault/approle.h"
#include "helper/backends/vault/auth.h"
#include "helper/backends/vault/secret-file.h"
#include "helper/system/paths.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"

enum {
	LOOK_AGAIN = 900, /* seconds between two looks at a token's age */
	SHORTEST = 10,
	STATE_MAX = 64,
};

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
static long long look_after(long long left)
{
	if (left <= 0 || left / 3 > LOOK_AGAIN)
		return LOOK_AGAIN;
	return left / 3 > SHORTEST ? left / 3 : SHORTEST;
}

static bool is_old(struct json_object *data, long long left)
{
	return json_true_at(data, "renewable") && left > 0 &&
	       left < json_number_at(data, "creation_ttl") / 3;
}

/*
 * Renews a token that has lived two thirds of its time, if it can be. Now and
 * then only, and it never fails: the operation shows whether the token is
 * good.
 */
static void renew_token(struct vault *v)
{
	const struct vault_call look = { .path = "auth/token/lookup-self" };
	const struct vault_call renew = { .method = "POST",
					  .path = "auth/token/renew-self" };
	struct vault_answer a = { 0 };
	struct error ignored = { 0 };
	struct json_object *data;
	long long left;

	if (!is_time())
		return;
	if (vault_ask(v, &look, &a, &ignored) != STATUS_OK || a.status != 200) {
		vault_answer_clear(&a);
		return;
	}
	data = json_object_at(a.json, "data");
	left = json_number_at(data, "ttl");
	if (is_old(data, left)) {
		vault_answer_clear(&a);
		(void)vault_ask(v, &renew, &a, &ignored);
		data = json_object_at(a.json, "auth");
		left = json_number_at(data, "lease_duration");
	}
	note_time(look_after(left));
	vault_answer_clear(&a);
}

static enum status take_own_token(struct vault *v, struct error *e)
{
	char *path = config_vault_secret_file(&v->config->vault);
	bool named = v->config->vault.token_file != NULL;
	enum status status;

	if (!path)
		return vault_take_secret(getenv("VAULT_TOKEN"), "VAULT_TOKEN",
					 &v->token, e);
	status =
		vault_read_secret(path,
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
		v->login = vault_approle_login;
		return v->login(v, e);
	}
	status = take_own_token(v, e);
	if (status == STATUS_OK)
		renew_token(v);
	return status;
}
