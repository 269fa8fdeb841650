#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "helper/system/child.h"
#include "helper/system/harden.h"
#include "protocol/core/clock.h"

enum {
	EXIT_CANNOT_START = 127,
	PIECE = 4096, /* bytes that are taken at once */
};

struct conversation {
	const struct child *child;
	struct buffer *answer;
	int socket; /* the parent's end; -1 when the child closed its own */
	int ended;  /* readable once the child has ended; -1: not known */
	size_t sent;
	long long deadline; /* milliseconds, monotonic */
};

/*
 * Not the caller's: a child may be taken over, and one that lingers would keep
 * whoever reads to its end waiting. Without /dev a file that nobody reads.
 */
static int nowhere(void)
{
	int fd = open("/dev/null", O_WRONLY | O_CLOEXEC);

	return fd >= 0 ? fd : memfd_create("ringbearer-errors", MFD_CLOEXEC);
}

static void enter_child(const struct child *child, int socket, pid_t parent)
{
	int errors = child->errors > 0 ? child->errors : nowhere();

	/* The parent may have gone before this took effect. */
	if (!child->linger &&
	    (prctl(PR_SET_PDEATHSIG, SIGKILL) != 0 || getppid() != parent))
		_exit(EXIT_CANNOT_START);
	if (child->linger)
		(void)alarm((unsigned int)(child->timeout / 1000 + 1 +
					   child->linger));
	if (child->group)
		(void)setsid();
	if (dup2(errors, STDERR_FILENO) < 0)
		_exit(EXIT_CANNOT_START);
	if (dup2(socket, STDIN_FILENO) < 0 || dup2(socket, STDOUT_FILENO) < 0)
		_exit(EXIT_CANNOT_START);
	harden_descriptors();
	_exit(child->run(child->argument));
}

pid_t child_start(const struct child *child, int *socket)
{
	pid_t parent = getpid();
	int ends[2];
	pid_t pid;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0)
		return -1;
	pid = fork();
	if (pid == 0)
		enter_child(child, ends[1], parent);
	(void)close(ends[1]);
	if (pid < 0)
		(void)close(ends[0]);
	else
		*socket = ends[0];
	return pid;
}

ssize_t child_send(int socket, const char *data, size_t length)
{
	ssize_t sent = send(socket, data, length, MSG_NOSIGNAL | MSG_DONTWAIT);

	return sent < 0 && (errno == EAGAIN || errno == EINTR) ? 0 : sent;
}

bool child_receive(int socket, struct buffer *out)
{
	char *end = buffer_reserve(out, PIECE);
	ssize_t got = recv(socket, end, PIECE, MSG_DONTWAIT);

	if (got < 0)
		return errno == EAGAIN || errno == EINTR;
	out->length += (size_t)got;
	out->data[out->length] = '\0';
	return got > 0;
}

/* Sends what the socket takes; false when there is nothing more to send. */
static bool send_input(struct conversation *c)
{
	const char *input = c->child->input;
	size_t left = c->child->input_length - c->sent;
	ssize_t sent =
		left > 0 ? child_send(c->socket, input + c->sent, left) : 0;

	/* A child that stopped listening still has an answer to give. */
	c->sent = sent < 0 ? c->child->input_length : c->sent + (size_t)sent;
	if (c->sent < c->child->input_length)
		return true;
	(void)shutdown(c->socket, SHUT_WR);
	return false;
}

/* Takes what has arrived; false, and why, when that was the last of it. */
static bool receive(struct conversation *c, enum child_end *end)
{
	*end = CHILD_EXITED;
	if (!child_receive(c->socket, c->answer))
		return false;
	*end = CHILD_FLOODED;
	return !c->child->arrived ||
	       c->child->arrived(c->answer, c->child->receiver);
}

/*
 * Talks until the child has closed its end, or has ended and all it said is
 * here: something that it started may go on and hold that end.
 */
static enum child_end converse(struct conversation *c)
{
	struct pollfd p[] = {
		{ .fd = c->socket, .events = POLLIN | POLLOUT },
		{ .fd = c->ended, .events = POLLIN },
	};
	const short readable = POLLIN | POLLHUP | POLLERR;
	enum child_end end;
	long long left;

	while ((left = c->deadline - clock_now()) > 0) {
		int ready = poll(p, 2, (int)left);

		if (ready < 0 && errno != EINTR)
			return CHILD_FAILED;
		if (ready <= 0)
			continue;
		if ((p[0].revents & POLLOUT) && !send_input(c))
			p[0].events = POLLIN;
		if ((p[0].revents & readable) && !receive(c, &end))
			return end;
		if (c->answer->length > c->child->max_answer)
			return CHILD_FLOODED;
		if (p[1].revents && !(p[0].revents & readable))
			return CHILD_EXITED;
	}
	return CHILD_TIMED_OUT;
}

static enum child_end ended_by(int state, int *exit_code)
{
	if (!WIFEXITED(state))
		return CHILD_KILLED;
	*exit_code = WEXITSTATUS(state);
	return CHILD_EXITED;
}

/* Where the kernel or a container has no pidfd_open(2). */
static enum child_end reap_by_asking(pid_t pid, long long deadline,
				     int *exit_code)
{
	const struct timespec pause = { .tv_nsec = 1000000 };
	int state = 0;
	pid_t done;

	while ((done = waitpid(pid, &state, WNOHANG)) == 0) {
		if (clock_now() >= deadline)
			return CHILD_TIMED_OUT;
		(void)nanosleep(&pause, NULL);
	}
	return done < 0 ? CHILD_FAILED : ended_by(state, exit_code);
}

/* Waits for the child itself, which may outlive its standard output. */
static enum child_end reap(pid_t pid, const struct conversation *c,
			   int *exit_code)
{
	struct pollfd p = { .fd = c->ended, .events = POLLIN };
	long long left = c->deadline - clock_now();
	int state = 0;
	int ended;

	if (c->ended < 0)
		return reap_by_asking(pid, c->deadline, exit_code);
	do
		ended = poll(&p, 1, left > 0 ? (int)left : 0);
	while (ended < 0 && errno == EINTR);
	if (ended <= 0)
		return CHILD_TIMED_OUT;
	return waitpid(pid, &state, 0) < 0 ? CHILD_FAILED
					   : ended_by(state, exit_code);
}

int child_stop(const struct child *child, pid_t pid)
{
	int state = 0;

	/* It may not have come so far as to lead one. */
	if (child->group)
		(void)kill(-pid, SIGKILL);
	(void)kill(pid, SIGKILL);
	while (waitpid(pid, &state, 0) < 0 && errno == EINTR)
		;
	return WIFEXITED(state) ? WEXITSTATUS(state) : -1;
}

enum child_end child_run(const struct child *child, struct buffer *answer,
			 int *exit_code)
{
	struct conversation c = {
		.child = child,
		.answer = answer,
		.deadline = clock_now() + child->timeout,
	};
	pid_t pid = child_start(child, &c.socket);
	enum child_end end;

	if (pid < 0)
		return CHILD_FAILED;
	c.ended = (int)syscall(SYS_pidfd_open, pid, 0U);
	end = converse(&c);
	(void)close(c.socket);
	if (end == CHILD_EXITED)
		end = reap(pid, &c, exit_code);
	if (c.ended >= 0)
		(void)close(c.ended);
	if (end == CHILD_TIMED_OUT && child->linger)
		return end;
	if (end != CHILD_EXITED && end != CHILD_KILLED)
		(void)child_stop(child, pid);
	return end;
}
