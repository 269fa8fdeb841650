#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "helper/verifier/landlock-kernel.h"
#include "helper/verifier/landlock.h"

/* The numbers are the same on all machines. */
#ifndef SYS_landlock_create_ruleset
#define SYS_landlock_create_ruleset 444
#define SYS_landlock_add_rule 445
#define SYS_landlock_restrict_self 446
#endif

/* The ABI that brought it. */
enum {
	WITH_REFER = 2,
	WITH_TRUNCATE,
	WITH_NETWORK,
	WITH_DEVICES,
	WITH_SCOPE,
};

/* All that one can do to files, as far as this ABI can forbid it. */
static uint64_t file_access(int version)
{
	uint64_t all = LANDLOCK_ACCESS_FS_MAKE_SYM * 2 - 1;

	if (version >= WITH_REFER)
		all |= LANDLOCK_ACCESS_FS_REFER;
	if (version >= WITH_TRUNCATE)
		all |= LANDLOCK_ACCESS_FS_TRUNCATE;
	if (version >= WITH_DEVICES)
		all |= LANDLOCK_ACCESS_FS_IOCTL_DEV;
	return all;
}

void landlock_begin(struct landlock *l)
{
	struct ruleset_attr attr = { 0 };
	long version = syscall(SYS_landlock_create_ruleset, NULL, 0UL,
			       LANDLOCK_CREATE_RULESET_VERSION);

	*l = (struct landlock){ .ruleset = -1 };
	if (version <= 0) {
		l->failure = errno;
		return;
	}
	l->version = (int)version;
	attr.handled_access_fs = file_access(l->version);
	if (l->version >= WITH_NETWORK)
		attr.handled_access_net = LANDLOCK_ACCESS_NET_BIND_TCP |
					  LANDLOCK_ACCESS_NET_CONNECT_TCP;
	if (l->version >= WITH_SCOPE)
		attr.scoped = LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET |
			      LANDLOCK_SCOPE_SIGNAL;
	l->ruleset = (int)syscall(SYS_landlock_create_ruleset, &attr,
				  sizeof(attr), 0UL);
	if (l->ruleset < 0)
		l->failure = errno;
	l->network = l->ruleset >= 0 && attr.handled_access_net;
	l->scope = l->ruleset >= 0 && attr.scoped;
}

static void add_rule(struct landlock *l, int type, const void *rule)
{
	if (syscall(SYS_landlock_add_rule, l->ruleset, type, rule, 0UL) != 0)
		l->failure = errno;
}

void landlock_allow_file(struct landlock *l, const char *path)
{
	struct landlock_path_beneath_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_FS_READ_FILE,
	};

	if (l->ruleset < 0)
		return;
	rule.parent_fd = open(path, O_PATH | O_CLOEXEC);
	if (rule.parent_fd < 0)
		return;
	add_rule(l, LANDLOCK_RULE_PATH_BENEATH, &rule);
	(void)close(rule.parent_fd);
}

void landlock_allow_port(struct landlock *l, uint16_t port)
{
	const struct net_port_attr rule = {
		.allowed_access = LANDLOCK_ACCESS_NET_CONNECT_TCP,
		.port = port,
	};

	if (l->network && port != 0)
		add_rule(l, RULE_NET_PORT, &rule);
}

bool landlock_enforce(struct landlock *l)
{
	(void)prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
	if (l->ruleset < 0)
		return false;
	if (syscall(SYS_landlock_restrict_self, l->ruleset, 0UL) != 0) {
		l->failure = errno;
		l->network = l->scope = false;
		(void)close(l->ruleset);
		l->ruleset = -1;
		return false;
	}
	(void)close(l->ruleset);
	return true;
}
