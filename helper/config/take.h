#ifndef HELPER_CONFIG_TAKE_H
#define HELPER_CONFIG_TAKE_H

#include <confuse.h>

#include "helper/config/config.h"

/*
 * Takes all that config_parser() has read; NULL: nothing was, and all is as
 * without the keys. config_release() frees what is in it.
 */
void config_take(cfg_t *cfg, struct config *config);
void config_release(struct config *config);

#endif
