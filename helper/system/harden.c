#include <dirent.h>
#include <fcntl.h>
#include <limits.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "helper/system/harden.h"
#include "protocol/core/text.h"

/* Of our caller. */
static struct {
	struct rlimit core;
	mode_t mask;
	void (*pipe)(int);
	void (*child)(int);
	void (*limit)(int);
	char filter[32]; /* of core(5), as it is written */
} before = { 0 };

/* The file is another's as soon as we are undumpable, so it stays open. */
static int core_filter = -1;

/* The hard limit stays: without rights, lowering it is for good. */
static void forbid_core(void)
{
	struct rlimit none = { 0, 0 };

	if (getrlimit(RLIMIT_CORE, &before.core) == 0)
		none.rlim_max = before.core.rlim_max;
	(void)setrlimit(RLIMIT_CORE, &none);
}

/*
 * What was closed is opened the wrong way round, so that no file of ours
 * takes its place, and using it fails as it should.
 */
static void fill_closed(void)
{
	for (int fd = 0; fd <= STDERR_FILENO; fd++)
		if (fcntl(fd, F_GETFD) == -1)
			(void)!open("/dev/null",
				    fd == STDIN_FILENO ? O_WRONLY : O_RDONLY);
}

/* It is read in hexadecimal digits, which to be written want a prefix. */
static bool read_filter(void)
{
	char *filter = before.filter;
	ssize_t length =
		pread(core_filter, filter + 2, sizeof(before.filter) - 3, 0);

	if (length > 0)
		memcpy(filter, "0x", 2);
	return length > 0;
}

void harden_memory(bool hidden)
{
	const char *filter = hidden ? "0" : before.filter;

	if (core_filter < 0 || (!before.filter[0] && !read_filter()))
		return;
	(void)!pwrite(core_filter, filter, strlen(filter), 0);
}

void harden(void)
{
	fill_closed();
	core_filter = open("/proc/self/coredump_filter", O_RDWR | O_CLOEXEC);
	forbid_core();
#ifndef __SANITIZE_ADDRESS__ /* its leak check traces the process */
	(void)prctl(PR_SET_DUMPABLE, 0);
#endif
	before.mask = umask(077);
	before.pipe = signal(SIGPIPE, SIG_IGN);
	/* A write beyond the limit on files is to fail instead. */
	before.limit = signal(SIGXFSZ, SIG_IGN);
	/* Ignored, it would have our children reaped unseen. */
	before.child = signal(SIGCHLD, SIG_DFL);
}

/* False without /proc. The limit may be a thousand million. */
static bool close_listed(void)
{
	DIR *folder = opendir("/proc/self/fd");
	const struct dirent *entry;

	while (folder && (entry = readdir(folder))) {
		long long fd;

		if (text_number(entry->d_name, INT_MAX, &fd) &&
		    fd > STDERR_FILENO && fd != dirfd(folder))
			(void)close((int)fd);
	}
	if (folder)
		(void)closedir(folder);
	return folder;
}

void harden_descriptors(void)
{
	long limit = sysconf(_SC_OPEN_MAX);

	if (syscall(SYS_close_range, 3U, ~0U, 0U) == 0)
		return;
	/* A kernel before 5.9, or a container that forbids it. */
	if (close_listed())
		return;
	for (int fd = 3; fd < limit; fd++)
		(void)close(fd);
}

void harden_undo(void)
{
	(void)setrlimit(RLIMIT_CORE, &before.core);
	(void)umask(before.mask);
	(void)signal(SIGPIPE, before.pipe);
	(void)signal(SIGCHLD, before.child);
	(void)signal(SIGXFSZ, before.limit);
}
