#include <stdlib.h>
#include <string.h>

#include "helper/catalogue/builtin.h"
#include "helper/catalogue/catalogue.h"
#include "helper/catalogue/user.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

static enum status parse_builtin(const struct builtin_definition *definition,
				 struct provider **provider, struct error *e)
{
	if (!definition)
		return STATUS_NOT_FOUND;
	return provider_parse(definition->text, "built in", true, provider, e);
}

enum status catalogue_find_host(const struct config *config, const char *host,
				struct provider **provider, struct error *e)
{
	enum status status;

	*provider = NULL;
	status = own_find_host(config->providers_directory, host, provider, e);
	if (status != STATUS_NOT_FOUND)
		return status;
	return parse_builtin(builtin_of_host(host), provider, e);
}

enum status catalogue_find_name(const struct config *config, const char *name,
				struct provider **provider, struct error *e)
{
	enum status status;

	*provider = NULL;
	/* Nothing else is a provider's name, `../x` least of all. */
	if (*name == '\0' ||
	    name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")])
		return STATUS_NOT_FOUND;
	status = own_find_name(config->providers_directory, name, provider, e);
	if (status != STATUS_NOT_FOUND)
		return status;
	return parse_builtin(builtin_of_name(name), provider, e);
}

enum status catalogue_find_for(const struct config *config,
			       const struct credential *request,
			       struct provider **provider, struct error *e)
{
	const char *protocol = request->values[FIELD_PROTOCOL];
	enum status status;

	*provider = NULL;
	if (!text_equal(protocol, "https") && !text_equal(protocol, "http"))
		return STATUS_OK;
	status = catalogue_find_host(config, request->values[FIELD_HOST],
				     provider, e);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

static bool show_own(const char *folder, const char *file,
		     catalogue_visit *visit, void *argument)
{
	struct error wrong = { 0 };
	struct provider *provider = NULL;
	struct catalogue_item item = { .wrong = &wrong };
	char *name = memory_copy(file, own_name_length(file));
	bool more;

	(void)own_read(folder, file, &provider, &wrong);
	item.name = name;
	item.provider = provider;
	more = visit(&item, argument);
	provider_free(provider);
	free(name);
	return more;
}

static bool show_builtin(const struct builtin_definition *definition,
			 catalogue_visit *visit, void *argument)
{
	struct error wrong = { 0 };
	struct provider *provider = NULL;
	struct catalogue_item item = {
		.name = definition->name,
		.builtin = true,
		.wrong = &wrong,
	};
	bool more;

	(void)parse_builtin(definition, &provider, &wrong);
	item.provider = provider;
	more = visit(&item, argument);
	provider_free(provider);
	return more;
}

/* How the file of a definition and a built-in one's name are sorted. */
static int compare_file(const char *file, const char *name)
{
	size_t length = own_name_length(file);
	int order = strncmp(file, name, length);

	return order == 0 && name[length] ? -1 : order;
}

enum status catalogue_each(const struct config *config, catalogue_visit *visit,
			   void *argument, struct error *e)
{
	const char *folder = config->providers_directory;
	struct dirent **files;
	size_t builtin = 0;
	bool more = true;
	int own = 0, count;
	enum status status = own_list(folder, &files, &count, e);

	while (more && (own < count || builtin < builtin_definition_count)) {
		int order =
			own >= count ? 1
			: builtin >= builtin_definition_count
				? -1
				: compare_file(
					  files[own]->d_name,
					  builtin_definitions[builtin].name);

		if (order <= 0)
			more = show_own(folder, files[own++]->d_name, visit,
					argument);
		else
			more = show_builtin(&builtin_definitions[builtin],
					    visit, argument);
		/* One of the same name stands in its place. */
		builtin += order >= 0;
	}
	own_free(files, count);
	return status == STATUS_NOT_FOUND ? STATUS_OK : status;
}

const char *catalogue_builtin_owner(const char *host)
{
	const struct builtin_definition *owner = builtin_of_host(host);

	return owner ? owner->name : NULL;
}

bool catalogue_is_builtin(const char *name)
{
	return builtin_of_name(name);
}
