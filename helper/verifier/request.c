#include <stdlib.h>
#include <string.h>

#include "helper/verifier/request.h"

/* Turns the lines into strings. */
static void split(struct request *r, size_t most)
{
	char *line = r->text.data;
	char *end;

	r->headers = memory_alloc(most, sizeof(*r->headers));
	while (line && (end = strchr(line, '\n'))) {
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

	r->url = step->url;
	r->ca_file = q->ca_file;
	r->loopback = q->provider->loopback;
	inquiry_headers(q, templates, &r->text);
	if (!r->text.data ||
	    !strstr(r->text.data, credential_token(&q->given))) {
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
