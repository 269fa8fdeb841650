#include <stdlib.h>
#include <string.h>

#include "helper/verifier/request.h"
#include "protocol/core/memory.h"
#include "protocol/core/percent.h"

size_t request_origin(const char *url)
{
	const char *host = strstr(url, "://");

	host = host ? host + strlen("://") : url;
	return (size_t)(host - url) + strcspn(host, "/?#");
}

/* Where the variables of a query are looked up. */
struct query {
	const struct inquiry *inquiry;
	struct buffer text; /* of the one looked up last, escaped */
};

static const char *look_up(const char *name, void *argument)
{
	struct query *query = argument;
	const char *value = inquiry_variable(query->inquiry, name);

	buffer_clear(&query->text);
	if (value)
		percent_encode_url(value, "", &query->text);
	return query->text.data;
}

/* Appends the step's URL; false if a variable of it is not known. */
static bool add_url(const struct inquiry *q, const struct step *step,
		    struct buffer *url)
{
	struct query query = { .inquiry = q };
	bool known = provider_render(step->url, look_up, &query, url);

	buffer_clear(&query.text);
	return known;
}

/* Turns the lines into strings: the URL, then the headers. */
static void split(struct request *r, size_t most)
{
	char *line = strchr(r->text.data, '\n');
	char *end;

	*line++ = '\0';
	r->url = r->text.data;
	r->headers = memory_alloc(most, sizeof(*r->headers));
	while ((end = strchr(line, '\n'))) {
		*end = '\0';
		r->headers[r->header_count++] = line;
		line = end + 1;
	}
}

bool request_make(const struct inquiry *q, const struct step *step,
		  struct request *r, struct finding *f)
{
	const struct strings *templates =
		step->headers.count ? &step->headers : &q->provider->headers;

	size_t url;

	r->ca_file = q->ca_file;
	r->traced = q->traces;
	r->loopback = q->provider->loopback;
	if (!add_url(q, step, &r->text)) {
		finding_set(f, VERDICT_UNKNOWN,
			    "its URL needs a value that is not known");
		return false;
	}
	buffer_add_text(&r->text, "\n");
	url = r->text.length;
	inquiry_headers(q, templates, &r->text);
	if (!strstr(r->text.data + url, credential_token(&q->given))) {
		finding_set(f, VERDICT_UNKNOWN,
			    "the token does not fit into a header");
		return false;
	}
	split(r, templates->count);
	return true;
}

void request_clear(struct request *r)
{
	buffer_clear(&r->text);
	free(r->headers);
	*r = (struct request){ 0 };
}
