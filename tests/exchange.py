"""Talks with `ringbearer-verify exchange` as the main program does, and to it
as the servers that it asks: exchange.py PROGRAM CERTIFICATES FOLDER. Prints
`ok - ` and `not ok - ` lines."""

import http.server
import os
import socket
import socketserver
import ssl
import subprocess
import sys
import threading
import time

program, certificates, folder = sys.argv[1:4]
CANARY = "canary-exchange-4711"


def escape(value):
    return "".join(c if " " <= c < "\x7f" and c != "%" else "".join(
        "%%%02X" % b for b in c.encode()) for c in value)


class Session:
    """One process of the program."""

    def __init__(self, environment=None):
        self.process = subprocess.Popen(
            [program, "exchange"], stdin=subprocess.PIPE, bufsize=0,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            env=environment or {}, cwd="/")

    def send(self, url, headers=(), body=b"", **extras):
        lines = {"request.url": url, "request.timeout": "3000"}
        lines.update({"request." + k.replace("_", "-"): v
                      for k, v in extras.items()})
        head = "".join("field.%s=%s\n" % (k, escape(v))
                       for k, v in lines.items() if v is not None)
        head += "".join("secret.header.%d=%s\n" % (i, escape(h))
                        for i, h in enumerate(headers))
        head = head.encode()
        self.process.stdin.write(b"%d %d\n" % (len(head), len(body)) + head +
                                 body)

    def read(self, length):
        data = b""
        while len(data) < length:
            piece = self.process.stdout.read(length - len(data))
            if not piece:
                return data
            data += piece
        return data

    def answer(self):
        line = b""
        while not line.endswith(b"\n"):
            byte = self.read(1)
            if not byte:
                return None, b""
            line += byte
        head, body = (int(n) for n in line.split())
        head = self.read(head).decode()
        fields = dict(line.split("=", 1) for line in head.splitlines())
        return fields, self.read(body)

    def ask(self, *arguments, **extras):
        self.send(*arguments, **extras)
        return self.answer()

    def end(self):
        self.process.stdin.close()
        code = self.process.wait()
        return code, self.process.stderr.read()


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    seen = []

    def log_message(self, *arguments):
        pass

    def give(self, status, body, *headers):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def any(self):
        length = int(self.headers.get("Content-Length", 0))
        body = self.rfile.read(length)
        Handler.seen.append((self.command, self.path, dict(self.headers),
                             body, self.client_address))
        if self.path == "/redirect":
            self.give(307, b"", ("Location", "https://localhost:1/elsewhere"))
        elif self.path == "/slow":
            time.sleep(5)
        elif self.path == "/drip":
            self.send_response(200)
            self.end_headers()
            try:
                for _ in range(100):
                    self.wfile.write(b"x")
                    time.sleep(0.1)
            except OSError:
                pass
            self.close_connection = True
        elif self.path.startswith("/large/"):
            self.give(200, b"x" * int(self.path[7:]))
        elif self.path == "/cut":
            self.send_response(200)
            self.send_header("Content-Length", "100")
            self.end_headers()
            self.wfile.write(b"cut")
            self.close_connection = True
        elif self.path == "/status":
            self.give(503, b"sealed", ("Retry-After", "7"),
                      ("X-Other", "other"))
        else:
            self.give(200, b"\0\xff\nbody:" + body)

    do_GET = do_POST = do_PUT = do_DELETE = do_LIST = any


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True

    def handle_error(self, request, client_address):
        pass


def serve(certificate=None, client_ca=None):
    """A server on a free port, which it returns."""
    server = Server(("127.0.0.1", 0), Handler)
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain("%s/%s.pem" % (certificates, certificate),
                                "%s/%s.key" % (certificates, certificate))
        if client_ca:
            context.verify_mode = ssl.CERT_REQUIRED
            context.load_verify_locations(client_ca)
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    return server.server_address[1]


class UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True

    def get_request(self):
        request, _ = super().get_request()
        return request, ("unix", 0)


def report(name, good, *seen):
    print("%s - %s" % ("ok" if good else "not ok", name))
    if not good:
        for text in seen:
            print("    %r" % (text,))


def expect(name, answer, failure=None, status=None):
    fields, body = answer
    fields = fields or {}
    report(name, fields.get("field.answer.failure") == failure and
           fields.get("field.answer.status") == status, fields, body[:200])


good = serve("local")
place = {"ca_file": certificates + "/ca.pem"}
url = "https://127.0.0.1:%d" % good


def one(name, address, failure=None, status=None, environment=None, **extras):
    """One request of a process of its own."""
    session = Session(environment)
    began = time.monotonic()
    fields, body = session.ask(address, **extras)
    took = time.monotonic() - began
    code, errors = session.end()
    fields = fields or {}
    seen = (fields, body[:200], code, errors, took)
    report(name, fields.get("field.answer.failure") == failure and
           fields.get("field.answer.status") == status and
           took < 4 and code == 0 and not errors, *seen)
    return fields, body


# Several requests, one connection.
session = Session()
fields, body = session.ask(url + "/one", ["X-Vault-Token: " + CANARY], **place)
report("a GET: its body as it is", body == b"\0\xff\nbody:" and
       fields.get("field.answer.status") == "200", fields, body)
report("its header arrived", Handler.seen[-1][2].get("X-Vault-Token") == CANARY,
       Handler.seen[-1])
fields, body = session.ask(url + "/two", ["Content-Type: a/b"],
                           b"\0binary\xff" * 1000, method="POST", **place)
report("a POST: its body arrived as it is", Handler.seen[-1][3] ==
       b"\0binary\xff" * 1000 and body.endswith(b"\xff"), Handler.seen[-1][:2])
report("no header that nobody asked for", not {"Expect", "Accept-Encoding"} &
       set(Handler.seen[-1][2]), Handler.seen[-1][2])
fields, body = session.ask(url + "/three", method="LIST", **place)
report("a method of its own", Handler.seen[-1][0] == "LIST", Handler.seen[-1])
session.ask(url + "/four", method="DELETE", **place)
report("DELETE without a body", Handler.seen[-1][0] == "DELETE" and
       Handler.seen[-1][3] == b"", Handler.seen[-1])
fields, body = session.ask(url + "/status", wanted="retry-after,location",
                           **place)
report("a status that is no success is an answer", fields.get(
    "field.answer.status") == "503" and body == b"sealed", fields, body)
report("the headers that are wanted, and no other", fields.get(
    "secret.header.retry-after") == "7" and "other" not in str(fields), fields)
fields, body = session.ask(url + "/redirect", wanted="location", **place)
report("a redirect is told and not followed", fields.get(
    "field.answer.status") == "307" and fields.get("secret.header.location") ==
    "https://localhost:1/elsewhere", fields)
report("one connection for all", len({s[4] for s in Handler.seen}) == 1,
       {s[4] for s in Handler.seen})
other = serve("local")
before = len(Handler.seen)
expect("another port is another place", session.ask(
    "https://127.0.0.1:%d/" % other, **place), failure="url")
expect("another host is another place", session.ask(
    "https://localhost:%d/" % good, **place), failure="url")
expect("another CA is another place", session.ask(
    url + "/", ca_file=certificates + "/other-ca.pem"),
       failure="url")
report("nothing of it was sent", len(Handler.seen) == before)
expect("and goes on behind that", session.ask(url + "/", **place),
       status="200")
status = open("/proc/%d/status" % session.process.pid).read()
confined = subprocess.run([program, "--confinement"], stdout=subprocess.PIPE,
                          check=True).stdout
if b"seccomp" in confined and b"not" not in confined:
    report("confined while it waits", "Seccomp:\t2" in status and
           "NoNewPrivs:\t1" in status, status)
else:
    print("skip - confined while it waits: %s" % confined.decode().strip())
report("nothing secret in its arguments", CANARY.encode() not in open(
    "/proc/%d/cmdline" % session.process.pid, "rb").read())
code, errors = session.end()
report("it ends with its input", (code, errors) == (0, b""), code, errors)

# What can go wrong.
plain = serve()
stuck = socket.create_server(("127.0.0.1", 0))
closed = socket.create_server(("127.0.0.1", 0))
port = closed.getsockname()[1]
closed.close()
one("no CA of ours: the certificate is not trusted", url + "/", "certificate")
for name, words in (("expired", "certificate"), ("wrong-host", "certificate"),
                    ("self-signed", "certificate"),
                    ("untrusted", "certificate")):
    one("a bad certificate: " + name,
        "https://127.0.0.1:%d/" % serve(name), words, **place)
one("a CA file that is not there", url + "/", "ca-file", ca_file="/no/ca.pem")
one("no TLS there", "https://127.0.0.1:%d/" % plain, "tls", **place)
one("nobody there", "https://127.0.0.1:%d/" % port, "connect", **place)
one("no such name", "https://nowhere.invalid/", "resolve", **place)
one("no answer", "https://127.0.0.1:%d/" % stuck.getsockname()[1], "late",
    timeout="500", **place)
one("an answer too late", url + "/slow", "late", timeout="500", **place)
one("an answer in drips", url + "/drip", "late", timeout="700", **place)
one("an answer cut off", url + "/cut", "no-answer", **place)
one("1 MiB is taken", url + "/large/%d" % (1 << 20), status="200", **place)
one("one byte more is too large", url + "/large/%d" % ((1 << 20) + 1),
    "too-large", **place)
one("more is taken where that is said", url + "/large/%d" % (3 << 20),
    status="200", most=str(4 << 20), **place)
one("less, too", url + "/large/%d" % 2000, "too-large", most="1999", **place)
one("plain http to elsewhere", "http://example.org/", "url", loopback="1")
one("plain http to a loopback address, unasked",
    "http://127.0.0.1:%d/" % plain, "url")
one("plain http to a loopback address", "http://127.0.0.1:%d/" % plain,
    status="200", loopback="1")
one("a file", "file:///etc/passwd", "url", loopback="1")
one("a password in the URL", "https://a:b@127.0.0.1:%d/" % good, "url", **place)
one("not past a proxy", url + "/", "connect",
    environment={"https_proxy": "http://127.0.0.1:%d" % port}, **place)
one("past a proxy, if it is not for this one", url + "/", status="200",
    environment={"https_proxy": "http://127.0.0.1:%d" % port,
                 "no_proxy": "127.0.0.1"}, **place)

# A certificate of our own.
picky = "https://127.0.0.1:%d/" % serve("local", certificates + "/ca.pem")
pair = {"certificate": certificates + "/client.pem",
        "key": certificates + "/client.key"}
fields, body = one("a server that wants a certificate of ours", picky,
                   status="200", **pair, **place)
fields, body = Session().ask(picky, **place)
report("it gets none without", fields.get("field.answer.failure") in
       ("tls", "no-answer", "own-file"), fields)
one("a certificate that is not there", picky, "own-file",
    certificate="/no/client.pem", key=pair["key"], **place)
one("a certificate and the key of another", picky, "own-file",
    certificate=pair["certificate"], key=certificates + "/local.key", **place)
locked = folder + "/locked.key"
subprocess.run(["openssl", "ec", "-aes256", "-passout", "pass:word", "-in",
                pair["key"], "-out", locked], check=True,
               stderr=subprocess.DEVNULL)
one("a key under a pass phrase asks nobody", picky, "own-file",
    certificate=pair["certificate"], key=locked, **place)
both = folder + "/both.pem"
with open(both, "w") as out:
    for part in pair.values():
        out.write(open(part).read())
one("certificate and key in one file", picky, status="200", certificate=both,
    **place)

# A Unix socket.
path = folder + "/socket"
server = UnixServer(path, Handler)
threading.Thread(target=server.serve_forever, daemon=True).start()
through = {"socket": path, "loopback": "1"}
session = Session()
for i in range(3):
    expect("a Unix socket: %d" % i, session.ask("http://127.0.0.1/", **through),
           status="200")
expect("a Unix socket: its connection ends", session.ask(
    "http://127.0.0.1/cut", **through), failure="no-answer")
expect("a Unix socket: it connects again", session.ask(
    "http://127.0.0.1/", **through), status="200")
session.end()
one("a Unix socket that is not there", "http://127.0.0.1/", "connect",
    socket=folder + "/none", loopback="1")

# What is no request.
for name, text in (("garbage", b"garbage\n"), ("no lengths", b"x" * 100),
                   ("a length too large", b"5 99999999999\n"),
                   ("cut off", b"100 0\nfield.a=b\n"),
                   ("no record", b"5 0\nabcd\n"),
                   ("more than one at a time", b"2 0\na=2 0\na=")):
    session = Session()
    session.process.stdin.write(text)
    session.process.stdin.close()
    out, errors = session.process.stdout.read(), session.process.stderr.read()
    code = session.process.wait()
    report("no request: " + name, (code, out) == (3, b"") and
           errors.startswith(b"ringbearer-verify: "), code, out, errors)
os.unlink(path)
