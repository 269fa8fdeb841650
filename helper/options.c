#include <getopt.h>
#include <stdio.h>
#include <string.h>

#include "helper/options.h"

const struct protocol *const protocols[] = {
	&protocol_git,
	NULL,
};

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

static const struct protocol *by_program(const char *program)
{
	for (size_t i = 0; protocols[i]; i++)
		if (strcmp(protocols[i]->program, program) == 0)
			return protocols[i];
	return NULL;
}

static enum status set_protocol(const char *name, struct options *out,
				struct error *e)
{
	for (size_t i = 0; protocols[i]; i++)
		if (strcmp(protocols[i]->name, name) == 0) {
			out->protocol = protocols[i];
			out->is_helper = true;
			return STATUS_OK;
		}
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

enum status options_read(int argc, char **argv, struct options *out,
			 struct error *e)
{
	int code;

	out->protocol = by_program(argc > 0 ? base_name(argv[0]) : "");
	out->is_helper = out->protocol != NULL;
	if (!out->protocol)
		out->protocol = &protocol_git;
	opterr = 0;
	/* `+`: options end at the command; `:`: tell a missing value apart. */
	while ((code = getopt_long(argc, argv, "+:h", long_options, NULL)) !=
	       -1) {
		if (code == ':' || code == '?')
			return wrong_option(code, argv[optind - 1], e);
		if (set_option(code, out, e) != STATUS_OK)
			return STATUS_USAGE;
	}
	out->argument_count = argc - optind;
	out->arguments = argv + optind;
	return STATUS_OK;
}
