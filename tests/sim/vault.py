#!/usr/bin/env python3
"""A stand-in for HashiCorp Vault and OpenBao, written from their published
HTTP API: the key-value engine of version 2, tokens, AppRole, response
wrapping, policies in JSON, and faults on demand.

    vault.py --folder DIR [--certificates DIR] [--mount NAME]...

DIR gets `address`, `root-token`, `agent` (the address of a listener that has
a token of its own, as a vault agent's has) and `agent.sock`. It ends with its
standard input. What no real server has is below /sim/: POST /sim/fault with
{"kind", "times", "path", "method", ...} makes the next requests fail, GET /sim/log tells
what was asked since it was last read. A token may be made as old as
"sim_age" says, in seconds.
"""

import argparse
import datetime
import fnmatch
import http.server
import json
import os
import re
import secrets
import socketserver
import ssl
import sys
import threading
import time
import uuid

LOCK = threading.RLock()
MAX_VERSIONS = 10


def now():
    return datetime.datetime.now(datetime.timezone.utc).isoformat().replace(
        "+00:00", "Z")


class Refused(Exception):
    def __init__(self, status, *errors, body=None, headers=()):
        super().__init__(status)
        self.status = status
        self.body = body if body is not None else {"errors": list(errors)}
        self.headers = list(headers)


def denied():
    return Refused(403, "permission denied")


def missing():
    return Refused(404)


class Version:
    def __init__(self, number, data):
        self.number = number
        self.data = data
        self.created = now()
        self.deleted = ""
        self.destroyed = False

    def gone(self):
        return bool(self.deleted) or self.destroyed

    def metadata(self):
        return {"created_time": self.created, "custom_metadata": None,
                "deletion_time": self.deleted, "destroyed": self.destroyed,
                "version": self.number}


class Entry:
    def __init__(self):
        self.versions = {}
        self.current = 0
        self.created = now()
        self.max_versions = 0
        self.cas_required = False

    def prune(self):
        most = self.max_versions or MAX_VERSIONS
        for number in [n for n in self.versions if n <= self.current - most]:
            del self.versions[number]


class Token:
    def __init__(self, policies, ttl=0, renewable=True, uses=0):
        self.policies = policies
        self.creation_ttl = self.ttl = ttl
        self.renewable = renewable
        self.uses = uses
        self.began = time.time()

    def left(self):
        return int(self.began + self.ttl - time.time()) if self.ttl else 0

    def ended(self):
        return self.ttl and time.time() > self.began + self.ttl


class Vault:
    def __init__(self, mounts):
        self.mounts = {m.strip("/"): {} for m in mounts}
        self.root = "hvs.canary-vault-root-%s" % secrets.token_hex(8)
        self.tokens = {self.root: Token(["root"])}
        self.policies = {"default": {
            "auth/token/lookup-self": ["read"],
            "auth/token/renew-self": ["update"],
            "auth/token/revoke-self": ["update"],
            "sys/capabilities-self": ["update"],
        }}
        self.roles = {}
        self.wrapped = {}
        self.faults = []
        self.log = []

    # Who may do what.

    def capabilities(self, token, path):
        if "root" in token.policies:
            return ["root"]
        found, best = set(), -1
        for name in set(token.policies) | {"default"}:
            for pattern, words in self.policies.get(name, {}).items():
                exact = pattern.rstrip("*")
                if pattern == path or (pattern.endswith("*") and
                                       path.startswith(exact)) or (
                        "+" in pattern and fnmatch.fnmatch(
                            path, pattern.replace("+", "[!/]*"))):
                    length = len(exact) + (pattern == path)
                    if length > best:
                        found, best = set(), length
                    if length == best:
                        found |= set(words)
        if not found or "deny" in found:
            return ["deny"]
        return sorted(found)

    def token_of(self, name):
        token = self.tokens.get(name)
        if token is None or token.ended():
            self.tokens.pop(name, None)
            raise denied()
        if token.uses > 0:
            token.uses -= 1
            if token.uses == 0:
                del self.tokens[name]
        return token

    def new_token(self, *arguments, **words):
        name = "hvs.canary-%s" % secrets.token_urlsafe(24)
        self.tokens[name] = Token(*arguments, **words)
        return name

    def auth(self, name):
        token = self.tokens[name]
        return {"auth": {"client_token": name, "accessor": "x",
                         "policies": token.policies,
                         "lease_duration": token.ttl,
                         "renewable": token.renewable}}

    # Requests.

    def answer(self, method, path, query, body, headers):
        """Returns (status, answer) or raises Refused."""
        name = headers.get("X-Vault-Token") or (
            headers.get("Authorization") or "").replace("Bearer ", "")
        if path == "sys/health":
            return 200, {"initialized": True, "sealed": False}
        if path == "sys/seal-status":
            return 200, {"initialized": True, "sealed": False}
        if path == "auth/approle/login":
            return 200, self.login(body)
        if path == "sys/wrapping/unwrap":
            return 200, self.unwrap(body.get("token") or name)
        token = self.token_of(name)
        if method == "GET" and query.get("list") == "true":
            method = "LIST"
        operation = {"GET": "read", "LIST": "list", "DELETE": "delete"}.get(
            method, "update")
        mount = next((m for m in self.mounts if path.startswith(m + "/")),
                     None)
        words = set(self.capabilities(token, path))
        if operation == "update" and mount and "create" in words and \
                "/data/" in path and self.is_new(mount, path):
            operation = "create"
        elif operation == "update" and mount and "/data/" in path and \
                self.is_new(mount, path) and "root" not in words:
            raise denied()
        if operation == "list" and "list" not in words and "root" not in \
                words or (operation not in words and "root" not in words):
            raise denied()
        if mount:
            return self.kv(mount, method, path[len(mount) + 1:], query, body)
        return self.system(method, path, body, name, token)

    def is_new(self, mount, path):
        entry = self.mounts[mount].get(path[len(mount) + len("/data/"):])
        return entry is None or not entry.versions

    def login(self, body):
        for role in self.roles.values():
            uses = role["ids"].get(body.get("secret_id"))
            if role["id"] == body.get("role_id") and uses is not None:
                if uses == 1:
                    del role["ids"][body["secret_id"]]
                elif uses > 1:
                    role["ids"][body["secret_id"]] = uses - 1
                return self.auth(self.new_token(
                    role["policies"], ttl=role["ttl"], uses=role["uses"]))
        raise Refused(400, "invalid role or secret ID")

    def unwrap(self, name):
        if name not in self.wrapped:
            raise Refused(400, "wrapping token is not valid or does not exist")
        return self.wrapped.pop(name)

    def wrap(self, answer, ttl):
        name = "hvs.canary-wrapping-%s" % secrets.token_urlsafe(12)
        self.wrapped[name] = answer
        return {"wrap_info": {"token": name, "ttl": int(re.sub(
            r"\D", "", ttl)), "creation_time": now()}, "data": None}

    def system(self, method, path, body, name, token):
        if path == "auth/token/lookup-self":
            return 200, {"data": {
                "id": name, "ttl": token.left(), "policies": token.policies,
                "creation_ttl": token.creation_ttl,
                "renewable": token.renewable and token.ttl > 0}}
        if path == "auth/token/renew-self":
            if not token.ttl or not token.renewable:
                raise Refused(400, "lease is not renewable")
            token.began = time.time()
            return 200, self.auth(name)
        if path == "auth/token/revoke-self":
            self.tokens.pop(name, None)
            return 204, None
        if path == "auth/token/create":
            made = self.new_token(
                body.get("policies") or token.policies,
                ttl=seconds(body.get("ttl", 0)),
                renewable=body.get("renewable", True),
                uses=int(body.get("num_uses", 0)))
            self.tokens[made].began -= body.get("sim_age", 0)
            return 200, self.auth(made)
        if path == "sys/capabilities-self":
            paths = body.get("paths") or [body.get("path")]
            found = {p: self.capabilities(token, p) for p in paths}
            return 200, dict(found, capabilities=found[paths[0]], data=dict(
                found, capabilities=found[paths[0]]))
        match = re.fullmatch(r"sys/(?:policies/acl|policy)/([\w-]+)", path)
        if match and method in ("PUT", "POST"):
            rules = json.loads(body["policy"])["path"]
            self.policies[match[1]] = {p: r["capabilities"]
                                       for p, r in rules.items()}
            return 204, None
        match = re.fullmatch(r"auth/approle/role/([\w-]+)(/[\w-]+)?", path)
        if match:
            return self.role(match[1], match[2], method, body)
        raise Refused(404, 'no handler for route "%s". route entry not found.'
                      % path)

    def role(self, name, what, method, body):
        if what is None and method in ("POST", "PUT"):
            policies = body.get("token_policies") or body.get("policies") or []
            if isinstance(policies, str):
                policies = policies.split(",")
            self.roles[name] = {
                "id": str(uuid.uuid4()), "ids": {}, "policies": policies,
                "ttl": seconds(body.get("token_ttl", 3600)),
                "uses": int(body.get("token_num_uses", 0)),
                "id_uses": int(body.get("secret_id_num_uses", 0))}
            return 204, None
        role = self.roles.get(name)
        if role is None:
            raise missing()
        if what == "/role-id":
            return 200, {"data": {"role_id": role["id"]}}
        if what == "/secret-id" and method in ("POST", "PUT"):
            made = str(uuid.uuid4())
            role["ids"][made] = role["id_uses"]
            return 200, {"data": {"secret_id": made,
                                  "secret_id_accessor": "x"}}
        raise missing()

    # The key-value engine.

    def kv(self, mount, method, path, query, body):
        what, _, name = path.partition("/")
        entries = self.mounts[mount]
        if what == "data" and method == "GET":
            return self.read(entries, name, int(query.get("version", 0)))
        if what == "data" and method in ("POST", "PUT"):
            return self.write(entries, name, body)
        if what == "metadata" and method == "LIST":
            return self.list(entries, name)
        if what == "metadata" and method in ("POST", "PUT"):
            entry = entries.setdefault(name, Entry())
            entry.max_versions = body.get("max_versions", entry.max_versions)
            entry.cas_required = body.get("cas_required", entry.cas_required)
            return 204, None
        if what == "metadata" and method == "DELETE":
            entries.pop(name, None)
            return 204, None
        entry = entries.get(name)
        if what == "metadata" and method == "GET":
            return self.describe(entry)
        if what == "data" and method == "DELETE":
            if entry and entry.current in entry.versions:
                self.delete(entry, [entry.current])
            return 204, None
        if what in ("delete", "undelete", "destroy") and method in (
                "POST", "PUT"):
            numbers = [int(n) for n in body.get("versions") or []]
            if not numbers:
                raise Refused(400, "No version number provided")
            if entry:
                getattr(self, what)(entry, numbers)
            return 204, None
        raise Refused(405, "unsupported operation")

    @staticmethod
    def delete(entry, numbers):
        for number in numbers:
            version = entry.versions.get(number)
            if version and not version.gone():
                version.deleted = now()

    @staticmethod
    def undelete(entry, numbers):
        for number in numbers:
            version = entry.versions.get(number)
            if version and not version.destroyed:
                version.deleted = ""

    @staticmethod
    def destroy(entry, numbers):
        for number in numbers:
            version = entry.versions.get(number)
            if version:
                version.destroyed, version.data = True, None

    def read(self, entries, name, number):
        entry = entries.get(name)
        version = entry and entry.versions.get(number or entry.current)
        if not version:
            raise missing()
        answer = {"data": {"data": None if version.gone() else version.data,
                           "metadata": version.metadata()}}
        if version.gone():
            raise Refused(404, body=answer)
        return 200, answer

    def write(self, entries, name, body):
        entry = entries.get(name) or Entry()
        options = body.get("options") or {}
        if not isinstance(body.get("data"), dict):
            raise Refused(400, "no data provided")
        if "cas" not in options and entry.cas_required:
            raise Refused(
                400, "check-and-set parameter required for this call")
        if "cas" in options and int(options["cas"]) != entry.current:
            raise Refused(400, "check-and-set parameter did not match the "
                               "current version")
        entries[name] = entry
        entry.current += 1
        version = Version(entry.current, body["data"])
        if not self.faulty("lose", "data/" + name):
            entry.versions[entry.current] = version
        entry.prune()
        return 200, {"data": version.metadata()}

    def describe(self, entry):
        if not entry:
            raise missing()
        return 200, {"data": {
            "created_time": entry.created, "current_version": entry.current,
            "oldest_version": min(entry.versions, default=0),
            "max_versions": entry.max_versions,
            "cas_required": entry.cas_required, "custom_metadata": None,
            "versions": {str(n): {k: m[k] for k in (
                "created_time", "deletion_time", "destroyed")}
                         for n, m in ((n, v.metadata()) for n, v in
                                      sorted(entry.versions.items()))}}}

    def list(self, entries, name):
        prefix = name.rstrip("/") + "/" if name.rstrip("/") else ""
        keys = set()
        for key in entries:
            if key.startswith(prefix):
                first, slash, _ = key[len(prefix):].partition("/")
                keys.add(first + slash)
        if not keys:
            raise missing()
        return 200, {"data": {"keys": sorted(keys)}}

    # Faults.

    def faulty(self, kind, path, method=""):
        for fault in self.faults:
            if (kind is None or fault["kind"] == kind) and fault.get(
                    "path", "") in path and fault.get(
                    "method", method) == method and (
                    kind or fault["kind"] != "lose"):
                fault["times"] -= 1
                if fault["times"] == 0:
                    self.faults.remove(fault)
                return fault
        return None


def seconds(text):
    if isinstance(text, (int, float)):
        return int(text)
    match = re.fullmatch(r"(\d+)([smh]?)", text or "0")
    return int(match[1]) * {"": 1, "s": 1, "m": 60, "h": 3600}[match[2]]


class Handler(http.server.BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    wbufsize = -1
    vault = None
    own_token = None

    def log_message(self, *arguments):
        pass

    def setup(self):
        super().setup()
        if hasattr(self.connection, "do_handshake"):
            self.connection.settimeout(20)

    def give(self, status, answer, headers=()):
        text = b"" if answer is None else (
            answer if isinstance(answer, bytes) else
            json.dumps(answer).encode())
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Cache-Control", "no-store")
        for name, value in headers:
            self.send_header(name, value)
        if status != 204:
            self.send_header("Content-Length", str(len(text)))
        self.end_headers()
        if status != 204:
            self.wfile.write(text)
        self.wfile.flush()

    def fail(self, fault):
        """Does what the fault says; true if nothing is left to do."""
        kind = fault["kind"]
        if kind == "hang":
            time.sleep(30)
            self.close_connection = True
        elif kind == "drip":
            self.send_response(200)
            self.end_headers()
            for _ in range(300):
                self.wfile.write(b" ")
                self.wfile.flush()
                time.sleep(0.1)
            self.close_connection = True
        elif kind == "slow":
            time.sleep(fault.get("seconds", 1))
            return False
        elif kind == "cut":
            self.close_connection = True
        elif kind == "huge":
            self.give(200, b"[" + b" " * (17 << 20) + b"]")
        else:
            body = fault.get("body")
            self.give(fault["status"], body.encode() if isinstance(body, str)
                      else body, fault.get("headers", {}).items())
        return True

    def control(self, path, body):
        if path == "/sim/log":
            log, self.vault.log = self.vault.log, []
            self.give(200, log)
        elif path == "/sim/fault":
            if body.get("kind"):
                body.setdefault("times", -1)
                self.vault.faults.append(body)
            else:
                self.vault.faults = []
            self.give(204, None)
        else:
            self.give(404, {"errors": []})

    def handle_any(self):
        raw, _, query = self.path.partition("?")
        length = int(self.headers.get("Content-Length") or 0)
        text = self.rfile.read(length)
        try:
            body = json.loads(text) if text else {}
        except ValueError:
            self.give(400, {"errors": ["error parsing JSON"]})
            return
        if raw.startswith("/sim/"):
            with LOCK:
                self.control(raw, body)
            return
        if not raw.startswith("/v1/"):
            self.give(404, {"errors": []})
            return
        from urllib.parse import parse_qsl, unquote
        path = unquote(raw[len("/v1/"):])
        headers = dict(self.headers.items())
        if self.own_token:
            headers["X-Vault-Token"] = self.own_token
        with LOCK:
            self.vault.log.append("%s %s" % (self.command, self.path))
            fault = self.vault.faulty(None, raw, self.command)
        if fault and self.fail(fault):
            return
        try:
            with LOCK:
                if ".." in path:
                    raise Refused(400, "path cannot contain parent references")
                status, answer = self.vault.answer(
                    self.command, path, dict(parse_qsl(query)), body, headers)
                ttl = headers.get("X-Vault-Wrap-TTL")
                if ttl and status == 200:
                    answer = self.vault.wrap(answer, ttl)
            if answer is not None and status == 200:
                answer = dict({"request_id": str(uuid.uuid4()), "lease_id": "",
                               "renewable": False, "lease_duration": 0,
                               "data": None, "wrap_info": None,
                               "warnings": None, "auth": None}, **answer)
            self.give(status, answer)
        except Refused as refusal:
            self.give(refusal.status, refusal.body, refusal.headers)

    do_GET = do_POST = do_PUT = do_DELETE = do_LIST = handle_any


class Server(socketserver.ThreadingMixIn, http.server.HTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def handle_error(self, request, client_address):
        pass


class UnixServer(socketserver.ThreadingMixIn, socketserver.UnixStreamServer):
    daemon_threads = True
    request_queue_size = 256

    def get_request(self):
        request, _ = super().get_request()
        return request, ("unix", 0)

    def handle_error(self, request, client_address):
        pass


def put(folder, name, text):
    path = os.path.join(folder, name)
    with open(path + ".new", "w") as out:
        out.write(text + "\n")
    os.rename(path + ".new", path)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--folder", required=True)
    parser.add_argument("--certificates")
    parser.add_argument("--mount", action="append")
    arguments = parser.parse_args()
    os.umask(0o077)
    vault = Vault(arguments.mount or ["secret"])
    Handler.vault = vault

    server = Server(("127.0.0.1", 0), Handler)
    scheme = "http"
    if arguments.certificates:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(arguments.certificates + "/local.pem",
                                arguments.certificates + "/local.key")
        server.socket = context.wrap_socket(
            server.socket, server_side=True, do_handshake_on_connect=False)
        scheme = "https"
    agent_handler = type("Agent", (Handler,), {"own_token": vault.new_token(
        ["root"])})
    agent = Server(("127.0.0.1", 0), agent_handler)
    through = UnixServer(os.path.join(arguments.folder, "agent.sock"),
                         agent_handler)
    for each in (server, agent, through):
        threading.Thread(target=each.serve_forever, daemon=True).start()
    put(arguments.folder, "root-token", vault.root)
    put(arguments.folder, "agent", "http://127.0.0.1:%d" %
        agent.server_address[1])
    put(arguments.folder, "address", "%s://127.0.0.1:%d" % (
        scheme, server.server_address[1]))
    sys.stdin.buffer.read()


if __name__ == "__main__":
    main()
