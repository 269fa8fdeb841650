#include <stdlib.h>
#include <string.h>

#include "helper/seal/seal.h"
#include "protocol/core/memory.h"
#include "protocol/core/record.h"
#include "tests/unit/helper/seal/file_tests.h"
#include "tests/unit/helper/seal/vectors.h"

/* A vector of a record, ready to be opened. */
struct sealed {
	struct vector vector;
	struct seal_keys keys;
	struct seal_name name;
	unsigned char nonce[SEAL_NONCE_SIZE];
	struct buffer file;
	char expect[32];
};

static void read_sealed(const char *name, struct sealed *s)
{
	static unsigned char bytes[VECTOR_MAX];
	unsigned char master[SEAL_MASTER_SIZE];
	char id[sizeof(s->keys.id_text)];
	size_t length;

	ck_assert(seal_start());
	vector_read(name, &s->vector);
	(void)vector_bytes(&s->vector, "master", master, sizeof(master));
	(void)vector_bytes(&s->vector, "nonce", s->nonce, sizeof(s->nonce));
	length = vector_bytes(&s->vector, "sealed", bytes, sizeof(bytes));
	s->file = (struct buffer){ 0 };
	buffer_add(&s->file, bytes, length);
	ck_assert(vector_find(&s->vector, "folder", s->name.folder,
			      sizeof(s->name.folder)));
	ck_assert(vector_find(&s->vector, "file", s->name.file,
			      sizeof(s->name.file)));
	ck_assert(vector_find(&s->vector, "expect", s->expect,
			      sizeof(s->expect)));
	seal_derive(master, &s->keys);
	ck_assert(vector_find(&s->vector, "key-id", id, sizeof(id)));
	ck_assert_str_eq(s->keys.id_text, id);
}

static void clear_sealed(struct sealed *s)
{
	buffer_clear(&s->file);
	buffer_clear(&s->vector.text);
}

static void check_known_answer(const char *name)
{
	struct sealed s;
	struct credential record = { 0 };
	struct seal_name own;
	struct buffer file = { 0 };
	struct error e;

	read_sealed(name, &s);
	ck_assert_int_eq(record_decode(s.vector.text.data, s.vector.text.length,
				       &record, &e),
			 STATUS_OK);
	seal_name(&s.keys, &record, &own);
	ck_assert_str_eq(own.folder, s.name.folder);
	ck_assert_str_eq(own.file, s.name.file);
	ck_assert(seal_is_folder(own.folder) && seal_is_file(own.file));
	ck_assert(seal_record(&s.keys, s.nonce, &record, &file));
	ck_assert_msg(file.length == s.file.length &&
			      memcmp(file.data, s.file.data, file.length) == 0,
		      "%s: sealed differently", name);
	buffer_clear(&file);
	credential_clear(&record);
	clear_sealed(&s);
}

static const char *const faults[] = {
	[SEAL_OPENED] = "opened",   [SEAL_FOREIGN] = "foreign",
	[SEAL_NEWER] = "newer",	    [SEAL_OTHER_KEY] = "other-key",
	[SEAL_DAMAGED] = "damaged", [SEAL_MISPLACED] = "misplaced",
};

static void check_opening(const char *name)
{
	struct sealed s;
	struct credential record = { 0 };
	struct buffer text = { 0 };
	enum seal_fault fault;

	read_sealed(name, &s);
	fault = seal_open(&s.keys, &s.name, &s.file, &record);
	ck_assert_msg(strcmp(faults[fault], s.expect) == 0, "%s: %s, not %s",
		      name, faults[fault], s.expect);
	ck_assert_ptr_nonnull(seal_fault_text(fault));
	record_encode(&record, &text);
	if (fault == SEAL_OPENED)
		ck_assert_str_eq(text.data, s.vector.text.data);
	else
		ck_assert_uint_eq(text.length, 0);
	buffer_clear(&text);
	credential_clear(&record);
	clear_sealed(&s);
}

START_TEST(seals_as_it_always_did)
{
	vector_each("record-", 6, check_known_answer);
}
END_TEST

START_TEST(opens_what_was_always_sealed)
{
	vector_each("record-", 6, check_opening);
}
END_TEST

START_TEST(tells_why_it_does_not_open)
{
	vector_each("refuse-", 11, check_opening);
}
END_TEST

START_TEST(no_byte_of_a_file_can_be_changed)
{
	struct sealed s;
	struct credential record = { 0 };

	read_sealed("record-git.txt", &s);
	for (size_t i = 0; i < s.file.length; i++)
		for (int bit = 0; bit < 8; bit++) {
			s.file.data[i] ^= (char)(1 << bit);
			ck_assert_int_ne(seal_open(&s.keys, &s.name, &s.file,
						   &record),
					 SEAL_OPENED);
			ck_assert_ptr_null(record.values[FIELD_PASSWORD]);
			s.file.data[i] ^= (char)(1 << bit);
		}
	ck_assert_int_eq(seal_open(&s.keys, &s.name, &s.file, &record),
			 SEAL_OPENED);
	credential_clear(&record);
	clear_sealed(&s);
}
END_TEST

START_TEST(no_end_of_a_file_can_be_missing)
{
	struct sealed s;
	struct credential record = { 0 };

	read_sealed("record-git.txt", &s);
	while (s.file.length > 0) {
		s.file.length--;
		ck_assert_int_ne(seal_open(&s.keys, &s.name, &s.file, &record),
				 SEAL_OPENED);
	}
	clear_sealed(&s);
}
END_TEST

START_TEST(no_letter_of_a_name_can_be_changed)
{
	struct sealed s;
	struct credential record = { 0 };

	read_sealed("record-git.txt", &s);
	for (size_t i = 0; i < strlen(s.name.folder); i++) {
		s.name.folder[i] ^= 1;
		ck_assert_int_eq(seal_open(&s.keys, &s.name, &s.file, &record),
				 SEAL_DAMAGED);
		s.name.folder[i] ^= 1;
	}
	for (size_t i = 0; i < strlen(s.name.file); i++) {
		s.name.file[i] ^= 1;
		ck_assert_int_eq(seal_open(&s.keys, &s.name, &s.file, &record),
				 SEAL_DAMAGED);
		s.name.file[i] ^= 1;
	}
	clear_sealed(&s);
}
END_TEST

START_TEST(the_size_does_not_tell_the_length_of_a_token)
{
	unsigned char nonce[SEAL_NONCE_SIZE] = { 0 };
	struct seal_keys keys;
	struct buffer small = { 0 };
	struct buffer large = { 0 };
	struct credential record = { 0 };

	ck_assert(seal_start());
	seal_derive((const unsigned char *)"0123456789abcdef0123456789abcdef",
		    &keys);
	credential_set(&record, FIELD_PASSWORD, "x");
	ck_assert(seal_record(&keys, nonce, &record, &small));
	credential_set(&record, FIELD_PASSWORD,
		       "a token that is a good deal longer than that one");
	ck_assert(seal_record(&keys, nonce, &record, &large));
	ck_assert_uint_eq(small.length, large.length);
	buffer_clear(&small);
	buffer_clear(&large);
	credential_clear(&record);
}
END_TEST

START_TEST(a_record_may_not_grow_without_limit)
{
	unsigned char nonce[SEAL_NONCE_SIZE] = { 0 };
	char *value = memory_alloc(SEAL_TEXT_MAX + 1, 1);
	struct seal_keys keys;
	struct buffer out = { 0 };
	struct credential record = { 0 };

	ck_assert(seal_start());
	seal_derive((const unsigned char *)"0123456789abcdef0123456789abcdef",
		    &keys);
	memset(value, 'x', SEAL_TEXT_MAX);
	credential_set(&record, FIELD_LABEL, value);
	ck_assert(!seal_record(&keys, nonce, &record, &out));
	ck_assert_uint_eq(out.length, 0);
	free(value);
	credential_clear(&record);
}
END_TEST

void add_seal_cases(Suite *suite)
{
	TCase *test = tcase_create("seal");

	tcase_set_timeout(test, 30);
	tcase_add_test(test, seals_as_it_always_did);
	tcase_add_test(test, opens_what_was_always_sealed);
	tcase_add_test(test, tells_why_it_does_not_open);
	tcase_add_test(test, no_byte_of_a_file_can_be_changed);
	tcase_add_test(test, no_end_of_a_file_can_be_missing);
	tcase_add_test(test, no_letter_of_a_name_can_be_changed);
	tcase_add_test(test, the_size_does_not_tell_the_length_of_a_token);
	tcase_add_test(test, a_record_may_not_grow_without_limit);
	suite_add_tcase(suite, test);
}
