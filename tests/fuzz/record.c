/* Stored records: what is read is written and read again as the same. */
#include "protocol/core/record.h"
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

static void write_again(const struct credential *record)
{
	struct buffer text = { 0 };
	struct credential again = { 0 };
	struct error e = { 0 };

	record_encode(record, &text);
	hold(text_is_utf8(text.data ? text.data : "", text.length));
	hold(record_decode(text.data ? text.data : "", text.length, &again,
			   &e) == STATUS_OK);
	hold(record_equal(record, &again));
	credential_clear(&again);
	buffer_clear(&text);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct credential record = { 0 };
	struct error e = { 0 };
	char *text = fuzz_text(data, size);

	if (record_decode(text, size, &record, &e) == STATUS_OK)
		write_again(&record);
	credential_clear(&record);
	free(text);
	return 0;
}
