"""Members looked up by a number: found inside alone, counted, and on the record."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.members import app_finding, app_lookup
from functions.members.looking_up import LOOKUPS_AN_HOUR
from functions.members.tables import DayCounter
from kernel.authority import Role
from kernel.clock import SHANGHAI, business_day, now
from kernel.directory import covers
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import enrolled, row, sample
from tests.integration.members.test_duplicates import case_of, twice
from tests.integration.members.watching import calls_to
from tests.trials import examples
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")
PHONE = "15499990000"


def look_up(where: str, subject: str | None = "county", **body: str) -> tuple[int, Any]:
    said = {"organisationId": where, "purpose": "CONTACT"} | body
    return answer(app_lookup.lambda_handler(request("POST", "/v1/members/lookups", subject=subject, body=said), None))


@pytest.fixture
def county(tree: Tree) -> Tree:
    account("county", (Role.COUNTY_ADMIN, tree.county))
    return tree


@pytest.mark.parametrize(
    "spelled", [row(3).id_number, row(3).id_number.lower(), f" {row(3).id_number[:6]} {row(3).id_number[6:]}"]
)
def test_a_member_is_found_by_id_number_however_it_is_spelled(county: Tree, spelled: str) -> None:
    (member_id,) = enrolled(county, 3)

    status, told = look_up(county.county.id, idNumber=spelled)

    assert (status, [m["id"] for m in told["items"]]) == (200, [member_id])
    assert row(3).id_number not in str(told)


def test_the_old_form_of_fifteen_digits_is_the_same_person(county: Tree) -> None:
    (member_id,) = enrolled(county, 3)
    number = row(3).id_number

    _, told = look_up(county.county.id, idNumber=number[:6] + number[8:17])

    assert [m["id"] for m in told["items"]] == [member_id]


def test_everybody_who_shares_a_phone_is_found(county: Tree) -> None:
    ids = [*enrolled(county, 3, mobile=PHONE), *enrolled(county, 5, branch=county.far_branch, mobile=PHONE)]

    _, told = look_up(county.county.id, mobile="+86 154-9999-0000")

    assert [m["id"] for m in told["items"]] == sorted(ids)
    assert PHONE not in str(told)


def test_a_look_up_is_on_the_record_without_the_number(county: Tree) -> None:
    enrolled(county, 3, mobile=PHONE)

    look_up(county.county.id, mobile=PHONE)

    entry = recorded(county.county.id)[-1]
    assert (entry["actor"], entry["action"], entry["data"]) == (
        "county",
        "members.lookup",
        {"by": "mobile", "purpose": "CONTACT", "found": 1},
    )
    assert PHONE not in str(entry)


def test_who_is_outside_is_as_nobody_in_answer_and_reads(county: Tree) -> None:
    enrolled(county, 5, branch=county.far_branch, mobile=PHONE)
    account("township", (Role.SECRETARY, county.township))
    look_up(county.township.id, "township", mobile="15400000001")

    told, made = [], []
    for body in (
        {"mobile": PHONE},
        {"mobile": "15400000009"},
        {"idNumber": row(5).id_number},
        {"idNumber": row(9).id_number},
    ):
        with calls_to("dynamodb") as calls:
            status, answered = look_up(county.township.id, "township", **body)
        told.append((status, answered["items"]))
        made.append(calls)

    assert told == [(200, [])] * 4
    assert made[0] == made[1] == ["Query", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]
    assert made[2] == made[3] == ["GetItem", "BatchGetItem", "BatchGetItem", "TransactWriteItems"]


def test_thirty_look_ups_an_hour_hit_or_miss(county: Tree) -> None:
    hour = DayCounter.of("county", f"LOOKUPS-{now().astimezone(SHANGHAI):%H}", business_day(now()))
    hour.n = LOOKUPS_AN_HOUR - 1
    hour.save()

    last, beyond = look_up(county.county.id, mobile=PHONE), look_up(county.county.id, mobile=PHONE)

    assert last[0] == 200
    assert (beyond[0], beyond[1]["code"]) == (429, "lookups_exhausted")
    assert len(recorded(county.county.id)) == 1


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"mobile": PHONE, "idNumber": row(3).id_number},
        {"mobile": "123"},
        {"idNumber": "110105194912310021"},
        {"mobile": PHONE, "purpose": "CURIOSITY"},
    ],
)
def test_one_good_number_and_a_purpose_or_nothing(county: Tree, body: dict[str, str]) -> None:
    status, problem = look_up(county.county.id, **body)

    assert (status, problem["code"]) == (422, "invalid")
    assert PHONE not in str(problem)


def test_auditors_reviewers_and_strangers_look_nobody_up(county: Tree) -> None:
    account("auditor", (Role.AUDITOR, county.county))
    account("far", (Role.SECRETARY, county.far_branch))

    statuses = {who: look_up(county.township.id, who, mobile=PHONE)[0] for who in ("auditor", "far", "nobody")}

    assert statuses == {"auditor": 403, "far": 404, "nobody": 404}
    assert look_up(county.county.id, None, mobile=PHONE)[0] == 401


PLACES = ("county", "township", "other_township", "branch", "sister", "far_branch")


@given(place=st.sampled_from(PLACES), role=st.sampled_from(list(Role)[1:]), asked=st.sampled_from(PLACES))
@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_sees_outside_of_their_subtree_by_numbers_or_duplicates(
    county: Tree, place: str, role: Role, asked: str
) -> None:
    kept = engine.snapshot()
    pair = twice(
        county, {"name": "张一伟", "mobile": PHONE}, {"name": "张一伟", "mobile": PHONE}, where=county.far_branch
    )
    account("anyone", (role, getattr(county, place)))
    granted, where = getattr(county, place), getattr(county, asked)

    status, told = look_up(where.id, "anyone", mobile=PHONE)
    case = answer(app_finding.lambda_handler(request("GET", f"/v1/duplicates/{case_of(pair)}", subject="anyone"), None))

    seen = {m["id"] for m in told.get("items", [])}
    homes = dict(zip(pair, (county.branch, county.far_branch), strict=True))
    assert all(covers(granted.id, homes[m].path) and covers(where.id, homes[m].path) for m in seen)
    assert (status == 200) is (role in (Role.COUNTY_ADMIN, Role.SECRETARY) and covers(granted.id, where.path))
    assert (case[0] == 200) is (place == "county" and role in (Role.COUNTY_ADMIN, Role.AUDITOR))
    engine.restore(kept)


def test_the_sample_is_answered(county: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, county.county))

    assert answer(app_lookup.lambda_handler(sample("app_lookup"), None))[0] == 200
