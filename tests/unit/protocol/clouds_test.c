#include "tests/unit/protocol/rows.h"
#include "tests/unit/protocol/suites.h"

#define K &protocol_kubectl
#define A &protocol_aws
#define INFO "KUBERNETES_EXEC_INFO"
#define V1 "client.authentication.k8s.io/v1"
#define SERVER(url) "\"spec\":{\"cluster\":{\"server\":\"" url "\"}}"
#define VERSION(v) "\"apiVersion\":\"" v "\""
#define ANSWER(v) "{\"kind\":\"ExecCredential\"," VERSION(v) ",\"status\":{"

static const struct row rows[] = {
	{ K, ANN, "h.example", NULL, ANSWER(V1) "\"token\":\"pw\"}}\n" },
	{ K, ANN, "h.example/ann", NULL,
	  ANSWER(V1 "beta1") "\"token\":\"pw\"}}\n", .variable = INFO,
	  .value = "{" VERSION(V1 "beta1") ",\"spec\":{}}" },
	{ K, TOLD, NULL, NULL,
	  ANSWER(V1) "\"token\":\"pw\",\"expirationTimestamp\":"
		     "\"2099-01-01T00:00:00Z\"}}\n",
	  .variable = INFO,
	  .value = "{" VERSION(V1) "," SERVER("https://h.example") "}" },
	{ K, ANN, NULL, NULL, NULL, STATUS_NOT_FOUND, "'x.example:6443'",
	  .variable = INFO, .value = "{" SERVER("https://x.example:6443") "}" },
	{ K, ANN, NULL, NULL, NULL, STATUS_MALFORMED, "https", .variable = INFO,
	  .value = "{" SERVER("ftp://h.example") "}" },
	{ K, ANN, NULL, NULL, NULL, STATUS_MALFORMED, "'server'",
	  .variable = INFO,
	  .value = "{\"spec\":{\"cluster\":{\"server\":1}}}" },
	{ K, ANN, NULL, NULL, NULL, STATUS_USAGE, "no cluster's address" },
	{ K, ANN, NULL, NULL, NULL, STATUS_USAGE, "no cluster's address",
	  .variable = INFO, .value = "{\"spec\":{\"cluster\":[]}}" },
	{ K, ANN, "h.example", NULL, NULL, STATUS_MALFORMED, "'apiVersion'",
	  .variable = INFO, .value = "{" VERSION("v2") "}" },
	{ K, ANN, "h.example", NULL, NULL, STATUS_MALFORMED, "'apiVersion'",
	  .variable = INFO, .value = "{\"apiVersion\":1}" },
	{ K, ANN, "h.example", NULL, NULL, STATUS_MALFORMED, NOT_JSON,
	  .variable = INFO, .value = "nonsense" },
	/* as good as none */
	{ K, ANN, "h.example", NULL, ANSWER(V1) "\"token\":\"pw\"}}\n",
	  .variable = INFO, .value = "" },
	{ K, ANN, NULL, NULL, NULL, STATUS_USAGE, "no cluster's address",
	  .variable = INFO, .value = "" },
	{ K, ANN, "nobody", NULL, NULL, STATUS_NOT_FOUND, "'nobody'" },
	{ K, ANN, "a b", NULL, NULL, STATUS_USAGE, "fewer" },
	{ K, BYTES, "h.example", NULL, NULL, STATUS_MALFORMED, "UTF-8" },

	{ A, ANN, "h.example", NULL,
	  "{\"Version\":1,\"AccessKeyId\":\"ann\",\"SecretAccessKey\":"
	  "\"pw\"}\n" },
	{ A,
	  AT_HOST "username=AKID\npassword=pw\npassword_expiry_utc=4070908800\n"
		  "expiry-known=told\nsecret.session-token=st\n"
		  "field.account-id=12\n\n",
	  "h.example", NULL,
	  "{\"Version\":1,\"AccessKeyId\":\"AKID\",\"SecretAccessKey\":"
	  "\"pw\",\"SessionToken\":\"st\",\"Expiration\":"
	  "\"2099-01-01T00:00:00Z\",\"AccountId\":\"12\"}\n" },
	{ A, NOBODY, "h.example", NULL, NULL, STATUS_MALFORMED,
	  "access key's id" },
	{ A, ANN_BEARER, "h.example", NULL, NULL, STATUS_MALFORMED,
	  "access key's id" },
	/* a year of five digits, and one that no calendar has */
	{ A,
	  AT_HOST "username=ann\npassword=pw\n"
		  "password_expiry_utc=999999999999\n\n",
	  "h.example", NULL,
	  "{\"Version\":1,\"AccessKeyId\":\"ann\",\"SecretAccessKey\":"
	  "\"pw\"}\n" },
	{ A,
	  AT_HOST "username=ann\npassword=pw\n"
		  "password_expiry_utc=9223372036854775807\n\n",
	  "h.example", NULL,
	  "{\"Version\":1,\"AccessKeyId\":\"ann\",\"SecretAccessKey\":"
	  "\"pw\"}\n" },
	{ A,
	  AT_HOST "username=ann\npassword=pw\n"
		  "password_expiry_utc=4070908800\nexpiry-known=asked\n\n",
	  "h.example", NULL,
	  "{\"Version\":1,\"AccessKeyId\":\"ann\",\"SecretAccessKey\":"
	  "\"pw\",\"Expiration\":\"2099-01-01T00:00:00Z\"}\n" },
	{ A, AT_HOST "username=ann\npassword=p%7Fq\n\n", "h.example", NULL,
	  "{\"Version\":1,\"AccessKeyId\":\"ann\",\"SecretAccessKey\":"
	  "\"p\\u007fq\"}\n" },
	{ A, BEARER, "h.example", NULL, NULL, STATUS_MALFORMED,
	  "access key's id" },
	{ A, BYTES, "h.example", NULL, NULL, STATUS_MALFORMED, "UTF-8" },
	{ A, ANN, "nobody", NULL, NULL, STATUS_NOT_FOUND, "'nobody'" },
	{ A, ANN, NULL, NULL, NULL, STATUS_USAGE, "more arguments" },
};

START_TEST(answers)
{
	check_row(&rows[_i]);
	check_closed(&rows[_i]);
	check_deaf(&rows[_i]);
}
END_TEST

Suite *clouds_suite(void)
{
	return row_suite("clouds", answers, sizeof(rows) / sizeof(rows[0]));
}
