"""A registry of npm's with one package, without its file."""
import site_server


class Registry(site_server.Site):
    def answer(self, body, allowed):
        if not allowed:
            self.send(401, {"error": "no"})
        elif self.path == "/demo":
            self.send(200, {
                "name": "demo", "dist-tags": {"latest": "1.0.0"},
                "versions": {"1.0.0": {
                    "name": "demo", "version": "1.0.0",
                    "dist": {"tarball": f"http://127.0.0.1:{self.port}/t",
                             "shasum": "0" * 40}}}})
        else:
            self.send(404, {"error": "no"})


site_server.serve(Registry)
