"""Chunks of an organisation roster: previewed, applied, answered, however they arrive."""

import json
import os
from copy import replace
from datetime import date
from typing import Any

import msgspec
import pytest

from functions.organisations import importing
from functions.organisations.on_rows import lambda_handler
from kernel import aws, directory
from kernel.directory import Organisation
from kernel.ids import new_id, organisation_id
from kernel.parcel import Packer
from kernel.rows import OrganisationRow, OutcomesMessage, Phase, RowsMessage
from tests.builders import Tree, batch, recorded
from tests.template_reader import ROOT

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def tree(account: None, monkeypatch: pytest.MonkeyPatch) -> Tree:
    queue = aws.client("sqs").create_queue(QueueName="RosterOutcomesQueue")["QueueUrl"]
    monkeypatch.setenv("ROSTER_OUTCOMES_QUEUE", queue)
    monkeypatch.setenv("P3_KEY", aws.client("kms").create_key()["KeyMetadata"]["KeyId"])
    return Tree()


class Roster:
    """One upload of a county: seals chunks as `rosters` does."""

    def __init__(self, root: Organisation) -> None:
        self.root, self.packer = root, Packer.of(new_id())

    def chunk(self, phase: Phase, number: int, *rows: OrganisationRow) -> RowsMessage:
        return RowsMessage(
            roster_id=self.packer.roster_id,
            kind="organisations",
            phase=phase,
            chunk=number,
            organisation_id=self.root.id,
            county_id=self.root.county_id,
            actor="uploader",
            sealed=self.packer.pack(number, [msgspec.to_builtins(row) for row in rows]),
            key=self.packer.wrapped,
        )


def branch(number: int, **change: Any) -> OrganisationRow:
    stated: dict[str, Any] = {
        "row": number,
        "code": f"431128-301-{number:03d}",
        "name": f"第{number}支部",
        "kind": "BRANCH",
        "level": "BRANCH",
        "sector": "农村",
        "lineage": ("431128-301",),
        "founded_on": date(2001, 7, 1),
        "term_started_on": None,
        "term_years": None,
    }
    return OrganisationRow(**stated | change)


TOWNSHIP = branch(1, code="431128-301", name="某镇党委", kind="COMMITTEE", level="TOWNSHIP", lineage=())


def deliver(context: Any, *messages: Any) -> list[str]:
    told = lambda_handler(batch(*messages), context)
    return [failure["itemIdentifier"] for failure in told["batchItemFailures"]]


def answers() -> list[OutcomesMessage]:
    """What was answered since the last look."""
    queue, found = os.environ["ROSTER_OUTCOMES_QUEUE"], []
    while messages := aws.client("sqs").receive_message(QueueUrl=queue, MaxNumberOfMessages=10).get("Messages"):
        for message in messages:
            found.append(msgspec.json.decode(message["Body"], type=OutcomesMessage))
            aws.client("sqs").delete_message(QueueUrl=queue, ReceiptHandle=message["ReceiptHandle"])
    return found


def outcomes(answer: OutcomesMessage) -> list[str]:
    return [outcome.outcome for outcome in answer.outcomes]


def standing(tree: Tree, code: str) -> Organisation | None:
    found = organisation_id(tree.county.id, code)
    return directory.organisations([found]).get(found)


def test_a_preview_answers_and_writes_nothing(tree: Tree, context: Any) -> None:
    roster = Roster(tree.county)

    assert deliver(context, roster.chunk("preview", 0, TOWNSHIP, branch(2), branch(3, kind="CLUB"))) == []

    (answer,) = answers()
    assert json.loads(msgspec.json.encode(answer)) == {
        "rosterId": roster.packer.roster_id,
        "phase": "preview",
        "chunk": 0,
        "outcomes": [
            {"row": 1, "outcome": "create"},
            {"row": 2, "outcome": "create"},
            {"row": 3, "outcome": "error", "code": "unknown_kind", "column": "kind", "shown": "CLUB"},
        ],
    }
    assert standing(tree, TOWNSHIP.code) is None
    assert recorded(tree.county.id) == []


def test_an_applied_chunk_founds_on_the_record_of_the_uploading_committee(tree: Tree, context: Any) -> None:
    roster = Roster(tree.county)

    assert deliver(context, roster.chunk("apply", 0, TOWNSHIP, branch(2))) == []

    township, below = standing(tree, TOWNSHIP.code), standing(tree, branch(2).code)
    assert township is not None
    assert below is not None
    assert (below.path, below.holds_members) == (f"{township.path}{below.id}/", True)
    (entry,) = recorded(tree.county.id)
    assert (entry["event"], entry["actor"], entry["subject"]) == (
        "OrganisationsFounded",
        "uploader",
        roster.packer.roster_id,
    )
    assert entry["data"] == {
        "countyId": tree.county.id,
        "organisations": [
            {"organisationId": o.id, "path": o.path, "kind": o.kind, "level": o.level} for o in (township, below)
        ],
    }
    assert [outcomes(answer) for answer in answers()] == [["create", "create"]]


def test_chunks_delivered_three_times_and_shuffled_found_once_and_answer_the_same(tree: Tree, context: Any) -> None:
    roster = Roster(tree.county)
    first, second = roster.chunk("apply", 1, TOWNSHIP, branch(2)), roster.chunk("apply", 2, branch(3), branch(4))

    for messages in ((second, first, second), (first, second, first)):
        assert deliver(context, *messages) == []

    told = answers()
    assert {tuple(outcomes(answer)) for answer in told} == {("create", "create")}
    assert sorted(answer.chunk for answer in told) == [1, 1, 1, 2, 2, 2]
    assert len(recorded(tree.county.id)) == 2


def test_a_chunk_waits_until_what_its_rows_stand_below_has_come(
    tree: Tree, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)
    roster = Roster(tree.county)
    first, second = roster.chunk("apply", 1, TOWNSHIP), roster.chunk("apply", 2, branch(2))

    assert deliver(context, second) == ["message-0"]
    assert (answers(), standing(tree, branch(2).code)) == ([], None)
    assert [deliver(context, chunk) for chunk in (first, second)] == [[], []]

    assert [outcomes(answer) for answer in answers()] == [["create"], ["create"]]


def test_what_comes_while_a_chunk_looks_for_it_is_found(
    tree: Tree, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster = Roster(tree.county)
    first, second = roster.chunk("apply", 1, TOWNSHIP), roster.chunk("apply", 2, branch(2))
    is_next, before = importing._is_next, [first]

    def meanwhile(message: RowsMessage) -> bool:
        while before:
            assert deliver(context, before.pop()) == []
        return is_next(message)

    monkeypatch.setattr(importing, "_is_next", meanwhile)

    assert deliver(context, second) == []

    assert [outcomes(answer) for answer in answers()] == [["create"], ["create"]]
    assert standing(tree, branch(2).code) is not None


def test_below_a_row_that_an_earlier_chunk_refused_nothing_is_founded(tree: Tree, context: Any) -> None:
    roster = Roster(tree.county)
    refused = branch(1, code="431128-301", kind="COMMITTEE", level="TOWNSHIP", lineage=(), term_years=3)

    deliver(context, roster.chunk("apply", 1, refused), roster.chunk("apply", 2, branch(2), branch(3, lineage=())))

    codes = {outcome.row: (outcome.outcome, outcome.code) for answer in answers() for outcome in answer.outcomes}
    assert codes == {
        1: ("error", "other_term_by_rule"),
        2: ("conflict", "parent_refused"),
        3: ("create", None),
    }
    assert standing(tree, branch(2).code) is None


def test_the_same_file_twice_changes_nothing(tree: Tree, context: Any) -> None:
    deliver(context, Roster(tree.county).chunk("apply", 0, TOWNSHIP, branch(2)))
    again = Roster(tree.county)

    deliver(context, again.chunk("preview", 0, TOWNSHIP, branch(2)), again.chunk("apply", 0, TOWNSHIP, branch(2)))
    deliver(context, again.chunk("apply", 0, TOWNSHIP, branch(2)))

    assert [outcomes(answer) for answer in answers()][1:] == [["same", "same"]] * 3
    assert len(recorded(tree.county.id)) == 1


def test_a_roster_corrects_what_stands_and_founds_beside_it(tree: Tree, context: Any) -> None:
    deliver(context, Roster(tree.county).chunk("apply", 0, TOWNSHIP, branch(2)))

    deliver(context, Roster(tree.county).chunk("apply", 0, branch(2, name="另名"), branch(3), branch(4, lineage=())))

    corrected = standing(tree, branch(2).code)
    assert corrected is not None
    assert (corrected.name, int(corrected.version)) == ("另名", 2)
    assert outcomes(answers()[-1]) == ["update", "create", "create"]
    assert [entry["event"] for entry in recorded(tree.county.id)] == [
        "OrganisationsFounded",
        "OrganisationsFounded",
        "OrganisationsChanged",
    ]
    assert recorded(tree.county.id)[2]["data"] == {"countyId": tree.county.id, "organisations": [corrected.id]}


def test_a_roster_that_only_corrects_founds_nothing(tree: Tree, context: Any) -> None:
    own = branch(1, code=tree.county.code, name="另名", kind="COMMITTEE", level="COUNTY", lineage=())

    deliver(context, Roster(tree.county).chunk("apply", 0, own))

    assert outcomes(answers()[-1]) == ["update"]
    assert directory.organisation(tree.county.id).name == "另名"
    assert [entry["event"] for entry in recorded(tree.county.id)] == ["OrganisationsChanged"]


def test_a_chunk_that_met_another_hand_is_planned_anew(
    tree: Tree, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    deliver(context, Roster(tree.county).chunk("apply", 0, TOWNSHIP))
    real, blind = directory.organisations, [True]

    def organisations(ids: Any) -> dict[str, Organisation]:
        wanted = list(ids)
        return real(wanted[:1]) if blind and blind.pop() else real(wanted)

    monkeypatch.setattr(directory, "organisations", organisations)
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)

    assert deliver(context, Roster(tree.county).chunk("apply", 0, TOWNSHIP, branch(2))) == []

    assert outcomes(answers()[-1]) == ["same", "create"]
    assert len(recorded(tree.county.id)) == 2


@pytest.mark.parametrize("sees_the_tree", [True, False])
def test_of_two_deliveries_at_once_both_answer_what_one_did(
    tree: Tree, sees_the_tree: bool, context: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    roster, real, blind = Roster(tree.county), importing._answered, [False, True]
    messages = roster.chunk("apply", 0, TOWNSHIP), roster.chunk("apply", 1, branch(2, kind="CLUB"))
    deliver(context, *messages)
    first = answers()
    monkeypatch.setattr(importing, "_answered", lambda message: None if blind.pop() else real(message))
    if not sees_the_tree:
        monkeypatch.setattr(directory, "organisations", lambda _: {})

    deliver(context, messages[0])
    blind += [False, True]
    deliver(context, messages[1])

    assert answers() == first
    assert len(recorded(tree.county.id)) == 1


def test_a_message_that_nobody_can_open_fails_alone(tree: Tree, context: Any) -> None:
    roster = Roster(tree.county)
    swapped = replace(roster.chunk("apply", 1, branch(2)), chunk=2)
    (sample,) = json.loads((ROOT / "events" / "organisations" / "on_rows.json").read_text())["Records"]

    failed = deliver(context, swapped, sample["body"], roster.chunk("apply", 0, TOWNSHIP), "no json")

    assert sorted(failed) == ["message-0", "message-1", "message-3"]
    assert [answer.chunk for answer in answers()] == [0]
    assert standing(tree, branch(2).code) is None


def test_a_roster_for_an_organisation_that_is_not_there_fails(tree: Tree, context: Any) -> None:
    nowhere = Organisation(Organisation.partition(new_id()), county_id=tree.county.id)

    assert deliver(context, Roster(nowhere).chunk("apply", 0, TOWNSHIP)) == ["message-0"]
    assert answers() == []


def test_below_an_organisation_that_a_roster_would_move_nothing_new_is_made(tree: Tree, context: Any) -> None:
    moved = branch(2, code=str(tree.township.code), kind="COMMITTEE", level="TOWNSHIP", lineage=(TOWNSHIP.code,))
    below = branch(3, lineage=(TOWNSHIP.code, str(tree.township.code)))
    roster = Roster(tree.county)

    assert deliver(context, roster.chunk("apply", 2, below), roster.chunk("apply", 1, TOWNSHIP, moved)) == []

    codes = {outcome.row: outcome.code for answer in answers() for outcome in answer.outcomes}
    assert codes == {1: None, 2: "moved", 3: "parent_refused"}
    assert standing(tree, below.code) is None
