"""A batch: the good done, the bad reported, one by one."""

from copy import replace

import pytest

from kernel.consumer import Told, each_event, each_message
from kernel.events import AccountBound, RoleGranted
from kernel.ids import new_id
from kernel.journal import Act
from kernel.message import Message
from tests.builders import batch, envelope

GRANTED = RoleGranted(subject="someone", role="auditor", organisation_id=new_id())


class Seen(list[tuple[Act, RoleGranted]]):
    def __call__(self, act: Act, event: RoleGranted) -> None:
        if event.subject == "poison":
            raise RuntimeError("a sentence that may hold what a person typed")
        self.append((act, event))


def test_each_event_reaches_its_handler_with_its_id_as_the_cause() -> None:
    seen, wrapped = Seen(), envelope(GRANTED)

    assert each_event(batch(wrapped), {RoleGranted: seen}, "test") == {"batchItemFailures": []}

    ((act, event),) = seen
    assert (act.actor, act.cause, event) == ("system:test", wrapped.id, GRANTED)


def test_one_poison_message_fails_alone(caplog: pytest.LogCaptureFixture) -> None:
    seen = Seen()
    poison = replace(GRANTED, subject="poison")

    told = each_event(batch(GRANTED, poison, GRANTED), {RoleGranted: seen}, "test")

    assert told == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert len(seen) == 2
    assert "a sentence" not in str([record.__dict__ for record in caplog.records])


@pytest.mark.parametrize("body", ["{", "[]", '{"detail": {}}', '{"detail-type": "RoleGranted"}'])
def test_what_is_not_an_event_fails(body: str) -> None:
    assert each_event(batch(body), {RoleGranted: Seen()}, "test")["batchItemFailures"]


def test_an_event_that_nobody_handles_fails() -> None:
    bound = AccountBound(subject="s", member_id=new_id(), branch_id=new_id(), county_id=new_id())

    assert each_event(batch(bound), {RoleGranted: Seen()}, "test")["batchItemFailures"]


class Together(list[int]):
    """Notes how many events came at once; says what `does`, or fails."""

    def __init__(self, does: bool | Exception) -> None:
        super().__init__()
        self.does = does

    def __call__(self, told: Told) -> bool:
        self.append(len(told))
        if isinstance(self.does, Exception):
            raise self.does
        return self.does


@pytest.mark.parametrize(
    ("events", "does", "at_once", "alone"),
    [(2, True, [2], 0), (30, True, [25, 5], 0), (26, True, [25], 1), (1, True, [], 1), (2, False, [2], 2),
     (2, RuntimeError("a sentence"), [2], 2)],
)  # fmt: skip
def test_events_are_handled_together_or_each_by_itself(
    events: int, does: bool | Exception, at_once: list[int], alone: int
) -> None:
    seen, together = Seen(), Together(does)

    told = each_event(batch(*[GRANTED] * events), {RoleGranted: seen}, "test", {RoleGranted: together})

    assert told == {"batchItemFailures": []}
    assert (together, len(seen)) == (at_once, alone)


def test_what_cannot_be_read_does_not_keep_the_others_from_going_together() -> None:
    seen, together = Seen(), Together(True)

    told = each_event(batch(GRANTED, "{", GRANTED), {RoleGranted: seen}, "test", {RoleGranted: together})

    assert told == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
    assert (together, seen) == ([2], [])


class Numbered(Message):
    number: int


def test_messages_are_parsed_by_their_model() -> None:
    seen: list[Numbered] = []

    told = each_message(batch(Numbered(number=1), {"number": "x"}), Numbered, seen.append, "test")

    assert seen == [Numbered(number=1)]
    assert told == {"batchItemFailures": [{"itemIdentifier": "message-1"}]}
