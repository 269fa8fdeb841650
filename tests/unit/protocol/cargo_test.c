#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/suites.h"

#define C &protocol_cargo
#define HELLO "{\"v\":[1]}\n"
#define AT(url) "\"registry\":{\"index-url\":\"" url "\",\"name\":\"x\"}"
#define INDEX AT("sparse+https://i.example/index/")
#define GET "{\"v\":1," INDEX ",\"kind\":\"get\",\"operation\":\"read\"}\n"
#define CRATES                                                          \
	"protocol=cargo+https\nhost=i.example\npath=index\nusername=\n" \
	"password=crate\n"
#define UNSUPPORTED "{\"Err\":{\"kind\":\"url-not-supported\"}}\n"
#define OTHER(message)                                        \
	"{\"Err\":{\"kind\":\"other\",\"message\":\"" message \
	"\",\"caused-by\":[]}}\n"

static const struct row rows[] = {
	{ C, NULL, "--cargo-plugin", NULL, HELLO },
	{ C, CRATES "\n", "--cargo-plugin", GET,
	  HELLO "{\"Ok\":{\"kind\":\"get\",\"token\":\"crate\","
		"\"cache\":\"session\",\"operation_independent\":true}}\n" },
	{ C, CRATES "password_expiry_utc=4070908800\nexpiry-known=told\n\n",
	  NULL, GET,
	  HELLO "{\"Ok\":{\"kind\":\"get\",\"token\":\"crate\","
		"\"cache\":\"expires\",\"expiration\":4070908800,"
		"\"operation_independent\":true}}\n" },
	/* a newer operation needs the same token */
	{ C, CRATES "\n", NULL,
	  "{\"v\":1," AT(
		  "registry+https://i.example/index") ",\"kind\":"
						      "\"get\",\"operation\":"
						      "\"new\",\"name\":\"c\"}"
						      "\n",
	  HELLO "{\"Ok\":{\"kind\":\"get\",\"token\":\"crate\","
		"\"cache\":\"session\",\"operation_independent\":true}}\n" },
	/* the index's own host is another place, and so is another path */
	{ C, ANN, NULL,
	  "{\"v\":1," AT("https://h.example") ",\"kind\":\"get\"}\n",
	  HELLO "{\"Err\":{\"kind\":\"not-found\"}}\n" },
	{ C, CRATES "\n", NULL,
	  "{\"v\":1," AT("https://i.example/other") ",\"kind\":\"get\"}\n",
	  HELLO "{\"Err\":{\"kind\":\"not-found\"}}\n" },
	/* login, as cargo does it: get first; and a line without its end */
	{ C, NULL, NULL,
	  GET "{\"v\":1," INDEX ",\"kind\":\"login\",\"token\":\"crate\"}\n"
	      "{\"v\":1," INDEX ",\"kind\":\"get\"}",
	  HELLO "{\"Err\":{\"kind\":\"not-found\"}}\n"
		"{\"Ok\":{\"kind\":\"login\"}}\n"
		"{\"Ok\":{\"kind\":\"get\",\"token\":\"crate\","
		"\"cache\":\"session\",\"operation_independent\":true}}\n" },
	{ C, CRATES "\n", NULL,
	  "{\"v\":1," INDEX ",\"kind\":\"logout\"}\n"
	  "{\"v\":1," INDEX ",\"kind\":\"logout\"}\n",
	  HELLO "{\"Ok\":{\"kind\":\"logout\"}}\n"
		"{\"Err\":{\"kind\":\"not-found\"}}\n" },
	{ C, NULL, NULL, "{\"v\":1," INDEX ",\"kind\":\"login\"}\n",
	  HELLO "{\"Err\":{\"kind\":\"other\",\"message\":\"cargo gave no "
		"token\",\"caused-by\":[\"cargo login --registry NAME < "
		"FILE\"]}}\n" },
	{ C, NULL, NULL, "{\"v\":1," INDEX ",\"kind\":\"login\",\"token\":1}\n",
	  HELLO OTHER("'token' is no text") },
	{ C, NULL, NULL, "{\"v\":1," INDEX ",\"kind\":\"new\"}\n",
	  HELLO "{\"Err\":{\"kind\":\"operation-not-supported\"}}\n" },
	{ C, NULL, NULL, "{\"v\":1}\n",
	  HELLO "{\"Err\":{\"kind\":\"operation-not-supported\"}}\n" },
	{ C, NULL, NULL, "{\"kind\":[]}\n",
	  HELLO "{\"Err\":{\"kind\":\"operation-not-supported\"}}\n" },
	{ C, NULL, NULL, "{\"kind\":\"get\"}\n",
	  HELLO OTHER("there is no 'index-url'") },
	{ C, NULL, NULL, "{\"kind\":\"get\",\"registry\":[]}\n",
	  HELLO OTHER("there is no 'index-url'") },
	{ C, NULL, NULL, "{\"kind\":\"get\",\"registry\":{\"index-url\":1}}\n",
	  HELLO OTHER("'index-url' is no text") },
	/* so that cargo asks the next one of its providers */
	{ C, NULL, NULL, "{\"kind\":\"get\"," AT("nonsense") "}\n",
	  HELLO UNSUPPORTED },
	{ C, NULL, NULL,
	  "{\"kind\":\"login\",\"token\":\"x\"," AT("https://a..b/") "}\n",
	  HELLO UNSUPPORTED },
	/* what cargo has beside it; a registry need not have a name */
	{ C, CRATES "\n", "--cargo-plugin",
	  "{\"v\":1,\"registry\":{\"index-url\":\"sparse+https://i.example/"
	  "index/\",\"headers\":[\"WWW-Authenticate: Cargo\"]},\"kind\":"
	  "\"get\",\"operation\":\"publish\",\"name\":\"c\",\"vers\":"
	  "\"1.0.0\",\"cksum\":\"00\",\"args\":[\"--acct\",\"a b\"]}\n",
	  HELLO "{\"Ok\":{\"kind\":\"get\",\"token\":\"crate\","
		"\"cache\":\"session\",\"operation_independent\":true}}\n" },
	/* another version may mean another thing by the same words */
	{ C, NULL, NULL,
	  "{\"v\":2," INDEX ",\"kind\":\"login\",\"token\":\"crate\"}\n" GET,
	  HELLO OTHER("'v' is not 1") "{\"Err\":{\"kind\":\"not-found\"}}\n" },
	{ C, CRATES "\n", NULL,
	  "{\"v\":\"1\"," INDEX ",\"kind\":\"get\"}\n"
	  "{\"v\":[1]," INDEX ",\"kind\":\"logout\"}\n"
	  "{\"v\":1.0," INDEX ",\"kind\":\"get\"}\n"
	  "{\"v\":null," INDEX ",\"kind\":\"get\"}\n"
	  "{\"v\":4294967297," INDEX ",\"kind\":\"get\"}\n"
	  "{" INDEX ",\"kind\":\"get\"}\n",
	  HELLO OTHER("'v' is not 1") OTHER("'v' is not 1") OTHER(
		  "'v' is not 1") OTHER("'v' is not 1")
		  OTHER("'v' is not 1") "{\"Ok\":{\"kind\":\"get\",\"token\":"
					"\"crate\","
					"\"cache\":\"session\","
					"\"operation_independent\":true}}\n" },
	{ C, NULL, NULL, "nonsense\n" GET,
	  HELLO OTHER(NOT_JSON) "{\"Err\":{\"kind\":\"not-found\"}}\n" },
	{ C, NULL, NULL, GET, HELLO OTHER("the store is away"),
	  .fails = STATUS_LOCKED },
	{ C,
	  "protocol=cargo+https\nhost=i.example\npath=index\nusername=\n"
	  "password=%FF\n\n",
	  NULL, GET,
	  HELLO OTHER("what is kept is not UTF-8, as JSON must be") },
};

START_TEST(answers)
{
	check_row(&rows[_i]);
	check_closed(&rows[_i]);
	check_deaf(&rows[_i]);
}
END_TEST

Suite *cargo_suite(void)
{
	return row_suite("cargo", answers, sizeof(rows) / sizeof(rows[0]));
}
