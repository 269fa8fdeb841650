#ifndef HELPER_CONFIG_VAULT_H
#define HELPER_CONFIG_VAULT_H

#include <stdbool.h>

/*
 * The section `vault` of the configuration. NULL: not said; what stands for it
 * then is the back-end's concern.
 */
struct config_vault {
	char *address; /* https, or http to a loopback address */
	char *namespace_path;
	char *mount;
	char *path; /* a template, see config_vault_fault() */
	char *ca_file;
	char *certificate; /* our own, with `key` */
	char *key;
	char *token_file;
	char *role_id; /* AppRole, with `secret_id_file` */
	char *secret_id_file;
	char *agent; /* an address as above, or the path of a Unix socket */
	int timeout; /* seconds, for one operation */
	bool read_only;
};

/*
 * The file that our token is read from, or with AppRole the secret id: what is
 * configured, else ~/.vault-token. NULL if there is none to be read, since an
 * agent has the token, or VAULT_TOKEN is it. The caller frees it.
 */
char *config_vault_secret_file(const struct config_vault *vault);

/*
 * What is wrong with the value of a key, in some words; NULL: nothing. They
 * are `address`, `mount`, `path`, `agent` and, for the section as a whole
 * (`value` is its cfg_t), `vault`.
 *
 * The template is a path of names with `{host}` and `{username}` in it, and
 * perhaps `{protocol}` and `{path}`, each once, with one of them between two
 * slashes at most, so that a path leads back to the address.
 */
const char *config_vault_fault(const char *key, const void *value);

#endif
