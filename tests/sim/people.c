#include <stddef.h>

#include "tests/sim/answer.h"

#define ANN                                                                \
	.id = "0a11ce00-0000-4000-8000-00000000000a", .number = "2516167", \
	.role = "administrator"
#define BOB                                                                \
	.id = "0b0b0000-0000-4000-8000-00000000000b", .number = "2516168", \
	.role = "member"
#define CLEO                                                               \
	.id = "0c1e0000-0000-4000-8000-00000000000c", .number = "2516169", \
	.role = "manager"
#define NAME(one, two) .name = one " " two, .first = one, .last = two
#define MAIL(text) .email = "\"email\":\"" text "\""
#define COMPANY                   \
	.org = "Example Company", \
	.orgid = "0e000000-0000-4000-8000-00000000000e"
#define EXAMPLE COMPANY, .account = "12345", .accounts = "12345"
#define OTHER                                                                \
	.org = "Bob's Company",                                              \
	.orgid = "0f000000-0000-4000-8000-00000000000f", .account = "67890", \
	.accounts = "67890"

/*
 * What must not reach a terminal or a line of a protocol: colours, the window
 * title, the clipboard (OSC 52), C1 controls, bidirectional marks, invisible
 * characters, line ends, NUL. First as escapes, then as raw UTF-8.
 */
#define ESCAPES                                                             \
	"\\u001b[31m\\u001b]0;owned\\u0007\\u001b]52;c;ZXZpbA==\\u0007"     \
	"\\u009b2J\\u0085\\u202e\\u2066\\u200f\\u200b\\u200d\\u2060\\ufeff" \
	"\\u2028\\u007f\\b\\t\\r\\npassword=stolen\\nquit=1\\u0000"
#define RAW                                                          \
	"\xc2\x9b"                                                   \
	"2J\xc2\x85\xe2\x80\xae\xe2\x81\xa6\xe2\x80\x8f\xe2\x80\x8b" \
	"\xe2\x80\x8d\xef\xbb\xbf\xe2\x80\xa8"
#define LATIN "Ren\xe9\xc0\xaf\xed\xa0\x80\xf8\x88\x80\x80\x80"

const struct person people[] = {
	/* clang-format off */
	{ .words = "good good-ann", ANN, NAME("Ann", "Archer"),
	  MAIL("ann@example.org"), EXAMPLE },
	{ .words = "several", ANN, NAME("Ann", "Archer"),
	  MAIL("ann@example.org"), COMPANY, .account = "12345",
	  .accounts = "12345 23456" },
	{ .words = "good-ann-elsewhere", ANN, NAME("Ann", "Archer"),
	  MAIL("ann@example.org"), OTHER },
	{ .words = "good-bob", BOB, NAME("Bob", "Baker"),
	  MAIL("bob@example.org"), OTHER },
	{ .words = "good-cleo", CLEO, NAME("Cleo", "Clark"),
	  MAIL("cleo@example.org"), EXAMPLE },
	{ .words = "unicode", CLEO, NAME("Zo\xc3\xab", "\xe6\x9d\x8e"),
	  MAIL("zo\xc3\xab@example.org"), EXAMPLE },
	{ .words = "nomail", ANN, NAME("Ann", "Archer"), EXAMPLE },
	{ .words = "nullmail", ANN, NAME("Ann", "Archer"),
	  .email = "\"email\":null", EXAMPLE },
	{ .words = "emptymail", ANN, NAME("Ann", "Archer"), MAIL(""),
	  EXAMPLE },
	{ .words = "numbermail", ANN, NAME("Ann", "Archer"),
	  .email = "\"email\":12345", EXAMPLE },
	{ .words = "hostile", ANN, NAME("Ann" ESCAPES, "Archer" RAW),
	  MAIL("ann" ESCAPES "@example.org" RAW),
	  .org = "Example" ESCAPES RAW, .orgid = "org" ESCAPES RAW,
	  .account = "12345", .accounts = "12345" },
	{ .words = "hostileid", .id = "id" ESCAPES RAW,
	  .number = "\"2516167\\r\\nHost: evil.example\\u0000\"",
	  .role = "administrator", NAME("Ann", "Archer"),
	  MAIL("ann@example.org"), .org = "Example Company",
	  .orgid = "../../evil?x=\\u0000\\r\\n",
	  .account = "\"12345\\r\\nHost: evil.example\\u0000\"",
	  .accounts = "12345" },
	{ .words = "rawcontrol", ANN, NAME("Ann\x1b[31m\nevil", "Archer\a"),
	  MAIL("ann\n@example.org"), EXAMPLE },
	{ .words = "badutf8", ANN, NAME(LATIN, LATIN),
	  MAIL("ann" LATIN "@example.org"), EXAMPLE },
	{ .words = "breakout", .id = "a&x=1&user=evil#frag%00%0d%0aHost: evil",
	  .number = "2516167", .role = "administrator", NAME("Ann", "Archer"),
	  MAIL("ann@example.org"), EXAMPLE },
	{ .words = "longid", .id = TEN_THOUSAND("id-64k-"),
	  .number = "2516167", .role = "administrator", NAME("Ann", "Archer"),
	  MAIL("ann@example.org"), EXAMPLE },
	{ .words = "longname", ANN, NAME(TEN_THOUSAND("long name "), "Archer"),
	  MAIL("ann@example.org"), EXAMPLE },
	{ 0 },
	/* clang-format on */
};
