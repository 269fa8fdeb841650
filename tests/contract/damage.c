#include <spawn.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

#include "tests/contract/contract.h"

/* Has tests/contract/damage.sh do `what`: add damaged records, or drop them. */
static void damage(const char *what)
{
	char *script = getenv("CONTRACT_DAMAGE");
	char *arguments[] = { script, (char *)(size_t)what,
			      (char *)(size_t)backend->name, NULL };
	int code = -1;
	pid_t pid;

	ck_assert_ptr_nonnull(script);
	ck_assert_int_eq(posix_spawn(&pid, script, NULL, NULL, arguments,
				     environ),
			 0);
	ck_assert_int_eq(waitpid(pid, &code, 0), pid);
	ck_assert_int_eq(code, 0);
}

START_TEST(list_shows_the_rest_beside_damaged_records)
{
	struct seen seen = { 0 };
	struct error e = { 0 };
	enum status status;

	for (const char *host = "a\0b\0c\0d\0"; *host; host += 2)
		keep_entry(&(struct entry){ "https", host, NULL, "me", "p" });
	damage("add");
	status = backend->search(backend, &config, NULL, see, &seen, &e);
	damage("drop");
	credential_clear(&seen.last);
	ck_assert_int_eq(status, STATUS_FAILED);
	ck_assert_str_ne(e.message, "");
	ck_assert_uint_eq(seen.count, 4);
	ck_assert_uint_eq(count_all(), 4);
}
END_TEST

void add_damage_tests(TCase *test)
{
	tcase_add_test(test, list_shows_the_rest_beside_damaged_records);
}
