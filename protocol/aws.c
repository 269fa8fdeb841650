#include "protocol/core/expiry.h"
#include "protocol/core/json.h"
#include "protocol/core/text.h"
#include "protocol/protocol.h"

/*
 * The username is the access key's id, the password the key; what goes with
 * them are fields of the definition that the entry was connected by.
 */
static enum status write(const struct credential *record, const void *argument,
			 struct buffer *out, struct error *e)
{
	const char *id = record->values[FIELD_USERNAME];
	char expires[EXPIRY_SIZE];

	(void)argument;
	if (text_is_empty(id) || !record->values[FIELD_PASSWORD]) {
		error_set(e, STATUS_MALFORMED,
			  "it is kept without an access key's id");
		error_hint(e, "that is the username, and the secret access "
			      "key the password");
		return STATUS_MALFORMED;
	}
	expiry_text(record, expires);
	buffer_add_text(out, "{\"Version\":1");
	json_add_member(out, "AccessKeyId", id);
	json_add_member(out, "SecretAccessKey", record->values[FIELD_PASSWORD]);
	json_add_member(out, "SessionToken",
			credential_extra(record, "session-token"));
	json_add_member(out, "Expiration", *expires ? expires : NULL);
	json_add_member(out, "AccountId",
			credential_extra(record, "account-id"));
	buffer_add_text(out, "}\n");
	return json_check(out, e);
}

static enum status serve(const struct call *call, struct error *e)
{
	const struct wanted wanted = { .name = call->words[0], .write = write };
	enum status status = call_check(call, &protocol_aws, 1, 1, e);

	return status == STATUS_OK ? call_answer(call, &wanted, e) : status;
}

const struct protocol protocol_aws = {
	.name = "aws",
	.usage = "NAME",
	.summary = "AWS' tools, as credential_process",
	.serve = serve,
};
