/*
 * Sealed files: the first part of the input changes a good one, byte by byte
 * (place, place, what is added); the whole of it is a file by itself. Only the
 * file as it was opens.
 */
#include "helper/seal/seal.h"
#include "tests/fuzz/fuzz.h"

static const unsigned char master[SEAL_MASTER_SIZE] = "a key for the fuzzer";
static const unsigned char nonce[SEAL_NONCE_SIZE] = "and a nonce";

static enum seal_fault open_file(const struct seal_keys *keys,
				 const struct seal_name *name,
				 const struct buffer *file)
{
	struct credential record = { 0 };
	enum seal_fault fault = seal_open(keys, name, file, &record);

	hold((fault == SEAL_OPENED) == (record.values[FIELD_HOST] != NULL));
	credential_clear(&record);
	return fault;
}

static void open_changed(const struct seal_keys *keys,
			 const struct seal_name *name,
			 const struct buffer *good, const uint8_t *data,
			 size_t size)
{
	struct buffer file = { 0 };

	buffer_add(&file, good->data, good->length);
	for (; size >= 3; data += 3, size -= 3)
		file.data[(data[0] << 8 | data[1]) % file.length] += data[2];
	if (size == 1 && data[0] < file.length)
		file.length -= data[0];
	hold((open_file(keys, name, &file) == SEAL_OPENED) ==
	     (file.length == good->length &&
	      memcmp(file.data, good->data, good->length) == 0));
	buffer_clear(&file);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct seal_keys keys;
	struct seal_name name;
	struct credential record = { 0 };
	struct buffer good = { 0 };
	struct buffer file = { 0 };

	hold(seal_start());
	seal_derive(master, &keys);
	credential_set(&record, FIELD_PROTOCOL, "https");
	credential_set(&record, FIELD_HOST, "h.example");
	credential_set(&record, FIELD_PASSWORD, "secret");
	seal_name(&keys, &record, &name);
	hold(seal_record(&keys, nonce, &record, &good));
	hold(open_file(&keys, &name, &good) == SEAL_OPENED);
	open_changed(&keys, &name, &good, data, size);
	buffer_add(&file, data, size);
	if (size != good.length || memcmp(data, good.data, size) != 0)
		hold(open_file(&keys, &name, &file) != SEAL_OPENED);
	buffer_clear(&file);
	buffer_clear(&good);
	credential_clear(&record);
	return 0;
}
