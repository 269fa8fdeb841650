#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/suites.h"

#define B &protocol_bazel
#define M &protocol_mcp_headers
#define G &protocol_goauth
#define URL "CLAUDE_CODE_MCP_SERVER_URL"
#define LISTS                          \
	"\"Authorization\":[\"Bearer " \
	"pw\"],\"X-Team\":[\"a\",\"b\"],\"X-Wide\":[\"c\"]"

static const struct row rows[] = {
	{ B, ANN, "get", "{\"uri\":\"https://h.example/a?b\",\"new\":1}",
	  "{\"headers\":{" LISTS "}}\n" },
	/* the specification has it without fractions */
	{ B, TOLD, "get", "{\"uri\":\"https://h.example\"}",
	  "{\"headers\":{" LISTS "},\"expires\":\"2099-01-01T00:00:00Z\"}\n" },
	/* a guess is none */
	{ B, GUESSED, "get", "{\"uri\":\"https://h.example\"}",
	  "{\"headers\":{" LISTS "}}\n" },
	{ B, AT_HOST "password=pw\npassword_expiry_utc=999999999999999\n\n",
	  "get", "{\"uri\":\"https://h.example\"}",
	  "{\"headers\":{" LISTS "}}\n" },
	{ B, ANN, "get", "{\"uri\":\"https://x.example\"}",
	  "{\"headers\":{}}\n" },
	{ B, ANN, "get", "{\"uri\":\"https://h.example:444\"}",
	  "{\"headers\":{}}\n" },
	{ B, ANN, "get", "{\"uri\":\"http://h.example\"}",
	  "{\"headers\":{}}\n" },
	{ B, ANN, "get", "{\"uri\":\"\"}", NULL, STATUS_MALFORMED, "empty" },
	{ B, ANN, "get", "{\"uri\":\"h.example\"}", NULL, STATUS_MALFORMED,
	  "PROTOCOL://HOST" },
	{ B, ANN, "get", "{\"uri\":1}", NULL, STATUS_MALFORMED, "'uri'" },
	{ B, ANN, "get", "{}", NULL, STATUS_MALFORMED, "no 'uri'" },
	{ B, ANN, "get", "", NULL, STATUS_MALFORMED, NOT_JSON },
	{ B, BYTES, "get", "{\"uri\":\"https://h.example\"}", NULL,
	  STATUS_MALFORMED, "UTF-8" },
	{ B, LINES, "get", "{\"uri\":\"https://h.example\"}", NULL,
	  STATUS_MALFORMED, "header" },
	{ B, ANN, "get", "{\"uri\":\"https://h.example\"}", NULL, STATUS_LOCKED,
	  "away", .fails = STATUS_LOCKED },
	{ B, ANN, "get", " {\"uri\":\"https://h.example\"}\r\n",
	  "{\"headers\":{" LISTS "}}\n" },
	{ B, ANN, "frob", NULL, NULL, STATUS_USAGE, "no such word" },
	{ B, ANN, NULL, NULL, NULL, STATUS_USAGE, "more arguments" },

	{ M, ANN, "https://h.example/mcp", NULL,
	  "{\"Authorization\":\"Bearer pw\",\"X-Team\":\"a\",\"x-team\":"
	  "\"b\",\"X-Wide\":\"c\"}\n" },
	{ M, ANN, "h.example/ann", NULL,
	  "{\"Authorization\":\"Bearer pw\",\"X-Team\":\"a\",\"x-team\":"
	  "\"b\",\"X-Wide\":\"c\"}\n" },
	{ M, ANN, NULL, NULL,
	  "{\"Authorization\":\"Bearer pw\",\"X-Team\":\"a\",\"x-team\":"
	  "\"b\",\"X-Wide\":\"c\"}\n",
	  .variable = URL, .value = "https://h.example/mcp" },
	{ M, ANN, "https://x.example", NULL, "{}\n" },
	{ M, ANN, "nobody", NULL, NULL, STATUS_NOT_FOUND, "'nobody'" },
	{ M, ANN, NULL, NULL, NULL, STATUS_USAGE, "there is no url" },
	{ M, ANN, NULL, NULL, NULL, STATUS_USAGE, "there is no url",
	  .variable = URL, .value = "" },
	{ M, ANN, "a b", NULL, NULL, STATUS_USAGE, "fewer arguments" },
	{ M, ANN, "ftp://h.example", NULL, NULL, STATUS_MALFORMED, "https" },
	{ M, LINES, "https://h.example", NULL, NULL, STATUS_MALFORMED,
	  "header" },
	{ M, BYTES, "https://h.example", NULL, NULL, STATUS_MALFORMED,
	  "UTF-8" },

	/* go's grammar: a URL, a blank line, headers, a blank line */
	{ G, ANN, "https://h.example/m/@v/list", "HTTP/1.1 401\r\n\r\n",
	  "https://h.example/\n\nAuthorization: Bearer pw\nX-Team: a\n"
	  "x-team: b\nX-Wide: c\n\n" },
	{ G, ANN, NULL, NULL, NULL },
	{ G, ANN, "https://x.example/m", NULL, NULL },
	{ G, ANN, "http://h.example/m", NULL, NULL },
	{ G, ANN, "https://ann@h.example/m", NULL, NULL, STATUS_MALFORMED,
	  "a username" },
	{ G, ANN, "https://h.example a", NULL, NULL, STATUS_USAGE, "fewer" },
	{ G, LINES, "https://h.example", NULL, NULL, STATUS_MALFORMED,
	  "header" },
	{ G, ANN, "https://h.example", NULL, NULL, STATUS_TIMEOUT, "away",
	  .fails = STATUS_TIMEOUT },
};

START_TEST(answers)
{
	check_row(&rows[_i]);
	check_closed(&rows[_i]);
	check_deaf(&rows[_i]);
}
END_TEST

Suite *headers_suite(void)
{
	return row_suite("headers of a url", answers,
			 sizeof(rows) / sizeof(rows[0]));
}
