#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "helper/backend.h"
#include "helper/diagnosis-parts.h"
#include "helper/paths.h"

/* The file that vault's token, or what gets one, is read from; or NULL. */
static char *secret_file(const struct config_vault *vault)
{
	const char *variable = getenv("VAULT_TOKEN");
	const char *named =
		vault->role_id ? vault->secret_id_file : vault->token_file;

	if (vault->agent || (!named && variable && *variable))
		return NULL;
	return named ? memory_copy(named, strlen(named))
		     : path_of_home(".vault-token");
}

void diagnose_vault(struct diagnosis *d)
{
	struct backends all = { 0 };
	struct error ignored = { 0 };
	char *path = secret_file(&d->config->vault);
	struct stat st;

	(void)backend_all(d->config, &all, &ignored);
	/* That it is not there, or cannot be used, the back-end says. */
	if (path && backends_have(&all, &backend_vault) &&
	    stat(path, &st) == 0 && st.st_mode & (S_IRWXG | S_IRWXO))
		diagnosis_tell(d, FINDING_NOTE, "vault", "see 'chmod 600'",
			       "'%s' may be read by others", path);
	free(path);
}
