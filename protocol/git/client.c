#include <string.h>
#include <strings.h>

#include "protocol/core/address.h"
#include "protocol/core/text.h"
#include "protocol/git/git.h"

bool git_can_carry(const char *value)
{
	return !strpbrk(value, "\r\n");
}

void git_ask(const struct credential *c, struct buffer *out)
{
	static const enum field order[] = { FIELD_PROTOCOL, FIELD_HOST,
					    FIELD_PATH, FIELD_USERNAME,
					    FIELD_PASSWORD };

	for (size_t i = 0; i < sizeof(order) / sizeof(order[0]); i++) {
		if (!c->values[order[i]])
			continue;
		buffer_add_texts(out, field_info[order[i]].key, "=",
				 c->values[order[i]], "\n", NULL);
	}
}

/* Helpers may write a host in another way, with a capital letter, say. */
static bool is_same_host(const struct credential *asked,
			 const struct credential *answer)
{
	const char *protocol = asked->values[FIELD_PROTOCOL];
	const char *host = answer->values[FIELD_HOST];
	char canonical[ADDRESS_HOST_MAX];
	struct error ignored = { 0 };

	if (!host || text_equal(host, asked->values[FIELD_HOST]))
		return true;
	return address_host(protocol, host, canonical, &ignored) == STATUS_OK &&
	       text_equal(canonical, asked->values[FIELD_HOST]);
}

static bool is_for(const struct credential *asked,
		   const struct credential *answer)
{
	static const enum field same[] = { FIELD_PATH, FIELD_USERNAME };
	const char *protocol = answer->values[FIELD_PROTOCOL];

	if (protocol &&
	    strcasecmp(protocol, asked->values[FIELD_PROTOCOL]) != 0)
		return false;
	for (size_t i = 0; i < sizeof(same) / sizeof(same[0]); i++)
		if (asked->values[same[i]] && answer->values[same[i]] &&
		    !text_equal(asked->values[same[i]],
				answer->values[same[i]]))
			return false;
	return is_same_host(asked, answer);
}

enum status git_read_answer(const char *text, size_t length,
			    const struct credential *asked,
			    struct credential *answer, struct error *e)
{
	enum status status = git_read_lines(text, length, answer, e);

	if (status == STATUS_OK && !is_for(asked, answer))
		status = error_set(e, STATUS_MALFORMED,
				   "it is for another address");
	return status;
}

bool git_says_quit(const struct credential *answer)
{
	static const char *const no[] = { "", "0", "false", "no", "off" };
	const char *quit = answer->values[FIELD_QUIT];

	for (size_t i = 0; quit && i < sizeof(no) / sizeof(no[0]); i++)
		if (strcasecmp(quit, no[i]) == 0)
			return false;
	return quit != NULL;
}
