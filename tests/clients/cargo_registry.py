"""A sparse registry for Cargo that wants a token for everything."""
import gzip
import hashlib
import io
import json
import struct
import tarfile

import site_server


def make_crate():
    """lib1 0.1.0, as a crate file."""
    files = {
        "Cargo.toml": '[package]\nname = "lib1"\nversion = "0.1.0"\n',
        "src/lib.rs": "",
    }
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for name, text in files.items():
            entry = tarfile.TarInfo("lib1-0.1.0/" + name)
            entry.size = len(text)
            archive.addfile(entry, io.BytesIO(text.encode()))
    return gzip.compress(out.getvalue())


CRATE = make_crate()


class Registry(site_server.Site):
    published = {}  # what Cargo waits to see, by its path in the index

    def is_allowed(self):
        return self.headers.get("Authorization") == self.token()

    def answer(self, body, allowed):
        here = f"http://127.0.0.1:{self.port}"
        if not allowed:
            login = f'Cargo login_url="{here}/me"'
            self.send(401, headers=[("WWW-Authenticate", login)])
        elif self.path == "/index/config.json":
            self.send(200, {"dl": here + "/dl", "api": here,
                            "auth-required": True})
        elif self.path == "/index/li/b1/lib1":
            self.send(200, {"name": "lib1", "vers": "0.1.0", "deps": [],
                            "cksum": hashlib.sha256(CRATE).hexdigest(),
                            "features": {}, "yanked": False})
        elif self.path in self.published:
            self.send(200, self.published[self.path])
        elif self.path == "/dl/lib1/0.1.0/download":
            self.send(200, CRATE, "application/x-tar")
        elif self.path == "/api/v1/crates/new":
            self.publish(body)
        elif self.path == "/api/v1/crates/lib1/owners":
            self.send(200, {"users": [{"id": 1, "login": "ann",
                                       "name": "Ann"}]})
        elif self.path == "/api/v1/crates/lib1/0.1.0/yank":
            self.send(200, {"ok": True})
        else:
            self.send(404)

    def publish(self, body):
        length = struct.unpack("<I", body[:4])[0]
        about = json.loads(body[4:4 + length])
        name = about["name"]
        self.note("published", name, about["vers"])
        self.published[f"/index/{name[:2]}/{name[2:4]}/{name}"] = {
            "name": name, "vers": about["vers"], "deps": [], "features": {},
            "cksum": hashlib.sha256(body).hexdigest(), "yanked": False}
        self.send(200, {"warnings": {"invalid_categories": [],
                                     "invalid_badges": [], "other": []}})


site_server.serve(Registry)
