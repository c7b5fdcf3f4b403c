"""A redo log: lines appended to numbered files, each written to the kernel before `append` returns.

What is appended survives the death of the process (`kill -9`), not of the machine: there is no fsync.
"""

import json
import os
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

Position = tuple[int, int]


class RedoLog:
    """The files `<generation>.log` of one folder; a new generation is begun at each start."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._guard = threading.Lock()
        self._generation = max(self.generations(), default=0)
        self._file = -1
        self._length = 0
        self.rotate()

    def generations(self) -> list[int]:
        return sorted(int(path.stem) for path in self._folder.glob("*.log"))

    def append(self, record: Any) -> None:
        """Write one record; it is never torn from another's view, and a torn last line is not read back."""
        line = json.dumps(record, separators=(",", ":")).encode() + b"\n"
        with self._guard:
            if os.write(self._file, line) != len(line):
                raise OSError("the redo log's disk is full")
            self._length += len(line)

    def position(self) -> Position:
        """Where the next record will stand: (generation, offset in bytes)."""
        with self._guard:
            return self._generation, self._length

    def rotate(self) -> Position:
        """Begin a new generation and return its start."""
        with self._guard:
            if self._file >= 0:
                os.close(self._file)
            self._generation, self._length = self._generation + 1, 0
            self._file = os.open(self._path(self._generation), os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
            return self._generation, 0

    def records(self, first: int) -> Iterator[tuple[Position, Any]]:
        """Every whole record from generation `first` on, with its position."""
        for generation in self.generations():
            if generation >= first:
                yield from self._read(generation)

    def forget(self, before: int) -> None:
        """Remove the generations below `before`."""
        for generation in self.generations():
            if generation < before:
                self._path(generation).unlink()

    def _read(self, generation: int) -> Iterator[tuple[Position, Any]]:
        offset = 0
        with self._path(generation).open("rb") as lines:
            for line in lines:
                if line.endswith(b"\n"):
                    yield (generation, offset), json.loads(line)
                offset += len(line)

    def _path(self, generation: int) -> Path:
        return self._folder / f"{generation:08d}.log"
