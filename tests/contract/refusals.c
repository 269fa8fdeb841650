#include <string.h>

#include "protocol/core/text.h"
#include "tests/contract/contract.h"

/* git's protocol has a line for a value, and no quoting. */
static bool has_several_lines(const char *secret)
{
	return strpbrk(secret, "\r\n") != NULL;
}

/* git-credential-libsecret of git 2.39 reads lines of 1023 bytes. */
static bool is_long_or_of_lines(const char *secret)
{
	return strlen(secret) > 1000 || has_several_lines(secret);
}

/* docker's helpers read JSON, and take an empty secret for none. */
static bool is_none_or_no_text(const char *secret)
{
	return *secret == '\0' || !text_is_utf8(secret, strlen(secret));
}

/* pass is read by its lines, and docker-credential-pass trims what it reads. */
static bool is_trimmed(const char *secret)
{
	size_t length = strlen(secret);

	return is_none_or_no_text(secret) || secret[length - 1] == '\n';
}

/* The first whose name begins so. */
static const struct {
	const char *name;
	bool (*refuses)(const char *secret);
} refusals[] = {
	{ "helper:libsecret", is_long_or_of_lines },
	{ "helper:", has_several_lines },
	{ "docker:pass", is_trimmed },
	{ "docker:", is_none_or_no_text },
};

bool is_refused(const char *secret)
{
	for (size_t i = 0; i < sizeof(refusals) / sizeof(refusals[0]); i++)
		if (strncmp(backend->name, refusals[i].name,
			    strlen(refusals[i].name)) == 0)
			return refusals[i].refuses(secret);
	return false;
}
