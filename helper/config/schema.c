#include <confuse.h>

#include "helper/config/schema.h"
#include "helper/config/values.h"

static cfg_opt_t verify_options[] = {
	CFG_STR("policy", "prefer", CFGF_NONE),
	CFG_INT("timeout", DEFAULT_TIMEOUT, CFGF_NONE),
	CFG_STR("ca-file", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t service_options[] = {
	CFG_STR("session", "plain", CFGF_NONE),
	CFG_INT("timeout", DEFAULT_TIMEOUT, CFGF_NONE),
	CFG_INT("unlock-timeout", DEFAULT_UNLOCK_TIMEOUT, CFGF_NONE),
	CFG_BOOL("prompt", cfg_true, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t file_options[] = {
	CFG_STR("directory", NULL, CFGF_NONE),
	CFG_STR("key", "file", CFGF_NONE),
	CFG_STR("key-file", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t pass_options[] = {
	CFG_STR("directory", NULL, CFGF_NONE),
	CFG_STR("prefix", DEFAULT_PASS_PREFIX, CFGF_NONE),
	CFG_INT("timeout", DEFAULT_PASS_TIMEOUT, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t manager_options[] = {
	CFG_INT("timeout", DEFAULT_MANAGER_TIMEOUT, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t vault_options[] = {
	CFG_STR("address", NULL, CFGF_NONE),
	CFG_STR("namespace", NULL, CFGF_NONE),
	CFG_STR("mount", NULL, CFGF_NONE),
	CFG_STR("path", NULL, CFGF_NONE),
	CFG_STR("ca-file", NULL, CFGF_NONE),
	CFG_STR("certificate", NULL, CFGF_NONE),
	CFG_STR("key", NULL, CFGF_NONE),
	CFG_STR("token-file", NULL, CFGF_NONE),
	CFG_STR("role-id", NULL, CFGF_NONE),
	CFG_STR("secret-id-file", NULL, CFGF_NONE),
	CFG_STR("agent", NULL, CFGF_NONE),
	CFG_INT("timeout", DEFAULT_TIMEOUT, CFGF_NONE),
	CFG_BOOL("read-only", cfg_false, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t etcd_options[] = {
	CFG_STR_LIST("endpoints", NULL, CFGF_NODEFAULT),
	CFG_STR("prefix", DEFAULT_ETCD_PREFIX, CFGF_NONE),
	CFG_STR("user", NULL, CFGF_NONE),
	CFG_STR("password-file", NULL, CFGF_NONE),
	CFG_STR("ca-file", NULL, CFGF_NONE),
	CFG_STR("certificate", NULL, CFGF_NONE),
	CFG_STR("key", NULL, CFGF_NONE),
	CFG_INT("timeout", DEFAULT_TIMEOUT, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t providers_options[] = {
	CFG_STR("directory", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t cache_options[] = {
	CFG_STR("ttl", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t host_options[] = {
	CFG_STR("account", NULL, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t store_options[] = {
	CFG_STR_LIST("backend", NULL, CFGF_NODEFAULT),
	CFG_BOOL("read-only", cfg_false, CFGF_NONE),
	CFG_END(),
};

static cfg_opt_t options[] = {
	CFG_STR_LIST("backend", NULL, CFGF_NODEFAULT),
	CFG_STR("journal", "off", CFGF_NONE),
	CFG_STR("hook", NULL, CFGF_NONE),
	CFG_INT("hook-timeout", DEFAULT_HOOK_TIMEOUT, CFGF_NONE),
	CFG_SEC("verify", verify_options, CFGF_NONE),
	CFG_SEC("secret-service", service_options, CFGF_NONE),
	CFG_SEC("file", file_options, CFGF_NONE),
	CFG_SEC("pass", pass_options, CFGF_NONE),
	CFG_SEC("helper", manager_options, CFGF_NONE),
	CFG_SEC("docker", manager_options, CFGF_NONE),
	CFG_SEC("vault", vault_options, CFGF_NONE),
	CFG_SEC("etcd", etcd_options, CFGF_NONE),
	CFG_SEC("providers", providers_options, CFGF_NONE),
	CFG_SEC("cache", cache_options, CFGF_NONE),
	CFG_SEC("host", host_options,
		CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
	CFG_SEC("store", store_options,
		CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES),
	CFG_BOOL(CONFIG_END_KEY, cfg_false, CFGF_NODEFAULT),
	CFG_END(),
};

cfg_t *config_parser(config_backend_check *check_backends)
{
	cfg_t *cfg = cfg_init(options, CFGF_NONE);

	config_check_values(cfg, check_backends);
	return cfg;
}
