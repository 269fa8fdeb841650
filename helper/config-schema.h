#ifndef HELPER_CONFIG_SCHEMA_H
#define HELPER_CONFIG_SCHEMA_H

#include <confuse.h>

/*
 * What may stand in the configuration, for libconfuse, and what its words
 * mean. config.c alone includes this.
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
 * A parser that knows every key and checks its value. The caller sets its
 * error function and calls cfg_free().
 */
cfg_t *config_parser(void);

#endif
