/* What is shown to people can do nothing to a terminal. */
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char cut[32];
	char *text = fuzz_text(data, size);
	char *shown = text_harmless(text, size);
	size_t length = strlen(shown);

	hold(text_is_utf8(shown, length));
	hold(!text_has_control(shown, length));
	/* C1, bidirectional and invisible marks. */
	for (size_t i = 0; i + 1 < length; i++) {
		hold(memcmp(shown + i, "\xc2\x80", 2) < 0 ||
		     memcmp(shown + i, "\xc2\x9f", 2) > 0);
		hold(i + 2 >= length || (memcmp(shown + i, "\xe2\x80\xae", 3) &&
					 memcmp(shown + i, "\xe2\x81\xa6", 3) &&
					 memcmp(shown + i, "\xe2\x80\x8b", 3)));
	}
	text_sanitize(text, cut, sizeof(cut));
	hold(text_is_utf8(cut, strlen(cut)));
	hold(!text_has_control(cut, strlen(cut)));
	free(shown);
	free(text);
	return 0;
}
