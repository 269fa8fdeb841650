#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>
#include <unistd.h>

#include "helper/backends/backend.h"
#include "helper/backends/etcd/store.h"
#include "helper/backends/etcd/write.h"

/*
 * The records of `file` in a cluster of etcd, sealed with the same key before
 * they leave the machine. Who has the key file shares them.
 */

static enum status etcd_search(const struct backend *self,
			       const struct config *config,
			       const struct credential *pattern,
			       search_visit *visit, void *argument,
			       struct error *e)
{
	struct search search = { .pattern = pattern,
				 .backend = self->name,
				 .visit = visit,
				 .argument = argument };
	struct etcd_store store;
	enum status status = etcd_store_open(config, false, &store, e);

	if (status == STATUS_OK)
		status = etcd_store_search(&store, &search, e);
	etcd_store_close(&store);
	return search_end(&search, status, e);
}

static enum status etcd_put(const struct backend *self,
			    const struct config *config,
			    const struct credential *record, struct error *e)
{
	struct etcd_store store;
	enum status status = etcd_store_open(config, true, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = etcd_write(&store, record, e);
	etcd_store_close(&store);
	return status;
}

static enum status etcd_erase(const struct backend *self,
			      const struct config *config,
			      const struct credential *pattern, struct error *e)
{
	struct etcd_store store;
	enum status status = etcd_store_open(config, false, &store, e);

	(void)self;
	if (status == STATUS_OK)
		status = etcd_remove(&store, pattern, e);
	etcd_store_close(&store);
	return status;
}

const struct backend backend_etcd = {
	.name = "etcd",
	.summary = "sealed records in a cluster of etcd, for a team",
	.search = etcd_search,
	.store = etcd_put,
	.erase = etcd_erase,
};
