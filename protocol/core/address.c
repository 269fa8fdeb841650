#include <arpa/inet.h>
#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "protocol/core/address.h"
#include "protocol/core/buffer.h"
#include "protocol/core/memory.h"
#include "protocol/core/percent.h"
#include "protocol/core/record.h"
#include "protocol/core/text.h"

enum {
	NAME_MAX_LENGTH = 253,
	LABEL_MAX_LENGTH = 63,
	PORT_MAX = 65535,
};

static char lower(char c)
{
	return c >= 'A' && c <= 'Z' ? (char)(c - 'A' + 'a') : c;
}

static bool is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Where the port begins, at its colon, or the end of `host`. */
static const char *find_port(const char *host)
{
	const char *bracket = *host == '[' ? strchr(host, ']') : NULL;
	const char *colon = strchr(bracket ? bracket : host, ':');

	return colon ? colon : host + strlen(host);
}

static bool label_is_valid(const char *label, size_t length)
{
	if (length < 1 || length > LABEL_MAX_LENGTH || *label == '-')
		return false;
	for (size_t i = 0; i < length; i++)
		if (!is_digit(label[i]) &&
		    !(label[i] >= 'a' && label[i] <= 'z') && label[i] != '-' &&
		    label[i] != '_')
			return false;
	return true;
}

/* `10`, `0x7f`, `0`: what some inet_aton(3) would take for a number. */
static bool looks_numeric(const char *label)
{
	size_t hex = strncmp(label, "0x", 2) == 0 ? 2 : 0;

	for (label += hex; *label; label++)
		if (hex ? !isxdigit((unsigned char)*label) : !is_digit(*label))
			return false;
	return true;
}

static const char *check_name(const char *name)
{
	const char *label = name;
	const char *dot;

	if (strlen(name) > NAME_MAX_LENGTH)
		return "has a name longer than 253 bytes";
	for (; (dot = strchr(label, '.')); label = dot + 1)
		if (!label_is_valid(label, (size_t)(dot - label)))
			return "is no host name";
	if (!label_is_valid(label, strlen(label)))
		return "is no host name";
	if (looks_numeric(label))
		return "writes an address in other than four decimal numbers";
	return NULL;
}

static const char *canonical_ipv6(char *name)
{
	struct in6_addr address;
	size_t length = strlen(name);
	char text[INET6_ADDRSTRLEN];

	if (length < 2 || name[length - 1] != ']')
		return "lacks a ']'";
	name[length - 1] = '\0';
	if (inet_pton(AF_INET6, name + 1, &address) != 1)
		return "is no IPv6 address";
	inet_ntop(AF_INET6, &address, text, sizeof(text));
	(void)snprintf(name, ADDRESS_HOST_MAX, "[%s]", text);
	return NULL;
}

/* Canonicalises the host without its port, in place; returns what is wrong. */
static const char *canonical_name(char *name)
{
	struct in_addr address;
	size_t length = strlen(name);
	bool ascii = true;

	for (size_t i = 0; i < length; i++)
		ascii = ascii && (unsigned char)name[i] < 0x80;
	if (!ascii)
		return text_is_utf8(name, length) &&
				       !strpbrk(name, " \"#%/:<>?@[\\]^`{|}")
			       ? NULL
			       : "is no host name";
	for (size_t i = 0; i < length; i++)
		name[i] = lower(name[i]);
	if (*name == '[')
		return canonical_ipv6(name);
	if (length > 1 && name[length - 1] == '.')
		name[length - 1] = '\0';
	if (inet_pton(AF_INET, name, &address) == 1)
		return NULL;
	return check_name(name);
}

static const char *check_port(const char *digits)
{
	long long port;

	if (*digits == '0' || !text_number(digits, PORT_MAX, &port))
		return "has a port that is no number from 1 to 65535";
	return NULL;
}

static bool is_default_port(const char *protocol, const char *port)
{
	return (strcmp(protocol, "https") == 0 && strcmp(port, "443") == 0) ||
	       (strcmp(protocol, "http") == 0 && strcmp(port, "80") == 0);
}

static bool is_http(const char *protocol)
{
	return strcmp(protocol, "https") == 0 || strcmp(protocol, "http") == 0;
}

/* Writes the canonical form; returns what is wrong with `host`, or NULL. */
static const char *canonical_host(const char *protocol, const char *host,
				  char *out)
{
	const char *colon = find_port(host);
	const char *port = *colon ? colon + 1 : colon;
	size_t length = (size_t)(colon - host);
	const char *wrong;

	*out = '\0';
	if (*host == '\0' && !is_http(protocol))
		return NULL;
	if (text_has_control(host, strlen(host)))
		return "holds a control byte";
	if (length > NAME_MAX_LENGTH + 1)
		return "has a name longer than 253 bytes";
	memcpy(out, host, length);
	out[length] = '\0';
	if ((wrong = canonical_name(out)) ||
	    (*port && (wrong = check_port(port))))
		return wrong;
	length = strlen(out);
	if (*port && !is_default_port(protocol, port))
		(void)snprintf(out + length, ADDRESS_HOST_MAX - length, ":%s",
			       port);
	return NULL;
}

enum status address_host(const char *protocol, const char *host, char *out,
			 struct error *e)
{
	const char *wrong = canonical_host(protocol, host, out);

	return wrong ? error_set(e, STATUS_MALFORMED, "the host %s", wrong)
		     : STATUS_OK;
}

enum status address_canonical(struct credential *c, struct error *e)
{
	char *protocol = memory_copy(c->values[FIELD_PROTOCOL],
				     strlen(c->values[FIELD_PROTOCOL]));
	char host[ADDRESS_HOST_MAX];
	enum status status;

	for (char *p = protocol; *p; p++)
		*p = lower(*p);
	status = address_host(protocol, c->values[FIELD_HOST], host, e);
	if (status == STATUS_OK) {
		credential_set(c, FIELD_PROTOCOL, protocol);
		credential_set(c, FIELD_HOST, host);
	}
	free(protocol);
	return status;
}

static enum status set_decoded(struct credential *c, enum field field,
			       const char *text, const char *end,
			       struct error *e)
{
	struct buffer decoded = { 0 };
	bool good;

	buffer_add(&decoded, "", 0);
	good = percent_decode(text, (size_t)(end - text), &decoded) &&
	       !text_has_control(decoded.data, decoded.length);
	if (good)
		credential_set(c, field, decoded.data);
	buffer_clear(&decoded);
	return good ? STATUS_OK
		    : error_set(e, STATUS_MALFORMED,
				"the url holds a '%%' that encodes no text");
}

static const char *find(const char *text, const char *end, char c)
{
	const char *found = memchr(text, c, (size_t)(end - text));

	return found ? found : end;
}

/* USER[:PASSWORD] */
static enum status set_user(struct credential *c, const char *text,
			    const char *end, struct error *e)
{
	const char *colon = find(text, end, ':');
	enum status status = set_decoded(c, FIELD_USERNAME, text, colon, e);

	if (status == STATUS_OK && colon < end)
		status = set_decoded(c, FIELD_PASSWORD, colon + 1, end, e);
	return status;
}

static enum status set_path(struct credential *c, const char *slash,
			    const char *end, struct error *e)
{
	while (slash < end && *slash == '/')
		slash++;
	while (slash < end && end[-1] == '/')
		end--;
	if (slash == end)
		return STATUS_OK;
	return set_decoded(c, FIELD_PATH, slash, end, e);
}

enum status address_from_whole_url(const char *url, size_t length,
				   struct credential *c, struct error *e)
{
	const char *end = url + length;
	const char *colon = find(url, end, ':');
	const char *host = colon + 3;
	const char *slash;
	const char *at;
	enum status status;

	/* Programs differ on whether a backslash ends the host. */
	if (colon == url || end - colon < 3 || memcmp(colon, "://", 3) != 0 ||
	    memchr(url, '\\', length))
		return error_set(e, STATUS_MALFORMED,
				 "the url is not PROTOCOL://HOST");
	slash = host;
	while (slash < end && !strchr("/?#", *slash))
		slash++;
	at = memchr(host, '@', (size_t)(slash - host));
	if ((status = set_decoded(c, FIELD_PROTOCOL, url, colon, e)))
		return status;
	for (char *p = c->values[FIELD_PROTOCOL]; *p; p++)
		*p = lower(*p);
	if (at && (status = set_user(c, host, at, e)))
		return status;
	if ((status = set_decoded(c, FIELD_HOST, at ? at + 1 : host, slash, e)))
		return status;
	return set_path(c, slash, end, e);
}

enum status address_from_url(const char *url, size_t length,
			     struct credential *c, struct error *e)
{
	enum status status = address_from_whole_url(url, length, c, e);

	if (status == STATUS_OK && is_http(c->values[FIELD_PROTOCOL]))
		credential_set(c, FIELD_PATH, NULL);
	return status;
}
