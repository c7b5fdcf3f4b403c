"""What happens when time runs out, a message is wrong, or two do the same at once."""

import json
from functools import partial
from typing import Any

import msgspec
import pytest

from functions.rosters import counting, on_apply, on_outcomes, on_rows_parsed, on_uploaded
from functions.rosters.messages import WalkOn
from functions.rosters.tables import Chunk, Outcomes, Roster
from kernel.ids import new_id
from kernel.rows import OutcomesMessage, together
from kernel.transaction import MOST_OPERATIONS
from scripts.demo.county import County, county
from scripts.demo.sheets import county_files
from tests.builders import batch
from tests.conftest import Context
from tests.integration.rosters import way

pytestmark = pytest.mark.usefixtures("rosters")


@pytest.fixture(scope="module")
def small() -> County:
    return county(1, small=True)


@pytest.fixture(scope="module")
def files(small: County) -> dict[str, bytes]:
    return county_files(small)


def test_sending_goes_on_by_a_message_where_time_runs_out(files: dict[str, bytes], monkeypatch: Any) -> None:
    county_id = way.tree().county.id
    monkeypatch.setattr("functions.rosters.walking.CHUNKS_AT_ONCE", 3)
    monkeypatch.setattr("functions.rosters.walking.SMALLEST_WINDOW", 400)
    roster_id = way.upload(county_id, files["members.utf8.csv"])
    way.preview(roster_id)
    way.call("POST", f"/v1/rosters/{roster_id}/apply")
    hurried = Context()
    monkeypatch.setattr(hurried, "get_remaining_time_in_millis", lambda: 1)

    way.send_all(roster_id, county_id, hurried)
    assert int(Roster.of(roster_id).sent) == 3
    while waiting := way.drain("APPLY_QUEUE"):
        (on,) = map(partial(msgspec.json.decode, type=WalkOn), waiting)
        assert on_apply.lambda_handler(batch(on), hurried) == {"batchItemFailures": []}

    answers = way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)
    assert sorted(answer.chunk for answer in answers) == list(range(1, len(answers) + 1))
    assert int(Roster.of(roster_id).sent) == len(answers)
    assert way.count(answers) == []
    assert way.shown(roster_id)["state"] == "APPLIED"


def test_an_answer_that_cannot_be_read_or_placed_fails_alone(files: dict[str, bytes]) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, files["members.utf8.csv"])
    way.keep(way.parse(roster_id))
    answers = way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)
    stranger = OutcomesMessage(roster_id=new_id(), phase="preview", chunk=1, outcomes=())

    mixed = msgspec.json.encode([answers[1], stranger]).decode()

    failed = way.count(["no message", stranger, mixed, answers[0]])

    assert [failure["itemIdentifier"] for failure in failed] == ["message-0", "message-1", "message-2"]
    assert int(Roster.of(roster_id).preview.chunks) == 1


def test_answers_that_come_together_are_counted_each_once_however_many(
    files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    assert counting.COUNTED_AT_ONCE < MOST_OPERATIONS  # and the roster
    monkeypatch.setattr(counting, "COUNTED_AT_ONCE", 2)
    roster_id = way.upload(way.tree().county.id, files["members.utf8.csv"])
    way.keep(way.parse(roster_id))
    answers = way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)
    first, *others = [msgspec.json.encode(told).decode() for told in together(answers[:-1])]

    assert way.count([first, first, *others]) == []
    assert int(Roster.of(roster_id).preview.chunks) == len(answers) - 1 > 2
    assert way.shown(roster_id)["state"] == "PARSING"
    assert way.count([first, answers[-1]]) == []
    assert int(Roster.of(roster_id).preview.chunks) == len(answers)
    assert way.shown(roster_id)["state"] == "PREVIEWED"


def test_an_upload_that_nobody_ordered_fails() -> None:
    way.tree()

    failed = on_uploaded.lambda_handler(way.arrived(new_id()), Context())

    assert failed == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}


def test_a_file_under_another_key_than_the_ordered_one_fails(files: dict[str, bytes]) -> None:
    county_id = way.tree().county.id
    content = files["members.utf8.csv"]
    _, body = way.call("POST", "/v1/rosters", body=way.announcement(county_id, content))
    other = new_id()
    body["upload"]["fields"]["key"] = f"incoming/{other}"
    way.store(body, content)

    failed = on_uploaded.lambda_handler(way.arrived(other), Context())

    assert failed == {"batchItemFailures": [{"itemIdentifier": "message-0"}]}
    assert way.drain("PARSED_ROWS_QUEUE") == []


def test_two_counts_at_once_lose_nothing(files: dict[str, bytes], monkeypatch: pytest.MonkeyPatch) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, files["members.utf8.csv"])
    way.keep(way.parse(roster_id))
    first, second, *_ = way.answered(way.drain("MEMBER_ROWS_QUEUE"), way.created)
    real, turns = Roster.of.__func__, iter([True])  # type: ignore[attr-defined]  # the function behind a class method

    def meanwhile(cls: type[Roster], wanted: str) -> Roster:
        """The other count commits between our reading and our writing, once."""
        found: Roster = real(cls, wanted)
        if next(turns, False):
            assert way.count([second]) == []
        return found

    monkeypatch.setattr(Roster, "of", classmethod(meanwhile))

    assert way.count([first]) == []

    assert int(Roster.of(roster_id).preview.chunks) == 2


def test_a_summary_meets_a_roster_that_changes_meanwhile(files: dict[str, bytes], monkeypatch: Any) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, files["members.utf8.csv"])
    *others, summary = way.parse(roster_id)
    real, turns = Roster.of.__func__, iter([True])  # type: ignore[attr-defined]  # the function behind a class method

    def meanwhile(cls: type[Roster], wanted: str) -> Roster:
        found: Roster = real(cls, wanted)
        if next(turns, False):
            way.keep(others)
        return found

    monkeypatch.setattr(Roster, "of", classmethod(meanwhile))

    way.keep([summary])

    assert Roster.of(roster_id).chunks is not None


def test_what_is_kept_holds_no_person_in_the_open(files: dict[str, bytes], small: County) -> None:
    county_id = way.tree().county.id
    roster_id = way.upload(county_id, files["members.utf8.csv"])
    way.preview(roster_id)
    partition = Roster.partition(roster_id)

    kept = "".join(row.message for row in Chunk.query(partition, Chunk.sk.startswith("CHUNK#")))
    kept += "".join(row.outcomes for row in Outcomes.query(partition, Outcomes.sk.startswith("PREVIEW#")))

    assert not [person for person in small.people if person.id_number in kept or person.name in kept]


def test_the_sample_events_are_understood() -> None:
    way.tree()
    sample = {
        name: json.loads((way.EVENTS / f"{name}.json").read_text())
        for name in ("on_rows_parsed", "on_outcomes", "on_apply")
    }

    failed = [
        on_rows_parsed.lambda_handler(sample["on_rows_parsed"], Context()),
        on_outcomes.lambda_handler(sample["on_outcomes"], Context()),
        on_apply.lambda_handler(sample["on_apply"], Context()),
    ]

    assert failed == [{"batchItemFailures": [{"itemIdentifier": "message-0"}]}] * 3  # no such roster
