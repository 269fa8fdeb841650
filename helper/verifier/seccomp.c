#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <sched.h>
#include <seccomp.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <unistd.h>

#include "helper/verifier/seccomp.h"

/* Of the second argument of socket(2); the rest are flags. */
#define TYPE 0xf
/* An int, whatever stands in the upper half of its register. */
#define INT 0xffffffff
#define WRITING (O_ACCMODE | O_CREAT | O_TRUNC | O_APPEND)
#define SOCKET(family, type, protocol)                         \
	{                                                      \
		SCMP_SYS(socket),                              \
		{                                              \
			{ 0, INT, family }, { 1, TYPE, type }, \
			{                                      \
				2, INT, protocol               \
			}                                      \
		}                                              \
	}

/* Of clone(2). */
enum {
#ifdef __s390__
	CLONE_FLAGS = 1,
#else
	CLONE_FLAGS = 0,
#endif
};

enum {
	CONDITIONS_MAX = 3
};

/* The argument, under the mask, has that value. */
struct condition {
	unsigned int argument;
	uint64_t mask;
	uint64_t value;
};

/* All conditions hold; the first one without a mask ends them. */
struct rule {
	int call;
	struct condition conditions[CONDITIONS_MAX];
};

/* clang-format off */
/* Those of 32-bit machines are not known elsewhere, and then left out. */
static const int allowed[] = {
	/* files */
	SCMP_SYS(read), SCMP_SYS(readv), SCMP_SYS(pread64), SCMP_SYS(write),
	SCMP_SYS(writev), SCMP_SYS(close), SCMP_SYS(lseek), SCMP_SYS(_llseek),
	SCMP_SYS(fstat), SCMP_SYS(fstat64), SCMP_SYS(stat), SCMP_SYS(stat64),
	SCMP_SYS(lstat), SCMP_SYS(lstat64), SCMP_SYS(newfstatat),
	SCMP_SYS(fstatat64), SCMP_SYS(statx), SCMP_SYS(access),
	SCMP_SYS(faccessat), SCMP_SYS(faccessat2),
	/* sockets, and waiting for them */
	SCMP_SYS(connect), SCMP_SYS(getsockname), SCMP_SYS(getpeername),
	SCMP_SYS(getsockopt), SCMP_SYS(setsockopt), SCMP_SYS(shutdown),
	SCMP_SYS(send), SCMP_SYS(recv), SCMP_SYS(recvfrom), SCMP_SYS(recvmsg),
	SCMP_SYS(recvmmsg), SCMP_SYS(poll), SCMP_SYS(ppoll),
	SCMP_SYS(ppoll_time64), SCMP_SYS(select), SCMP_SYS(_newselect),
	SCMP_SYS(pselect6), SCMP_SYS(pselect6_time64), SCMP_SYS(epoll_create1),
	SCMP_SYS(epoll_ctl), SCMP_SYS(epoll_wait), SCMP_SYS(epoll_pwait),
	SCMP_SYS(eventfd2), SCMP_SYS(pipe), SCMP_SYS(pipe2),
	/* memory */
	SCMP_SYS(brk), SCMP_SYS(munmap), SCMP_SYS(mremap), SCMP_SYS(madvise),
	SCMP_SYS(mlock), SCMP_SYS(mlock2), SCMP_SYS(munlock),
	/* threads and signals */
	SCMP_SYS(futex), SCMP_SYS(futex_time64), SCMP_SYS(set_robust_list),
	SCMP_SYS(rseq), SCMP_SYS(gettid), SCMP_SYS(sched_yield),
	SCMP_SYS(sched_getaffinity), SCMP_SYS(exit), SCMP_SYS(exit_group),
	SCMP_SYS(rt_sigaction), SCMP_SYS(rt_sigprocmask),
	SCMP_SYS(rt_sigreturn), SCMP_SYS(sigreturn), SCMP_SYS(sigaltstack),
	SCMP_SYS(restart_syscall),
	/* time, chance, and who one is */
	SCMP_SYS(clock_gettime), SCMP_SYS(clock_gettime64),
	SCMP_SYS(clock_getres), SCMP_SYS(clock_nanosleep),
	SCMP_SYS(clock_nanosleep_time64), SCMP_SYS(nanosleep),
	SCMP_SYS(gettimeofday), SCMP_SYS(time), SCMP_SYS(getrandom),
	SCMP_SYS(getpid), SCMP_SYS(getuid), SCMP_SYS(getuid32),
	SCMP_SYS(geteuid), SCMP_SYS(geteuid32), SCMP_SYS(getgid),
	SCMP_SYS(getgid32), SCMP_SYS(getegid), SCMP_SYS(getegid32),
	SCMP_SYS(uname), SCMP_SYS(sysinfo), SCMP_SYS(getrlimit),
	SCMP_SYS(ugetrlimit),
};

static const struct rule allowed_if[] = {
	{ SCMP_SYS(open), { { 1, WRITING, O_RDONLY } } },
	{ SCMP_SYS(openat), { { 2, WRITING, O_RDONLY } } },
	{ SCMP_SYS(fcntl), { { 1, INT, F_GETFD } } },
	{ SCMP_SYS(fcntl), { { 1, INT, F_SETFD } } },
	{ SCMP_SYS(fcntl), { { 1, INT, F_GETFL } } },
	{ SCMP_SYS(fcntl), { { 1, INT, F_SETFL } } },
	{ SCMP_SYS(fcntl64), { { 1, INT, F_GETFD } } },
	{ SCMP_SYS(fcntl64), { { 1, INT, F_SETFD } } },
	{ SCMP_SYS(fcntl64), { { 1, INT, F_GETFL } } },
	{ SCMP_SYS(fcntl64), { { 1, INT, F_SETFL } } },
	{ SCMP_SYS(ioctl), { { 1, INT, FIONREAD } } },
	{ SCMP_SYS(ioctl), { { 1, INT, FIONBIO } } },
	{ SCMP_SYS(mmap), { { 2, PROT_EXEC, 0 } } },
	{ SCMP_SYS(mmap2), { { 2, PROT_EXEC, 0 } } },
	{ SCMP_SYS(mprotect), { { 2, PROT_EXEC, 0 } } },
	{ SCMP_SYS(clone), { { CLONE_FLAGS, CLONE_THREAD, CLONE_THREAD } } },
	/* Only to look. */
	{ SCMP_SYS(prlimit64), { { 2, UINT64_MAX, 0 } } },
	SOCKET(AF_INET, SOCK_STREAM, 0),
	SOCKET(AF_INET, SOCK_STREAM, IPPROTO_TCP),
	SOCKET(AF_INET, SOCK_DGRAM, 0),
	SOCKET(AF_INET, SOCK_DGRAM, IPPROTO_UDP),
	SOCKET(AF_INET6, SOCK_STREAM, 0),
	SOCKET(AF_INET6, SOCK_STREAM, IPPROTO_TCP),
	SOCKET(AF_INET6, SOCK_DGRAM, 0),
	SOCKET(AF_INET6, SOCK_DGRAM, IPPROTO_UDP),
	/* libcurl wakes itself up. Of a pair of datagram sockets, one could be
	   connected elsewhere. */
	{ SCMP_SYS(socketpair),
	  { { 0, INT, AF_UNIX }, { 1, TYPE, SOCK_STREAM } } },
	/* Fast open would connect past Landlock. */
	{ SCMP_SYS(sendto), { { 3, MSG_FASTOPEN, 0 } } },
	{ SCMP_SYS(sendmsg), { { 2, MSG_FASTOPEN, 0 } } },
	{ SCMP_SYS(sendmmsg), { { 3, MSG_FASTOPEN, 0 } } },
};

/* What one that goes through such a socket may open. */
static const struct rule unix_socket = SOCKET(AF_UNIX, SOCK_STREAM, 0);

/* What only an attacker would try. */
static const int deadly[] = {
	SCMP_SYS(execve), SCMP_SYS(execveat), SCMP_SYS(fork), SCMP_SYS(vfork),
	SCMP_SYS(ptrace), SCMP_SYS(process_vm_readv),
	SCMP_SYS(process_vm_writev), SCMP_SYS(pidfd_getfd), SCMP_SYS(kill),
	SCMP_SYS(tkill), SCMP_SYS(listen), SCMP_SYS(accept), SCMP_SYS(accept4),
	SCMP_SYS(add_key), SCMP_SYS(request_key), SCMP_SYS(keyctl),
	SCMP_SYS(bpf), SCMP_SYS(perf_event_open), SCMP_SYS(io_uring_setup),
	SCMP_SYS(userfaultfd), SCMP_SYS(mount), SCMP_SYS(umount2),
	SCMP_SYS(chroot), SCMP_SYS(pivot_root), SCMP_SYS(unshare),
	SCMP_SYS(setns), SCMP_SYS(open_by_handle_at), SCMP_SYS(creat),
	SCMP_SYS(unlink), SCMP_SYS(unlinkat), SCMP_SYS(rename),
	SCMP_SYS(renameat), SCMP_SYS(renameat2),
};
/* clang-format on */

static int add_rule(scmp_filter_ctx filter, const struct rule *rule)
{
	struct scmp_arg_cmp compare[CONDITIONS_MAX];
	unsigned int count = 0;

	for (; count < CONDITIONS_MAX && rule->conditions[count].mask; count++)
		compare[count] = (struct scmp_arg_cmp){
			.arg = rule->conditions[count].argument,
			.op = SCMP_CMP_MASKED_EQ,
			.datum_a = rule->conditions[count].mask,
			.datum_b = rule->conditions[count].value,
		};
	return seccomp_rule_add_array(filter, SCMP_ACT_ALLOW, rule->call, count,
				      compare);
}

/* A failed assertion may end the process itself, by a signal. */
static int allow_abort(scmp_filter_ctx filter)
{
	const struct rule own = { SCMP_SYS(tgkill),
				  { { 0, INT, (uint64_t)getpid() } } };

	return add_rule(filter, &own);
}

static int allow(scmp_filter_ctx filter)
{
	int r = allow_abort(filter);

	for (size_t i = 0; r == 0 && i < sizeof(allowed) / sizeof(*allowed);
	     i++)
		r = seccomp_rule_add(filter, SCMP_ACT_ALLOW, allowed[i], 0);
	for (size_t i = 0;
	     r == 0 && i < sizeof(allowed_if) / sizeof(*allowed_if); i++)
		r = add_rule(filter, &allowed_if[i]);
	return r;
}

/* Where the kernel cannot end a process, these are answered as the rest. */
static void forbid(scmp_filter_ctx filter)
{
	for (size_t i = 0; i < sizeof(deadly) / sizeof(*deadly); i++)
		(void)seccomp_rule_add(filter, SCMP_ACT_KILL_PROCESS, deadly[i],
				       0);
}

int seccomp_enforce(bool unix_sockets)
{
	scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ERRNO(ENOSYS));
	int r;

	if (!filter)
		return ENOMEM;
	/* What the kernel says, and not what libseccomp makes of it. */
	(void)seccomp_attr_set(filter, SCMP_FLTATR_API_SYSRAWRC, 1);
	r = allow(filter);
	if (r == 0 && unix_sockets)
		r = add_rule(filter, &unix_socket);
	if (r == 0) {
		forbid(filter);
		r = seccomp_load(filter);
	}
	seccomp_release(filter);
	return -r;
}
