#ifndef HELPER_CONFIG_VALUES_H
#define HELPER_CONFIG_VALUES_H

#include <confuse.h>

#include "helper/config/config.h"

/* What the values of the configuration may be, and what its words mean. */

/* The number of a word of the key `key`, in the enum of config.h; or -1. */
int config_word(const char *key, const char *word);

/* `90s`, `15m`, `8h`, in seconds; 0 for what is none, or over a day. */
int config_duration(const char *text);

/* Sets what config_check_backend() asks about names of back-ends. */
void config_check_backends_by(config_backend_check *check_backends);

/*
 * Each looks at a value when it is read, or at a section at its end. One that
 * is wrong is told to the parser's error function.
 */
int config_check_backend(cfg_t *cfg, cfg_opt_t *option);
int config_check_word(cfg_t *cfg, cfg_opt_t *option);
int config_check_seconds(cfg_t *cfg, cfg_opt_t *option);
int config_check_duration(cfg_t *cfg, cfg_opt_t *option);
int config_check_path(cfg_t *cfg, cfg_opt_t *option);
int config_check_endpoint(cfg_t *cfg, cfg_opt_t *option);
int config_check_prefix(cfg_t *cfg, cfg_opt_t *option);
int config_check_vault(cfg_t *cfg, cfg_opt_t *option);
int config_check_vault_section(cfg_t *cfg, cfg_opt_t *option);
int config_check_host(cfg_t *cfg, cfg_opt_t *option);
int config_check_store(cfg_t *cfg, cfg_opt_t *option);

#endif
