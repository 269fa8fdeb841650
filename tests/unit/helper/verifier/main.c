#include <stddef.h>
#include <stdlib.h>

#include "tests/unit/helper/verifier/suites.h"

static Suite *(*const suites[])(void) = {
	answer_suite,	inquiry_suite, outcome_suite, learn_suite,
	retry_suite,	request_suite, http_suite,    conversation_suite,
	sequence_suite, hide_suite,    trace_suite,   confine_suite,
	exchange_suite,
};

int main(void)
{
	SRunner *runner = srunner_create(NULL);
	int failures;

	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
		srunner_add_suite(runner, suites[i]());
	srunner_run_all(runner, CK_NORMAL);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
