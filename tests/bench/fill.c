/*
 * Fills the store of the home that it runs in: fill BACKEND FIRST LAST keeps
 * the records of h<FIRST>.example to h<LAST>.example, all alike, without the
 * cost of a process for each.
 */
#include <stdio.h>
#include <stdlib.h>

#include "helper/backends/open.h"
#include "helper/broker/compose.h"
#include "helper/entries/store.h"

static enum status keep(const struct store *store, long number, struct error *e)
{
	struct credential request = { 0 };
	struct credential record = { 0 };
	char host[64];
	char password[64];
	enum status status;

	(void)snprintf(host, sizeof(host), "h%ld.example", number);
	(void)snprintf(password, sizeof(password), "canary-%ld", number);
	credential_set(&request, FIELD_PROTOCOL, "https");
	credential_set(&request, FIELD_HOST, host);
	credential_set(&request, FIELD_USERNAME, "u");
	credential_set(&request, FIELD_PASSWORD, password);
	compose_request(&request, NULL, &record);
	status = store_put(store, &record, e);
	credential_clear(&record);
	credential_clear(&request);
	return status;
}

int main(int argc, char **argv)
{
	struct store store = { 0 };
	struct error e = { 0 };
	long first = argc == 4 ? strtol(argv[2], NULL, 10) : 1;
	long last = argc == 4 ? strtol(argv[3], NULL, 10) : 0;
	enum status status = store_load(&store, NULL, NULL, &e);

	if (status == STATUS_OK)
		status = backend_find(argc > 1 ? argv[1] : "", &store.backend,
				      &e);
	for (long i = first; i <= last && status == STATUS_OK; i++)
		status = keep(&store, i, &e);
	store_close(&store);
	if (status != STATUS_OK)
		fprintf(stderr, "fill: %s\n", e.message);
	return status != STATUS_OK;
}
