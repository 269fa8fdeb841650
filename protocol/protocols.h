#ifndef PROTOCOL_PROTOCOLS_H
#define PROTOCOL_PROTOCOLS_H

#include "protocol/protocol.h"

/* Every wire protocol, ended by NULL; git's is the first. */
extern const struct protocol *const protocols[];

/* The protocol called `name`, or NULL. */
const struct protocol *protocol_find(const char *name);

/* The protocol that the file name `program` stands for, or NULL. */
const struct protocol *protocol_of_program(const char *program);

#endif
