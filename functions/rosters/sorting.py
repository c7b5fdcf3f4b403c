"""Rows in the order of their key with flat memory: sorted runs on disk, merged as they are read back."""

import heapq
import json
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack
from itertools import batched
from typing import IO, Any

RUN = 20_000

type Record = dict[str, Any]


def in_order(records: Iterable[Record], key: Callable[[Record], Any]) -> Iterator[Record]:
    """The records sorted by the key. The runs are files without a name, so that no crash leaves one behind."""
    with ExitStack() as open_files:
        runs = []
        for batch in batched(records, RUN, strict=False):
            file = open_files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8"))
            _write(file, sorted(batch, key=key))
            runs.append(_read(file))
        yield from heapq.merge(*runs, key=key)


def _write(file: IO[str], records: Iterable[Record]) -> None:
    file.writelines(json.dumps(record, ensure_ascii=False, separators=(",", ":")) + "\n" for record in records)
    file.seek(0)


def _read(file: IO[str]) -> Iterator[Record]:
    return map(json.loads, file)
