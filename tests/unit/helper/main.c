#include <stddef.h>
#include <stdlib.h>

#include "tests/unit/helper/suites.h"

static Suite *(*const suites[])(void) = {
	examine_suite,	   options_suite,    paths_suite,
	config_suite,	   child_suite,	     provider_suite,
	render_suite,	   catalogue_suite,  catalogue_files_suite,
	file_suite,	   auto_suite,	     chain_suite,
	usable_suite,	   table_suite,	     describe_suite,
	token_text_suite,  recheck_suite,    allocator_suite,
	cache_keys_suite,  hook_suite,	     journal_suite,
	lock_suite,	   revising_suite,   enrol_suite,
	edit_suite,	   scopes_suite,     guide_suite,
	compose_suite,	   typed_suite,	     twins_suite,
	import_suite,	   pass_name_suite,  pass_text_suite,
	https_suite,	   place_suite,	     program_suite,
	vault_suite,	   entries_suite,    etcd_json_suite,
	client_suite,	   difference_suite, wrap_suite,
	store_place_suite, json_suite,	     wire_suite,
	verdict_suite,	   plausible_suite,
};

/* Nothing of whoever runs the tests is read or asked. */
static void leave_home(void)
{
	static const char *const variables[] = {
		"DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR",
		"XDG_CONFIG_HOME",	    "XDG_DATA_HOME",
		"XDG_STATE_HOME",	    "RINGBEARER_CONFIG",
		"RINGBEARER_BACKEND",	    "CREDENTIALS_DIRECTORY",
	};

	for (size_t i = 0; i < sizeof(variables) / sizeof(variables[0]); i++)
		(void)unsetenv(variables[i]);
	(void)setenv("HOME", "/proc/none", 1);
}

int main(void)
{
	SRunner *runner = srunner_create(NULL);
	int failures;

	leave_home();
	for (size_t i = 0; i < sizeof(suites) / sizeof(suites[0]); i++)
		srunner_add_suite(runner, suites[i]());
	srunner_run_all(runner, CK_NORMAL);
	failures = srunner_ntests_failed(runner);
	srunner_free(runner);
	return failures ? EXIT_FAILURE : EXIT_SUCCESS;
}
