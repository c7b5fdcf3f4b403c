"""The emulator's memory: item changes in a redo log before they are acknowledged, the rest in checkpoints.

A checkpoint writes the positions in streams first and the queues last, and marks the end of the redo log and the
unread stream records before either. Whatever the moment of a crash, what a function had read but whose effect was
not yet written is read again: the positions count records from a table's first, and a replay emits the same ones.
"""

import asyncio
import json
import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from ministack import app as gateway
from ministack.core import persistence
from ministack.services import dynamodb

from scripts.local.redo import RedoLog
from scripts.local.tables import ITEM_HANDLERS, Json, adopt, described, replay, unread

logger = logging.getLogger("memory")
COPY_ATTEMPTS = 5
PRIVATE = {
    gateway: ("_build_persistence_save_dict",),
    persistence: ("_json_default", "_json_object_hook", "_state_format_version", "load_state"),
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
        changes: list[list[Any]] = []
        self._act.changes = changes
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
        self._log.append(
            {"tables": unknown, "changes": [[t["TableName"], t["TableId"], *rest] for t, *rest in changes]}
        )
        self._logged_tables.update(unknown)

    # Saving: everything else.

    async def checkpoint(self, skip: set[str]) -> None:
        """Write the state of every service but the items, positions in streams first, queues last."""
        async with self._saving:
            self.touched = False
            mark = self._taken()
            states = gateway._build_persistence_save_dict()
            for name in sorted(states.keys() - skip - {"dynamodb"}, key=lambda name: (name != "lambda", name == "sqs")):
                self._write(name, steady(states[name]))
                await asyncio.sleep(0)
            if mark["from"] == self._mark["from"]:
                self._write_mark(mark)

    def settle(self, write_others: Callable[[], None] | None = None) -> None:
        """Write everything, items too, and begin the log anew; `write_others` writes all but the items."""
        start = self._log.rotate()
        mark = self._taken() | {"from": start[0], "emit": list(start)}
        if write_others:
            write_others()
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


def steady(state: Callable[[], Any]) -> Any:
    """A service's state; its other threads may change a dictionary while it is copied."""
    for _ in range(COPY_ATTEMPTS):
        try:
            return state()
        except RuntimeError:
            logger.info("a state changed while it was copied; copied again")
    return state()
