/*
 * What a keyring may answer over D-Bus: any message whatsoever, as the answer
 * to each of our calls. The functions that read it are the file's own.
 */
#include "helper/backends/secret-service/read.c"
#include "tests/fuzz/fuzz.h"

static bool see(const struct credential *record, void *argument)
{
	(void)argument;
	hold(record->values[FIELD_PROTOCOL] && record->values[FIELD_HOST]);
	return true;
}

/* An answer that fits the call's signature, with the input as its secret. */
static DBusMessage *make_answer(const uint8_t *data, size_t size)
{
	DBusMessage *m = dbus_message_new(DBUS_MESSAGE_TYPE_METHOD_RETURN);
	const char *path = "/item";
	const char *type = "text/plain";
	const uint8_t *none = data;
	DBusMessageIter all, items, item, secret, bytes;

	dbus_message_iter_init_append(m, &all);
	dbus_message_iter_open_container(&all, DBUS_TYPE_ARRAY, "{o(oayays)}",
					 &items);
	dbus_message_iter_open_container(&items, DBUS_TYPE_DICT_ENTRY, NULL,
					 &item);
	dbus_message_iter_append_basic(&item, DBUS_TYPE_OBJECT_PATH, &path);
	dbus_message_iter_open_container(&item, DBUS_TYPE_STRUCT, NULL,
					 &secret);
	dbus_message_iter_append_basic(&secret, DBUS_TYPE_OBJECT_PATH, &path);
	dbus_message_iter_open_container(&secret, DBUS_TYPE_ARRAY, "y", &bytes);
	dbus_message_iter_append_fixed_array(&bytes, DBUS_TYPE_BYTE, &none, 0);
	dbus_message_iter_close_container(&secret, &bytes);
	dbus_message_iter_open_container(&secret, DBUS_TYPE_ARRAY, "y", &bytes);
	dbus_message_iter_append_fixed_array(&bytes, DBUS_TYPE_BYTE, &data,
					     (int)size);
	dbus_message_iter_close_container(&secret, &bytes);
	dbus_message_iter_append_basic(&secret, DBUS_TYPE_STRING, &type);
	dbus_message_iter_close_container(&item, &secret);
	dbus_message_iter_close_container(&items, &item);
	dbus_message_iter_close_container(&all, &items);
	return m;
}

static void read_as_everything(DBusMessage *message)
{
	struct search search = { .visit = see };
	struct reading r = { .search = &search };

	r.session.bus = r.any.bus = r.ours.bus = &r.bus;
	r.locked.bus = r.secrets.bus = &r.bus;
	r.session.reply = r.any.reply = r.ours.reply = message;
	r.locked.reply = r.secrets.reply = message;
	/* It was asked already. */
	r.locked.message = message;
	(void)look(&r);
	(void)secrets_default_locked(&r.locked);
	(void)tell(&r);
	drop_records(&r);
	(void)bus_call_no_object(&r.any);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	DBusMessage *message = NULL;
	DBusError error = DBUS_ERROR_INIT;

	if (size == 0 || size > 1 << 16)
		return 0;
	if (data[0] % 2)
		message = make_answer(data + 1, size - 1);
	else
		message = dbus_message_demarshal((const char *)data + 1,
						 (int)size - 1, &error);
	dbus_error_free(&error);
	if (!message)
		return 0;
	read_as_everything(message);
	dbus_message_unref(message);
	return 0;
}
