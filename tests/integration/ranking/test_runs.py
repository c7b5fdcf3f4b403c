"""Runs: what is ranked, when, by whom, and that running again or being killed changes nothing."""

import json
from datetime import timedelta
from pathlib import Path
from typing import Any
from unittest.mock import ANY

import pytest

from functions.ranking import (
    app,
    on_nightly_part,
    on_nightly_planned,
    on_organisations,
    on_points_posted,
    on_ranking_started,
    on_schedule,
    packing,
    running,
    scheduling,
)
from functions.ranking.histogram import decode
from functions.ranking.tables import Current, Dirty, RankRow, Run
from kernel import aws, scoreboard
from kernel.authority import Role
from kernel.clock import instant, now, stamp
from kernel.errors import Busy
from kernel.events import FoundedOrganisation, OrganisationsFounded, PointsPosted, RankingStarted
from kernel.ids import derived_id, new_id
from kernel.journal import Act
from kernel.scoreboard import OWN, CountySum, Scoreboard
from tests.builders import Tree, account, answer, envelope, recorded, request
from tests.conftest import Context
from tests.integration.ranking.county import SEASON, County, member, minutes
from tests.trust.delivery import deliver, every_way, thrice_shuffled, until_done
from tests.trust.faults import Fault, KilledError, sends

pytestmark = pytest.mark.usefixtures("account")
EVENTS = Path(__file__).parents[3] / "events" / "ranking"


@pytest.fixture
def county() -> County:
    made = County(Tree())
    tree = made.tree
    found(tree)
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("secretary", (Role.SECRETARY, tree.branch))
    account("elsewhere", (Role.COUNTY_ADMIN, tree.other_township))
    made.enrol(tree.branch, 3)
    made.enrol(tree.sister, 2)
    for slot, points in ((1, 10), (2, 5), (OWN, 5)):
        made.give(tree.branch, slot, points, minutes(slot))
    made.give(tree.sister, 1, 10, minutes(5))
    return made


def found(tree: Tree) -> None:
    organisations = (tree.county, tree.township, tree.other_township, tree.branch, tree.sister, tree.far_branch)
    founded = [
        FoundedOrganisation(organisation_id=o.id, path=o.path, kind=o.kind, level=o.level) for o in organisations
    ]
    for part in (founded[:2], founded[2:]):
        event = OrganisationsFounded(county_id=tree.county.id, organisations=tuple(part))
        until_done(on_organisations.lambda_handler, envelope(event))


def call(method: str, path: str, **rest: Any) -> tuple[int, Any]:
    return answer(app.lambda_handler(request(method, path, **rest), Context()))


def posted(county: County, season: str = SEASON) -> PointsPosted:
    tree = county.tree
    return PointsPosted(branch_id=tree.branch.id, county_id=tree.county.id, season=season, rows=1, total=5)


def current(county: County) -> Current | None:
    return Current.find(*Current.key_of(SEASON, county.tree.county.id))


def ranked(county: County, organisation_id: str) -> RankRow:
    found_ = current(county)
    assert found_
    return RankRow.demand(*RankRow.key_of(SEASON, organisation_id, found_.as_of))


def start(county: County, as_of: Any = None, subject: str = "admin", **headers: str) -> tuple[int, Any]:
    body = {"organisationId": county.tree.township.id} | ({"asOf": as_of.isoformat()} if as_of else {})
    return call("POST", "/v1/rankings/runs", subject=subject, body=body, headers=headers)


def started(county: County, told: Any) -> RankingStarted:
    return RankingStarted(run_id=told["runId"], county_id=county.tree.county.id, as_of=instant(told["asOf"]))


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
    _, told = start(county)
    until_done(on_ranking_started.lambda_handler, envelope(started(county, told)))

    _, shown = call("GET", f"/v1/rankings/runs/{told['runId']}", subject="admin")

    assert timedelta(seconds=19) < instant(told["asOf"]) - instant(shown["asOf"]) <= timedelta(seconds=21)


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


def test_points_that_move_mark_their_county_once_per_five_minutes(county: County) -> None:
    events = [envelope(posted(county)) for _ in range(3)]

    thrice_shuffled(on_points_posted.lambda_handler, *events)

    rows = list(Dirty.query(Dirty.ALL))
    assert {row.county for row in rows} == {(county.tree.county.id, SEASON)}
    assert len(rows) <= 2


def test_a_mark_keeps_its_latest_instant(county: County) -> None:
    from functions.ranking import tables

    where = county.tree.county.id, SEASON
    base = minutes(0).replace(minute=10, second=0)

    tables.mark_dirty(*where, base + timedelta(seconds=9))
    tables.mark_dirty(*where, base + timedelta(seconds=3))

    (row,) = Dirty.query(Dirty.ALL)
    assert row.at == stamp(base + timedelta(seconds=9))


def mark(county: County, at: Any, season: str = SEASON) -> None:
    county_id = county.tree.county.id
    Dirty(sk=Dirty.place(county_id, season, at), at=stamp(at)).save()


def test_the_schedule_ranks_what_changed_and_forgets_it(county: County) -> None:
    mark(county, minutes(10))
    mark(county, minutes(15))

    assert on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context()) == {"counties": 1}
    assert on_schedule.lambda_handler({"asOf": minutes(35).isoformat()}, Context()) == {"counties": 0}

    found_ = current(county)
    assert found_
    assert found_.as_of == stamp(minutes(30))
    (entry,) = recorded(county.tree.county.id)
    assert entry["data"] == {
        "runId": found_.run_id,
        "countyId": county.tree.county.id,
        "season": SEASON,
        "asOf": minutes(30).isoformat().replace("+00:00", "Z"),
        "organisations": 3,
        "members": 5,
    }


def test_a_mark_of_after_the_instant_is_ranked_now_and_again(county: County) -> None:
    mark(county, minutes(31))

    assert on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context()) == {"counties": 1}
    assert on_schedule.lambda_handler({"asOf": minutes(35).isoformat()}, Context()) == {"counties": 1}
    assert on_schedule.lambda_handler({"asOf": minutes(40).isoformat()}, Context()) == {"counties": 0}


def test_points_that_move_while_a_mark_is_being_forgotten_keep_it(county: County) -> None:
    from functions.ranking import tables

    mark(county, minutes(10))
    (read,) = Dirty.query(Dirty.ALL)
    Dirty(sk=read.sk, at=stamp(minutes(11))).save()

    tables.clean(read)

    assert len(list(Dirty.query(Dirty.ALL))) == 1


def test_the_same_scheduled_run_twice_is_one_run(county: County) -> None:
    for _ in range(2):
        mark(county, minutes(10))
        on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert len(recorded(county.tree.county.id)) == 1


def test_a_county_that_cannot_be_ranked_stays_marked_and_holds_up_no_other(county: County) -> None:
    mark(county, minutes(10))
    broken = "0" * 26
    Dirty(sk=Dirty.place(broken, SEASON, minutes(10)), at=stamp(minutes(10))).save()
    Scoreboard(Scoreboard.partition(SEASON, broken), "B#x", path="/nowhere/", points=bytes(4), version=1).save()

    with pytest.raises(Busy):
        on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert [row.county[0] for row in Dirty.query(Dirty.ALL)] == [broken]
    assert current(county)


def test_a_run_that_dies_has_forgotten_the_marks_of_what_it_ranked(
    county: County, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark(county, minutes(10))
    last = "Z" * 26
    Dirty(sk=Dirty.place(last, SEASON, minutes(10)), at=stamp(minutes(10))).save()
    run = running.run

    def die_at_the_last(act: Act, job: running.Job) -> running.Outcome:
        if job.county_id == last:
            raise KilledError
        return run(act, job)

    monkeypatch.setattr(running, "run", die_at_the_last)
    with pytest.raises(KilledError):
        on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert [row.county[0] for row in Dirty.query(Dirty.ALL)] == [last]


def test_late_points_of_another_season_rank_that_season(county: County) -> None:
    other = str(int(SEASON) - 1)
    mark(county, minutes(10), season=other)

    on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert Current.find(*Current.key_of(other, county.tree.county.id))
    assert current(county) is None


def test_the_sample_events_and_inputs_are_taken(county: County) -> None:
    for handler, name in (
        (on_organisations.lambda_handler, "on_organisations"),
        (on_points_posted.lambda_handler, "on_points_posted"),
    ):
        assert handler(json.loads((EVENTS / f"{name}.json").read_text()), Context()) == {"batchItemFailures": []}
    assert on_schedule.lambda_handler({}, Context()) == {"counties": 1}


def test_a_run_that_nobody_asked_for_is_not_carried_out(county: County) -> None:
    event = RankingStarted(run_id=new_id(), county_id=county.tree.county.id, as_of=minutes(1))

    assert deliver(on_ranking_started.lambda_handler, envelope(event)) == ["message-0"]


def night(county: County) -> list[dict[str, int]]:
    """What the state machine does: plan, then each part."""
    plan = on_nightly_planned.lambda_handler({"asOf": minutes(30).isoformat()}, Context())
    assert plan["asOf"] == stamp(minutes(30))
    return [
        on_nightly_part.lambda_handler({"asOf": plan["asOf"], "counties": part}, Context()) for part in plan["parts"]
    ]


def test_at_night_every_county_is_ranked_for_good(county: County) -> None:
    assert night(county) == [{"organisations": 3}]
    assert night(county) == [{"organisations": 3}]

    assert ranked(county, county.tree.county.id).expires_at is None
    assert len(recorded(county.tree.county.id)) == 1


def test_what_a_run_of_the_day_publishes_expires_after_a_week(county: County) -> None:
    mark(county, minutes(10))
    on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert ranked(county, county.tree.county.id).expires_at == minutes(30) + timedelta(days=7)


@pytest.mark.parametrize("wrong", [0, 3])
def test_at_night_the_boards_are_compared_with_the_sum_of_the_ledger(
    county: County, wrong: int, capsys: pytest.CaptureFixture[str]
) -> None:
    at = minutes(4)
    row = CountySum(Scoreboard.partition(SEASON, county.tree.county.id), as_of=stamp(at), version=1)
    row.total = county.total(at) + wrong
    row.save()
    capsys.readouterr()

    night(county)

    (metric,) = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "RankingDifference" in line]
    assert (metric["RankingDifference"], metric["service"]) == ([float(wrong)], "e-branch")


def test_at_night_a_county_that_cannot_be_ranked_holds_up_no_other_and_fails_the_part(county: County) -> None:
    broken = "0" * 26
    Scoreboard(Scoreboard.partition(SEASON, broken), "B#x", path="/nowhere/", points=bytes(4), version=1).save()
    event = {"asOf": stamp(minutes(30)), "counties": [broken, county.tree.county.id]}

    with pytest.raises(Busy):
        on_nightly_part.lambda_handler(event, Context())

    assert int(ranked(county, county.tree.county.id).total) == 25


def test_boards_that_no_longer_reach_back_to_the_ledgers_sum_are_ranked_but_not_compared(
    county: County, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    tree = county.tree
    CountySum(Scoreboard.partition(SEASON, tree.county.id), as_of=stamp(minutes(4)), total=0, version=1).save()
    board = Scoreboard.demand(Scoreboard.partition(SEASON, tree.county.id), Scoreboard.place(tree.branch.id))
    board.since = int(minutes(10).timestamp())
    board.save()
    capsys.readouterr()

    assert night(county) == [{"organisations": 3}]

    assert "RankingDifference" not in capsys.readouterr().out
    assert "county not compared" in caplog.messages


def test_many_counties_are_few_tasks() -> None:
    from functions.ranking.tables import County as CountyRow

    with CountyRow.batch_write() as rows:
        for number in range(93):
            rows.save(CountyRow(sk=derived_id("county", number)))

    parts = scheduling.plan_night()

    assert [len(part) for part in parts] == [32, 32, 29]


def test_a_run_reads_the_board_and_the_tree_once_and_writes_few_items(county: County) -> None:
    mark(county, minutes(10))

    with sends() as calls:
        on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert calls.seen == [
        "Query",  # what changed
        "Query",  # the boards
        "Query",  # the tree
        "BatchWriteItem",
        "GetItem",  # the latest run
        "GetItem",  # this run
        "GetItem",  # the chain's head
        "TransactWriteItems",
        "DeleteItem",
    ]


def unprocessed_once(operation: str, answer_: str) -> Any:
    """A hook that has the service leave the first batch undone."""
    done: list[Any] = []

    def leave(parsed: dict[str, Any], **_: Any) -> None:
        table = RankRow.Meta.table_name
        if not done and table in parsed.get("Responses", {table: []}):
            done.append(parsed)
            parsed[answer_] = {table: [{"PutRequest": {"Item": {"pk": {"S": "RANK#again"}, "sk": {"S": "x"}}}}]}

    return f"after-call.dynamodb.{operation}", leave


def test_items_that_were_left_undone_are_sent_again(county: County) -> None:
    hook = unprocessed_once("BatchWriteItem", "UnprocessedItems")
    mark(county, minutes(10))
    hooks = aws.client("dynamodb").meta.events
    hooks.register(*hook)

    on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    hooks.unregister(*hook)
    key = {"pk": {"S": "RANK#again"}, "sk": {"S": "x"}}
    assert "Item" in aws.client("dynamodb").get_item(TableName=RankRow.Meta.table_name, Key=key)
    assert current(county)


def test_a_board_whose_keys_were_left_unread_is_busy_rather_than_incomplete(county: County) -> None:
    hook = unprocessed_once("BatchGetItem", "UnprocessedKeys")
    hooks = aws.client("dynamodb").meta.events
    hooks.register(*hook)

    status, problem = call("GET", f"/v1/rankings/{county.tree.county.id}", subject="admin")

    hooks.unregister(*hook)
    assert (status, problem["code"]) == (503, "busy")


def test_boards_of_several_pages_are_all_read(county: County) -> None:
    big = scoreboard.enrol(scoreboard.Board(), [derived_id("big", n) for n in range(8_000)])
    partition = Scoreboard.partition(SEASON, county.tree.county.id)
    for number in range(8):
        branch_id = derived_id("big branch", number)
        path = f"{county.tree.other_township.path}{branch_id}/"
        item = Scoreboard(partition, Scoreboard.place(branch_id), path=path, version=1)
        item.hold(big)
        item.save()
    mark(county, minutes(10))

    on_schedule.lambda_handler({"asOf": minutes(30).isoformat()}, Context())

    assert int(ranked(county, county.tree.county.id).members) == 5 + 8 * 8_000
