#include <stdlib.h>

#include "helper/doctor/internal.h"
#include "helper/events/hook.h"
#include "helper/events/journal.h"

/* Nothing is said of what is not configured. */
void diagnose_journal(struct diagnosis *d)
{
	struct error e = { 0 };
	enum status status;
	char *path;

	if (d->config->journal == JOURNAL_OFF)
		return;
	path = journal_path();
	status = journal_check(&e);
	if (status == STATUS_OK)
		diagnosis_tell(d, FINDING_OK, "journal", "",
			       "'%s' is yours alone", path);
	else if (status == STATUS_NOT_FOUND)
		diagnosis_tell(d, FINDING_OK, "journal", "",
			       "'%s' is made when it is first needed", path);
	else
		diagnosis_tell_error(d, FINDING_PROBLEM, "journal", &e);
	free(path);
}

void diagnose_hook(struct diagnosis *d)
{
	struct error e = { 0 };

	if (!d->config->hook)
		return;
	if (hook_check(d->config->hook, &e) == STATUS_OK)
		diagnosis_tell(d, FINDING_OK, "hook", "", "'%s'",
			       d->config->hook);
	else
		diagnosis_tell_error(d, FINDING_PROBLEM, "hook", &e);
}
