"""A private registry of Terraform's, with one module."""
import gzip
import io
import tarfile

import site_server


def make_module():
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        text = b'output "it" {\n  value = 1\n}\n'
        entry = tarfile.TarInfo("main.tf")
        entry.size = len(text)
        archive.addfile(entry, io.BytesIO(text))
    return gzip.compress(out.getvalue())


class Registry(site_server.Site):
    def answer(self, body, allowed):
        here = f"https://127.0.0.1:{self.port}"
        if self.path == "/.well-known/terraform.json":
            self.send(200, {"modules.v1": here + "/modules/"})
        elif self.path == "/module.tar.gz":
            self.send(200, make_module(), "application/gzip")
        elif not allowed:
            self.send(401)
        elif self.path == "/modules/acme/net/aws/versions":
            self.send(200, {"modules": [{"versions": [{"version": "1.0.0"}]}]})
        elif self.path == "/modules/acme/net/aws/1.0.0/download":
            self.send(204, headers=[("X-Terraform-Get",
                                     here + "/module.tar.gz")])
        else:
            self.send(404)


site_server.serve(Registry)
