#ifndef HELPER_CONFIG_SCHEMA_H
#define HELPER_CONFIG_SCHEMA_H

#include <confuse.h>

#include "helper/config/config.h"

/*
 * What may stand in the configuration, for libconfuse. config.c alone includes
 * this.
 */

enum {
	DEFAULT_TIMEOUT = 5, /* seconds, like the others */
	DEFAULT_UNLOCK_TIMEOUT = 60,
	DEFAULT_HOOK_TIMEOUT = 10,
	DEFAULT_PASS_TIMEOUT = 10,
	DEFAULT_MANAGER_TIMEOUT = 10, /* of `helper` and `docker` */
};

/* What the keys of etcd begin with. */
#define DEFAULT_ETCD_PREFIX "/ringbearer/"

/* What the names of entries of pass begin with. */
#define DEFAULT_PASS_PREFIX "ringbearer"

/* A key of the outermost level that no configuration has. */
#define CONFIG_END_KEY "end-of-file"

/*
 * A parser that knows every key and checks its value. The caller sets its
 * error function and calls cfg_free().
 */
cfg_t *config_parser(config_backend_check *check_backends);

#endif
