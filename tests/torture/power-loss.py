#!/usr/bin/env python3
"""Power failures at every point of a change on the sealed-file back-end.

The system calls of a store, an erase and a rotate are recorded and replayed on
a model of a disk, on which a file's bytes are sure only after fsync(2) of the
file, and a name only after fsync(2) of its folder. After each call the disk is
laid out as it may be when the power fails there: of what is not sure nothing,
all, one change, or all but one has arrived, and the bytes of files have, have
not, or are zeros. From each such disk what was kept, or what is new, must be
had, after the end of the program what is new, and the next change must work.

Last, the program is killed at each of its calls, another one makes a change,
and only then the power fails: the other one has to see to both.

The caller has a simulator running, and the configuration in $HOME.
"""

import copy
import os
import pathlib
import re
import shutil
import sys

sys.path.insert(0, str(pathlib.Path(__file__).parent.parent))
import faults  # noqa: E402


class File:
    def __init__(self, data=b""):
        self.data = self.sure = data

    def layout(self, data):
        return {"arrived": self.data, "lost": self.sure,
                "zeros": self.sure.ljust(len(self.data), b"\0")}[data]


class Folder:
    def __init__(self):
        self.names = {}  # as programs see them
        self.sure = {}


def read_tree(path):
    folder = Folder()
    for entry in os.scandir(path):
        folder.names[entry.name] = (
            read_tree(entry.path) if entry.is_dir()
            else File(pathlib.Path(entry.path).read_bytes()))
    folder.sure = dict(folder.names)
    return folder


class Disk:
    """What is at `home`, and the changes to its folders that are not sure."""

    def __init__(self, home):
        self.home = str(home)
        self.root = read_tree(home)
        self.pending = []  # each: [(folder, name, node or None)]

    def find(self, base, path):
        """The folder and name that a path means; None outside of home."""
        if path.startswith("/"):
            if not (path + "/").startswith(self.home + "/"):
                return None
            base, path = self.root, path[len(self.home):]
        parts = [part for part in path.split("/") if part not in ("", ".")]
        for part in parts[:-1]:
            base = base.names[part] if base else None
        if not base:
            return None
        return (base, parts[-1]) if parts else (Folder(), ".")

    def node(self, base, path):
        place = self.find(base, path)
        if not place:
            return None
        return self.root if place[1] == "." else place[0].names.get(place[1])

    def change(self, *changes):
        for folder, name, node in changes:
            self.apply(folder.names, name, node)
        self.pending.append(changes)

    @staticmethod
    def apply(names, name, node):
        if node:
            names[name] = node
        else:
            names.pop(name, None)

    def sync(self, node):
        if isinstance(node, File):
            node.sure = node.data
            return
        left = []
        for changes in self.pending:
            if any(folder is node for folder, _, _ in changes):
                for folder, name, what in changes:
                    self.apply(folder.sure, name, what)
            else:
                left.append(changes)
        self.pending = left

    def layouts(self):
        """Every {path: bytes, or None for a folder} that may be found."""
        all_of = set(range(len(self.pending)))
        arrivals = [set(), all_of]
        arrivals += [{i} for i in all_of] + [all_of - {i} for i in all_of]
        for arrived in arrivals:
            for data in ("lost", "zeros", "arrived"):
                yield self.layout(arrived, data)

    def layout(self, arrived, data):
        names = {}  # of the folders that differ from what is sure
        for i in sorted(arrived):
            for folder, name, node in self.pending[i]:
                changed = names.setdefault(id(folder), dict(folder.sure))
                self.apply(changed, name, node)
        found = {}

        def walk(folder, path):
            for name, node in names.get(id(folder), folder.sure).items():
                if isinstance(node, File):
                    found[path + name] = node.layout(data)
                else:
                    found[path + name] = None
                    walk(node, path + name + "/")
        walk(self.root, "")
        return found

    def now(self):
        """As programs see it."""
        return self.layout(range(len(self.pending)), "arrived")


def lay_out(layout, home):
    shutil.rmtree(home, ignore_errors=True)
    os.mkdir(home, 0o700)
    for path, data in layout.items():
        if data is None:
            os.mkdir(home / path, 0o700)
        else:
            (home / path).write_bytes(data)
            (home / path).chmod(0o600)


class Replay:
    """A recorded process on a disk."""

    UNKNOWN = ("writev", "pwrite64", "pwritev", "ftruncate", "truncate",
               "fallocate", "copy_file_range", "sendfile", "symlink",
               "symlinkat", "link", "dup", "dup2", "dup3")

    def __init__(self, disk):
        self.disk = disk
        self.open = {}  # descriptor: node

    def place(self, at, path):
        return self.disk.find(self.open.get(at), path)

    def step(self, call, words, result):
        """One call; whether it changed the disk."""
        known = getattr(self, "do_" + call, None)
        if known:
            return bool(known(words, result))
        if call in self.UNKNOWN and self.open.get(words[0]):
            raise SystemExit(f"not ok - the model has no {call}()")
        return False

    def do_openat(self, words, result):
        at, path, flags = words[:3]
        node = self.disk.node(self.open.get(at), path)
        place = self.place(at, path)
        made = place and not node and "O_CREAT" in flags
        if made:
            node = File()
            self.disk.change((*place, node))
        if node and "O_TRUNC" in flags:
            node.data = b""
        self.open[result] = node
        return made

    def do_close(self, words, _):
        self.open.pop(words[0], None)

    def do_write(self, words, result):
        node = self.open.get(words[0])
        if isinstance(node, File):
            node.data += words[1].encode("latin-1")[:int(result)]
        return node

    def do_fsync(self, words, _):
        node = self.open.get(words[0])
        if node:
            self.disk.sync(node)
        return node

    do_fdatasync = do_fsync

    def do_mkdirat(self, words, _):
        place = self.place(*words[:2])
        if place:
            self.disk.change((*place, Folder()))
        return place

    def do_unlinkat(self, words, _):
        place = self.place(*words[:2])
        if place:
            self.disk.change((*place, None))
        return place

    def do_renameat(self, words, _):
        source, target = self.place(*words[:2]), self.place(*words[2:4])
        if source:
            node = source[0].names[source[1]]
            self.disk.change((*source, None), (*target, node))
        return source

    do_renameat2 = do_renameat

    def do_linkat(self, words, _):
        source, target = self.place(*words[:2]), self.place(*words[2:4])
        if source:
            self.disk.change((*target, source[0].names[source[1]]))
        return source


OLD_NAMES = {"open": "openat", "mkdir": "mkdirat", "unlink": "unlinkat",
             "rmdir": "unlinkat", "rename": "renameat"}


def read_string(text):
    return bytes.fromhex(text.replace("\\x", "")).decode("latin-1")


def read_record(path):
    """Yields call, words and result of what succeeded."""
    for line in path.read_text().splitlines():
        found = re.match(r"(\w+)\((.*)\) += (\d+)", line)
        if not found:
            continue
        call, rest, result = found.groups()
        words = [read_string(word[1:-1]) if word[0] == '"' else word
                 for word in re.findall(r'"[^"]*"|[^\s,][^,]*', rest)]
        if call in OLD_NAMES:
            words.insert(0, "AT_FDCWD")
            if call == "rename":
                words.insert(2, "AT_FDCWD")
        yield OLD_NAMES.get(call, call), words, result


class Power:
    """Trials of faults.py, with the power failing."""

    def __init__(self, program):
        self.program = program
        self.seen = set()
        self.problems = []

    def record(self, arguments, text, unasked=False):
        note = self.program.folder / "record"
        variables = {}
        if unasked:
            variables["RINGBEARER_CONFIG"] = str(self.program.folder / "unasked")
        end = self.program.run(
            arguments, text, ["/usr/bin/env", "strace", "-o", note, "-xx",
                              "-s", "10000000"], **variables)
        if end.code != 0:
            raise SystemExit(f"not ok - a recorded {arguments[0]}: {end.err}")
        return list(read_record(note))

    def fail(self, trial, disk, where, code, wanted=None):
        """The power fails: looks at each layout that was not seen yet."""
        for layout in disk.layouts():
            key = (frozenset(layout.items()), code, wanted)
            if key in self.seen:
                continue
            self.seen.add(key)
            lay_out(layout, self.program.home)
            if wanted:
                value = self.program.value(trial.address)
                found = [] if value == wanted else [f"there is: {value}"]
            else:
                found = list(trial.look(self.program,
                                        faults.End(code, "", "")))
            found += trial.go_on(self.program)
            self.problems += [f"{where}: {problem}" for problem in found]

    def replay(self, trial):
        """Yields the disk and the point after each change."""
        self.program.start_from(trial.template)
        disk = Disk(self.program.home)
        replay = Replay(disk)
        yield disk, "at the beginning"
        for at, (call, words, result) in enumerate(
                self.record(trial.arguments, trial.text)):
            if replay.step(call, words, result):
                yield disk, f"after call {at} ({call})"

    def one(self, trial):
        """A process, and the power fails."""
        disk = None
        for disk, where in list_of_copies(self.replay(trial)):
            self.fail(trial, disk, where, faults.KILLED)
        self.fail(trial, disk, "after its end", 0)
        self.report(trial.name)

    def two(self, trial):
        """A process is killed, another makes a change, the power fails."""
        for disk, where in list_of_copies(self.replay(trial)):
            lay_out(disk.now(), self.program.home)
            text = trial.address.change("canary-third")
            replay = Replay(disk)
            for step in self.record(["store"], text, unasked=True):
                replay.step(*step)
            self.fail(trial, disk, f"killed {where}, another store", 0,
                      wanted="third")
        self.report(trial.name + ", killed, and another store")

    def report(self, name):
        good = not self.problems and len(self.seen) >= 5
        print("ok" if good else "not ok", "-", name,
              f"({len(self.seen)} disks)")
        for problem in self.problems[:20]:
            print("    " + problem)
        self.seen, self.problems = set(), []


def list_of_copies(pairs):
    return [(copy.deepcopy(disk), where) for disk, where in pairs]


def main():
    with faults.fast_folder() as folder:
        workshop = faults.Workshop(folder)
        program = workshop.program()
        program.ask("get", "")  # makes the configuration for `unasked`
        power = Power(program)
        for trial in faults.file_trials(workshop):
            trial.name = trial.name.replace("faults", "power fails")
            power.one(trial)
            power.two(trial)


if __name__ == "__main__":
    main()
