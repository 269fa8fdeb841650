#include <stddef.h>

#include "tests/sim/answer.h"

#define REQUEST "\"request_id\":\"cd6c8914-2c88-4e7e-985d-b0fb9721ffc5\""
#define ERROR(status, code, message)                                    \
	"{\"object\":\"error\",\"status\":" #status ",\"code\":\"" code \
	"\",\"message\":\"" message "\"," REQUEST "}"
#define NAMED(id)                                                         \
	"{\"object\":\"user\",\"id\":\"" id "\",\"name\":\"Sample Bot\"," \
	"\"avatar_url\":null,\"type\":\"bot\","
#define BOT NAMED("7775f3a3-893f-43fa-b625-460c61094c78")
#define OTHER_BOT NAMED("b07b07b0-893f-43fa-b625-460c61094c78")
#define OWNER(user) "\"bot\":{\"owner\":{\"type\":\"user\",\"user\":{" user "}}"
#define USER(name, email)                                    \
	"\"object\":\"user\",\"id\":\"$id$\",\"name\":" name \
	",\"avatar_url\":null,\"type\":\"person\",\"person\":{" email "}"
#define WORKSPACE                                                     \
	",\"workspace_name\":\"$org$\",\"workspace_id\":\"$orgid$\"," \
	"\"workspace_limits\":{\"max_file_upload_size_in_bytes\":5242880}},"
#define PERSON_HEAD BOT OWNER(USER("\"$name$\"", "$email$")) WORKSPACE
#define PERSON PERSON_HEAD REQUEST "}"
#define ELSEWHERE "Location: https://api.calendly.com/users/me"
#define BUSY(seconds) JSON_UTF8 "\nRetry-After: " seconds
#define BUSY_BODY                                                              \
	"{\"object\":\"error\",\"status\":429,\"code\":\"rate_limited\","      \
	"\"message\":\"You have been rate limited. Please try again in a few " \
	"minutes.\",\"additional_data\":{\"rate_limit_reason\":"               \
	"\"connection\"}," REQUEST "}"

static const struct endpoint endpoints[] = {
	{ "user", "api.notion.com", "/v1/users/me" },
	{ "list", "api.notion.com", "/v1/users" },
	{ 0 },
};

static const struct need needs[] = {
	{ NULL, "Notion-Version", "missing-version" },
	{ 0 },
};

static const struct answer answers[] = {
	{ "user", "good", 200, JSON_UTF8, PERSON, PLAIN },
	{ "user", "cut", 200, JSON_UTF8, PERSON, CUT },
	{ "user", "text", 200, "Content-Type: text/plain", PERSON, PLAIN },
	{ "user", "trailing", 200, JSON_UTF8, PERSON "}<!-- -->", PLAIN },
	{ "user", "badjson", 200, JSON_UTF8, PERSON_HEAD, PLAIN },
	{ "user", "older", 200, JSON_UTF8,
	  BOT OWNER(USER("\"$name$\"", "$email$")) "}," REQUEST "}", PLAIN },
	{ "user", "noname", 200, JSON_UTF8,
	  BOT OWNER(USER("null", "$email$")) WORKSPACE REQUEST "}", PLAIN },
	{ "user", "integration", 200, JSON_UTF8,
	  BOT "\"bot\":{\"owner\":{\"type\":\"workspace\",\"workspace\":"
	      "true}" WORKSPACE REQUEST "}",
	  PLAIN },
	{ "user", "integration-other", 200, JSON_UTF8,
	  OTHER_BOT
	  "\"bot\":{\"owner\":{\"type\":\"workspace\","
	  "\"workspace\":true},\"workspace_name\":\"Bob's Company\","
	  "\"workspace_id\":\"0f000000-0000-4000-8000-00000000000f\"}," REQUEST
	  "}",
	  PLAIN },
	{ "user", "emptybot", 200, JSON_UTF8, BOT "\"bot\":{}," REQUEST "}",
	  PLAIN },
	{ "list", "good", 403, JSON_UTF8,
	  "{\"object\":\"error\",\"code\":\"restricted_resource\",\"message\":"
	  "\"Personal access tokens can only retrieve their own authorized "
	  "user\"," REQUEST "}",
	  PLAIN },
	{ NULL, "invalid expired revoked", 401, JSON_UTF8,
	  ERROR(401, "unauthorized", "API token is invalid."), PLAIN },
	{ NULL, "redirect401", 401, JSON_UTF8 "\n" ELSEWHERE,
	  ERROR(401, "unauthorized", "API token is invalid."), PLAIN },
	{ NULL, "redirect", 302, HTML "\n" ELSEWHERE, "", PLAIN },
	{ NULL, "limited plan 403", 403, JSON_UTF8,
	  ERROR(403, "restricted_resource",
		"Insufficient permissions for this endpoint."),
	  PLAIN },
	{ NULL, "denied", 403, JSON_UTF8,
	  "{\"object\":\"error\",\"code\":\"restricted_resource\",\"message\":"
	  "\"Personal access tokens can only retrieve their own authorized "
	  "user\"," REQUEST "}",
	  PLAIN },
	{ NULL, "missing-version", 400, JSON_UTF8,
	  ERROR(400, "missing_version",
		"Notion-Version header failed validation: Notion-Version "
		"header should be defined, instead was `undefined`."),
	  PLAIN },
	{ NULL, "400", 400, JSON_UTF8,
	  ERROR(400, "validation_error", "The request is not valid."), PLAIN },
	{ NULL, "no-route", 400, JSON_UTF8,
	  ERROR(400, "invalid_request_url", "Invalid request URL."), PLAIN },
	{ NULL, "404", 404, JSON_UTF8,
	  ERROR(404, "object_not_found", "Could not find the user."), PLAIN },
	{ NULL, "409", 409, JSON_UTF8,
	  ERROR(409, "conflict_error", "Conflict occurred while saving."),
	  PLAIN },
	{ NULL, "429", 429, BUSY("30"), BUSY_BODY, PLAIN },
	{ NULL, "429-short", 429, BUSY("1"), BUSY_BODY, PLAIN },
	{ NULL, "429-long", 429, BUSY("120"), BUSY_BODY, PLAIN },
	{ NULL, "500", 500, JSON_UTF8,
	  ERROR(500, "internal_server_error", "Unexpected error occurred."),
	  PLAIN },
	{ NULL, "503", 503, JSON_UTF8,
	  ERROR(503, "service_unavailable",
		"Notion is unavailable, please try again later."),
	  PLAIN },
	{ NULL, "504", 504, JSON_UTF8,
	  ERROR(504, "gateway_timeout", "Notion took too long."), PLAIN },
	{ NULL, "529", 529, JSON_UTF8,
	  ERROR(529, "service_overload", "Notion is overloaded."), PLAIN },
	{ 0 },
};

const struct provider notion = { "notion", endpoints, needs, answers };
