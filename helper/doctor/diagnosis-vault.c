#include <stdlib.h>
#include <sys/stat.h>

#include "helper/backends/chain-members.h"
#include "helper/doctor/internal.h"

void diagnose_vault(struct diagnosis *d)
{
	struct backends all = { 0 };
	struct error ignored = { 0 };
	char *path = config_vault_secret_file(&d->config->vault);
	struct stat st;

	(void)backend_all(d->config, &all, &ignored);
	/* That it is not there, or cannot be used, the back-end says. */
	if (path && backends_have(&all, &backend_vault) &&
	    stat(path, &st) == 0 && st.st_mode & (S_IRWXG | S_IRWXO))
		diagnosis_tell(d, FINDING_NOTE, "vault", "see 'chmod 600'",
			       "'%s' may be read by others", path);
	free(path);
}
