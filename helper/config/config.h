#ifndef HELPER_CONFIG_CONFIG_H
#define HELPER_CONFIG_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

#include "helper/config/vault.h"
#include "protocol/core/error.h"

/* What the user configured: ringbearer.conf(5). load.h reads it. */

/* What a store does when the provider could not be asked. */
enum policy {
	POLICY_PREFER,	/* keep the token as unverified, and say so */
	POLICY_REQUIRE, /* refuse it */
	POLICY_OFF,	/* never ask */
};

/* Where the sealed file's key comes from. */
enum key_source {
	KEY_FILE,	/* random bytes in `key_file` */
	KEY_PASSPHRASE, /* `key_file` holds the key, sealed by a passphrase */
	KEY_CREDENTIAL, /* $CREDENTIALS_DIRECTORY/ringbearer.key */
};

/* What the journal tells of what happened to entries. */
enum journal_mode {
	JOURNAL_OFF,
	JOURNAL_CHANGES, /* all but that a token was handed out */
	JOURNAL_ALL,
};

/* What is configured for one host. */
struct config_host {
	char *host; /* canonical */
	char *account;
};

/* Where the records of one host or provider are kept. */
struct config_store {
	char *title;   /* a canonical host, or the name of a provider */
	char *backend; /* as in struct config; "": none of its own */
	bool read_only;
};

/* A cluster of etcd. Paths and texts are NULL where they are not set. */
struct config_etcd {
	char **endpoints; /* https://HOST:PORT, in the order of trying */
	size_t endpoint_count;
	char *prefix; /* of all keys; ends with a slash */
	char *user;
	char *password_file;
	char *ca_file; /* instead of the system's bundle */
	char *certificate;
	char *key;
	int timeout; /* seconds, for one operation */
};

/* Start with `struct config c = {0}`; end with config_clear(). Owns all. */
struct config {
	char *file;    /* that was read, or would have been; never NULL */
	char *backend; /* one name, or several with a comma between them */
	enum policy policy;
	int verify_timeout; /* seconds, for the whole conversation */
	char *ca_file;	    /* NULL: the system's bundle */
	int verify_again;   /* seconds a verdict is good for store; 0: always */
	bool encrypted_session;
	bool prompt;	     /* a locked keyring may ask a person */
	int service_timeout; /* seconds, for one operation without a person */
	int unlock_timeout;  /* seconds, for a person to answer a prompt */
	char *file_directory;
	char *key_file;
	enum key_source key;
	char *pass_directory; /* NULL: where pass(1) has it */
	char *pass_prefix;    /* of the names of entries */
	int pass_timeout;     /* seconds, for one run of gpg or git */
	int helper_timeout;   /* seconds, for one operation, like the next */
	int docker_timeout;
	struct config_etcd etcd;
	char *providers_directory;
	int cache_seconds; /* how long an answer is remembered; 0: not at all */
	enum journal_mode journal;
	struct config_host *hosts;
	size_t host_count;
	struct config_store *stores;
	size_t store_count;
	struct config_vault vault;
	char *hook;	  /* a program that is told what happened; or NULL */
	int hook_timeout; /* seconds */
};

/*
 * Whether there is a back-end of that name or, of several with commas between
 * them, a chain. A failure says why not.
 */
typedef enum status config_backend_check(const char *names, struct error *e);

#endif
