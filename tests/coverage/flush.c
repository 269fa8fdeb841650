/*
 * Linked into all that `make coverage` builds, by means of the linker's --wrap:
 * has the counters written where a process ends without exit(3), in the module
 * that the program loads, and behind a confinement that forbids to write.
 */
#include <dlfcn.h>
#include <gcov.h>
#include <pthread.h>
#include <semaphore.h>
#include <stdbool.h>
#include <stdlib.h>
#include <unistd.h>

struct landlock;

/* The ones of libc and of the verifier, where that is linked in, too. */
void __real__exit(int code) __attribute__((noreturn));
int __real_raise(int number);
void *__real_dlopen(const char *path, int flags);
bool __real_landlock_enforce(struct landlock *l) __attribute__((weak));
int __real_seccomp_enforce(bool unix_sockets) __attribute__((weak));

void __wrap__exit(int code) __attribute__((noreturn));
int __wrap_raise(int number);
void *__wrap_dlopen(const char *path, int flags);
bool __wrap_landlock_enforce(struct landlock *l);
int __wrap_seccomp_enforce(bool unix_sockets);

/* A module's counters are its own. */
void coverage_flush(void);
static void (*flush_module)(void);

static pid_t writer_of;
static pthread_t writer;
static sem_t ended;

static void *wait_and_write(void *unused)
{
	(void)sem_wait(&ended);
	__gcov_dump();
	return unused;
}

/* Landlock and seccomp confine a thread, and not those that were there. */
static void start_writer(void)
{
	if (writer_of == getpid() || sem_init(&ended, 0, 0) != 0)
		return;
	if (pthread_create(&writer, NULL, wait_and_write, NULL) == 0)
		writer_of = getpid();
}

void coverage_flush(void)
{
	if (flush_module)
		flush_module();
	if (writer_of == 0) {
		__gcov_dump();
	} else if (writer_of == getpid()) {
		(void)sem_post(&ended);
		(void)pthread_join(writer, NULL);
	}
}

/* Before the counters' own destructor, which runs confined. */
static void __attribute__((constructor)) begin(void)
{
	(void)atexit(coverage_flush);
}

void __wrap__exit(int code)
{
	coverage_flush();
	__real__exit(code);
}

int __wrap_raise(int number)
{
	coverage_flush();
	return __real_raise(number);
}

void *__wrap_dlopen(const char *path, int flags)
{
	void *module = __real_dlopen(path, flags);

	if (module)
		*(void **)&flush_module = dlsym(module, "coverage_flush");
	return module;
}

bool __wrap_landlock_enforce(struct landlock *l)
{
	start_writer();
	return __real_landlock_enforce(l);
}

int __wrap_seccomp_enforce(bool unix_sockets)
{
	start_writer();
	return __real_seccomp_enforce(unix_sockets);
}
