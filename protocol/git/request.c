#include <string.h>

#include "protocol/core/address.h"
#include "protocol/core/lines.h"
#include "protocol/core/text.h"
#include "protocol/git/git.h"

struct reader {
	enum operation operation;
	struct credential *request;
	struct buffer lists[FIELD_COUNT];
	size_t host_line;
};

/* The field that a line sets, or -1: unknown ones are ignored, as git asks. */
static int find_field(const struct line *line)
{
	for (int f = 0; f < FIELD_COUNT; f++) {
		unsigned int flags = field_info[f].flags;
		size_t length = strlen(field_info[f].key);
		size_t suffix = flags & FIELD_IS_LIST ? 2 : 0;

		if ((flags & FIELD_ON_WIRE) &&
		    line->key_length == length + suffix &&
		    memcmp(line->key, field_info[f].key, length) == 0 &&
		    memcmp(line->key + length, "[]", suffix) == 0)
			return f;
	}
	return -1;
}

static void append(struct buffer *list, const struct line *line)
{
	if (line->value_length == 0) {
		/* git-credential(1): an empty item clears the list. */
		buffer_clear(list);
		return;
	}
	if (list->length)
		buffer_add_text(list, "\n");
	buffer_add(list, line->value, line->value_length);
}

/* Returns what is wrong with the line's value, or NULL. */
static const char *check_value(const struct reader *reader, enum field field,
			       const struct line *line)
{
	unsigned int flags = field_info[field].flags;

	if ((flags & FIELD_IS_KEPT) &&
	    line->key_length + line->value_length + 2 > GIT_LINE_MAX)
		return "makes a line of more than 65535 bytes";
	if ((flags & FIELD_IS_ADDRESS) && reader->request->values[field])
		return "is given twice";
	if ((flags & FIELD_IS_ADDRESS) || field == FIELD_AUTHTYPE)
		return text_has_control(line->value, line->value_length)
			       ? "holds a control byte"
			       : NULL;
	if (memchr(line->value, '\r', line->value_length))
		return "holds a carriage return";
	return NULL;
}

static enum status read_url(struct reader *reader, const struct line *line,
			    size_t number, struct error *e)
{
	struct credential *request = reader->request;
	enum status status;

	/* A second address is how CVE-2020-5260 redirected a request. */
	if (request->values[FIELD_PROTOCOL] || request->values[FIELD_HOST] ||
	    request->values[FIELD_USERNAME] || request->values[FIELD_PATH])
		return error_set(e, STATUS_MALFORMED,
				 "line %zu: 'url' behind a part of an address",
				 number);
	if (line->value_length > GIT_LINE_MAX)
		return error_set(e, STATUS_MALFORMED,
				 "line %zu: 'url' makes a line of more than "
				 "65535 bytes",
				 number);
	reader->host_line = number;
	status = address_from_url(line->value, line->value_length, request, e);
	return status == STATUS_OK ? STATUS_OK
				   : error_set(e, status, "line %zu: %s",
					       number, e->message);
}

static enum status read_line(struct reader *reader, const struct line *line,
			     size_t number, struct error *e)
{
	int field = find_field(line);
	const char *wrong;

	if (line_has_key(line, "url"))
		return read_url(reader, line, number, e);
	if (field < 0)
		return STATUS_OK;
	if (field_info[field].flags & FIELD_IS_LIST) {
		append(&reader->lists[field], line);
		return STATUS_OK;
	}
	wrong = check_value(reader, field, line);
	if (wrong)
		return error_set(e, STATUS_MALFORMED, "line %zu: '%s' %s",
				 number, field_info[field].key, wrong);
	if (field == FIELD_HOST)
		reader->host_line = number;
	credential_set_bytes(reader->request, field, line->value,
			     line->value_length);
	return STATUS_OK;
}

static enum status read_lines(struct reader *reader, struct lines *lines,
			      struct error *e)
{
	struct line line;
	enum status status;
	bool more;

	while ((status = lines_next(lines, &line, &more, e)) == STATUS_OK &&
	       more) {
		/*
		 * A request that was cut off must not keep half a token, nor
		 * erase by half a name.
		 */
		if (!line.terminated && reader->operation != OPERATION_GET) {
			error_set(e, STATUS_MALFORMED,
				  "line %zu: cut short, no newline ends it",
				  lines->number);
			error_hint(e, "end every line with a newline");
			return STATUS_MALFORMED;
		}
		status = read_line(reader, &line, lines->number, e);
		if (status != STATUS_OK)
			return status;
	}
	return status;
}

static void take_lists(struct reader *reader)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (reader->lists[f].length)
			credential_set_bytes(reader->request, f,
					     reader->lists[f].data,
					     reader->lists[f].length);
}

static enum status check_address(const struct reader *reader, struct error *e)
{
	struct credential *request = reader->request;
	enum status status;

	if (!request->values[FIELD_PROTOCOL] || !request->values[FIELD_HOST])
		return error_set(e, STATUS_MALFORMED,
				 "the request has no '%s' line",
				 request->values[FIELD_PROTOCOL] ? "host"
								 : "protocol");
	if (*request->values[FIELD_PROTOCOL] == '\0')
		return error_set(e, STATUS_MALFORMED, "'protocol' is empty");
	status = address_canonical(request, e);
	if (status != STATUS_OK)
		return error_set(e, status, "line %zu: %s", reader->host_line,
				 e->message);
	/* git's certificate passwords have a path in the place of a host. */
	if (*request->values[FIELD_HOST] == '\0' &&
	    !request->values[FIELD_PATH])
		return error_set(e, STATUS_MALFORMED,
				 "line %zu: 'host' is empty",
				 reader->host_line);
	return STATUS_OK;
}

static void drop_rubbish(struct credential *request)
{
	long long expiry =
		credential_number(request, FIELD_PASSWORD_EXPIRY_UTC);

	/* git reads 0 and what is no number as "never expires". */
	credential_set(request, FIELD_PASSWORD_EXPIRY_UTC, NULL);
	if (expiry > 0)
		credential_set_number(request, FIELD_PASSWORD_EXPIRY_UTC,
				      expiry);
}

static enum status finish(struct reader *reader, enum status status)
{
	if (status == STATUS_OK) {
		take_lists(reader);
		drop_rubbish(reader->request);
	}
	for (int f = 0; f < FIELD_COUNT; f++)
		buffer_clear(&reader->lists[f]);
	return status;
}

enum status git_read(enum operation operation, const char *text, size_t length,
		     struct credential *request, struct error *e)
{
	struct reader reader = { .operation = operation, .request = request };
	struct lines lines = { .next = text, .left = length };
	enum status status = read_lines(&reader, &lines, e);

	if (status == STATUS_OK)
		status = check_address(&reader, e);
	return finish(&reader, status);
}

enum status git_read_lines(const char *text, size_t length,
			   struct credential *out, struct error *e)
{
	struct reader reader = { .operation = OPERATION_GET, .request = out };
	struct lines lines = { .next = text, .left = length };

	return finish(&reader, read_lines(&reader, &lines, e));
}
