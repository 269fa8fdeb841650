/*
 * simulator: stands in for the providers' servers; see README.md beside it.
 * It ends on SIGTERM or SIGINT and when the process that started it ends.
 */
#include <getopt.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/prctl.h>
#include <unistd.h>

#include "tests/sim/journal.h"
#include "tests/sim/relay.h"
#include "tests/sim/server.h"

enum {
	USAGE = 2
};

struct options {
	const char *certificates;
	const char *certificate;
	const char *log;
	const char *port_file;
	const char *delay;
};

static int usage(void)
{
	(void)fputs("usage: simulator --certificates DIR [--certificate NAME] "
		    "[--log FILE] [--port-file FILE] "
		    "[--delay MILLISECONDS]\n",
		    stderr);
	return USAGE;
}

static bool read_options(int argc, char **argv, struct options *options)
{
	static const struct option known[] = {
		{ "certificates", required_argument, NULL, 'd' },
		{ "certificate", required_argument, NULL, 'c' },
		{ "log", required_argument, NULL, 'l' },
		{ "port-file", required_argument, NULL, 'p' },
		{ "delay", required_argument, NULL, 'w' },
		{ 0 },
	};
	int c;

	*options = (struct options){ .certificate = "good" };
	while ((c = getopt_long(argc, argv, "", known, NULL)) != -1) {
		if (c == 'd')
			options->certificates = optarg;
		else if (c == 'c')
			options->certificate = optarg;
		else if (c == 'l')
			options->log = optarg;
		else if (c == 'p')
			options->port_file = optarg;
		else if (c == 'w')
			options->delay = optarg;
		else
			return false;
	}
	return options->certificates != NULL && optind == argc;
}

static bool end_with_parent(void)
{
	pid_t parent = getppid();

	return prctl(PR_SET_PDEATHSIG, SIGTERM) == 0 && getppid() == parent;
}

/* To the file, which appears with the port in it, or to standard output. */
static bool tell_port(unsigned port, const char *path)
{
	char temporary[4096];
	FILE *out;

	if (path == NULL)
		return printf("%u\n", port) > 0 && fflush(stdout) == 0;
	(void)snprintf(temporary, sizeof(temporary), "%s.new", path);
	out = fopen(temporary, "we");
	if (out == NULL)
		return false;
	(void)fprintf(out, "%u\n", port);
	return fclose(out) == 0 && rename(temporary, path) == 0;
}

static bool start(const struct options *options)
{
	uint16_t server, relay;

	if (options->log != NULL && !journal_open(options->log)) {
		perror(options->log);
		return false;
	}
	if (options->delay != NULL)
		server_delay(strtol(options->delay, NULL, 10));
	server = server_start(options->certificates, options->certificate);
	if (server == 0)
		return false;
	relay = relay_start(server);
	if (relay == 0 || !tell_port(relay, options->port_file)) {
		perror("simulator");
		return false;
	}
	return true;
}

int main(int argc, char **argv)
{
	struct options options;
	sigset_t ends;
	int received;

	if (!read_options(argc, argv, &options))
		return usage();
	/* Blocked before the first thread starts, so that all inherit it. */
	(void)sigemptyset(&ends);
	(void)sigaddset(&ends, SIGTERM);
	(void)sigaddset(&ends, SIGINT);
	(void)sigprocmask(SIG_BLOCK, &ends, NULL);
	(void)signal(SIGPIPE, SIG_IGN);
	if (!end_with_parent() || !start(&options))
		return EXIT_FAILURE;
	(void)sigwait(&ends, &received);
	/* Not exit(): clients may still hang in answers without an end. */
	_exit(EXIT_SUCCESS);
}
