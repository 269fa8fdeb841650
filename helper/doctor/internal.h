#ifndef HELPER_DOCTOR_INTERNAL_H
#define HELPER_DOCTOR_INTERNAL_H

#include <stdbool.h>

#include "helper/doctor/finding.h"
#include "protocol/core/buffer.h"

/*
 * What the files of the diagnosis share among themselves; nobody else
 * includes this.
 *
 *   doctor.c    the order, and what a finding is
 *   stores.c    keyring, sealed files, how much is kept where
 *   files.c     the folder of the sealed files, their key, vault's secret
 *   machine.c   cache, definitions, certificates, who is told what happens,
 *               proxy, clock, memory
 *   programs.c  the parts, and git
 *   client.c    one client and its settings, and what it runs
 *   trial.c     a token that is kept for a moment
 */
struct diagnosis {
	const struct diagnosis_request *request;
	struct config *config; /* for looking: it never prompts */
	size_t problems;
	bool keyring_answers; /* so `auto` stores there */
	long long newest;     /* stamp of a record, nanoseconds; 0: none */
};

/* Tells a finding; `advice` may be "". */
void diagnosis_tell(struct diagnosis *d, enum finding_level level,
		    const char *subject, const char *advice, const char *format,
		    ...) __attribute__((format(printf, 5, 6)));

/* A problem that a function has already put into words. */
void diagnosis_tell_error(struct diagnosis *d, enum finding_level level,
			  const char *subject, const struct error *e);

/*
 * Runs `run` in a child that has the time of one operation, and gathers what
 * it prints. -1 if it did not come to its end in time; else its exit code.
 */
int diagnosis_run(const struct diagnosis *d, int (*run)(void *argument),
		  void *argument, struct buffer *answer);

/*
 * Keeps a token in a store of its own for a moment and has the client, or what
 * it runs, fetch it.
 */
struct client_use;
void diagnose_trial(struct diagnosis *d, const struct client_use *use);

/*
 * Looks with a configuration that never prompts, made in `quiet` from the
 * request's.
 */
void diagnosis_begin(struct diagnosis *d,
		     const struct diagnosis_request *request,
		     struct config *quiet);

void diagnose_bus(struct diagnosis *d);
void diagnose_backends(struct diagnosis *d);
void diagnose_folder(struct diagnosis *d);
void diagnose_key(struct diagnosis *d);
void diagnose_vault(struct diagnosis *d);
void diagnose_cache(struct diagnosis *d);
void diagnose_definitions(struct diagnosis *d);
void diagnose_certificates(struct diagnosis *d);
void diagnose_journal(struct diagnosis *d);
void diagnose_hook(struct diagnosis *d);
void diagnose_proxy(struct diagnosis *d);
void diagnose_clock(struct diagnosis *d);
void diagnose_memory(struct diagnosis *d);
void diagnose_parts(struct diagnosis *d);
void diagnose_git(struct diagnosis *d);

#endif
