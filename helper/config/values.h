#ifndef HELPER_CONFIG_VALUES_H
#define HELPER_CONFIG_VALUES_H

#include <confuse.h>

#include "helper/config/config.h"

/* What the values of the configuration may be, and what its words mean. */

/* The words of a key, by the number of the enum in config.h; NULL ends. */
extern const char *const config_policies[];
extern const char *const config_journals[];
extern const char *const config_keys[];

/* 1 is the encrypted one. */
extern const char *const config_sessions[];

/* The number of a word, or -1. */
int config_word(const char *const *words, const char *word);

/* `90s`, `15m`, `8h`, in seconds; 0 for what is none, or over a day. */
int config_duration(const char *text);

/*
 * Has a parser look at each value when it is read; the parser's error function
 * is told of one that is wrong.
 */
void config_check_values(cfg_t *cfg, config_backend_check *check_backends);

#endif
