#include <string.h>

#include "protocol/core/text.h"
#include "protocol/protocols.h"

const struct protocol *const protocols[] = {
	&protocol_git,	       &protocol_docker,    &protocol_bazel,
	&protocol_mcp_headers, &protocol_terraform, &protocol_cargo,
	&protocol_kubectl,     &protocol_aws,	    &protocol_keyring,
	&protocol_askpass,     &protocol_netrc,	    &protocol_goauth,
	&protocol_ansible,     &protocol_openclaw,  NULL,
};

const struct protocol *protocol_find(const char *name)
{
	for (size_t i = 0; protocols[i]; i++)
		if (strcmp(protocols[i]->name, name) == 0)
			return protocols[i];
	return NULL;
}

const struct protocol *protocol_of_program(const char *program)
{
	for (size_t i = 0; protocols[i]; i++)
		if (text_equal(protocols[i]->program, program))
			return protocols[i];
	return NULL;
}
