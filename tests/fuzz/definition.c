/* Provider definitions of the user's own: taken, or refused with a reason. */
#include "helper/definition/provider.h"
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

static void count(const char *message, void *argument)
{
	hold(*message && !text_has_control(message, strlen(message)));
	++*(size_t *)argument;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct provider *provider = NULL;
	struct error e = { 0 };
	size_t mistakes = 0;
	char *text = fuzz_text(data, size);
	enum status status =
		provider_parse(text, "x.conf", false, &provider, &e);

	hold(status == STATUS_OK || e.message[0] != '\0');
	hold(!text_has_control(e.message, strlen(e.message)));
	/* Both ways of reading agree. */
	hold((provider_examine(text, "x.conf", count, &mistakes) == 0) ==
	     (status == STATUS_OK));
	if (provider)
		provider_free(provider);
	free(text);
	return 0;
}
