#!/usr/bin/env python3
"""Damages one file in every way of one byte and asks for the token each time.

    damage.py RINGBEARER FILE KIND TOKEN

KIND is `flip` (each byte once, another bit each time) or `cut` (each length).
Prints what is wrong, and in the last line how many ways were tried. No answer
may come but a clear error: exit code 6, nothing on standard output, the
file's name and nothing of the token in the message.
"""
import subprocess
import sys

REQUEST = b'protocol=https\nhost=h.example\nusername=me\n'


def damages(kind, good):
    if kind == 'cut':
        for length in range(len(good)):
            yield f'cut to {length}', good[:length]
        return
    for place, byte in enumerate(good):
        changed = bytes([byte ^ (1 << place % 8)])
        yield f'byte {place}', good[:place] + changed + good[place + 1:]


def is_same(old, new):
    """A key file is hexadecimal, in which a letter's case says nothing."""
    return b'key=' in old and old.lower() == new.lower()


def problem(answer, path, token):
    if answer.returncode != 6:
        return f'exit code {answer.returncode}'
    if answer.stdout:
        return 'an answer'
    if token in answer.stderr:
        return 'the token is shown'
    # The key file may be named by its folder's configuration, too.
    if path not in answer.stderr or not answer.stderr.startswith(b'ringbearer: '):
        return f'says {answer.stderr}'
    if b'\nhint: ' not in answer.stderr:
        return f'no hint: {answer.stderr}'
    return None


def main():
    program, path, kind, token = sys.argv[1:]
    with open(path, 'rb') as file:
        good = file.read()
    count = 0
    for name, bytes_ in damages(kind, good):
        with open(path, 'wb') as file:
            file.write(bytes_)
        answer = subprocess.run([program, '--backend', 'file', 'get'],
                                input=REQUEST, capture_output=True, timeout=20,
                                check=False)
        wrong = problem(answer, path.encode(), token.encode())
        if wrong and not is_same(good, bytes_):
            print(f'{name}: {wrong}')
        count += 1
    with open(path, 'wb') as file:
        file.write(good)
    print(count)


if __name__ == '__main__':
    main()
