#include <stdio.h>
#include <string.h>

#include "helper/backends/registry.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

static const struct backend *const kinds[] = {
	&backend_auto,	 &backend_secret_service, &backend_file,  &backend_pass,
	&backend_helper, &backend_docker,	  &backend_vault, &backend_etcd,
};

enum {
	KIND_COUNT = sizeof(kinds) / sizeof(kinds[0]),
	NAME_MAX_LENGTH = 32 /* of a kind, with the colon */
};

/* Those with an argument that were found. */
struct found {
	const struct backend *kind;
	struct backend backend;
	struct found *next;
};

static struct found *all_found;

const char *const *backend_names(void)
{
	static char texts[KIND_COUNT][NAME_MAX_LENGTH];
	static const char *names[KIND_COUNT + 1];

	for (size_t i = 0; i < KIND_COUNT; i++) {
		(void)snprintf(texts[i], sizeof(texts[i]), "%s%s",
			       kinds[i]->name, kinds[i]->wants ? ":" : "");
		names[i] = texts[i];
	}
	return names;
}

const struct backend *registry_instance(const struct backend *kind,
					const char *name, size_t argument)
{
	struct found *f;
	char *own;

	for (f = all_found; f; f = f->next)
		if (f->kind == kind && strcmp(f->backend.name, name) == 0)
			return &f->backend;
	f = memory_alloc(1, sizeof(*f));
	own = memory_copy(name, strlen(name));
	f->kind = kind;
	f->backend = *kind;
	f->backend.name = own;
	f->backend.argument = own + argument;
	f->next = all_found;
	all_found = f;
	return &f->backend;
}

static enum status explain_unknown(const char *name, struct error *e)
{
	const char *const *names = backend_names();
	char list[128] = "";

	for (size_t i = 0; names[i]; i++)
		text_list_add(list, sizeof(list), "'%s%s'", names[i],
			      kinds[i]->wants ? kinds[i]->wants : "");
	error_set(e, STATUS_USAGE, "there is no back-end '%s'", name);
	error_hint(e, "choose one of %s", list);
	return STATUS_USAGE;
}

static enum status find_instance(const struct backend *kind, const char *name,
				 size_t argument,
				 const struct backend **backend,
				 struct error *e)
{
	const struct backend *found = registry_instance(kind, name, argument);
	enum status status = kind->check(found, e);

	if (status == STATUS_OK)
		*backend = found;
	return status;
}

enum status registry_find(const char *name, const struct backend **backend,
			  struct error *e)
{
	size_t length = strcspn(name, ":");

	*backend = NULL;
	for (size_t i = 0; i < KIND_COUNT; i++) {
		const struct backend *kind = kinds[i];

		if (strlen(kind->name) != length ||
		    strncmp(kind->name, name, length) != 0 ||
		    !kind->wants != !name[length])
			continue;
		if (kind->wants)
			return find_instance(kind, name, length + 1, backend,
					     e);
		*backend = kind;
		return STATUS_OK;
	}
	return explain_unknown(name, e);
}
