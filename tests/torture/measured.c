/*
 * Runs a command and measures it: measured FILE COMMAND... writes to FILE how
 * many milliseconds it took and the peak of its memory in KiB, which is that
 * of the largest of it and the processes that it waited for. Ends as it does;
 * it is killed after 30 seconds.
 */
#include <errno.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	PATIENCE = 30 /* seconds */
};

static pid_t child;

static void end_it(int signal)
{
	(void)signal;
	(void)kill(child, SIGKILL);
}

static long long now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000LL + ts.tv_nsec / 1000000;
}

static int write_down(const char *path, long long taken, long peak)
{
	FILE *file = fopen(path, "w");

	if (!file)
		return -1;
	fprintf(file, "%lld %ld\n", taken, peak);
	return fclose(file);
}

int main(int argc, char **argv)
{
	const long long start = now();
	struct rusage usage;
	int state;

	if (argc < 3 ||
	    posix_spawnp(&child, argv[2], NULL, NULL, argv + 2, environ) != 0)
		return 125;
	(void)signal(SIGALRM, end_it);
	(void)alarm(PATIENCE);
	while (wait4(child, &state, 0, &usage) < 0)
		if (errno != EINTR)
			return 125;
	if (write_down(argv[1], now() - start, usage.ru_maxrss) != 0)
		return 125;
	return WIFEXITED(state) ? WEXITSTATUS(state) : 128 + WTERMSIG(state);
}
