#!/usr/bin/env python3
"""Faults at system calls of a store and an erase in a real keyring.

    tests/torture/keyring-calls.py program|child|memory

The program meets them, or the child that talks to the keyring for it, or that
child runs out of memory. Runs inside of tests/keyring/keyring.sh. See tests/faults.py.
"""

import collections
import concurrent.futures
import os
import pathlib
import subprocess
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import faults  # noqa: E402

# One of so many points is tried; None: see Workshop.most.
PLANS = {
    "program": {"kill": 2, "EIO": 20, "EINTR": 20, "EMFILE": 20},
    "child": {"kill": 20, "EIO": 60, "EINTR": 60, "EMFILE": 60},
    "memory": {"memory": None},
}
KEYRING = pathlib.Path(__file__).parent.parent / "keyring"


class Keyring(faults.Program):
    """The program on the keyring of the bus."""

    backend = "secret-service"
    settings = "secret-service { timeout = 20 }\n"

    def __init__(self, folder, address):
        super().__init__(folder)
        self.home = os.environ["HOME"]
        self.environment = dict(os.environ)
        self.address = address
        self.ends = collections.Counter()  # the daemon's last words
        configuration = pathlib.Path(self.home) / ".config/ringbearer"
        configuration.mkdir(exist_ok=True)
        (configuration / "config").write_text(self.settings)

    def is_alive(self):
        root = pathlib.Path(os.environ["KEYRING_ROOT"])
        try:
            os.kill(int((root / "pid").read_text()), 0)
            return True
        except ProcessLookupError:
            words = (root / "daemon.log").read_text().splitlines()
            self.ends[words[-1] if words else "without a word"] += 1
            return False

    def revive(self):
        subprocess.run(["bash", "-c", '. "$0"/keyring.sh; keyring_start unlocked',
                        KEYRING], check=True)

    def start_from(self, before):
        if not self.is_alive():
            self.revive()
        mine = self.address.request()
        end = self.ask("erase", mine)
        if before == "old":
            end = self.ask("store", self.address.change(self.address.old))
        if end.code not in (0, 1):
            raise SystemExit(f"not ok - the beginning: {end.err}")

    def files(self):
        return collections.Counter()


class Trial(faults.Trial):
    """As the daemon may have ended (GNOME/gnome-keyring, issue 195), what is
    wrong while it does is looked for again with another one."""

    def again(self, program, what):
        found = list(what())
        if program.is_alive():
            return found
        program.revive()
        return list(what())

    def look(self, program, end):
        return self.again(program, lambda: super(Trial, self).look(
            program, end))

    def go_on(self, program):
        return self.again(program, lambda: super(Trial, self).go_on(program))


class Erase(Trial):
    def look(self, program, end):
        def what():
            after = program.value(self.address)
            if after != "none" and (end.code == 0 or after != "old"):
                yield f"exit {end.code}, and there is: {after}"
        return self.again(program, what)


class Workshop(faults.Workshop):
    most = 30

    def __init__(self, program):
        self.one = program

    def program(self):
        return self.one


def trials(git):
    for kind, name, before, operation, text in (
            (Trial, "the first store", "none", "store", git.change(git.new)),
            (Trial, "a store over an older one", "old", "store",
             git.change(git.new)),
            (Erase, "an erase", "old", "erase", git.request())):
        trial = kind(name, git, [operation], text, before)
        trial.template = before
        yield trial


def main():
    where = sys.argv[1]
    place = "child, without memory" if where == "memory" else where
    git = faults.git_address()
    plan = PLANS[where]
    with tempfile.TemporaryDirectory() as folder, \
            concurrent.futures.ThreadPoolExecutor(1) as pool:
        program = Keyring(folder, git)
        workshop = Workshop(program)
        for trial in trials(git):
            trial.in_children = where != "program"
            trial.name = f"keyring: faults in {trial.name}, in the {place}"
            workshop.go(trial, pool, plan)
    for words, times in program.ends.items():
        print(f"skip - keyring: the daemon stays alive: it ended {times} "
              f"times: {words}")


if __name__ == "__main__":
    main()
