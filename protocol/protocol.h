#ifndef PROTOCOL_PROTOCOL_H
#define PROTOCOL_PROTOCOL_H

#include <stdbool.h>
#include <stddef.h>

#include "protocol/core/buffer.h"
#include "protocol/core/credential.h"
#include "protocol/core/error.h"

/*
 * A wire protocol: how one kind of caller asks and is answered. What a
 * request means is the broker's business. A new protocol is one source file
 * that ends in one of these tables, and one entry in the list of protocols.c.
 */

struct json_object; /* json-c's */

/* Called for each record; it is borrowed until that returns. */
typedef void protocol_visit(const struct credential *record, void *argument);

/*
 * Called for a name that was looked for; `record` is NULL unless `status` is
 * STATUS_OK. Both are borrowed.
 */
typedef void protocol_found(const char *name, const struct credential *record,
			    enum status status, const struct error *e,
			    void *argument);

/*
 * What a protocol may ask of the program that speaks it. Addresses in requests
 * are canonical (address_canonical()). Failures of the back-end are given as
 * helper/backends/backend.h names them.
 */
struct service {
	void *context; /* handed to each of these */

	/*
	 * Appends what the caller sends to `text`: all of it up to the end, or
	 * up to the first LF. At the end of the text a NUL follows, which its
	 * length does not count. STATUS_MALFORMED beyond 4 MiB, of a line
	 * beyond 512 KiB, or if it cannot be read.
	 */
	enum status (*receive)(void *context, struct buffer *text,
			       struct error *e);
	enum status (*receive_line)(void *context, struct buffer *text,
				    struct error *e);

	/* git's way: to a blank line or the end; see lines_read(). */
	enum status (*receive_lines)(void *context, struct buffer *text,
				     struct error *e);

	/* Writes all of `text` to the caller. */
	enum status (*send)(void *context, const struct buffer *text,
			    struct error *e);

	/*
	 * The same of a text with a token in it, that a program wants.
	 * STATUS_USAGE where a terminal would show it.
	 */
	enum status (*send_token)(void *context, const struct buffer *text,
				  struct error *e);

	/*
	 * Finds the best record for a request by git's rules, broker_get().
	 * STATUS_NOT_FOUND, without a message, if there is none.
	 */
	enum status (*get)(void *context, const struct credential *request,
			   struct credential *answer, struct error *e);

	/*
	 * Finds the one record at exactly the address of `request`, whose
	 * absent path means an absent path. Among several accounts: the one
	 * that the user chose for the host, else the one marked default, else
	 * STATUS_USAGE names them. STATUS_NOT_FOUND as above. STATUS_REFUSED
	 * for what cannot be used any more: see usable_check().
	 */
	enum status (*pick)(void *context, const struct credential *request,
			    struct credential *answer, struct error *e);

	/* The same by an entry's name, as entries_find() reads it. */
	enum status (*find)(void *context, const char *name,
			    struct credential *answer, struct error *e);

	/*
	 * The same for each of `names`, in their order, by one look at all
	 * that is kept.
	 */
	void (*find_each)(void *context, const char *const *names, size_t count,
			  protocol_found *found, void *argument);

	/* Verifies and keeps, as broker_store(). */
	enum status (*store)(void *context, const struct credential *request,
			     struct error *e);

	/*
	 * The same for callers that know one account of an address: whoever
	 * else has one there keeps it, and this one is what pick() finds. The
	 * notes in `request` are kept, too.
	 */
	enum status (*replace)(void *context, const struct credential *request,
			       struct error *e);

	/* Erases what a request names by git's rules, as broker_erase(). */
	enum status (*erase)(void *context, const struct credential *request,
			     struct error *e);

	/*
	 * Erases all at exactly the address of `request`, whoever's it is, or
	 * with a username only that one's. STATUS_NOT_FOUND, without a
	 * message, if nothing was there.
	 */
	enum status (*forget)(void *context, const struct credential *request,
			      struct error *e);

	/* Visits every record that may be used, without secrets. */
	enum status (*list)(void *context, protocol_visit *visit,
			    void *argument, struct error *e);

	/*
	 * Appends the lines (`Name: value`, ended by LF) that a request with
	 * `record` needs, as its provider's definition says; never a control
	 * character in them.
	 */
	enum status (*headers)(void *context, const struct credential *record,
			       struct buffer *lines, struct error *e);
};

/* One call of the program. All is borrowed. */
struct call {
	const struct service *service;
	char *const *words; /* the arguments, ended by NULL */
	int word_count;
};

struct protocol {
	const char *name;    /* for --protocol, and as a command */
	const char *program; /* the file name that callers start; or NULL */
	const char *usage;   /* its words: `get|store|erase` */
	const char *summary; /* who speaks it */

	/*
	 * Every argument behind the name is the caller's, be it an option of
	 * ours by its looks.
	 */
	bool owns_options;

	/*
	 * Answers one call. A message in `e` is for the person, on standard
	 * error; what a protocol says to the caller is sent.
	 */
	enum status (*serve)(const struct call *call, struct error *e);

	/*
	 * Where another program has the name `program`, too: whether a call
	 * for which serve() returned `status`, other than STATUS_OK, is for
	 * that one. Nothing has been read or sent then. NULL: it never is.
	 */
	bool (*is_anothers)(const struct call *call, enum status status);

	/* The exit code for what serve() returned; NULL: the usual ones. */
	int (*exit_code)(enum status status);
};

/* git's credential protocol: gitcredentials(7), git-credential(1). */
extern const struct protocol protocol_git;

/* docker, podman, skopeo, buildah, helm: docker-credential-helpers. */
extern const struct protocol protocol_docker;

/* Bazel and others: EngFlow's credential helper specification. */
extern const struct protocol protocol_bazel;

/* Headers of an MCP server, for Claude Code's `headersHelper`. */
extern const struct protocol protocol_mcp_headers;

/* Terraform and OpenTofu: "Credentials Helpers" in their documentation. */
extern const struct protocol protocol_terraform;

/* Cargo's credential provider protocol, version 1. */
extern const struct protocol protocol_cargo;

/* kubectl's exec plugin: client.authentication.k8s.io. */
extern const struct protocol protocol_kubectl;

/* AWS' credential_process. */
extern const struct protocol protocol_aws;

/* The command of Python's keyring, as pip and uv call it. */
extern const struct protocol protocol_keyring;

/* GIT_ASKPASS, SSH_ASKPASS. */
extern const struct protocol protocol_askpass;

/* A line of .netrc on standard output, for `curl --netrc-file`. */
extern const struct protocol protocol_netrc;

/* go's GOAUTH command. */
extern const struct protocol protocol_goauth;

/* Ansible's vault password client. */
extern const struct protocol protocol_ansible;

/* OpenClaw's exec provider of secrets. */
extern const struct protocol protocol_openclaw;

/*
 * STATUS_USAGE unless the call has from `minimum` to `maximum` words; the
 * hint shows the protocol's usage.
 */
enum status call_check(const struct call *call, const struct protocol *protocol,
		       int minimum, int maximum, struct error *e);

/* Appends the answer about `record` to `out`. */
typedef enum status call_write(const struct credential *record,
			       const void *argument, struct buffer *out,
			       struct error *e);

/* What a caller wants to have answered. All is borrowed but the address. */
struct wanted {
	const char *name;	   /* the entry's; NULL: it is the one at */
	struct credential address; /* this; whoever asks clears it */
	const char *nothing; /* what is sent where nothing is stored there */
	call_write *write;
	const void *argument;
};

/*
 * Finds the record of `wanted` by the service's find() or pick(), and sends
 * what `write` makes of it, but not to a terminal; an empty text is not sent.
 * STATUS_NOT_FOUND as those say, at an address only where `nothing` is NULL.
 */
enum status call_answer(const struct call *call, const struct wanted *wanted,
			struct error *e);

/* Fills `out` with what `object`, which is borrowed, asks. */
typedef enum status call_read_object(struct json_object *object,
				     struct credential *out, struct error *e);

/*
 * Receives one JSON object and has `read` fill `out` from it. Nothing else of
 * it is left when this returns: json-c's memory may be swapped, and would be
 * in a core file while the back-end or the provider is waited for.
 */
enum status call_receive_object(const struct call *call, call_read_object *read,
				struct credential *out, struct error *e);

#endif
