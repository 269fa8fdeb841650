#include <check.h>
#include <stdlib.h>
#include <string.h>

#include "helper/clients/client.h"
#include "tests/unit/helper/suites.h"

static const struct {
	const char *word;
	bool fit;
} words[] = {
	{ "registry.example:5000", true },
	{ "https://git.example/a_b", true },
	{ "notion/ann+x@example.org", true },
	{ "", false },
	{ "-x", false },
	{ "a b", false },
	{ "a\"b", false },
	{ "a'b", false },
	{ "a\nb", false },
	{ "a$b", false },
	{ "a%b", false },
	{ "a]b", false },
	{ "\xc3\xa4", false },
};

START_TEST(takes_plain_words)
{
	ck_assert_int_eq(client_word_is_fit(words[_i].word), words[_i].fit);
}
END_TEST

START_TEST(takes_no_long_word)
{
	char word[CLIENT_WORD_SIZE + 1];

	memset(word, 'x', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	ck_assert(!client_word_is_fit(word));
	ck_assert(client_word_is_fit(word + 1));
}
END_TEST

static const struct {
	const char *words[CLIENT_WORDS_MAX];
	const char *text;
	const char *filled;
} texts[] = {
	{ { "h.example/ann" },
	  "//{host}/:x={1}",
	  "//h.example/:x="
	  "h.example/ann" },
	{ { "a" }, "{2}{1}", "aa" },
	{ { "a", "b" }, "{1}-{2}{2}", "a-bb" },
	{ { NULL }, "helper \"x\" {}\n", "helper \"x\" {}\n" },
	{ { NULL }, "{1}{link}", "/l" },
	{ { "a" }, "{", "{" },
	{ { "a" }, "", "" },
};

START_TEST(fills_in)
{
	const struct client_use use = {
		.words = { texts[_i].words[0], texts[_i].words[1] },
		.link = "/l",
	};
	char *filled = client_expand(&use, texts[_i].text);

	ck_assert_str_eq(filled, texts[_i].filled);
	free(filled);
}
END_TEST

#define BLOCK                                                    \
	"# ringbearer: begin\nglobal-credential-providers = "    \
	"[\"cargo:token\", \"cargo-credential-ringbearer\"]\n# " \
	"ringbearer: end\n"
#define SERVER(members) "{\"mcpServers\":{\"s\":{" members "}}}"
#define OURS                                               \
	"global-credential-providers = [\"cargo:token\", " \
	"\"cargo-credential-ringbearer\"]\n"
#define LISTED                                                            \
	"global-credential-providers = [\n\t\"cargo:token\",\n\t\"cargo-" \
	"credential-ringbearer\",\n]\n"
#define WHOLE                                                             \
	"# ringbearer: begin\n[registry]\nglobal-credential-providers = " \
	"[\"cargo:token\", \"cargo-credential-ringbearer\"]\n# "          \
	"ringbearer: end\n"

static const struct {
	const char *before;
	const char *after; /* NULL: refused */
	enum status status;
} files[] = {
	{ "", WHOLE, STATUS_OK },
	{ "a = 1", "a = 1\n" WHOLE, STATUS_OK },
	{ "[registry]\nx = 1\n[y]\n", "[registry]\n" BLOCK "x = 1\n[y]\n",
	  STATUS_OK },
	{ "[ 'registry' ]\r\n", "[ 'registry' ]\r\n" BLOCK, STATUS_OK },
	{ "[registry.x]\n", "[registry.x]\n" WHOLE, STATUS_OK },
	{ "# registry = 1\n", "# registry = 1\n" WHOLE, STATUS_OK },
	{ "[a]\nregistry = 1\n", "[a]\nregistry = 1\n" WHOLE, STATUS_OK },
	/* One that somebody has changed is put right. */
	{ "a = 1\n# ringbearer: begin\n[registry]\nx\n# ringbearer: end\nb\n",
	  "a = 1\n" WHOLE "b\n", STATUS_OK },
	/* What somebody wrote by hand is there, however it is set. */
	{ "[registry]\n" OURS, "[registry]\n" OURS, STATUS_OK },
	{ "[registry]\nx = 1\n  global-credential-providers=['cargo:token' ,"
	  "\"cargo-credential-ringbearer\"] # mine\r\n[y]\n",
	  "[registry]\nx = 1\n  global-credential-providers=['cargo:token' ,"
	  "\"cargo-credential-ringbearer\"] # mine\r\n[y]\n",
	  STATUS_OK },
	{ "[registry]\n" LISTED "x = 1", "[registry]\n" LISTED "x = 1",
	  STATUS_OK },
	/* but not in another section, nor twice, nor with more to it */
	{ "[registries]\n" OURS, NULL, STATUS_USAGE },
	{ OURS, NULL, STATUS_USAGE },
	{ "[registry]\n" OURS OURS, NULL, STATUS_USAGE },
	{ "[registry]\nglobal-credential-providers = [\"cargo:token\", "
	  "\"cargo-credential-ringbearer\", \"x\"]\n",
	  NULL, STATUS_USAGE },
	{ "[registry]\nglobal-credential-providers = [\"cargo:token\", "
	  "\"cargo-credential-ringbearer\"] x\n",
	  NULL, STATUS_USAGE },
	{ "[registry]\nglobal-credential-providers = [\"cargo:token\", "
	  "\"cargo-credential-ringbearer",
	  NULL, STATUS_MALFORMED },
	/* A list of lists has no headers in it. */
	{ "[a]\nx = [ # [\n  [1, \"]\"],\n  [\n2]\n]\n",
	  "[a]\nx = [ # [\n  [1, \"]\"],\n  [\n2]\n]\n" WHOLE, STATUS_OK },
	{ "[[a.b]] # x\n[ \"c]\" ]\n", "[[a.b]] # x\n[ \"c]\" ]\n" WHOLE,
	  STATUS_OK },
	/* Where a section has half a header, all may be meant otherwise. */
	{ "[registry\nx = 1\n", NULL, STATUS_MALFORMED },
	{ "[[a]\n", NULL, STATUS_MALFORMED },
	{ "[]\n", NULL, STATUS_MALFORMED },
	{ "[\"a]\n", NULL, STATUS_MALFORMED },
	{ "[a] b\n", NULL, STATUS_MALFORMED },
	{ "a = [\n1,\n", NULL, STATUS_MALFORMED },
	{ WHOLE "[a\n", NULL, STATUS_MALFORMED },
	{ "registry = { x = 1 }\n", NULL, STATUS_USAGE },
	{ "\"registry\" . x = 1\n", NULL, STATUS_USAGE },
	{ "[[registry]]\n", NULL, STATUS_USAGE },
	{ "[registry]\nglobal-credential-providers=[]\n", NULL, STATUS_USAGE },
	{ "x = '''\n", NULL, STATUS_USAGE },
	{ "# ringbearer: begin\n", NULL, STATUS_MALFORMED },
};

START_TEST(puts_a_block_where_it_is_valid)
{
	const struct client_use use = { .client = client_find("cargo"),
					.file = "f" };
	struct buffer out = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(use.client->change(&use, files[_i].before, false, &out,
					    &e),
			 files[_i].status);
	if (files[_i].after)
		ck_assert_str_eq(out.data, files[_i].after);
	else
		ck_assert(strstr(e.message, "'f':") != NULL);
	buffer_clear(&out);
}
END_TEST

/* Which others wrote by hand, in the form of other clients. */
static const struct {
	const char *client;
	const char *text;
	enum status status; /* STATUS_OK: it is there, and stays */
} by_hand[] = {
	{ "curl", "x\n\talias curl='ringbearer curl'\n", STATUS_OK },
	{ "curl", "[ -f x ] && y\nalias curl=\"ringbearer curl\"", STATUS_OK },
	{ "curl", "alias curl= 'ringbearer curl'\n", STATUS_USAGE },
	{ "curl", "alias curl='ringbearer curl' x='y'\n", STATUS_USAGE },
	{ "curl", "alias curl='ringbearer curl'\nalias curl='x'\n",
	  STATUS_USAGE },
	{ "terraform", "credentials_helper \"ringbearer\" {}\n", STATUS_OK },
	{ "terraform", "credentials_helper \"ringbearer\" {\n}\n", STATUS_OK },
	{ "terraform", "credentials_helper \"ringbearer\" {\n args = []\n}\n",
	  STATUS_USAGE },
	{ "terraform", "credentials_helper \"ringbearer2\" {}\n",
	  STATUS_USAGE },
	{ "pip", "[global]\ntimeout = 5\nkeyring-provider=subprocess\n",
	  STATUS_OK },
	{ "pip", "[global]\nkeyring-provider = subprocess # x\n",
	  STATUS_USAGE },
	{ "pip", "[global]\nkeyring-provider = \"subprocess\"\n",
	  STATUS_USAGE },
	{ "pip", "[install]\nkeyring-provider = subprocess\n", STATUS_USAGE },
	{ "pip", "[global\ntimeout = 5\n", STATUS_MALFORMED },
	{ "codex",
	  "[model_providers.w.auth]\nargs = [\"token\", \"w\"]\n"
	  "command = \"ringbearer\"\n",
	  STATUS_OK },
	{ "codex", "[model_providers.w.auth]\ncommand = \"ringbearer\"\n",
	  STATUS_USAGE },
	{ "pnpm", "//w/:tokenHelper=/l\n", STATUS_OK },
	{ "pnpm", "[x]\n//w/:tokenHelper=/l\n", STATUS_USAGE },
};

START_TEST(knows_what_was_written_by_hand)
{
	const struct client_use use = {
		.client = client_find(by_hand[_i].client),
		.words = { "w" },
		.link = "/l",
		.file = "f",
	};
	struct buffer out = { 0 };
	struct error e = { 0 };
	enum status status =
		use.client->change(&use, by_hand[_i].text, false, &out, &e);

	ck_assert_msg(status == by_hand[_i].status, "%d: %s", status,
		      e.message);
	if (status == STATUS_OK)
		ck_assert_str_eq(out.data, by_hand[_i].text);
	else
		ck_assert(strncmp(e.message, "'f':", 4) == 0);
	buffer_clear(&out);
}
END_TEST

/* JSON, as one line: what is there, and what comes of it. */
static const struct {
	const char *client;
	const char *word;
	const char *before;
	const char *after; /* NULL: refused */
} members[] = {
	{ "docker", NULL, "{\"a\":1}",
	  "{\"a\":1,\"credsStore\":\"ringbearer\"}" },
	/* Go takes a member in any case, and the last of several. */
	{ "docker", NULL, "{\"CREDSSTORE\":\"ringbearer\"}",
	  "{\"CREDSSTORE\":\"ringbearer\"}" },
	{ "docker", NULL, "{\"CREDSSTORE\":\"pass\"}", NULL },
	{ "docker", NULL, "{\"credsStore\":\"ringbearer\",\"Credsstore\":\"\"}",
	  NULL },
	{ "docker", "r", "{\"CredHelpers\":{\"R\":\"pass\"}}",
	  "{\"CredHelpers\":{\"R\":\"pass\",\"r\":\"ringbearer\"}}" },
	{ "docker", "r", "{\"CredHelpers\":{},\"credHelpers\":{}}", NULL },
	{ "podman", "r", "{\"CredHelpers\":{\"r\":\"pass\"}}", NULL },
	/* Others do not. */
	{ "claude", "n", "{\"APIKEYHELPER\":\"x\"}",
	  "{\"APIKEYHELPER\":\"x\",\"apiKeyHelper\":\"ringbearer token n\"}" },
	/* A program has no headers. */
	{ "claude-mcp", "s", SERVER("\"type\":\"sse\",\"url\":\"u\""),
	  SERVER("\"type\":\"sse\",\"url\":\"u\",\"headersHelper\":"
		 "\"ringbearer mcp-headers\"") },
	{ "claude-mcp", "s", SERVER("\"command\":\"npx\""), NULL },
	{ "claude-mcp", "s",
	  SERVER("\"type\":\"http\",\"url\":\"u\",\"command\":\"npx\""), NULL },
	{ "claude-mcp", "s", SERVER("\"type\":\"stdio\",\"url\":\"u\""), NULL },
	{ "claude-mcp", "s", SERVER("\"type\":\"http\""), NULL },
	{ "claude-mcp", "s", SERVER("\"url\":\"u\""), NULL },
};

/* Without the blanks between its members. */
static void squeeze(char *text)
{
	char *to = text;
	bool quoted = false;

	for (; *text; text++) {
		quoted ^= *text == '"';
		if (quoted || !strchr(" \t\n", *text))
			*to++ = *text;
	}
	*to = '\0';
}

START_TEST(sets_members)
{
	const struct client_use use = {
		.client = client_find(members[_i].client),
		.words = { members[_i].word },
		.file = "f",
	};
	struct buffer out = { 0 };
	struct error e = { 0 };
	enum status status =
		use.client->change(&use, members[_i].before, false, &out, &e);

	ck_assert_msg(status == (members[_i].after ? STATUS_OK : STATUS_USAGE),
		      "%d: %s", status, e.message);
	if (members[_i].after) {
		squeeze(out.data);
		ck_assert_str_eq(out.data, members[_i].after);
	}
	buffer_clear(&out);
}
END_TEST

Suite *client_suite(void)
{
	Suite *suite = suite_create("client");
	TCase *tc = tcase_create("client");

	tcase_add_loop_test(tc, takes_plain_words, 0,
			    sizeof(words) / sizeof(words[0]));
	tcase_add_test(tc, takes_no_long_word);
	tcase_add_loop_test(tc, fills_in, 0, sizeof(texts) / sizeof(texts[0]));
	tcase_add_loop_test(tc, puts_a_block_where_it_is_valid, 0,
			    sizeof(files) / sizeof(files[0]));
	tcase_add_loop_test(tc, knows_what_was_written_by_hand, 0,
			    sizeof(by_hand) / sizeof(by_hand[0]));
	tcase_add_loop_test(tc, sets_members, 0,
			    sizeof(members) / sizeof(members[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
