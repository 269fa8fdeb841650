#include <stddef.h>

#include "helper/backends/secret-service/fault.h"

static const char elsewhere[] =
	"install and start a keyring (gnome-keyring, KWallet, KeePassXC), or "
	"use sealed files: '--backend file'";
static const char unlock[] =
	"unlock the keyring: log in to the desktop, or open the keyring's own "
	"program; or use sealed files: '--backend file'";
static const char retry[] = "try again; if it goes on, restart the keyring";

static const struct {
	enum status status;
	const char *message;
	const char *hint;
} faults[] = {
	[FAULT_NONE] = { STATUS_OK, NULL, NULL },
	[FAULT_NOT_FOUND] = { STATUS_NOT_FOUND, NULL, NULL },
	[FAULT_NO_BUS] = { STATUS_UNAVAILABLE, "there is no session bus",
			   "log in to a desktop session, or use sealed files: "
			   "'--backend file'" },
	[FAULT_NO_SERVICE] = { STATUS_UNAVAILABLE,
			       "no keyring offers the Secret Service",
			       elsewhere },
	[FAULT_NO_LIBRARY] = { STATUS_UNAVAILABLE, "libsecret cannot be loaded",
			       "install libsecret, or use sealed files: "
			       "'--backend file'" },
	[FAULT_NO_KEYRING] = { STATUS_UNAVAILABLE,
			       "the Secret Service has no default keyring",
			       "create one in the keyring's own program, or "
			       "use sealed files: '--backend file'" },
	[FAULT_VOLATILE] = { STATUS_UNAVAILABLE,
			     "the default keyring is lost at logout",
			     "make another keyring the default, or use sealed "
			     "files: '--backend file'" },
	[FAULT_LOCKED] = { STATUS_LOCKED, "the keyring is locked", unlock },
	[FAULT_UNASKED] = { STATUS_LOCKED,
			    "the keyring must ask a person first",
			    "do it in the desktop session, or use sealed "
			    "files: '--backend file'" },
	[FAULT_DISMISSED] = { STATUS_LOCKED,
			      "the keyring is locked, and its question was "
			      "declined or could not be shown",
			      unlock },
	[FAULT_UNANSWERED] = { STATUS_LOCKED,
			       "the keyring is locked, and nobody answered its "
			       "question in time",
			       unlock },
	[FAULT_TIMEOUT] = { STATUS_TIMEOUT,
			    "the keyring did not answer in time", retry },
	[FAULT_BUSY] = { STATUS_TIMEOUT,
			 "another ringbearer keeps the keyring busy", retry },
	[FAULT_GONE] = { STATUS_FAILED,
			 "the keyring went away before it had answered",
			 retry },
	[FAULT_UNCIPHERED] = { STATUS_UNAVAILABLE,
			       "the keyring offers no encrypted session",
			       "use another keyring, or set 'session = "
			       "plain'" },
	[FAULT_DAMAGED] = { STATUS_FAILED,
			    "an item of ringbearer's in the keyring holds "
			    "nothing that ringbearer wrote",
			    "erase the credential, or delete the item "
			    "in the keyring's own program" },
	[FAULT_MISMATCH] = { STATUS_FAILED,
			     "the keyring does not give back what it was "
			     "given",
			     retry },
	[FAULT_OTHER] = { STATUS_FAILED, "the keyring failed", NULL },
};

enum status secrets_fault(enum secrets_fault fault, const char *text,
			  struct error *e)
{
	if (!faults[fault].message)
		return faults[fault].status;
	(void)error_set(e, faults[fault].status, "%s%s%s",
			faults[fault].message, text[0] ? ": " : "", text);
	if (faults[fault].hint)
		error_hint(e, "%s", faults[fault].hint);
	return faults[fault].status;
}
