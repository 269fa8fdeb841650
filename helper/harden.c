#include <fcntl.h>
#include <signal.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/harden.h"

/* Of our caller. */
static struct {
	struct rlimit core;
	mode_t mask;
	void (*pipe)(int);
	void (*child)(int);
} before;

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

void harden(void)
{
	forbid_core();
#ifndef __SANITIZE_ADDRESS__ /* its leak check traces the process */
	(void)prctl(PR_SET_DUMPABLE, 0);
#endif
	before.mask = umask(077);
	before.pipe = signal(SIGPIPE, SIG_IGN);
	/* Ignored, it would have our children reaped unseen. */
	before.child = signal(SIGCHLD, SIG_DFL);
	fill_closed();
}

void harden_undo(void)
{
	(void)setrlimit(RLIMIT_CORE, &before.core);
	(void)umask(before.mask);
	(void)signal(SIGPIPE, before.pipe);
	(void)signal(SIGCHLD, before.child);
}
