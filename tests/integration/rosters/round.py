"""Rosters together with the domains that take their rows: a file of members or organisations, all the way and back."""

from collections.abc import Sequence
from typing import Any

import msgspec

from functions.members import on_rows as members
from functions.members.tables import Member
from functions.organisations import on_rows as organisations
from functions.rosters import on_apply, on_uploaded
from kernel.directory import Organisation
from kernel.events import RosterReadingOrdered, RosterResumed, RosterUndoStarted
from tests.builders import Tree, batch, recorded
from tests.conftest import Context
from tests.integration.members import people
from tests.integration.rosters import way

HEADER = (
    *("姓名", "公民身份号码", "民族", "学历", "人员类别", "入党日期", "转正日期", "工作岗位", "党支部代码"),
    *("手机", "家庭住址"),
)
ORGANISATION_HEADER = ("党组织代码", "党组织名称", "党组织类别", "层级", "上级党组织代码")
QUEUES = ("MEMBER_ROWS_QUEUE", "ORGANISATION_ROWS_QUEUE")


def line(number: int, branch_code: str, **changed: str) -> tuple[str, ...]:
    """The line of one made-up person."""
    facts = dict(
        zip(
            HEADER,
            (
                f"李{chr(ord('一') + number)}",
                people.row(number).id_number,
                *("汉族", "高中", "正式党员", "2010-07-01", "2011-07-01", "农民", branch_code),
                f"154{number:08d}",
                f"新田县{number}号",
            ),
            strict=True,
        )
    )
    return tuple((facts | changed).values())


def sheet(lines: Sequence[Sequence[str]], header: Sequence[str] = HEADER) -> bytes:
    return "\n".join(",".join(one) for one in (header, *lines)).encode()


def uploaded(organisation: Organisation, content: bytes, **how: Any) -> str:
    """A roster whose preview is complete."""
    roster_id = way.upload(organisation.id, content, **how)
    way.keep(way.parse(roster_id))
    through()
    return roster_id


def through() -> None:
    """Rows to the domains that take them, answers back, until nothing waits."""
    while any([_take(), _count(), _walk_on()]):
        pass


def _take() -> bool:
    taken = False
    for queue, consumer in zip(QUEUES, (members, organisations), strict=True):
        bodies = way.drain(queue)
        taken |= bool(bodies)
        if bodies:
            assert consumer.lambda_handler(batch(*bodies), None) == {"batchItemFailures": []}
    return taken


def _count() -> bool:
    bodies = way.drain("ROSTER_OUTCOMES_QUEUE")
    for start in range(0, len(bodies), 50):
        assert way.count(bodies[start : start + 50]) == []
    return bool(bodies)


def _walk_on() -> bool:
    bodies = way.drain("APPLY_QUEUE")
    for body in bodies:
        assert on_apply.lambda_handler(batch(body), Context()) == {"batchItemFailures": []}
    return bool(bodies)


def applied(roster_id: str, organisation: Organisation) -> None:
    status, _ = way.call("POST", f"/v1/rosters/{roster_id}/apply")
    assert status == 202
    way.send_all(roster_id, organisation.id)
    through()


def undone(roster_id: str, organisation: Organisation) -> None:
    status, _ = way.call("POST", f"/v1/rosters/{roster_id}/undo")
    assert status == 202
    told(RosterUndoStarted(roster_id=roster_id, organisation_id=organisation.id))
    through()


def resumed(roster_id: str, organisation: Organisation) -> None:
    assert way.call("POST", f"/v1/rosters/{roster_id}/resume")[0] == 202
    told(RosterResumed(roster_id=roster_id, organisation_id=organisation.id))
    through()


def read_anew(roster_id: str, organisation: Organisation) -> None:
    """The latest order to read a file, from the record to the end of its preview."""
    ordered = [entry for entry in recorded(organisation.id) if entry["event"] == "RosterReadingOrdered"]
    event = msgspec.convert(ordered[-1]["data"], RosterReadingOrdered)
    assert event.roster_id == roster_id
    told(event)
    (body,) = way.drain("UPLOADED_QUEUE")
    assert on_uploaded.lambda_handler(batch(body), Context()) == {"batchItemFailures": []}
    way.keep(way.drain("PARSED_ROWS_QUEUE"))
    through()


def take(*bodies: str) -> None:
    """Chunks to `members` alone, whatever else waits."""
    assert members.lambda_handler(batch(*bodies), None) == {"batchItemFailures": []}


def told(event: RosterUndoStarted | RosterResumed | RosterReadingOrdered) -> None:
    assert on_apply.lambda_handler(batch(event), Context()) == {"batchItemFailures": []}


def outcomes(roster_id: str, **query: str) -> dict[int, str]:
    """The outcome of every row of the latest phase."""
    status, page = way.call("GET", f"/v1/rosters/{roster_id}/rows", query=query)
    assert status == 200
    return {item["row"]: item["outcome"] for item in page["items"]}


def on_roll(tree: Tree) -> dict[str, list[tuple[object, ...]]]:
    """Who is on the roll of each branch, by what is said of them; ids and versions left out."""
    found: dict[str, list[tuple[object, ...]]] = {}
    for branch in (tree.branch, tree.sister, tree.far_branch):
        ids = [row.pk for row in Member.home.query(branch.id)]
        whole = Member.find_all([(pk, "NOW") for pk in ids], consistent=True) if ids else []
        found[str(branch.code)] = sorted(
            (m.id_number_index, m.name, m.education, m.category, m.mobile_masked, m.mobile_index or "") for m in whole
        )
    return found
