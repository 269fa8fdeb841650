#include <confuse.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "helper/config/schema.h"
#include "helper/config/take.h"
#include "helper/config/values.h"
#include "helper/system/paths.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"

static char *copy(const char *text)
{
	return text ? memory_copy(text, strlen(text)) : NULL;
}

/* Ends with a slash, so that one prefix is never the beginning of another. */
static char *copy_prefix(const char *text)
{
	size_t length = strlen(text);
	char *prefix = memory_alloc(length + 2, 1);

	memcpy(prefix, text, length);
	if (length == 0 || text[length - 1] != '/')
		prefix[length] = '/';
	return prefix;
}

/* The values of a list, with a comma between them. */
static char *join_list(cfg_opt_t *list)
{
	struct buffer text = { 0 };
	char *joined;

	for (unsigned int i = 0; i < cfg_opt_size(list); i++) {
		buffer_add_text(&text, i ? "," : "");
		buffer_add_text(&text, cfg_opt_getnstr(list, i));
	}
	joined = copy(text.data);
	buffer_clear(&text);
	return joined;
}

static char **copy_list(cfg_opt_t *list)
{
	const unsigned int count = cfg_opt_size(list);
	char **items = memory_alloc(count + 1, sizeof(*items));

	for (unsigned int i = 0; i < count; i++)
		items[i] = copy(cfg_opt_getnstr(list, i));
	return items;
}

/* A key that is not set is NULL. */
static char *text_of(const struct config_key *key, cfg_opt_t *set)
{
	const char *text = key->text;

	if (set && key->kind == KIND_NAMES)
		return join_list(set);
	if (!set && key->kind == KIND_PLACE)
		return path_of((enum path_base)key->number, text);
	if (set)
		text = cfg_opt_getstr(set);
	return key->kind == KIND_PREFIX ? copy_prefix(text) : copy(text);
}

static int number_of(const struct config_key *key, cfg_opt_t *set)
{
	if (!set)
		return (int)key->number;
	if (key->kind == KIND_SECONDS)
		return (int)cfg_opt_getnint(set, 0);
	if (key->kind == KIND_FLAG)
		return cfg_opt_getnbool(set, 0);
	if (key->kind == KIND_TIME)
		return config_duration(cfg_opt_getstr(set));
	return config_word(key->name, cfg_opt_getstr(set));
}

static void take(const struct config_key *key, cfg_t *section, char *base)
{
	cfg_opt_t *set =
		section && *key->name ? cfg_getopt(section, key->name) : NULL;
	void *at = base + key->offset;

	if (set && cfg_opt_size(set) == 0)
		set = NULL;
	switch (key->kind) {
	case KIND_TITLE:
		*(char **)at = copy(cfg_title(section));
		break;
	case KIND_LIST:
		*(char ***)at = set ? copy_list(set) : NULL;
		*(size_t *)(base + key->number) = set ? cfg_opt_size(set) : 0;
		break;
	case KIND_SECONDS:
	case KIND_TIME:
	case KIND_WORD:
		*(int *)at = number_of(key, set);
		break;
	case KIND_SWITCH:
	case KIND_FLAG:
		*(bool *)at = number_of(key, set);
		break;
	default:
		*(char **)at = text_of(key, set);
	}
}

static void release(const struct config_key *key, char *base)
{
	void *at = base + key->offset;

	if (key->kind >= KIND_TITLE && key->kind <= KIND_NAMES)
		free(*(char **)at);
	if (key->kind == KIND_LIST) {
		for (char **item = *(char ***)at; item && *item; item++)
			free(*item);
		free(*(char ***)at);
	}
}

/* The structs of its own that a section has, each with its title. */
static char *items_of(const struct config_key *key, struct config *config)
{
	char *items;

	memcpy(&items, (char *)config + key->offset, sizeof(items));
	return items;
}

static size_t *count_of(const struct config_key *key, struct config *config)
{
	return (size_t *)((char *)config + key->number);
}

/* Each of the sections of a name, which has a struct of its own. */
static void take_many(const struct config_key *many, cfg_t *cfg,
		      struct config *config)
{
	const size_t count = cfg_size(cfg, many->name);
	char *items = memory_alloc(count + 1, many->size);

	*count_of(many, config) = count;
	memcpy((char *)config + many->offset, &items, sizeof(items));
	for (unsigned int i = 0; i < count; i++)
		for (const struct config_key *key = many + 1;
		     key->kind > KIND_MANY; key++)
			take(key, cfg_getnsec(cfg, many->name, i),
			     items + i * many->size);
}

void config_take(cfg_t *cfg, struct config *config)
{
	const struct config_key *key = config_keys + 1;
	cfg_t *section = cfg;

	/* Most are nothing where they are not set, as the struct already has
	 * them: `get` without a file is spared them. */
	for (; key->kind && key->kind != KIND_MANY; key++)
		if (key->kind == KIND_SECTION)
			section = cfg ? cfg_getnsec(cfg, key->name, 0) : NULL;
		else if (section || key->text || key->number)
			take(key, section, (char *)config);
	for (; cfg && key->kind; key++)
		if (key->kind == KIND_MANY)
			take_many(key, cfg, config);
}

static void release_many(const struct config_key *many, struct config *config)
{
	char *items = items_of(many, config);

	for (size_t i = 0; i < *count_of(many, config); i++)
		for (const struct config_key *key = many + 1;
		     key->kind > KIND_MANY; key++)
			release(key, items + i * many->size);
	free(items);
}

void config_release(struct config *config)
{
	const struct config_key *key = config_keys + 1;

	for (; key->kind && key->kind != KIND_MANY; key++)
		release(key, (char *)config);
	for (; key->kind; key++)
		if (key->kind == KIND_MANY)
			release_many(key, config);
}
