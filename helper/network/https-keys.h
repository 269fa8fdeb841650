#ifndef HELPER_NETWORK_HTTPS_KEYS_H
#define HELPER_NETWORK_HTTPS_KEYS_H

/*
 * What the main program and `ringbearer-verify exchange` tell each other, in
 * messages (helper/network/wire.h), one answer to each request.
 *
 * The head of a request has the extras below; its body, if it is not empty or
 * there is REQUEST_BODY, is that of the HTTP request. The first request's
 * place (from the scheme to the port, the files, the socket) is that of all:
 * the process is confined to it.
 *
 * The head of an answer has ANSWER_STATUS, and ANSWER_HEADER with a name in
 * small letters for each header that was wanted and came; its body is that of
 * the answer. Else it has ANSWER_FAILURE, a name of failure.h, and
 * ANSWER_REASON, which is fit to be shown.
 */
#define REQUEST_METHOD "request.method"
#define REQUEST_URL "request.url"
#define REQUEST_TIMEOUT "request.timeout" /* milliseconds */
#define REQUEST_MOST "request.most"	  /* bytes of the answer's body */
#define REQUEST_WANTED "request.wanted"	  /* names, commas between them */
#define REQUEST_CA_FILE "request.ca-file"
#define REQUEST_CERTIFICATE "request.certificate"
#define REQUEST_KEY "request.key"
#define REQUEST_SOCKET "request.socket"	    /* a Unix socket to go through */
#define REQUEST_LOOPBACK "request.loopback" /* http there is allowed */
#define REQUEST_BODY "request.body"	    /* there is one */
#define REQUEST_HEADER "header."	    /* and anything: `Name: value` */

#define ANSWER_STATUS "answer.status"
#define ANSWER_FAILURE "answer.failure"
#define ANSWER_REASON "answer.reason"
#define ANSWER_HEADER "header."

enum {
	REMOTE_BODY_MAX = 16 << 20, /* bytes, either way */
};

#endif
