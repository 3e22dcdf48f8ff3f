"""Kill runs of sending at any moment, and count what became of their letters.

A program of its own, with one thread, so that every run can be a fork of it: it prints what it counted as
JSON, and `test_kill.py` judges. Each round has a ledger of its own and forty letters; the first run is killed
(SIGKILL) at a moment of the time that such a run takes, and a second one goes to its end, as the writer would
start it again. A server in another process, which nobody kills, writes down what it takes.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import signal
import socket
import ssl
import time
import traceback
from collections import Counter
from contextlib import closing, nullcontext
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import trustme

from advocate.cli.clock import SystemClock
from advocate.core.ledger import State
from advocate.core.problems import ProblemsError
from advocate.outbox.ledger import alone, open_ledger
from advocate.outbox.sending import Terms, send_all
from tests.sending.runs import desk_with
from tests.sending.servers import HOST, Delivered, Script, Server, Where

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from advocate.core.ledger import Entry
    from tests.sending.runs import Desk

LETTERS = 40
_BUSY = 3
_MEASURED = 3


class _Book(list[Delivered]):
    """What a server has taken, where other processes can read it: for whom, and as which message."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self.handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)

    def append(self, message: Delivered) -> None:
        name = message.data.partition(b"Message-ID: ")[2].partition(b"\r\n")[0]
        os.write(self.handle, f"{message.recipients[0]} {name.decode()}\n".encode())


@dataclass
class Field:
    """Where runs take place: the folder of their ledgers, the server, and whom they trust."""

    folder: Path
    where: Where
    ca_file: str
    locks: bool = True

    def prepare(self, round_: int) -> None:
        """Write a round's letters down, as they stand before anybody sends them."""
        (self.folder / str(round_)).mkdir()
        self._desk(round_).ledger.close()

    def run(self, round_: int) -> None:
        """Send what is to be sent of a round's letters, and write down how they stood before."""
        folder = self.folder / str(round_)
        with alone(folder / "ledger.sqlite3") if self.locks else nullcontext():
            desk = self._desk(round_)
            clock = SystemClock()
            (folder / "found").write_text(" ".join(desk.states()))
            if self.locks:
                desk.ledger.abandoned(clock.now())
            desk.choose(State.DRAFTED)
            terms = Terms(clock, desk.pace, desk.watching)
            send_all(desk.letters, desk.ledger, partial(desk.session, self.where), terms)
            desk.ledger.close()

    def found(self, round_: int) -> Counter[str]:
        """Return how the letters stood when the last run of a round began."""
        return Counter((self.folder / str(round_) / "found").read_text().split())

    def entries(self, round_: int) -> Sequence[Entry]:
        """Return how they stand."""
        with closing(open_ledger(self.folder / str(round_) / "ledger.sqlite3")) as ledger:
            return ledger.entries()

    def taken(self) -> Counter[tuple[str, str]]:
        """Return what the server took: for whom, as which message, and how often."""
        lines = (self.folder / "book").read_text().splitlines()
        return Counter((to, name) for to, name in (line.split(" ") for line in lines))

    def _desk(self, round_: int) -> Desk:
        folder = self.folder / str(round_)
        return desk_with(folder, self.ca_file, LETTERS, f"round-{round_}.example.org")


def main() -> None:
    """Do what the command line says, and print what was counted."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--rounds", type=int, default=25)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--together", choices=["locked", "unlocked"])
    words = parser.parse_args()
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(words.folder / "ca.pem"))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    authority.issue_cert(HOST).configure_cert(context)
    with socket.create_server((HOST, 0)) as listener:
        server = Server(Script(), context, implicit=True, listener=listener)
        server.delivered = _Book(words.folder / "book")
        keeper = _forked(partial(_keep, server, at_once=bool(words.together)))
        try:
            field = Field(
                words.folder, server.where, str(words.folder / "ca.pem"), words.together != "unlocked"
            )
            counted = _together(field) if words.together else _killed(field, words.rounds, words.seed)
        finally:
            os.kill(keeper, signal.SIGKILL)
            os.waitpid(keeper, 0)
    print(json.dumps(counted, indent=1))  # noqa: T201 - this is a program


def _killed(field: Field, rounds: int, seed: int) -> dict[str, object]:
    length = _length(field)
    chance = random.Random(seed)  # noqa: S311 - it has to do the same again
    moments: Counter[str] = Counter()
    for round_ in range(rounds):
        field.prepare(round_)
        first = _forked(partial(field.run, round_))
        time.sleep(chance.uniform(0, length))
        os.kill(first, signal.SIGKILL)
        was_done = os.WIFEXITED(os.waitpid(first, 0)[1])
        _ended(_forked(partial(field.run, round_)))
        moments[_moment(field.found(round_), was_done=was_done)] += 1
    counted = _count(field, rounds)
    return {"seed": seed, "seconds": round(length, 3), "killed": dict(moments), **counted}


def _together(field: Field) -> dict[str, object]:
    """Let two processes send the same letters at once."""
    field.prepare(0)
    both = [_forked(partial(field.run, 0)) for _ in range(2)]
    codes = sorted(os.waitstatus_to_exitcode(os.waitpid(each, 0)[1]) for each in both)
    return {"codes": codes, **_count(field, 1)}


def _count(field: Field, rounds: int) -> dict[str, object]:
    taken = field.taken()
    often = Counter(to for (to, _), times in taken.items() for _ in range(times))
    wrong: list[str] = []
    states: Counter[str] = Counter()
    arrived_unknown = 0
    for round_ in range(rounds):
        entries = field.entries(round_)
        states.update(entry.state for entry in entries)
        for number, entry in enumerate(entries):
            to = f"office{number}@round-{round_}.example.org"
            times = often[to]
            arrived_unknown += entry.state is State.UNKNOWN and times == 1
            if entry.state is State.SENT and taken[to, entry.message_id] != 1:
                wrong.append(f"{to} is called sent, and its message did not arrive")
            if entry.state is State.UNKNOWN and times and not taken[to, entry.message_id]:
                wrong.append(f"{to} is not known, and came as another message than the one to look for")
            if entry.state not in {State.SENT, State.UNKNOWN}:
                wrong.append(f"{to} is {entry.state}: it was lost")
            if times > 1:
                wrong.append(f"{to} came {times} times")
    return {"states": dict(states), "unknown that arrived": arrived_unknown, "wrong": wrong}


def _length(field: Field) -> float:
    """Return how long a run takes that nobody kills."""
    times = []
    for number in range(_MEASURED):
        round_ = -1 - number
        field.prepare(round_)
        begun = time.perf_counter()
        _ended(_forked(partial(field.run, round_)))
        times.append(time.perf_counter() - begun)
    return sorted(times)[_MEASURED // 2]


def _moment(found: Counter[str], *, was_done: bool) -> str:
    if was_done:
        return "after the run"
    if found[State.SENDING]:
        return "while a letter was being sent"
    return "between two letters" if found[State.SENT] else "before the first letter"


def _keep(server: Server, *, at_once: bool) -> None:
    if at_once:
        server.accept()
    # One caller after the other: whoever comes after a run that was killed is only answered once the server
    # has read what that run has left.
    while True:
        server.answer(server.listener.accept()[0])


def _forked(work: Callable[[], None]) -> int:
    """Do something in a process of its own, and return its number."""
    child = os.fork()
    if child:
        return child
    code = 1
    try:
        work()
        code = 0
    except ProblemsError:
        code = _BUSY
    except BaseException:  # noqa: BLE001 - a child must not go on as its parent
        traceback.print_exc()
    os._exit(code)


def _ended(child: int) -> None:
    code = os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])
    if code:
        message = f"a run ended with {code}"
        raise RuntimeError(message)


if __name__ == "__main__":
    main()
