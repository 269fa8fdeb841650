#include <stddef.h>
#include <stdlib.h>

#include "tests/unit/protocol/suites.h"

static Suite *(*const suites[])(void) = {
	text_suite,	     secret_suite,	lines_suite,
	record_suite,	     address_suite,	credential_suite,
	error_suite,	     git_request_suite, git_cut_suite,
	url_suite,	     git_answer_suite,	docker_suite,
	cargo_suite,	     terraform_suite,	headers_suite,
	clouds_suite,	     passwords_suite,	git_asking_suite,
	docker_asking_suite, suggest_suite,	buffer_suite,
	call_suite,	     protocols_suite,	strings_suite,
	percent_suite,	     json_suite,	credentials_suite,
	expiry_suite,	     search_suite,
};

int main(void)
{
	SRunner *runner = srunner_create(NULL);
	int failures;

	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
		srunner_add_suite(runner, suites[i]());
		/* A leak check for each test's own process would take minutes.
		 */
#ifdef __SANITIZE_ADDRESS__
	srunner_set_fork_status(runner, CK_NOFORK);
#endif
	srunner_run_all(runner, CK_NORMAL);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
