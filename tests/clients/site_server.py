"""A small web server for the tests with real clients, on 127.0.0.1.

A site is a class made from Site, with a method `answer`; `serve` runs it. One
line a request goes to the log: the method, the path, and whether it brought
the token.
"""
import argparse
import http.server
import json
import pathlib
import ssl


class Site(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def token(self):
        """What is in the token's file now."""
        return pathlib.Path(self.options.token_file).read_text().strip()

    def is_allowed(self):
        """A site says here how its clients bring the token."""
        return self.headers.get("Authorization") == "Bearer " + self.token()

    def send(self, status, body=b"", kind="application/json", headers=()):
        """Answers with bytes, or with what can be made JSON."""
        if not isinstance(body, bytes):
            body = json.dumps(body).encode()
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        for name, value in headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def handle_request(self):
        length = int(self.headers.get("Content-Length") or 0)
        body = self.rfile.read(length)
        allowed = self.is_allowed()
        self.note(self.command, self.path, "with" if allowed else "without")
        self.answer(body, allowed)

    def note(self, *words):
        with open(self.options.log, "a") as log:
            print(*words, file=log)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = handle_request

    def log_message(self, *_):
        pass


def serve(site):
    parser = argparse.ArgumentParser()
    parser.add_argument("--port-file", required=True)
    parser.add_argument("--log", required=True)
    parser.add_argument("--token-file", required=True)
    parser.add_argument("--certificate", help="with its key: serve TLS")
    site.options = parser.parse_args()
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), site)
    if site.options.certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(site.options.certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    site.port = server.server_address[1]
    pathlib.Path(site.options.port_file).write_text(f"{site.port}\n")
    server.serve_forever()
