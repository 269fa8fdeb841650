#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/suites.h"

#define D &protocol_docker
#define NOT_FOUND "credentials not found in native keychain\n"

#define USAGE "hint: usage: ringbearer docker get|store|erase|list|version\n"

static const struct row rows[] = {
	{ D, ANN, "get", "h.example",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"ann\",\"Secret\":"
	  "\"pw\"}\n" },
	/* blanks around the name do not count, https is what it means */
	{ D, ANN, "get", " \t https://h.example\r\n\n",
	  "{\"ServerURL\":\"https://h.example\",\"Username\":\"ann\","
	  "\"Secret\":\"pw\"}\n" },
	/* a secret of several lines, and what JSON escapes */
	{ D, AT_HOST "username=a\npassword=p%0A\"\\q\n\n", "get", "h.example",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"a\",\"Secret\":"
	  "\"p\\u000a\\\"\\\\q\"}\n" },
	{ D, ANN, "get", "other.example", NOT_FOUND, STATUS_NOT_FOUND },
	/* another path, port or protocol is another place */
	{ D, ANN, "get", "h.example/team", NOT_FOUND, STATUS_NOT_FOUND },
	{ D, ANN, "get", "h.example:5000", NOT_FOUND, STATUS_NOT_FOUND },
	{ D, ANN, "get", "http://h.example", NOT_FOUND, STATUS_NOT_FOUND },
	{ D, ANN, "get", "", "no credentials server URL\n", STATUS_MALFORMED,
	  "no credentials server URL" },
	{ D, ANN, "get", " \n ", "no credentials server URL\n",
	  STATUS_MALFORMED, "no credentials server URL" },
	{ D, ANN, "erase", "", "no credentials server URL\n", STATUS_MALFORMED,
	  "no credentials server URL", "pw" },
	{ D, ANN, "get", "a\nb", "the address holds a control character\n",
	  STATUS_MALFORMED, "control character" },
	{ D, ANN, "get", "ann@h.example", "the address holds a username\n",
	  STATUS_MALFORMED, "holds a username" },
	{ D, ANN, "get", "ftp://h.example",
	  "the address is none of https or http\n", STATUS_MALFORMED,
	  "none of https" },
	{ D, NOBODY, "get", "h.example",
	  "it is kept without a username or password, which docker needs\n",
	  STATUS_MALFORMED, "which docker needs" },
	{ D, ANN_BEARER, "get", "h.example",
	  "it is kept without a username or password, which docker needs\n",
	  STATUS_MALFORMED, "which docker needs" },
	{ D, ANN, "get", "h.exa\0mple", "the server's name holds a NUL\n",
	  STATUS_MALFORMED, "NUL", .length = 11 },
	{ D, ANN, "get", "h.example", "the store is away\n", STATUS_NOT_FOUND,
	  "the store is away", .fails = STATUS_NOT_FOUND },
	{ D, NULL, "store", "{}\0", "the request is not one JSON object\n",
	  STATUS_MALFORMED, NOT_JSON, .length = 3 },
	{ D, NULL, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"ann\",\"Secret\":"
	  "\"\\\\ud800\\ud83d\\uDE00\\u0041\\n\"}\n",
	  .after = "\\ud800\xf0\x9f\x98\x80"
		   "A\n" },
	{ D, NULL, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"ann\",\"Secret\":"
	  "\"a\\ud800x\"}\n",
	  "the request is not one JSON object\n", STATUS_MALFORMED, NOT_JSON },
	{ D, NULL, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"ann\",\"Secret\":"
	  "\"a\\udc00\"}\n",
	  "the request is not one JSON object\n", STATUS_MALFORMED, NOT_JSON },
	{ D, NULL, "store", "{\"a\":\"\\ud8",
	  "the request is not one JSON object\n", STATUS_MALFORMED, NOT_JSON },
	{ D, NULL, "store", "{\"a\":\"\\",
	  "the request is not one JSON object\n", STATUS_MALFORMED, NOT_JSON },
	{ D, NULL, "store", "{\"a\":\"\\ud",
	  "the request is not one JSON object\n", STATUS_MALFORMED, NOT_JSON },
	{ D, NULL, "store", "", "the request is not one JSON object\n",
	  STATUS_MALFORMED, NOT_JSON },
	{ D, BEARER, "get", "h.example",
	  "it is kept without a username or password, which docker needs\n",
	  STATUS_MALFORMED, "which docker needs" },
	{ D, BYTES, "get", "h.example",
	  "what is kept is not UTF-8, as JSON must be\n", STATUS_MALFORMED,
	  "not UTF-8" },
	{ D, ANN, "get", "h.example", "the store is away\n", STATUS_LOCKED,
	  "the store is away", .fails = STATUS_LOCKED },

	{ D, NULL, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"ann\",\"Secret\":"
	  "\"\\u003cnew\\u0026\"}\n",
	  .after = "<new&" },
	/* an identity token has this for a name, and comes back so */
	{ D, NULL, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"\\u003ctoken"
	  "\\u003e\",\"Secret\":\"id\"}",
	  .after = "id" },
	{ D, AT_HOST "username=<token>\npassword=id\n\n", "get", "h.example",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"<token>\","
	  "\"Secret\":\"id\"}\n" },
	/* the fields that a newer docker adds */
	{ D, ANN, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"ann\",\"Secret\":"
	  "\"new\",\"More\":[1,{}]}",
	  .after = "new" },
	{ D, ANN, "store", "{\"Username\":\"ann\",\"Secret\":\"new\"}",
	  "no credentials server URL\n", STATUS_MALFORMED,
	  "no credentials server URL", "pw" },
	{ D, ANN, "store", "{\"ServerURL\":\"h.example\",\"Secret\":\"new\"}",
	  "no credentials username\n", STATUS_MALFORMED,
	  "no credentials username", "pw" },
	{ D, ANN, "store", "{\"ServerURL\":\"h.example\",\"Username\":\"ann\"}",
	  "there is no secret\n", STATUS_MALFORMED, "no secret", "pw" },
	{ D, ANN, "store",
	  "{\"ServerURL\":1,\"Username\":\"ann\",\"Secret\":\"new\"}",
	  "'ServerURL' is no text\n", STATUS_MALFORMED, "'ServerURL'", "pw" },
	{ D, ANN, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":[],\"Secret\":\"n\"}",
	  "'Username' is no text\n", STATUS_MALFORMED, "'Username'", "pw" },
	{ D, ANN, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"ann\",\"Secret\":"
	  "\"a\\u0000b\"}",
	  "'Secret' holds a NUL\n", STATUS_MALFORMED, "'Secret'", "pw" },
	{ D, ANN, "store",
	  "{\"ServerURL\":\"h.example\",\"Username\":\"a\\nb\",\"Secret\":"
	  "\"n\"}",
	  "the username holds a control character\n", STATUS_MALFORMED,
	  "username holds", "pw" },
	{ D, ANN, "store", "{\"ServerURL\":\"h.example\",", NOT_JSON "\n",
	  STATUS_MALFORMED, NOT_JSON, "pw" },
	{ D, ANN, "store", "", NOT_JSON "\n", STATUS_MALFORMED, NOT_JSON,
	  "pw" },
	{ D, ANN, "store", "[]", NOT_JSON "\n", STATUS_MALFORMED, NOT_JSON },
	{ D, ANN, "store", "{}{}", NOT_JSON "\n", STATUS_MALFORMED, NOT_JSON },
	{ D, ANN, "store", "{\"a\":\"\xff\"}", NOT_JSON "\n", STATUS_MALFORMED,
	  NOT_JSON },

	{ D, ANN, "erase", "h.example", .after = "" },
	/* podman and skopeo crash where that fails */
	{ D, ANN, "erase", "other.example", .after = "pw" },
	/* docker logs out of a host in three forms, of which two are there */
	{ D, ANN, "erase", "http://h.example", .after = "pw" },
	{ D, ANN, "erase", "https://h.example", .after = "" },
	{ D, ANN, "erase", "h.example", "the store is away\n", STATUS_FAILED,
	  "the store is away", .fails = STATUS_FAILED },

	{ D, NULL, "list", NULL, "{}\n" },
	/* what docker did not bring it does not get */
	{ D, ANN, "list", NULL, "{}\n" },
	{ D,
	  AT_HOST
	  "username=ann\npassword=pw\nnote.docker-server=h.example\n\n"
	  "protocol=https\nhost=i.example\npath=v1\nusername=b\npassword=q\n"
	  "note.docker-server=https://i.example/v1/\n\n",
	  "list", "unused",
	  "{\"h.example\":\"ann\",\"https://i.example/v1/\":\"b\"}\n" },
	/* one user for a server, the first */
	{ D,
	  AT_HOST
	  "username=ann\npassword=pw\nnote.docker-server=h.example\n\n" AT_HOST
	  "username=bob\npassword=q\nnote.docker-server=h.example\n\n" AT_HOST
	  "username=\npassword=q\nnote.docker-server=i.example\n\n",
	  "list", NULL, "{\"h.example\":\"ann\"}\n" },
	{ D, ANN, "list", NULL, "the store is away\n", STATUS_LOCKED,
	  "the store is away", .fails = STATUS_LOCKED },
	{ D, NULL, "version", NULL,
	  "docker-credential-ringbearer " RINGBEARER_VERSION "\n" },
	{ D, NULL, "frob", NULL, "docker's helpers have no such word\n",
	  STATUS_USAGE, "no such word" },
	{ D, NULL, NULL, NULL, "'docker' needs more arguments\n" USAGE,
	  STATUS_USAGE, "needs more" },
	{ D, NULL, "get get", NULL, "'docker' needs fewer arguments\n" USAGE,
	  STATUS_USAGE, "needs fewer" },
};

START_TEST(answers)
{
	check_row(&rows[_i]);
	check_closed(&rows[_i]);
	check_deaf(&rows[_i]);
}
END_TEST

Suite *docker_suite(void)
{
	return row_suite("docker", answers, sizeof(rows) / sizeof(rows[0]));
}
