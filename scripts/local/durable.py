"""The emulator with a memory: `python -m scripts.local.durable` starts ministack so that a crash loses no item.

Plain ministack writes its state only when it is stopped cleanly, and even then forgets unread stream records. Here
- every change of a table's items is in the redo log before it is acknowledged;
- everything else (users, queues, schedules, keys, executions, positions in streams) is written every two seconds
  while there is traffic, and no more than a twentieth of the time; stacks on `POST /_local/checkpoint` alone, which
  a deployment sends;
- stream records since the last checkpoint are emitted again: a fact may reach its consumers twice, never not at all.

After `kill -9` all acknowledged items are there. Lost is what else was made in the last few seconds (a new user, a
message sent to a queue by hand), and stacks, metrics and log lines since the last checkpoint on request. A deployment
that was under way must be repeated. Nothing is promised for a power cut: the log is not synchronised to the disk.

It leans on private names of ministack (`PRIVATE`); where one is missing it starts without a memory and says so.
"""

import asyncio
import gc
import logging
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ministack import app as gateway
from ministack.core import persistence

from scripts.local import memory as memories
from scripts.local import patches, tables, thrift, workers
from scripts.local.memory import Memory
from scripts.local.redo import RedoLog
from scripts.local.tables import Json

Asgi = Callable[[Json, Any, Callable[[Json], Awaitable[None]]], Awaitable[None]]

logger = logging.getLogger("durable")
TICK_SECONDS = 2.0
OBJECTS_BETWEEN_COLLECTIONS = 50_000  # items are no garbage: Python's 2,000 would look through them all the time
PAUSES_PER_SAVING = 19  # seconds of rest for each second of writing
# Written only on request and at the end: large; of the first two nothing hangs on the last few lines, and the third
# changes with a deployment alone, which asks for it.
ON_REQUEST = {"cloudwatch", "cloudwatch_logs", "cloudformation"}
PRIVATE = {gateway: ("app", "save_all", "_load_persisted_state", "_state_map"), persistence: ("STATE_DIR",)}


def main() -> None:
    gc.set_threshold(OBJECTS_BETWEEN_COLLECTIONS)
    for changes in (patches, thrift, workers):
        if missing(changes.PRIVATE):
            logger.error("ministack lacks %s: its habits stay as %s tells", missing(changes.PRIVATE), changes.__name__)
        else:
            changes.apply()
    lacking = missing(PRIVATE | memories.PRIVATE) + missing(tables.PRIVATE)
    if lacking:
        logger.error("ministack lacks %s: A CRASH LOSES EVERYTHING SINCE THE LAST CLEAN STOP", lacking)
    else:
        remember(Path(persistence.STATE_DIR))
    gateway.main()


def missing(private: dict[Any, tuple[str, ...]]) -> list[str]:
    """Which of the names in `private` (owner to names) do not exist in this ministack."""
    return [
        f"{owner.__name__}.{name}" for owner, names in private.items() for name in names if not hasattr(owner, name)
    ]


def remember(folder: Path) -> None:
    """Give the emulator its memory in `folder`."""
    folder.mkdir(parents=True, exist_ok=True)
    memory = Memory(folder, RedoLog(folder / "redo"))
    load, save = gateway._load_persisted_state, gateway.save_all

    def load_all() -> None:
        memory.recover()
        memory.watch()
        del gateway._state_map["dynamodb"]
        load()
        gateway._state_map["dynamodb"] = "dynamodb"

    def save_all(services: dict[str, Callable[[], Any]]) -> None:
        others = {name: state for name, state in services.items() if name != "dynamodb"}
        memory.settle(lambda: save(others))

    gateway._load_persisted_state, gateway.save_all = load_all, save_all
    gateway.app = attached(memory)


def attached(memory: Memory) -> Asgi:
    """The emulator's application, with the checkpoint route and the ticker beside it."""
    plain: Asgi = gateway.app

    async def application(scope: Json, receive: Any, send: Any) -> None:
        if scope["type"] == "lifespan":
            ticker = asyncio.create_task(_tick(memory))
            await plain(scope, receive, send)
            ticker.cancel()
        elif scope.get("path") == "/_local/checkpoint":
            await memory.checkpoint(skip=set())
            await send({"type": "http.response.start", "status": 204, "headers": []})
            await send({"type": "http.response.body", "body": b""})
        else:
            memory.touched = True
            await plain(scope, receive, send)

    return application


async def _tick(memory: Memory) -> None:
    took = 0.0
    while True:
        await asyncio.sleep(max(TICK_SECONDS, PAUSES_PER_SAVING * took))
        if memory.touched:
            began = time.monotonic()
            try:
                await memory.checkpoint(skip=ON_REQUEST)
            except (OSError, RuntimeError):
                logger.exception("checkpoint failed; tried again later")
                memory.touched = True
            took = time.monotonic() - began


if __name__ == "__main__":
    main()
