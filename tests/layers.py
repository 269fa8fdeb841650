#!/usr/bin/env python3
"""Holds who includes what against the table in tests/layers.

    layers.py

Prints what the table does not allow, circles among the folders of the table,
and circles among the files, of which X.c and X.h count as one. Fails if there
is anything.
"""
import collections
import fnmatch
import graphlib
import os
import pathlib
import re
import subprocess
import sys

# A library by the beginning of its headers' names; all others are the system's.
LIBRARIES = {
    'json-c': 'json-c/', 'libbsd': 'bsd/', 'libconfuse': 'confuse.h',
    'libsodium': 'sodium', 'libcurl': 'curl/', 'openssl': 'openssl/',
    'seccomp': 'seccomp.h', 'keyutils': 'keyutils.h', 'libdbus': 'dbus/',
    'libsecret': 'libsecret/', 'glib': 'g[il][ob]',
}
INCLUDE = re.compile(r'^#include ([<"])([^>"]+)[>"]')


class Rule:
    """One line of the table."""

    def __init__(self, place, line):
        parts = [part.split() for part in line.split('|')]
        if len(parts) != 3 or len(parts[0]) != 1:
            sys.exit(f'{place}: not FOLDER | OURS | LIBRARIES')
        (self.folder,), self.ours, libraries = parts
        self.libraries = dict(word.partition('=')[::2] for word in libraries)

    def allows_ours(self, header):
        folder = os.path.dirname(header)
        return folder == self.folder or folder in self.ours or any(
            fnmatch.fnmatchcase(header, one) for one in self.ours)

    def allows_library(self, file, library):
        alone = self.libraries.get(library)
        return alone is not None and alone in ('', os.path.basename(file))


def read_rules(path):
    rules = {}
    for number, line in enumerate(open(path), 1):
        if line.strip() and not line.startswith('#'):
            rule = Rule(f'{path}:{number}', line)
            rules[rule.folder] = rule
    return rules


def library_of(header):
    for library, start in LIBRARIES.items():
        if re.match(start, header):
            return library
    return None


def includes(file):
    """Each include of a file: its line, whether it is ours, the header."""
    for number, line in enumerate(open(file), 1):
        if found := INCLUDE.match(line):
            yield number, found[1] == '"', found[2]


def refused(rules, file):
    """What of a file the table does not allow."""
    rule = rules.get(os.path.dirname(file))
    if not rule:
        yield f'{file}: its folder is not in the table'
        return
    for number, ours, header in includes(file):
        library = None if ours else library_of(header)
        if (ours and not rule.allows_ours(header)) or (
                library and not rule.allows_library(file, library)):
            yield f'{file}:{number}: may not include {header}'


def circle(graph):
    """One circle of a graph, as a list, or nothing."""
    try:
        graphlib.TopologicalSorter(graph).prepare()
    except graphlib.CycleError as error:
        return error.args[1]
    return []


def file_graph(files):
    """Which file includes which, without their endings."""
    graph = collections.defaultdict(set)
    for file in files:
        for _, ours, header in includes(file):
            if ours and header[:-2] != file[:-2]:
                graph[file[:-2]].add(header[:-2])
    return graph


def folder_graph(rules):
    """Which folder may include of which, by the table."""
    return {rule.folder: {
        os.path.dirname(one) if one.endswith('.h') else one
        for one in rule.ours} - {rule.folder} for rule in rules.values()}


def main():
    rules = read_rules('tests/layers')
    files = sorted(file for file in subprocess.check_output(
        ['git', 'ls-files', 'helper/*.[ch]', 'protocol/*.[ch]'],
        text=True).split() if pathlib.Path(file).exists())
    problems = [one for file in files for one in refused(rules, file)]
    for what, graph in (('folders', folder_graph(rules)),
                        ('files', file_graph(files))):
        if found := circle(graph):
            problems.append(f'a circle of {what}: {" <- ".join(found)}')
    print('\n'.join(problems))
    sys.exit(bool(problems))


if __name__ == '__main__':
    main()
