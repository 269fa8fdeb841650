#!/usr/bin/env python3
"""Faults at one point of the program after another, and what must hold then.

    tests/faults.py [--every N] [--every-error N]
    tests/faults.py --memory

Each point is one system call that reaches a file or another process, of a
store, an erase and a rotate on the sealed-file back-end, with one of FAULTS
there. What a change was about is there afterwards as it was or as it was to
be, the exit code says which, whatever comes next works, and it leaves nothing
lying about. With --every it is killed only at each N-th point, with
--every-error there is an error only at each N-th. With --memory memory runs
out instead, at up to MOST of its allocations, and also of what reads.

The caller has a simulator running, and the configuration in $HOME.
"""

import argparse
import collections
import concurrent.futures
import os
import pathlib
import re
import shutil
import signal
import subprocess
import tempfile
import threading

BUILD = pathlib.Path(os.environ["BUILD"])
RINGBEARER = BUILD / "bin/ringbearer"
AT_CALL = BUILD / "tests/at-call"
FAILING_MALLOC = BUILD / "tests/failing-malloc.so"
ERRORS = ("EIO", "ENOSPC", "EDQUOT", "EMFILE", "EINTR")
MOST = 250
TIME = 60  # seconds; what takes longer will never end
NOT_LOADED = 127  # the dynamic linker's exit code
KILLED = 128 + signal.SIGKILL

End = collections.namedtuple("End", "code out err")


def run(command, environment, text):
    """Runs it to its end, which after TIME is ours."""
    process = subprocess.Popen(
        [str(word) for word in command], env=environment,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True)
    try:
        out, err = process.communicate(text.encode(), timeout=TIME)
    except subprocess.TimeoutExpired:
        os.killpg(process.pid, signal.SIGKILL)
        process.communicate()
        return End("no end", "", "")
    code = process.returncode
    return End(code if code >= 0 else 128 - code, out.decode(), err.decode())


class Address:
    """Where a value is kept, and the two values that are told apart."""

    def __init__(self, host, user, old, new):
        self.host, self.user = host, user
        self.names = {old: "old", new: "new", "canary-third": "third"}
        self.old, self.new = old, new

    def request(self, *lines):
        return "".join(line + "\n" for line in
                       ("protocol=https", "host=" + self.host, *lines))

    def change(self, value):
        return self.request("username=" + self.user, "password=" + value)


class Program:
    """The program on a home of its own, in a folder."""

    backend = "file"
    settings = ""  # beside those in the home

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.home = self.folder / "home"
        self.environment = dict(os.environ, HOME=str(self.home))

    def start_from(self, template):
        shutil.rmtree(self.home, ignore_errors=True)
        shutil.copytree(template, self.home, symlinks=True)

    def run(self, arguments, text="", before=(), **variables):
        return run([*before, RINGBEARER, "--backend", self.backend,
                    *arguments], dict(self.environment, **variables), text)

    def ask(self, operation, request):
        """One request of git's, about which no provider is asked."""
        unasked = self.folder / "unasked"
        unasked.write_text(self.settings + "verify { policy = off }\n")
        return self.run([operation], request, RINGBEARER_CONFIG=str(unasked))

    def value(self, address, user=None):
        """The name of what is kept: old, new, none."""
        user = "username=" + (user or address.user)
        end = self.ask("get", address.request(user))
        found = re.search("^password=(.*)$", end.out, re.M)
        if end.code != 0:
            return f"an error: {end.err}"
        if not found:
            return "none"
        return address.names.get(found[1], "something else")

    def files(self):
        """What lies in the home. Names depend on a key, which may differ.
        What notes that the home was used is one file more in a copy of it."""
        paths = (str(path.relative_to(self.home))
                 for path in self.home.rglob("*")
                 if not path.name.startswith("place-"))
        return collections.Counter(
            re.sub("[0-9a-f]{32}", "(hash)",
                   re.sub("/locks/[0-9a-f]$", "/locks/(digit)", path))
            for path in paths)


class Trial:
    """An operation that is to go wrong, and how it began."""

    in_children = False  # not in the program itself

    def __init__(self, name, address, arguments, text, before="old"):
        self.name, self.address, self.before = name, address, before
        self.arguments, self.text = arguments, text
        self.template = None
        self.clean = None  # the files that a run without a fault leaves

    def inject(self, program, fault, at):
        """Returns the end, how many points there are, and the point."""
        return (self.starve(program, at) if fault == "memory"
                else self.trap(program, fault, at))

    def starve(self, program, at):
        note = program.folder / "count"
        note.write_text("0")
        variables = {"LD_PRELOAD": str(FAILING_MALLOC), "FAIL_AT": str(at),
                     "COUNT_FILE": str(note)}
        if self.in_children:
            variables["IN_CHILD"] = "1"
        end = program.run(self.arguments, self.text, **variables)
        return end, int(note.read_text()), f"no memory at {at}"

    def trap(self, program, fault, at):
        note = program.folder / "call"
        end = program.run(self.arguments, self.text,
                          [AT_CALL, *["-c"] * self.in_children, "-o", note,
                           fault, at])
        count, call = note.read_text().split()
        return end, int(count), f"{fault} at {at} ({call})"

    def look(self, program, end):
        """What is wrong with what is kept."""
        after = program.value(self.address)
        if end.code == 0 and after != "new":
            yield f"exit 0, and there is: {after}"
        elif after not in ("new", self.before):
            yield f"exit {end.code}, and there is: {after}"

    def look_at_end(self, end):
        if end.code not in (*range(7), NOT_LOADED, KILLED):
            yield f"it ended with {end.code}: {end.err}"
        if re.search("canary|sim-", end.out + end.err):
            yield "it shows the token"

    def go_on(self, program):
        """What is wrong with what comes next."""
        address = self.address
        mine = address.request("username=" + address.user)
        for operation, text, value in (
                ("store", address.change("canary-third"), "third"),
                ("erase", mine, "none")):
            end = program.ask(operation, text)
            if end.code != 0:
                yield f"the next {operation} fails: {end.err}"
            if program.value(address) != value:
                yield f"the next {operation} does nothing"

    def attempt(self, program, fault, at):
        """What is wrong with a fault at a point; nothing, if all is well."""
        program.start_from(self.template)
        end, _, where = self.inject(program, fault, at)
        found = [*self.look_at_end(end), *self.look(program, end),
                 *self.go_on(program)]
        if fault != "kill" and end.code == KILLED:
            found.append("it was killed")
        files = program.files()
        if self.clean is None:
            self.clean = files
        found += [f"left over: {path}" for path in files - self.clean]
        return [f"{where}: {problem}" for problem in found]


class EraseOfTwo(Trial):
    """Erases the user's and another's, both or, unless killed, none."""

    def look(self, program, end):
        both = (program.value(self.address),
                program.value(self.address, "you"))
        allowed = {("none", "none")}
        if end.code != 0:
            allowed.add(("old", "old"))
        if end.code == KILLED:
            allowed |= {("none", "old"), ("old", "none")}
        if both not in allowed:
            yield f"exit {end.code}, and there is: {', '.join(both)}"

    def go_on(self, program):
        yield from super().go_on(program)
        end = program.ask("erase", self.address.request())
        if end.code not in (0, 1):
            yield f"an erase of all fails: {end.err}"


class Reading(Trial):
    """Changes nothing."""

    shows = False  # the token

    def look(self, program, end):
        after = program.value(self.address)
        if after != "old":
            yield f"exit {end.code}, and there is: {after}"
        if end.code == 0 and self.shows != (self.address.old in end.out):
            yield "the answer is wrong"

    def look_at_end(self, end):
        return super().look_at_end(end._replace(out="") if self.shows
                                   else end)


class Workshop:
    """Makes the trials' homes, and tries points, several at once."""

    most = MOST

    def __init__(self, folder):
        self.folder = folder
        self.of_thread = threading.local()

    def program(self):
        if not hasattr(self.of_thread, "program"):
            self.of_thread.program = Program(
                tempfile.mkdtemp(dir=self.folder))
        return self.of_thread.program

    def prepare(self, trial, *steps):
        """Each of STEPS: arguments and standard input, before the trial."""
        program = self.program()
        program.start_from(os.environ["HOME"])
        for arguments, text in steps:
            end = program.run(arguments, text)
            if end.code != 0:
                raise SystemExit(f"not ok - {trial.name}: {end.err}")
        trial.template = tempfile.mkdtemp(dir=self.folder)
        shutil.copytree(program.home, trial.template, dirs_exist_ok=True)
        return trial

    def points(self, trial, fault, every):
        """How many there are, and those that are to be tried."""
        program = self.program()
        program.start_from(trial.template)
        _, count, _ = trial.inject(program, fault, 0)
        every = every or -(-count // self.most)
        return count, range(every, count + 1, every)

    def go(self, trial, pool, plan):
        """PLAN: at each how-manieth point a fault is; None: at `most` in all.
        Prints how it went."""
        problems = trial.attempt(self.program(), "kill", 0)
        of = 0
        tried = []
        for fault, every in plan.items():
            count, chosen = self.points(trial, fault, every)
            of += count
            tried += [(fault, at) for at in chosen]
        for found in pool.map(
                lambda p: trial.attempt(self.program(), *p), tried):
            problems += found
        good = not problems and of > 100
        print("ok" if good else "not ok", "-", trial.name,
              f"({len(tried)} of {of} faults)", flush=True)
        for problem in problems[:20]:
            print("    " + problem)


def git_address():
    return Address("git.example", "me", "canary-old", "canary-new")


def file_trials(workshop):
    git = git_address()
    notion = Address("api.notion.com", "ann@example.org", "sim-notion-good",
                     "sim-notion-good-2")
    store = (["store"], git.change(git.old))
    store_other = (["store"], git.request("username=you",
                                          "password=" + git.old))
    connect = (["connect", "notion"], notion.old)
    yield workshop.prepare(
        Trial("faults in the first store", git, ["store"],
              git.change(git.new), before="none"))
    yield workshop.prepare(
        Trial("faults in a store over an older one", git, ["store"],
              git.change(git.new)), store, store_other)
    yield workshop.prepare(
        EraseOfTwo("faults in an erase of two", git, ["erase"],
                   git.request()), store, store_other)
    yield workshop.prepare(
        Trial("faults in a rotate", notion, ["rotate", "notion"], notion.new),
        connect)


def all_trials(workshop):
    git = git_address()
    store = (["store"], git.change(git.old))
    for arguments, shows in ((["get"], True), (["token", git.host], True),
                             (["list"], False), (["list", "--json"], False)):
        trial = Reading("faults in " + " ".join(arguments[:2]), git,
                        arguments, git.request())
        trial.shows = shows
        yield workshop.prepare(trial, store)
    yield from file_trials(workshop)


def fast_folder():
    """A folder in memory, if there is one: it has the same states."""
    memory = "/dev/shm"
    return tempfile.TemporaryDirectory(
        prefix="ringbearer-test.",
        dir=memory if os.access(memory, os.W_OK) else None)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--every", type=int, default=1)
    parser.add_argument("--every-error", type=int, default=1)
    parser.add_argument("--memory", action="store_true")
    options = parser.parse_args()
    plan = {"kill": options.every, "short": 1,
            **dict.fromkeys(ERRORS, options.every_error)}
    trials = file_trials
    if options.memory:
        plan = {"memory": None}
        trials = all_trials
    with fast_folder() as folder, \
            concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        workshop = Workshop(folder)
        for trial in trials(workshop):
            workshop.go(trial, pool, plan)


if __name__ == "__main__":
    main()
