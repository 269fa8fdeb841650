#include <stdlib.h>
#include <string.h>

#include "helper/seal/file-unsealed.h"
#include "protocol/core/memory.h"

static struct key_text *unsealed; /* NULL: none yet */

static bool is_same(const struct key_text *a, const struct key_text *b)
{
	return a->opslimit == b->opslimit && a->memlimit == b->memlimit &&
	       memcmp(a->salt, b->salt, sizeof(a->salt)) == 0 &&
	       memcmp(a->nonce, b->nonce, sizeof(a->nonce)) == 0 &&
	       memcmp(a->sealed, b->sealed, sizeof(a->sealed)) == 0;
}

bool unsealed_recall(struct key_text *text)
{
	if (!unsealed || !is_same(unsealed, text))
		return false;
	memcpy(text->key, unsealed->key, sizeof(text->key));
	return true;
}

static void wipe(void)
{
	secret_free(unsealed);
	unsealed = NULL;
}

void unsealed_keep(const struct key_text *text)
{
	if (!unsealed) {
		unsealed = secret_alloc(sizeof(*unsealed));
		(void)atexit(wipe);
	}
	*unsealed = *text;
}
