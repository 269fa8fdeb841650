#ifndef HELPER_BACKENDS_SECRET_SERVICE_BUS_ADDRESS_H
#define HELPER_BACKENDS_SECRET_SERVICE_BUS_ADDRESS_H

/*
 * The address of the session bus that is there already, or NULL:
 * $DBUS_SESSION_BUS_ADDRESS, else the socket $XDG_RUNTIME_DIR/bus. An address
 * that would start a program (`autolaunch:`, `unixexec:`) counts as none. The
 * caller frees it.
 */
char *bus_address(void);

#endif
