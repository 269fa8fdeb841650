"""An index of pip's, with one wheel, for user alice."""
import base64
import io
import zipfile

import site_server

WHEEL = "demo_x-1.0-py3-none-any.whl"
FILES = {
    "demo_x.py": "",
    "demo_x-1.0.dist-info/METADATA":
        "Metadata-Version: 2.1\nName: demo-x\nVersion: 1.0\n",
    "demo_x-1.0.dist-info/WHEEL":
        "Wheel-Version: 1.0\nGenerator: test\nRoot-Is-Purelib: true\n"
        "Tag: py3-none-any\n",
    "demo_x-1.0.dist-info/RECORD": "",
}


def make_wheel():
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in FILES.items():
            archive.writestr(name, text)
    return out.getvalue()


class Index(site_server.Site):
    def is_allowed(self):
        pair = base64.b64encode(b"alice:" + self.token().encode()).decode()
        return self.headers.get("Authorization") == "Basic " + pair

    def answer(self, body, allowed):
        if not allowed:
            self.send(401, headers=[("WWW-Authenticate", 'Basic realm="r"')])
        elif self.path == "/simple/demo-x/":
            self.send(200, f'<a href="/{WHEEL}">{WHEEL}</a>'.encode(),
                      "text/html")
        elif self.path == "/" + WHEEL:
            self.send(200, make_wheel(), "application/zip")
        else:
            self.send(404)


site_server.serve(Index)
