#ifndef HELPER_NETWORK_WIRE_H
#define HELPER_NETWORK_WIRE_H

/* Why no answer came from the network, or not a whole one. */
enum failure {
	FAILURE_NONE,
	FAILURE_URL,	     /* it may not go there, or libcurl cannot */
	FAILURE_RESOLVE,     /* there is no such name */
	FAILURE_CONNECT,     /* nobody lets us in */
	FAILURE_TLS,	     /* no agreement on how to talk, or on who we are */
	FAILURE_CERTIFICATE, /* the host's is not trusted */
	FAILURE_REVOKED,     /* or its authority took it back */
	FAILURE_CA_FILE,     /* those to trust cannot be read */
	FAILURE_OWN_FILE,    /* our own certificate or key cannot be used */
	FAILURE_LATE,	     /* no whole answer in time */
	FAILURE_TOO_LARGE,   /* more came than the limits allow */
	FAILURE_NOT_HTTP,    /* something else was answered */
	FAILURE_NO_ANSWER,   /* for a reason that libcurl tells */
	FAILURE_MISSING,     /* the network program is not installed */
	FAILURE_BROKEN,	     /* the network program failed */
	FAILURE_COUNT
};

/* The word for each between the two programs; "" for FAILURE_NONE. */
extern const char *const failure_names[FAILURE_COUNT];

/* The failure of that name; FAILURE_BROKEN for what is none. */
enum failure failure_parse(const char *name);

#endif
