#ifndef HELPER_COMMANDS_REPORT_DESCRIBE_H
#define HELPER_COMMANDS_REPORT_DESCRIBE_H

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"

/*
 * Appends what describe_json() says of an entry as `key: value` lines, for what
 * is known.
 */
void describe_text(const struct credential *record, long long now,
		   struct buffer *out);

#endif
