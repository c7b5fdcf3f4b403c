"""The emulator with a memory: `python -m scripts.local.durable` starts ministack so that a crash loses no item.

Plain ministack writes its state only when it is stopped cleanly, and even then forgets unread stream records. Here
- every change of a table's items is in the redo log before it is acknowledged;
- everything else (stack, users, queues, schedules, keys, executions, positions in streams) is written every
  two seconds while there is traffic, and at once on `POST /_local/checkpoint`, which a deployment sends;
- stream records since the last checkpoint are emitted again: a fact may reach its consumers twice, never not at all.

After `kill -9` all acknowledged items are there. Lost is what else was made in the last two seconds (a new user, a
message sent to a queue by hand), and metrics and log lines since the last checkpoint on request. A deployment that
was under way must be repeated. Nothing is promised for a power cut: the log is not synchronised to the disk.

It leans on private names of ministack (`PRIVATE`); where one is missing it starts without a memory and says so.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from ministack import app as gateway
from ministack.core import persistence

from scripts.local import memory as memories
from scripts.local import patches, tables
from scripts.local.memory import Memory
from scripts.local.redo import RedoLog
from scripts.local.tables import Json

Asgi = Callable[[Json, Any, Callable[[Json], Awaitable[None]]], Awaitable[None]]

logger = logging.getLogger("durable")
TICK_SECONDS = 2.0
# Written only on request and at the end: large, and nothing hangs on the last few lines.
CHATTER = {"cloudwatch", "cloudwatch_logs"}
PRIVATE = {gateway: ("app", "save_all", "_load_persisted_state", "_state_map"), persistence: ("STATE_DIR",)}


def main() -> None:
    if missing(patches.PRIVATE):
        logger.error("ministack lacks %s: its habits stay as `patches.py` tells them", missing(patches.PRIVATE))
    else:
        patches.apply()
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
    while True:
        await asyncio.sleep(TICK_SECONDS)
        if memory.touched:
            try:
                await memory.checkpoint(skip=CHATTER)
            except (OSError, RuntimeError):
                logger.exception("checkpoint failed; tried again in %s s", TICK_SECONDS)
                memory.touched = True


if __name__ == "__main__":
    main()
