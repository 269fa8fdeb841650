#include <arpa/inet.h>
#include <microhttpd.h>
#include <netinet/in.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <time.h>

#include "tests/sim/journal.h"
#include "tests/sim/send.h"
#include "tests/sim/server.h"

enum {
	HOST_SIZE = 256,
	VALUE_SIZE = 200,
	ARGUMENT_SIZE = 1024,
	ECHO_SIZE = 4096, /* of a token that is echoed */
	PEM_SIZE = 16 * 1024
};

static const char *const logged[] = { "User-Agent",	 "Accept",
				      "Notion-Version",	 "Harvest-Account-Id",
				      "Accept-Encoding", "Cookie" };
enum {
	LOGGED = sizeof(logged) / sizeof(*logged)
};

static const char *header(struct MHD_Connection *connection, const char *name)
{
	return MHD_lookup_connection_value(connection, MHD_HEADER_KIND, name);
}

/* For struct request: a header, or behind '?' a query argument. */
static const char *look_up(const void *context, const char *name)
{
	struct MHD_Connection *connection =
		*(struct MHD_Connection *const *)context;

	if (*name != '?')
		return header(connection, name);
	return MHD_lookup_connection_value(connection, MHD_GET_ARGUMENT_KIND,
					   name + 1);
}

static bool holds_token(const char *text)
{
	return text != NULL && strstr(text, "sim-") != NULL;
}

/* Counts in *cls: a token where none has any business. */
static enum MHD_Result count_leak(void *cls, enum MHD_ValueKind kind,
				  const char *name, const char *value)
{
	int *leaks = cls;

	if (kind == MHD_HEADER_KIND && strcasecmp(name, "Authorization") == 0)
		return MHD_YES;
	*leaks += holds_token(name) || holds_token(value);
	return MHD_YES;
}

static const char *scheme(const char *authorization)
{
	if (authorization == NULL)
		return "-";
	if (strncmp(authorization, "Bearer ", 7) == 0)
		return "Bearer";
	return strncmp(authorization, "Basic ", 6) ? "other" : "Basic";
}

static bool leaks(struct MHD_Connection *connection,
		  const struct request *request)
{
	int count = holds_token(request->path);

	(void)MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND,
					count_leak, &count);
	(void)MHD_get_connection_values(connection, MHD_HEADER_KIND, count_leak,
					&count);
	return count > 0 || (request->token != NULL &&
			     choose_is_astray(request->token, request->host));
}

/* For the log: what stands behind the URL's '?', decoded, each of it. */
static enum MHD_Result add_argument(void *cls, enum MHD_ValueKind kind,
				    const char *name, const char *value)
{
	char shown[ARGUMENT_SIZE];

	(void)kind;
	(void)fprintf(cls, " ?%s", journal_value(name, shown, sizeof(shown)));
	(void)fprintf(cls, "=\"%s\"",
		      journal_value(value, shown, sizeof(shown)));
	return MHD_YES;
}

static void log_request(struct MHD_Connection *connection,
			const struct request *request)
{
	char host[VALUE_SIZE], path[VALUE_SIZE], value[VALUE_SIZE];
	char *line = NULL;
	size_t size;
	FILE *out = open_memstream(&line, &size);

	if (out == NULL)
		return;
	for (size_t i = 0; i < LOGGED; i++)
		(void)fprintf(out, " %s=\"%s\"", logged[i],
			      journal_value(header(connection, logged[i]),
					    value, sizeof(value)));
	(void)MHD_get_connection_values(connection, MHD_GET_ARGUMENT_KIND,
					add_argument, out);
	(void)fclose(out);
	journal("%s %s %s Authorization=\"%s\"%s%s", request->method,
		journal_value(request->host, host, sizeof(host)),
		journal_value(request->path, path, sizeof(path)),
		scheme(header(connection, "Authorization")), line,
		leaks(connection, request) ? " LEAK" : "");
	free(line);
}

/* The Host header without the port. */
static void copy_host(struct MHD_Connection *connection, char *host)
{
	const char *value = header(connection, "Host");

	(void)snprintf(host, HOST_SIZE, "%s", value ? value : "");
	host[strcspn(host, ":")] = '\0';
}

/* What an answer that echoes the token has of it. */
struct echo {
	struct person person;
	char percent[3 * ECHO_SIZE + 1];
	char basic[2 * ECHO_SIZE + 1];
};

static void set_basic(const char *token, char *out)
{
	static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "abcdefghijklmnopqrstuvwxyz0123456789+/";
	char text[ECHO_SIZE + 4] = "";
	size_t length = (size_t)snprintf(text, ECHO_SIZE, "a:%s", token);

	for (size_t i = 0; i < length; i += 3) {
		unsigned bits = (unsigned)text[i] << 16 |
				(unsigned)text[i + 1] << 8 |
				(unsigned)text[i + 2];

		for (int shift = 18; shift >= 0; shift -= 6)
			*out++ = digits[bits >> shift & 63];
	}
	*out = '\0';
}

static void set_echo(const char *token, struct choice *choice,
		     struct echo *echo)
{
	char *out = echo->percent;

	echo->person = *choice->person;
	echo->person.token = token;
	for (const char *c = token; *c != '\0'; c++)
		out += snprintf(out, 4, "%%%02X", (unsigned)*c);
	echo->person.percent = echo->percent;
	set_basic(token, echo->basic);
	echo->person.basic = echo->basic;
	choice->person = &echo->person;
}

static enum MHD_Result answer(struct MHD_Connection *connection,
			      const char *method, const char *path)
{
	static const struct answer misdirected = { NULL, "", 421, "", "", 0 };
	const char *authorization = header(connection, "Authorization");
	char host[HOST_SIZE];
	struct request request = { .method = method,
				   .host = host,
				   .path = path,
				   .header = look_up,
				   .context = &connection };
	struct choice choice;
	struct echo echo = { 0 };

	copy_host(connection, host);
	request.account = header(connection, "Harvest-Account-Id");
	if (strcmp(scheme(authorization), "Bearer") == 0)
		request.token = authorization + strlen("Bearer ");
	log_request(connection, &request);
	if (!choose_answer(&request, &choice))
		choice = (struct choice){ &misdirected, &people[0] };
	if (request.token != NULL && strlen(request.token) < ECHO_SIZE - 4)
		set_echo(request.token, &choice, &echo);
	return send_choice(connection, &choice);
}

static struct timespec delay;

void server_delay(long milliseconds)
{
	delay.tv_sec = milliseconds / 1000;
	delay.tv_nsec = milliseconds % 1000 * 1000000;
}

/* microhttpd's handler: the headers first, then uploads, then the end. */
static enum MHD_Result handle(void *cls, struct MHD_Connection *connection,
			      const char *url, const char *method,
			      const char *version, const char *upload,
			      size_t *upload_size, void **state)
{
	static int seen;

	(void)cls, (void)version, (void)upload;
	if (*state == NULL) {
		*state = &seen;
		return MHD_YES;
	}
	if (*upload_size != 0) {
		*upload_size = 0;
		return MHD_YES;
	}
	/* The thread is this connection's alone. */
	(void)nanosleep(&delay, NULL);
	return answer(connection, method, url);
}

/* What microhttpd would print; a refused handshake is part of many tests. */
static void drop_message(void *cls, const char *format, va_list ap)
{
	(void)cls, (void)format, (void)ap;
}

static bool read_pem(const char *directory, const char *name, const char *end,
		     char *pem)
{
	char path[4096];
	FILE *in;
	size_t len;

	(void)snprintf(path, sizeof(path), "%s/%s.%s", directory, name, end);
	in = fopen(path, "re");
	if (in == NULL) {
		perror(path);
		return false;
	}
	len = fread(pem, 1, PEM_SIZE - 1, in);
	pem[len] = '\0';
	(void)fclose(in);
	return true;
}

uint16_t server_start(const char *directory, const char *name)
{
	static char certificate[PEM_SIZE], key[PEM_SIZE];
	struct sockaddr_in address = { .sin_family = AF_INET };
	struct MHD_Daemon *daemon;

	if (!read_pem(directory, name, "pem", certificate) ||
	    !read_pem(directory, name, "key", key))
		return 0;
	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	daemon = MHD_start_daemon(MHD_USE_TLS | MHD_USE_THREAD_PER_CONNECTION |
					  MHD_USE_INTERNAL_POLLING_THREAD |
					  MHD_USE_POLL,
				  0, NULL, NULL, handle, NULL,
				  MHD_OPTION_EXTERNAL_LOGGER, drop_message,
				  NULL, MHD_OPTION_SOCK_ADDR, &address,
				  MHD_OPTION_HTTPS_MEM_CERT, certificate,
				  MHD_OPTION_HTTPS_MEM_KEY, key,
				  MHD_OPTION_CONNECTION_MEMORY_LIMIT,
				  (size_t)256 * 1024, MHD_OPTION_END);
	if (daemon == NULL) {
		(void)fprintf(stderr, "simulator: cannot serve HTTPS\n");
		return 0;
	}
	return MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT)->port;
}
