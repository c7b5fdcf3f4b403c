"""The drill: a copy from which any one row of any act is missing is told from a whole one, and by what is missing."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pytest

from kernel import aws
from kernel.authority import GRANTABLE
from kernel.clock import now
from scripts.restored import settings
from scripts.restored.invariants import torn
from tests.template_reader import resources
from tests.trust import engine
from tests.trust.arrangements import AWARDED, BOARD, after
from tests.trust.figures import figure
from tests.trust.lands import Land

Key = tuple[str, str, str]
ACTS = {
    "a founding": ("OrganisationsTable",),
    "an enrolment": ("MembersTable", "KeysTable"),
    "a plan": ("ActivitiesTable",),
    "a grant": ("IdentityTable",),
}
"""Acts, and where their own rows stand beside the record; the copies that others keep follow from its events."""
UNSEEN = {
    "OrganisationsTable ORG/BELOW": "that a place lies below another is in its path as well",
    "OrganisationsTable ORG/DOOR": "a lock against two foundings at once",
    "MembersTable ROSTER/OUTCOMES": "what a chunk of a roster was answered, which is counted elsewhere",
    "MembersTable SEARCH/LINES": "a search finds one line less, until the dossier changes",
    "MembersTable SUBJECT/BINDING": "a day's count of tries",
    "MembersTable SUBJECT/BOUND": "the account is bound in IdentityTable; the person could bind another",
    "ActivitiesTable ACTIVITY/GUESTS": "a list that a record says was changed, and that a person can name again",
    "ActivitiesTable ACTIVITY/MINUTES": "a draft; handed in, its text is sealed in a version",
    "ActivitiesTable BRANCH/ROLL": "follows from the record: who was enrolled",
    "ActivitiesTable DONE/ROLL": "follows from the record",
    "ActivitiesTable BRANCH/YEAR": "follows from the activity",
    "IdentityTable ORG/GRANT": "the organisation's side of a grant, beside the account's, by which is decided",
}
"""Kinds of rows that may be missing unseen, and why that is borne. None is of the record, none counts points."""


def named() -> list[str]:
    return torn(engine.rows, now() + timedelta(minutes=1))


def keys(table: str) -> dict[tuple[str, str], str]:
    return {(str(row.get("pk", row.get("chain"))), str(row.get("sk"))): str(row) for row in engine.rows(table)}


@pytest.fixture(autouse=True)
def awarded(land: Land) -> None:
    """Somebody has points as well."""
    after(BOARD, AWARDED, then=[])


def acts(land: Land) -> dict[str, Callable[[], Any]]:
    branch = land.of_level("BRANCH")[0]
    return {
        "a founding": lambda: land.found(land.of_level("TOWNSHIP")[0]),
        "an enrolment": lambda: land.enrol(branch),
        "a plan": lambda: land.plan(branch),
        "a grant": lambda: land.grant("somebody", GRANTABLE[0], branch),
    }


def test_a_whole_copy_has_nothing_to_name(land: Land) -> None:
    assert named() == []


def changed(before: dict[str, dict[tuple[str, str], str]]) -> Iterator[Key]:
    """Every row that an act put or replaced."""
    for table, rows in before.items():
        for key, row in keys(table).items():
            if rows.get(key) != row:
                yield (table, *key)


def take_back(kept: Any, table: str, pk: str, sk: str) -> None:
    """One row as it was before the act."""
    old = next(content for holder, *_, content in kept if getattr(holder(), "name", None) == table)
    items = engine.held(table).items
    for hashed in [one for one in items if str(one.to_json()) == pk or str({one.type: one.value}) == pk]:
        part, before = items[hashed], old.get(hashed, {})
        if not isinstance(part, dict):
            items.pop(hashed)
            if before:
                items[hashed] = before
            continue
        for ranged in [one for one in part if one is None or str({one.type: one.value}) == sk]:
            part.pop(ranged)
            if ranged in before:
                part[ranged] = before[ranged]


def kind(row: Key) -> str:
    """The table, and how the keys of its kind of row begin."""
    table, pk, sk = row
    began = [re.sub(r"[#'}].*", "", key.removeprefix("{'S': '")) for key in (pk, sk)]
    return f"{table} {'/'.join(began)}"


@pytest.mark.parametrize("act", ACTS)
def test_half_an_act_is_told_by_what_is_missing(act: str, land: Land) -> None:
    tables = {"JournalTable", "HeadsTable", *ACTS[act]}
    kept, before = engine.snapshot(), {table: keys(table) for table in sorted(tables)}
    acts(land)[act]()
    whole, rows = engine.snapshot(), list(changed(before))
    assert named() == []
    assert {table for table, _, _ in rows} == tables

    unseen = set()
    for row in rows:
        engine.restore(whole)
        take_back(kept, *row)
        unseen |= set() if named() else {kind(row)}

    figure("torn_copies", len(rows))
    assert unseen <= UNSEEN.keys()


def test_a_balance_without_its_line_is_named(land: Land) -> None:
    for part in engine.held("PointsTable").items.values():
        for ranged in [one for one in part if str(one.value).startswith("2026#")]:
            del part[ranged]

    assert [line for line in named() if "its lines add up to 0" in line] != []


def test_what_a_restore_does_not_bring_back_is_set_once(account: None) -> None:
    client: Any = aws.client("dynamodb")
    for logical, wanted in resources("AWS::DynamoDB::Table").items():
        restored = f"{logical}-restored"
        shape = {
            name: wanted[name]
            for name in ("AttributeDefinitions", "KeySchema", "GlobalSecondaryIndexes", "BillingMode")
            if name in wanted
        }
        client.create_table(TableName=restored, **shape)

        lacking = settings.missing(client, restored, wanted)
        done = settings.reapply(client, restored, wanted)

        assert "protection from deletion" in lacking
        assert ("recovery" in lacking) == settings.is_recoverable(wanted)
        assert ("stream" in lacking) == ("StreamSpecification" in wanted)
        assert ("time to live" in lacking) == ("TimeToLiveSpecification" in wanted)
        assert (done, settings.missing(client, restored, wanted)) == (lacking, [])
        client.update_table(TableName=restored, DeletionProtectionEnabled=False)
        client.delete_table(TableName=restored)
