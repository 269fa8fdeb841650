#!/usr/bin/env python3
"""
Has several processes change a few entries at once, and searches an order of
what they did that explains each answer (Wing and Gong's search, with a memory
of what was tried, as Lowe has it).

  linear.py run PROGRAM BACKEND SECONDS OPERATIONS
  linear.py judge < HISTORY

`run` stops after whichever of the two comes first, and at the first round
that has no order: that is shown, and the exit code is 1. A round is one entry
and some threads that do a few operations each. Delays are injected by stopping
processes (SIGSTOP) at random moments.

A line of a history: BEGIN END OPERATION ARGUMENT ANSWER. The entry is a value,
whether it is disabled, its label, and what was rotated away. Operations that
fail may have been done or not.
"""
import os
import random
import signal
import subprocess
import sys
import threading
import time

NOTHING = (None, False, "", frozenset())


def step(state, operation, argument, answer):
    """The states that may follow; none if the answer cannot be."""
    secret, disabled, label, replaced = state
    ok = answer == "ok"
    if operation == "get":
        seen = "-" if secret is None or disabled else secret
        return [state] if answer in (seen, "failed") else []
    if operation == "store":
        if secret == argument or argument in replaced:
            after = state
        elif secret is None:
            after = (argument, False, "", frozenset())
        else:
            after = (argument, False, label, replaced)
    elif operation == "erase":
        after = NOTHING
    elif secret is None:
        # A name that fits nothing is refused.
        return [] if ok else [state]
    elif operation == "rotate":
        after = state if secret == argument else (
            argument, False, label, (replaced | {secret}) - {argument})
    elif operation == "disable":
        after = (secret, True, label, replaced)
    elif operation == "enable":
        after = (secret, False, label, replaced)
    elif operation == "edit":
        after = (secret, disabled, argument, replaced)
    elif operation == "label":
        return [state] if answer in (label or "-", "failed") else []
    else:  # move and check change nothing that can be seen
        after = state
    return [after] if ok else [state, after]


def explain(history):
    """An order of the history's operations, or None."""
    tried = set()
    stack = [(frozenset(range(len(history))), NOTHING, ())]
    while stack:
        left, state, order = stack.pop()
        if not left:
            return order
        if (left, state) in tried:
            continue
        tried.add((left, state))
        first_end = min(history[i][1] for i in left)
        for i in left:
            begin, _, operation, argument, answer = history[i]
            if begin > first_end:
                continue
            for after in step(state, operation, argument, answer):
                stack.append((left - {i}, after, order + (i,)))
    return None


def show(history):
    for line in sorted(history):
        print(*line)


class Round:
    """One entry, and those who change it at once."""

    def __init__(self, program, backend, number):
        self.program, self.backend = program, backend
        self.name = f"h{number}.example"
        self.address = f"protocol=https\nhost={self.name}\nusername=u\n"
        self.history, self.lock = [], threading.Lock()

    def call(self, arguments, text, delay):
        command = [self.program, *arguments]
        process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, text=True)
        if delay:
            threading.Thread(target=self.hold, args=(process,)).start()
        out, _ = process.communicate(text)
        return process.returncode, out

    @staticmethod
    def hold(process):
        time.sleep(random.random() * 0.01)
        try:
            process.send_signal(signal.SIGSTOP)
            time.sleep(random.random() * 0.03)
            process.send_signal(signal.SIGCONT)
        except ProcessLookupError:
            pass

    def do(self, operation, argument, delay):
        text = ""
        if operation in ("get", "store", "erase"):
            line = [operation]
            text = self.address
            if operation == "store":
                text += (f"password={argument}\npassword_expiry_utc="
                         f"{4000000000 + random.randrange(10**6)}\n")
        elif operation == "rotate":
            line, text = ["rotate", self.name, "--force"], argument
        elif operation == "edit":
            line = ["edit", self.name, "--label", argument]
        elif operation == "label":
            line = ["show", self.name]
        elif operation == "move":
            line = ["move", self.name, "--to", argument]
        else:
            line = [operation, self.name]
        begin = time.monotonic_ns()
        code, out = self.call(line, text, delay)
        end = time.monotonic_ns()
        answer = "ok" if code == 0 else "failed"
        if operation == "get" and code == 0:
            answer = next((line[9:] for line in out.splitlines()
                           if line.startswith("password=")), "-")
        if operation == "label" and code == 0:
            answer = next((line[7:] for line in out.splitlines()
                           if line.startswith("label: ")), "-")
        with self.lock:
            self.history.append((begin, end, operation, argument or "-",
                                 answer))

    def work(self, plan):
        for operation, argument in plan:
            self.do(operation, argument, random.random() < 0.5)

    def play(self, plans):
        self.do("store", "a", False)
        threads = [threading.Thread(target=self.work, args=(plan,))
                   for plan in plans]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        self.do("get", None, False)
        self.do("label", None, False)
        self.do("erase", None, False)
        self.do("get", None, False)


def plan(places):
    operations = ["store"] * 4 + ["get"] * 3 + [
        "erase", "rotate", "rotate", "disable", "disable", "enable", "edit",
        "label", "check"] + (["move"] if places else [])
    for operation in random.choices(operations, k=3):
        if operation == "move":
            yield operation, random.choice(places)
        elif operation in ("store", "rotate", "edit"):
            yield operation, random.choice("abc")
        else:
            yield operation, None


def run(program, backend, seconds, operations):
    places = {"auto": ["file", "secret-service"],
              "chain": ["pass", "file"]}.get(backend)
    seed = int(os.environ.get("LINEAR_SEED", "0")) or random.randrange(10**9)
    random.seed(seed)
    end, done, number = time.monotonic() + seconds, 0, 0
    while done < operations and time.monotonic() < end:
        number += 1
        this = Round(program, backend, number)
        this.play([list(plan(places)) for _ in range(4)])
        done += len(this.history)
        if not explain(this.history):
            print(f"no order explains this (seed {seed}, round {number}):")
            show(this.history)
            return 1
    print(f"{done} operations have an order")
    return 0


def judge():
    history = []
    for line in sys.stdin:
        begin, end, *rest = line.split()
        history.append((int(begin), int(end), *rest))
    print("explained" if explain(history) else "no order")
    return 0


if __name__ == "__main__":
    if sys.argv[1] == "judge":
        sys.exit(judge())
    sys.exit(run(sys.argv[2], sys.argv[3], float(sys.argv[4]),
                 int(sys.argv[5])))
