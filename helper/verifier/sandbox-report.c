#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "helper/verifier/sandbox-report.h"

static const char *why(int failure)
{
	switch (failure) {
	case ENOSYS:
	case EINVAL:
		return "the kernel has none";
	case EOPNOTSUPP:
		return "it is switched off";
	case EPERM:
	case EACCES:
		return "it is forbidden here";
	default:
		return strerror(failure);
	}
}

/* Appends those of Landlock's parts that are in force, or are not, if any. */
static bool add_landlock(const struct confinement *c, bool in_force,
			 struct buffer *out)
{
	const struct {
		bool in_force;
		const char *name;
	} parts[] = { { c->files, "files" },
		      { c->network, "network" },
		      { c->signals, "signals" } };
	bool any = false;

	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		if (parts[i].in_force != in_force)
			continue;
		buffer_add_text(out, any ? ", " : "landlock (");
		buffer_add_text(out, parts[i].name);
		any = true;
	}
	if (any)
		buffer_add_text(out, ")");
	return any;
}

static void describe_force(const struct confinement *c, struct buffer *out)
{
	if (!c->files && !c->calls) {
		buffer_add_text(out, "not confined by the kernel\n");
		return;
	}
	buffer_add_text(out, "confined by ");
	if (add_landlock(c, true, out) && c->calls)
		buffer_add_text(out, ", ");
	buffer_add_text(out, c->calls ? "seccomp\n" : "\n");
}

static void describe_lack(const struct confinement *c, struct buffer *out)
{
	char version[64];
	bool before;

	if (c->files && c->network && c->signals && c->calls)
		return;
	(void)snprintf(version, sizeof(version), "the kernel's is version %d",
		       c->landlock_version);
	buffer_add_text(out, "not by ");
	before = add_landlock(c, false, out);
	if (before)
		buffer_add_texts(out, ": ",
				 c->landlock_failure ? why(c->landlock_failure)
						     : version,
				 NULL);
	if (!c->calls) {
		buffer_add_text(out, before ? "; seccomp: " : "seccomp: ");
		buffer_add_text(out, why(c->seccomp_failure));
	}
	buffer_add_text(out, "\n");
}

void confinement_describe(const struct confinement *c, struct buffer *out)
{
	describe_force(c, out);
	describe_lack(c, out);
}
