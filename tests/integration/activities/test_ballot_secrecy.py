"""Nothing that is kept or said joins a vote with its voter: all of it is looked at, after votes and after a swap."""

import json
from collections.abc import Sequence
from contextlib import ExitStack
from functools import partial
from itertools import count
from typing import Any
from unittest import mock

import pytest

from functions.activities.ballots import voting
from kernel.clock import now
from kernel.ids import derived_id
from kernel.journal import Act
from kernel.transaction import Writes
from tests.integration.activities.booth import Booth, nonce_of
from tests.integration.activities.story import Story
from tests.template_reader import resources
from tests.trust import engine

CHOICES = ("IN_FAVOUR", "AGAINST", "ABSTAINED", "SPOILED", "IN_FAVOUR")
SWAPPED = ("AGAINST", "IN_FAVOUR", "ABSTAINED", "SPOILED", "IN_FAVOUR")
Rows = dict[str, list[dict[str, Any]]]


@pytest.fixture
def booth(story: Story) -> Booth:
    return Booth(story)


def stored() -> Rows:
    """Every row of every table."""
    return {table: engine.rows(table) for table in resources("AWS::DynamoDB::Table")}


def world(booth: Booth, ballot: str, choices: Sequence[str], at: Any) -> Rows:
    """What is stored after these votes, all chance but that of the codes being the same."""
    with ExitStack() as same:
        same.enter_context(mock.patch.object(voting, "Act", partial(Act, at=at)))
        events, salts = (derived_id("event", number) for number in count()), (f"{number:032x}" for number in count())
        same.enter_context(mock.patch("kernel.journal.new_id", side_effect=events))
        same.enter_context(mock.patch("kernel.journal.secrets.token_hex", side_effect=salts))
        booth.vote_all(ballot, *choices)
    return stored()


def without_codes(rows: Rows) -> Rows:
    box = [row | {"sk": {"S": row["sk"]["S"].partition("#")[0]}} for row in rows["BallotsTable"] if "choice" in row]
    marks = [row for row in rows["BallotsTable"] if "choice" not in row]
    return rows | {"BallotsTable": marks + sorted(box, key=str)}


def both(booth: Booth) -> tuple[Rows, Rows]:
    """What is stored if the first voter chooses one thing and the second another, and the other way round."""
    ballot, at = booth.opened(), now()
    kept = engine.snapshot()
    first = world(booth, ballot, CHOICES, at)
    engine.restore(kept)
    return first, world(booth, ballot, SWAPPED, at)


def test_two_who_swap_their_votes_leave_the_same_bytes_but_for_the_codes(booth: Booth) -> None:
    first, second = both(booth)

    assert first != second
    assert without_codes(first) == without_codes(second)
    assert len(first["BallotsTable"]) == 10


def test_a_vote_that_went_into_a_hash_of_the_record_would_be_found(booth: Booth) -> None:
    with mock.patch.object(Writes, "put_unstated", Writes.put_new):
        first, second = both(booth)

    assert without_codes(first)["JournalTable"] != without_codes(second)["JournalTable"]


def test_no_row_entry_answer_or_log_line_holds_a_vote_beside_its_voter(
    booth: Booth, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    ballot = booth.opened()
    before = {table: [str(row) for row in rows] for table, rows in stored().items()}
    codes = [booth.vote(ballot, by, choice, headers={"Idempotency-Key": f"key-{by}"})[1]["code"] for by, choice in
             zip(booth.voters, CHOICES, strict=True)]  # fmt: skip
    new = {table: [row for row in rows if str(row) not in before[table]] for table, rows in stored().items()}

    votes = [row for row in new["BallotsTable"] if "choice" in row]
    marks = [row for row in new["BallotsTable"] if "choice" not in row]
    beside = json.dumps([rows for table, rows in new.items() if table != "BallotsTable"]) + json.dumps(marks)
    said = capsys.readouterr().out + caplog.text
    assert sorted(row["sk"]["S"] for row in votes) == sorted(f"VOTE#{code}" for code in codes)
    assert {tuple(sorted(row)) for row in votes} == {("choice", "pk", "sk")}
    assert {tuple(sorted(row)) for row in marks} == {("pk", "sk")}
    assert sorted(row["sk"]["S"] for row in marks) == sorted(f"VOTED#{member}" for member in booth.story.members)
    assert sorted(table for table, rows in new.items() if rows) == ["BallotsTable", "HeadsTable", "JournalTable"]
    for secret in {*codes, *CHOICES, *map(nonce_of, booth.voters)}:
        assert secret not in beside
        assert secret not in said


def test_what_is_published_is_in_an_order_that_says_nothing_of_who_voted_when(booth: Booth) -> None:
    ballot = booth.opened()
    codes = booth.vote_all(ballot, *CHOICES)
    told = booth.counted(ballot)

    kept = engine.rows("ActivitiesTable")
    assert [vote["code"] for vote in told["votes"]] == sorted(codes) != codes
    assert not any(member in str(row) for row in kept for member in booth.story.members if "VOTES" in str(row["sk"]))
