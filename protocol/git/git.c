#include <string.h>

#include "protocol/git/git.h"

/* One request on its way. */
struct exchange {
	const struct service *service;
	enum operation operation;
	struct credential request;
	struct credential answer;
	bool has_answer;
};

enum operation git_operation(const char *word)
{
	static const struct {
		const char *word;
		enum operation operation;
	} words[] = {
		{ "get", OPERATION_GET },
		{ "store", OPERATION_STORE },
		{ "erase", OPERATION_ERASE },
		{ "capability", OPERATION_CAPABILITY },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i].word) == 0)
			return words[i].operation;
	return OPERATION_UNKNOWN;
}

static enum status read_request(struct exchange *x, struct error *e)
{
	struct buffer text = { 0 };
	enum status status =
		x->service->receive_lines(x->service->context, &text, e);

	if (status == STATUS_OK)
		status = git_read(x->operation, text.data, text.length,
				  &x->request, e);
	buffer_clear(&text);
	return status;
}

static enum status perform(struct exchange *x, struct error *e)
{
	const struct service *service = x->service;
	enum status status;

	switch (x->operation) {
	case OPERATION_GET:
		status = service->get(service->context, &x->request, &x->answer,
				      e);
		x->has_answer = status == STATUS_OK;
		/* No match is an answer: git asks the next helper. */
		return status == STATUS_NOT_FOUND ? STATUS_OK : status;
	case OPERATION_STORE:
		return service->store(service->context, &x->request, e);
	case OPERATION_ERASE:
		return service->erase(service->context, &x->request, e);
	default:
		return STATUS_OK;
	}
}

static enum status answer(struct exchange *x, struct error *e)
{
	struct buffer out = { 0 };
	enum status status =
		git_write(x->operation, &x->request,
			  x->has_answer ? &x->answer : NULL, &out, e);

	if (status == STATUS_OK && out.length > 0)
		status = x->service->send(x->service->context, &out, e);
	buffer_clear(&out);
	return status;
}

static enum status serve(const struct call *call, struct error *e)
{
	struct exchange x = { .service = call->service };
	enum status status = STATUS_OK;

	if (call->word_count == 0)
		return call_check(call, &protocol_git, 1, 1, e);
	/* gitcredentials(7): a newer git's operations are ignored. */
	x.operation = git_operation(call->words[0]);
	if (x.operation == OPERATION_UNKNOWN)
		return STATUS_OK;
	if (x.operation != OPERATION_CAPABILITY)
		status = read_request(&x, e);
	if (status == STATUS_OK)
		status = perform(&x, e);
	if (status == STATUS_OK)
		status = answer(&x, e);
	credential_clear(&x.request);
	credential_clear(&x.answer);
	return status;
}

const struct protocol protocol_git = {
	.name = "git",
	.program = "git-credential-ringbearer",
	.usage = "get|store|erase|capability",
	.summary = "git",
	.serve = serve,
};
