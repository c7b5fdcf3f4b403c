"""The emulator with a memory: `python -m scripts.local.durable` starts ministack so that a crash loses no item.

Plain ministack writes its state only when it is stopped cleanly. Here
- every change of a table's items is in the redo log before it is acknowledged;
- everything else (stack, users, queues, schedules, keys, executions, positions in streams) is written every
  two seconds while there is traffic, and at once on `POST /_local/checkpoint`, which a deployment sends;
- unread stream records are kept, and those since the last checkpoint are emitted again: a fact may reach its
  consumers twice, never not at all.

After `kill -9` all acknowledged items are there. Lost is what else was made in the last two seconds: a new user,
a message sent to a queue by hand, metrics and log lines since the last checkpoint. A deployment that was under way
must be repeated. Nothing is promised for a power cut: the log is not synchronised to the disk.

It leans on private names of ministack (`PRIVATE`); where one is missing it starts without them and says so.
"""

import asyncio
import json
import logging
import threading
import time
from collections import defaultdict
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ministack import app as gateway
from ministack.core import lambda_runtime, persistence, responses
from ministack.services import dynamodb, lambda_svc

from scripts.local.redo import RedoLog

Json = dict[str, Any]
Asgi = Callable[[Json, Callable[[], Awaitable[Any]], Callable[[Json], Awaitable[None]]], Awaitable[None]]

logger = logging.getLogger("durable")
TICK_SECONDS = 2.0
ITEM_HANDLERS = ("_put_item", "_update_item", "_delete_item", "_batch_write_item", "_transact_write_items")
# Written only on request and at the end: large, and nothing hangs on the last few lines.
CHATTER = {"cloudwatch", "cloudwatch_logs"}
PRIVATE = {
    gateway: ("app", "save_all", "_load_persisted_state", "_build_persistence_save_dict", "_state_map"),
    persistence: ("STATE_DIR", "_json_default", "_state_format_version", "load_state"),
    responses: ("_request_account_id", "_request_region"),
    lambda_svc: ("_esms", "_dynamodb_stream_positions"),
    lambda_runtime: ("_PYTHON_WORKER_SCRIPT",),
    dynamodb: (
        *ITEM_HANDLERS,
        *("_set_item", "_remove_item", "_emit_stream_event", "_items_replaced", "_restore_state"),
        *("_tables", "_tags", "_ttl_settings", "_pitr_settings", "_stream_records", "_stream_trimmed"),
        *("_INDEX_MEMBERS", "stream_end_position"),
    ),
}


class Memory:
    """Keeps one emulator's state in `folder`, with item changes in `log`."""

    def __init__(self, folder: Path, log: RedoLog) -> None:
        self._folder = folder
        self._log = log
        self._act = threading.local()
        self._saving = asyncio.Lock()
        self._logged_tables: set[str] = set()
        self._mark: Json = {"from": 0, "emit": [0, 0]}
        self.touched = False

    # Writing: every change of an item, before its request is answered.

    def watch(self) -> None:
        """Hook into the emulator's table engine."""
        for name in ITEM_HANDLERS:
            setattr(dynamodb, name, self._logged(getattr(dynamodb, name)))
        set_item, remove_item, emit = dynamodb._set_item, dynamodb._remove_item, dynamodb._emit_stream_event

        def set_and_note(table: Json, pk: str, sk: str, item: Json) -> Any:
            self._note(table, pk, sk, item)
            return set_item(table, pk, sk, item)

        def remove_and_note(table: Json, pk: str, sk: str) -> Any:
            self._note(table, pk, sk, None)
            return remove_item(table, pk, sk)

        def emit_and_note(name: str, event: str, *images: Any, **options: Any) -> None:
            if changes := getattr(self._act, "changes", None):
                changes[-1][-1] = event
            emit(name, event, *images, **options)

        dynamodb._set_item, dynamodb._remove_item = set_and_note, remove_and_note
        dynamodb._emit_stream_event = emit_and_note

    def _logged(self, handler: Callable[[Json], Any]) -> Callable[[Json], Any]:
        def handle(data: Json) -> Any:
            with self._one_act():
                return handler(data)

        return handle

    @contextmanager
    def _one_act(self) -> Iterator[None]:
        """All changes made inside are one record: a transaction is replayed whole or not at all."""
        self._act.changes = changes = []
        try:
            yield
        finally:
            self._act.changes = None
            self._append(changes)

    def _note(self, table: Json, pk: str, sk: str, item: Json | None) -> None:
        change = [table, pk, sk, item, None]
        changes = getattr(self._act, "changes", None)
        if changes is None:
            self._append([change])
        else:
            changes.append(change)

    def _append(self, changes: list[list[Any]]) -> None:
        if not changes:
            return
        unknown = {t["TableId"]: described(t) for t, *_ in changes if t["TableId"] not in self._logged_tables}
        self._log.append({"tables": unknown, "changes": [[t["TableName"], t["TableId"], *rest] for t, *rest in changes]})
        self._logged_tables.update(unknown)

    # Saving: everything else.

    async def checkpoint(self, skip: set[str]) -> None:
        """Write the state of every service but the items, positions in streams first, queues last."""
        async with self._saving:
            self.touched = False
            mark = self._taken()
            states = gateway._build_persistence_save_dict()
            for name in sorted(states.keys() - skip - {"dynamodb"}, key=lambda name: (name != "lambda", name == "sqs")):
                self._write(name, states[name]())
                await asyncio.sleep(0)
            self._write_mark(mark)

    def settle(self) -> None:
        """Write everything, items too, and begin the log anew."""
        start = self._log.rotate()
        mark = self._taken() | {"from": start[0], "emit": list(start)}
        self._write("dynamodb", dynamodb.get_state())
        self._write_mark(mark)
        self._log.forget(before=start[0])

    def _taken(self) -> Json:
        """What a replay must know of this moment: the tables, the unread stream records, the log's end."""
        tables = {table["TableId"]: described(table) for table in dynamodb._tables.all_values()}
        self._logged_tables = set(tables)
        others = {name: dynamodb.__dict__[f"_{name}"] for name in ("tags", "ttl_settings", "pitr_settings")}
        streams = {name: unread(name) for name in dynamodb._stream_records}
        return self._mark | {
            "emit": list(self._log.position()), "tables": tables, "others": others, "streams": streams
        }  # fmt: skip

    def _write(self, name: str, state: Any) -> None:
        if state is not None:
            version = persistence._state_format_version(name)
            self._replace(f"{name}.json", {"__ministack_format__": version, "payload": state})

    def _write_mark(self, mark: Json) -> None:
        self._replace("redo.mark", mark)
        self._mark = mark

    def _replace(self, name: str, document: Any) -> None:
        draft = self._folder / f"{name}.draft"
        draft.write_text(json.dumps(document, default=persistence._json_default))
        draft.replace(self._folder / name)

    # Reading: once, at the start.

    def recover(self) -> None:
        """Bring the tables to where the last process left them."""
        dynamodb._restore_state(persistence.load_state("dynamodb"))
        mark_file = self._folder / "redo.mark"
        if mark_file.exists():
            self._mark = json.loads(mark_file.read_text(), object_hook=persistence._json_object_hook)
            self._restore_mark()
        replayed = 0
        for position, record in self._log.records(self._mark["from"]):
            replay(record, fresh=list(position) >= self._mark["emit"])
            replayed += 1
        for table in dynamodb._tables.all_values():
            dynamodb._items_replaced(table)
        if replayed:
            logger.warning("the last stop was not clean: %d changes replayed, no item lost", replayed)
            self.settle()

    def _restore_mark(self) -> None:
        tables = {table["TableId"]: table for table in dynamodb._tables.all_values()}
        for table_id in tables.keys() - self._mark["tables"].keys():
            del dynamodb._tables[tables[table_id]["TableName"]]
        for description in self._mark["tables"].values():
            adopt(description)
        dynamodb._restore_state(self._mark["others"])
        for name, (first, records) in self._mark["streams"].items():
            dynamodb._stream_trimmed[name] = first
            dynamodb._stream_records[name] = records


def described(table: Json) -> Json:
    """A table without its items."""
    return {name: value for name, value in table.items() if name not in ("items", dynamodb._INDEX_MEMBERS)}


def adopt(description: Json) -> None:
    """Make a table what `description` says; the items stay if it is the same table."""
    present = dynamodb._tables.get(description["TableName"])
    same = present is not None and present["TableId"] == description["TableId"]
    items = present["items"] if same else defaultdict(dict)
    dynamodb._tables[description["TableName"]] = description | {"items": items}


def replay(record: Json, *, fresh: bool) -> None:
    """Do one logged act again; a `fresh` one is later than the mark, so its tables and stream records are news."""
    for description in record["tables"].values() if fresh else ():
        adopt(description)
    for name, table_id, pk, sk, item, event in record["changes"]:
        table = dynamodb._tables.get(name)
        if table and table["TableId"] == table_id:
            change(table, pk, sk, item, event if fresh else None)


def change(table: Json, pk: str, sk: str, item: Json | None, event: str | None) -> None:
    """Do one logged change again, and tell the table's stream if it was told before."""
    old = table["items"].get(pk, {}).get(sk)
    if item is None:
        dynamodb._remove_item(table, pk, sk)
    else:
        dynamodb._set_item(table, pk, sk, item)
    if event:
        dynamodb._emit_stream_event(table["TableName"], event, old, item)


def unread(table_name: str) -> tuple[int, list[Json]]:
    """The stream records of a table that some function has yet to read, and the position of the first."""
    end: int = dynamodb.stream_end_position(table_name)
    arn = (dynamodb._tables.get(table_name) or {}).get("LatestStreamArn")
    readers = [esm["UUID"] for esm in lambda_svc._esms.values() if esm.get("EventSourceArn") == arn]
    positions = [lambda_svc._dynamodb_stream_positions.get(reader, end) for reader in readers]
    first = min(positions, default=end)
    kept = end - first
    return first, list(dynamodb._stream_records[table_name][-kept:]) if kept > 0 else []


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
            began = time.monotonic()
            await memory.checkpoint(skip=CHATTER)
            logger.debug("checkpoint in %.0f ms", (time.monotonic() - began) * 1000)


def main() -> None:
    missing = [f"{m.__name__}.{name}" for m, names in PRIVATE.items() for name in names if not hasattr(m, name)]
    if missing:
        logger.error("this ministack lacks %s: a crash loses everything since the last clean stop", missing)
    else:
        remember(Path(persistence.STATE_DIR))
    gateway.main()


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
        save({name: state for name, state in services.items() if name != "dynamodb"})
        memory.settle()

    gateway._load_persisted_state, gateway.save_all = load_all, save_all
    gateway.app = attached(memory)


if __name__ == "__main__":
    main()
