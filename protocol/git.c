#include <string.h>

#include "protocol/git.h"
#include "protocol/lines.h"

static enum operation git_operation(const char *word)
{
	static const struct {
		const char *word;
		enum operation operation;
	} words[] = {
		{ "get", OPERATION_GET },
		{ "store", OPERATION_STORE },
		{ "erase", OPERATION_ERASE },
		{ "capability", OPERATION_CAPABILITY },
	};

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		if (strcmp(word, words[i].word) == 0)
			return words[i].operation;
	return OPERATION_UNKNOWN;
}

const struct protocol protocol_git = {
	.name = "git",
	.program = "git-credential-ringbearer",
	.operation = git_operation,
	.receive = lines_read,
	.read = git_read,
	.write = git_write,
};
