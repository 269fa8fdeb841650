#include <stddef.h>

#include "helper/definition/verdict.h"
#include "protocol/core/text.h"

const char *const verdict_names[VERDICT_COUNT] = {
	[VERDICT_OK] = "ok",
	[VERDICT_LIMITED] = "limited",
	[VERDICT_INVALID] = "invalid",
	[VERDICT_EXPIRED] = "expired",
	[VERDICT_REVOKED] = "revoked",
	[VERDICT_WRONG_PLACE] = "wrong-place",
	[VERDICT_THROTTLED] = "throttled",
	[VERDICT_UNAVAILABLE] = "unavailable",
	[VERDICT_UNKNOWN] = "unknown",
};

enum verdict verdict_parse(const char *word)
{
	int i = 0;

	while (i < VERDICT_COUNT && !text_equal(word, verdict_names[i]))
		i++;
	return (enum verdict)i;
}

enum verdict_kind verdict_kind(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_OK:
	case VERDICT_LIMITED:
		return VERDICT_KIND_GOOD;
	case VERDICT_INVALID:
	case VERDICT_EXPIRED:
	case VERDICT_REVOKED:
	case VERDICT_WRONG_PLACE:
		return VERDICT_KIND_REJECTED;
	default:
		return VERDICT_KIND_UNCLEAR;
	}
}
