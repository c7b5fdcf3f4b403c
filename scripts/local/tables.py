"""The emulator's tables, reached by ministack's private names: described, made anew, changed once more."""

from collections import defaultdict
from typing import Any

from ministack.services import dynamodb, lambda_svc

Json = dict[str, Any]
ITEM_HANDLERS = ("_put_item", "_update_item", "_delete_item", "_batch_write_item", "_transact_write_items")
PRIVATE = {
    lambda_svc: ("_esms", "_dynamodb_stream_positions"),
    dynamodb: (
        *ITEM_HANDLERS,
        *("_set_item", "_remove_item", "_emit_stream_event", "_items_replaced", "_restore_state", "get_state"),
        *("_tables", "_tags", "_ttl_settings", "_pitr_settings", "_stream_records", "_stream_trimmed"),
        *("_INDEX_MEMBERS", "stream_end_position"),
    ),
}


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
