/*
 * Has many ringbearers work at once, and notes what became of each:
 *
 *   crowd PROGRAM BACKEND CROWD STORES KILLED_OF
 *
 * In each wave CROWD writers, in every third as many readers, too, are started
 * and, when all wait for their requests, get them. Each writer has a key of its
 * own, and there is one that all share. One process of KILLED_OF (0: none) is
 * killed within half the time that the wave before took. That goes on until
 * STORES were acknowledged, or none was in a wave. Before, each key gets a
 * value; afterwards, each is read. Standard output has a line for each process,
 *
 *   done|killed|refused|read HOST VALUE BEGIN END
 *
 * times being microseconds and a value, as it is named here, WRITER-ROUND.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <spawn.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum {
	CROWD_MAX = 400,
	TEXT_MAX = 8192,
	VALUE_MAX = 3000,
	SHARED = 0, /* the host that all write to */
};

/* One place in the crowd, and the process that has it. */
struct member {
	pid_t pid; /* 0: none */
	bool reads;
	int host;
	int round;
	char value[32];
	int request; /* where to send it */
	int answer;  /* what a reader prints */
	long long begin;
	long long kill_at; /* 0: not at all */
};

static struct {
	const char *program;
	const char *backend;
	int crowd;
	int stores;
	int killed_of;
} options;

/* The writers, of which the first goes before all, then the readers. */
static struct member members[2 * CROWD_MAX];
static int acknowledged;

static long long now(void)
{
	struct timespec t;

	(void)clock_gettime(CLOCK_MONOTONIC, &t);
	return t.tv_sec * 1000000LL + t.tv_nsec / 1000;
}

static void die(const char *what)
{
	perror(what);
	exit(EXIT_FAILURE);
}

/* The password that `value` names: none is as long as the one before it. */
static void write_password(const char *value, char *out)
{
	int writer = 0;
	int round = 0;
	int length;

	(void)sscanf(value, "%d-%d", &writer, &round);
	length = (writer * 7 + round * 331) % VALUE_MAX;
	out += sprintf(out, "canary-%s.", value);
	memset(out, 'x', (size_t)length);
	(void)sprintf(out + length, ".%s", value);
}

/* Starts what `m` is to do; it waits for its request. */
static void start(struct member *m, bool reads, int host)
{
	const char *arguments[] = { options.program, "--backend",
				    options.backend, reads ? "get" : "store",
				    NULL };
	posix_spawn_file_actions_t actions;
	int in[2];
	int out[2];

	if (pipe2(in, O_CLOEXEC) != 0 || pipe2(out, O_CLOEXEC) != 0)
		die("pipe");
	(void)posix_spawn_file_actions_init(&actions);
	(void)posix_spawn_file_actions_adddup2(&actions, in[0], STDIN_FILENO);
	(void)posix_spawn_file_actions_adddup2(&actions, out[1], STDOUT_FILENO);
	errno = posix_spawn(&m->pid, options.program, &actions, NULL,
			    (char **)arguments, environ);
	if (errno != 0)
		die("posix_spawn");
	(void)posix_spawn_file_actions_destroy(&actions);
	(void)close(in[0]);
	(void)close(out[1]);
	m->reads = reads;
	m->host = host;
	m->request = in[1];
	m->answer = out[0];
}

/* Sends the request, which the pipe holds whole, and sets when it is killed. */
static void release(struct member *m, long long longest)
{
	char request[TEXT_MAX];
	int length = sprintf(request,
			     "protocol=https\nhost=h%d.example\nusername=u\n",
			     m->host);

	if (!m->reads) {
		(void)sprintf(m->value, "%d-%d", (int)(m - members),
			      m->round++);
		length += sprintf(request + length, "password=");
		write_password(m->value, request + length);
		(void)strcat(request, "\n");
	}
	m->begin = now();
	m->kill_at = 0;
	if (longest > 0 && options.killed_of && rand() % options.killed_of == 0)
		m->kill_at = m->begin + 1 + rand() % longest;
	if (write(m->request, request, strlen(request)) < 0)
		perror("write");
	(void)close(m->request);
}

/* Names the value in the reader's answer: `torn` if it is not whole. */
static void judge_answer(struct member *m)
{
	static const char begin[] = "username=u\npassword=";
	char answer[TEXT_MAX] = "";
	char expected[TEXT_MAX];
	ssize_t length = read(m->answer, answer, sizeof(answer) - 1);

	(void)strcpy(m->value, length > 0 ? "torn" : "nothing");
	if (sscanf(answer, "username=u\npassword=canary-%20[0-9-].",
		   m->value) != 1)
		return;
	(void)strcpy(expected, begin);
	write_password(m->value, expected + strlen(begin));
	(void)strcat(expected, "\n");
	if (strcmp(answer, expected) != 0)
		(void)strcpy(m->value, "torn");
}

/* The end of a member's process. A reader that was killed has read nothing. */
static void note(struct member *m, int state)
{
	long long end = now();
	const char *what = "refused";

	m->pid = 0;
	if (m->reads)
		judge_answer(m);
	(void)close(m->answer);
	if (m->reads && WIFSIGNALED(state) && m->kill_at)
		return;
	if (m->reads)
		what = "read";
	else if (WIFSIGNALED(state))
		what = "killed";
	else if (WEXITSTATUS(state) == 0)
		what = "done";
	acknowledged += strcmp(what, "done") == 0;
	(void)printf("%s h%d.example %s %lld %lld\n", what, m->host, m->value,
		     m->begin, end);
}

/* Notes who ended, kills whose time has come; false if nobody runs. */
static bool tend(void)
{
	const struct timespec pause = { .tv_nsec = 500000 };
	bool any = false;
	pid_t pid;
	int state;

	while ((pid = waitpid(-1, &state, WNOHANG)) > 0)
		for (int i = 0; i < 2 * CROWD_MAX; i++)
			if (members[i].pid == pid)
				note(&members[i], state);
	for (int i = 0; i < 2 * CROWD_MAX; i++) {
		struct member *m = &members[i];

		any = any || m->pid;
		if (m->pid && m->kill_at && now() >= m->kill_at)
			(void)kill(m->pid, SIGKILL);
	}
	(void)nanosleep(&pause, NULL);
	return any;
}

/*
 * Lets all that were started go, writers and readers in turns, and waits for
 * them. Returns how long that took.
 */
static long long let_go(long long longest)
{
	long long begin = now();

	for (int i = 0; i < 2 * CROWD_MAX; i++) {
		struct member *m = &members[i / 2 + i % 2 * CROWD_MAX];

		if (m->pid)
			release(m, longest);
	}
	while (tend())
		;
	return now() - begin;
}

static long long begin_keys(void)
{
	for (int i = 0; i <= options.crowd; i++)
		start(&members[i], false, i);
	return let_go(0);
}

static void make_waves(long long longest)
{
	int before = -1;

	for (int wave = 0;
	     acknowledged < options.stores && acknowledged != before; wave++) {
		before = acknowledged;
		for (int i = 1; i <= options.crowd; i++)
			start(&members[i], false, rand() % 4 ? i : SHARED);
		for (int i = 1; wave % 3 == 0 && i <= options.crowd; i++)
			start(&members[CROWD_MAX + i - 1], true,
			      rand() % 2 ? i : SHARED);
		longest = let_go(longest) / 2;
	}
}

static void read_keys(void)
{
	for (int i = 0; i <= options.crowd; i++)
		start(&members[CROWD_MAX + i], true, i);
	(void)let_go(0);
}

int main(int argc, char **argv)
{
	if (argc != 6)
		return EXIT_FAILURE;
	options.program = argv[1];
	options.backend = argv[2];
	options.crowd = atoi(argv[3]);
	options.stores = atoi(argv[4]);
	options.killed_of = atoi(argv[5]);
	if (options.crowd < 1 || options.crowd >= CROWD_MAX)
		return EXIT_FAILURE;
	(void)signal(SIGPIPE, SIG_IGN);
	make_waves(begin_keys());
	read_keys();
	return EXIT_SUCCESS;
}
