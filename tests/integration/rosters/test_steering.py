"""A roster held, let go on, found where it got stuck, and stopped."""

from datetime import timedelta

import msgspec
import pytest

from functions.rosters import walking
from functions.rosters.reading import seen
from functions.rosters.tables import Chunk, Roster
from kernel.asking import Asking
from kernel.clock import instant, now, stamp
from kernel.events import RosterUndoStarted
from kernel.record import Entry, Head
from kernel.rows import RowsMessage
from tests.builders import Tree, recorded
from tests.integration.rosters import round as way_and_back
from tests.integration.rosters import way
from tests.integration.rosters.round import line, on_roll, outcomes, resumed, sheet, uploaded

pytestmark = pytest.mark.usefixtures("rosters")
BRANCH = "431128-101-001"
LONG_AGO = timedelta(minutes=20)


@pytest.fixture
def tree(monkeypatch: pytest.MonkeyPatch) -> Tree:
    """Two rows in a chunk, two chunks in a window."""
    monkeypatch.setattr("functions.rosters.taking.MEMBERS_IN_CHUNK", 2)
    monkeypatch.setattr(walking, "SMALLEST_WINDOW", 2)
    monkeypatch.setattr(walking, "LARGEST_WINDOW", 2)
    return way.tree()


def ten(tree: Tree) -> str:
    """A previewed roster of ten rows in five chunks."""
    return uploaded(tree.county, sheet([line(number, BRANCH) for number in range(2, 12)]))


def started(tree: Tree) -> str:
    """Its apply has begun: two chunks are under way."""
    roster_id = ten(tree)
    assert way.call("POST", f"/v1/rosters/{roster_id}/apply")[0] == 202
    way.send_all(roster_id, tree.county.id)
    return roster_id


def post(roster_id: str, act: str) -> tuple[int, str]:
    status, body = way.call("POST", f"/v1/rosters/{roster_id}/{act}")
    return status, body.get("state") or body["code"]


def left_alone(roster_id: str) -> None:
    """Nothing came in for a while."""
    roster = Roster.of(roster_id)
    roster.moved_at = stamp(now() - LONG_AGO)
    roster.save()


def test_no_more_chunks_are_under_way_than_the_window_lets_through(tree: Tree) -> None:
    roster_id = started(tree)

    waiting = way.drain("MEMBER_ROWS_QUEUE")

    assert [msgspec.json.decode(body, type=RowsMessage).chunk for body in waiting] == [1, 2]
    assert int(Roster.of(roster_id).sent) == 2


@pytest.mark.parametrize(("few", "is_burst"), [(5, False), (4, True)])
def test_the_chunks_of_a_roster_of_many_say_so_when_they_are_applied_and_taken_back(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, few: int, *, is_burst: bool
) -> None:
    monkeypatch.setattr(walking, "FEW_CHUNKS", few)
    roster_id = started(tree)
    waiting = way.drain("MEMBER_ROWS_QUEUE")
    for body in waiting:
        way_and_back.take(body)
    assert way.count(way.drain("ROSTER_OUTCOMES_QUEUE")) == []
    way_and_back.through()
    assert way.call("POST", f"/v1/rosters/{roster_id}/undo")[0] == 202
    way_and_back.told(RosterUndoStarted(roster_id=roster_id, organisation_id=tree.county.id))

    back = way.drain("MEMBER_ROWS_QUEUE")
    for body in back:
        way_and_back.take(body)

    assert [msgspec.json.decode(body, type=RowsMessage).burst for body in [*waiting, *back]] == [is_burst] * 4
    assert entries(tree.branch.id) == [is_burst or None] * 7


def entries(chain: str) -> list[bool | None]:
    """Of each entry of a chain: whether it is to be told later."""
    year = int(Head.demand(chain).in_year)
    return [entry.later for entry in Entry.query(Entry.partition(chain, year))]


def test_a_paused_roster_finishes_what_is_under_way_and_then_stands_still(tree: Tree) -> None:
    roster_id = started(tree)

    paused = post(roster_id, "pause")
    way_and_back.through()
    held = way.shown(roster_id)
    resumed(roster_id, tree.county)

    assert paused == (202, "PAUSED")
    assert (held["state"], held["pausedFrom"], held["counters"]["applied"]) == ("PAUSED", "APPLYING", 4)
    assert (way.shown(roster_id)["state"], way.shown(roster_id)["counters"]["applied"]) == ("APPLIED", 10)
    assert [e["event"] for e in recorded(tree.county.id)][-4:] == [
        "RosterApplyStarted",
        "RosterPaused",
        "RosterResumed",
        "RosterApplied",
    ]


def test_chunks_that_got_lost_are_sent_again_and_no_others(tree: Tree) -> None:
    roster_id = started(tree)
    first, _lost = way.drain("MEMBER_ROWS_QUEUE")
    way_and_back.take(first)
    assert way.count(way.drain("ROSTER_OUTCOMES_QUEUE")) == []
    way.drain("APPLY_QUEUE")

    early = post(roster_id, "resume")
    left_alone(roster_id)
    stalled = way.shown(roster_id)["stalled"]
    resumed(roster_id, tree.county)

    assert (early, stalled) == ((409, "roster_not_held_up"), True)
    assert (way.shown(roster_id)["state"], way.shown(roster_id)["counters"]["applied"]) == ("APPLIED", 10)
    assert set(outcomes(roster_id).values()) == {"create"}
    assert len(on_roll(tree)[BRANCH]) == 10


def test_a_file_whose_rows_got_lost_on_the_way_is_read_again(tree: Tree) -> None:
    roster_id = way.upload(tree.county.id, sheet([line(number, BRANCH) for number in range(2, 6)]))
    messages = way.parse(roster_id)
    way.keep(messages[:2])
    left_alone(roster_id)
    way.drain("MEMBER_ROWS_QUEUE")

    assert post(roster_id, "resume") == (202, "PARSING")
    way_and_back.read_anew(roster_id, tree.county)

    assert (way.shown(roster_id)["state"], way.shown(roster_id)["counters"]["create"]) == ("PREVIEWED", 4)


def test_a_cancelled_roster_applies_nothing_more_and_keeps_what_it_did(tree: Tree) -> None:
    roster_id = started(tree)

    cancelled = post(roster_id, "cancellation")
    way_and_back.through()

    found = way.shown(roster_id)
    assert cancelled == (202, "CANCELLED")
    assert (found["state"], found["counters"]["applied"]) == ("CANCELLED", 4)
    assert post(roster_id, "apply") == (409, "roster_not_previewed")
    assert post(roster_id, "resume") == (409, "roster_not_held_up")
    way_and_back.undone(roster_id, tree.county)
    assert (way.shown(roster_id)["state"], on_roll(tree)[BRANCH]) == ("UNDONE", [])


def test_a_roster_is_cancelled_before_anything_was_applied(tree: Tree) -> None:
    roster_id = ten(tree)

    assert post(roster_id, "cancellation") == (202, "CANCELLED")
    assert post(roster_id, "undo") == (409, "roster_not_to_be_undone")
    assert post(roster_id, "cancellation") == (409, "roster_not_to_be_cancelled")


@pytest.mark.parametrize(("order", "state"), [("pause", "PAUSED"), ("cancellation", "CANCELLED")])
def test_an_order_that_meets_the_counting_is_carried_out_and_not_refused(
    tree: Tree, monkeypatch: pytest.MonkeyPatch, order: str, state: str
) -> None:
    roster_id = started(tree)
    counted = iter([True, True])

    def read(caller: Asking, wanted: str, action: str) -> Roster:
        roster = seen(caller, wanted, action)
        if next(counted, False):
            Roster.of(wanted).save()
        return roster

    monkeypatch.setattr("functions.rosters.steering.seen", read)

    assert post(roster_id, order) == (202, state)


def test_only_what_runs_is_paused(tree: Tree) -> None:
    assert post(ten(tree), "pause") == (409, "roster_not_running")


def test_taking_back_can_be_paused_and_goes_on_where_it_stood(tree: Tree) -> None:
    roster_id = started(tree)
    way_and_back.through()
    way.call("POST", f"/v1/rosters/{roster_id}/undo")
    way_and_back.told(RosterUndoStarted(roster_id=roster_id, organisation_id=tree.county.id))

    paused = post(roster_id, "pause")
    way_and_back.through()
    held = way.shown(roster_id)["counters"]["undone"]
    cancelling = post(roster_id, "cancellation")
    resumed(roster_id, tree.county)

    assert (paused, held, cancelling) == ((202, "PAUSED"), 4, (409, "roster_not_to_be_cancelled"))
    assert (way.shown(roster_id)["state"], way.shown(roster_id)["counters"]["undone"]) == ("UNDONE", 10)


def test_a_roster_paused_when_its_last_answers_were_under_way_has_ended(tree: Tree) -> None:
    roster_id = uploaded(tree.county, sheet([line(2, BRANCH)]))
    way.call("POST", f"/v1/rosters/{roster_id}/apply")
    way.send_all(roster_id, tree.county.id)
    post(roster_id, "pause")

    way_and_back.through()

    assert way.shown(roster_id)["state"] == "APPLIED"


def test_it_says_how_fast_it_is_and_when_it_may_end(tree: Tree) -> None:
    roster_id = started(tree)
    way_and_back.take(*way.drain("MEMBER_ROWS_QUEUE"))
    way.count(way.drain("ROSTER_OUTCOMES_QUEUE"))
    roster = Roster.of(roster_id)
    roster.running_since = stamp(now() - timedelta(seconds=10))
    roster.save()

    found = way.shown(roster_id)

    assert found["rowsPerSecond"] == pytest.approx(0.4, abs=0.1)
    assert instant(found["estimatedEnd"]) > now() + timedelta(seconds=10)
    assert found["counters"]["applied"] == 4


@pytest.mark.parametrize(
    ("state", "kind", "speed", "expected"),
    [
        ("APPLYING", "members", 0, 100),
        ("APPLYING", "members", 2, 100),
        ("APPLYING", "members", 30, 150),
        ("APPLYING", "members", 1_000, 400),
        ("UNDOING", "members", 30, 150),
        ("UNDOING", "organisations", 30, 1),
    ],
)
def test_a_window_holds_a_few_seconds_of_work(state: str, kind: str, speed: int, expected: int) -> None:
    at = now()
    roster = Roster("ROSTER#x", state=state, kind=kind, running_since=stamp(at - timedelta(seconds=10)))
    roster.tally("undo" if state == "UNDOING" else "apply").chunks = speed * 10

    assert walking.window(roster, at) == expected


def test_rows_read_are_told_while_a_long_file_is_read(tree: Tree, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("functions.rosters.parsing.ROWS_BETWEEN_SIGNS", 2)
    roster_id = way.upload(tree.county.id, sheet([line(number, BRANCH) for number in range(2, 7)]))

    messages = way.parse(roster_id)
    way.keep([messages[2], messages[1], messages[0]])

    assert way.shown(roster_id)["counters"]["read"] in (2, 4)
    assert way.shown(roster_id)["state"] == "PARSING"
    way.keep(messages)
    way_and_back.through()
    assert way.shown(roster_id)["counters"]["read"] == 5


def test_what_is_kept_to_be_applied_lasts_thirty_days(tree: Tree) -> None:
    roster_id = ten(tree)

    (chunk, *_) = Chunk.query(Roster.partition(roster_id), Chunk.sk.startswith("CHUNK#"))

    assert chunk.expires_at == pytest.approx((now() + timedelta(days=30)).timestamp(), abs=60)
