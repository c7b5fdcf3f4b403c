"""Events and messages as they stand on the wire and in the record: these bytes are hashed, and may never change."""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta, timezone
from typing import Any, Literal

import msgspec
import pytest

from kernel.chain import canonical
from kernel.clock import SHANGHAI
from kernel.events import (
    PUBLISHED,
    EnrolledMember,
    Envelope,
    Event,
    FloatingRegistered,
    MembersEnrolled,
    RankingStarted,
    RosterReadingOrdered,
)
from kernel.ids import Id, derived_id
from kernel.message import Message
from tests.template_reader import ROOT

ONE, TWO, COUNTY = derived_id("one"), derived_id("two"), derived_id("county")
FLOATING = FloatingRegistered(
    member_id=ONE,
    branch_id=TWO,
    county_id=COUNTY,
    path=f"/{COUNTY}/{TWO}/",
    host_branch_id=None,
    contact_due_on=date(2026, 3, 31),
)


class Kept(Message):
    """One field of each kind that a message may have."""

    who: Id
    at: datetime
    on: date | None = None
    kinds: tuple[Literal["a", "b"], ...] = ()
    how_many: int = 0


KEPT = Kept(who=ONE, at=datetime(2026, 1, 2, 3, 4, 5, 120_000, tzinfo=UTC))
ON_THE_WIRE = {"who": ONE, "at": "2026-01-02T03:04:05.120000Z"}


def told(value: Any) -> Iterator[dict[str, Any]]:
    """Every envelope in a sample, those in the bodies of a batch as well; a record is more than that."""
    if isinstance(value, str) and value.startswith("{"):
        value = json.loads(value)
    if isinstance(value, dict) and "event" in value and "data" in value and "salt" not in value:
        yield value
    elif isinstance(value, dict | list):
        for one in value.values() if isinstance(value, dict) else value:
            yield from told(one)


SAMPLES = [one for path in sorted(ROOT.glob("events/*/*.json")) for one in told(json.loads(path.read_text()))]


IN_THE_RECORD = [
    (
        FLOATING,
        f'{{"branchId":"{TWO}","contactDueOn":"2026-03-31","contactId":null,"countyId":"{COUNTY}",'
        f'"hostBranchId":null,"memberId":"{ONE}","path":"/{COUNTY}/{TWO}/"}}',
    ),
    (
        MembersEnrolled(
            branch_id=TWO,
            county_id=COUNTY,
            path="/党/",
            members=(EnrolledMember(member_id=ONE, category="FULL"),),
        ),
        f'{{"branchId":"{TWO}","countyId":"{COUNTY}",'
        f'"members":[{{"category":"FULL","floating":false,"memberId":"{ONE}"}}],"path":"/党/"}}',
    ),
    (
        RosterReadingOrdered(roster_id=ONE, organisation_id=TWO, attempt=1, sheet=1, row=3, fields={"B": "name"}),
        f'{{"attempt":1,"fields":{{"B":"name"}},"organisationId":"{TWO}","rosterId":"{ONE}","row":3,"sheet":1}}',
    ),
    (
        RankingStarted(run_id=ONE, county_id=COUNTY, as_of=datetime(2026, 1, 2, 3, 4, 5, 120_000, tzinfo=UTC)),
        f'{{"asOf":"2026-01-02T03:04:05.120000Z","countyId":"{COUNTY}","runId":"{ONE}"}}',
    ),
]


@pytest.mark.parametrize(("event", "text"), IN_THE_RECORD, ids=lambda value: type(value).__name__)
def test_an_event_in_the_record_is_these_bytes(event: Event, text: str) -> None:
    assert canonical(msgspec.to_builtins(event)) == text
    assert msgspec.convert(json.loads(text), type(event)) == event


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: str(sample["event"]))
def test_what_a_sample_tells_is_told_again_as_it_was(sample: dict[str, Any]) -> None:
    envelope = msgspec.convert(sample, Envelope)
    event = msgspec.convert(envelope.data, PUBLISHED[envelope.event])

    assert sample["data"].items() <= json.loads(msgspec.json.encode(event)).items()
    assert msgspec.json.decode(msgspec.json.encode(event), type=type(event)) == event


@pytest.mark.parametrize(
    ("at", "text"),
    [
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC), "2026-01-02T03:04:05Z"),
        (datetime(2026, 1, 2, 3, 4, 5, 1_000, tzinfo=UTC), "2026-01-02T03:04:05.001000Z"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=SHANGHAI), "2026-01-02T03:04:05+08:00"),
        (datetime(2026, 1, 2, 3, 4, 5, tzinfo=timezone(timedelta(0))), "2026-01-02T03:04:05Z"),
    ],
)
def test_an_instant_has_its_zone(at: datetime, text: str) -> None:
    assert json.loads(msgspec.json.encode(Kept(who=ONE, at=at)))["at"] == text


def test_a_message_leaves_out_what_is_as_usual_and_an_event_nothing() -> None:
    assert msgspec.to_builtins(KEPT) == ON_THE_WIRE
    assert '"contactId":null' in msgspec.json.encode(FLOATING).decode()


@pytest.mark.parametrize(
    "change",
    [
        {"who": f"{ONE}\n"},
        {"who": ONE.lower()},
        {"who": None},
        {"at": 0},
        {"at": "soon"},
        {"on": "2026-02-30"},
        {"kinds": ["c"]},
        {"kinds": "a"},
        {"howMany": "1"},
        {"howMany": 1.5},
        {"howMany": True},
        {"how_many": 1},
        {"more": 1},
    ],
)
def test_what_is_no_such_message_is_refused(change: dict[str, Any]) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(ON_THE_WIRE | change, Kept)


@pytest.mark.parametrize("missing", ["who", "at"])
def test_what_a_message_must_say_it_says(missing: str) -> None:
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert({k: v for k, v in ON_THE_WIRE.items() if k != missing}, Kept)


def test_nobody_changes_a_message_or_gives_its_fields_by_place() -> None:
    with pytest.raises(AttributeError):
        KEPT.how_many = 2  # type: ignore[misc]  # what is tried here
    with pytest.raises(TypeError):
        Kept(ONE, KEPT.at)  # type: ignore[call-arg]  # what is tried here
