"""What stands in the tables, which calls were made, and somebody who acts in between."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from kernel import aws, vault
from kernel.vault import DataClass
from tests.integration.members.people import on_record


def opened(member_id: str) -> dict[str, Any]:
    member, opener = on_record(member_id), vault.sealer("members", member_id)
    return opener.open(DataClass.P2, member.p2) | opener.open(DataClass.P3, member.p3)


def everything() -> list[dict[str, Any]]:
    client = aws.client("dynamodb")
    tables = [t for t in client.list_tables()["TableNames"] if not t.startswith("Organisations")]
    return [item for table in tables for item in client.scan(TableName=table)["Items"]]


def weight(item: dict[str, dict[str, Any]]) -> int:
    """Bytes as DynamoDB counts them: names, and values as UTF-8 or raw bytes."""
    total = 0
    for name, value in item.items():
        ((kind, content),) = value.items()
        total += len(name.encode()) + (1 if kind in ("BOOL", "NULL") else len(_raw(content)))
    return total


def _raw(content: Any) -> bytes:
    return content if isinstance(content, bytes) else str(content).encode()


@contextmanager
def calls_to(service: str) -> Iterator[list[str]]:
    made: list[str] = []
    client: Any = aws.client(service)  # type: ignore[call-overload]  # any service by its name

    def note(model: Any, **_: Any) -> None:
        made.append(model.name)

    client.meta.events.register(f"before-call.{service}", note)
    yield made
    client.meta.events.unregister(f"before-call.{service}", note)


@contextmanager
def before_first_transaction(act: Any) -> Iterator[None]:
    """Somebody else acts between our reading and our writing."""
    client = aws.client("dynamodb")
    done: list[bool] = []

    def interfere(**_: Any) -> None:
        if not done:
            done.append(True)
            act()

    client.meta.events.register("before-call.dynamodb.TransactWriteItems", interfere)
    yield
    client.meta.events.unregister("before-call.dynamodb.TransactWriteItems", interfere)
    assert done
