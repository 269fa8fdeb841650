#include "helper/events/event.h"

const char *const event_words[] = {
	[EVENT_STORED] = "stored",     [EVENT_ROTATED] = "rotated",
	[EVENT_VERIFIED] = "verified", [EVENT_EXPIRING] = "expiring",
	[EVENT_EDITED] = "edited",     [EVENT_DISABLED] = "disabled",
	[EVENT_ENABLED] = "enabled",   [EVENT_REMOVED] = "removed",
	[EVENT_MOVED] = "moved",       [EVENT_READ] = "read",
};
