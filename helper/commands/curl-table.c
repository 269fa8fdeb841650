#include <string.h>

#include "helper/commands/curl-table.h"

/* curl(1). `--next` is `-:`. */
static const struct curl_option options[] = {
	{ "abstract-unix-socket", 0, true, ELSEWHERE },
	{ "anyauth", 0, false, OWN },
	{ "append", 'a', false, PLAIN },
	{ "aws-sigv4", 0, true, OWN },
	{ "basic", 0, false, OWN },
	{ "cacert", 0, true, AUTHORITY },
	{ "cert", 0, true, OWN },
	{ "compressed", 0, false, PLAIN },
	{ "config", 'K', true, ELSEWHERE },
	{ "connect-timeout", 0, true, PLAIN },
	{ "connect-to", 0, true, ELSEWHERE },
	{ "continue-at", 'C', true, PLAIN },
	{ "cookie", 'b', true, PLAIN },
	{ "cookie-jar", 'c', true, PLAIN },
	{ "create-dirs", 0, false, PLAIN },
	{ "create-file-mode", 0, true, PLAIN },
	{ "crlf", 0, false, PLAIN },
	{ "data", 'd', true, PLAIN },
	{ "data-ascii", 0, true, PLAIN },
	{ "data-binary", 0, true, PLAIN },
	{ "data-raw", 0, true, PLAIN },
	{ "data-urlencode", 0, true, PLAIN },
	{ "digest", 0, false, OWN },
	{ "disable", 'q', false, PLAIN },
	{ "dns-servers", 0, true, ELSEWHERE },
	{ "doh-insecure", 0, false, IN_CLEAR },
	{ "doh-url", 0, true, ELSEWHERE },
	{ "dump-header", 'D', true, PLAIN },
	{ "etag-compare", 0, true, PLAIN },
	{ "etag-save", 0, true, PLAIN },
	{ "expect100-timeout", 0, true, PLAIN },
	{ "fail", 'f', false, PLAIN },
	{ "fail-early", 0, false, PLAIN },
	{ "fail-with-body", 0, false, PLAIN },
	{ "form", 'F', true, PLAIN },
	{ "form-string", 0, true, PLAIN },
	{ "get", 'G', false, PLAIN },
	{ "globoff", 'g', false, PLAIN },
	{ "head", 'I', false, PLAIN },
	{ "header", 'H', true, HEADER },
	{ "http0.9", 0, false, PLAIN },
	{ "http1.0", '0', false, PLAIN },
	{ "http1.1", 0, false, PLAIN },
	{ "http2", 0, false, PLAIN },
	{ "http3", 0, false, PLAIN },
	{ "include", 'i', false, PLAIN },
	{ "insecure", 'k', false, IN_CLEAR },
	{ "interface", 0, true, PLAIN },
	{ "ipv4", '4', false, PLAIN },
	{ "ipv6", '6', false, PLAIN },
	{ "json", 0, true, PLAIN },
	{ "junk-session-cookies", 'j', false, PLAIN },
	{ "keepalive-time", 0, true, PLAIN },
	{ "key", 0, true, OWN },
	{ "libcurl", 0, true, SHOWS },
	{ "limit-rate", 0, true, PLAIN },
	{ "location", 'L', false, LOCATION },
	{ "location-trusted", 0, false, ELSEWHERE },
	{ "max-filesize", 0, true, PLAIN },
	{ "max-redirs", 0, true, PLAIN },
	{ "max-time", 'm', true, PLAIN },
	{ "negotiate", 0, false, OWN },
	{ "netrc", 'n', false, OWN },
	{ "netrc-file", 0, true, OWN },
	{ "netrc-optional", 0, false, OWN },
	{ "next", ':', false, ELSEWHERE },
	{ "no-buffer", 'N', false, PLAIN },
	{ "no-keepalive", 0, false, PLAIN },
	{ "no-progress-meter", 0, false, PLAIN },
	{ "noproxy", 0, true, PLAIN },
	{ "ntlm", 0, false, OWN },
	{ "oauth2-bearer", 0, true, OWN },
	{ "output", 'o', true, PLAIN },
	{ "output-dir", 0, true, PLAIN },
	{ "parallel", 'Z', false, PLAIN },
	{ "parallel-immediate", 0, false, PLAIN },
	{ "parallel-max", 0, true, PLAIN },
	{ "path-as-is", 0, false, PLAIN },
	{ "post301", 0, false, PLAIN },
	{ "post302", 0, false, PLAIN },
	{ "post303", 0, false, PLAIN },
	{ "preproxy", 0, true, PROXY },
	{ "progress-bar", '#', false, PLAIN },
	{ "proto", 0, true, PLAIN },
	{ "proto-default", 0, true, ELSEWHERE },
	{ "proto-redir", 0, true, PLAIN },
	{ "proxy", 'x', true, PROXY },
	{ "proxy-cacert", 0, true, PLAIN },
	{ "proxy-header", 0, true, ELSEWHERE },
	{ "proxy-insecure", 0, false, IN_CLEAR },
	{ "proxy-user", 0, true, PLAIN },
	{ "proxy1.0", 0, true, ELSEWHERE },
	{ "range", 'r', true, PLAIN },
	{ "rate", 0, true, PLAIN },
	{ "raw", 0, false, PLAIN },
	{ "referer", 'e', true, PLAIN },
	{ "remote-header-name", 'J', false, PLAIN },
	{ "remote-name", 'O', false, PLAIN },
	{ "remote-name-all", 0, false, PLAIN },
	{ "remote-time", 'R', false, PLAIN },
	{ "remove-on-error", 0, false, PLAIN },
	{ "request", 'X', true, PLAIN },
	{ "request-target", 0, true, ELSEWHERE },
	{ "resolve", 0, true, ELSEWHERE },
	{ "retry", 0, true, PLAIN },
	{ "retry-all-errors", 0, false, PLAIN },
	{ "retry-connrefused", 0, false, PLAIN },
	{ "retry-delay", 0, true, PLAIN },
	{ "retry-max-time", 0, true, PLAIN },
	{ "show-error", 'S', false, PLAIN },
	{ "silent", 's', false, PLAIN },
	{ "socks4", 0, true, PROXY },
	{ "socks4a", 0, true, PROXY },
	{ "socks5", 0, true, PROXY },
	{ "socks5-hostname", 0, true, PROXY },
	{ "speed-limit", 'Y', true, PLAIN },
	{ "speed-time", 'y', true, PLAIN },
	{ "sslv2", 0, false, IN_CLEAR },
	{ "sslv3", 0, false, IN_CLEAR },
	{ "styled-output", 0, false, PLAIN },
	{ "tcp-fastopen", 0, false, PLAIN },
	{ "tcp-nodelay", 0, false, PLAIN },
	{ "time-cond", 'z', true, PLAIN },
	{ "tlsv1", 0, false, IN_CLEAR },
	{ "tlsv1.0", 0, false, IN_CLEAR },
	{ "tlsv1.1", 0, false, IN_CLEAR },
	{ "tlsv1.2", 0, false, PLAIN },
	{ "tlsv1.3", 0, false, PLAIN },
	{ "tr-encoding", 0, false, PLAIN },
	{ "trace", 0, true, SHOWS },
	{ "trace-ascii", 0, true, SHOWS },
	{ "trace-time", 0, false, SHOWS },
	{ "unix-socket", 0, true, ELSEWHERE },
	{ "upload-file", 'T', true, PLAIN },
	{ "url", 0, true, URL },
	{ "url-query", 0, true, PLAIN },
	{ "use-ascii", 'B', false, PLAIN },
	{ "user", 'u', true, OWN },
	{ "user-agent", 'A', true, PLAIN },
	{ "verbose", 'v', false, SHOWS },
	{ "write-out", 'w', true, PLAIN },
	{ "xattr", 0, false, PLAIN },
};

static const struct curl_option *find_name(const char *name)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (strcmp(options[i].name, name) == 0)
			return &options[i];
	return NULL;
}

const struct curl_option *curl_option_named(const char *name)
{
	const struct curl_option *option = find_name(name);

	if (option || strncmp(name, "no-", 3) != 0)
		return option;
	/* `--no-NAME` of a flag is as harmless as the flag itself. */
	option = find_name(name + 3);
	return option && option->kind == PLAIN && !option->has_value ? option
								     : NULL;
}

const struct curl_option *curl_option_lettered(char letter)
{
	for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++)
		if (options[i].letter == letter)
			return &options[i];
	return NULL;
}
