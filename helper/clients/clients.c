#include <stdlib.h>
#include <string.h>

#include "helper/clients/client.h"
#include "helper/system/paths.h"

static const char *const docker_rivals[] = { "DOCKER_AUTH_CONFIG", NULL };
static const char *const terraform_rivals[] = { "TF_TOKEN_", NULL };
static const char *const cargo_rivals[] = { "CARGO_REGISTRY_TOKEN",
					    "CARGO_REGISTRIES_", NULL };
static const char *const claude_rivals[] = { "ANTHROPIC_API_KEY",
					     "ANTHROPIC_AUTH_TOKEN", NULL };
static const char *const pip_rivals[] = { "PIP_KEYRING_PROVIDER",
					  "PIP_CONFIG_FILE", NULL };

/* By the shell that one logs in to. */
static char *place_of_aliases(void)
{
	static const struct {
		const char *shell;
		const char *file;
	} shells[] = {
		{ "/zsh", ".zshrc" },
		{ "/fish", ".config/fish/config.fish" },
		{ "", ".bashrc" },
	};
	const char *shell = getenv("SHELL");
	size_t length = shell ? strlen(shell) : 0;

	for (size_t i = 0; i < sizeof(shells) / sizeof(*shells); i++) {
		size_t end = strlen(shells[i].shell);

		if (length >= end && strcmp((shell ? shell : "") + length - end,
					    shells[i].shell) == 0)
			return path_of_settings(shells[i].file);
	}
	return path_of_settings(".bashrc");
}

static const struct client git = {
	.name = "git",
	.arguments = "[URL]",
	.maximum = 1,
	.summary = "every host, or those of a URL",
	.note = "git asks its helpers in their order, and tells all of them "
		"what was good",
	.variable = "GIT_CONFIG_GLOBAL",
	.files = { ".gitconfig", ".config/git/config" },
	.change = client_change_git,
	.key = "credential.{1}.helper",
	.other_key = "credential.helper",
	.helper = "git-credential-ringbearer",
	.probe = { .program = "git",
		   .arguments = "credential fill",
		   .input = "protocol=https\nhost=" CLIENT_HOST "\n\n" },
};

static const struct client docker = {
	.name = "docker",
	.arguments = "[REGISTRY]",
	.maximum = 1,
	.summary = "every registry, or one; in helm's own file, too",
	.variable = "DOCKER_CONFIG",
	.below = "config.json",
	.files = { ".docker/config.json" },
	.change = client_change_json,
	.path = { "credHelpers", "{1}" },
	.other_path = { "credsStore" },
	.folds = true,
	.value = "ringbearer",
	.helper = "docker-credential-ringbearer",
	.probe = { .program = "docker-credential-ringbearer",
		   .arguments = "get",
		   .input = "https://" CLIENT_HOST },
	.rivals = docker_rivals,
};

#define CONTAINERS(CLIENT)                                                 \
	{                                                                  \
		.name = CLIENT, .arguments = "REGISTRY", .minimum = 1,     \
		.maximum = 1,                                              \
		.summary = "one registry; shared by podman, buildah and "  \
			   "skopeo",                                       \
		.note = "they read this file, but log in to another one, " \
			"unless '--authfile' or REGISTRY_AUTH_FILE names " \
			"this one",                                        \
		.variable = "REGISTRY_AUTH_FILE",                          \
		.files = { ".config/containers/auth.json" },               \
		.change = client_change_json,                              \
		.path = { "credHelpers", "{1}" }, .folds = true,           \
		.value = "ringbearer",                                     \
		.helper = "docker-credential-ringbearer",                  \
		.probe = { .program = "docker-credential-ringbearer",      \
			   .arguments = "get",                             \
			   .input = "https://" CLIENT_HOST },              \
	}

static const struct client podman = CONTAINERS("podman");
static const struct client buildah = CONTAINERS("buildah");
static const struct client skopeo = CONTAINERS("skopeo");

static const struct client cargo = {
	.name = "cargo",
	.arguments = "",
	.summary = "every registry",
	.variable = "CARGO_HOME",
	.below = "config.toml",
	.files = { ".cargo/config.toml", ".cargo/config" },
	.change = client_change_block,
	.section = "[registry]",
	.lines = "global-credential-providers = [\"cargo:token\", "
		 "\"cargo-credential-ringbearer\"]\n",
	.toml = true,
	.helper = "cargo-credential-ringbearer",
	.probe = { .program = "cargo-credential-ringbearer",
		   .arguments = "--cargo-plugin",
		   .input = "{\"v\":1,\"registry\":{\"index-url\":\"sparse+"
			    "https://" CLIENT_HOST "/index/\"},\"kind\":"
			    "\"login\",\"token\":\"%s\",\"args\":[]}\n"
			    "{\"v\":1,\"registry\":{\"index-url\":\"sparse+"
			    "https://" CLIENT_HOST "/index/\"},\"kind\":"
			    "\"get\",\"operation\":\"read\",\"args\":[]}\n",
		   .stores = true },
	.rivals = cargo_rivals,
};

static const struct client terraform = {
	.name = "terraform",
	.arguments = "",
	.summary = "every host; OpenTofu reads the same file",
	.variable = "TF_CLI_CONFIG_FILE",
	.files = { ".terraformrc" },
	.change = client_change_block,
	.lines = "credentials_helper \"ringbearer\" {}\n",
	.link = ".terraform.d/plugins/terraform-credentials-ringbearer",
	.version = "version",
	.helper = "{link}",
	.probe = { .program = "{link}", .arguments = "get " CLIENT_HOST },
	.rivals = terraform_rivals,
};

static const struct client kubectl = {
	.name = "kubectl",
	.arguments = "NAME",
	.minimum = 1,
	.maximum = 1,
	.summary = "a user of the kubeconfig with the token NAME",
	.note = "the current context gets the user if it has none; else: "
		"kubectl config set-context --current --user=ringbearer-NAME",
	.variable = "KUBECONFIG",
	.files = { ".kube/config" },
	.change = client_change_kubectl,
	.key = "ringbearer-{1}",
	.version = "version --client",
	.entry = "{1}",
	.probe = { .program = "ringbearer",
		   .arguments = "kubectl " CLIENT_HOST },
};

static const struct client pnpm = {
	.name = "pnpm",
	.arguments = "NAME",
	.minimum = 1,
	.maximum = 1,
	.summary = "the registry HOST, by its token, HOST or HOST/USER",
	.files = { ".npmrc" },
	.change = client_change_block,
	.lines = "//{host}/:tokenHelper={link}\n",
	.first = true,
	.each = true,
	.link = ".local/bin/ringbearer-bearer-{1}",
	.helper = "{link}",
	.entry = "{1}",
	.probe = { .program = "ringbearer",
		   .arguments = "token --scheme Bearer " CLIENT_HOST },
};

static const struct client pip = {
	.name = "pip",
	.arguments = "",
	.summary = "every index with a username in its URL",
	.note = "the link is called 'keyring', and hides the program of that "
		"name that Python's package 'keyring' has",
	.files = { ".config/pip/pip.conf", ".pip/pip.conf" },
	.change = client_change_block,
	.section = "[global]",
	.lines = "keyring-provider = subprocess\n",
	.link = ".local/bin/keyring",
	.helper = "keyring",
	.probe = { .program = "keyring",
		   .arguments =
			   "get https://" CLIENT_HOST "/ " CLIENT_USERNAME },
	.rivals = pip_rivals,
};

static const struct client claude = {
	.name = "claude",
	.arguments = "NAME",
	.minimum = 1,
	.maximum = 1,
	.summary = "Claude Code's own key, the token of NAME",
	.variable = "CLAUDE_CONFIG_DIR",
	.below = "settings.json",
	.files = { ".claude/settings.json" },
	.change = client_change_json,
	.path = { "apiKeyHelper" },
	.value = "ringbearer token {1}",
	.entry = "{1}",
	.probe = { .program = "ringbearer", .arguments = "token " CLIENT_HOST },
	.rivals = claude_rivals,
};

static const struct client claude_mcp = {
	.name = "claude-mcp",
	.arguments = "SERVER",
	.minimum = 1,
	.maximum = 1,
	.summary = "the headers of an MCP server that Claude Code knows",
	.note = "add the server first: claude mcp add --scope user "
		"--transport http SERVER URL",
	.variable = "CLAUDE_CONFIG_DIR",
	.below = ".claude.json",
	.files = { ".claude.json" },
	.change = client_change_json,
	.path = { "mcpServers", "{1}", "headersHelper" },
	.value = "ringbearer mcp-headers",
	.given = 2,
	.remote = true,
	.program = "claude",
	.probe = { .program = "ringbearer", .arguments = "token " CLIENT_HOST },
};

static const struct client codex = {
	.name = "codex",
	.arguments = "PROVIDER [NAME]",
	.minimum = 1,
	.maximum = 2,
	.summary = "a model provider of Codex with the token of NAME",
	.variable = "CODEX_HOME",
	.below = "config.toml",
	.files = { ".codex/config.toml" },
	.change = client_change_block,
	.section = "[model_providers.\"{1}\".auth]",
	.lines = "command = \"ringbearer\"\nargs = [\"token\", \"{2}\"]\n",
	.toml = true,
	.each = true,
	.entry = "{2}",
	.probe = { .program = "ringbearer", .arguments = "token " CLIENT_HOST },
};

static const struct client curl = {
	.name = "curl",
	.arguments = "",
	.summary = "every URL that is typed: an alias of the shell",
	.note = "it holds in shells that are started from now on, and not in "
		"scripts",
	.place = place_of_aliases,
	.change = client_change_block,
	.lines = "alias curl='ringbearer curl'\n",
	.probe = { .program = "ringbearer", .arguments = "token " CLIENT_HOST },
};

const struct client *const clients[] = {
	&git,	 &docker,     &podman,	&buildah, &skopeo,
	&cargo,	 &terraform,  &kubectl, &pnpm,	  &pip,
	&claude, &claude_mcp, &codex,	&curl,	  NULL,
};
