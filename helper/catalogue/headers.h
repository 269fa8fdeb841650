#ifndef HELPER_CATALOGUE_HEADERS_H
#define HELPER_CATALOGUE_HEADERS_H

#include "helper/config/config.h"
#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * Appends every header that a request with `record` needs, as lines
 * `Name: value` ended by LF: by the definition of the provider that its host
 * belongs to, else basic authentication (RFC 7617) or the authtype that was
 * stored. STATUS_NOT_FOUND if it holds no token, STATUS_MALFORMED if a part of
 * it cannot stand in a header; a definition's mistakes as
 * catalogue_find_host().
 */
enum status header_lines(const struct config *config,
			 const struct credential *record, struct buffer *lines,
			 struct error *e);

#endif
