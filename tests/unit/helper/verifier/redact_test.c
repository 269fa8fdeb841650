#include <string.h>

#include "helper/verifier/redact.h"
#include "tests/unit/helper/verifier/suites.h"

#define BYTES(text) text, sizeof(text) - 1

#define ONE "can/ary+\"4711\""
#define TWO "?>>canary???~~~"

static const struct {
	const char *secret;
	const char *text;
	size_t length;
	const char *hidden;
	size_t hidden_length;
} cases[] = {
	{ ONE, BYTES("nothing"), BYTES("nothing") },
	{ ONE, BYTES("can/ary+"), BYTES("can/ary+") },
	{ ONE, BYTES(ONE), BYTES("#") },
	{ ONE, BYTES("<" ONE ONE ">"), BYTES("<##>") },
	{ ONE, BYTES("can/" ONE), BYTES("can/#") },
	{ ONE, BYTES("\0" ONE "\0x"), BYTES("\0#\0x") },
	/* Some bytes as %XX, all of them; as JSON writes them. */
	{ ONE, BYTES("?t=can%2Fary%2b%224711%22&x"), BYTES("?t=#&x") },
	{ ONE, BYTES("%63%61%6E%2F%61%72%79%2B%22%34%37%31%31%22"),
	  BYTES("#") },
	{ ONE, BYTES("{\"t\":\"can\\/ary+\\\"4711\\\"\"}"),
	  BYTES("{\"t\":\"#\"}") },
	{ ONE, BYTES("can\\u002fary\\u002B\\u0022471\\u0031\\\""), BYTES("#") },
	{ "a%25b", BYTES("a%25b a%2525b"), BYTES("# #") },
	/* base64: alone, behind 2, 1, 3 and 4 other bytes, amid others. */
	{ ONE, BYTES("Y2FuL2FyeSsiNDcxMSI="), BYTES("#") },
	{ ONE, BYTES("Basic YTpjYW4vYXJ5KyI0NzExIg=="), BYTES("Basic #") },
	{ ONE, BYTES("<OmNhbi9hcnkrIjQ3MTEi>"), BYTES("<#>") },
	{ ONE, BYTES("YWI6Y2FuL2FyeSsiNDcxMSI6YWJj\r\n"), BYTES("#\r\n") },
	{ ONE, BYTES("\"YWJjOmNhbi9hcnkrIjQ3MTEi\""), BYTES("\"#\"") },
	{ TWO, BYTES("YT8+PmNhbmFyeT8/P35+fg=="), BYTES("#") },
	{ TWO, BYTES("Pz4-Y2FuYXJ5Pz8_fn5-"), BYTES("#") },
	{ TWO, BYTES("YWI/Pj5jYW5hcnk/Pz9+fn4="), BYTES("#") },
	{ TWO, BYTES("YWI_Pj5jYW5hcnk_Pz9-fn4="), BYTES("#") },
	{ TWO, BYTES("YWI%2FPj5jYW5hcnk%2fPz9%2Bfn4%3D"), BYTES("#") },
	{ TWO, BYTES("YWI\\/Pj5jYW5hcnk\\/Pz9+fn4="), BYTES("#") },
	/* Too short for its base64 to be told from a word. */
	{ "ab", BYTES("ab YWI="), BYTES("# YWI=") },
	{ "", BYTES("ab"), BYTES("ab") },
	{ NULL, BYTES("ab"), BYTES("ab") },
};

START_TEST(hides)
{
	struct buffer text = { 0 };

	buffer_add(&text, cases[_i].text, cases[_i].length);
	hide(&text, cases[_i].secret, "#");
	ck_assert_uint_eq(text.length, cases[_i].hidden_length);
	ck_assert_mem_eq(text.data, cases[_i].hidden, text.length);
	ck_assert_int_eq(text.data[text.length], '\0');
	buffer_clear(&text);
}
END_TEST

START_TEST(hides_nothing_in_nothing)
{
	struct buffer text = { 0 };

	hide(&text, ONE, "#");
	ck_assert_uint_eq(text.length, 0);
}
END_TEST

Suite *hide_suite(void)
{
	Suite *suite = suite_create("verifier/hide");
	TCase *c = tcase_create("hide");

	tcase_add_loop_test(c, hides, 0, sizeof(cases) / sizeof(cases[0]));
	tcase_add_test(c, hides_nothing_in_nothing);
	suite_add_tcase(suite, c);
	return suite;
}
