#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/time.h>
#include <unistd.h>

#include "tests/sim/choose.h"
#include "tests/sim/journal.h"
#include "tests/sim/relay.h"

enum {
	HEAD_SIZE = 16 * 1024,
	NAME_SIZE = 256,
	HEAD_SECONDS = 30
};

/* One direction of a tunnel. */
struct pipe_ends {
	int from;
	int to;
};

static struct sockaddr_in server;
static int listener = -1;

static bool send_all(int fd, const char *data, size_t len)
{
	while (len > 0) {
		ssize_t sent = send(fd, data, len, MSG_NOSIGNAL);

		if (sent <= 0)
			return false;
		data += sent;
		len -= (size_t)sent;
	}
	return true;
}

/* An end passes on as an end; a reader that left ends both directions. */
static void *pump(void *arg)
{
	const struct pipe_ends *ends = arg;
	char buf[16 * 1024];
	ssize_t len;

	while ((len = recv(ends->from, buf, sizeof(buf), 0)) > 0)
		if (!send_all(ends->to, buf, (size_t)len))
			break;
	(void)shutdown(ends->to, len == 0 ? SHUT_WR : SHUT_RDWR);
	if (len != 0)
		(void)shutdown(ends->from, SHUT_RDWR);
	return NULL;
}

static void tunnel(int client, int upstream)
{
	struct pipe_ends up = { client, upstream }, down = { upstream, client };
	pthread_t other;

	if (pthread_create(&other, NULL, pump, &up) != 0)
		return;
	(void)pump(&down);
	(void)pthread_join(other, NULL);
}

/* Byte by byte, so that nothing of what follows is taken. */
static bool read_head(int client, char *head)
{
	const struct timeval limit = { .tv_sec = HEAD_SECONDS };
	const struct timeval none = { 0 };
	size_t len = 0;

	(void)setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &limit,
			 sizeof(limit));
	while (len < HEAD_SIZE - 1 && recv(client, head + len, 1, 0) == 1) {
		head[++len] = '\0';
		if (len >= 4 && strcmp(head + len - 4, "\r\n\r\n") == 0)
			break;
	}
	(void)setsockopt(client, SOL_SOCKET, SO_RCVTIMEO, &none, sizeof(none));
	return len >= 4 && strcmp(head + len - 4, "\r\n\r\n") == 0;
}

/* Logs what was asked for and says whether it is allowed. */
static bool admit(const char *head)
{
	const char *leak = strstr(head, "sim-") ? " LEAK" : "";
	char host[NAME_SIZE], port[6], shown[NAME_SIZE];
	bool good;

	if (sscanf(head, "CONNECT %255[^: \r\n]:%5[0-9] HTTP/1.", host, port) !=
	    2) {
		journal("PROXY not a CONNECT 403%s", leak);
		return false;
	}
	good = choose_knows_host(host) && strcmp(port, "443") == 0;
	journal("CONNECT %s:%s %s%s", journal_value(host, shown, sizeof(shown)),
		port, good ? "200" : "403", leak);
	return good;
}

/* Small answers are not to wait for an acknowledgement (RFC 896). */
static void send_at_once(int socket)
{
	const int yes = 1;

	(void)setsockopt(socket, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof(yes));
}

static void serve(int client)
{
	static const char refused[] = "HTTP/1.1 403 Forbidden\r\n"
				      "Content-Length: 0\r\n"
				      "Connection: close\r\n\r\n";
	static const char taken[] = "HTTP/1.1 200 Connection established"
				    "\r\n\r\n";
	char head[HEAD_SIZE];
	int upstream;

	if (!read_head(client, head))
		return;
	if (!admit(head)) {
		(void)send_all(client, refused, strlen(refused));
		return;
	}
	upstream = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (upstream == -1)
		return;
	send_at_once(client);
	send_at_once(upstream);
	if (connect(upstream, (struct sockaddr *)&server, sizeof(server)) ==
		    0 &&
	    send_all(client, taken, strlen(taken)))
		tunnel(client, upstream);
	(void)close(upstream);
}

static void *serve_thread(void *arg)
{
	int client = (int)(intptr_t)arg;

	serve(client);
	(void)close(client);
	return NULL;
}

static void *accept_thread(void *arg)
{
	pthread_t thread;

	for (;;) {
		int client = accept4(listener, NULL, NULL, SOCK_CLOEXEC);

		if (client == -1)
			continue;
		if (pthread_create(&thread, NULL, serve_thread,
				   (void *)(intptr_t)client) == 0)
			(void)pthread_detach(thread);
		else
			(void)close(client);
	}
	return arg;
}

uint16_t relay_start(uint16_t server_port)
{
	struct sockaddr_in address = { .sin_family = AF_INET };
	socklen_t size = sizeof(address);
	pthread_t thread;

	address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
	server = address;
	server.sin_port = htons(server_port);
	listener = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
	if (listener == -1 ||
	    bind(listener, (struct sockaddr *)&address, size) == -1 ||
	    listen(listener, SOMAXCONN) == -1 ||
	    getsockname(listener, (struct sockaddr *)&address, &size) == -1 ||
	    pthread_create(&thread, NULL, accept_thread, NULL) != 0)
		return 0;
	(void)pthread_detach(thread);
	return ntohs(address.sin_port);
}
