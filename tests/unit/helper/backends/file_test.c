#include <fcntl.h>
#include <ftw.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "helper/config/load.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "tests/unit/helper/seal/file_tests.h"

struct config store;
char store_root[128];

static char *duplicate(const char *text)
{
	return memory_copy(text, strlen(text));
}

void store_set_up(void)
{
	const char *temporary = getenv("TMPDIR");

	(void)snprintf(store_root, sizeof(store_root), "%s/file-test.XXXXXX",
		       temporary ? temporary : "/tmp");
	ck_assert_ptr_nonnull(mkdtemp(store_root));
	store = (struct config){
		.file = duplicate(beneath("config")),
		.file_directory = duplicate(beneath("store")),
		.key_file = duplicate(beneath("state/file.key")),
		.key = KEY_FILE,
		.prompt = true,
	};
}

static int remove_one(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	(void)type;
	(void)ftw;
	return remove(path);
}

void store_tear_down(void)
{
	config_clear(&store);
	(void)nftw(store_root, remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

const char *beneath(const char *format, ...)
{
	static char paths[4][1024];
	static int next;
	char *path = paths[next++ % 4];
	char name[512];
	va_list arguments;

	va_start(arguments, format);
	(void)vsnprintf(name, sizeof(name), format, arguments);
	va_end(arguments);
	(void)snprintf(path, sizeof(paths[0]), "%s/%s", store_root, name);
	return path;
}

static size_t found;
static char found_path[1024];
static int wanted_level;
static int wanted_type;

static int find_level(const char *path, const struct stat *st, int type,
		      struct FTW *ftw)
{
	(void)st;
	if (ftw->level == wanted_level && type == wanted_type) {
		found++;
		(void)snprintf(found_path, sizeof(found_path), "%s", path);
	}
	return 0;
}

static const char *only(int level, int type)
{
	found = 0;
	wanted_level = level;
	wanted_type = type;
	(void)nftw(beneath("store/records"), find_level, 16, FTW_PHYS);
	ck_assert_uint_eq(found, 1);
	return found_path;
}

const char *only_record(void)
{
	return only(3, FTW_F);
}

const char *only_host(void)
{
	return only(2, FTW_D);
}

static int count_one(const char *path, const struct stat *st, int type,
		     struct FTW *ftw)
{
	(void)path;
	(void)st;
	(void)ftw;
	found += type != FTW_D;
	return 0;
}

size_t count_files(const char *name)
{
	found = 0;
	(void)nftw(beneath("%s", name), count_one, 16, FTW_PHYS);
	return found;
}

void write_file(const char *path, const void *bytes, size_t length, mode_t mode)
{
	int fd;

	(void)unlink(path);
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
	ck_assert_int_ge(fd, 0);
	ck_assert_int_eq(write_all(fd, bytes, length), 0);
	ck_assert_int_eq(fchmod(fd, mode), 0);
	ck_assert_int_eq(close(fd), 0);
}

size_t read_file(const char *path, void *bytes, size_t size)
{
	int fd = open(path, O_RDONLY);
	ssize_t got;

	ck_assert_msg(fd >= 0, "cannot open %s", path);
	got = read(fd, bytes, size);
	ck_assert_int_ge(got, 0);
	ck_assert_int_eq(close(fd), 0);
	return (size_t)got;
}

static void set(struct credential *c, const char *host, const char *user,
		const char *password)
{
	credential_set(c, FIELD_PROTOCOL, "https");
	credential_set(c, FIELD_HOST, host);
	credential_set(c, FIELD_USERNAME, user);
	credential_set(c, FIELD_PASSWORD, password);
}

enum status do_store(const char *host, const char *user, const char *password,
		     struct error *e)
{
	struct credential c = { 0 };
	enum status status;

	set(&c, host, user, password);
	status = backend_file.store(&backend_file, &store, &c, e);
	credential_clear(&c);
	return status;
}

static char got[64];

static bool take(const struct credential *record, void *argument)
{
	size_t *count = argument;

	(void)snprintf(got, sizeof(got), "%s", record->values[FIELD_PASSWORD]);
	(*count)++;
	return true;
}

enum status do_get(const char *host, const char *user, struct error *e)
{
	struct credential c = { 0 };
	size_t count = 0;
	enum status status;

	set(&c, host, user, NULL);
	status =
		backend_file.search(&backend_file, &store, &c, take, &count, e);
	credential_clear(&c);
	ck_assert(status != STATUS_OK || count == 1);
	return status;
}

enum status do_erase(const char *host, const char *user, struct error *e)
{
	struct credential c = { 0 };
	enum status status;

	set(&c, host, user, NULL);
	status = backend_file.erase(&backend_file, &store, &c, e);
	credential_clear(&c);
	return status;
}

enum status do_list(struct error *e)
{
	size_t count = 0;

	return backend_file.search(&backend_file, &store, NULL, take, &count,
				   e);
}

void store_one(void)
{
	struct error e = { 0 };

	ck_assert_int_eq(do_store("git.example", "me", "canary-one", &e),
			 STATUS_OK);
}

void expect_got(const char *host, const char *user, const char *password)
{
	struct error e = { 0 };
	enum status status = do_get(host, user, &e);

	ck_assert_msg(status == STATUS_OK, "get: %d %s", status, e.message);
	ck_assert_str_eq(got, password);
}

static void expect_failed(enum status status, const struct error *e,
			  enum status expected, const char *part)
{
	ck_assert_int_eq(status, expected);
	ck_assert_msg(strstr(e->message, part), "no '%s' in: %s", part,
		      e->message);
	ck_assert_ptr_null(strstr(e->hint, "delete"));
	ck_assert_ptr_null(strstr(e->hint, "remove"));
	ck_assert_ptr_null(strstr(e->message, "canary"));
	ck_assert_ptr_null(strstr(e->hint, "canary"));
}

void expect_all_fail(enum status status, const char *part)
{
	struct error e = { 0 };

	expect_failed(do_get("git.example", "me", &e), &e, status, part);
	expect_failed(do_get("git.example", NULL, &e), &e, status, part);
	expect_failed(do_erase("git.example", "me", &e), &e, status, part);
	expect_failed(do_list(&e), &e, status, part);
	expect_failed(do_store("git.example", "me", "canary-new", &e), &e,
		      status, part);
}

Suite *file_suite(void)
{
	Suite *suite = suite_create("file");

	add_seal_cases(suite);
	add_key_text_cases(suite);
	add_key_cases(suite);
	add_folder_cases(suite);
	return suite;
}
