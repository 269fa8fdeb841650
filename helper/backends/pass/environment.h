#ifndef HELPER_BACKENDS_PASS_ENVIRONMENT_H
#define HELPER_BACKENDS_PASS_ENVIRONMENT_H

#include <stdbool.h>

#include "helper/config/config.h"
#include "helper/system/program.h"

/*
 * Whether gpg may have a person asked for a passphrase, as a locked keyring
 * may, and the environment that gpg and git get: what they need to find their
 * files, and the display or terminal only if a person may be asked.
 */
bool pass_person(const struct config *config);

/*
 * Runs the program with that environment; what it is given of it are further
 * names and settings.
 */
void pass_environment_run(const struct config *config, struct program program,
			  struct program_result *result);

#endif
