"""Months, quarters and years close into sealed snapshots: what was earned in them, the ranks, the hash on record."""

import hashlib
import json
from datetime import timedelta
from typing import Any

import pytest

from functions.ranking import on_nightly_part, standing
from functions.ranking.snapshots import Snapshot, keep, place
from functions.ranking.tables import Current
from kernel import aws
from kernel.authority import Role
from kernel.clock import stamp
from kernel.directory import Organisation
from kernel.errors import Busy
from kernel.ids import derived_id
from kernel.scoreboard import Scoreboard
from kernel.seals import SealBucket
from tests.builders import Tree, account, recorded
from tests.conftest import Context
from tests.integration.ranking.months import NIGHT, NOVEMBER, OCTOBER, YEAR, Months, lived, night
from tests.integration.ranking.runs import call

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def months() -> Months:
    standing.WARM.clear()
    return Months(Tree())


def own(member: str, branch: Organisation, season: str) -> tuple[int, Any]:
    account("anybody", member_id=member, branch=branch)
    return call("GET", f"/v1/rankings/seasons/{season}", subject="anybody")


@pytest.mark.parametrize("seed", range(3))
def test_a_month_counts_what_was_earned_in_it_and_ranks_as_an_oracle_does(months: Months, seed: int) -> None:
    lived(months, seed)

    for member, branch in months.homes.items():
        status, told = own(member, branch, "2026-10")

        assert (status, told["branchId"]) == (200, branch.id)
        assert told["points"] == months.in_season(member, OCTOBER, NOVEMBER)
        scopes = [branch, Organisation.demand(Organisation.partition(str(branch.parent_id)), "NOW"), months.tree.county]
        assert [(level["organisationId"], level["rank"]) for level in told["levels"]] == [
            (scope.id, months.rank(member, scope, OCTOBER, NOVEMBER)) for scope in scopes
        ]


def test_a_quarter_that_nothing_was_closed_before_counts_from_the_beginning(months: Months) -> None:
    lived(months, 4)
    member, branch = next(iter(months.homes.items()))

    _, told = own(member, branch, "2026-Q3")

    assert told["points"] == months.in_season(member, OCTOBER - timedelta(days=365), OCTOBER)


def test_closed_seasons_are_listed_with_the_hash_that_is_in_the_journal(months: Months) -> None:
    lived(months, 5)
    account("member", member_id=next(iter(months.homes)), branch=months.tree.branch)

    status, told = call("GET", f"/v1/rankings/{months.tree.branch.id}/seasons", subject="member")

    assert (status, told["countyId"]) == (200, months.tree.county.id)
    assert [item["season"] for item in told["items"]] == ["2026-Q3", "2026-10", "2026-09"]
    for item in told["items"]:
        key = place(months.tree.county.id, item["season"])
        body = aws.client("s3").get_object(Bucket=SealBucket.load().seal_bucket, Key=key)["Body"].read()
        assert hashlib.sha256(body).hexdigest() == item["sha256"]
        assert json.loads(body)["season"] == item["season"]
    entries = [entry["data"] for entry in recorded(months.tree.county.id) if entry["event"] == "SeasonClosed"]
    assert {(entry["season"], entry["sha256"]) for entry in entries} == {
        (item["season"], item["sha256"]) for item in told["items"]
    }


def test_the_board_of_a_closed_season_stays_and_says_of_what_instant_it_is(months: Months) -> None:
    lived(months, 6)
    account("admin", (Role.COUNTY_ADMIN, months.tree.county))
    path = f"/v1/rankings/{months.tree.county.id}"
    _, before = call("GET", path, subject="admin", query={"season": "2026-10"})

    months.give(next(iter(months.homes)), 500, NOVEMBER + timedelta(hours=5))
    night(months, NOVEMBER + timedelta(days=1))

    _, after = call("GET", path, subject="admin", query={"season": "2026-10"})
    best = max(months.in_season(member, OCTOBER, NOVEMBER) for member in months.homes)
    assert after == before
    assert (after["season"], after["asOf"], after["items"][0]["points"]) == ("2026-10", "2026-10-31T16:00:00Z", best)


def test_a_season_closes_once_and_as_the_first_snapshot_says(months: Months) -> None:
    months.give(next(iter(months.homes)), 5, NOVEMBER - timedelta(hours=1))
    night(months, NOVEMBER)
    night(months, NOVEMBER + timedelta(days=1))

    closed = [entry for entry in recorded(months.tree.county.id) if entry["event"] == "SeasonClosed"]
    assert len(closed) == 1


def test_boards_that_no_longer_reach_back_close_the_season_as_of_the_run(months: Months) -> None:
    months.give(next(iter(months.homes)), 5, NOVEMBER - timedelta(hours=1))
    item = months.item(months.tree.branch)
    item.since = int((NOVEMBER + timedelta(hours=1)).timestamp())
    item.moved = item.since * 1000
    item.save()

    night(months, NOVEMBER)

    _, told = own(*next(iter(months.homes.items())), "2026-10")
    assert told["asOf"] == (NOVEMBER + NIGHT).isoformat().replace("+00:00", "Z")


def test_a_county_that_cannot_be_closed_holds_up_no_other_and_fails_the_part(months: Months) -> None:
    broken = "0" * 26
    Scoreboard(Scoreboard.partition(YEAR, broken), "B#x", path="/nowhere/", points=bytes(4), version=1).save()
    event = {"asOf": (NOVEMBER + NIGHT).isoformat(), "counties": [broken, months.tree.county.id]}

    with pytest.raises(Busy):
        on_nightly_part.lambda_handler(event, Context())

    assert own(*next(iter(months.homes.items())), "2026-10")[0] == 200


def test_a_snapshot_that_is_not_what_the_journal_says_is_not_shown(months: Months) -> None:
    lived(months, 7)
    key = place(months.tree.county.id, "2026-10")
    aws.client("s3").put_object(Bucket=SealBucket.load().seal_bucket, Key=key, Body=b"{}")

    status, problem = own(*next(iter(months.homes.items())), "2026-10")

    assert (status, problem["code"]) == (503, "snapshot_altered")


def test_what_is_asked_wrongly_is_refused(months: Months) -> None:
    member, branch = next(iter(months.homes.items()))
    night(months, NOVEMBER)
    province = months.tree.found(None, "43", "COMMITTEE", "PROVINCE")
    account("above", (Role.COUNTY_ADMIN, province))

    assert own(member, branch, "2026-09")[1]["code"] == "not_closed"
    assert own(derived_id("nobody"), branch, "2026-10")[0] == 404
    assert [own(member, branch, wrong)[0] for wrong in ("2026-13", "2026-Q5", "26", "2" * 999)] == [422] * 4
    assert own(member, branch, "2026-1😀")[0] == 404
    assert call("GET", f"/v1/rankings/{branch.id}", subject="anybody", query={"season": "soon"})[0] == 422
    assert call("GET", f"/v1/rankings/{province.id}/seasons", subject="above")[1]["code"] == "no_county"
    assert call("GET", f"/v1/rankings/{province.id}/seasons", subject="anybody")[0] == 404
    assert call("GET", "/v1/rankings/seasons/2026-10", subject=None)[0] == 401


def test_a_month_whose_base_was_altered_is_not_closed_and_the_county_is_ranked(months: Months) -> None:
    night(months, OCTOBER)
    key = place(months.tree.county.id, "2026-09")
    aws.client("s3").put_object(Bucket=SealBucket.load().seal_bucket, Key=key, Body=b"{}")

    with pytest.raises(Busy):
        night(months, NOVEMBER)

    assert own(*next(iter(months.homes.items())), "2026-10")[1]["code"] == "not_closed"
    assert Current.demand(*Current.key_of(YEAR, months.tree.county.id)).as_of == stamp(NOVEMBER + NIGHT)


def test_of_two_tries_the_first_snapshot_stands(months: Months) -> None:
    first = Snapshot(months.tree.county.id, "2026-10", NOVEMBER, None, [])
    kept, sha256 = keep(first)

    again, same = keep(Snapshot(months.tree.county.id, "2026-10", NOVEMBER + NIGHT, None, []))

    assert (kept, again) == (first, first)
    assert same == sha256
