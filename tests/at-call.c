/*
 * at-call: runs a command and lets one of its system calls go wrong.
 *
 *   at-call [-c] [-o FILE] FAULT N COMMAND [ARG...]
 *
 * N counts the calls of the command's own process, with -c those of its
 * children and their threads; calls that are not listed below do not count.
 * FAULT is `kill`, the name of an error, or `short`: of what was to be read or
 * written one byte is, and only reading and writing counts. FILE gets how many
 * calls counted until then, and the name of the one that went wrong. The exit
 * code is the command's, or 128 and the number of the signal that ended it.
 */
#include <errno.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/syscall.h>
#include <sys/user.h>
#include <sys/wait.h>
#include <unistd.h>

enum {
	CANNOT = 125, /* exit code */
	CALL_STOP = SIGTRAP | 0x80,
	CHILDREN =
		PTRACE_O_TRACEFORK | PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE,
};

enum trait {
	TRAIT_NONE,
	TRAIT_LENGTH,	 /* as its third argument */
	TRAIT_NO_ERRORS, /* the kernel never gives any */
};

struct call {
	const char *name;
	int number;
	enum trait trait;
};

/* Those that reach something outside of the process. */
static const struct call calls[] = {
	{ "read", SYS_read, TRAIT_LENGTH },
	{ "write", SYS_write, TRAIT_LENGTH },
	{ "pwrite64", SYS_pwrite64, TRAIT_LENGTH },
	{ "sendto", SYS_sendto, TRAIT_LENGTH },
	{ "recvfrom", SYS_recvfrom, TRAIT_LENGTH },
	{ "sendmsg", SYS_sendmsg, TRAIT_NONE },
	{ "recvmsg", SYS_recvmsg, TRAIT_NONE },
	{ "writev", SYS_writev, TRAIT_NONE },
	{ "openat", SYS_openat, TRAIT_NONE },
	{ "close", SYS_close, TRAIT_NONE },
	{ "newfstatat", SYS_newfstatat, TRAIT_NONE },
	{ "fstat", SYS_fstat, TRAIT_NONE },
	{ "getdents64", SYS_getdents64, TRAIT_NONE },
	{ "readlinkat", SYS_readlinkat, TRAIT_NONE },
	{ "fsync", SYS_fsync, TRAIT_NONE },
	{ "fdatasync", SYS_fdatasync, TRAIT_NONE },
	{ "mkdirat", SYS_mkdirat, TRAIT_NONE },
	{ "unlinkat", SYS_unlinkat, TRAIT_NONE },
	{ "renameat", SYS_renameat, TRAIT_NONE },
	{ "renameat2", SYS_renameat2, TRAIT_NONE },
	{ "linkat", SYS_linkat, TRAIT_NONE },
	{ "ftruncate", SYS_ftruncate, TRAIT_NONE },
	{ "utimensat", SYS_utimensat, TRAIT_NONE },
	{ "faccessat", SYS_faccessat, TRAIT_NONE },
	{ "flock", SYS_flock, TRAIT_NONE },
	{ "getrandom", SYS_getrandom, TRAIT_NO_ERRORS },
	{ "socket", SYS_socket, TRAIT_NONE },
	{ "socketpair", SYS_socketpair, TRAIT_NONE },
	{ "connect", SYS_connect, TRAIT_NONE },
	{ "shutdown", SYS_shutdown, TRAIT_NONE },
	{ "ppoll", SYS_ppoll, TRAIT_NONE },
	{ "pipe2", SYS_pipe2, TRAIT_NONE },
	{ "dup3", SYS_dup3, TRAIT_NONE },
	{ "eventfd2", SYS_eventfd2, TRAIT_NONE },
	{ "memfd_create", SYS_memfd_create, TRAIT_NONE },
#ifdef SYS_open
	{ "open", SYS_open, TRAIT_NONE },
	{ "stat", SYS_stat, TRAIT_NONE },
	{ "lstat", SYS_lstat, TRAIT_NONE },
	{ "access", SYS_access, TRAIT_NONE },
	{ "mkdir", SYS_mkdir, TRAIT_NONE },
	{ "rmdir", SYS_rmdir, TRAIT_NONE },
	{ "unlink", SYS_unlink, TRAIT_NONE },
	{ "rename", SYS_rename, TRAIT_NONE },
	{ "readlink", SYS_readlink, TRAIT_NONE },
	{ "poll", SYS_poll, TRAIT_NONE },
	{ "dup2", SYS_dup2, TRAIT_NONE },
#endif
};

static const struct {
	const char *name;
	int number;
} errors[] = {
	{ "EIO", EIO },	      { "ENOSPC", ENOSPC }, { "EDQUOT", EDQUOT },
	{ "EINTR", EINTR },   { "EMFILE", EMFILE }, { "EAGAIN", EAGAIN },
	{ "ENOMEM", ENOMEM },
};

enum fault {
	FAULT_KILL,
	FAULT_SHORT,
	FAULT_ERROR,
};

struct run {
	enum fault kind;
	int error; /* of FAULT_ERROR */
	long at;
	bool children;
	pid_t command;
	long count;	  /* of calls so far */
	const char *name; /* of the call that went wrong */
	pid_t failing;	  /* in that call, until it ends */
};

enum change {
	CHANGE_CALL,
	CHANGE_LENGTH,
	CHANGE_RESULT,
};

#ifdef __x86_64__
static const bool can_change = true;

static void change(pid_t pid, enum change what, unsigned long value)
{
	struct user_regs_struct registers;

	if (ptrace(PTRACE_GETREGS, pid, NULL, &registers) != 0)
		return;
	if (what == CHANGE_CALL)
		registers.orig_rax = value;
	if (what == CHANGE_LENGTH && registers.rdx > value)
		registers.rdx = value;
	if (what == CHANGE_RESULT)
		registers.rax = value;
	(void)ptrace(PTRACE_SETREGS, pid, NULL, &registers);
}
#else
static const bool can_change = false;

static void change(pid_t pid, enum change what, unsigned long value)
{
	(void)pid;
	(void)what;
	(void)value;
}
#endif

static bool may_go_wrong(const struct run *r, const struct call *call)
{
	switch (r->kind) {
	case FAULT_SHORT:
		return call->trait == TRAIT_LENGTH;
	case FAULT_ERROR:
		return call->trait != TRAIT_NO_ERRORS;
	default:
		return true;
	}
}

static const struct call *find_call(const struct run *r, unsigned long number)
{
	for (size_t i = 0; i < sizeof(calls) / sizeof(calls[0]); i++)
		if ((unsigned long)calls[i].number == number)
			return may_go_wrong(r, &calls[i]) ? &calls[i] : NULL;
	return NULL;
}

static void go_wrong(struct run *r, pid_t pid)
{
	switch (r->kind) {
	case FAULT_KILL:
		(void)kill(pid, SIGKILL);
		break;
	case FAULT_SHORT:
		change(pid, CHANGE_LENGTH, 1);
		break;
	case FAULT_ERROR:
		change(pid, CHANGE_CALL, (unsigned long)-1);
		r->failing = pid;
		break;
	}
}

static void begin_call(struct run *r, pid_t pid, unsigned long number)
{
	const struct call *call = find_call(r, number);

	if (!call || (pid != r->command) != r->children)
		return;
	if (++r->count != r->at)
		return;
	r->name = call->name;
	go_wrong(r, pid);
}

static void end_call(struct run *r, pid_t pid)
{
	if (pid != r->failing)
		return;
	change(pid, CHANGE_RESULT, (unsigned long)-r->error);
	r->failing = 0;
}

static void see_call(struct run *r, pid_t pid)
{
	struct __ptrace_syscall_info info;

	if (ptrace(PTRACE_GET_SYSCALL_INFO, pid, sizeof(info), &info) <= 0)
		return;
	if (info.op == PTRACE_SYSCALL_INFO_ENTRY)
		begin_call(r, pid, info.entry.nr);
	else if (info.op == PTRACE_SYSCALL_INFO_EXIT)
		end_call(r, pid);
}

/* Lets a stopped process go on, with its signal if that is why it stopped. */
static void resume(struct run *r, pid_t pid, int state)
{
	int signal = WSTOPSIG(state);
	const bool over = r->name && !r->failing;

	if (signal == CALL_STOP)
		see_call(r, pid);
	if (signal == CALL_STOP || state >> 16)
		signal = 0;
	(void)ptrace(over ? PTRACE_CONT : PTRACE_SYSCALL, pid, NULL, signal);
}

/* Until the command itself has ended; its exit code. */
static int follow(struct run *r)
{
	int state;
	pid_t pid;

	while ((pid = waitpid(-1, &state, __WALL)) > 0) {
		if (WIFSTOPPED(state))
			resume(r, pid, state);
		else if (pid == r->command && WIFEXITED(state))
			return WEXITSTATUS(state);
		else if (pid == r->command)
			return 128 + WTERMSIG(state);
	}
	return CANNOT;
}

static pid_t start(const struct run *r, char **command)
{
	const int options =
		PTRACE_O_TRACESYSGOOD | (r->children ? CHILDREN : 0);
	pid_t pid = fork();
	int state;

	if (pid == 0) {
		(void)raise(SIGSTOP);
		(void)execv(command[0], command);
		_exit(127);
	}
	if (pid < 0 || waitpid(pid, &state, WUNTRACED) != pid ||
	    ptrace(PTRACE_SEIZE, pid, NULL, options) != 0)
		return -1;
	(void)kill(pid, SIGCONT);
	return pid;
}

static bool write_count(const struct run *r, const char *path)
{
	FILE *file = fopen(path, "we");

	if (!file)
		return false;
	(void)fprintf(file, "%ld %s\n", r->count, r->name ? r->name : "-");
	return fclose(file) == 0;
}

static bool read_fault(const char *name, struct run *r)
{
	if (strcmp(name, "kill") == 0)
		return true;
	r->kind = FAULT_SHORT;
	if (strcmp(name, "short") == 0)
		return can_change;
	r->kind = FAULT_ERROR;
	for (size_t i = 0; i < sizeof(errors) / sizeof(errors[0]); i++)
		if (strcmp(name, errors[i].name) == 0)
			r->error = errors[i].number;
	return r->error && can_change;
}

int main(int argc, char **argv)
{
	struct run r = { .kind = FAULT_KILL };
	const char *file = "/dev/null";
	int option, code;

	while ((option = getopt(argc, argv, "+co:")) != -1) {
		r.children |= option == 'c';
		file = option == 'o' ? optarg : file;
	}
	argv += optind;
	if (argc - optind < 3 || !read_fault(argv[0], &r)) {
		(void)fputs("usage: at-call [-c] [-o FILE] FAULT N COMMAND "
			    "[ARG...]\n",
			    stderr);
		return CANNOT;
	}
	r.at = strtol(argv[1], NULL, 10);
	r.command = start(&r, argv + 2);
	if (r.command < 0) {
		perror("at-call");
		return CANNOT;
	}
	code = follow(&r);
	return write_count(&r, file) ? code : CANNOT;
}
