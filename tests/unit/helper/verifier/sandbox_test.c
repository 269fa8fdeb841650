#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "helper/verifier/landlock.h"
#include "helper/verifier/sandbox.h"
#include "helper/verifier/seccomp.h"
#include "tests/unit/helper/verifier/crossings.h"
#include "tests/unit/helper/verifier/fixture.h"
#include "tests/unit/helper/verifier/suites.h"

static struct outside outside;

/* Of a definition whose step asks the server that is allowed. */
static struct inquiry asked;

static int serve(void)
{
	struct sockaddr_in address = {
		.sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK),
	};
	socklen_t length = sizeof(address);
	int s = socket(AF_INET, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(s, (struct sockaddr *)&address, sizeof(address)),
			 0);
	ck_assert_int_eq(listen(s, 8), 0);
	ck_assert_int_eq(getsockname(s, (struct sockaddr *)&address, &length),
			 0);
	return ntohs(address.sin_port);
}

/* Where the kernel chooses the name. */
static void serve_abstract(void)
{
	struct sockaddr_un address = { .sun_family = AF_UNIX };
	socklen_t length = sizeof(address);
	int s = socket(AF_UNIX, SOCK_STREAM, 0);

	ck_assert_int_eq(bind(s, (struct sockaddr *)&address,
			      sizeof(address.sun_family)),
			 0);
	ck_assert_int_eq(listen(s, 8), 0);
	ck_assert_int_eq(getsockname(s, (struct sockaddr *)&address, &length),
			 0);
	outside.abstract =
		strndup(address.sun_path + 1,
			length - offsetof(struct sockaddr_un, sun_path) - 1);
}

static void read_inquiry(void)
{
	char text[512];
	struct error e = { 0 };
	int length = snprintf(
		text, sizeof(text),
		"password=" FIXTURE_TOKEN "\n\nprovider sample {\n"
		"title = \"Sample\"\nhosts = {\"127.0.0.1:%d\"}\n"
		"headers = {\"Authorization: Bearer {token}\"}\n"
		"verify one { get = \"http://127.0.0.1:%d/\"\n"
		"outcome { status = 200 pointer = \"/id\" verdict = ok } }\n"
		"}\n",
		outside.allowed, outside.allowed);

	ck_assert_msg(fixture_read(text, (size_t)length, &asked, &e) ==
			      STATUS_OK,
		      "%s", e.message);
}

static void set_up(void)
{
	int fd;

	strcpy(outside.folder, "/tmp/ringbearer-confine.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(outside.folder));
	(void)snprintf(outside.file, sizeof(outside.file), "%.40s/file",
		       outside.folder);
	fd = open(outside.file, O_WRONLY | O_CREAT, 0600);
	ck_assert_int_eq(write(fd, "x", 1), 1);
	(void)close(fd);
	outside.allowed = serve();
	outside.other = serve();
	serve_abstract();
	read_inquiry();
	outside.process = fork();
	if (outside.process == 0) {
		(void)prctl(PR_SET_PDEATHSIG, SIGKILL);
		for (;;)
			(void)pause();
	}
}

static void tear_down(void)
{
	char command[128];

	(void)kill(outside.process, SIGKILL);
	(void)waitpid(outside.process, NULL, 0);
	(void)snprintf(command, sizeof(command), "%.40s/new", outside.folder);
	(void)unlink(command);
	(void)snprintf(command, sizeof(command), "%.40s/folder",
		       outside.folder);
	(void)rmdir(command);
	(void)unlink(outside.file);
	(void)rmdir(outside.folder);
	free(outside.abstract);
	inquiry_clear(&asked);
}

static bool by_landlock(void)
{
	struct landlock l;

	landlock_begin(&l);
	landlock_allow_file(&l, "/etc/hosts");
	landlock_allow_file(&l, "/nonexistent");
	landlock_allow_port(&l, (uint16_t)outside.allowed);
	return landlock_enforce(&l);
}

static bool by_seccomp(void)
{
	return seccomp_enforce(false) == 0;
}

static bool by_both(void)
{
	const struct sequence s = { .items = &asked, .count = 1 };
	struct confinement c;

	confine(&s, &c);
	return c.files && c.calls;
}

/* As for requests that are passed on. */
static bool by_place(void)
{
	char url[64];
	const struct request r = { .url = url };
	struct confinement c;

	(void)snprintf(url, sizeof(url), "https://127.0.0.1:%d/path",
		       outside.allowed);
	confine_to(&r, &c);
	return c.files && c.calls;
}

enum {
	NOT_CONFINED = 200
};

/* What came of an attempt in a process confined like that. */
static int try_to(const struct crossing *crossing, bool (*enforce)(void))
{
	const struct rlimit none = { 0, 0 };
	int state = 0;
	pid_t pid = fork();

	if (pid == 0) {
		(void)setrlimit(RLIMIT_CORE, &none);
		(void)signal(SIGABRT, SIG_DFL);
		_exit(enforce() ? crossing->attempt(&outside) : NOT_CONFINED);
	}
	ck_assert_int_eq(waitpid(pid, &state, 0), pid);
	return WIFEXITED(state) ? WEXITSTATUS(state) : -WTERMSIG(state);
}

static int version(void)
{
	struct landlock l;

	landlock_begin(&l);
	if (l.ruleset >= 0)
		(void)close(l.ruleset);
	return l.version;
}

static bool is_there(bool there, const char *what)
{
	if (!there)
		printf("skip - confine: this kernel offers no %s\n", what);
	return there;
}

START_TEST(landlock_keeps_inside)
{
	const struct crossing *c = &crossings[_i];
	int came;

	if (!is_there(version() >= c->since, c->name))
		return;
	came = try_to(c, by_landlock);
	ck_assert_msg(c->landlock == ANY || came == c->landlock, "%s: %d",
		      c->name, came);
}
END_TEST

START_TEST(seccomp_keeps_inside)
{
	const struct crossing *c = &crossings[_i];
	int came = try_to(c, by_seccomp);

	if (!is_there(came != NOT_CONFINED, "seccomp"))
		return;
	ck_assert_msg(c->seccomp == ANY || came == c->seccomp, "%s: %d",
		      c->name, came);
}
END_TEST

/* What one of them forbids, both together forbid; seccomp comes first. */
START_TEST(both_keep_inside)
{
	const struct crossing *c = &crossings[_i];
	int came;

	if (!is_there(version() >= c->since, c->name))
		return;
	for (int i = 0; i < 2; i++) {
		came = try_to(c, i ? by_place : by_both);
		if (!is_there(came != NOT_CONFINED, "seccomp"))
			return;
		ck_assert_msg(came == (c->seccomp == 0 || c->seccomp == ANY
					       ? c->landlock
					       : c->seccomp),
			      "%s: %d", c->name, came);
	}
}
END_TEST

static bool by_socket(void)
{
	const struct request r = { .url = "http://127.0.0.1/",
				   .socket = "/run/socket" };
	struct confinement c;

	confine_to(&r, &c);
	return c.files && c.calls;
}

/* Beside it there is no name, file or port that is wanted. */
static const struct {
	const char *name;
	int came;
} beside[] = {
	{ "open a Unix socket", 0 },
	{ "connect to a port that is allowed", EACCES },
	{ "read /etc/hosts", EACCES },
	{ "read /etc/passwd", EACCES },
	{ "connect to an abstract socket", EPERM },
	{ "make a pair of datagram sockets", ENOSYS },
};

START_TEST(a_unix_socket_is_all_that_it_gets)
{
	const struct crossing *c = crossings;
	int came;

	while (strcmp(c->name, beside[_i].name) != 0)
		c++;
	if (!is_there(version() >= 6, c->name))
		return;
	came = try_to(c, by_socket);
	if (!is_there(came != NOT_CONFINED, "seccomp"))
		return;
	ck_assert_int_eq(came, beside[_i].came);
}
END_TEST

static const char *const possible[] = {
	"read /etc/passwd",
	"append to a file",
	"truncate a file",
	"make a file",
	"make a folder",
	"remove a file",
	"connect to another port",
	"connect to an abstract socket",
	"bind a port",
	"run a program",
	"signal a process",
	"start a process",
};

static bool by_nothing(void)
{
	return true;
}

/* Else what is forbidden above might be impossible anyway. */
START_TEST(nothing_else_keeps_inside)
{
	const struct crossing *c = crossings;

	while (strcmp(c->name, possible[_i]) != 0)
		c++;
	ck_assert_msg(try_to(c, by_nothing) == 0, "%s", c->name);
}
END_TEST

static const struct {
	struct confinement c;
	const char *said;
} words[] = {
	{ { true, true, true, 0, 7, true, 0 },
	  "confined by landlock (files, network, signals), seccomp\n" },
	{ { true, false, false, 0, 3, true, 0 },
	  "confined by landlock (files), seccomp\n"
	  "not by landlock (network, signals): the kernel's is version 3\n" },
	{ { false, false, false, ENOSYS, 0, true, 0 },
	  "confined by seccomp\n"
	  "not by landlock (files, network, signals): the kernel has none\n" },
	{ { true, true, true, 0, 7, false, EPERM },
	  "confined by landlock (files, network, signals)\n"
	  "not by seccomp: it is forbidden here\n" },
	{ { false, false, false, EOPNOTSUPP, 0, false, ENOSYS },
	  "not confined by the kernel\n"
	  "not by landlock (files, network, signals): it is switched off; "
	  "seccomp: the kernel has none\n" },
};

START_TEST(says_what_is_in_force)
{
	struct buffer out = { 0 };

	confinement_describe(&words[_i].c, &out);
	ck_assert_str_eq(out.data, words[_i].said);
	buffer_clear(&out);
}
END_TEST

static const struct {
	const char *url;
	int port;
} urls[] = {
	{ "https://api.example.org/me", 443 },
	{ "https://api.example.org:8443/me?at=1:2", 8443 },
	{ "https://[2001:db8::1]/", 443 },
	{ "https://[2001:db8::1]:8443/", 8443 },
	{ "http://127.0.0.1:8080/a:1", 8080 },
	{ "http://[::1]:65535/", 65535 },
};

static const struct {
	const char *proxy;
	int port;
} proxies[] = {
	{ NULL, 0 },
	{ "", 0 },
	{ "proxy.example", 1080 },
	{ "proxy.example:3128", 3128 },
	{ "http://proxy.example:3128/", 3128 },
	{ "http://proxy.example/", 1080 },
	{ "https://proxy.example", 443 },
	{ "HTTPS://proxy.example:8443", 8443 },
	{ "socks5h://proxy.example", 1080 },
	{ "http://me:pass:word@proxy.example:3128", 3128 },
	{ "me:1234@proxy.example", 1080 },
	{ "http://a@b:77@proxy.example:3128", 3128 },
	{ "http://[::1]:3128", 3128 },
	{ "[::1]", 1080 },
	{ "proxy.example:", 1080 },
	{ "proxy.example:0", 0 },
	{ "proxy.example:65536", 0 },
	{ "proxy.example:123456", 0 },
	{ "proxy.example:31x8", 0 },
};

START_TEST(reads_the_port_of_a_url)
{
	ck_assert_int_eq(port_of_url(urls[_i].url), urls[_i].port);
}
END_TEST

START_TEST(reads_the_port_of_a_proxy)
{
	ck_assert_int_eq(port_of_proxy(proxies[_i].proxy), proxies[_i].port);
}
END_TEST

Suite *confine_suite(void)
{
#ifdef __SANITIZE_ADDRESS__ /* which needs more than the product does */
	int count = 0;
#else
	int count = (int)crossing_count;
#endif
	Suite *suite = suite_create("verifier/confine");
	TCase *c = tcase_create("confine");
	TCase *w = tcase_create("words");
	TCase *p = tcase_create("ports");

	tcase_add_checked_fixture(c, set_up, tear_down);
	tcase_add_loop_test(c, nothing_else_keeps_inside, 0,
			    sizeof(possible) / sizeof(possible[0]));
	tcase_add_loop_test(c, landlock_keeps_inside, 0, count);
	tcase_add_loop_test(c, seccomp_keeps_inside, 0, count);
	tcase_add_loop_test(c, both_keep_inside, 0, count);
	if (count > 0)
		tcase_add_loop_test(c, a_unix_socket_is_all_that_it_gets, 0,
				    sizeof(beside) / sizeof(beside[0]));
	suite_add_tcase(suite, c);
	tcase_add_loop_test(w, says_what_is_in_force, 0,
			    sizeof(words) / sizeof(words[0]));
	suite_add_tcase(suite, w);
	tcase_add_loop_test(p, reads_the_port_of_a_url, 0,
			    sizeof(urls) / sizeof(urls[0]));
	tcase_add_loop_test(p, reads_the_port_of_a_proxy, 0,
			    sizeof(proxies) / sizeof(proxies[0]));
	suite_add_tcase(suite, p);
	return suite;
}
