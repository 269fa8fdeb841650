/*
 * A small web server for the tests: files below a folder, behind HTTP's Basic
 * authentication. It ends with the process that started it.
 */
#include <fcntl.h>
#include <getopt.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <unistd.h>

struct site {
	const char *root;
	const char *user;
	const char *password;
	const char *port_file;
};

static enum MHD_Result refuse(struct MHD_Connection *connection)
{
	struct MHD_Response *response =
		MHD_create_response_from_buffer(0, NULL,
						MHD_RESPMEM_PERSISTENT);
	enum MHD_Result result =
		MHD_queue_basic_auth_fail_response(connection, "test",
						   response);

	MHD_destroy_response(response);
	return result;
}

static bool is_allowed(struct MHD_Connection *connection,
		       const struct site *site)
{
	char *password = NULL;
	char *user =
		MHD_basic_auth_get_username_password(connection, &password);
	bool allowed = user && password && strcmp(user, site->user) == 0 &&
		       strcmp(password, site->password) == 0;

	MHD_free(user);
	MHD_free(password);
	return allowed;
}

static enum MHD_Result send_file(struct MHD_Connection *connection, int fd)
{
	struct stat st;
	struct MHD_Response *response;
	unsigned int status = MHD_HTTP_OK;
	enum MHD_Result result;

	if (fd >= 0 && fstat(fd, &st) == 0 && S_ISREG(st.st_mode)) {
		response = MHD_create_response_from_fd((size_t)st.st_size, fd);
	} else {
		status = MHD_HTTP_NOT_FOUND;
		response =
			MHD_create_response_from_buffer(0, NULL,
							MHD_RESPMEM_PERSISTENT);
		if (fd >= 0)
			(void)close(fd);
	}
	result = MHD_queue_response(connection, status, response);
	MHD_destroy_response(response);
	return result;
}

static enum MHD_Result answer(void *argument, struct MHD_Connection *connection,
			      const char *url, const char *method,
			      const char *version, const char *body,
			      size_t *body_size, void **state)
{
	const struct site *site = argument;
	char path[4096];

	(void)method;
	(void)version;
	(void)body;
	(void)body_size;
	(void)state;
	if (!is_allowed(connection, site))
		return refuse(connection);
	(void)snprintf(path, sizeof(path), "%s/%s", site->root, url);
	return send_file(connection,
			 strstr(url, "..") ? -1
					   : open(path, O_RDONLY | O_CLOEXEC));
}

static void read_options(int argc, char **argv, struct site *site)
{
	static const struct option options[] = {
		{ "root", required_argument, NULL, 'r' },
		{ "user", required_argument, NULL, 'u' },
		{ "password", required_argument, NULL, 'p' },
		{ "port-file", required_argument, NULL, 'f' },
		{ NULL, 0, NULL, 0 },
	};
	int code;

	while ((code = getopt_long(argc, argv, "", options, NULL)) != -1) {
		if (code == 'r')
			site->root = optarg;
		else if (code == 'u')
			site->user = optarg;
		else if (code == 'p')
			site->password = optarg;
		else if (code == 'f')
			site->port_file = optarg;
		else
			exit(2);
	}
	if (!site->root || !site->user || !site->password || !site->port_file)
		exit(2);
}

static void tell_port(struct MHD_Daemon *daemon, const char *path)
{
	const union MHD_DaemonInfo *info =
		MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
	FILE *file = fopen(path, "w");

	if (!file || fprintf(file, "%u\n", info->port) < 0 || fclose(file))
		exit(1);
}

int main(int argc, char **argv)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	struct site site = { 0 };
	struct MHD_Daemon *daemon;
	sigset_t signals;
	int which;

	(void)prctl(PR_SET_PDEATHSIG, SIGTERM);
	read_options(argc, argv, &site);
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	sigemptyset(&signals);
	sigaddset(&signals, SIGTERM);
	sigaddset(&signals, SIGINT);
	sigprocmask(SIG_BLOCK, &signals, NULL);
	daemon = MHD_start_daemon(MHD_USE_INTERNAL_POLLING_THREAD, 0, NULL,
				  NULL, answer, &site, MHD_OPTION_SOCK_ADDR,
				  &address, MHD_OPTION_END);
	if (!daemon)
		return 1;
	tell_port(daemon, site.port_file);
	sigwait(&signals, &which);
	MHD_stop_daemon(daemon);
	return 0;
}
