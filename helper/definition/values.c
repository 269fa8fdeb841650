#include <regex.h>
#include <stdlib.h>
#include <string.h>

#include "helper/definition/internal.h"
#include "protocol/core/memory.h"
#include "protocol/core/text.h"

#define LOWER "abcdefghijklmnopqrstuvwxyz"
#define UPPER "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
#define DIGITS "0123456789"

static bool is_word(const char *value, const char *const *words)
{
	for (; *words; words++)
		if (strcmp(value, *words) == 0)
			return true;
	return false;
}

static bool has_prefix(const char *value, const char *const *prefixes)
{
	for (; *prefixes; prefixes++)
		if (strncmp(value, *prefixes, strlen(*prefixes)) == 0)
			return true;
	return false;
}

/* Whether `value` is not empty and of these characters only. */
static bool consists_of(const char *value, const char *characters)
{
	return *value && value[strspn(value, characters)] == '\0';
}

const char *wrong_text(const char *value)
{
	if (*value == '\0')
		return "is empty";
	if (text_has_control(value, strlen(value)))
		return "holds a control character";
	if (!text_is_utf8(value, strlen(value)))
		return "is not UTF-8";
	return NULL;
}

const char *wrong_name(const char *value)
{
	return consists_of(value, LOWER DIGITS "-")
		       ? NULL
		       : "is no name of the letters a-z, digits and '-'";
}

const char *wrong_extra(const char *value)
{
	static const char *const reserved[] = { "token", "url", "version",
						NULL };
	static const char *const prefixes[] = { "setting", "answer", "choice",
						NULL };

	for (int i = 0; i < FIELD_COUNT; i++)
		if (strcmp(value, field_info[i].key) == 0)
			return "is the name of a field of every record";
	if (is_word(value, reserved) || has_prefix(value, prefixes))
		return "is a reserved name";
	return wrong_name(value);
}

const char *wrong_scope(const char *value)
{
	/* RFC 6749, 3.3, less what parts a list and makes a template. */
	for (const char *p = value; *p; p++)
		if (*p <= ' ' || *p > '~' || strchr("\"\\,{}", *p))
			return "is no scope: it holds a blank, a comma, a "
			       "quote, a brace, or what is no ASCII";
	return *value ? NULL : "is empty";
}

const char *wrong_learnt(const char *value)
{
	static const char *const fields[] = { "name",	 "email",
					      "id",	 "organization",
					      "scopes",	 "missing",
					      "account", NULL };

	return is_word(value, fields) ? NULL : wrong_extra(value);
}

static const char *wrong_variable(const char *name, size_t length)
{
	char *copy = memory_copy(name, length);
	const char *wrong =
		*copy == '/' ? wrong_pointer(copy) : wrong_name(copy);

	free(copy);
	return wrong ? "has a variable that is neither a name nor a pointer"
		     : NULL;
}

const char *wrong_template(const char *value)
{
	struct template t = { .next = value };
	const char *wrong = NULL;

	for (;;) {
		enum template_part part = template_next(&t);

		if (part == TEMPLATE_END)
			return NULL;
		if (part == TEMPLATE_BAD)
			return "has a '{' or '}' that belongs to no {variable}";
		if (part == TEMPLATE_VARIABLE &&
		    (wrong = wrong_variable(t.start, t.length)))
			return wrong;
	}
}

static bool has_suffix(const char *text, const char *const *suffixes)
{
	const size_t length = strlen(text);

	for (; *suffixes; suffixes++) {
		size_t size = strlen(*suffixes);

		if (length > size &&
		    strcmp(text + length - size, *suffixes) == 0)
			return true;
	}
	return false;
}

/*
 * Variables that decide which code a program runs, whom it trusts or where it
 * finds its things. There is no end of them: this is to keep mistakes and the
 * simplest malice out, and ringbearer-security(7) says so.
 */
/* clang-format off */
static const char *const dangerous[] = {
	"ALL_PROXY", "AR", "AS", "BASHOPTS", "BROWSER", "CC", "CDPATH",
	"CLASSPATH", "CPP", "CXX", "DISPLAY", "EDITOR", "EMACSLOADPATH", "ENV",
	"EXINIT", "FPATH", "GCONV_PATH", "GNUMAKEFLAGS", "GOENV", "GOFLAGS",
	"GONOSUMDB", "GOPATH", "GOPROXY", "GOROOT", "HOME", "HTTPS_PROXY",
	"HTTP_PROXY", "IFS", "INPUTRC", "KUBECONFIG", "LESS", "LESSCLOSE",
	"LESSOPEN", "LOCPATH", "LOGNAME", "MAKEFLAGS", "MANOPT", "MANPAGER",
	"MANPATH", "MFLAGS", "NLSPATH", "NO_PROXY", "PAGER", "PATH", "PHPRC",
	"PROMPT_COMMAND", "PS4", "REQUESTS_CA_BUNDLE", "RUSTC",
	"RUSTC_WRAPPER", "RUSTFLAGS", "SHELL", "SHELLOPTS", "SSLKEYLOGFILE",
	"TERMINFO", "TMPDIR", "USER", "VIMINIT", "VISUAL", "WGETRC", "ZDOTDIR",
	NULL
};
/* clang-format on */
static const char *const dangerous_prefixes[] = {
	"DBUS_", "DYLD_", "LD_", "RINGBEARER_", "XDG_", NULL
};
/* Of programs that have variables for tokens, too. */
/* clang-format off */
static const char *const families[] = {
	"BASH_", "CARGO_", "CORECLR_", "COR_", "CURL_", "DOTNET_", "GIT_",
	"GLIBC_", "GREP_", "JAVA_", "JDK_", "LUA_", "MALLOC_", "NODE_",
	"NPM_CONFIG_", "OPENSSL_", "PERL5", "PHP_INI_", "PIP_", "PYTHON",
	"RSYNC_", "RUBY", "R_", "SSH_", "SSL_", "SVN_", "TAR_", "_JAVA_",
	NULL
};
/* clang-format on */
static const char *const secret_suffixes[] = { "_KEY",	 "_PASSWORD", "_SECRET",
					       "_TOKEN", "_USERNAME", NULL };

static bool is_dangerous(const char *name)
{
	return is_word(name, dangerous) ||
	       has_prefix(name, dangerous_prefixes) ||
	       (has_prefix(name, families) &&
		!has_suffix(name, secret_suffixes));
}

const char *wrong_environment(const char *value)
{
	const char *equals = strchr(value, '=');
	const char *wrong = NULL;
	char *name;

	if (!equals || !strchr(equals, '{'))
		return "is not of the form 'NAME={variable}'";
	name = memory_copy(value, (size_t)(equals - value));
	if (!consists_of(name, UPPER DIGITS "_") || strchr(DIGITS, *name))
		wrong = "has a name of other than A-Z, 0-9 and _";
	else if (is_dangerous(name))
		wrong = "is a variable that programs depend on";
	free(name);
	return wrong ? wrong : wrong_template(equals + 1);
}

const char *wrong_pointer(const char *value)
{
	if (*value != '/')
		return "is no JSON pointer: it does not begin with '/'";
	for (const char *tilde = value; (tilde = strchr(tilde, '~')); tilde++)
		if (tilde[1] != '0' && tilde[1] != '1')
			return "is no JSON pointer: '~' is written '~0'";
	return NULL;
}

const char *wrong_verdict(const char *value)
{
	return verdict_parse(value) < VERDICT_COUNT
		       ? NULL
		       : "is none of ok, limited, invalid, expired, revoked, "
			 "wrong-place, throttled, unavailable, unknown";
}

const char *wrong_hint(const char *value)
{
	regex_t expression;

	if (regcomp(&expression, value, REG_EXTENDED | REG_NOSUB) != 0)
		return "is no POSIX extended regular expression";
	regfree(&expression);
	return NULL;
}

const char *wrong_expiry(const char *value)
{
	static const char *const words[] = { "never", "computed", "unknown",
					     NULL };

	return is_word(value, words) ? NULL
				     : "is none of never, computed, unknown";
}

const char *wrong_unit(const char *value)
{
	static const char *const words[] = { "seconds", "epoch", NULL };

	return is_word(value, words) ? NULL : "is none of seconds, epoch";
}

const char *wrong_from(const char *value)
{
	static const char *const words[] = { "typed", "chosen", "learnt",
					     NULL };

	return is_word(value, words) ? NULL
				     : "is none of typed, chosen, learnt";
}
