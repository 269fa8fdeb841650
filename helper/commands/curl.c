#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#include "helper/catalogue/headers.h"
#include "helper/commands/command.h"
#include "helper/commands/curl-target.h"
#include "helper/commands/exec.h"
#include "helper/commands/output.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

enum {
	ADDED_WORDS = 6
};

/* A call of curl, and what is known of where it goes. */
struct request {
	struct store store;
	struct curl_line line;
	bool forced;
	struct curl_target target;
	struct buffer headers;
};

static bool has_name(const char *line, const char *header)
{
	size_t length = strcspn(line, ":");

	return strncasecmp(line, header, length) == 0 &&
	       (header[length] == ':' || header[length] == ';');
}

/* A header that the caller gives takes the place of ours. */
static enum status make_headers(struct request *r, struct error *e)
{
	struct buffer all = { 0 };
	enum status status =
		header_lines(r->store.config, &r->target.record, &all, e);
	const char *line = all.data;

	while (status == STATUS_OK && line && *line) {
		size_t length = strcspn(line, "\n") + 1;
		bool given = false;

		for (size_t i = 0; i < r->line.header_count; i++)
			given |= has_name(line, r->line.headers[i]);
		if (!given)
			buffer_add(&r->headers, line, length);
		line += length;
	}
	buffer_clear(&all);
	return status;
}

/* curl drops `Authorization` when it is led elsewhere, and nothing else. */
static bool may_follow(const struct request *r)
{
	const char *token = credential_token(&r->target.record);
	const char *line = r->headers.data;

	for (; line && *line; line += strcspn(line, "\n") + 1) {
		const char *found = strstr(line, token);

		if (strncasecmp(line, "Authorization:",
				strlen("Authorization:")) != 0 &&
		    found && found < line + strcspn(line, "\n"))
			return false;
	}
	return true;
}

static enum status refuse(const char *word, const char *why, const char *hint,
			  struct error *e)
{
	error_set(e, STATUS_USAGE, "%s%s%s%s", word ? "'" : "",
		  word ? word : "", word ? "' " : "", why);
	error_hint(e, "%s", hint);
	return STATUS_USAGE;
}

static enum status check(const struct request *r, struct error *e)
{
	static const char *const reasons[] = {
		[CURL_UNKNOWN] = "is an option that is not known to be safe "
				 "with a token",
		[CURL_ELSEWHERE] = "could take the token to another place",
		[CURL_IN_CLEAR] = "lets others read the token on its way",
		[CURL_OWN] = "brings credentials of its own",
		[CURL_AMISS] = "lacks its value",
	};
	static const char plainly[] =
		"run curl itself, without a token, or with "
		"'ringbearer headers URL | curl -H @- ...'";
	const struct curl_line *line = &r->line;

	/* The part of a word behind an option's letter may be a secret. */
	if (line->reason != CURL_NOTHING)
		return refuse(line->word[1] == '-' ? line->word : NULL,
			      line->word[1] == '-'
				      ? reasons[line->reason]
				      : "a short option is not known to be "
					"safe with a token",
			      plainly, e);
	if (r->target.goes_further)
		return refuse(NULL, "the urls are not all of one host", plainly,
			      e);
	if (line->has_proxy &&
	    (line->has_authority ||
	     !text_equal(r->target.address.values[FIELD_PROTOCOL], "https")))
		return refuse(NULL, "the proxy could read the token", plainly,
			      e);
	if (line->renames)
		return refuse(NULL,
			      "a header could take the token to another site",
			      "give each header in words of its own, and no "
			      "'Host'",
			      e);
	if (line->shows && !r->forced)
		return refuse(NULL, "an option shows what is sent",
			      "'ringbearer curl --force ...' lets it", e);
	if (line->follows && !may_follow(r))
		return refuse(NULL,
			      "a redirect could take the token to another host",
			      "leave out '--location'", e);
	return STATUS_OK;
}

/* What a pipe holds at least, by pipe(7), is more than any headers. */
static enum status open_headers(struct request *r, int *fd, struct error *e)
{
	int ends[2];

	if (pipe(ends) != 0)
		return error_errno(e, STATUS_FAILED, "cannot make a pipe");
	(void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
	*fd = ends[0];
	if (write_all(ends[1], r->headers.data, r->headers.length) != 0) {
		error_errno(e, STATUS_FAILED, "cannot hand the headers on");
		close(ends[0]);
		close(ends[1]);
		return STATUS_FAILED;
	}
	close(ends[1]);
	return STATUS_OK;
}

/* Of a token in clear a proxy could read; `--noproxy` alone can be undone. */
static void forget_proxies(void)
{
	static const char *const names[] = { "http_proxy", "HTTP_PROXY",
					     "all_proxy", "ALL_PROXY" };

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++)
		(void)unsetenv(names[i]);
}

static void run_curl(const struct request *r, int headers,
		     const struct invocation *invocation, int skipped)
{
	static char name[] = "curl", no_config[] = "-q", option[] = "-H",
		    noproxy[] = "--noproxy", all[] = "*";
	char file[32];
	size_t count = 0;
	char **words = memory_alloc((size_t)invocation->argument_count +
					    ADDED_WORDS + 1,
				    sizeof(*words));

	words[count++] = name;
	if (headers >= 0) {
		/* ~/.curlrc may hold any of the options that are refused. */
		words[count++] = no_config;
		(void)snprintf(file, sizeof(file), "@/dev/fd/%d", headers);
		words[count++] = option;
		words[count++] = file;
	}
	if (headers >= 0 &&
	    !text_equal(r->target.address.values[FIELD_PROTOCOL], "https")) {
		forget_proxies();
		words[count++] = noproxy;
		words[count++] = all;
	}
	for (int i = skipped; i < invocation->argument_count; i++)
		words[count++] = invocation->arguments[i];
	exec_become(words);
}

static enum status prepare(struct request *r, char *const *words, int count,
			   struct error *e)
{
	enum status status =
		curl_target_find(&r->target, &r->line, words, count, e);

	if (status != STATUS_OK || !r->target.found)
		return status;
	status = make_headers(r, e);
	return status == STATUS_OK ? check(r, e) : status;
}

static enum status run(const struct invocation *invocation, struct error *e)
{
	struct request r = { 0 };
	int headers = -1;
	enum status status = command_open(invocation, &r.store, e);
	int skipped = invocation->argument_count > 0 &&
		      strcmp(invocation->arguments[0], "--force") == 0;

	r.target.store = &r.store;
	r.forced = skipped;
	curl_line_read(&r.line, invocation->arguments + skipped,
		       invocation->argument_count - skipped);
	if (status == STATUS_OK)
		status = prepare(&r, invocation->arguments + skipped,
				 invocation->argument_count - skipped, e);
	if (status == STATUS_OK && r.target.found)
		status = open_headers(&r, &headers, e);
	if (status == STATUS_OK && r.target.found)
		usable_announce(&r.store, &r.target.record, e);
	if (status == STATUS_OK && e->message[0])
		dprintf(STDERR_FILENO, "ringbearer: %s\n", e->message);
	buffer_clear(&r.headers);
	credential_clear(&r.target.record);
	if (status == STATUS_OK)
		run_curl(&r, headers, invocation, skipped);
	curl_target_clear(&r.target);
	curl_line_clear(&r.line);
	store_close(&r.store);
	return status;
}

const struct command command_curl = {
	.name = "curl",
	.arguments = "[--force] ARG...",
	.owns_options = true,
	.minimum = 0,
	.maximum = -1,
	.summary = "run curl with the headers that its url needs",
	.details =
		"Runs curl(1) with its arguments. If something is stored for "
		"the host of its URL,\nthe headers are given over a "
		"descriptor, never as an argument, for that host\nalone: a "
		"command line that could carry them to another, show them, or "
		"that holds\nan option which is not known here is refused. "
		"~/.curlrc is not read then. A\nheader that you give takes "
		"the place of the stored one. --force lets -v and\n--trace "
		"show the token. Without anything stored, curl is run as it "
		"is.\n",
	.example = "ringbearer curl -sS https://api.notion.com/v1/users/me\n",
	.run = run,
};
