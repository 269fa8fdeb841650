#ifndef TESTS_UNIT_HELPER_SUITES_H
#define TESTS_UNIT_HELPER_SUITES_H

#include <check.h>

/* One suite for each part of helper/. */
Suite *allocator_suite(void);
Suite *auto_suite(void);
Suite *cache_keys_suite(void);
Suite *catalogue_files_suite(void);
Suite *catalogue_suite(void);
Suite *chain_suite(void);
Suite *recheck_suite(void);
Suite *child_suite(void);
Suite *client_suite(void);
Suite *difference_suite(void);
Suite *config_suite(void);
Suite *enrol_suite(void);
Suite *describe_suite(void);
Suite *edit_suite(void);
Suite *entries_suite(void);
Suite *etcd_json_suite(void);
Suite *examine_suite(void);
Suite *file_suite(void);
Suite *usable_suite(void);
Suite *guide_suite(void);
Suite *hook_suite(void);
Suite *import_suite(void);
Suite *journal_suite(void);
Suite *compose_suite(void);
Suite *json_suite(void);
Suite *lock_suite(void);
Suite *https_suite(void);
Suite *options_suite(void);
Suite *pass_name_suite(void);
Suite *pass_text_suite(void);
Suite *paths_suite(void);
Suite *place_suite(void);
Suite *plausible_suite(void);
Suite *store_place_suite(void);
Suite *program_suite(void);
Suite *provider_suite(void);
Suite *render_suite(void);
Suite *revising_suite(void);
Suite *scopes_suite(void);
Suite *table_suite(void);
Suite *token_text_suite(void);
Suite *twins_suite(void);
Suite *typed_suite(void);
Suite *vault_suite(void);
Suite *verdict_suite(void);
Suite *wire_suite(void);
Suite *wrap_suite(void);

#endif
