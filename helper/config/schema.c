#include <confuse.h>

#include "helper/config/schema.h"
#include "helper/config/values.h"
#include "helper/system/paths.h"

/* What libconfuse is told of each kind, and what looks at its values. */
static const struct {
	cfg_type_t type;
	cfg_flag_t flags;
	cfg_validate_callback_t check;
} forms[] = {
	[KIND_SECTION] = { CFGT_SEC, CFGF_NONE, NULL },
	[KIND_MANY] = { CFGT_SEC, CFGF_MULTI | CFGF_TITLE | CFGF_NO_TITLE_DUPES,
			NULL },
	[KIND_TEXT] = { CFGT_STR, CFGF_NONE, NULL },
	[KIND_PREFIX] = { CFGT_STR, CFGF_NONE, NULL },
	[KIND_PATH] = { CFGT_STR, CFGF_NONE, config_check_path },
	[KIND_PLACE] = { CFGT_STR, CFGF_NONE, config_check_path },
	[KIND_NAMES] = { CFGT_STR, CFGF_LIST, config_check_backend },
	[KIND_LIST] = { CFGT_STR, CFGF_LIST, NULL },
	[KIND_SECONDS] = { CFGT_INT, CFGF_NONE, config_check_seconds },
	[KIND_TIME] = { CFGT_STR, CFGF_NONE, config_check_duration },
	[KIND_WORD] = { CFGT_STR, CFGF_NONE, config_check_word },
	[KIND_SWITCH] = { CFGT_STR, CFGF_NONE, config_check_word },
	[KIND_FLAG] = { CFGT_BOOL, CFGF_NONE, NULL },
};

#define AT(member) offsetof(struct config, member)
#define AT_HOST(member) offsetof(struct config_host, member)
#define AT_STORE(member) offsetof(struct config_store, member)

#define SECTION(name, check) KIND_SECTION, name, 0, 0, NULL, check, 0
#define MANY(name, items, count, check)                     \
	KIND_MANY, name, AT(items), AT(count), NULL, check, \
		sizeof(*((struct config *)0)->items)
#define TITLE(at) KIND_TITLE, "", at, 0, NULL, NULL, 0
#define TEXT(name, at, check, text) KIND_TEXT, name, at, 0, text, check, 0
#define PATH(name, at) KIND_PATH, name, at, 0, NULL, NULL, 0
#define PREFIX(name, at, text) KIND_PREFIX, name, at, 0, text, NULL, 0
#define PLACE(name, at, base, text) KIND_PLACE, name, at, base, text, NULL, 0
#define NAMES(name, at, text) KIND_NAMES, name, at, 0, text, NULL, 0
#define LIST(name, at, count, check) KIND_LIST, name, at, count, NULL, check, 0
#define SECONDS(name, at, number) KIND_SECONDS, name, at, number, NULL, NULL, 0
#define TIME(name, at) KIND_TIME, name, at, 0, NULL, NULL, 0
#define WORD(name, at, number) KIND_WORD, name, at, number, NULL, NULL, 0
#define SWITCH(name, at) KIND_SWITCH, name, at, 0, NULL, NULL, 0
#define FLAG(name, at, number) KIND_FLAG, name, at, number, NULL, NULL, 0

const struct config_key config_keys[] = {
	{ SECTION("", NULL) },
	{ NAMES("backend", AT(backend), "auto") },
	{ WORD("journal", AT(journal), JOURNAL_OFF) },
	{ PATH("hook", AT(hook)) },
	{ SECONDS("hook-timeout", AT(hook_timeout), 10) },
	{ SECTION("verify", NULL) },
	{ WORD("policy", AT(policy), POLICY_PREFER) },
	{ SECONDS("timeout", AT(verify_timeout), 5) },
	{ PATH("ca-file", AT(ca_file)) },
	{ TIME("again", AT(verify_again)) },
	{ SECTION("secret-service", NULL) },
	{ SWITCH("session", AT(encrypted_session)) },
	{ SECONDS("timeout", AT(service_timeout), 5) },
	{ SECONDS("unlock-timeout", AT(unlock_timeout), 60) },
	{ FLAG("prompt", AT(prompt), true) },
	{ SECTION("file", NULL) },
	{ PLACE("directory", AT(file_directory), PATH_DATA, "") },
	{ WORD("key", AT(key), KEY_FILE) },
	{ PLACE("key-file", AT(key_file), PATH_STATE, "file.key") },
	{ SECTION("pass", NULL) },
	{ PATH("directory", AT(pass_directory)) },
	{ TEXT("prefix", AT(pass_prefix), config_check_prefix, "ringbearer") },
	{ SECONDS("timeout", AT(pass_timeout), 10) },
	{ SECTION("helper", NULL) },
	{ SECONDS("timeout", AT(helper_timeout), 10) },
	{ SECTION("docker", NULL) },
	{ SECONDS("timeout", AT(docker_timeout), 10) },
	{ SECTION("vault", config_check_vault_section) },
	{ TEXT("address", AT(vault.address), config_check_vault, NULL) },
	{ TEXT("namespace", AT(vault.namespace_path), NULL, NULL) },
	{ TEXT("mount", AT(vault.mount), config_check_vault, "secret") },
	{ TEXT("path", AT(vault.path), config_check_vault,
	       "ringbearer/{protocol}/{host}/{path}/{username}") },
	{ PATH("ca-file", AT(vault.ca_file)) },
	{ PATH("certificate", AT(vault.certificate)) },
	{ PATH("key", AT(vault.key)) },
	{ PATH("token-file", AT(vault.token_file)) },
	{ TEXT("role-id", AT(vault.role_id), NULL, NULL) },
	{ PATH("secret-id-file", AT(vault.secret_id_file)) },
	{ TEXT("agent", AT(vault.agent), config_check_vault, NULL) },
	{ SECONDS("timeout", AT(vault.timeout), 5) },
	{ FLAG("read-only", AT(vault.read_only), false) },
	{ SECTION("etcd", NULL) },
	{ LIST("endpoints", AT(etcd.endpoints), AT(etcd.endpoint_count),
	       config_check_endpoint) },
	{ PREFIX("prefix", AT(etcd.prefix), "/ringbearer/") },
	{ TEXT("user", AT(etcd.user), NULL, NULL) },
	{ PATH("password-file", AT(etcd.password_file)) },
	{ PATH("ca-file", AT(etcd.ca_file)) },
	{ PATH("certificate", AT(etcd.certificate)) },
	{ PATH("key", AT(etcd.key)) },
	{ SECONDS("timeout", AT(etcd.timeout), 5) },
	{ SECTION("providers", NULL) },
	{ PLACE("directory", AT(providers_directory), PATH_CONFIG,
		"providers") },
	{ SECTION("cache", NULL) },
	{ TIME("ttl", AT(cache_seconds)) },
	{ MANY("host", hosts, host_count, config_check_host) },
	{ TEXT("account", AT_HOST(account), NULL, NULL) },
	{ TITLE(AT_HOST(host)) },
	{ MANY("store", stores, store_count, config_check_store) },
	{ NAMES("backend", AT_STORE(backend), "") },
	{ FLAG("read-only", AT_STORE(read_only), false) },
	{ TITLE(AT_STORE(title)) },
	{ KIND_END, "", 0, 0, NULL, NULL, 0 },
};

enum {
	KEY_COUNT = sizeof(config_keys) / sizeof(config_keys[0])
};

/* What stands for a key that is not set is none of libconfuse's business. */
static cfg_opt_t option_of(const struct config_key *key)
{
	return (cfg_opt_t){
		.name = *key->name ? key->name : NULL,
		.type = forms[key->kind].type,
		.flags = forms[key->kind].flags | CFGF_NODEFAULT,
		.validcb = key->check ? key->check : forms[key->kind].check,
	};
}

cfg_t *config_parser(void)
{
	static const struct config_key end = { FLAG(CONFIG_END_KEY, 0, false) };
	/* By the rows: one that begins a section ends the one before. */
	cfg_opt_t within[KEY_COUNT] = { 0 };
	cfg_opt_t outermost[KEY_COUNT] = { option_of(&end) };
	const struct config_key *section = NULL;
	size_t count = 1;

	for (size_t i = 0; i < KEY_COUNT; i++) {
		const struct config_key *key = &config_keys[i];

		if (key->kind <= KIND_MANY) {
			section = key;
			outermost[count] = option_of(key);
			outermost[count].subopts = &within[i + 1];
			count += *key->name != 0;
		} else if (*section->name) {
			within[i] = option_of(key);
		} else {
			outermost[count++] = option_of(key);
		}
	}
	return cfg_init(outermost, CFGF_NONE);
}
