#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "helper/broker/broker.h"
#include "helper/broker/service.h"
#include "helper/catalogue/headers.h"
#include "helper/entries/erase.h"
#include "helper/entries/pick.h"
#include "helper/entries/update.h"
#include "helper/entries/usable.h"
#include "helper/events/event.h"
#include "protocol/core/lines.h"
#include "protocol/core/text.h"

/*
 * A request has no limit of its own; this one keeps memory ours. A line is read
 * byte by byte, which takes its time, and has room for the longest token there
 * is with each of its bytes as an escape of six.
 */
enum {
	REQUEST_MAX = 4 << 20,
	LINE_MAX_SIZE = 512 << 10,
};

/* By one of buffer_read(), line_read() and lines_read(). */
static enum status receive_by(int (*reader)(struct buffer *, int, size_t),
			      struct buffer *text, size_t most, struct error *e)
{
	if (reader(text, STDIN_FILENO, most) >= 0)
		return STATUS_OK;
	if (errno == EFBIG)
		return error_set(e, STATUS_MALFORMED,
				 "the request is larger than %zu KiB",
				 most >> 10);
	return error_errno(e, STATUS_MALFORMED, "cannot read the request");
}

static enum status receive(void *context, struct buffer *text, struct error *e)
{
	(void)context;
	buffer_add(text, "", 0);
	return receive_by(buffer_read, text, REQUEST_MAX, e);
}

static enum status receive_line(void *context, struct buffer *text,
				struct error *e)
{
	(void)context;
	buffer_add(text, "", 0);
	return receive_by(line_read, text, LINE_MAX_SIZE, e);
}

static enum status receive_lines(void *context, struct buffer *text,
				 struct error *e)
{
	(void)context;
	return receive_by(lines_read, text, REQUEST_MAX, e);
}

static enum status send(void *context, const struct buffer *text,
			struct error *e)
{
	(void)context;
	if (write_all(STDOUT_FILENO, text->data, text->length) != 0)
		return error_errno(e, STATUS_FAILED, "cannot write the answer");
	return STATUS_OK;
}

static enum status send_token(void *context, const struct buffer *text,
			      struct error *e)
{
	if (!isatty(STDOUT_FILENO))
		return send(context, text, e);
	error_set(e, STATUS_USAGE, "the answer would be shown on the terminal");
	error_hint(e, "it is meant for a program; behind it '| cat' shows it");
	return STATUS_USAGE;
}

/* Opens what is not open yet. */
static enum status ready(struct serving *s, struct error *e)
{
	if (s->store.backend)
		return STATUS_OK;
	store_close(&s->store);
	return store_open(&s->store, s->file, s->backend, e);
}

static enum status hand_out(struct serving *s, enum status status,
			    const struct credential *answer)
{
	if (status == STATUS_OK && announce_wanted(s->store.config, EVENT_READ))
		(void)credentials_add_notes(answer, &s->handed);
	return status;
}

static enum status get(void *context, const struct credential *request,
		       struct credential *answer, struct error *e)
{
	struct serving *s = context;
	enum status status = ready(s, e);

	if (status == STATUS_OK)
		status = broker_get(&s->store, request, answer, e);
	return hand_out(s, status, answer);
}

static enum status pick(void *context, const struct credential *request,
			struct credential *answer, struct error *e)
{
	struct serving *s = context;
	enum status status = ready(s, e);

	if (status == STATUS_OK)
		status = pick_choose(&s->store, request, answer, e);
	return hand_out(s, status, answer);
}

/* Whether what was found by its name may be handed out. */
static enum status check_found(const char *name,
			       const struct credential *record, struct error *e)
{
	enum status status = usable_check(record, e);

	if (status == STATUS_OK && !credential_token(record))
		return error_set(e, STATUS_NOT_FOUND, "'%s' holds no token",
				 name);
	return status;
}

static enum status find(void *context, const char *name,
			struct credential *answer, struct error *e)
{
	struct serving *s = context;
	enum status status = ready(s, e);

	if (status == STATUS_OK)
		status = entries_find(&s->store, name, answer, e);
	if (status == STATUS_OK)
		status = check_found(name, answer, e);
	return hand_out(s, status, answer);
}

/* Whoever wants several at once. */
struct batch {
	struct serving *serving;
	protocol_found *found;
	void *argument;
};

static void hand_out_one(const char *name, const struct credential *record,
			 enum status status, const struct error *e,
			 void *argument)
{
	const struct batch *batch = argument;
	struct error own = *e;

	if (status == STATUS_OK)
		status = check_found(name, record, &own);
	(void)hand_out(batch->serving, status, record);
	batch->found(name, status == STATUS_OK ? record : NULL, status, &own,
		     batch->argument);
}

static void find_each(void *context, const char *const *names, size_t count,
		      protocol_found *found, void *argument)
{
	struct batch batch = { context, found, argument };
	struct serving *s = context;
	struct error e = { 0 };
	enum status status = ready(s, &e);

	if (status == STATUS_OK)
		entries_find_each(&s->store, names, count, hand_out_one,
				  &batch);
	for (size_t i = 0; status != STATUS_OK && i < count; i++)
		found(names[i], NULL, status, &e, argument);
}

static enum status store(void *context, const struct credential *request,
			 struct error *e)
{
	struct serving *s = context;
	enum status status = ready(s, e);

	return status == STATUS_OK ? broker_store(&s->store, request, e)
				   : status;
}

static enum status erase(void *context, const struct credential *request,
			 struct error *e)
{
	struct serving *s = context;
	enum status status = ready(s, e);

	return status == STATUS_OK ? broker_erase(&s->store, request, e)
				   : status;
}

static enum status replace(void *context, const struct credential *request,
			   struct error *e)
{
	struct serving *s = context;
	enum status status = store(context, request, e);

	return status == STATUS_OK ? update_notes(&s->store, request, true, e)
				   : status;
}

static enum status forget_one(struct serving *s, const struct credential *entry,
			      struct error *e)
{
	const struct event event = { .kind = EVENT_REMOVED, .record = entry };
	enum status status = entry_erase(&s->store, entry, e);

	if (status == STATUS_OK)
		announce(s->store.config, &event, NULL);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static enum status forget_all(void *context, const struct credential *request,
			      struct error *e)
{
	struct serving *s = context;
	struct credentials entries = { 0 };
	enum status status = ready(s, e);

	if (status == STATUS_OK)
		status = pick_gather(&s->store, request, &entries, e);
	if (status == STATUS_OK && entries.count == 0)
		status = STATUS_NOT_FOUND;
	for (size_t i = 0; i < entries.count && status == STATUS_OK; i++)
		status = forget_one(s, &entries.items[i], e);
	credentials_clear(&entries);
	return status;
}

/* Those marked default first, so that who takes one of a host takes them. */
static enum status list(void *context, protocol_visit *visit, void *argument,
			struct error *e)
{
	struct serving *s = context;
	struct credentials entries = { 0 };
	enum status status = ready(s, e);

	if (status == STATUS_OK)
		status = entries_load(&s->store, credentials_add_notes,
				      &entries, e);
	for (int preferred = 1; preferred >= 0; preferred--)
		for (size_t i = 0; i < entries.count; i++) {
			const struct credential *item = &entries.items[i];

			if (!entry_is_disabled(item) &&
			    text_equal(item->values[FIELD_DEFAULT], "1") ==
				    (preferred == 1))
				visit(item, argument);
		}
	credentials_clear(&entries);
	return status;
}

static enum status headers(void *context, const struct credential *record,
			   struct buffer *lines, struct error *e)
{
	struct serving *s = context;

	return header_lines(s->store.config, record, lines, e);
}

void service_open(struct serving *s, const char *file, const char *backend)
{
	*s = (struct serving){
		.file = file,
		.backend = backend,
		.service = {
			.context = s,
			.receive = receive,
			.receive_line = receive_line,
			.receive_lines = receive_lines,
			.send = send,
			.send_token = send_token,
			.get = get,
			.pick = pick,
			.find = find,
			.find_each = find_each,
			.store = store,
			.replace = replace,
			.erase = erase,
			.forget = forget_all,
			.list = list,
			.headers = headers,
		},
	};
}

void service_announce(struct serving *s)
{
	for (size_t i = 0; i < s->handed.count; i++) {
		const struct event event = { .kind = EVENT_READ,
					     .record = &s->handed.items[i] };

		announce(s->store.config, &event, NULL);
	}
}

void service_close(struct serving *s)
{
	credentials_clear(&s->handed);
	store_close(&s->store);
}
