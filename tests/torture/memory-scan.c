/*
 * Runs a command and looks for a secret in the memory of its processes: when
 * one ends, and at each system call in which it may wait.
 *
 *   memory-scan SECRET-FILE REPORT PROGRAM COMMAND [ARG...]
 *
 * Only processes that run the file PROGRAM, or one in a folder beside it, are
 * looked at. REPORT gets a line for each place where a process stood still:
 *
 *   NAME WHERE LIVE DUMPABLE
 *
 * NAME is the program's, with a number when it is a child that runs the same
 * one; WHERE is `exit` or the system call's number; LIVE counts the copies in
 * all of its memory, DUMPABLE those that a core file would hold: where the
 * pages are not marked against it (proc(5), VmFlags `dd`) and the process's
 * coredump_filter takes private pages in (core(5)). A half of the secret counts
 * as much as the whole: freeing memory overwrites its beginning.
 *
 * It exits with the command's code, 125 when it cannot trace (which takes
 * root's rights, since the programs are not dumpable).
 */
#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CANNOT_TRACE = 125,
	MAX_PROCESSES = 256,
	MAX_REGION = 64 << 20
};

struct process {
	pid_t id;
	bool inside;  /* of a system call */
	int sequence; /* of those that run the same program */
};

struct count {
	int live;
	int dumpable;
};

static struct {
	char secret[512];
	size_t length;
	char folder[PATH_MAX]; /* what our programs lie below */
	FILE *report;
	struct process processes[MAX_PROCESSES];
	int count;
} scan;

static const long waiting_calls[] = {
	SYS_read,
	SYS_readv,
	SYS_recvfrom,
	SYS_recvmsg,
	SYS_poll,
	SYS_ppoll,
	SYS_select,
	SYS_pselect6,
	SYS_wait4,
	SYS_waitid,
	SYS_epoll_wait,
	SYS_epoll_pwait,
	SYS_connect,
	SYS_flock,
	SYS_futex,
	SYS_fsync,
	SYS_nanosleep,
	SYS_clock_nanosleep,
	SYS_restart_syscall,
};

static void die(const char *what)
{
	fprintf(stderr, "memory-scan: %s: %s\n", what, strerror(errno));
	exit(CANNOT_TRACE);
}

static struct process *process_of(pid_t id)
{
	for (int i = 0; i < scan.count; i++)
		if (scan.processes[i].id == id)
			return &scan.processes[i];
	if (scan.count == MAX_PROCESSES) {
		errno = EMFILE;
		die("too many processes");
	}
	scan.processes[scan.count] =
		(struct process){ .id = id, .sequence = scan.count };
	return &scan.processes[scan.count++];
}

/* Whether it runs one of our programs, whose path goes to `path`. */
static bool is_ours(pid_t id, char path[PATH_MAX])
{
	char link[64];
	ssize_t length;

	snprintf(link, sizeof(link), "/proc/%d/exe", (int)id);
	length = readlink(link, path, PATH_MAX - 1);
	if (length < 0)
		return false;
	path[length] = '\0';
	return strncmp(path, scan.folder, strlen(scan.folder)) == 0;
}

static int copies(const char *memory, size_t size, const char *part,
		  size_t length)
{
	int count = 0;
	const char *end = memory + size;

	while ((memory =
			memmem(memory, (size_t)(end - memory), part, length))) {
		count++;
		memory += length;
	}
	return count;
}

/* Either half, whichever is there more often. */
static int copies_of_secret(const char *memory, size_t size)
{
	size_t half = scan.length / 2;
	int first = copies(memory, size, scan.secret, half);
	int second =
		copies(memory, size, scan.secret + half, scan.length - half);

	return first > second ? first : second;
}

static int copies_in(pid_t id, unsigned long start, unsigned long end)
{
	static char memory[MAX_REGION];
	size_t size = end - start > MAX_REGION ? MAX_REGION : end - start;
	struct iovec here = { memory, size };
	struct iovec there = { (void *)start, size };
	ssize_t got = process_vm_readv(id, &here, 1, &there, 1, 0);

	return got > 0 ? copies_of_secret(memory, (size_t)got) : 0;
}

/* core(5): bit 0 stands for private pages of no file. */
static bool core_takes_private(pid_t id)
{
	char path[64];
	unsigned int filter = ~0U;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%d/coredump_filter", (int)id);
	file = fopen(path, "re");
	if (!file || fscanf(file, "%x", &filter) != 1)
		die(path);
	fclose(file);
	return (filter & 1) != 0;
}

static struct count search(pid_t id)
{
	struct count count = { 0, 0 };
	unsigned long start = 0, end = 0, from, to;
	char line[PATH_MAX + 128], access;
	FILE *maps;
	bool takes = core_takes_private(id);

	snprintf(line, sizeof(line), "/proc/%d/smaps", (int)id);
	maps = fopen(line, "re");
	if (!maps)
		die(line);
	while (fgets(line, sizeof(line), maps)) {
		if (sscanf(line, "%lx-%lx %c", &from, &to, &access) == 3) {
			start = from;
			end = access == 'r' ? to : from;
		} else if (strncmp(line, "VmFlags:", 8) == 0 && end > start) {
			int found = copies_in(id, start, end);

			count.live += found;
			if (takes && !strstr(line, " dd"))
				count.dumpable += found;
		}
	}
	fclose(maps);
	return count;
}

static void look(const struct process *process, const char *where)
{
	char path[PATH_MAX];
	struct count count;

	if (!is_ours(process->id, path))
		return;
	count = search(process->id);
	fprintf(scan.report, "%s%s %s %d %d\n", basename(path),
		process->sequence > 0 && !strstr(path, "-verify") ? "-child"
								  : "",
		where, count.live, count.dumpable);
}

static bool may_wait(long call)
{
	for (size_t i = 0; i < sizeof(waiting_calls) / sizeof(long); i++)
		if (waiting_calls[i] == call)
			return true;
	return false;
}

static void at_call(struct process *process)
{
	struct __ptrace_syscall_info info;
	char where[32];

	if (ptrace(PTRACE_GET_SYSCALL_INFO, process->id, sizeof(info), &info) <=
		    0 ||
	    info.op != PTRACE_SYSCALL_INFO_ENTRY ||
	    !may_wait((long)info.entry.nr))
		return;
	snprintf(where, sizeof(where), "%ld", (long)info.entry.nr);
	look(process, where);
}

/* Returns the signal that the process is to get. */
static int at_stop(pid_t id, int status)
{
	struct process *process = process_of(id);
	int signal = WSTOPSIG(status);

	switch (status >> 16) {
	case PTRACE_EVENT_EXIT:
		look(process, "exit");
		return 0;
	case 0:
		break;
	default:
		return 0;
	}
	if (signal != (SIGTRAP | 0x80))
		return signal == SIGTRAP ? 0 : signal;
	at_call(process);
	return 0;
}

static int follow(pid_t first)
{
	int status, code = 0;
	pid_t id;

	while ((id = waitpid(-1, &status, __WALL)) > 0) {
		int signal;

		if (!WIFSTOPPED(status)) {
			if (id == first)
				code = WIFEXITED(status)
					       ? WEXITSTATUS(status)
					       : 128 + WTERMSIG(status);
			continue;
		}
		signal = at_stop(id, status);
		/* A stop of its group is waited out, no signal to be given. */
		if (status >> 16 == PTRACE_EVENT_STOP)
			signal = 0;
		(void)ptrace(PTRACE_SYSCALL, id, NULL, (long)signal);
	}
	return code;
}

static void read_secret(const char *path)
{
	int file = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t length =
		file < 0 ? -1 : read(file, scan.secret, sizeof(scan.secret));

	if (length < 16)
		die(path);
	close(file);
	scan.length = (size_t)length;
	while (scan.length > 0 && scan.secret[scan.length - 1] == '\n')
		scan.length--;
}

static pid_t start(char **command)
{
	const long options = PTRACE_O_TRACESYSGOOD | PTRACE_O_TRACEEXIT |
			     PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK |
			     PTRACE_O_TRACECLONE | PTRACE_O_TRACEEXEC |
			     PTRACE_O_EXITKILL;
	pid_t child = fork();
	int status;

	if (child == 0) {
		(void)raise(SIGSTOP);
		execv(command[0], command);
		_exit(127);
	}
	if (child < 0 || waitpid(child, &status, WUNTRACED) != child ||
	    ptrace(PTRACE_SEIZE, child, NULL, options) < 0 ||
	    kill(child, SIGCONT) < 0)
		die("cannot trace");
	return child;
}

int main(int argc, char **argv)
{
	char program[PATH_MAX];

	if (argc < 5) {
		fputs("usage: memory-scan SECRET-FILE REPORT PROGRAM COMMAND "
		      "[ARG...]\n",
		      stderr);
		return CANNOT_TRACE;
	}
	read_secret(argv[1]);
	scan.report = fopen(argv[2], "we");
	if (!scan.report || !realpath(argv[3], program))
		die(argv[2]);
	/* bin/ringbearer and libexec/ringbearer/... are siblings. */
	snprintf(scan.folder, sizeof(scan.folder), "%s",
		 dirname(dirname(program)));
	return follow(start(argv + 4));
}
