#ifndef TESTS_UNIT_PROTOCOL_SUITES_H
#define TESTS_UNIT_PROTOCOL_SUITES_H

#include <check.h>

/* A suite for each source file of protocol/, or for some that are alike. */
Suite *address_suite(void);
Suite *buffer_suite(void);
Suite *call_suite(void);
Suite *cargo_suite(void);
Suite *clouds_suite(void);
Suite *suggest_suite(void);
Suite *credential_suite(void);
Suite *credentials_suite(void);
Suite *docker_asking_suite(void);
Suite *docker_suite(void);
Suite *error_suite(void);
Suite *expiry_suite(void);
Suite *git_answer_suite(void);
Suite *git_asking_suite(void);
Suite *git_cut_suite(void);
Suite *git_request_suite(void);
Suite *headers_suite(void);
Suite *json_suite(void);
Suite *lines_suite(void);
Suite *passwords_suite(void);
Suite *protocols_suite(void);
Suite *percent_suite(void);
Suite *record_suite(void);
Suite *search_suite(void);
Suite *secret_suite(void);
Suite *strings_suite(void);
Suite *terraform_suite(void);
Suite *text_suite(void);
Suite *url_suite(void);

#endif
