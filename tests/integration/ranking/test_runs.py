"""Runs by hand: what is ranked, as of when, by whom, and that being told again or killed changes nothing."""

from datetime import timedelta
from typing import Any
from unittest.mock import ANY

import pytest

from functions.ranking import on_ranking_started, packing
from functions.ranking.histogram import decode
from functions.ranking.tables import Run
from kernel.authority import Role
from kernel.clock import instant, now, stamp
from kernel.events import RankingStarted
from kernel.ids import new_id
from tests.builders import account, envelope, recorded
from tests.integration.ranking.county import SEASON, County, member, minutes
from tests.integration.ranking.runs import call, current, ranked, start, started
from tests.trust.delivery import deliver, every_way, thrice_shuffled, until_done
from tests.trust.faults import Fault

pytestmark = pytest.mark.usefixtures("account")


def test_a_run_by_hand_is_asked_for_carried_out_and_shown(county: County) -> None:
    status, told = start(county, minutes(30))

    assert status == 202
    assert told == {
        "runId": ANY,
        "countyId": county.tree.county.id,
        "season": SEASON,
        "state": "STARTED",
        "asOf": minutes(30).isoformat().replace("+00:00", "Z"),
        "organisations": None,
        "members": None,
    }
    until_done(on_ranking_started.lambda_handler, envelope(started(county, told)))
    status, shown = call("GET", f"/v1/rankings/runs/{told['runId']}", subject="admin")
    assert status == 200
    assert shown == told | {"state": "DONE", "organisations": 3, "members": 5}
    actions = [(e["action"], e["event"]) for e in recorded(county.tree.county.id)]
    assert actions == [("ranking.start", "RankingStarted"), ("ranking.publish", "RankingPublished")]


def test_a_run_counts_every_organisation_and_lists_those_below_it(county: County) -> None:
    tree = county.tree
    _, told = start(county, minutes(30))
    until_done(on_ranking_started.lambda_handler, envelope(started(county, told)))

    row = ranked(county, tree.county.id)
    township = ranked(county, tree.township.id)
    empty = ranked(county, tree.other_township.id)

    assert (row.level, int(row.members), int(row.total)) == ("COUNTY", 5, 25)
    assert dict(zip(*vars(decode(row.histogram)).values(), strict=True)) == {0: 2, 5: 1, 10: 2}
    firsts = {member(tree.branch, 1), member(tree.sister, 1)}
    assert {m for m, points in packing.top_of(row) if points == 10} == firsts
    assert [(t.organisation_id, t.members, t.total, t.own) for t in packing.board_of(township)] == sorted(
        [(tree.branch.id, 3, 15, 5), (tree.sister.id, 2, 10, 0)]
    )
    assert (int(empty.members), packing.top_of(empty)) == (0, [])
    assert [t.average for t in packing.board_of(empty)] == [None]


def test_points_that_moved_after_the_instant_do_not_count(county: County) -> None:
    county.give(county.tree.sister, 2, 50, minutes(40))
    _, told = start(county, minutes(30))

    until_done(on_ranking_started.lambda_handler, envelope(started(county, told)))

    assert int(ranked(county, county.tree.county.id).total) == 25


def test_an_older_run_never_takes_the_place_of_a_newer_one(county: County) -> None:
    for at in (minutes(30), minutes(3)):
        _, told = start(county, at)
        until_done(on_ranking_started.lambda_handler, envelope(started(county, told)))

    found_ = current(county)

    assert found_
    assert found_.as_of == stamp(minutes(30))
    assert Run.demand(Run.partition(told["runId"]), "RUN").state == "DONE"


def test_a_run_of_now_holds_for_the_latest_settled_instant(county: County) -> None:
    before = now()
    _, told = start(county)
    until_done(on_ranking_started.lambda_handler, envelope(started(county, told)))
    after = now()

    _, shown = call("GET", f"/v1/rankings/runs/{told['runId']}", subject="admin")

    settled = timedelta(seconds=20)
    assert before - settled - timedelta(seconds=1) <= instant(shown["asOf"]) <= after - settled


def test_a_repeated_request_starts_one_run(county: County) -> None:
    headers = {"idempotency-key": "once"}

    first = start(county, minutes(30), **headers)

    assert start(county, minutes(30), **headers) == first
    assert len(recorded(county.tree.county.id)) == 1


def test_who_may_start_and_see_runs(county: County) -> None:
    _, told = start(county)
    path = f"/v1/rankings/runs/{told['runId']}"

    assert start(county, subject="secretary")[0] == 404
    assert start(county, subject="elsewhere")[0] == 404
    account("reader", (Role.SECRETARY, county.tree.county))
    assert start(county, subject="reader")[0] == 403
    assert call("GET", path, subject="reader")[0] == 403
    assert call("GET", path, subject="elsewhere")[0] == 404
    assert call("GET", path, subject=None)[0] == 401
    assert call("GET", f"/v1/rankings/runs/{new_id()}", subject="admin")[0] == 404


def test_instants_to_come_or_too_long_ago_are_refused(county: County) -> None:
    ahead, behind = start(county, now() + timedelta(hours=1)), start(county, now() - timedelta(hours=25))

    assert (ahead[0], ahead[1]["fields"]) == (422, [{"field": "asOf", "code": "in_the_future"}])
    assert (behind[0], behind[1]["code"]) == (409, "as_of_too_old")
    assert call("POST", "/v1/rankings/runs", subject="admin", body={"organisationId": "x"})[0] == 422


def test_above_the_counties_there_are_no_runs(county: County) -> None:
    province = county.tree.found(None, "43", "COMMITTEE", "PROVINCE")
    account("above", (Role.COUNTY_ADMIN, province))

    status, problem = call("POST", "/v1/rankings/runs", subject="above", body={"organisationId": province.id})

    assert (status, problem["code"]) == (409, "no_county")


def test_a_started_run_delivered_three_times_publishes_once(county: County) -> None:
    _, told = start(county, minutes(30))

    thrice_shuffled(on_ranking_started.lambda_handler, envelope(started(county, told)))

    assert len(recorded(county.tree.county.id)) == 2


def test_no_fault_at_any_call_leaves_a_run_unpublished_or_published_twice(county: County) -> None:
    _, told = start(county, minutes(30))

    def eye() -> Any:
        rows = [ranked(county, o.id).serialize() for o in (county.tree.county, county.tree.township)]
        return repr((rows, len(recorded(county.tree.county.id))))

    faults = (Fault.KILL_BEFORE, Fault.KILL_AFTER, Fault.REPLY_LOST, Fault.CONFLICT)
    trials = every_way(on_ranking_started.lambda_handler, envelope(started(county, told)), eye, faults)

    assert len(trials) >= 28
    assert len({trial.seen for trial in trials}) == 1


def test_a_run_that_nobody_asked_for_is_not_carried_out(county: County) -> None:
    event = RankingStarted(run_id=new_id(), county_id=county.tree.county.id, as_of=minutes(1))

    assert deliver(on_ranking_started.lambda_handler, envelope(event)) == ["message-0"]
