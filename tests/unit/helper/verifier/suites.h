#ifndef TESTS_UNIT_HELPER_VERIFIER_SUITES_H
#define TESTS_UNIT_HELPER_VERIFIER_SUITES_H

#include <check.h>

/* One suite for each source file of helper/verifier/. */
Suite *answer_suite(void);
Suite *confine_suite(void);
Suite *conversation_suite(void);
Suite *exchange_suite(void);
Suite *hide_suite(void);
Suite *http_suite(void);
Suite *inquiry_suite(void);
Suite *learn_suite(void);
Suite *outcome_suite(void);
Suite *request_suite(void);
Suite *retry_suite(void);
Suite *sequence_suite(void);
Suite *trace_suite(void);

#endif
