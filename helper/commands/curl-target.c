#include <string.h>

#include "helper/commands/curl-target.h"
#include "helper/entries/pick.h"
#include "protocol/core/text.h"
#include "protocol/core/web-address.h"

/*
 * Programs differ about a URL that is not plain: curl expands braces, and more
 * than a host may stand before its path.
 */
static bool is_plain(const char *url)
{
	const char *host = strstr(url, "://");

	return host &&
	       strspn(host + 3, "abcdefghijklmnopqrstuvwxyz"
				"ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_:") ==
		       strcspn(host + 3, "/?#");
}

static bool same_place(const struct credential *a, const struct credential *b)
{
	return text_equal(a->values[FIELD_PROTOCOL],
			  b->values[FIELD_PROTOCOL]) &&
	       text_equal(a->values[FIELD_HOST], b->values[FIELD_HOST]);
}

/* What is kept for one URL; the others have to be of the same place. */
static enum status look_at(struct curl_target *t, const char *url,
			   struct error *e)
{
	struct credential address = { 0 };
	struct error ignored = { 0 };
	enum status status = STATUS_NOT_FOUND;

	if (!is_plain(url) ||
	    web_address_url(url, &address, &ignored) != STATUS_OK)
		t->goes_further = true;
	else if (!t->found)
		status = pick_choose(t->store, &address, &t->record, e);
	else if (!same_place(&address, &t->address))
		t->goes_further = true;
	if (status == STATUS_OK) {
		t->found = true;
		credential_copy(&address, &t->address);
	}
	credential_clear(&address);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

/* Twice, since the first that something is kept for may not be first. */
static enum status look_at_urls(struct curl_target *t,
				const struct curl_line *line, struct error *e)
{
	enum status status = STATUS_OK;

	for (int round = 0; round < 2; round++)
		for (size_t i = 0; i < line->url_count && status == STATUS_OK;
		     i++)
			status = look_at(t, line->urls[i], e);
	return status;
}

enum status curl_target_find(struct curl_target *t,
			     const struct curl_line *line, char *const *words,
			     int count, struct error *e)
{
	enum status status = look_at_urls(t, line, e);

	/* A word that no option is known for may hide a URL. */
	if (line->reason == CURL_NOTHING)
		return status;
	for (int i = 0; i < count && status == STATUS_OK; i++)
		if (strstr(words[i], "://") && is_plain(words[i]))
			status = look_at(t, words[i], e);
	return status;
}

void curl_target_clear(struct curl_target *t)
{
	credential_clear(&t->address);
	credential_clear(&t->record);
}
