#include <bsd/readpassphrase.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "helper/system/harden.h"
#include "helper/system/terminal.h"
#include "protocol/core/memory.h"

enum {
	/* A terminal's line holds 4095 bytes, N_TTY_BUF_SIZE in Linux. */
	TYPED_MAX = 4096,
	ANSWER_MAX = 64,
};

bool terminal_is_forbidden(void)
{
	static const char *const no[] = { "", "0", "no", "off", "false" };
	const char *value = getenv("GIT_TERMINAL_PROMPT");

	for (size_t i = 0; value && i < sizeof(no) / sizeof(no[0]); i++)
		if (strcasecmp(value, no[i]) == 0)
			return true;
	return false;
}

bool terminal_has_person(void)
{
	return isatty(STDIN_FILENO) && isatty(STDERR_FILENO) &&
	       !terminal_is_forbidden();
}

static bool is_set(const char *name)
{
	const char *value = getenv(name);

	return value && value[0];
}

static bool has_terminal(void)
{
	int fd = open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC);

	if (fd >= 0)
		(void)close(fd);
	return fd >= 0;
}

bool terminal_may_prompt(void)
{
	return !terminal_is_forbidden() &&
	       (is_set("DISPLAY") || is_set("WAYLAND_DISPLAY") ||
		has_terminal());
}

int terminal_width(int fd)
{
	struct winsize size;

	if (!isatty(fd) || ioctl(fd, TIOCGWINSZ, &size) != 0)
		return 0;
	return size.ws_col ? size.ws_col : 80;
}

bool terminal_has_color(int fd)
{
	const char *no = getenv("NO_COLOR");
	const char *term = getenv("TERM");

	return isatty(fd) && !(no && *no) && term && strcmp(term, "dumb") != 0;
}

static enum status nobody(struct error *e)
{
	return error_set(e, STATUS_USAGE, "nobody is there to be asked");
}

enum status terminal_ask(const char *question, char *out, size_t size,
			 struct error *e)
{
	ssize_t got;

	if (!terminal_has_person())
		return nobody(e);
	dprintf(STDERR_FILENO, "%s", question);
	do
		got = read(STDIN_FILENO, out, size - 1);
	while (got < 0 && errno == EINTR);
	if (got <= 0) {
		dprintf(STDERR_FILENO, "\n");
		return error_set(e, STATUS_USAGE, "no answer was given");
	}
	out[got] = '\0';
	out[strcspn(out, "\n")] = '\0';
	return STATUS_OK;
}

enum status terminal_confirm(const char *question, bool *yes, struct error *e)
{
	char answer[ANSWER_MAX];
	enum status status = terminal_ask(question, answer, sizeof(answer), e);

	*yes = status == STATUS_OK && (*answer == 'y' || *answer == 'Y');
	return status;
}

enum status terminal_ask_secret(const char *question, char **out,
				struct error *e)
{
	*out = NULL;
	if (!terminal_has_person())
		return nobody(e);
	*out = secret_alloc(TYPED_MAX);
	if (readpassphrase(question, *out, TYPED_MAX,
			   RPP_ECHO_OFF | RPP_REQUIRE_TTY) &&
	    **out && strlen(*out) < TYPED_MAX - 2)
		return STATUS_OK;
	if (**out) {
		error_set(e, STATUS_USAGE,
			  "that is longer than a terminal's line can be");
		error_hint(e, "put it into a file, and give that as standard "
			      "input");
	} else {
		error_set(e, STATUS_USAGE, "nothing was typed");
	}
	secret_free(*out);
	*out = NULL;
	return STATUS_USAGE;
}

static void start_browser(const char *address, bool stays)
{
	const char *words[] = { "xdg-open", address, NULL };
	int null = open("/dev/null", O_RDWR);

	harden_undo();
	if (stays) {
		(void)dup2(STDERR_FILENO, STDOUT_FILENO);
	} else {
		(void)setsid();
		for (int fd = STDIN_FILENO; fd <= STDERR_FILENO; fd++)
			(void)dup2(null, fd);
	}
	(void)execvp(words[0], (char *const *)words);
	_exit(127);
}

/* xdg-open ends with the browser, if that was not running yet. */
bool terminal_open_page(const char *address, bool stays)
{
	const struct timespec look = { .tv_nsec = 20 * 1000 * 1000 };
	const int looks = 100;
	int state = 0;
	pid_t ended = 0;
	pid_t pid;

	if (strncmp(address, "https://", 8) != 0 || (pid = fork()) < 0)
		return false;
	if (pid == 0)
		start_browser(address, stays);
	for (int i = 0; ended == 0 && i < looks; i += !stays) {
		ended = waitpid(pid, &state, stays ? 0 : WNOHANG);
		if (ended < 0 && errno == EINTR)
			ended = 0;
		if (ended == 0)
			(void)nanosleep(&look, NULL);
	}
	return ended == 0 ||
	       (ended == pid && WIFEXITED(state) && WEXITSTATUS(state) == 0);
}
