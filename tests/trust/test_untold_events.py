"""Of every event that a consumer hears, told by a sample or not: delivered three times, or hurt where it writes, it is
done once."""

from collections.abc import Iterator
from typing import Any
from unittest import mock

import pytest

from kernel.events import PUBLISHED
from tests.trust import engine, eye
from tests.trust.arrangements import AT
from tests.trust.delivery import every_way, thrice_shuffled, until_done
from tests.trust.faults import Fault
from tests.trust.figures import figure
from tests.trust.test_consumers import LONG, cold, counted, looking
from tests.trust.triggers import TRIGGERS, handler_of
from tests.trust.untold import events_of, found_places, heard, made, untold

LISTENERS = sorted(name for name in TRIGGERS if heard(name))
WHERE_IT_WRITES = (Fault.KILL_AFTER, Fault.CONFLICT, Fault.UNPROCESSED)
READS = ("GetItem", "BatchGetItem", "Query", "Decrypt", "GenerateMac", "GetObject", "HeadObject")
NOTHING_TO_DO = {
    "activities.on_organisations OrganisationDissolved": "no record of that place waits",
    "identity.on_moves OrganisationDissolved": "nobody holds a role there",
    "identity.on_moves OrganisationsMerged": "nobody holds a role there",
    "members.on_members MemberErased": "the dossier stands, which says whether there is a line",
    "members.on_dossiers MembersLeft": "they are not listed as away or lost",
    "members.on_dossiers MembersMoved": "they are not listed as away or lost",
    "notices.on_dispatch_ordered PreviewAsked": "nobody keeps the preview",
    "notices.on_members LostContactPursued": "the case is not known",
}
"""Where the event is of no meaning to what stands, and why."""


@pytest.fixture(autouse=True)
def fixed_clock(account: None) -> Iterator[None]:
    """Consumers find the instant of the samples."""
    with mock.patch("kernel.consumer.now", return_value=AT):
        yield


def chosen(_call: int, operation: str) -> list[Fault]:
    tried = tuple(Fault) if LONG else () if operation in READS else WHERE_IT_WRITES
    return [fault for fault in tried if fault.applies(operation)]


def wrong(name: str, body: Any) -> Iterator[str]:
    """What is not as after one delivery, from here."""
    handler, look, start = cold(handler_of(name)), looking(name), engine.snapshot()
    event, before = body["detail"]["event"], look()
    until_done(handler, body)
    once = look()
    if not eye.same(before, once) and f"{name} {event}" not in NOTHING_TO_DO:
        yield f"{name} {event}: nothing is done"
    engine.restore(start)
    thrice_shuffled(handler, body)
    if where := eye.same(once, look()):
        yield f"{name} {event}: three times are not one: {where}"
    engine.restore(start)
    trials = every_way(handler, body, look, choose=chosen)
    figure("faults", len(trials))
    for trial in trials:
        for where in {eye.same(once, seen) for seen in counted(name, trial)} - {""}:
            yield f"{name} {event}: {trial.fault} at call {trial.call} ({trial.operation}): {where}"


@pytest.mark.parametrize("name", LISTENERS)
def test_whatever_it_hears_is_done_once(name: str) -> None:
    told = events_of(TRIGGERS[name].prepare())
    start, found = engine.snapshot(), []
    for body in untold(name, told):
        engine.restore(start)
        found_places(body)
        found += list(wrong(name, body))

    assert found == []


def test_every_event_can_be_made_up() -> None:
    """So that one that is new is delivered as well, before anybody writes a sample of it."""
    assert [event for event in PUBLISHED if not made(PUBLISHED[event], {})] == []


def test_who_hears_many_events_is_told_of_those_without_a_sample() -> None:
    names = [name for name in LISTENERS if set(heard(name)) - {"MembersEnrolled"}]

    assert len(names) > 15
    assert {key.partition(" ")[0] for key in NOTHING_TO_DO} <= set(LISTENERS)
