#include <string.h>

#include "helper/seal/key-file.h"
#include "tests/unit/helper/seal/file_tests.h"
#include "tests/unit/helper/seal/vectors.h"

static const char *const key_faults[] = {
	[KEY_TEXT_READ] = "read",
	[KEY_TEXT_FOREIGN] = "foreign",
	[KEY_TEXT_NEWER] = "newer",
	[KEY_TEXT_TOO_MUCH] = "too-much",
};

static void check_key_id(const struct vector *v, const struct key_text *key)
{
	char id[2 * SEAL_ID_SIZE + 1];
	struct seal_keys keys;

	seal_derive(key->key, &keys);
	ck_assert(vector_find(v, "key-id", id, sizeof(id)));
	ck_assert_str_eq(keys.id_text, id);
}

/* What was read is the key, and is written as it was. */
static void check_key(const struct vector *v, struct key_text *key)
{
	char passphrase[64];
	struct buffer text = { 0 };

	if (key->by_passphrase) {
		ck_assert(vector_find(v, "passphrase", passphrase, 64));
		ck_assert_int_eq(key_text_open(key, "wrong"), KEY_TEXT_WRONG);
		ck_assert_int_eq(key_text_open(key, passphrase),
				 KEY_TEXT_OPENED);
		explicit_bzero(key->sealed, sizeof(key->sealed));
		ck_assert(key_text_seal(key, passphrase));
	}
	check_key_id(v, key);
	key_text_write(key, &text);
	ck_assert_str_eq(text.data, v->text.data);
	buffer_clear(&text);
}

static void check_key_vector(const char *name)
{
	struct vector v;
	struct key_text key;
	char expect[32];
	enum key_text_fault fault;

	ck_assert(seal_start());
	vector_read(name, &v);
	ck_assert(vector_find(&v, "expect", expect, sizeof(expect)));
	fault = key_text_read(&v.text, &key);
	ck_assert_msg(strcmp(key_faults[fault], expect) == 0, "%s: %s, not %s",
		      name, key_faults[fault], expect);
	if (fault == KEY_TEXT_READ)
		check_key(&v, &key);
	buffer_clear(&v.text);
}

START_TEST(reads_and_writes_key_files_as_it_always_did)
{
	vector_each("key-", 20, check_key_vector);
}
END_TEST

START_TEST(a_changed_key_file_never_gives_another_key)
{
	struct vector v;
	struct key_text key;

	ck_assert(seal_start());
	vector_read("key-passphrase.txt", &v);
	for (size_t i = 0; i < v.text.length; i++) {
		v.text.data[i] ^= 1;
		/* 8193 bytes of memory are as good as 8192. */
		if (key_text_read(&v.text, &key) == KEY_TEXT_READ &&
		    key_text_open(&key, "correct horse") == KEY_TEXT_OPENED)
			check_key_id(&v, &key);
		v.text.data[i] ^= 1;
	}
	buffer_clear(&v.text);
}
END_TEST

void add_key_text_cases(Suite *suite)
{
	TCase *test = tcase_create("key text");

	tcase_set_timeout(test, 30);
	tcase_add_test(test, reads_and_writes_key_files_as_it_always_did);
	tcase_add_test(test, a_changed_key_file_never_gives_another_key);
	suite_add_tcase(suite, test);
}
