#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "protocol/core/error.h"
#include "protocol/core/text.h"

static void set_message(struct error *e, const char *format, va_list arguments)
	__attribute__((format(printf, 2, 0)));

static void set_message(struct error *e, const char *format, va_list arguments)
{
	char raw[ERROR_MESSAGE_MAX];

	(void)vsnprintf(raw, sizeof(raw), format, arguments);
	text_sanitize(raw, e->message, sizeof(e->message));
	e->hint[0] = '\0';
	e->number = 0;
}

enum status error_set(struct error *e, enum status status, const char *format,
		      ...)
{
	va_list arguments;

	va_start(arguments, format);
	set_message(e, format, arguments);
	va_end(arguments);
	return status;
}

enum status error_errno(struct error *e, enum status status, const char *format,
			...)
{
	int number = errno;
	size_t length;
	va_list arguments;

	va_start(arguments, format);
	set_message(e, format, arguments);
	va_end(arguments);
	e->number = number;
	length = strlen(e->message);
	(void)snprintf(e->message + length, sizeof(e->message) - length, ": %s",
		       strerror(number));
	return status;
}

void error_hint(struct error *e, const char *format, ...)
{
	char raw[ERROR_HINT_MAX];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(raw, sizeof(raw), format, arguments);
	va_end(arguments);
	text_sanitize(raw, e->hint, sizeof(e->hint));
}

enum status error_pass_over(struct first_failure *first, enum status status,
			    const struct error *e)
{
	if (status != STATUS_OK && first->status == STATUS_OK) {
		first->status = status;
		first->error = *e;
	}
	return STATUS_OK;
}

enum status error_first(const struct first_failure *first, struct error *e)
{
	if (first->status != STATUS_OK)
		*e = first->error;
	return first->status;
}

int status_exit_code(enum status status)
{
	static const int codes[] = {
		[STATUS_OK] = 0,	  [STATUS_NOT_FOUND] = 1,
		[STATUS_USAGE] = 2,	  [STATUS_MALFORMED] = 3,
		[STATUS_REFUSED] = 4,	  [STATUS_UNVERIFIED] = 5,
		[STATUS_UNAVAILABLE] = 6, [STATUS_LOCKED] = 6,
		[STATUS_TIMEOUT] = 6,	  [STATUS_FAILED] = 6,
	};

	return codes[status];
}
