#include <string.h>

#include "helper/backends/vault/approle.h"
#include "helper/backends/vault/secret-file.h"
#include "helper/system/lock.h"
#include "protocol/core/json.h"

/* A service token, where a secret id would be: it wraps one. */
static bool is_wrapping(const char *text)
{
	return strncmp(text, "hvs.", 4) == 0 || strncmp(text, "s.", 2) == 0;
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
		json_text_at(json_object_at(a.json, "data"), "secret_id");

	if (status == STATUS_OK && a.status == 200 && text) {
		buffer_clear(id);
		buffer_add_text(id, text);
		status = vault_replace_secret(v->config->vault.secret_id_file,
					      id, e);
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
		json_text_at(json_object_at(a->json, "auth"), "client_token");

	if (a->status == 200 && token)
		return vault_take_secret(token, "the token of vault", &v->token,
					 e);
	if (a->status == 200)
		return vault_refusal(a, "to log us in", e);
	error_set(e, STATUS_FAILED,
		  "vault does not take the role id and secret id (HTTP %ld)",
		  a->status);
	error_hint(e, "the secret id may have ended or been used up; have a "
		      "new one made");
	return STATUS_FAILED;
}

/* It can be done once: whoever waited for another process has what that got. */
static enum status unwrap_alone(struct vault *v, struct buffer *id,
				struct error *e)
{
	const struct lock_wanted wanted = {
		.how = LOCK_ALONE,
		.path = "secret-id.lock",
		.seconds = LOCK_SECONDS,
		.optional = true,
	};
	int lock;
	enum status status = lock_state(&wanted, &lock, e);

	if (status == STATUS_OK)
		status = vault_read_secret(v->config->vault.secret_id_file,
					   "the secret id", id, e);
	if (status == STATUS_OK && is_wrapping(id->data))
		status = unwrap(v, id, e);
	lock_release(lock);
	return status;
}

enum status vault_approle_login(struct vault *v, struct error *e)
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
		vault_read_secret(c->secret_id_file, "the secret id", &id, e);

	buffer_clear(&v->token);
	if (status == STATUS_OK && is_wrapping(id.data))
		status = unwrap_alone(v, &id, e);
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

void vault_approle_logout(struct vault *v)
{
	const struct vault_call call = { .method = "POST",
					 .path = "auth/token/revoke-self" };
	struct vault_answer a = { 0 };
	struct error ignored = { 0 };

	if (!v->login || v->token.length == 0 || v->remote.pid == 0)
		return;
	v->login = NULL; /* no new one is wanted */
	(void)vault_ask(v, &call, &a, &ignored);
	vault_answer_clear(&a);
}
