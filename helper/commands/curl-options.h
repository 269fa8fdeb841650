#ifndef HELPER_COMMANDS_CURL_OPTIONS_H
#define HELPER_COMMANDS_CURL_OPTIONS_H

#include <stdbool.h>
#include <stddef.h>

/*
 * A command line of curl(1), as far as it decides where a header that is added
 * to it would go. Only options that are known to keep it where the URLs say
 * are let pass; an option that is not in the table, an abbreviated one too, is
 * a reason not to add any.
 */
enum curl_reason {
	CURL_NOTHING,	/* is against a header */
	CURL_UNKNOWN,	/* an option that is not known */
	CURL_ELSEWHERE, /* one that sends it, or may send it, to another place
			 */
	CURL_IN_CLEAR, /* one that gives up that only the right host reads it */
	CURL_OWN,      /* one that brings credentials of its own */
	CURL_AMISS,    /* an option that lacks its value */
};

struct curl_line {
	const char **urls; /* borrowed words, in an array that is owned */
	size_t url_count;
	const char **headers; /* what -H says, likewise */
	size_t header_count;
	enum curl_reason reason; /* the first */
	const char *word;	 /* that is the reason, borrowed */
	bool shows;		 /* an option shows what is sent */
	bool follows;		 /* redirects */
	bool renames;		 /* a header may name another site, or forge */
	bool has_proxy;
	bool has_authority; /* certificates of its own choice */
};

/* Reads the `count` words at `words`, all borrowed, behind `curl`. */
void curl_line_read(struct curl_line *line, char *const *words, int count);

/* Frees the arrays. */
void curl_line_clear(struct curl_line *line);

#endif
