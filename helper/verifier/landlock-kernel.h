#ifndef HELPER_VERIFIER_LANDLOCK_KERNEL_H
#define HELPER_VERIFIER_LANDLOCK_KERNEL_H

#include <linux/landlock.h>
#include <stdint.h>

/*
 * What the kernel's own header lacks where it is older than the kernel may
 * be. The numbers are the kernel's, and never change.
 */

#ifndef LANDLOCK_ACCESS_FS_REFER /* ABI 2 */
#define LANDLOCK_ACCESS_FS_REFER (1ULL << 13)
#endif
#ifndef LANDLOCK_ACCESS_FS_TRUNCATE /* ABI 3 */
#define LANDLOCK_ACCESS_FS_TRUNCATE (1ULL << 14)
#endif
#ifndef LANDLOCK_ACCESS_NET_BIND_TCP /* ABI 4 */
#define LANDLOCK_ACCESS_NET_BIND_TCP (1ULL << 0)
#define LANDLOCK_ACCESS_NET_CONNECT_TCP (1ULL << 1)
#endif
#ifndef LANDLOCK_ACCESS_FS_IOCTL_DEV /* ABI 5 */
#define LANDLOCK_ACCESS_FS_IOCTL_DEV (1ULL << 15)
#endif
#ifndef LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET /* ABI 6 */
#define LANDLOCK_SCOPE_ABSTRACT_UNIX_SOCKET (1ULL << 0)
#define LANDLOCK_SCOPE_SIGNAL (1ULL << 1)
#endif

/* enum landlock_rule_type has it since ABI 4; an enum cannot be asked for. */
#define RULE_NET_PORT 2

/* struct landlock_ruleset_attr as of ABI 6; what is 0 no older kernel minds. */
struct ruleset_attr {
	uint64_t handled_access_fs;
	uint64_t handled_access_net;
	uint64_t scoped;
};

/* struct landlock_net_port_attr, ABI 4 */
struct net_port_attr {
	uint64_t allowed_access;
	uint64_t port; /* in the host's byte order */
};

#endif
