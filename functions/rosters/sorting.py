"""Lines of text in their order with flat memory: sorted runs on disk, merged as they are read back."""

import heapq
import tempfile
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from itertools import batched
from typing import IO

RUN = 2_500
BREAK = "\x1f"  # between the parts of a line: smaller than any character of a code or a number


def in_order(lines: Iterable[str]) -> Iterator[str]:
    """The lines, none with a line break inside, sorted. The runs are files without a name: no crash leaves one."""
    with ExitStack() as open_files:
        runs = []
        for batch in batched(lines, RUN, strict=False):
            file = open_files.enter_context(tempfile.TemporaryFile("w+", encoding="utf-8", newline="\n"))
            _write(file, sorted(batch))
            runs.append(map(_bare, file))
        yield from heapq.merge(*runs)


def numbered(number: int) -> str:
    """A number whose order as text is its order as a number."""
    return f"{number:08d}"


def _write(file: IO[str], lines: Iterable[str]) -> None:
    file.writelines(line + "\n" for line in lines)
    file.seek(0)


def _bare(line: str) -> str:
    return line[:-1]
