"""Each room's functions reach the tables of their own room, and of others what is lent to everybody."""

import pytest

from tests.docs.declared import sections
from tests.template.gates import allowed, roles
from tests.template.house import Complaints, Template
from tests.template.test_gates import ROLE, broken, may
from tests.template.transformed import transformed

LENT = {
    "JournalTable": {"PutItem"},
    "HeadsTable": {"GetItem", "BatchGetItem", "UpdateItem"},
    "IdentityTable": {"GetItem"},
    "OrganisationsTable": {"GetItem", "BatchGetItem", "Query"},
}
"""Whoever acts leaves an entry, and has to know who asks and where that is (`design.md` 3, 5)."""
AGREED = {
    ("ranking", "ScoreboardTable"): {"GetItem", "BatchGetItem", "Query"},
    ("activities", "JournalTable"): {"Query"},
    ("activities", "SealsTable"): {"Query"},
}
"""Ranks are folded from the boards (`kernel/scoreboard.py`); an inspection bundle brings its receipts along."""


def no_room_reaches_into_another(template: Template) -> Complaints:
    room = sections()
    for name, role in roles(template):
        for action, table in allowed(role):
            owner = room.get(str(table), "shared")
            lent = LENT.get(str(table), set()) | AGREED.get((str(room.get(name)), str(table)), set())
            verb = action.removeprefix("dynamodb:")
            if verb != action and owner not in ("shared", room.get(name)) and verb not in lent:
                yield f"{name} may {verb} in {table} of {owner}"


def test_no_room_reaches_into_another() -> None:
    assert list(no_room_reaches_into_another(transformed())) == []


@pytest.mark.parametrize(
    ("action", "table", "complaint"),
    [
        ("dynamodb:Query", "MembersTable", "PointsApi may Query in MembersTable of members"),
        ("dynamodb:PutItem", "IdentityTable", "PointsApi may PutItem in IdentityTable of identity"),
        ("dynamodb:Query", "JournalTable", "PointsApi may Query in JournalTable of journal"),
    ],
)
def test_a_room_that_does_is_named(action: str, table: str, complaint: str) -> None:
    wrong = broken(*ROLE, "Policies", value=may(action, table))

    assert complaint in list(no_room_reaches_into_another(wrong))
