#ifndef HELPER_BACKENDS_PASS_ENVIRONMENT_H
#define HELPER_BACKENDS_PASS_ENVIRONMENT_H

#include <stdbool.h>

#include "helper/config/config.h"

/*
 * Whether gpg may have a person asked for a passphrase, as a locked keyring
 * may, and the environment that gpg and git get: what they need to find their
 * files, and the display or terminal only if a person may be asked.
 */
bool pass_person(const struct config *config);

/* For struct program. End with pass_environment_clear(). */
struct pass_environment {
	const char *const *passed_on;
	const char *const *settings;
	char *terminal; /* a setting of ours */
};

/* `own` and `settings` are further names and settings, ended by NULL. */
void pass_environment(const struct config *config, const char *const *own,
		      const char *const *settings,
		      struct pass_environment *out);

void pass_environment_clear(struct pass_environment *environment);

#endif
