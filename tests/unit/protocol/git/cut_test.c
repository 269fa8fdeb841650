#include <stdlib.h>
#include <string.h>

#include "protocol/git/git.h"
#include "tests/unit/protocol/suites.h"

/* Requests that were cut off, and lines of any length. */

#define BASE "protocol=https\nhost=api.example\n"

static const char whole[] = "capability[]=authtype\n"
			    "protocol=https\n"
			    "host=api.example\n"
			    "username=me\n"
			    "password=canary\n";

enum {
	HOST_LINE_END = 54,    /* bytes of `whole`, its LF included */
	HOST_VALUE_START = 42, /* behind `host=` */
};

static enum status read_text(enum operation operation, const char *text,
			     size_t length, struct credential *c,
			     struct error *e)
{
	return git_read(operation, text, length, c, e);
}

/*
 * git that dies on the way writes half a request (git-protocol.md, 7.2 of
 * the project's notes): store and erase must see that it is not whole.
 */
START_TEST(refuses_a_cut_store_or_erase)
{
	enum operation operation = _i % 2 ? OPERATION_STORE : OPERATION_ERASE;
	size_t length = (size_t)_i / 2;
	struct credential c = { 0 };
	struct error e = { 0 };
	enum status status = read_text(operation, whole, length, &c, &e);
	bool at_border = length > 0 && whole[length - 1] == '\n';

	if (at_border && length >= HOST_LINE_END) {
		ck_assert_int_eq(status, STATUS_OK);
		ck_assert_str_eq(c.values[FIELD_HOST], "api.example");
	} else {
		ck_assert_int_eq(status, STATUS_MALFORMED);
		ck_assert_str_ne(e.message, "");
		ck_assert(!strstr(e.message, "ca"));
	}
	credential_clear(&c);
}
END_TEST

/* People end their last line with the text: a get may. */
START_TEST(reads_a_get_without_its_last_newline)
{
	size_t length = (size_t)_i;
	struct credential c = { 0 };
	struct error e = { 0 };
	enum status status = read_text(OPERATION_GET, whole, length, &c, &e);
	const char *start = memrchr(whole, '\n', length ? length : 1);
	bool has_equals;

	start = start ? start + 1 : whole;
	has_equals = start == whole + length ||
		     memchr(start, '=', (size_t)(whole + length - start));
	if (length <= HOST_VALUE_START || !has_equals)
		ck_assert_int_eq(status, STATUS_MALFORMED);
	else if (whole[length - 1] == '.' && length < HOST_LINE_END)
		/* `api.`, with the dot that goes */
		ck_assert_str_eq(c.values[FIELD_HOST], "api");
	else
		ck_assert_msg(status == STATUS_OK, "%s", e.message);
	credential_clear(&c);
}
END_TEST

struct text {
	char *data;
	size_t length;
};

/* BASE, KEY and a value that makes the line, with its LF, `size` bytes. */
static struct text make_line(const char *key, size_t size)
{
	const size_t base = strlen(BASE);
	struct text text = { .length = base + size };

	text.data = malloc(text.length + 1);
	ck_assert_ptr_nonnull(text.data);
	memcpy(text.data, BASE, base);
	memset(text.data + base, 'x', size);
	memcpy(text.data + base, key, strlen(key));
	text.data[text.length - 1] = '\n';
	text.data[text.length] = '\0';
	return text;
}

static const struct {
	const char *key;
	size_t size;
	bool good;
} lengths[] = {
	{ "password=", 65535, true },
	{ "password=", 65536, false },
	{ "password=", 1 << 20, false },
	{ "username=", 65535, true },
	{ "username=", 65536, false },
	{ "path=", 65535, true },
	{ "path=", 65536, false },
	{ "credential=", 65535, true },
	{ "credential=", 65536, false },
	{ "authtype=", 65536, false },
	{ "oauth_refresh_token=", 65535, true },
	{ "oauth_refresh_token=", 65536, false },
	/* read and not kept: of any length */
	{ "wwwauth[]=", 65536, true },
	{ "wwwauth[]=", 200000, true },
	{ "wwwauth[]=", 4 << 20, true },
	{ "state[]=", 200000, true },
	{ "newer=", 200000, true },
	{ "newer[]=", 4 << 20, true },
};

START_TEST(reads_lines_of_any_length)
{
	struct text text = make_line(lengths[_i].key, lengths[_i].size);
	struct credential c = { 0 };
	struct error e = { 0 };
	enum status status =
		read_text(OPERATION_STORE, text.data, text.length, &c, &e);

	if (lengths[_i].good) {
		ck_assert_msg(status == STATUS_OK, "%s", e.message);
		ck_assert_str_eq(c.values[FIELD_HOST], "api.example");
	} else {
		ck_assert_int_eq(status, STATUS_MALFORMED);
		ck_assert_ptr_nonnull(strstr(e.message, "line 3: '"));
		ck_assert_ptr_nonnull(
			strstr(e.message,
			       "' makes a line of more than 65535 bytes"));
	}
	credential_clear(&c);
	free(text.data);
}
END_TEST

START_TEST(keeps_a_long_password_whole)
{
	struct text text = make_line("password=", 65535);
	struct credential c = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(read_text(OPERATION_STORE, text.data, text.length, &c,
				   &e),
			 STATUS_OK);
	ck_assert_uint_eq(strlen(c.values[FIELD_PASSWORD]),
			  65535 - strlen("password=") - 1);
	credential_clear(&c);
	free(text.data);
}
END_TEST

/* git 2.41: a reader with a buffer of its own size took the rest for a line. */
START_TEST(never_splits_a_long_line)
{
	static const char tail[] = "\nhost=victim.example";
	size_t size = (size_t)(_i ? 65536 * _i : 1024) + strlen(tail);
	struct text text = make_line("wwwauth[]=", size);
	struct credential c = { 0 };
	struct error e = { 0 };

	/* without its LF: one long item that ends like a line of its own */
	memcpy(text.data + text.length - strlen(tail), tail + 1,
	       strlen(tail) - 1);
	ck_assert_int_eq(read_text(OPERATION_GET, text.data, text.length, &c,
				   &e),
			 STATUS_OK);
	ck_assert_str_eq(c.values[FIELD_HOST], "api.example");
	ck_assert_uint_eq(strlen(c.values[FIELD_WWWAUTH]),
			  size - strlen("wwwauth[]=") - 1);
	credential_clear(&c);
	free(text.data);
}
END_TEST

START_TEST(refuses_a_long_url)
{
	struct credential c = { 0 };
	struct error e = { 0 };
	char *text = malloc(80000);
	int good = _i;

	ck_assert_ptr_nonnull(text);
	memset(text, 'x', 80000);
	memcpy(text, "url=https://h/", 14);
	text[good ? 65000 : 79999] = '\n';
	ck_assert_int_eq(read_text(OPERATION_GET, text, good ? 65001 : 80000,
				   &c, &e),
			 good ? STATUS_OK : STATUS_MALFORMED);
	credential_clear(&c);
	free(text);
}
END_TEST

START_TEST(reads_many_lines)
{
	static const char line[] = "wwwauth[]=Basic\njunk=1\n";
	const size_t count = 50000;
	const size_t base = strlen(BASE);
	char *text = malloc(base + count * strlen(line));
	struct credential c = { 0 };
	struct error e = { 0 };

	ck_assert_ptr_nonnull(text);
	memcpy(text, BASE, base);
	for (size_t i = 0; i < count; i++)
		memcpy(text + base + i * strlen(line), line, strlen(line));
	ck_assert_int_eq(read_text(OPERATION_GET, text,
				   base + count * strlen(line), &c, &e),
			 STATUS_OK);
	ck_assert_uint_eq(strlen(c.values[FIELD_WWWAUTH]), count * 6 - 1);
	credential_clear(&c);
	free(text);
}
END_TEST

Suite *git_cut_suite(void)
{
	const int size = sizeof(whole) - 1;
	Suite *suite = suite_create("git requests, cut and long");
	TCase *tc = tcase_create("git requests, cut and long");

	tcase_add_loop_test(tc, refuses_a_cut_store_or_erase, 0, 2 * size + 2);
	tcase_add_loop_test(tc, reads_a_get_without_its_last_newline, 0,
			    size + 1);
	tcase_add_loop_test(tc, reads_lines_of_any_length, 0,
			    sizeof(lengths) / sizeof(lengths[0]));
	tcase_add_test(tc, keeps_a_long_password_whole);
	tcase_add_loop_test(tc, never_splits_a_long_line, 0, 4);
	tcase_add_loop_test(tc, refuses_a_long_url, 0, 2);
	tcase_add_test(tc, reads_many_lines);
	suite_add_tcase(suite, tc);
	return suite;
}
