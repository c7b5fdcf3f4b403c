"""Members stand on their branch's board from the day they are enrolled, and again when a season opens."""

import json
from datetime import UTC, date, datetime
from pathlib import Path

import msgspec
import pytest

from functions.points import checking, enrolling, on_check_due, on_members
from functions.points.checking import Check
from functions.points.tables import CountyRow, LedgerRow, Place
from kernel import scoreboard
from kernel.clock import business_day, now
from kernel.events import EnrolledMember, MembersEnrolled
from kernel.ids import derived_id
from kernel.scoreboard import CountySum, Scoreboard
from kernel.seasons import season_of
from tests.builders import Tree, batch, envelope
from tests.conftest import Context
from tests.integration.points.racing import meanwhile
from tests.trust.delivery import deliver, every_way, thrice_shuffled, until_done

pytestmark = pytest.mark.usefixtures("account")
EVENTS = Path(__file__).parents[3] / "events" / "points"
MEMBERS = tuple(derived_id("member", number) for number in range(60))
handler = on_members.lambda_handler


def season() -> str:
    return season_of(business_day(now()))


def enrolled(tree: Tree, *members: str) -> MembersEnrolled:
    return MembersEnrolled(
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        members=tuple(EnrolledMember(member_id=m, category="FULL") for m in members),
    )


def balances(tree: Tree, of: str | None = None) -> dict[str, int]:
    item = Scoreboard.demand(Scoreboard.partition(of or season(), tree.county.id), Scoreboard.place(tree.branch.id))
    return dict(zip(scoreboard.member_ids(item.board), scoreboard.numbers(item.points)[1:], strict=True))


def test_the_sample_event_puts_its_members_on_the_board_with_nothing(tree: Tree) -> None:
    assert handler(json.loads((EVENTS / "on_members.json").read_text()), Context()) == {"batchItemFailures": []}

    assert balances(tree) == dict.fromkeys(MEMBERS[:3], 0)
    assert Place.demand(LedgerRow.partition(MEMBERS[0]), "MEMBER").branch_id == tree.branch.id
    assert [row.sk for row in CountyRow.query(CountyRow.ALL)] == [tree.county.id]


def test_every_event_three_times_in_any_order_enrols_everybody_once(tree: Tree) -> None:
    events = [envelope(enrolled(tree, *MEMBERS[n : n + 20])) for n in range(0, 60, 20)]

    thrice_shuffled(handler, *events)

    assert balances(tree) == dict.fromkeys(MEMBERS, 0)


def test_whoever_has_points_keeps_them(tree: Tree) -> None:
    until_done(handler, envelope(enrolled(tree, MEMBERS[0])))
    item = Scoreboard.demand(Scoreboard.partition(season(), tree.county.id), Scoreboard.place(tree.branch.id))
    item.hold(scoreboard.add(item.board, {1: 5}, now()))
    item.save()

    until_done(handler, envelope(enrolled(tree, *MEMBERS[:2])))

    assert balances(tree) == {MEMBERS[0]: 5, MEMBERS[1]: 0}


def test_no_fault_at_any_call_loses_or_doubles_a_member(tree: Tree) -> None:
    trials = every_way(handler, envelope(enrolled(tree, *MEMBERS[:2])), lambda: balances(tree))

    assert all(trial.seen == dict.fromkeys(MEMBERS[:2], 0) for trial in trials)


def test_two_at_once_are_both_enrolled(tree: Tree) -> None:
    first, second = (envelope(enrolled(tree, *MEMBERS[n : n + 2])) for n in (0, 2))

    with meanwhile(lambda: until_done(handler, second)):
        assert deliver(handler, first) == []

    assert balances(tree) == dict.fromkeys(MEMBERS[:4], 0)


def last_season(tree: Tree) -> None:
    partition = Scoreboard.partition("2026", tree.county.id)
    for where, members in ((tree.branch, MEMBERS[:3]), (tree.sister, MEMBERS[3:5])):
        item = Scoreboard(partition, Scoreboard.place(where.id), path=where.path, version=1)
        item.hold(scoreboard.add(scoreboard.enrol(item_board(), members), {1: 9}, datetime(2026, 12, 1, tzinfo=UTC)))
        item.save()


def item_board() -> scoreboard.Board:
    return scoreboard.Board()


def test_a_season_opens_with_everybody_at_nothing_and_opens_once(tree: Tree) -> None:
    last_season(tree)

    assert enrolling.open_season(tree.county.id, date(2027, 1, 1)) == 2
    assert enrolling.open_season(tree.county.id, date(2027, 1, 2)) == 0

    assert balances(tree, "2027") == dict.fromkeys(MEMBERS[:3], 0)
    assert balances(tree, "2026")[MEMBERS[0]] == 9


def test_who_has_points_of_the_new_season_already_keeps_them(tree: Tree) -> None:
    last_season(tree)
    early = Scoreboard(
        Scoreboard.partition("2027", tree.county.id), Scoreboard.place(tree.branch.id), path=tree.branch.path, version=1
    )
    early.hold(scoreboard.add(scoreboard.enrol(item_board(), MEMBERS[1:2]), {1: 5}, datetime(2027, 1, 1, tzinfo=UTC)))
    early.save()

    enrolling.open_season(tree.county.id, date(2027, 1, 1))

    assert balances(tree, "2027") == {MEMBERS[1]: 5, MEMBERS[0]: 0, MEMBERS[2]: 0}


def test_opening_gives_way_to_whoever_moves_the_board_at_the_same_time(tree: Tree) -> None:
    last_season(tree)
    enrolling.open_season(tree.county.id, date(2027, 1, 1))
    item = Scoreboard.demand(Scoreboard.partition("2026", tree.county.id), Scoreboard.place(tree.branch.id))
    item.hold(scoreboard.enrol(item.board, MEMBERS[10:11]))
    item.save()

    def somebody_else() -> None:
        other = Scoreboard.demand(Scoreboard.partition("2027", tree.county.id), Scoreboard.place(tree.branch.id))
        other.hold(scoreboard.enrol(other.board, [MEMBERS[11]]))
        other.version += 1
        other.save()

    with meanwhile(somebody_else):
        enrolling.open_season(tree.county.id, date(2027, 1, 2))

    assert set(balances(tree, "2027")) == {*MEMBERS[:3], *MEMBERS[10:12]}


def test_the_check_of_a_january_night_opens_the_season_and_still_proves_the_last_one(tree: Tree) -> None:
    last_season(tree)
    due = Check(county_id=tree.county.id, as_of=datetime(2026, 12, 31, 17, 0, tzinfo=UTC))

    assert on_check_due.lambda_handler(batch(msgspec.json.encode(due).decode()), Context()) == {"batchItemFailures": []}

    assert balances(tree, "2027") == dict.fromkeys(MEMBERS[:3], 0)
    assert checking.check(due) == 2, "the balances of December rest on no lines"
    assert [int(total(tree, season).total) for season in ("2026", "2027")] == [0, 0]


def test_a_season_is_proved_until_the_end_of_january(tree: Tree) -> None:
    last_season(tree)

    assert checking.check(Check(county_id=tree.county.id, as_of=datetime(2027, 1, 31, 12, tzinfo=UTC))) == 2
    assert checking.check(Check(county_id=tree.county.id, as_of=datetime(2027, 2, 1, 12, tzinfo=UTC))) == 0


def total(tree: Tree, of: str) -> CountySum:
    return CountySum.demand(Scoreboard.partition(of, tree.county.id), "SUM")


def test_boards_that_begin_in_one_batch_stand_each_at_its_own_path(tree: Tree) -> None:
    events = [
        MembersEnrolled(
            branch_id=branch.id,
            county_id=branch.county_id,
            path=branch.path,
            members=(EnrolledMember(member_id=derived_id("x", branch.id), category="FULL", floating=False),),
        )
        for branch in (tree.branch, tree.sister)
    ]

    on_members.lambda_handler(batch(*map(envelope, events)), Context())

    for branch in (tree.branch, tree.sister):
        key = Scoreboard.partition(season(), branch.county_id), Scoreboard.place(branch.id)
        assert Scoreboard.demand(*key).path == branch.path
