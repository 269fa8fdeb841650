#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "tests/sim/choose.h"

enum {
	WORD_SIZE = 64
};

static const struct provider *const providers[] = { &calendly, &notion,
						    &harvest };
enum {
	PROVIDERS = sizeof(providers) / sizeof(*providers)
};

static bool list_has(const char *list, const char *word)
{
	size_t len = strlen(word);
	const char *at = list;

	while (len > 0 && (at = strstr(at, word)) != NULL) {
		if ((at == list || at[-1] == ' ') &&
		    (at[len] == ' ' || at[len] == '\0'))
			return true;
		at += len;
	}
	return false;
}

static bool is_host_of(const struct provider *provider, const char *host)
{
	for (size_t i = 0; provider->endpoints[i].name != NULL; i++)
		if (strcasecmp(provider->endpoints[i].host, host) == 0)
			return true;
	return false;
}

static const struct provider *find_provider(const char *host)
{
	for (size_t i = 0; i < PROVIDERS; i++)
		if (is_host_of(providers[i], host))
			return providers[i];
	return NULL;
}

bool choose_knows_host(const char *host)
{
	return find_provider(host) != NULL;
}

/* What follows "sim-PROVIDER-" in the token, or NULL. */
static const char *find_word(const struct provider *provider, const char *token)
{
	char mark[WORD_SIZE];
	const char *found;

	(void)snprintf(mark, sizeof(mark), "sim-%s-", provider->name);
	found = strstr(token, mark);
	return found ? found + strlen(mark) : NULL;
}

bool choose_is_astray(const char *token, const char *host)
{
	const struct provider *provider = find_provider(host);

	return strstr(token, "sim-") != NULL &&
	       (provider == NULL || find_word(provider, token) == NULL);
}

static const struct endpoint *find_endpoint(const struct provider *provider,
					    const struct request *request)
{
	for (const struct endpoint *e = provider->endpoints; e->name; e++)
		if (strcasecmp(e->host, request->host) == 0 &&
		    strcmp(e->path, request->path) == 0 &&
		    strcmp(request->method, "GET") == 0)
			return e;
	return NULL;
}

static const struct person *find_person(const char *word)
{
	for (const struct person *p = people; p->words != NULL; p++)
		if (list_has(p->words, word))
			return p;
	return NULL;
}

/* Endpoint NULL: whichever row comes first. */
static const struct answer *find_in(const struct answer *table,
				    const char *endpoint, const char *word)
{
	for (const struct answer *a = table; a->words != NULL; a++)
		if ((a->endpoint == NULL || endpoint == NULL ||
		     strcmp(a->endpoint, endpoint) == 0) &&
		    list_has(a->words, word))
			return a;
	return NULL;
}

static const struct answer *find_answer(const struct provider *provider,
					const char *endpoint, const char *word)
{
	const struct answer *found = find_in(provider->answers, endpoint, word);

	return found ? found : find_in(common_answers, endpoint, word);
}

/* A person's word, and one for other endpoints, is "good" at this one. */
static bool resolve(const struct provider *provider, const char *endpoint,
		    const char *word, struct choice *choice)
{
	choice->person = find_person(word);
	choice->answer = find_answer(provider, endpoint, word);
	if (choice->answer == NULL && choice->person == NULL &&
	    find_answer(provider, NULL, word) == NULL)
		return false;
	if (choice->answer == NULL)
		choice->answer = find_answer(provider, endpoint, "good");
	if (choice->person == NULL)
		choice->person = &people[0];
	return true;
}

/* "good-ann-2" to "good-ann"; false when there is no number to cut. */
static bool cut_number(char *word)
{
	char *dash = strrchr(word, '-');

	if (dash == NULL || dash[1] == '\0' ||
	    dash[1 + strspn(dash + 1, "0123456789")] != '\0')
		return false;
	*dash = '\0';
	return true;
}

/* The word at this endpoint: its own behind the prefix, "good" for others. */
static const char *word_here(const struct provider *provider,
			     const char *endpoint, const char *word)
{
	for (const struct endpoint *e = provider->endpoints; e->name; e++) {
		size_t len = strlen(e->name);

		if (strncmp(word, e->name, len) != 0 || word[len] != '-')
			continue;
		return strcmp(e->name, endpoint) ? "good" : word + len + 1;
	}
	return word;
}

static bool resolve_token(const struct provider *provider, const char *endpoint,
			  const char *token, struct choice *choice)
{
	const char *found = token ? find_word(provider, token) : NULL;
	char word[WORD_SIZE];
	const char *here;

	if (found == NULL || strlen(found) >= sizeof(word))
		return false;
	(void)snprintf(word, sizeof(word), "%s", found);
	here = word_here(provider, endpoint, word);
	return resolve(provider, endpoint, here, choice) ||
	       (cut_number(word) && resolve(provider, endpoint, here, choice));
}

/* The word for what the request lacks, or NULL. */
static const char *find_lack(const struct provider *provider,
			     const struct endpoint *endpoint,
			     const struct request *request)
{
	for (const struct need *n = provider->needs; n->header; n++)
		if ((n->endpoint == NULL ||
		     strcmp(n->endpoint, endpoint->name) == 0) &&
		    request->header(request->context, n->header) == NULL)
			return n->word;
	return NULL;
}

bool choose_answer(const struct request *request, struct choice *choice)
{
	const struct provider *provider = find_provider(request->host);
	const struct endpoint *endpoint;
	const char *word;

	if (provider == NULL)
		return false;
	endpoint = find_endpoint(provider, request);
	if (endpoint == NULL)
		return resolve(provider, "", "no-route", choice);
	word = find_lack(provider, endpoint, request);
	if (word != NULL)
		return resolve(provider, endpoint->name, word, choice);
	if (!resolve_token(provider, endpoint->name, request->token, choice))
		return resolve(provider, endpoint->name, "invalid", choice);
	if (request->account != NULL && choice->answer->status == 200 &&
	    strcmp(endpoint->name, "accounts") != 0 &&
	    !list_has(choice->person->accounts, request->account))
		return resolve(provider, endpoint->name, "404", choice);
	return true;
}

static const struct {
	const char *name;
	size_t offset;
} members[] = {
	{ "id", offsetof(struct person, id) },
	{ "number", offsetof(struct person, number) },
	{ "name", offsetof(struct person, name) },
	{ "first", offsetof(struct person, first) },
	{ "last", offsetof(struct person, last) },
	{ "email", offsetof(struct person, email) },
	{ "org", offsetof(struct person, org) },
	{ "orgid", offsetof(struct person, orgid) },
	{ "account", offsetof(struct person, account) },
	{ "role", offsetof(struct person, role) },
	{ "token", offsetof(struct person, token) },
	{ "percent", offsetof(struct person, percent) },
	{ "basic", offsetof(struct person, basic) },
};

static const char *person_member(const struct person *person, const char *name,
				 size_t len)
{
	for (size_t i = 0; i < sizeof(members) / sizeof(*members); i++)
		if (strlen(members[i].name) == len &&
		    strncmp(members[i].name, name, len) == 0)
			return *(const char *const *)((const char *)person +
						      members[i].offset);
	abort(); /* a name in our own tables is wrong */
}

static void put_member(FILE *out, const struct person *person, const char *name,
		       size_t len)
{
	bool comma = *name == ',';
	const char *value = person_member(person, name + comma, len - comma);

	if (value != NULL)
		(void)fprintf(out, "%s%s", comma ? "," : "", value);
}

char *choose_expand(const char *text, const struct person *person, size_t *len)
{
	char *expanded = NULL;
	FILE *out = open_memstream(&expanded, len);
	const char *mark, *end;

	if (out == NULL)
		return NULL;
	while ((mark = strchr(text, '$')) != NULL &&
	       (end = strchr(mark + 1, '$')) != NULL) {
		(void)fwrite(text, 1, (size_t)(mark - text), out);
		put_member(out, person, mark + 1, (size_t)(end - mark - 1));
		text = end + 1;
	}
	(void)fputs(text, out);
	return fclose(out) == 0 ? expanded : NULL;
}
