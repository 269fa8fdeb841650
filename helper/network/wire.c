#include <string.h>

#include "helper/network/wire.h"

const char *const failure_names[FAILURE_COUNT] = {
	[FAILURE_NONE] = "",
	[FAILURE_URL] = "url",
	[FAILURE_RESOLVE] = "resolve",
	[FAILURE_CONNECT] = "connect",
	[FAILURE_TLS] = "tls",
	[FAILURE_CERTIFICATE] = "certificate",
	[FAILURE_REVOKED] = "revoked",
	[FAILURE_CA_FILE] = "ca-file",
	[FAILURE_OWN_FILE] = "own-file",
	[FAILURE_LATE] = "late",
	[FAILURE_TOO_LARGE] = "too-large",
	[FAILURE_NOT_HTTP] = "not-http",
	[FAILURE_NO_ANSWER] = "no-answer",
	[FAILURE_MISSING] = "missing",
	[FAILURE_BROKEN] = "broken",
};

enum failure failure_parse(const char *name)
{
	for (int i = 0; i < FAILURE_COUNT; i++)
		if (strcmp(failure_names[i], name) == 0)
			return (enum failure)i;
	return FAILURE_BROKEN;
}
