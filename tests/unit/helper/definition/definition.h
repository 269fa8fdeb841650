#ifndef TESTS_UNIT_HELPER_DEFINITION_DEFINITION_H
#define TESTS_UNIT_HELPER_DEFINITION_DEFINITION_H

#include "helper/definition/provider.h"

/* Reads a definition that is good; the caller frees it by provider_free(). */
struct provider *definition_read(const char *text);

#endif
