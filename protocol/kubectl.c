#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/expiry.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"
#include "protocol/protocol.h"

static const char info_variable[] = "KUBERNETES_EXEC_INFO";

/* The newest; kubectl before 1.22 knows but the other. */
static const char *const versions[] = {
	"client.authentication.k8s.io/v1",
	"client.authentication.k8s.io/v1beta1",
};

/* kubectl takes an answer only in the version that it asked in. */
static enum status choose_version(struct json_object *info,
				  const char **version, struct error *e)
{
	const char *asked;
	enum status status = json_text(info, "apiVersion", &asked, e);

	*version = versions[0];
	if (status != STATUS_OK || !asked)
		return status;
	for (size_t i = 0; i < sizeof(versions) / sizeof(versions[0]); i++)
		if (strcmp(asked, versions[i]) == 0) {
			*version = versions[i];
			return STATUS_OK;
		}
	error_set(e, STATUS_MALFORMED, "the 'apiVersion' is not known");
	error_hint(e, "write 'apiVersion: %s' in the kubeconfig", versions[0]);
	return STATUS_MALFORMED;
}

static enum status read_server(struct json_object *info,
			       struct credential *address, struct error *e)
{
	struct json_object *cluster =
		json_object_at(json_object_at(info, "spec"), "cluster");
	const char *server;
	enum status status = json_text(cluster, "server", &server, e);

	if (status != STATUS_OK)
		return status;
	if (!server) {
		error_set(e, STATUS_USAGE, "there is no cluster's address");
		error_hint(e, "name an entry in 'args', or write "
			      "'provideClusterInfo: true' in the kubeconfig");
		return STATUS_USAGE;
	}
	return web_address_url(server, address, e);
}

static enum status write(const struct credential *record, const void *version,
			 struct buffer *out, struct error *e)
{
	char expires[EXPIRY_SIZE];

	expiry_text(record, expires);
	buffer_add_text(out, "{");
	json_add_member(out, "kind", "ExecCredential");
	json_add_member(out, "apiVersion", version);
	buffer_add_text(out, ",\"status\":{");
	json_add_member(out, "token", credential_token(record));
	json_add_member(out, "expirationTimestamp", *expires ? expires : NULL);
	buffer_add_text(out, "}}\n");
	return json_check(out, e);
}

static enum status serve(const struct call *call, struct error *e)
{
	const char *text = getenv(info_variable);
	struct json_object *info = NULL;
	const char *version = versions[0];
	struct wanted wanted = { .name = call->words[0], .write = write };
	enum status status = call_check(call, &protocol_kubectl, 0, 1, e);

	if (status == STATUS_OK && !text_is_empty(text))
		status = json_read(text, strlen(text), &info, e);
	if (status == STATUS_OK)
		status = choose_version(info, &version, e);
	if (status == STATUS_OK && !wanted.name)
		status = read_server(info, &wanted.address, e);
	json_object_put(info);
	wanted.argument = version;
	if (status == STATUS_OK)
		status = call_answer(call, &wanted, e);
	if (status == STATUS_NOT_FOUND && !wanted.name)
		error_set(e, status, "nothing is stored for '%s'",
			  wanted.address.values[FIELD_HOST]);
	credential_clear(&wanted.address);
	return status;
}

const struct protocol protocol_kubectl = {
	.name = "kubectl",
	.program = "kubectl-credential-ringbearer",
	.usage = "[NAME]",
	.summary = "kubectl and other clients of Kubernetes",
	.serve = serve,
};
