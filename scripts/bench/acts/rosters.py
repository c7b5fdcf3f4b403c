"""A roster on its way: announced, read, kept, previewed, applied; a file of two chunks of 20 rows."""

from collections.abc import Callable
from typing import Any

import msgspec

from functions.rosters import app, on_apply, on_outcomes, on_rows_parsed, on_uploaded
from kernel.events import RosterApplyStarted, RosterUndoStarted
from kernel.rows import OutcomesMessage
from scripts.bench.acts import Arrange, Doing, asking, telling
from scripts.demo.county import county
from scripts.demo.records import MEMBER_HEADER
from scripts.demo.sheets import csv_bytes
from tests.builders import Tree
from tests.integration.rosters import way

ROWS = 40
ANSWERS = 10


def content() -> bytes:
    return csv_bytes(MEMBER_HEADER, county(small=True).member_rows[:ROWS])


def uploaded() -> tuple[Tree, str]:
    tree = way.tree()
    return tree, way.upload(tree.county.id, content())


def previewed() -> tuple[Tree, str]:
    tree, roster_id, bodies = parsed()
    way.keep(bodies)
    assert way.count(way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)) == []
    return tree, roster_id


def ask(state: Callable[[], tuple[Tree, str]], method: str, path: str, *, of_county: bool = False) -> Arrange:
    def arrange() -> Doing:
        tree, roster_id = state()
        query = {"organisationId": tree.county.id} if of_county else None
        return asking(app.lambda_handler, method, path.replace("{id}", roster_id), way.ADMIN, query=query)

    return arrange


def announce() -> Doing:
    tree = way.tree()
    body = way.announcement(tree.county.id, content())
    return asking(app.lambda_handler, "POST", "/v1/rosters", way.ADMIN, body)


def arrived(roster_id: str) -> Any:
    """What the rule puts on the queue once the file is there."""
    return {"detail": {"bucket": {"name": way.BUCKET}, "object": {"key": f"incoming/{roster_id}"}}}


def parse() -> Doing:
    return telling(on_uploaded.lambda_handler, arrived(uploaded()[1]))


def parsed() -> tuple[Tree, str, list[str]]:
    """The parser's messages."""
    tree, roster_id = uploaded()
    telling(on_uploaded.lambda_handler, arrived(roster_id))()
    return tree, roster_id, way.drain("PARSED_ROWS_QUEUE")


def keep() -> Doing:
    """The message that holds a chunk."""
    return telling(on_rows_parsed.lambda_handler, max(parsed()[2], key=len))


def count() -> Doing:
    """Ten answers about one roster, of 20 rows each."""
    _, roster_id = previewed()
    answers = [
        msgspec.convert(
            {
                "rosterId": roster_id,
                "phase": "preview",
                "chunk": 100 + chunk,
                "outcomes": [{"row": 20 * chunk + row, "outcome": "create"} for row in range(20)],
            },
            OutcomesMessage,
        )
        for chunk in range(ANSWERS)
    ]
    return telling(on_outcomes.lambda_handler, *answers)


def walk() -> Doing:
    tree, roster_id = previewed()
    way.call("POST", f"/v1/rosters/{roster_id}/apply")
    return telling(on_apply.lambda_handler, RosterApplyStarted(roster_id=roster_id, organisation_id=tree.county.id))


def applying() -> tuple[Tree, str]:
    tree, roster_id = previewed()
    assert way.call("POST", f"/v1/rosters/{roster_id}/apply")[0] == 202
    way.send_all(roster_id, tree.county.id)
    return tree, roster_id


def paused() -> tuple[Tree, str]:
    tree, roster_id = applying()
    assert way.call("POST", f"/v1/rosters/{roster_id}/pause")[0] == 202
    return tree, roster_id


def applied() -> tuple[Tree, str]:
    tree, roster_id = applying()
    way.go_on()
    return tree, roster_id


def take_back() -> Doing:
    tree, roster_id = applied()
    assert way.call("POST", f"/v1/rosters/{roster_id}/undo")[0] == 202
    return telling(on_apply.lambda_handler, RosterUndoStarted(roster_id=roster_id, organisation_id=tree.county.id))


def asking_for_columns() -> tuple[Tree, str]:
    tree = way.tree()
    roster_id = way.upload(tree.county.id, content().replace("姓名".encode(), "党员".encode(), 1))
    telling(on_uploaded.lambda_handler, arrived(roster_id))()
    way.keep(way.drain("PARSED_ROWS_QUEUE"))
    return tree, roster_id


def tell_columns() -> Doing:
    _, roster_id = asking_for_columns()
    columns = {one["letter"]: one["field"] or "name" for one in way.shown(roster_id)["layout"]["columns"]}
    path, body = f"/v1/rosters/{roster_id}/mapping", {"columns": columns, "save": True}
    return asking(app.lambda_handler, "PUT", path, way.ADMIN, body)


def known_mapping() -> Doing:
    query = {"organisationId": way.tree().county.id, "kind": "members"}
    return asking(app.lambda_handler, "GET", "/v1/rosters/mappings", way.ADMIN, query=query)


def save_mapping() -> Doing:
    body = {"organisationId": way.tree().county.id, "kind": "members", "headings": {"党员": "name"}}
    return asking(app.lambda_handler, "PUT", "/v1/rosters/mappings", way.ADMIN, body)


PLACE = "/v1/rosters/{id}"
REQUESTS: dict[str, Arrange] = {
    "create (upload form)": announce,
    "list": ask(previewed, "GET", "/v1/rosters", of_county=True),
    "show": ask(previewed, "GET", PLACE),
    "rows": ask(previewed, "GET", PLACE + "/rows"),
    "error file": ask(previewed, "GET", PLACE + "/errors"),
    "branches": ask(previewed, "GET", PLACE + "/branches"),
    "apply": ask(previewed, "POST", PLACE + "/apply"),
    "pause": ask(applying, "POST", PLACE + "/pause"),
    "resume": ask(paused, "POST", PLACE + "/resume"),
    "cancel": ask(applying, "POST", PLACE + "/cancellation"),
    "undo": ask(applied, "POST", PLACE + "/undo"),
    "tell the columns": tell_columns,
    "saved mapping": known_mapping,
    "save a mapping": save_mapping,
}
EVENTS: dict[str, Arrange] = {
    "on_uploaded (40 rows)": parse,
    "on_rows_parsed (a chunk)": keep,
    "on_outcomes (10 chunks)": count,
    "on_apply": walk,
    "on_apply (undo)": take_back,
}
