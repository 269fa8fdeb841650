/*
 * Times whole processes side by side: stopwatch ROUNDS < PLAN. A line of the
 * plan is NAME, a tab, the file that is its standard input, a tab, a command
 * of words split by blanks. In every round each command runs once, in turn,
 * so that whatever else the machine does falls on all alike. Prints NAME, the
 * median in microseconds, the fastest, and the peak memory in KiB.
 */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	RUNNERS_MAX = 64,
	WORDS_MAX = 32,
	LINE_MAX_LENGTH = 4096
};

struct runner {
	char *name;
	char *input;
	char *words[WORDS_MAX];
	long long *times; /* nanoseconds */
	long peak;	  /* KiB */
};

static long long now(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return ts.tv_sec * 1000000000LL + ts.tv_nsec;
}

static void become(const struct runner *runner)
{
	int in = open(runner->input, O_RDONLY);
	int null = open("/dev/null", O_WRONLY);

	if (in < 0 || null < 0 || dup2(in, 0) < 0 || dup2(null, 1) < 0)
		_exit(126);
	(void)close(in);
	(void)close(null);
	(void)execvp(runner->words[0], runner->words);
	_exit(127);
}

static void run(struct runner *runner, int round)
{
	struct rusage usage;
	long long start = now();
	int state;
	pid_t pid = fork();

	if (pid == 0)
		become(runner);
	if (pid < 0 || wait4(pid, &state, 0, &usage) != pid) {
		perror("stopwatch");
		exit(1);
	}
	runner->times[round] = now() - start;
	if (!WIFEXITED(state) || WEXITSTATUS(state) != 0) {
		fprintf(stderr, "stopwatch: '%s' failed\n", runner->name);
		exit(1);
	}
	if (usage.ru_maxrss > runner->peak)
		runner->peak = usage.ru_maxrss;
}

static int compare(const void *a, const void *b)
{
	const long long *left = a;
	const long long *right = b;

	return *left < *right ? -1 : *left > *right;
}

static void report(struct runner *runner, int rounds)
{
	qsort(runner->times, (size_t)rounds, sizeof(*runner->times), compare);
	printf("%s\t%.0f\t%.0f\t%ld\n", runner->name,
	       (double)runner->times[rounds / 2] / 1000,
	       (double)runner->times[0] / 1000, runner->peak);
}

static void parse(char *line, struct runner *runner, int rounds)
{
	char *rest = line;
	char *word;
	int count = 0;

	runner->name = strdup(strsep(&rest, "\t"));
	runner->input = strdup(rest ? strsep(&rest, "\t") : "/dev/null");
	while (rest && count < WORDS_MAX - 1 && (word = strsep(&rest, " \n")))
		if (*word)
			runner->words[count++] = strdup(word);
	runner->times = calloc((size_t)rounds, sizeof(*runner->times));
	if (count == 0 || !runner->times)
		exit(2);
}

int main(int argc, char **argv)
{
	static struct runner runners[RUNNERS_MAX];
	char line[LINE_MAX_LENGTH];
	int rounds = argc == 2 ? (int)strtol(argv[1], NULL, 10) : 0;
	int count = 0;

	if (rounds < 1)
		return 2;
	while (count < RUNNERS_MAX && fgets(line, sizeof(line), stdin))
		parse(line, &runners[count++], rounds);
	for (int round = 0; round < rounds; round++)
		for (int i = 0; i < count; i++)
			run(&runners[i], round);
	for (int i = 0; i < count; i++)
		report(&runners[i], rounds);
	return 0;
}
