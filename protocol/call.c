#include "protocol/protocol.h"

enum status call_check(const struct call *call, const struct protocol *protocol,
		       int minimum, int maximum, struct error *e)
{
	if (call->word_count >= minimum && call->word_count <= maximum)
		return STATUS_OK;
	error_set(e, STATUS_USAGE, "'%s' needs %s arguments", protocol->name,
		  call->word_count < minimum ? "more" : "fewer");
	error_hint(e, "usage: ringbearer %s%s%s", protocol->name,
		   *protocol->usage ? " " : "", protocol->usage);
	return STATUS_USAGE;
}
