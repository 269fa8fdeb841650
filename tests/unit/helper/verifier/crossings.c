#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/netlink.h>
#include <pthread.h>
#include <sched.h>
#include <signal.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/un.h>
#include <unistd.h>

#include "tests/unit/helper/verifier/crossings.h"

#ifndef IPPROTO_MPTCP
#define IPPROTO_MPTCP 262
#endif

/* errno after what returned -1. */
static int outcome(long result)
{
	return result == -1 ? errno : 0;
}

static int read_passwd(const struct outside *o)
{
	(void)o;
	return outcome(open("/etc/passwd", O_RDONLY));
}

static int read_folder(const struct outside *o)
{
	return outcome(open(o->folder, O_RDONLY | O_DIRECTORY));
}

static int read_own_memory(const struct outside *o)
{
	(void)o;
	return outcome(open("/proc/self/mem", O_RDONLY));
}

static int read_hosts(const struct outside *o)
{
	char byte;
	int fd = open("/etc/hosts", O_RDONLY);

	(void)o;
	return fd < 0 ? errno : outcome(read(fd, &byte, 1));
}

static int write_hosts(const struct outside *o)
{
	(void)o;
	return outcome(open("/etc/hosts", O_WRONLY));
}

static int append_to_file(const struct outside *o)
{
	return outcome(open(o->file, O_WRONLY | O_APPEND));
}

static int empty_file(const struct outside *o)
{
	return outcome(truncate(o->file, 0));
}

static int make_file(const struct outside *o)
{
	char path[128] = "";

	strncat(strncat(path, o->folder, 64), "/new", 8);
	return outcome(open(path, O_RDONLY | O_CREAT, 0600));
}

static int make_folder(const struct outside *o)
{
	char path[128] = "";

	strncat(strncat(path, o->folder, 64), "/folder", 8);
	return outcome(mkdir(path, 0700));
}

static int remove_file(const struct outside *o)
{
	return outcome(unlink(o->file));
}

static int connect_to(int type, int protocol, int port)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)port),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int s = socket(AF_INET, type, protocol);

	return s < 0 ? errno
		     : outcome(connect(s, (struct sockaddr *)&address,
				       sizeof(address)));
}

static int connect_to_allowed(const struct outside *o)
{
	return connect_to(SOCK_STREAM, 0, o->allowed);
}

static int connect_to_other(const struct outside *o)
{
	return connect_to(SOCK_STREAM, 0, o->other);
}

/* Landlock knows TCP, and this is not that to it. */
static int connect_by_mptcp(const struct outside *o)
{
	return connect_to(SOCK_STREAM, IPPROTO_MPTCP, o->other);
}

static int connect_by_fast_open(const struct outside *o)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_port = htons((uint16_t)o->other),
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int s = socket(AF_INET, SOCK_STREAM, 0);

	return outcome(sendto(s, "x", 1, MSG_FASTOPEN,
			      (struct sockaddr *)&address, sizeof(address)));
}

static int ask_by_udp(const struct outside *o)
{
	return connect_to(SOCK_DGRAM, 0, o->other);
}

static int bind_port(const struct outside *o)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	int s = socket(AF_INET, SOCK_STREAM, 0);

	(void)o;
	return outcome(bind(s, (struct sockaddr *)&address, sizeof(address)));
}

static int listen_unbound(const struct outside *o)
{
	(void)o;
	return outcome(listen(socket(AF_INET, SOCK_STREAM, 0), 1));
}

static int open_unix(const struct outside *o)
{
	(void)o;
	return outcome(socket(AF_UNIX, SOCK_STREAM, 0));
}

static int connect_to_abstract(const struct outside *o)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	strncpy(address.sun_path + 1, o->abstract,
		sizeof(address.sun_path) - 2);
	return s < 0 ? errno
		     : outcome(connect(s, (struct sockaddr *)&address,
				       (socklen_t)(offsetof(struct sockaddr_un,
							    sun_path) +
						   1 + strlen(o->abstract))));
}

static int open_pair_of_datagrams(const struct outside *o)
{
	int ends[2];

	(void)o;
	return outcome(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends));
}

static int open_pair(const struct outside *o)
{
	int ends[2];

	(void)o;
	return outcome(
		socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends));
}

static int open_route(const struct outside *o)
{
	(void)o;
	return outcome(socket(AF_NETLINK, SOCK_RAW, NETLINK_ROUTE));
}

static int open_audit(const struct outside *o)
{
	(void)o;
	return outcome(socket(AF_NETLINK, SOCK_RAW, NETLINK_AUDIT));
}

static int open_packet(const struct outside *o)
{
	(void)o;
	return outcome(socket(AF_PACKET, SOCK_RAW, 0));
}

static int open_raw(const struct outside *o)
{
	(void)o;
	return outcome(socket(AF_INET, SOCK_RAW, IPPROTO_TCP));
}

static int run_program(const struct outside *o)
{
	char name[] = "true";
	char *arguments[] = { name, NULL };

	(void)o;
	(void)execve("/bin/true", arguments, environ);
	return errno;
}

static int start_process(const struct outside *o)
{
	pid_t pid = fork();

	(void)o;
	if (pid == 0)
		_exit(0);
	return outcome(pid); /* to wait for it is another call */
}

static void *do_nothing(void *argument)
{
	return argument;
}

static int start_thread(const struct outside *o)
{
	pthread_t thread;
	int r = pthread_create(&thread, NULL, do_nothing, NULL);

	(void)o;
	return r ? r : pthread_join(thread, NULL);
}

static int trace_process(const struct outside *o)
{
	return outcome(ptrace(PTRACE_SEIZE, o->process, NULL, NULL));
}

static int signal_process(const struct outside *o)
{
	return outcome(kill(o->process, SIGCONT));
}

static int signal_thread(const struct outside *o)
{
	return outcome(syscall(SYS_tgkill, o->process, o->process, SIGCONT));
}

static int end_itself(const struct outside *o)
{
	(void)o;
	abort();
}

static int make_executable_memory(const struct outside *o)
{
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_EXEC,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)o;
	return memory == MAP_FAILED ? errno : 0;
}

static int make_memory_executable(const struct outside *o)
{
	void *memory = mmap(NULL, 4096, PROT_READ | PROT_WRITE,
			    MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

	(void)o;
	return outcome(mprotect(memory, 4096, PROT_READ | PROT_EXEC));
}

static int change_limit(const struct outside *o)
{
	struct rlimit limit;

	(void)o;
	if (getrlimit(RLIMIT_NOFILE, &limit) != 0)
		return ENOSYS + 1000;
	return outcome(setrlimit(RLIMIT_NOFILE, &limit));
}

static int become_dumpable(const struct outside *o)
{
	(void)o;
	return outcome(prctl(PR_SET_DUMPABLE, 1));
}

static int type_for_the_user(const struct outside *o)
{
	int fd = open("/etc/hosts", O_RDONLY);

	(void)o;
	/* Nothing that the kernel looks at: a file is no terminal. */
	return outcome(ioctl(fd, TIOCSTI, "x")) == ENOSYS ? ENOSYS : 0;
}

static int read_keyring(const struct outside *o)
{
	(void)o;
	/* KEYCTL_GET_KEYRING_ID of the user's */
	return outcome(syscall(SYS_keyctl, 0, -4, 0));
}

static int leave_for_a_namespace(const struct outside *o)
{
	(void)o;
	return outcome(unshare(CLONE_NEWUSER));
}

static int open_by_newer_call(const struct outside *o)
{
	(void)o;
#ifdef SYS_openat2
	const unsigned long long how[3] = { O_RDONLY, 0, 0 };

	return outcome(syscall(SYS_openat2, AT_FDCWD, "/etc/passwd", how,
			       sizeof(how)));
#else
	return EACCES;
#endif
}

const struct crossing crossings[] = {
	/* Needed: these have to go on. */
	{ "read /etc/hosts", read_hosts, 0, 0, 1 },
	{ "connect to a port that is allowed", connect_to_allowed, 0, 0, 1 },
	{ "ask by UDP", ask_by_udp, 0, 0, 1 },
	{ "start a thread", start_thread, 0, 0, 1 },
	{ "make a pair of sockets", open_pair, 0, 0, 1 },
	{ "abort", end_itself, -SIGABRT, -SIGABRT, 1 },
	/* Files. */
	{ "read /etc/passwd", read_passwd, EACCES, 0, 1 },
	{ "list a folder", read_folder, EACCES, 0, 1 },
	{ "read a file of /proc", read_own_memory, EACCES, ANY, 1 },
	{ "open by a newer call", open_by_newer_call, EACCES, ENOSYS, 1 },
	{ "write what may be read", write_hosts, EACCES, ENOSYS, 1 },
	{ "append to a file", append_to_file, EACCES, ENOSYS, 1 },
	{ "truncate a file", empty_file, EACCES, ENOSYS, 3 },
	{ "make a file", make_file, EACCES, ENOSYS, 1 },
	{ "make a folder", make_folder, EACCES, ENOSYS, 1 },
	{ "remove a file", remove_file, EACCES, -SIGSYS, 1 },
	/* Network. */
	{ "connect to another port", connect_to_other, EACCES, 0, 4 },
	{ "connect by MPTCP", connect_by_mptcp, ANY, ENOSYS, 1 },
	{ "connect by fast open", connect_by_fast_open, ANY, ENOSYS, 1 },
	{ "bind a port", bind_port, EACCES, ENOSYS, 4 },
	{ "listen", listen_unbound, ANY, -SIGSYS, 1 },
	{ "open a Unix socket", open_unix, 0, ENOSYS, 1 },
	{ "connect to an abstract socket", connect_to_abstract, EPERM, ENOSYS,
	  6 },
	{ "make a pair of datagram sockets", open_pair_of_datagrams, 0, ENOSYS,
	  1 },
	{ "open netlink, route", open_route, 0, ENOSYS, 1 },
	{ "open netlink, audit", open_audit, ANY, ENOSYS, 1 },
	{ "open a packet socket", open_packet, ANY, ENOSYS, 1 },
	{ "open a raw socket", open_raw, ANY, ENOSYS, 1 },
	/* Processes. */
	{ "run a program", run_program, EACCES, -SIGSYS, 1 },
	{ "start a process", start_process, 0, ENOSYS, 1 },
	{ "trace a process", trace_process, EPERM, -SIGSYS, 1 },
	{ "signal a process", signal_process, EPERM, -SIGSYS, 6 },
	{ "signal a thread", signal_thread, EPERM, ENOSYS, 6 },
	/* The rest of the kernel. */
	{ "make executable memory", make_executable_memory, 0, ENOSYS, 1 },
	{ "make memory executable", make_memory_executable, 0, ENOSYS, 1 },
	{ "change a limit", change_limit, 0, ENOSYS, 1 },
	{ "become dumpable", become_dumpable, 0, ENOSYS, 1 },
	{ "type at the terminal", type_for_the_user, 0, ENOSYS, 1 },
	{ "look for the kernel's keys", read_keyring, ANY, -SIGSYS, 1 },
	{ "enter a namespace", leave_for_a_namespace, ANY, -SIGSYS, 1 },
};

const size_t crossing_count = sizeof(crossings) / sizeof(crossings[0]);
