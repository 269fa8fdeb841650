#include <getopt.h>
#include <string.h>

#include "helper/commands/options.h"
#include "protocol/core/text.h"
#include "tests/unit/helper/suites.h"

enum {
	ARGUMENTS_MAX = 8
};

static const struct {
	const char *arguments[ARGUMENTS_MAX];
	const char *config;
	const char *backend;
	bool is_helper, help, version;
	int count;	   /* of what is left */
	const char *first; /* of that */
} good[] = {
	{ { "ringbearer" }, .count = 0 },
	{ { "ringbearer", "get" }, .count = 1, .first = "get" },
	{ { "/opt/x y/bin/ringbearer", "get" }, .count = 1, .first = "get" },
	{ { "ringbearer", "--backend", "file", "get" },
	  .backend = "file",
	  .count = 1,
	  .first = "get" },
	{ { "ringbearer", "--backend=file", "--config=/c d", "get" },
	  .backend = "file",
	  .config = "/c d",
	  .count = 1,
	  .first = "get" },
	{ { "ringbearer", "--config", "--backend", "get" },
	  .config = "--backend",
	  .count = 1,
	  .first = "get" },
	{ { "ringbearer", "--backend=a", "--backend=b", "get" },
	  .backend = "b",
	  .count = 1,
	  .first = "get" },
	{ { "ringbearer", "--backend=", "get" },
	  .backend = "",
	  .count = 1,
	  .first = "get" },
	/* options of the program stand before the command alone */
	{ { "ringbearer", "get", "--backend=file", "--nosuch" },
	  .count = 3,
	  .first = "get" },
	{ { "ringbearer", "--", "--backend=file" },
	  .count = 1,
	  .first = "--backend=file" },
	{ { "ringbearer", "-", "--backend=file" }, .count = 2, .first = "-" },
	{ { "ringbearer", "--help" }, .help = true },
	{ { "ringbearer", "-h", "get" },
	  .help = true,
	  .count = 1,
	  .first = "get" },
	{ { "ringbearer", "--version" }, .version = true },
	{ { "ringbearer", "-v" }, .version = true },
	/* a helper by its name, or by the protocol's */
	{ { "git-credential-ringbearer", "get" },
	  .is_helper = true,
	  .count = 1,
	  .first = "get" },
	{ { "/usr/lib/git-credential-ringbearer", "--backend=file", "get" },
	  .is_helper = true,
	  .backend = "file",
	  .count = 1,
	  .first = "get" },
	{ { "git-credential-ringbearer" }, .is_helper = true },
	{ { "ringbearer", "--protocol", "git", "get" },
	  .is_helper = true,
	  .count = 1,
	  .first = "get" },
	{ { "ringbearer", "--protocol=git", "new" },
	  .is_helper = true,
	  .count = 1,
	  .first = "new" },
	{ { "git-credential-ringbearer2", "get" }, .count = 1, .first = "get" },
	{ { "git-credential-ringbearer/x", "get" },
	  .count = 1,
	  .first = "get" },
	{ { "", "get" }, .count = 1, .first = "get" },
};

static int count_arguments(const char *const *arguments)
{
	int count = 0;

	while (count < ARGUMENTS_MAX && arguments[count])
		count++;
	return count;
}

static enum status read_all(const char *const *arguments, struct options *out,
			    struct error *e)
{
	static char *argv[ARGUMENTS_MAX + 1];
	int count = count_arguments(arguments);

	for (int i = 0; i < count; i++)
		argv[i] = (char *)(size_t)arguments[i];
	argv[count] = NULL;
	optind = 0; /* glibc's way to begin anew */
	return options_read(count, argv, out, e);
}

START_TEST(reads_options)
{
	struct options out = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(read_all(good[_i].arguments, &out, &e), STATUS_OK);
	ck_assert_str_eq(e.message, "");
	ck_assert_pstr_eq(out.config, good[_i].config);
	ck_assert_pstr_eq(out.backend, good[_i].backend);
	ck_assert_int_eq(out.is_helper, good[_i].is_helper);
	ck_assert_int_eq(out.help, good[_i].help);
	ck_assert_int_eq(out.version, good[_i].version);
	ck_assert_ptr_eq(out.protocol, &protocol_git);
	ck_assert_int_eq(out.argument_count, good[_i].count);
	if (good[_i].count)
		ck_assert_str_eq(out.arguments[0], good[_i].first);
}
END_TEST

static const struct {
	const char *arguments[ARGUMENTS_MAX];
	const char *message;
} wrong[] = {
	{ { "ringbearer", "--nosuch" }, "there is no option '--nosuch'" },
	{ { "ringbearer", "--help", "--nosuch", "get" },
	  "there is no option '--nosuch'" },
	/* its value may be a secret */
	{ { "ringbearer", "--token=canary", "get" },
	  "there is no option '--token'" },
	{ { "ringbearer", "--help=canary" },
	  "the option '--help' takes no value" },
	{ { "ringbearer", "-x" }, "there is no option '-x'" },
	{ { "ringbearer", "-xh" }, "there is no option '-x'" },
	{ { "ringbearer", "-hx" }, "there is no option '-x'" },
	{ { "ringbearer", "-pcanary" }, "there is no option '-p'" },
	{ { "ringbearer", "-x", "get" }, "there is no option '-x'" },
	{ { "ringbearer", "--config" }, "the option '--config' needs a value" },
	{ { "ringbearer", "--backend=a", "--config" },
	  "the option '--config' needs a value" },
	{ { "ringbearer", "--protocol", "nosuch", "get" },
	  "there is no protocol 'nosuch'" },
	{ { "ringbearer", "--protocol=GIT" }, "there is no protocol 'GIT'" },
	{ { "ringbearer", "--protocol=" }, "there is no protocol ''" },
	{ { "git-credential-ringbearer", "--nosuch", "get" },
	  "there is no option '--nosuch'" },
};

START_TEST(names_the_wrong_option)
{
	struct options out = { 0 };
	struct error e = { 0 };

	ck_assert_int_eq(read_all(wrong[_i].arguments, &out, &e), STATUS_USAGE);
	ck_assert_str_eq(e.message, wrong[_i].message);
}
END_TEST

Suite *options_suite(void)
{
	Suite *suite = suite_create("options");
	TCase *tc = tcase_create("options");

	tcase_add_loop_test(tc, reads_options, 0,
			    sizeof(good) / sizeof(good[0]));
	tcase_add_loop_test(tc, names_the_wrong_option, 0,
			    sizeof(wrong) / sizeof(wrong[0]));
	suite_add_tcase(suite, tc);
	return suite;
}
