"""The past of a dossier: any day, the difference of two, who changed what, and where each fact comes from."""

from datetime import timedelta
from typing import Any

import pytest

from functions.members import app, app_sealing
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.ids import new_id
from tests.builders import Tree, account, answer, recorded, request
from tests.integration.members.people import ROSTER, enrolled, message, on_record, row
from tests.integration.members.people import deliver as take_in
from tests.integration.members.watching import calls_to

pytestmark = pytest.mark.usefixtures("account")
TODAY = business_day(now())
YESTERDAY = f"{TODAY - timedelta(days=1)}"


def call(method: str, path: str, body: Any = None, by: str | None = "secretary", **query: str) -> tuple[int, Any]:
    handler = app_sealing if path.endswith("/sealed") else app
    return answer(handler.lambda_handler(request(method, path, subject=by, body=body, query=query), None))


@pytest.fixture
def member_id(tree: Tree) -> str:
    """Enrolled in January, whatever day it is."""
    account("secretary", (Role.SECRETARY, tree.branch))
    account("admin", (Role.COUNTY_ADMIN, tree.county))
    account("reviewer", (Role.REVIEWER, tree.township))
    (found,) = enrolled(tree, 3)
    member = on_record(found)
    member.source_on = "2026-01-05"
    member.save()
    return found


def path(member_id: str, rest: str = "") -> str:
    return f"/v1/members/{member_id}{rest}"


def test_a_past_day_shows_the_facts_of_then_without_an_etag(tree: Tree, member_id: str) -> None:
    call("PATCH", path(member_id), {"education": "11", "degree": "3"})
    call("PATCH", path(member_id, "/sealed"), {"mobile": "15411112222"})

    past = app.lambda_handler(request("GET", path(member_id), subject="secretary", query={"asOf": YESTERDAY}), None)
    _, present = call("GET", path(member_id), asOf=f"{TODAY}")

    status, dossier = answer(past)
    assert (status, "ETag" in past["headers"]) == (200, False)
    facts = ("education", "degree", "mobile", "asOf")
    assert [dossier[name] for name in facts] == ["21", None, "154****0003", YESTERDAY]
    assert [present[name] for name in facts] == ["11", "3", "154****2222", f"{TODAY}"]


def test_before_a_member_was_on_record_there_is_no_dossier(tree: Tree, member_id: str) -> None:
    assert call("GET", path(member_id), asOf="2026-01-04")[0] == 404
    assert call("GET", path(member_id), asOf="2026-01-05")[0] == 200
    assert call("GET", path(member_id, "/differences"), **{"from": "2026-01-04", "to": f"{TODAY}"})[0] == 404


def test_a_decision_shows_from_the_day_on_which_it_holds(tree: Tree, member_id: str) -> None:
    decided = {"reason": "SELF_EXIT", "effectiveOn": "2026-03-01"}
    call("POST", path(member_id, "/departure"), decided, "admin")

    states = [call("GET", path(member_id), asOf=day)[1]["state"] for day in ("2026-02-28", "2026-03-01")]

    assert states == ["ACTIVE", "LEFT"]


def test_the_difference_of_two_days_names_the_fields_and_masks_the_sealed(tree: Tree, member_id: str) -> None:
    call("PATCH", path(member_id), {"education": "11"})
    call("PATCH", path(member_id, "/sealed"), {"mobile": "15411112222", "address": "湖南省永州市"})

    status, told = call("GET", path(member_id, "/differences"), **{"from": YESTERDAY, "to": f"{TODAY}"})

    assert (status, told["since"], told["until"]) == (200, YESTERDAY, f"{TODAY}")
    assert told["items"] == [
        {"field": "education", "sealed": False, "before": "21", "after": "11"},
        {"field": "mobile", "sealed": True, "before": "154****0003", "after": "154****2222"},
        {"field": "address", "sealed": True, "before": None, "after": None},
    ]
    assert "永州" not in str(told)


def test_two_days_are_compared_in_their_order(tree: Tree, member_id: str) -> None:
    status, problem = call("GET", path(member_id, "/differences"), **{"from": f"{TODAY}", "to": YESTERDAY})
    same, told = call("GET", path(member_id, "/differences"), **{"from": YESTERDAY, "to": YESTERDAY})

    assert (status, problem["fields"]) == (422, [{"field": "query.to", "code": "before_from"}])
    assert (same, told["items"]) == (200, [])


def test_a_roster_leaves_what_it_took_the_place_of(tree: Tree, member_id: str) -> None:
    take_in(message(tree, [row(3, education="14", address="湖南省永州市新田县")], roster_id=(second := new_id())))

    _, page = call("GET", path(member_id, "/history"))

    (change,) = page["items"]
    assert change["source"] == f"ROSTER:{second}"
    assert (change["by"], change["version"], change["effectiveOn"]) == ("county-admin", 1, f"{TODAY}")
    assert (change["fields"], change["before"]) == (["address", "education"], {"education": "21"})


def test_the_history_is_read_page_by_page_the_latest_first(tree: Tree, member_id: str) -> None:
    for code in ("11", "14", "21", "31", "41"):
        call("PATCH", path(member_id), {"education": code})
    seen: list[str] = []
    cursor: dict[str, str] = {}

    for _ in range(3):
        _, page = call("GET", path(member_id, "/history"), limit="2", **cursor)
        seen += [item["before"]["education"] for item in page["items"]]
        cursor = {"cursor": page["next"]}

    assert seen == ["31", "21", "14", "11", "21"]
    assert page["next"] is None


def test_every_fact_tells_who_stated_it_and_who_checked_it(tree: Tree, member_id: str) -> None:
    call("PATCH", path(member_id), {"education": "11"})

    status, told = call("POST", path(member_id, "/verifications"), {"fields": ["education", "idNumber"]}, "reviewer")

    by_name = {item["field"]: item for item in told["items"]}
    assert (status, len(by_name), told["version"]) == (201, 27, 3)
    assert by_name["education"] == {
        "field": "education",
        "value": "11",
        "sealed": False,
        "source": "CORRECTION",
        "by": "secretary",
        "on": f"{TODAY}",
        "verifiedBy": "reviewer",
        "verifiedOn": f"{TODAY}",
    }
    assert by_name["idNumber"]["value"] == on_record(member_id).id_number_masked
    assert by_name["name"]["source"] == f"ROSTER:{ROSTER}"
    assert (by_name["name"]["by"], by_name["name"]["on"]) == ("county-admin", "2026-01-05")
    assert (by_name["degree"]["source"], by_name["address"]["value"]) == (None, None)
    assert recorded(tree.branch.id)[-1]["action"] == "members.vouch"


def test_a_fact_said_anew_is_not_checked_any_more(tree: Tree, member_id: str) -> None:
    call("POST", path(member_id, "/verifications"), {"fields": ["education", "name"]}, "reviewer")
    call("PATCH", path(member_id), {"education": "11"})

    _, told = call("GET", path(member_id, "/fields"))

    checked = {item["field"] for item in told["items"] if item["verifiedBy"]}
    assert checked == {"name"}


def test_nobody_checks_their_own_word(tree: Tree, member_id: str) -> None:
    call("PATCH", path(member_id), {"education": "11"})

    assert call("POST", path(member_id, "/verifications"), {"fields": ["education"]})[0] == 403
    assert call("POST", path(member_id, "/verifications"), {"fields": ["name"]})[0] == 201


def test_where_somebody_belongs_has_its_source_and_its_witness_too(tree: Tree, member_id: str) -> None:
    move = {"branchId": tree.sister.id, "effectiveOn": "2026-03-01", "reason": "工作单位变动"}
    lost = {"reason": "LOST_CONTACT", "effectiveOn": YESTERDAY, "since": "2026-01-20"}
    call("POST", path(member_id, "/moves"), move, "admin")
    call("POST", path(member_id, "/suspension"), lost, "admin")
    call("POST", path(member_id, "/verifications"), {"fields": ["branchId"]}, "reviewer")

    told = {one["field"]: one for one in call("GET", path(member_id, "/fields"), by="admin")[1]["items"]}

    known = ("value", "source", "by", "on", "verifiedBy")
    assert {
        name: tuple(told[name][what] for what in known) for name in ("branchId", "membershipState", "lostSince")
    } == {
        "branchId": (tree.sister.id, "MOVE", "admin", "2026-03-01", "reviewer"),
        "membershipState": ("SUSPENDED", "STANDING", "admin", YESTERDAY, None),
        "lostSince": ("2026-01-20", "STANDING", "admin", YESTERDAY, None),
    }


def test_who_was_never_moved_or_lost_is_placed_by_their_roster(tree: Tree, member_id: str) -> None:
    told = {one["field"]: one for one in call("GET", path(member_id, "/fields"))[1]["items"]}

    sources = [(told[name]["value"], told[name]["source"]) for name in ("branchId", "membershipState", "lostSince")]
    assert sources == [(tree.branch.id, f"ROSTER:{ROSTER}"), ("ACTIVE", f"ROSTER:{ROSTER}"), (None, None)]


@pytest.mark.parametrize("rest", ["/fields", "/history", "/differences"])
def test_the_past_is_for_readers_of_the_dossier(tree: Tree, member_id: str, rest: str) -> None:
    account("colleague", member_id=enrolled(tree, 4)[0], branch=tree.branch)
    account("neighbour", (Role.SECRETARY, tree.far_branch))
    days = {"from": YESTERDAY, "to": f"{TODAY}"} if rest == "/differences" else {}

    statuses = [call("GET", path(member_id, rest), by=who, **days)[0] for who in (None, "colleague", "neighbour")]

    assert statuses == [401, 403, 404]


def test_a_past_day_costs_three_reads(tree: Tree, member_id: str) -> None:
    call("GET", path(member_id))

    with calls_to("dynamodb") as calls:
        call("GET", path(member_id), asOf=YESTERDAY)

    assert len(calls) == 3
