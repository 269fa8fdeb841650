#include <stddef.h>

#include "tests/sim/answer.h"

#define ERROR(title, message) \
	"{\"title\":\"" title "\",\"message\":\"" message "\"}"
#define SCOPE(scope)                                                      \
	"{\"title\":\"Insufficient scope\",\"message\":\"This operation " \
	"requires the scopes listed in the 'required_scopes' array.\","   \
	"\"required_scopes\":[\"" scope "\"]}"
#define USER_HEAD                                                         \
	"{\"resource\":{\"uri\":\"https://api.calendly.com/users/$id$\"," \
	"\"name\":\"$name$\",\"slug\":\"acmesales\"$,email$,"             \
	"\"scheduling_url\":\"https://calendly.com/acmesales\","          \
	"\"timezone\":\"America/New York\",\"avatar_url\":null,"          \
	"\"created_at\":\"2019-01-02T03:04:05.678123Z\","                 \
	"\"updated_at\":\"2019-08-07T06:05:04.321123Z\","                 \
	"\"current_organization\":"                                       \
	"\"https://api.calendly.com/organizations/$orgid$\""
#define USER USER_HEAD ",\"resource_type\":\"User\"}}"
#define MEMBERSHIP                                                    \
	"{\"collection\":[{\"role\":\"owner\",\"uri\":"               \
	"\"https://api.calendly.com/organization_memberships/$id$\"," \
	"\"user\":{\"uri\":\"https://api.calendly.com/users/$id$\","  \
	"\"name\":\"$name$\"$,email$},\"organization\":"              \
	"\"https://api.calendly.com/organizations/$orgid$\"}],"       \
	"\"pagination\":{\"count\":1,\"next_page\":null}"
#define LIMIT                                                      \
	JSON "\nX-RateLimit-Limit: 50\nX-RateLimit-Remaining: 0\n" \
	     "X-RateLimit-Reset: "

static const struct endpoint endpoints[] = {
	{ "user", "api.calendly.com", "/users/me" },
	{ "org", "api.calendly.com", "/organization_memberships" },
	{ 0 },
};

static const struct need needs[] = {
	{ "org", "?user", "400" },
	{ 0 },
};

static const struct answer answers[] = {
	{ "user", "good", 200, JSON, USER, PLAIN },
	{ "user", "cut", 200, JSON, USER, CUT },
	{ "user", "older", 200, JSON, USER_HEAD "}}", PLAIN },
	{ "user", "text", 200, "Content-Type: text/plain", USER, PLAIN },
	{ "user", "trailing", 200, JSON, USER "}<!-- -->", PLAIN },
	{ "user", "badjson", 200, JSON, USER_HEAD, PLAIN },
	{ "org", "good", 200, JSON, MEMBERSHIP "}", PLAIN },
	{ "org", "cut", 200, JSON, MEMBERSHIP "}", CUT },
	{ "org", "badjson", 200, JSON, MEMBERSHIP, PLAIN },
	{ NULL, "invalid", 401, JSON,
	  ERROR("Unauthenticated", "The access token is invalid"), PLAIN },
	{ NULL, "expired", 401, JSON,
	  ERROR("Unauthenticated", "The access token expired"), PLAIN },
	{ NULL, "revoked", 401, JSON,
	  ERROR("Unauthenticated", "The access token was revoked"), PLAIN },
	{ NULL, "slip", 401, JSON,
	  ERROR("Internal Server Error",
		"The server encountered an unexpected condition"),
	  PLAIN },
	{ "user", "limited", 403, JSON, SCOPE("users:read"), PLAIN },
	{ "org", "limited", 403, JSON, SCOPE("organizations:read"), PLAIN },
	{ NULL, "denied", 403, JSON,
	  ERROR("Permission Denied", "You do not have permission to access "
				     "this resource."),
	  PLAIN },
	{ NULL, "plan", 403, JSON,
	  ERROR("Permission Denied", "Please upgrade your Calendly account to "
				     "Professional."),
	  PLAIN },
	{ NULL, "redirect401", 401,
	  JSON "\nLocation: https://api.notion.com/v1/users/me",
	  ERROR("Unauthenticated", "The access token is invalid"), PLAIN },
	{ NULL, "redirect", 302,
	  HTML "\nLocation: https://api.notion.com/v1/users/me", "", PLAIN },
	{ NULL, "400", 400, JSON,
	  "{\"title\":\"Invalid Argument\",\"message\":\"The supplied "
	  "parameters are invalid.\",\"details\":[{\"parameter\":\"user\","
	  "\"message\":\"is missing\"}]}",
	  PLAIN },
	{ NULL, "404 no-route", 404, JSON,
	  ERROR("Resource Not Found",
		"The server could not find the requested resource."),
	  PLAIN },
	{ NULL, "424", 424, JSON,
	  ERROR("External Calendar Error", "The calendar does not answer."),
	  PLAIN },
	{ NULL, "429", 429, LIMIT "60", "{}", PLAIN },
	{ NULL, "429-short", 429, LIMIT "1", "{}", PLAIN },
	{ NULL, "500", 500, JSON,
	  ERROR("Internal Server Error",
		"The server encountered an unexpected condition that "
		"prevented it from fulfilling the request."),
	  PLAIN },
	{ 0 },
};

const struct provider calendly = { "calendly", endpoints, needs, answers };
