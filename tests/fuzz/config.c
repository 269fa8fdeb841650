/* The configuration: taken, or refused with a reason. */
#include <fcntl.h>
#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/backends/open.h"
#include "helper/config/load.h"
#include "protocol/core/buffer.h"
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

static char folder[] = "/tmp/ringbearer-fuzz.XXXXXX";
static char path[64];

static void clean_up(void)
{
	(void)unlink(path);
	(void)rmdir(folder);
}

/* Where it lies nobody else may write. */
static void prepare(void)
{
	hold(mkdtemp(folder));
	(void)snprintf(path, sizeof(path), "%s/config", folder);
	hold(atexit(clean_up) == 0);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct config config = { 0 };
	struct error e = { 0 };
	enum status status;
	int fd;

	if (!path[0])
		prepare();
	fd = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0600);
	hold(fd >= 0 && write_all(fd, data, size) == 0);
	(void)close(fd);
	status = backend_configure(path, NULL, &config, &e);
	hold(status == STATUS_OK || e.message[0] != '\0');
	hold(!text_has_control(e.message, strlen(e.message)));
	config_clear(&config);
	return 0;
}
