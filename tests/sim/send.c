#include <poll.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "tests/sim/send.h"

enum {
	HEADER_SIZE = 16 * 1024,
	DROP_NS = 200 * 1000 * 1000,
	PIECE_NS = 5 * 1000 * 1000,
	PIECE = 7
};
static const uint64_t oversized = UINT64_C(8) << 30;

struct body {
	enum behaviour behaviour;
	size_t len;
	char *text;
};

/*
 * A deflate stream of zeros: 4 matches of 258 bytes in each zero byte between
 * head and tail, which has the checksum and the length of the 103,303,201.
 */
static const unsigned char bomb_head[] = {
	0x1f, 0x8b, 8, 0, 0,	0,    0,    0,	  2,	3,    0xed, 0xc1, 1,
	1,    0,    0, 0, 0x82, 0x20, 0xff, 0xaf, 0x6e, 0x48, 0x40, 1,
};
static const unsigned char bomb_tail[] = {
	0xf7, 0x06, 0x5e, 0x6e, 0xb8, 0x46, 0x21, 0x48, 0x28, 0x06,
};
enum {
	BOMB_ZEROS = 100099
};

static char *make_bomb(size_t *len)
{
	char *bomb;

	*len = sizeof(bomb_head) + BOMB_ZEROS + sizeof(bomb_tail);
	bomb = calloc(1, *len);
	if (bomb == NULL)
		return NULL;
	memcpy(bomb, bomb_head, sizeof(bomb_head));
	memcpy(bomb + *len - sizeof(bomb_tail), bomb_tail, sizeof(bomb_tail));
	return bomb;
}

/* A microhttpd content reader: the text, then what the behaviour says. */
static ssize_t read_body(void *cls, uint64_t at, char *buf, size_t max)
{
	const struct timespec pause = { .tv_nsec = DROP_NS };
	const struct body *body = cls;
	size_t end = body->behaviour == CUT ? body->len / 2 : body->len;

	if (body->behaviour == DRIP) {
		(void)nanosleep(&pause, NULL);
		max = 1;
	}
	if (body->behaviour == PIECES) {
		(void)nanosleep(&(struct timespec){ .tv_nsec = PIECE_NS },
				NULL);
		max = PIECE;
	}
	if (at >= end && body->behaviour == PIECES)
		return MHD_CONTENT_READER_END_OF_STREAM;
	if (at >= end && body->behaviour == CUT)
		return MHD_CONTENT_READER_END_WITH_ERROR;
	if (at < end) {
		max = max < end - at ? max : (size_t)(end - at);
		memcpy(buf, body->text + at, max);
	} else {
		memset(buf, 'a', max);
	}
	return (ssize_t)max;
}

static void free_body(void *cls)
{
	struct body *body = cls;

	free(body->text);
	free(body);
}

/* Takes the text over. */
static struct MHD_Response *stream(enum behaviour behaviour, char *text,
				   size_t len)
{
	struct body *body = malloc(sizeof(*body));
	uint64_t size = MHD_SIZE_UNKNOWN;

	if (body == NULL) {
		free(text);
		return NULL;
	}
	*body = (struct body){ behaviour, len, text };
	if (behaviour == CUT)
		size = len;
	else if (behaviour == OVERSIZED)
		size = oversized;
	return MHD_create_response_from_callback(size, 1024, read_body, body,
						 free_body);
}

static struct MHD_Response *make_response(const struct choice *choice)
{
	enum behaviour behaviour = choice->answer->behaviour;
	size_t len = 0;
	char *text;

	if (behaviour == GZIP_BOMB)
		text = make_bomb(&len);
	else
		text = choose_expand(choice->answer->body, choice->person,
				     &len);
	if (text == NULL)
		return NULL;
	if (behaviour != PLAIN && behaviour != GZIP_BOMB)
		return stream(behaviour, text, len);
	return MHD_create_response_from_buffer(len, text,
					       MHD_RESPMEM_MUST_FREE);
}

static bool add_headers(struct MHD_Response *response, const char *lines)
{
	char name[HEADER_SIZE], *value;
	size_t len;

	for (; *lines != '\0'; lines += len + (lines[len] == '\n')) {
		len = strcspn(lines, "\n");
		if (len >= sizeof(name))
			return false;
		memcpy(name, lines, len);
		name[len] = '\0';
		value = strstr(name, ": ");
		if (value == NULL)
			return false;
		*value = '\0';
		if (MHD_add_response_header(response, name, value + 2) !=
		    MHD_YES)
			return false;
	}
	return true;
}

static bool add_expanded(struct MHD_Response *response,
			 const struct choice *choice)
{
	size_t len;
	char *lines =
		choose_expand(choice->answer->headers, choice->person, &len);
	bool added = lines != NULL && add_headers(response, lines);

	free(lines);
	return added;
}

/* Until the client has gone; the thread is this connection's alone. */
static void wait_for_end(struct MHD_Connection *connection)
{
	const union MHD_ConnectionInfo *info =
		MHD_get_connection_info(connection,
					MHD_CONNECTION_INFO_CONNECTION_FD);
	struct pollfd end = { .fd = info->connect_fd, .events = POLLRDHUP };

	while (poll(&end, 1, -1) == -1)
		;
}

enum MHD_Result send_choice(struct MHD_Connection *connection,
			    const struct choice *choice)
{
	const struct answer *answer = choice->answer;
	struct MHD_Response *response;
	enum MHD_Result result = MHD_NO;

	if (answer->behaviour == STALL)
		wait_for_end(connection);
	if (answer->behaviour == STALL || answer->behaviour == HANGUP)
		return MHD_NO;
	response = make_response(choice);
	if (response == NULL)
		return MHD_NO;
	/* So that a client which keeps cookies shows it on its next step. */
	if (add_expanded(response, choice) &&
	    add_headers(response, "Set-Cookie: track=1; Path=/; Secure\n"))
		result = MHD_queue_response(connection, answer->status,
					    response);
	MHD_destroy_response(response);
	return result;
}
