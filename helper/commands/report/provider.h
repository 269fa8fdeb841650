#ifndef HELPER_COMMANDS_REPORT_PROVIDER_H
#define HELPER_COMMANDS_REPORT_PROVIDER_H

#include <json-c/json.h>

#include "helper/definition/provider.h"

/* What there is to know of one provider, without any secret. */

/* Prints it on standard output, for people. */
void provider_page_print(const struct provider *provider);

/* The same as an object, which the caller frees by json_object_put(). */
json_object *provider_page_json(const struct provider *provider);

/*
 * The part that the catalogue shows: name, title, hosts, source. Owned by the
 * caller likewise.
 */
json_object *provider_summary_json(const struct provider *provider);

#endif
