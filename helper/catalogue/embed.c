#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "helper/definition/provider.h"
#include "protocol/core/memory.h"

/*
 * Run when the program is built: reads the definitions that it is given,
 * refuses any mistake in them, and writes them to standard output as the C of
 * helper/catalogue/builtin.h.
 */
enum {
	DEFINITION_MAX = 1 << 18, /* bytes */
};

struct host {
	const char *host;
	size_t definition;
};

static enum status read_definition(const char *file, struct provider **provider,
				   struct error *e)
{
	struct buffer text = { 0 };
	int fd = open(file, O_RDONLY | O_CLOEXEC);
	enum status status;

	if (fd < 0 || buffer_read(&text, fd, DEFINITION_MAX) != 0)
		status = error_errno(e, STATUS_MALFORMED, "cannot read '%s'",
				     file);
	else
		status = provider_parse(text.data, file, true, provider, e);
	if (fd >= 0)
		(void)close(fd);
	buffer_clear(&text);
	return status;
}

static int compare_providers(const void *a, const void *b)
{
	const struct provider *const *one = a;
	const struct provider *const *other = b;

	return strcmp((*one)->name, (*other)->name);
}

static int compare_hosts(const void *a, const void *b)
{
	const struct host *one = a;
	const struct host *other = b;

	return strcmp(one->host, other->host);
}

static size_t count_hosts(struct provider *const *providers, size_t count)
{
	size_t hosts = 0;

	for (size_t i = 0; i < count; i++)
		hosts += providers[i]->hosts.count;
	return hosts;
}

static void collect_hosts(struct provider *const *providers, size_t count,
			  struct host *hosts)
{
	for (size_t i = 0; i < count; i++)
		for (size_t j = 0; j < providers[i]->hosts.count; j++)
			*hosts++ = (struct host){ providers[i]->hosts.items[j],
						  i };
}

static enum status check_hosts(const struct host *hosts, size_t count,
			       struct provider *const *providers,
			       struct error *e)
{
	for (size_t i = 1; i < count; i++)
		if (strcmp(hosts[i - 1].host, hosts[i].host) == 0)
			return error_set(
				e, STATUS_MALFORMED,
				"%s: hosts: '%s' is in '%s' too",
				providers[hosts[i].definition]->file,
				hosts[i].host,
				providers[hosts[i - 1].definition]->file);
	return STATUS_OK;
}

/* A string literal, a line of C for each of the text. */
static void write_text(const char *text)
{
	printf("\"");
	for (; *text; text++) {
		unsigned char c = (unsigned char)*text;

		if (c == '\n')
			printf("\\n\"\n\t\"");
		else if (c == '"' || c == '\\' || c == '?')
			printf("\\%c", c);
		else if (c >= ' ' && c <= '~')
			printf("%c", c);
		else
			printf("\\%03o", c);
	}
	printf("\"");
}

static void write_tables(struct provider *const *providers, size_t count,
			 const struct host *hosts, size_t host_count)
{
	printf("/* Made by helper/catalogue/embed.c from the definitions. */\n"
	       "#include \"helper/catalogue/builtin.h\"\n\n"
	       "const struct builtin_definition builtin_definitions[] = {\n");
	for (size_t i = 0; i < count; i++) {
		printf("\t{ \"%s\",\n\t", providers[i]->name);
		write_text(providers[i]->text);
		printf(" },\n");
	}
	printf("};\nconst size_t builtin_definition_count = %zu;\n\n"
	       "const struct builtin_host builtin_hosts[] = {\n",
	       count);
	for (size_t i = 0; i < host_count; i++)
		printf("\t{ \"%s\", %zu },\n", hosts[i].host,
		       hosts[i].definition);
	printf("};\nconst size_t builtin_host_count = %zu;\n", host_count);
}

static enum status embed(struct provider **providers, size_t count,
			 struct error *e)
{
	size_t host_count = count_hosts(providers, count);
	struct host *hosts = memory_alloc(host_count, sizeof(*hosts));
	enum status status;

	qsort(providers, count, sizeof(struct provider *), compare_providers);
	collect_hosts(providers, count, hosts);
	qsort(hosts, host_count, sizeof(*hosts), compare_hosts);
	status = check_hosts(hosts, host_count, providers, e);
	if (status == STATUS_OK)
		write_tables(providers, count, hosts, host_count);
	free(hosts);
	return status;
}

int main(int argc, char **argv)
{
	size_t count = (size_t)argc - 1;
	struct provider **providers =
		memory_alloc(count, sizeof(struct provider *));
	struct error e = { 0 };
	enum status status = count > 0 ? STATUS_OK
				       : error_set(&e, STATUS_USAGE,
						   "no definition is given");

	for (size_t i = 0; i < count && status == STATUS_OK; i++)
		status = read_definition(argv[i + 1], &providers[i], &e);
	if (status == STATUS_OK)
		status = embed(providers, count, &e);
	if (status == STATUS_OK && (fflush(stdout) != 0 || ferror(stdout)))
		status = error_errno(&e, STATUS_FAILED, "cannot write");
	if (status != STATUS_OK)
		fprintf(stderr, "embed: %s\n", e.message);
	for (size_t i = 0; i < count; i++)
		provider_free(providers[i]);
	free(providers);
	return status == STATUS_OK ? 0 : 1;
}
