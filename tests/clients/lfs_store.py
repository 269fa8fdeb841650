"""Git LFS' large files, kept in memory, for user me."""
import base64
import json

import site_server


class Store(site_server.Site):
    files = {}

    def is_allowed(self):
        pair = base64.b64encode(b"me:" + self.token().encode()).decode()
        return self.headers.get("Authorization") == "Basic " + pair

    def answer(self, body, allowed):
        kind = "application/vnd.git-lfs+json"
        name = self.path.removeprefix("/lfs/data/")
        if not allowed:
            self.send(401, {"message": "no"}, kind,
                      [("WWW-Authenticate", 'Basic realm="r"')])
        elif self.path == "/lfs/objects/batch":
            self.send(200, self.batch(json.loads(body)), kind)
        elif self.command == "PUT" and name != self.path:
            self.files[name] = body
            self.send(200)
        elif name in self.files:
            self.send(200, self.files[name], "application/octet-stream")
        else:
            self.send(404, {"message": "nothing there"}, kind)

    def batch(self, request):
        here = f"http://127.0.0.1:{self.port}/lfs/data/"
        verb = request["operation"]
        return {"transfer": "basic", "objects": [
            {"oid": one["oid"], "size": one["size"],
             "actions": {verb: {"href": here + one["oid"]}}}
            for one in request["objects"]]}


site_server.serve(Store)
