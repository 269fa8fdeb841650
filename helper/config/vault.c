#include <confuse.h>
#include <stdlib.h>
#include <string.h>

#include "helper/config/vault.h"
#include "helper/system/paths.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

#define PLAIN                                                  \
	"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz" \
	"0123456789-._"

/* Names between slashes, none of them empty or of dots alone. */
static bool is_path(const char *path, const char *more)
{
	while (*path) {
		size_t length = strcspn(path, "/");
		bool dots = strspn(path, ".") >= length;

		if (dots)
			return false;
		for (size_t i = 0; i < length; i++)
			if (!strchr(PLAIN, path[i]) && !strchr(more, path[i]))
				return false;
		path += length;
		if (*path && !*++path)
			return false;
	}
	return true;
}

static const char *address_fault(const char *address)
{
	const char *host = strstr(address, "://");

	if (!host || text_has_control(address, strlen(address)) ||
	    strpbrk(address, "@?# \\%"))
		return "is no address such as 'https://vault.example:8200'";
	host += strlen("://");
	if (strncmp(address, "https://", 8) == 0 && *host && *host != '/')
		return NULL;
	if (strncmp(address, "http://127.", 11) == 0 ||
	    strncmp(address, "http://[::1]", 12) == 0)
		return NULL;
	return "begins neither with 'https://' nor with 'http://127.'";
}

static const char *agent_fault(const char *agent)
{
	return *agent == '/' ? NULL : address_fault(agent);
}

/* How often the text stands there. */
static int count(const char *template, const char *text)
{
	int times = 0;

	while ((template = strstr(template, text))) {
		template += strlen(text);
		times++;
	}
	return times;
}

static const char *path_fault(const char *template)
{
	static const struct {
		const char *name;
		int least;
	} variables[] = { { "{host}", 1 },
			  { "{username}", 1 },
			  { "{protocol}", 0 },
			  { "{path}", 0 } };
	int all = 0;

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++) {
		int times = count(template, variables[i].name);

		if (times < variables[i].least)
			return "lacks '{host}' or '{username}'";
		if (times > 1)
			return "names a variable twice";
		all += times;
	}
	if (count(template, "{") != all || count(template, "}") != all)
		return "names what is none of {protocol}, {host}, {path} and "
		       "{username}";
	for (const char *c = strchr(template, '{'); c; c = strchr(c, '{'))
		if (c += strcspn(c, "}/"), c[strcspn(c, "{/")] == '{')
			return "has two variables between two slashes";
	return *template && is_path(template, "{}=@") ? NULL
						      : "is no path of names";
}

/* Each is a way of its own to get a token. */
static const char *section_fault(cfg_t *section)
{
	bool role = cfg_getstr(section, "role-id");
	int ways = (cfg_getstr(section, "token-file") != NULL) + role +
		   (cfg_getstr(section, "agent") != NULL);

	if (ways > 1)
		return "'token-file', 'role-id' and 'agent' exclude each other";
	if (role != (cfg_getstr(section, "secret-id-file") != NULL))
		return "'role-id' and 'secret-id-file' belong together";
	if (cfg_getstr(section, "key") && !cfg_getstr(section, "certificate"))
		return "'key' wants 'certificate'";
	return NULL;
}

const char *config_vault_fault(const char *key, const void *value)
{
	if (strcmp(key, "address") == 0)
		return address_fault(value);
	if (strcmp(key, "agent") == 0)
		return agent_fault(value);
	if (strcmp(key, "path") == 0)
		return path_fault(value);
	if (strcmp(key, "mount") == 0)
		return *(const char *)value && is_path(value, "")
			       ? NULL
			       : "is no path of names";
	return section_fault((cfg_t *)(size_t)value);
}

char *config_vault_secret_file(const struct config_vault *vault)
{
	const char *named =
		vault->role_id ? vault->secret_id_file : vault->token_file;

	if (vault->agent || (!named && !text_is_empty(getenv("VAULT_TOKEN"))))
		return NULL;
	return named ? memory_copy(named, strlen(named))
		     : path_of_home(".vault-token");
}
