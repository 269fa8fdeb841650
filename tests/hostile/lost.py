#!/usr/bin/env python3
"""Stands before a server of HTTP and loses answers.

    tests/hostile/lost.py PORT PORT_FILE WORD COUNT

Hands each request to PORT on this machine. Of those whose path ends in WORD,
the first COUNT are carried out, and their answers are lost; if COUNT is 0, that
of the first is, and of whatever is asked behind it.
"""

import http.client
import http.server
import pathlib
import sys

port, port_file, word, count = sys.argv[1:]
lost = 0


class Lossy(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def loses(self):
        global lost
        if count == "0" and lost:
            return True
        if not self.path.endswith(word) or lost >= max(1, int(count)):
            return False
        lost += 1
        return True

    def do_POST(self):
        body = self.rfile.read(int(self.headers["Content-Length"]))
        server = http.client.HTTPConnection("127.0.0.1", int(port))
        server.request("POST", self.path, body, dict(self.headers))
        answer = server.getresponse()
        text = answer.read()
        server.close()
        if self.loses():
            # libcurl asks once more where not a byte was answered.
            self.wfile.write(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
            self.close_connection = True
            return
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.getheader("Content-Type", ""))
        self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        self.wfile.write(text)

    def log_message(self, *_):
        pass


with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Lossy) as server:
    pathlib.Path(port_file + ".new").write_text(str(server.server_port))
    pathlib.Path(port_file + ".new").rename(port_file)
    server.serve_forever()
