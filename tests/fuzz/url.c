/* URLs as git takes them: no part of one holds a control byte. */
#include "protocol/core/address.h"
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const enum field parts[] = { FIELD_PROTOCOL, FIELD_HOST,
					    FIELD_PATH, FIELD_USERNAME,
					    FIELD_PASSWORD };
	struct credential c = { 0 };
	struct error e = { 0 };
	char *url = fuzz_text(data, size);

	if (address_from_url(url, size, &c, &e) == STATUS_OK) {
		hold(c.values[FIELD_PROTOCOL]);
		for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
			const char *part = c.values[parts[i]];

			hold(!part || !text_has_control(part, strlen(part)));
		}
		if (address_canonical(&c, &e) == STATUS_OK)
			hold(address_canonical(&c, &e) == STATUS_OK);
	}
	credential_clear(&c);
	free(url);
	return 0;
}
