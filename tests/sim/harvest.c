#include <stddef.h>

#include "tests/sim/answer.h"

#define INVALID                                                                \
	"The access token provided is expired, revoked, malformed or invalid " \
	"for other reasons."
#define UNAUTHORIZED                                                           \
	JSON_UTF8 "\nWWW-Authenticate: Bearer realm=\"Rack::OAuth2 Protected " \
		  "Resources\", error=\"invalid_token\", "                     \
		  "error_description=\"" INVALID "\""
#define UNAUTHORIZED_BODY \
	"{\"error\":\"invalid_token\",\"error_description\":\"" INVALID "\"}"
#define LISTING(accounts)                                                     \
	"{\"user\":{\"id\":$number$,\"first_name\":\"$first$\","              \
	"\"last_name\":\"$last$\"$,email$,\"google_sign_in_required\":false," \
	"\"mfa_required\":false},\"accounts\":[" accounts "]}"
#define COMPANY "{\"id\":$account$,\"name\":\"$org$\",\"product\":\"harvest\"}"
#define SECOND \
	"{\"id\":23456,\"name\":\"Second Company\",\"product\":\"harvest\"}"
#define FORECAST                                       \
	"{\"id\":99999,\"name\":\"Forecast Account\"," \
	"\"product\":\"forecast\"}"
#define USER                                                         \
	"{\"id\":$number$,\"first_name\":\"$first$\",\"last_name\":" \
	"\"$last$\"$,email$,\"telephone\":\"\",\"timezone\":"        \
	"\"Eastern Time (US & Canada)\",\"weekly_capacity\":126000," \
	"\"is_contractor\":false,\"is_active\":true,"
#define CURRENT "\"access_roles\":[\"$role$\"],"
#define OLDER                                              \
	"\"is_admin\":false,\"is_project_manager\":false," \
	"\"can_see_rates\":false,"
#define USER_END "\"roles\":[],\"avatar_url\":null}"
#define ELSEWHERE "Location: https://api.calendly.com/users/me"

static const struct endpoint endpoints[] = {
	{ "accounts", "id.getharvest.com", "/api/v2/accounts" },
	{ "me", "api.harvestapp.com", "/v2/users/me" },
	{ "company", "api.harvestapp.com", "/v2/company" },
	{ 0 },
};

static const struct need needs[] = {
	{ NULL, "User-Agent", "missing-agent" },
	{ "me", "Harvest-Account-Id", "invalid" },
	{ "company", "Harvest-Account-Id", "invalid" },
	{ 0 },
};

static const struct answer answers[] = {
	{ "accounts", "good", 200, JSON_UTF8, LISTING(COMPANY "," FORECAST),
	  PLAIN },
	{ "accounts", "cut", 200, JSON_UTF8, LISTING(COMPANY), CUT },
	{ "accounts", "single", 200, JSON_UTF8, LISTING(COMPANY), PLAIN },
	{ "accounts", "several", 200, JSON_UTF8,
	  LISTING(FORECAST "," COMPANY "," SECOND), PLAIN },
	{ "accounts", "noaccount", 200, JSON_UTF8, LISTING(""), PLAIN },
	{ "accounts", "forecast", 200, JSON_UTF8, LISTING(FORECAST), PLAIN },
	{ "accounts", "text", 200, "Content-Type: text/plain", LISTING(COMPANY),
	  PLAIN },
	{ "accounts", "trailing", 200, JSON_UTF8, LISTING(COMPANY) "}<!-- -->",
	  PLAIN },
	{ "accounts", "badjson", 200, JSON_UTF8,
	  "{\"user\":{\"id\":$number$},\"accounts\":[" COMPANY, PLAIN },
	{ "me", "good", 200, JSON_UTF8, USER CURRENT USER_END, PLAIN },
	{ "me", "cut", 200, JSON_UTF8, USER CURRENT USER_END, CUT },
	{ "me", "older", 200, JSON_UTF8, USER OLDER USER_END, PLAIN },
	{ "me", "text", 200, "Content-Type: text/plain", USER CURRENT USER_END,
	  PLAIN },
	{ "me", "trailing", 200, JSON_UTF8, USER CURRENT USER_END "}<!-- -->",
	  PLAIN },
	{ "me", "badjson", 200, JSON_UTF8, USER CURRENT, PLAIN },
	{ "me", "noaccount forecast", 404, JSON_UTF8,
	  "{\"status\":404,\"error\":\"Not Found\"}", PLAIN },
	{ "company", "good", 200, JSON_UTF8,
	  "{\"base_uri\":\"https://example.harvestapp.com\",\"full_domain\":"
	  "\"example.harvestapp.com\",\"name\":\"$org$\",\"is_active\":true}",
	  PLAIN },
	{ NULL, "invalid expired revoked", 401, UNAUTHORIZED, UNAUTHORIZED_BODY,
	  PLAIN },
	{ NULL, "redirect401", 401, UNAUTHORIZED "\n" ELSEWHERE,
	  UNAUTHORIZED_BODY, PLAIN },
	{ NULL, "redirect", 302, HTML "\n" ELSEWHERE, "", PLAIN },
	{ NULL, "limited plan 403", 403, JSON_UTF8 "\nHint: Not authorized!",
	  "{\"message\":\"Not authorized!\"}", PLAIN },
	{ NULL, "denied", 403, JSON_UTF8, "", PLAIN },
	{ NULL, "missing-agent", 400, JSON_UTF8,
	  "{\"message\":\"The User-Agent header is missing\"}", PLAIN },
	{ NULL, "400", 400, JSON_UTF8,
	  "{\"message\":\"Invalid updated_since provided\"}", PLAIN },
	{ NULL, "404", 404, JSON_UTF8,
	  "{\"status\":404,\"error\":\"Not Found\"}", PLAIN },
	{ NULL, "no-route", 404, HTML,
	  "<!DOCTYPE html>\n<html><head><title>HARVEST: Can't find page"
	  "</title></head><body><h1>404</h1></body></html>\n",
	  PLAIN },
	{ NULL, "422", 422, JSON_UTF8, "{\"message\":\"Unprocessable\"}",
	  PLAIN },
	{ NULL, "429", 429, "Content-Type: text/html", "", PLAIN },
	{ NULL, "429-short", 429, JSON_UTF8 "\nRetry-After: 1", "", PLAIN },
	{ NULL, "502", 502, "Content-Type: text/html", "", PLAIN },
	{ 0 },
};

const struct provider harvest = { "harvest", endpoints, needs, answers };
