/*
 * without: runs a command where the kernel offers less.
 *
 *   without [landlock|seccomp|close_range|pidfd_open|rename]... -- COMMAND
 * [ARG...]
 *
 * Each is answered as by a kernel that does not have it.
 */
#include <errno.h>
#include <seccomp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

static const struct {
	const char *name;
	int call;
} calls[] = {
	{ "landlock", SCMP_SYS(landlock_create_ruleset) },
	{ "landlock", SCMP_SYS(landlock_add_rule) },
	{ "landlock", SCMP_SYS(landlock_restrict_self) },
	{ "seccomp", SCMP_SYS(seccomp) },
	{ "close_range", SCMP_SYS(close_range) },
	{ "pidfd_open", SCMP_SYS(pidfd_open) },
	{ "rename", SCMP_SYS(rename) },
	{ "rename", SCMP_SYS(renameat) },
	{ "rename", SCMP_SYS(renameat2) },
};

static int leave_out(scmp_filter_ctx filter, const char *name)
{
	int r = -EINVAL;

	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if (strcmp(calls[i].name, name) == 0)
			r = seccomp_rule_add(filter, SCMP_ACT_ERRNO(ENOSYS),
					     calls[i].call, 0);
	if (strcmp(name, "seccomp") == 0)
		r = seccomp_rule_add(filter, SCMP_ACT_ERRNO(EINVAL),
				     SCMP_SYS(prctl), 1,
				     SCMP_A0(SCMP_CMP_EQ, PR_SET_SECCOMP));
	return r;
}

int main(int argc, char **argv)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
	int i = 1;
	int r = 0;

	for (; r == 0 && i < argc && strcmp(argv[i], "--") != 0; i++)
		r = leave_out(filter, argv[i]);
	if (r != 0 || i + 1 >= argc) {
		(void)fputs(
			"usage: without "
			"[landlock|seccomp|close_range|pidfd_open|rename]... "
			"-- COMMAND [ARG...]\n",
			stderr);
		return EXIT_FAILURE;
	}
	r = seccomp_load(filter);
	if (r != 0) {
		(void)fprintf(stderr, "without: %s\n", strerror(-r));
		return EXIT_FAILURE;
	}
	(void)execvp(argv[i + 1], argv + i + 1);
	perror(argv[i + 1]);
	return EXIT_FAILURE;
}
