#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "tests/sim/journal.h"

enum {
	LINE_SIZE = 4096
};

static int file = -1;

bool journal_open(const char *path)
{
	file = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
	return file != -1;
}

void journal(const char *format, ...)
{
	char line[LINE_SIZE];
	va_list ap;
	int len;

	va_start(ap, format);
	len = vsnprintf(line, sizeof(line) - 1, format, ap);
	va_end(ap);
	if (file == -1 || len < 0)
		return;
	if (len > (int)sizeof(line) - 2)
		len = (int)sizeof(line) - 2;
	line[len] = '\n';
	if (write(file, line, (size_t)len + 1) != len + 1)
		_exit(1); /* a test must not trust a log with holes */
}

const char *journal_value(const char *value, char *buf, size_t size)
{
	if (value == NULL)
		value = "-";
	else if (strstr(value, "sim-") != NULL)
		value = "LEAK";
	(void)snprintf(buf, size, "%s", value);
	for (char *c = buf; *c != '\0'; c++)
		if ((unsigned char)*c < ' ' || *c == '\x7f' || *c == '"')
			*c = '?';
	return buf;
}
