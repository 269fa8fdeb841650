#!/usr/bin/env python3
"""Reads what gcov counted in BUILD and holds it against the limits.

    report.py BUILD EXCEPTIONS

Prints a table, and in BUILD/uncovered every line and branch that was not run.
Fails if a limit is missed, if a function that nothing runs is not among the
exceptions, or if one of the exceptions is run after all.

An exception is a line of EXCEPTIONS:

    FILE:FUNCTION | WHAT | REASON

WHAT is the text of the line whose branches are not all taken, or `all` for a
function that is never run.
"""
import collections
import json
import pathlib
import subprocess
import sys

LINES = 90  # percent of helper/, at least
# Where every branch is to be taken: what parses, and what decides a verdict.
STRICT = ['protocol/', 'helper/network/wire.c'] + [
    f'helper/verifier/{name}.c' for name in (
        'answer', 'conversation', 'exchange', 'learn', 'outcome', 'retry')]


class Source:
    """What was counted of one file."""

    def __init__(self, path):
        self.path = path
        self.text = [''] + pathlib.Path(path).read_text().split('\n')
        self.lines = collections.Counter()
        self.branches = collections.Counter()
        self.functions = collections.Counter()
        self.function_of = {}

    def add(self, counted):
        for function in counted['functions']:
            # A unit test's own copy of the file, under another name.
            if not function['name'].startswith('tested_'):
                self.functions[function['name']] += function['execution_count']
        for line in counted['lines']:
            number = line['line_number']
            self.function_of[number] = line.get('function_name', '')
            self.lines[number] += line['count']
            for i, branch in enumerate(line['branches']):
                self.branches[number, i] += branch['count']

    @property
    def strict(self):
        return any(self.path.startswith(start) for start in STRICT)

    def half_taken(self):
        """The lines of which a branch was never taken."""
        return sorted({line for (line, _), count in self.branches.items()
                       if count == 0})

    def never_run(self):
        return [name for name, count in self.functions.items() if count == 0]


def read_counts(build):
    notes = sorted(map(str, (build / 'obj').rglob('*.gcno')))
    output = subprocess.run(
        ['gcov', '--branch-probabilities', '--json-format', '--stdout', *notes],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=True).stdout
    sources = {}
    for line in output.splitlines():
        for counted in json.loads(line)['files']:
            path = counted['file']
            if path.startswith(('helper/', 'protocol/', './helper/')):
                path = path.removeprefix('./')
                sources.setdefault(path, Source(path)).add(counted)
    return [sources[path] for path in sorted(sources)]


def read_exceptions(path):
    for number, line in enumerate(open(path), 1):
        line = line.strip()
        if not line or line.startswith('#'):
            continue
        parts = [part.strip() for part in line.split(' | ')]
        if len(parts) != 3 or ':' not in parts[0] or not all(parts):
            sys.exit(f'{path}:{number}: not FILE:FUNCTION | WHAT | REASON')
        yield (*parts[0].split(':', 1), parts[1])


class Judge:
    """Finds what is uncovered and not excepted, and what is excepted and
    covered."""

    def __init__(self, exceptions):
        self.exceptions = list(exceptions)
        self.used = set()
        self.problems = []

    def excuses(self, *place):
        self.used.add(place)
        return place in self.exceptions

    def look_at(self, source):
        idle = source.never_run()
        for name in idle:
            if not self.excuses(source.path, name, 'all'):
                self.problems.append(f'{source.path}: no test runs {name}()')
        for line in source.half_taken() if source.strict else []:
            function = source.function_of[line]
            text = source.text[line].strip()
            if function not in idle and not self.excuses(
                    source.path, function, text):
                self.problems.append(
                    f'{source.path}:{line}: not all branches taken: {text}')

    def look_at_exceptions(self):
        for place in self.exceptions:
            if place not in self.used:
                self.problems.append(
                    '{}:{}: excepted, but covered, or not there: {}'.format(
                        *place))


def percent(counts):
    """How many of them are not 0; all of nothing is 100 %."""
    counts = list(counts)
    return 100 * sum(map(bool, counts)) / len(counts) if counts else 100


def all_of(sources, kind):
    return [count for source in sources
            for count in getattr(source, kind).values()]


def print_row(name, sources):
    lines, branches = (all_of(sources, kind) for kind in ('lines', 'branches'))
    print(f'{name:44} {percent(lines):6.1f} %  of {len(lines):5} lines'
          f'  {percent(branches):6.1f} %  of {len(branches):5} branches')


def list_uncovered(sources, out):
    for source in sources:
        for line, count in sorted(source.lines.items()):
            taken = [count for (at, _), count in source.branches.items()
                     if at == line]
            if count == 0 or 0 in taken:
                what = 'not run' if count == 0 else 'half taken'
                print(f'{source.path}:{line}: {what}: '
                      f'{source.function_of[line]}: '
                      f'{source.text[line].strip()}', file=out)


def main():
    build = pathlib.Path(sys.argv[1])
    judge = Judge(read_exceptions(sys.argv[2]))
    sources = read_counts(build)
    groups = {
        'protocol/': [s for s in sources if s.path.startswith('protocol/')],
        "the verifier's rules": [s for s in sources if s.strict
                                 and s.path.startswith('helper/')],
        'helper/': [s for s in sources if s.path.startswith('helper/')],
    }
    for source in sources:
        print_row(source.path, [source])
        judge.look_at(source)
    judge.look_at_exceptions()
    print()
    for name, group in groups.items():
        print_row(name, group)
        if not group:
            judge.problems.append(f'nothing was counted of {name}')
    if percent(all_of(groups['helper/'], 'lines')) < LINES:
        judge.problems.append(f'less than {LINES} % of the lines of helper/')
    with open(build / 'uncovered', 'w') as out:
        list_uncovered(sources, out)
    print(f'excepted: {len(judge.exceptions)}; '
          f"all that was not run: {build / 'uncovered'}")
    for problem in judge.problems:
        print(f'coverage: {problem}')
    sys.exit(bool(judge.problems))


if __name__ == '__main__':
    main()
