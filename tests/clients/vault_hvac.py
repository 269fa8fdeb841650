"""Vault by python3-hvac, an independent client: vault_hvac.py ADDRESS CA
PATH. Writes, reads, erases and restores there; prints `ok - ` lines. The token
comes in $HVAC_TOKEN. With `write` or `read` behind the path it does that
alone, for ringbearer to be on the other side."""

import os
import sys

import hvac

address, ca, path = sys.argv[1:4]
client = hvac.Client(url=address, token=os.environ["HVAC_TOKEN"], verify=ca)
kv = client.secrets.kv.v2


def report(name, good):
    print("%s - hvac: %s" % ("ok" if good else "not ok", name))


def read(**words):
    return kv.read_secret_version(path=path, **words)["data"]


def fails(kind, call, *arguments, **words):
    try:
        call(*arguments, **words)
    except kind:
        return True
    return False


if sys.argv[4:] == ["write"]:
    kv.create_or_update_secret(path=path, secret={
        "username": "somebody", "password": "canary-by-hvac", "team": "blue",
        "count": 7, "nested": {"a": [1, 2.5, None, True]}})
elif sys.argv[4:] == ["read"]:
    print("\n".join("%s=%s" % pair for pair in sorted(
        read()["data"].items())))
else:
    report("is let in", client.is_authenticated())
    report("nothing there", fails(hvac.exceptions.InvalidPath, read))
    kv.create_or_update_secret(path=path, secret={"a": "1"}, cas=0)
    report("creates only", fails(
        hvac.exceptions.InvalidRequest, kv.create_or_update_secret, path=path,
        secret={"a": "2"}, cas=0))
    kv.create_or_update_secret(path=path, secret={"a": "2"}, cas=1)
    report("reads the newest", read()["data"] == {"a": "2"})
    report("reads an older one", read(version=1)["data"] == {"a": "1"})
    report("lists", path.rpartition("/")[2] in kv.list_secrets(
        path=path.rpartition("/")[0])["data"]["keys"])
    kv.delete_latest_version_of_secret(path=path)
    report("erased", fails(hvac.exceptions.InvalidPath, read))
    kv.undelete_secret_versions(path=path, versions=[2])
    report("undeleted", read()["data"] == {"a": "2"})
    kv.delete_secret_versions(path=path, versions=[2])
    report("erased by number", fails(hvac.exceptions.InvalidPath, read))
    kv.undelete_secret_versions(path=path, versions=[2])
    kv.destroy_secret_versions(path=path, versions=[1])
    versions = kv.read_secret_metadata(path=path)["data"]["versions"]
    report("destroyed", versions["1"]["destroyed"] and
           not versions["2"]["destroyed"])
    kv.delete_metadata_and_all_versions(path=path)
    report("gone for good", fails(hvac.exceptions.InvalidPath,
                                  kv.read_secret_metadata, path=path))
