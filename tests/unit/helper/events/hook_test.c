#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include "helper/events/event.h"
#include "helper/events/hook.h"
#include "protocol/core/buffer.h"
#include "tests/unit/helper/suites.h"

static char root[64];
static char hook[128];
static char seen[128]; /* what the hook saw */
static struct config config;
static struct credential record;

static void set_up(void)
{
	(void)snprintf(root, sizeof(root), "/tmp/ringbearer-hook.XXXXXX");
	ck_assert_ptr_nonnull(mkdtemp(root));
	(void)snprintf(hook, sizeof(hook), "%s/hook", root);
	(void)snprintf(seen, sizeof(seen), "%s/seen", root);
	(void)setenv("HOME", root, 1);
	config = (struct config){ .hook = hook, .hook_timeout = 10 };
	credential_set(&record, FIELD_PROTOCOL, "https");
	credential_set(&record, FIELD_HOST, "api.notion.com");
	credential_set(&record, FIELD_USERNAME, "ann\nbob");
	credential_set(&record, FIELD_PROVIDER, "notion");
}

static void tear_down(void)
{
	(void)unlink(hook);
	(void)rmdir(hook);
	(void)unlink(seen);
	(void)rmdir(root);
	credential_clear(&record);
}

static void write_hook(const char *script)
{
	FILE *f = fopen(hook, "w");

	ck_assert_ptr_nonnull(f);
	ck_assert_int_ge(fprintf(f, "#!/bin/sh\n%s\n", script), 0);
	ck_assert_int_eq(fclose(f), 0);
	ck_assert_int_eq(chmod(hook, 0700), 0);
}

static enum status call(struct error *e)
{
	const struct hook_call told = { "stored", &record, "two\nlines" };

	return hook_call(&config, &told, e);
}

static void read_seen(struct buffer *out)
{
	FILE *f = fopen(seen, "r");

	buffer_add(out, "", 0);
	if (!f)
		return;
	ck_assert_int_eq(buffer_read(out, fileno(f), 1 << 20), 0);
	(void)fclose(f);
}

/* Every field that is a secret, and what a newer version left. */
static void add_secrets(void)
{
	for (int f = 0; f < FIELD_COUNT; f++)
		if (field_info[f].flags & FIELD_IS_SECRET)
			credential_set(&record, (enum field)f, "canary");
	credential_set_extra(&record, "app-secret", "canary", true);
	credential_add_foreign(&record, "new-secret", "canary");
	credential_set_extra(&record, "account-id", "12345", false);
	credential_set_note(&record, "team", "sales");
}

START_TEST(is_told_all_but_secrets)
{
	struct buffer text = { 0 };
	struct error e = { 0 };

	add_secrets();
	(void)setenv("LANG", "C", 1);
	(void)setenv("XDG_RUNTIME_DIR", "/run/me", 1);
	(void)setenv("CANARY", "canary", 1);
	(void)setenv("LD_DEBUG", "canary", 1);
	write_hook("exec >$HOME/seen; echo \"$# $1 $2\"; pwd; cat; env");
	ck_assert_int_eq(call(&e), STATUS_OK);
	read_seen(&text);
	ck_assert_ptr_nonnull(strstr(text.data, "2 stored notion/ann\\x0abob\n"
						"/\n"
						"event=stored\n"
						"detail=two%0Alines\n"
						"protocol=https\n"));
	ck_assert_ptr_nonnull(strstr(text.data, "\nusername=ann%0Abob\n"));
	ck_assert_ptr_nonnull(strstr(text.data, "\nfield.account-id=12345\n"));
	ck_assert_ptr_nonnull(strstr(text.data, "\nnote.team=sales\n"));
	ck_assert_ptr_nonnull(strstr(text.data, "\nXDG_RUNTIME_DIR=/run/me\n"));
	ck_assert_ptr_null(strstr(text.data, "canary"));
	ck_assert_ptr_null(strstr(text.data, "new-secret"));
	buffer_clear(&text);
}
END_TEST

static const struct {
	const char *script;
	const char *message; /* NULL: it goes well */
} ends[] = {
	{ "exit 0", NULL },
	{ "exit 3", "exited with 3" },
	{ "kill -9 $$", "was ended by a signal" },
	{ "exec sleep 30", "took more than 1 second and" },
	/* It does not read; it prints; what it starts goes on. */
	{ "exec <&-", NULL },
	{ "head -c 3000000 /dev/zero; echo canary >&2", NULL },
	{ "sleep 30 <&0 & exit 0", NULL },
	/* It has no terminal to ask. */
	{ "(: </dev/tty) && exit 9; exit 0", NULL },
};

START_TEST(is_waited_for)
{
	struct error e = { 0 };
	time_t start = time(NULL);
	enum status status;

	config.hook_timeout = 1;
	write_hook(ends[_i].script);
	status = call(&e);
	ck_assert_int_eq(status, ends[_i].message ? STATUS_FAILED : STATUS_OK);
	if (ends[_i].message)
		ck_assert_ptr_nonnull(strstr(e.message, ends[_i].message));
	else
		ck_assert_str_eq(e.message, "");
	ck_assert_int_le(time(NULL) - start, 5);
}
END_TEST

START_TEST(is_not_waited_for_twice)
{
	struct error e = { 0 };
	struct buffer text = { 0 };

	config.hook_timeout = 1;
	write_hook("echo called >>$HOME/seen; exec sleep 30");
	ck_assert_int_eq(call(&e), STATUS_FAILED);
	ck_assert_int_eq(call(&e), STATUS_FAILED);
	ck_assert_ptr_nonnull(strstr(e.message, "not called again"));
	read_seen(&text);
	ck_assert_str_eq(text.data, "called\n");
	buffer_clear(&text);
}
END_TEST

static void remove_it(void)
{
	(void)unlink(hook);
}

static void let_others_write(void)
{
	ck_assert_int_eq(chmod(hook, 0702), 0);
}

static void let_the_group_write(void)
{
	ck_assert_int_eq(chmod(hook, 0720), 0);
}

static void make_it_no_program(void)
{
	ck_assert_int_eq(chmod(hook, 0600), 0);
}

static void make_it_a_folder(void)
{
	(void)unlink(hook);
	ck_assert_int_eq(mkdir(hook, 0700), 0);
}

static void make_it_a_fifo(void)
{
	(void)unlink(hook);
	ck_assert_int_eq(mkfifo(hook, 0700), 0);
}

static void (*const wrongs[])(void) = {
	remove_it,	    let_others_write, let_the_group_write,
	make_it_no_program, make_it_a_folder, make_it_a_fifo,
};

START_TEST(is_refused)
{
	struct error e = { 0 };

	write_hook("touch $HOME/seen");
	wrongs[_i]();
	ck_assert_int_eq(hook_check(hook, &e), STATUS_FAILED);
	ck_assert_ptr_nonnull(strstr(e.message, hook));
	ck_assert_int_eq(call(&e), STATUS_FAILED);
	ck_assert_int_ne(access(seen, F_OK), 0);
}
END_TEST

static const struct {
	enum journal_mode journal;
	bool hook;
	bool change, read; /* wanted */
} wishes[] = {
	{ JOURNAL_OFF, false, false, false },
	{ JOURNAL_CHANGES, false, true, false },
	{ JOURNAL_ALL, false, true, true },
	{ JOURNAL_OFF, true, true, false },
	{ JOURNAL_CHANGES, true, true, false },
	{ JOURNAL_ALL, true, true, true },
};

START_TEST(is_wanted)
{
	config.journal = wishes[_i].journal;
	config.hook = wishes[_i].hook ? hook : NULL;
	for (int kind = EVENT_STORED; kind < EVENT_READ; kind++)
		ck_assert(announce_wanted(&config, (enum event_kind)kind) ==
			  wishes[_i].change);
	ck_assert(announce_wanted(&config, EVENT_READ) == wishes[_i].read);
}
END_TEST

START_TEST(never_hears_of_reads)
{
	const struct event event = { EVENT_READ, &record, NULL };
	struct error e = { 0 };

	write_hook("touch $HOME/seen");
	announce(&config, &event, &e);
	ck_assert_str_eq(e.message, "");
	ck_assert_int_ne(access(seen, F_OK), 0);
}
END_TEST

/* A note that is there stays in front, and each comes once. */
START_TEST(leaves_notes)
{
	const struct event event = { EVENT_STORED, &record, NULL };
	struct error e = { 0 };
	const char *first;

	write_hook("exit 3");
	(void)error_set(&e, STATUS_OK, "kept, but not verified");
	error_hint(&e, "try again");
	announce(&config, &event, &e);
	announce(&config, &event, &e);
	ck_assert_int_eq(strncmp(e.message, "kept, but not verified; the", 27),
			 0);
	first = strstr(e.message, "exited with 3");
	ck_assert_ptr_nonnull(first);
	ck_assert_ptr_null(strstr(first + 1, "exited with 3"));
	ck_assert_str_eq(e.hint, "try again");
	announce(&config, &event, NULL);
}
END_TEST

Suite *hook_suite(void)
{
	Suite *suite = suite_create("hook");
	TCase *tc = tcase_create("hook");

	tcase_add_checked_fixture(tc, set_up, tear_down);
	tcase_set_timeout(tc, 20);
	tcase_add_test(tc, is_told_all_but_secrets);
	tcase_add_loop_test(tc, is_waited_for, 0,
			    sizeof(ends) / sizeof(ends[0]));
	tcase_add_test(tc, is_not_waited_for_twice);
	tcase_add_loop_test(tc, is_refused, 0,
			    sizeof(wrongs) / sizeof(wrongs[0]));
	tcase_add_loop_test(tc, is_wanted, 0,
			    sizeof(wishes) / sizeof(wishes[0]));
	tcase_add_test(tc, never_hears_of_reads);
	tcase_add_test(tc, leaves_notes);
	suite_add_tcase(suite, tc);
	return suite;
}
