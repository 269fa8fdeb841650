#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "helper/commands/options.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"
#include "protocol/protocols.h"

enum option_code {
	OPTION_CONFIG = 256,
	OPTION_BACKEND,
	OPTION_PROTOCOL,
	OPTION_HELP,
	OPTION_VERSION,
};

static const struct option long_options[] = {
	{ "config", required_argument, NULL, OPTION_CONFIG },
	{ "backend", required_argument, NULL, OPTION_BACKEND },
	{ "protocol", required_argument, NULL, OPTION_PROTOCOL },
	{ "help", no_argument, NULL, OPTION_HELP },
	{ "version", no_argument, NULL, OPTION_VERSION },
	{ NULL, 0, NULL, 0 },
};

static const char *base_name(const char *path)
{
	const char *slash = strrchr(path, '/');

	return slash ? slash + 1 : path;
}

static enum status set_protocol(const char *name, struct options *out,
				struct error *e)
{
	out->protocol = protocol_find(name);
	out->is_helper = out->protocol != NULL;
	if (out->protocol)
		return STATUS_OK;
	return error_set(e, STATUS_USAGE, "there is no protocol '%s'", name);
}

static enum status set_option(int code, struct options *out, struct error *e)
{
	switch (code) {
	case OPTION_CONFIG:
		out->config = optarg;
		return STATUS_OK;
	case OPTION_BACKEND:
		out->backend = optarg;
		return STATUS_OK;
	case OPTION_PROTOCOL:
		return set_protocol(optarg, out, e);
	case 'h':
	case OPTION_HELP:
		out->help = true;
		return STATUS_OK;
	case 'v':
	case OPTION_VERSION:
		out->version = true;
		return STATUS_OK;
	default:
		return STATUS_USAGE;
	}
}

/* getopt_long(3) leaves a short option in `optopt`, a long one in `word`. */
static enum status wrong_option(int code, const char *word, struct error *e)
{
	const char letter[] = { '-', (char)optopt, '\0' };

	if (optopt > 0 && optopt < OPTION_CONFIG)
		word = letter;
	if (code == ':')
		return error_set(e, STATUS_USAGE,
				 "the option '%s' needs a value", word);
	if (optopt >= OPTION_CONFIG)
		return error_set(e, STATUS_USAGE,
				 "the option '%.*s' takes no value",
				 (int)strcspn(word, "="), word);
	/* What follows its '=' may be a token. */
	return error_set(e, STATUS_USAGE, "there is no option '%.*s'",
			 (int)strcspn(word, "="), word);
}

/* Undoes the percent-encoding of a file's name. */
static bool decode(const char *text, char *out, size_t size)
{
	struct buffer decoded = { 0 };
	bool good = percent_decode(text, strlen(text), &decoded) &&
		    decoded.length > 0 && decoded.length < size;

	if (good)
		memcpy(out, decoded.data, decoded.length + 1);
	buffer_clear(&decoded);
	return good;
}

/* Whether the program's name is a link's for callers that pass no argument. */
static bool read_link(const char *program, struct options *out)
{
	static char token[] = "token", scheme[] = "--scheme=Bearer",
		    end[] = "--";
	static const struct {
		const char *prefix;
		bool has_scheme;
	} links[] = { { "ringbearer-token-", false },
		      { "ringbearer-bearer-", true } };

	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		size_t length = strlen(links[i].prefix);
		int count = 0;

		if (strncmp(program, links[i].prefix, length) != 0 ||
		    !decode(program + length, out->link_name,
			    sizeof(out->link_name)))
			continue;
		out->link[count++] = token;
		if (links[i].has_scheme)
			out->link[count++] = scheme;
		out->link[count++] = end;
		out->link[count++] = out->link_name;
		out->argument_count = count;
		out->arguments = out->link;
		out->protocol = &protocol_git;
		return true;
	}
	return false;
}

static enum status read_options(int argc, char **argv, struct options *out,
				struct error *e)
{
	int first = argc > 0 ? 1 : 0; /* of what is no option of ours */
	int code = 0;

	opterr = 0;
	/* `+`: options end at the command; `:`: tell a missing value apart. */
	while (code != -1 && !(out->protocol && out->protocol->owns_options)) {
		code = getopt_long(argc, argv, "+:hv", long_options, NULL);
		first = optind;
		if (code == ':' || code == '?')
			return wrong_option(code, argv[optind - 1], e);
		if (code != -1 && set_option(code, out, e) != STATUS_OK)
			return STATUS_USAGE;
	}
	out->argument_count = argc - first;
	out->arguments = argv + first;
	return STATUS_OK;
}

/* A protocol's name is a command, too. */
static void take_command(struct options *out)
{
	if (out->protocol || out->argument_count == 0)
		return;
	out->protocol = protocol_find(out->arguments[0]);
	if (!out->protocol)
		return;
	out->is_helper = true;
	out->argument_count--;
	out->arguments++;
}

enum status options_read(int argc, char **argv, struct options *out,
			 struct error *e)
{
	enum status status;

	if (argc > 0 && read_link(base_name(argv[0]), out))
		return STATUS_OK;
	out->protocol = protocol_of_program(argc > 0 ? base_name(argv[0]) : "");
	out->is_helper = out->protocol != NULL;
	out->called = out->protocol ? out->protocol->program : NULL;
	status = read_options(argc, argv, out, e);
	if (status == STATUS_OK)
		take_command(out);
	if (!out->protocol)
		out->protocol = &protocol_git;
	return status;
}
