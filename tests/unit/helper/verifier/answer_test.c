#include <dlfcn.h>
#include <json-c/json.h>
#include <stdlib.h>
#include <string.h>

#include "helper/verifier/answer.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

static const struct {
	const char *body;
	bool is_json;
} bodies[] = {
	{ "{}", true },
	{ " [1, 2]\r\n", true },
	{ "null", true },
	{ "12", true },
	{ "\"text\"", true },
	{ "", false },
	{ " ", false },
	{ "<!DOCTYPE html>", false },
	{ "{\"a\":1", false },
	{ "{\"a\":tru", false },
	{ "{} {}", false },
	{ "{}x", false },
	{ "[1,]", false },
	{ "['a']", false },
	{ "{a:1}", false },
	{ "/* c */ {}", false },
	{ "\xef\xbb\xbf{}", false },
	{ "\"\xff\"", false },
	{ "\"\xed\xa0\x80\"", false },
	{ "\x1f\x8b\x08", false },
};

START_TEST(tells_json)
{
	struct answer a;

	fixture_answer(200, "", bodies[_i].body, &a);
	ck_assert_int_eq(a.is_json, bodies[_i].is_json);
	ck_assert(a.is_json || !a.json);
	answer_clear(&a);
}
END_TEST

START_TEST(takes_no_nul)
{
	struct answer a = { 0 };

	ck_assert(answer_add_body(&a, "{}\0{}", 5));
	answer_parse(&a);
	ck_assert(!a.is_json);
	answer_clear(&a);
}
END_TEST

static bool no_memory;

/* In front of json-c's own. */
struct json_tokener *json_tokener_new_ex(int depth)
{
	struct json_tokener *(*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, "json_tokener_new_ex");
	return no_memory ? NULL : real(depth);
}

/* Nothing is proved by an answer that could not be read. */
START_TEST(is_no_json_without_memory)
{
	struct answer a;

	no_memory = true;
	fixture_answer(200, "", "{}", &a);
	no_memory = false;
	ck_assert(!a.is_json);
	ck_assert_ptr_null(a.json);
	answer_parse(&a);
	ck_assert(a.is_json);
	answer_clear(&a);
}
END_TEST

/* That many arrays, one in the other. */
static void nest(size_t depth, struct answer *a)
{
	for (size_t i = 0; i < depth; i++)
		ck_assert(answer_add_body(a, "[", 1));
	for (size_t i = 0; i < depth; i++)
		ck_assert(answer_add_body(a, "]", 1));
	answer_parse(a);
}

static const struct {
	size_t depth;
	bool is_json;
} depths[] = {
	{ 1, true },
	{ ANSWER_DEPTH_MAX - 1, true },
	{ ANSWER_DEPTH_MAX + 1, false },
	{ 100000, false },
};

START_TEST(limits_depth)
{
	struct answer a = { 0 };

	nest(depths[_i].depth, &a);
	ck_assert_int_eq(a.is_json, depths[_i].is_json);
	answer_clear(&a);
}
END_TEST

/* As many brackets and commas as may be, or one more. */
static const struct {
	const char *part;
	size_t count;
	bool is_json;
} parts[] = {
	{ "0,", ANSWER_PARTS_MAX - 1, true },
	{ "0,", ANSWER_PARTS_MAX, false },
	{ "{},", ANSWER_PARTS_MAX / 2 - 1, true },
	{ "{},", ANSWER_PARTS_MAX / 2, false },
	{ "[],", ANSWER_PARTS_MAX / 2, false },
};

START_TEST(limits_parts)
{
	struct answer a = { 0 };

	ck_assert(answer_add_body(&a, "[", 1));
	for (size_t i = 0; i < parts[_i].count; i++)
		ck_assert(answer_add_body(&a, parts[_i].part,
					  strlen(parts[_i].part)));
	ck_assert(answer_add_body(&a, "0]", 2));
	answer_parse(&a);
	ck_assert_int_eq(a.is_json, parts[_i].is_json);
	answer_clear(&a);
}
END_TEST

static const char document[] =
	"{\"text\":\"a b\",\"empty\":\"\",\"number\":12345678901,"
	"\"minus\":-5,\"real\":1.50,\"yes\":true,\"no\":false,\"null\":null,"
	"\"list\":[\"a\",2,true],\"none\":[],\"lists\":[[1]],\"nulls\":[null],"
	"\"object\":{\"inner\":\"x\"},\"a/b\":\"slash\",\"c~d\":\"tilde\","
	"\"nul\":\"a\\u0000b\\u0000\",\"huge\":99999999999999999999,"
	"\"low\":-99999999999999999999,\"largest\":9223372036854775807,"
	"\"utf8\":\"Zo\xc3\xab\",\"twice\":1,\"twice\":2,\"\":\"unnamed\"}";

static const struct {
	const char *pointer;
	const char *text; /* NULL: there is none */
} pointers[] = {
	{ "/text", "a b" },
	{ "/empty", "" },
	{ "/number", "12345678901" },
	{ "/minus", "-5" },
	{ "/real", "1.50" },
	{ "/yes", "true" },
	{ "/no", "false" },
	{ "/list", "a 2 true" },
	{ "/list/0", "a" },
	{ "/none", "" },
	{ "/object/inner", "x" },
	{ "/a~1b", "slash" },
	{ "/c~0d", "tilde" },
	{ "/nul", "a\\x00b\\x00" },
	{ "/largest", "9223372036854775807" },
	{ "/utf8", "Zo\xc3\xab" },
	{ "/twice", "2" },
	{ "/", "unnamed" },
	{ "/null", NULL },
	{ "/lists", NULL },
	{ "/nulls", NULL },
	{ "/object", NULL },
	{ "/absent", NULL },
	{ "/text/0", NULL },
	{ "/list/3", NULL },
	{ "/list/-", NULL },
	{ "/list/x", NULL },
	{ "text", NULL },
	{ "", NULL },
	{ "/huge", NULL },
	{ "/low", NULL },
};

START_TEST(reads_text)
{
	struct buffer out = { 0 };
	struct answer a;
	bool known;

	fixture_answer(200, "", document, &a);
	buffer_add_text(&out, "before ");
	known = answer_text(&a, pointers[_i].pointer, &out);
	ck_assert_int_eq(known, pointers[_i].text != NULL);
	ck_assert_str_eq(out.data + strlen("before "),
			 known ? pointers[_i].text : "");
	buffer_clear(&out);
	answer_clear(&a);
}
END_TEST

static const char headers[] = "HTTP/1.1 429 Too Many\r\n"
			      "Retry-After: 30\r\n"
			      "X-Empty:\r\n"
			      "X-Blank: \t a b \t\r\n"
			      "RETRY-AFTER: 40\r\n"
			      "X-Reset :5\r\n"
			      "\r\n"
			      "X-Cut: 6";

static const struct {
	const char *name;
	const char *value;
} header_cases[] = {
	{ "Retry-After", "30" }, { "retry-after", "30" }, { "X-Empty", "" },
	{ "X-Blank", "a b" },	 { "X-Cut", "6" },	  { "X-Reset", NULL },
	{ "Retry", NULL },	 { "After", NULL },	  { "30", NULL },
};

START_TEST(finds_headers)
{
	struct buffer value = { 0 };
	struct answer a;
	bool there;

	fixture_answer(429, headers, "", &a);
	there = answer_header(&a, header_cases[_i].name, &value);
	ck_assert_int_eq(there, header_cases[_i].value != NULL);
	if (there)
		ck_assert_str_eq(value.data, header_cases[_i].value);
	buffer_clear(&value);
	answer_clear(&a);
}
END_TEST

static void add_line(struct answer *a, const char *line)
{
	ck_assert(answer_add_header(a, line, strlen(line)));
}

START_TEST(keeps_the_last_response)
{
	struct buffer value = { 0 };
	struct answer a = { 0 };

	add_line(&a, "HTTP/1.1 200 Connection established\r\n");
	add_line(&a, "Retry-After: 1\r\n");
	add_line(&a, "\r\n");
	add_line(&a, "HTTP/1.1 429 Too Many Requests\r\n");
	add_line(&a, "X-Other: 2\r\n");
	ck_assert(!answer_header(&a, "Retry-After", &value));
	ck_assert(answer_header(&a, "X-Other", &value));
	buffer_clear(&value);
	answer_clear(&a);
}
END_TEST

/* A new response does not make room for more. */
START_TEST(limits_headers)
{
	static const char line[] = "HTTP/1.1 100 Continue\r\n";
	const size_t length = sizeof(line) - 1;
	struct answer a = { 0 };
	size_t taken = 0;

	while (answer_add_header(&a, line, length))
		taken += length;
	ck_assert_uint_gt(taken + length, ANSWER_HEADERS_MAX);
	ck_assert_uint_le(taken, ANSWER_HEADERS_MAX);
	ck_assert_uint_eq(a.headers.length, length);
	answer_clear(&a);
}
END_TEST

START_TEST(limits_the_body)
{
	char *piece = calloc(1, ANSWER_BODY_MAX);
	struct answer a = { 0 };

	ck_assert(answer_add_body(&a, piece, ANSWER_BODY_MAX - 1));
	ck_assert(!answer_add_body(&a, piece, 2));
	ck_assert(answer_add_body(&a, piece, 1));
	ck_assert(!answer_add_body(&a, piece, 1));
	ck_assert(!answer_add_body(&a, piece, (size_t)-1));
	ck_assert_uint_eq(a.body.length, ANSWER_BODY_MAX);
	answer_clear(&a);
	free(piece);
}
END_TEST

#define LOOP(c, test, table) \
	tcase_add_loop_test(c, test, 0, sizeof(table) / sizeof(table[0]))

Suite *answer_suite(void)
{
	Suite *suite = suite_create("verifier/answer");
	TCase *c = tcase_create("answer");

	LOOP(c, tells_json, bodies);
	tcase_add_test(c, takes_no_nul);
	tcase_add_test(c, is_no_json_without_memory);
	LOOP(c, limits_depth, depths);
	LOOP(c, limits_parts, parts);
	LOOP(c, reads_text, pointers);
	LOOP(c, finds_headers, header_cases);
	tcase_add_test(c, keeps_the_last_response);
	tcase_add_test(c, limits_headers);
	tcase_add_test(c, limits_the_body);
	suite_add_tcase(suite, c);
	return suite;
}
