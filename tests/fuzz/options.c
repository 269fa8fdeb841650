/* The command line: its parts, parted by bytes 0. A wrong one is explained. */
#include <getopt.h>

#include "helper/commands/options.h"
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

enum {
	WORDS = 16
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char *words[WORDS + 1] = { NULL };
	char *all[WORDS + 1];
	struct options options = { 0 };
	struct error e = { 0 };
	int count = 0;

	while (count < WORDS && (words[count] = fuzz_part(&data, &size)))
		count++;
	memcpy(all, words, sizeof(all));
	optind = 0; /* glibc: begin anew */
	if (options_read(count, words, &options, &e) == STATUS_OK)
		hold(options.argument_count >= 0 &&
		     (options.argument_count <= count ||
		      options.arguments == options.link));
	else
		hold(e.message[0] &&
		     !text_has_control(e.message, strlen(e.message)));
	for (int i = 0; i < count; i++)
		free(all[i]);
	return 0;
}
