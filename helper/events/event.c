#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "helper/entries/entries.h"
#include "helper/events/event.h"
#include "helper/events/hook.h"
#include "helper/events/journal.h"

enum {
	DETAIL_SIZE = ERROR_MESSAGE_MAX + 16,
	COMM_SIZE = 64,
};

/* The words for them, by their number. */
static const char *const event_words[] = {
	[EVENT_STORED] = "stored",     [EVENT_ROTATED] = "rotated",
	[EVENT_VERIFIED] = "verified", [EVENT_EXPIRING] = "expiring",
	[EVENT_EDITED] = "edited",     [EVENT_DISABLED] = "disabled",
	[EVENT_ENABLED] = "enabled",   [EVENT_REMOVED] = "removed",
	[EVENT_MOVED] = "moved",       [EVENT_READ] = "read",
};

static bool is_journaled(const struct config *config, enum event_kind kind)
{
	return config->journal == JOURNAL_ALL ||
	       (config->journal == JOURNAL_CHANGES && kind != EVENT_READ);
}

static bool is_hooked(const struct config *config, enum event_kind kind)
{
	return config->hook && kind != EVENT_READ;
}

bool announce_wanted(const struct config *config, enum event_kind kind)
{
	return is_journaled(config, kind) || is_hooked(config, kind);
}

/* Behind the note that is there, whose hint says what to do first. */
static void add_note(const struct error *problem, struct error *note)
{
	char hint[ERROR_HINT_MAX];

	if (!note || strstr(note->message, problem->message))
		return;
	if (!note->message[0]) {
		*note = *problem;
		return;
	}
	memcpy(hint, note->hint, sizeof(hint));
	(void)error_set(note, STATUS_OK, "%s; %s", note->message,
			problem->message);
	error_hint(note, "%s", hint[0] ? hint : problem->hint);
}

/* What the caller calls itself: a help to remember, no proof. */
static void read_asker(char *out)
{
	char path[64];
	ssize_t got = -1;
	int fd;

	(void)snprintf(path, sizeof(path), "/proc/%ld/comm", (long)getppid());
	fd = open(path, O_RDONLY | O_CLOEXEC);
	if (fd >= 0) {
		got = read(fd, out, COMM_SIZE - 1);
		(void)close(fd);
	}
	out[got > 0 ? got : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
}

static void write_journal(const struct config *config,
			  const struct credential *record, const char *event,
			  const char *detail, struct error *note)
{
	const char *backend = record->values[FIELD_BACKEND];
	struct error problem = { 0 };
	char name[ENTRY_NAME_SIZE];
	char by[COMM_SIZE];
	const struct journal_line line = {
		.time = time(NULL),
		.event = event,
		.entry = name,
		.detail = detail ? detail : "",
		.by = by,
		.backend = backend ? backend : config->backend,
	};

	entry_name(record, name, sizeof(name));
	read_asker(by);
	if (journal_add(&line, &problem) != STATUS_OK)
		add_note(&problem, note);
}

static void call_hook(const struct config *config, const struct event *event,
		      struct error *note)
{
	const char *word = event_words[event->kind];
	const struct hook_call call = { word, event->record, event->detail };
	struct error problem = { 0 };
	char detail[DETAIL_SIZE];

	if (hook_call(config, &call, &problem) == STATUS_OK)
		return;
	add_note(&problem, note);
	(void)snprintf(detail, sizeof(detail), "%s: %s", word, problem.message);
	if (is_journaled(config, event->kind))
		write_journal(config, event->record, JOURNAL_HOOK_FAILED,
			      detail, note);
}

void announce(const struct config *config, const struct event *event,
	      struct error *note)
{
	if (is_journaled(config, event->kind))
		write_journal(config, event->record, event_words[event->kind],
			      event->detail, note);
	if (is_hooked(config, event->kind))
		call_hook(config, event, note);
}
