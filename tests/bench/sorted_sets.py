"""A server that speaks as much of Redis as the ranking bench asks of it: for machines that have none."""

import socket
import sys
from collections import defaultdict
from typing import Any, BinaryIO

SETS: dict[str, dict[str, int]] = defaultdict(dict)


def answer(command: str, *words: str) -> bytes:
    if command == "FLUSHALL":
        SETS.clear()
        return b"+OK\r\n"
    held = SETS[words[0]]
    if command == "ZADD":
        held[words[2]] = int(words[1])
        return b":1\r\n"
    if command == "ZCOUNT":
        return f":{sum(points > int(words[1].removeprefix('(')) for points in held.values())}\r\n".encode()
    listed = sorted(held, key=lambda member: (held[member], member), reverse=True)[: int(words[2]) + 1]
    return f"*{len(listed)}\r\n{''.join(f'${len(member)}\r\n{member}\r\n' for member in listed)}".encode()


def word(asked: BinaryIO) -> str:
    size = int(asked.readline()[1:])
    return asked.read(size + 2)[:-2].decode()


def serve(path: str) -> None:
    server: Any = socket.socket(socket.AF_UNIX)
    server.bind(path)
    server.listen(1)
    connection, _ = server.accept()
    with connection, connection.makefile("rb") as asked:
        while line := asked.readline():
            connection.sendall(answer(*(word(asked) for _ in range(int(line[1:])))))


if __name__ == "__main__":
    serve(sys.argv[sys.argv.index("--unixsocket") + 1])
