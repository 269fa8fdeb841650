#ifndef HELPER_COMMANDS_COMPLETION_H
#define HELPER_COMMANDS_COMPLETION_H

#include "helper/commands/command.h"
#include "protocol/core/error.h"

/*
 * What completions ask for, on standard output, in lines of columns that are
 * split by tabs; an empty column is `-`. All of it comes from the tables, so
 * that no completion can fall behind the program.
 *
 * Of the program (`about` is NULL):
 *	command  NAME    -      SUMMARY
 *	option   --NAME  VALUE  SUMMARY
 * Of a command: its options likewise, and
 *	argument KIND    -      -
 * VALUE and KIND are `file`, `text` or one of `command`, `entry`, `provider`,
 * `backend`, `protocol`, of which the words are asked for by that name:
 *	word     WORD    -      DESCRIPTION
 *
 * Nothing is asked of a person, and a keyring that does not answer is not
 * waited for. STATUS_USAGE if `about` is none of these.
 */
enum status words_print(const struct invocation *invocation, const char *about,
			struct error *e);

#endif
