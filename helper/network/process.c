#include <stdlib.h>
#include <unistd.h>

#include "helper/network/process.h"
#include "helper/system/environment.h"
#include "helper/system/paths.h"

static const char *const passed_on[] = {
	"https_proxy", "HTTPS_PROXY", "no_proxy",   "NO_PROXY",
	"all_proxy",   "ALL_PROXY",   "http_proxy", NULL,
};

void network_prepare(const char *word, struct network *network)
{
	network->path = path_of_part("ringbearer-verify");
	network->environment = environment_pick(passed_on);
	network->word = word;
}

int network_run(void *argument)
{
	const struct network *network = argument;
	char name[] = "ringbearer-verify";
	const char *arguments[] = { name, network->word, NULL };

	(void)!chdir("/");
	(void)execve(network->path, (char *const *)arguments,
		     network->environment);
	return NETWORK_MISSING;
}

void network_clear(struct network *network)
{
	free(network->path);
	environment_free(network->environment);
	*network = (struct network){ 0 };
}
