#ifndef HELPER_BACKENDS_ETCD_WRITE_H
#define HELPER_BACKENDS_ETCD_WRITE_H

#include "helper/backends/etcd/store.h"

/*
 * Changes in etcd. Each is a transaction that is carried out only if nothing
 * has changed since what it is about was read; else that is read again. So a
 * change whose answer was lost is never made twice, nor called made or failed
 * before it was looked at.
 */

/*
 * Puts the record in the place of the one at its address. One that expires
 * goes by itself a month later, by a lease. STATUS_TIMEOUT says so if it is
 * not known whether it was kept.
 */
enum status etcd_write(struct etcd_store *store,
		       const struct credential *record, struct error *e);

/* Removes the records that credential_erases() names: all or none. */
enum status etcd_remove(struct etcd_store *store,
			const struct credential *pattern, struct error *e);

#endif
