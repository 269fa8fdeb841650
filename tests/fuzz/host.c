/*
 * Protocols and hosts: the canonical form is canonical itself, and holds
 * nothing that other programs read as something else.
 */
#include "protocol/core/address.h"
#include "protocol/core/text.h"
#include "tests/fuzz/fuzz.h"

static bool is_ascii(const char *text)
{
	while (*text && (unsigned char)*text < 0x80)
		text++;
	return *text == '\0';
}

static void check(const char *protocol, const char *host)
{
	char again[ADDRESS_HOST_MAX];
	struct error e = { 0 };

	hold(address_host(protocol, host, again, &e) == STATUS_OK);
	hold(strcmp(host, again) == 0);
	hold(strlen(host) < ADDRESS_HOST_MAX);
	hold(strpbrk(host, "%\\@/?# ") == NULL);
	/* What is not ASCII stays as it is: it equals nothing but itself. */
	hold(!is_ascii(host) || !strpbrk(host, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"));
	hold(!text_has_control(host, strlen(host)));
	hold(text_is_utf8(host, strlen(host)));
	hold(!is_ascii(host) || (host[0] != '.' && !strstr(host, "..")));
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char *const protocols[] = { "https", "http", "ssh" };
	char canonical[ADDRESS_HOST_MAX];
	struct error e = { 0 };
	const char *protocol;
	char *host;

	if (size == 0)
		return 0;
	protocol = protocols[data[0] % 3];
	host = fuzz_text(data + 1, size - 1);
	if (address_host(protocol, host, canonical, &e) == STATUS_OK)
		check(protocol, canonical);
	free(host);
	return 0;
}
