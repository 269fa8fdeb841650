#include <stddef.h>

#include "tests/sim/answer.h"

#define PAGE(title)                                                    \
	"<!DOCTYPE html>\n<html><head><title>" title "</title></head>" \
	"<body><h1>" title "</h1></body></html>\n"
#define CLOUDFLARE                                        \
	"<!DOCTYPE html>\n<html lang=\"en-US\"><head>"    \
	"<title>Attention Required! | Cloudflare</title>" \
	"<link rel=\"stylesheet\" id=\"cf_styles-css\" "  \
	"href=\"/cdn-cgi/styles/cf.errors.css\"></head>"  \
	"<body><h1>Sorry, you have been blocked</h1></body></html>\n"
#define TEXT "Content-Type: text/plain"
#define CLOUD HTML "\nServer: cloudflare\nCF-Ray: 8f1e2d3c4b5a6978-FRA"
#define AFTER(when) JSON "\nRetry-After: " when

#define ECHO_HEADERS                                                           \
	JSON "\nX-Echo: Bearer $token$\nX-Percent: $percent$\nX-Basic: Basic " \
	     "$basic$"
#define ECHO                                                              \
	"{\"id\":\"$token$\",\"url\":\"https://example.org/?t=$token$&p=" \
	"$percent$\",\"authorization\":\"Basic $basic$\",\"twice\":"      \
	"\"$token$$token$\"}"

const struct answer common_answers[] = {
	{ NULL, "echo", 401, ECHO_HEADERS, ECHO, PLAIN },
	{ NULL, "echo-pieces", 401, ECHO_HEADERS, ECHO, PIECES },
	{ NULL, "echo-late", 401, JSON,
	  THOUSAND("[1],") TEN("12345678") "12345678$token$", PLAIN },
	{ NULL, "html200", 200, HTML, PAGE("Sign in to the network"), PLAIN },
	{ NULL, "html401", 401, HTML, PAGE("401 Authorization Required"),
	  PLAIN },
	{ NULL, "html403", 403, CLOUD, CLOUDFLARE, PLAIN },
	{ NULL, "html404", 404, HTML, PAGE("404 Not Found"), PLAIN },
	{ NULL, "html429", 429, CLOUD, PAGE("Error 1015"), PLAIN },
	{ NULL, "html503", 503, CLOUD, PAGE("Just a moment..."), PLAIN },
	{ NULL, "htmljson", 200, JSON, PAGE("Sign in to the network"), PLAIN },
	{ NULL, "htmljson401", 401, JSON, PAGE("Unauthorized"), PLAIN },
	{ NULL, "empty", 200, JSON, "", PLAIN },
	{ NULL, "204", 204, "", "", PLAIN },
	{ NULL, "wrongbody", 200, JSON, "{\"status\":\"ok\"}", PLAIN },
	{ NULL, "array", 200, JSON, "[]", PLAIN },
	{ NULL, "null", 200, JSON, "null", PLAIN },
	{ NULL, "deepjson", 200, JSON,
	  TEN_THOUSAND("[[[[[[[[[[") TEN_THOUSAND("]]]]]]]]]]"), PLAIN },
	{ NULL, "bighead", 200,
	  JSON "\n" TEN("X-Filler: " THOUSAND("12345678") "\n"), "{}", PLAIN },
	{ NULL, "bigbody", 200, JSON, "{\"filler\":\"", ENDLESS },
	{ NULL, "biglength", 200, JSON, "{\"filler\":\"", OVERSIZED },
	{ NULL, "gzip", 200, JSON "\nContent-Encoding: gzip", "", GZIP_BOMB },
	{ NULL, "slow", 200, JSON, "{\"filler\":\"", DRIP },
	{ NULL, "stall", 0, "", "", STALL },
	{ NULL, "hangup", 0, "", "", HANGUP },
	{ NULL, "redirect-301", 301,
	  HTML "\nLocation: https://api.notion.com/login", "", PLAIN },
	{ NULL, "redirect-307", 307,
	  HTML "\nLocation: https://api.notion.com/login", "", PLAIN },
	{ NULL, "redirect-308", 308,
	  HTML "\nLocation: https://api.notion.com/login", "", PLAIN },
	{ NULL, "redirect-same", 302, HTML "\nLocation: /login", "", PLAIN },
	{ NULL, "redirect-http", 302,
	  HTML "\nLocation: http://api.calendly.com/users/me", "", PLAIN },
	{ NULL, "redirect-outside", 302,
	  HTML "\nLocation: https://evil.example/", "", PLAIN },
	{ NULL, "401-empty", 401, "", "", PLAIN },
	{ NULL, "403", 403, JSON, "{\"message\":\"Forbidden\"}", PLAIN },
	{ NULL, "403-empty", 403, "", "", PLAIN },
	{ NULL, "404", 404, JSON, "{\"message\":\"Not Found\"}", PLAIN },
	{ NULL, "409", 409, JSON, "{\"message\":\"Conflict\"}", PLAIN },
	{ NULL, "418", 418, TEXT, "I'm a teapot\n", PLAIN },
	{ NULL, "422", 422, JSON, "{\"message\":\"Unprocessable\"}", PLAIN },
	{ NULL, "424", 424, JSON, "{\"message\":\"Failed dependency\"}",
	  PLAIN },
	{ NULL, "429-plain", 429, JSON, "{}", PLAIN },
	{ NULL, "429-after", 429, AFTER("7"), "{}", PLAIN },
	{ NULL, "429-long", 429, AFTER("3600"), "{}", PLAIN },
	{ NULL, "429-date", 429, AFTER("Wed, 31 Dec 2098 23:59:59 GMT"), "{}",
	  PLAIN },
	{ NULL, "429-bad", 429, AFTER("soon"), "{}", PLAIN },
	{ NULL, "429-minus", 429, AFTER("-5"), "{}", PLAIN },
	{ NULL, "429-huge", 429, AFTER("99999999999999999999999"), "{}",
	  PLAIN },
	{ NULL, "500", 500, HTML, PAGE("500 Internal Server Error"), PLAIN },
	{ NULL, "502", 502, HTML, PAGE("502 Bad Gateway"), PLAIN },
	{ NULL, "503", 503, HTML, PAGE("503 Service Unavailable"), PLAIN },
	{ NULL, "503-after", 503, HTML "\nRetry-After: 7",
	  PAGE("503 Service Unavailable"), PLAIN },
	{ NULL, "504", 504, HTML, PAGE("504 Gateway Timeout"), PLAIN },
	{ NULL, "511", 511, HTML, PAGE("511 Network Authentication Required"),
	  PLAIN },
	{ NULL, "529", 529, HTML, PAGE("Site is overloaded"), PLAIN },
	{ 0 },
};
