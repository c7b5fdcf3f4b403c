"""Redis as a peer of the fold: a sorted set for each organisation, in a server of our own, where the machine has one.

A rank is counted (`ZCOUNT` of who has more), since `ZREVRANK` gives each of a tie another. The CPU is that of the
server and of this process. Members are named so that of a tie the first in order is listed first.
"""

import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import suppress
from itertools import batched
from pathlib import Path
from typing import Any

from functions.ranking.rules import TOP_KEPT
from scripts.bench.ranking_engines import Answer, Columns

SERVER = "redis-server"
AT_ONCE, LAST = 1_000, 10**9 - 1  # commands of a pipeline; a member is named after what is missing to nine nines
PATIENCE = 10  # seconds in which the server answers


def installed() -> bool:
    return shutil.which(SERVER) is not None


class Redis:
    """Ranks, the best and the sums (which the client adds up) of each organisation of each level."""

    def __init__(self) -> None:
        self._home = tempfile.TemporaryDirectory()
        path = str(Path(self._home.name) / "socket")
        options = ("--port", "0", "--unixsocket", path, "--save", "", "--appendonly", "no", "--dir", self._home.name)
        self._process = subprocess.Popen([SERVER, *options], stdout=subprocess.DEVNULL)
        self._socket = socket.socket(socket.AF_UNIX)
        self._connect(path)
        self._replies = self._socket.makefile("rb")

    def _connect(self, path: str) -> None:
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            with suppress(OSError):
                self._socket.connect(path)
                return
            time.sleep(0.05)
        raise TimeoutError(SERVER)

    def stop(self) -> None:
        self._replies.close()
        self._socket.close()
        self._process.terminate()
        self._process.wait()
        self._home.cleanup()

    def clock(self) -> float:
        """Seconds of CPU of both."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text().rpartition(")")[2].split()
        return time.process_time() + (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def load(self, columns: Columns) -> Columns:
        self._ask([("FLUSHALL",)])
        for level, numbers in columns.levels.items():
            pairs = zip(numbers, columns.points, strict=True)
            self._ask(("ZADD", f"{level}:{own}", str(points), str(LAST - at)) for at, (own, points) in enumerate(pairs))
        return columns

    def run(self, columns: Columns, levels: Sequence[str], above: Sequence[str]) -> tuple[Any, ...]:
        ranks = {
            level: self._ask(
                ("ZCOUNT", f"{level}:{own}", f"({points}", "+inf")
                for own, points in zip(columns.levels[level], columns.points, strict=True)
            )
            for level in levels
        }
        sets = [(level, own) for level in above for own in range(len(columns.names[level]))]
        best = self._ask(("ZREVRANGE", f"{level}:{own}", "0", str(TOP_KEPT - 1)) for level, own in sets)
        sums, counts = (
            {level: Counter[int]() for level in levels},
            {level: Counter(columns.levels[level]) for level in levels},
        )
        for level in levels:
            for own, points in zip(columns.levels[level], columns.points, strict=True):
                sums[level][own] += points
        return ranks, dict(zip(sets, best, strict=True)), sums, counts

    def told(self, raw: tuple[Any, ...], levels: Sequence[str], above: Sequence[str]) -> Answer:
        ranks, best, sums, counts = raw
        places: dict[str, list[tuple[int, int]]] = {level: [] for level in above}
        for (level, own), members in best.items():
            places[level] += [(own, LAST - int(member)) for member in members]
        return Answer(
            {level: [1 + int(above_it) for above_it in ranks[level]] for level in levels},
            places,
            {level: [(own, counts[level][own], sums[level][own]) for own in counts[level]] for level in levels},
        )

    def _ask(self, commands: Iterator[tuple[str, ...]] | Sequence[tuple[str, ...]]) -> list[Any]:
        """The replies, in the order of the commands."""
        told: list[Any] = []
        for some in batched(commands, AT_ONCE, strict=False):
            self._socket.sendall(b"".join(map(_wire, some)))
            told += [self._reply() for _ in some]
        return told

    def _reply(self) -> Any:
        """A number, a line, or a list of them. Raises `ValueError` for an error."""
        line = self._replies.readline().rstrip()
        kind, rest = line[:1], line[1:]
        if kind == b"*":
            return [self._reply() for _ in range(int(rest))]
        if kind == b"$":
            return self._replies.read(int(rest) + 2)[:-2]
        if kind not in (b":", b"+"):
            raise ValueError(line)
        return rest


def _wire(command: tuple[str, ...]) -> bytes:
    """As Redis wants it: how many words, and each with its length."""
    words = "".join(f"${len(word)}\r\n{word}\r\n" for word in command)
    return f"*{len(command)}\r\n{words}".encode()
