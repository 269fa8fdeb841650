#ifndef HELPER_COMMANDS_CURL_TABLE_H
#define HELPER_COMMANDS_CURL_TABLE_H

#include <stdbool.h>

/* What an option means for a header that is added. */
enum curl_kind {
	PLAIN,
	URL,
	HEADER,
	LOCATION,
	PROXY,
	AUTHORITY,
	ELSEWHERE,
	IN_CLEAR,
	SHOWS,
	OWN,
};

struct curl_option {
	const char *name; /* behind `--` */
	char letter;	  /* behind `-`, or 0 */
	bool has_value;
	enum curl_kind kind;
};

/*
 * The option `--NAME`, or NULL if it is not known here; `no-NAME` of a flag
 * that means nothing is one, too.
 */
const struct curl_option *curl_option_named(const char *name);

/* The option `-LETTER`, or NULL. */
const struct curl_option *curl_option_lettered(char letter);

#endif
