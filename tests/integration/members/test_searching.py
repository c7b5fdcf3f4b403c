"""Members found by name, facts and tags in a subtree: lines kept by events, searches kept by organisations."""

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.members import app, app_finding, on_members, searching
from functions.members.search_tables import Searched
from functions.members.tables import Member
from kernel.authority import Role
from kernel.directory import Organisation, covers
from kernel.events import EnrolledMember, LeftMember, MemberErased, MembersChanged, MembersLeft, MembersMoved
from kernel.ids import new_id
from kernel.table import encode_cursor
from tests.builders import Tree, account, answer, batch, recorded, request
from tests.integration.members.people import enrolled, on_record, sample
from tests.integration.members.test_duplicates import told
from tests.integration.members.watching import before_first_transaction, calls_to, weight
from tests.integration.organisations import desk
from tests.trials import examples
from tests.trust import engine

pytestmark = pytest.mark.usefixtures("account")


def index(*events: Any) -> None:
    assert on_members.lambda_handler(batch(*events), None) == {"batchItemFailures": []}


def take_in(tree: Tree, branch: Organisation, *numbers: int, **facts: Any) -> list[str]:
    ids = enrolled(tree, *numbers, branch=branch, **facts)
    index(told(branch, *ids))
    return ids


def call(method: str, path: str, subject: str | None = "county", body: Any = None, **query: str) -> tuple[int, Any]:
    return answer(app_finding.lambda_handler(request(method, path, subject=subject, body=body, query=query), None))


def found(where: Organisation, subject: str = "county", **query: str) -> list[str]:
    """The ids of everybody found, page after page."""
    ids: list[str] = []
    while True:
        status, page = call("GET", "/v1/members/search", subject, organisationId=where.id, **query)
        assert status == 200, page
        ids += [item["id"] for item in page["items"]]
        if page["next"] is None:
            return ids
        query["cursor"] = page["next"]


@pytest.fixture
def county(tree: Tree) -> Tree:
    account("county", (Role.COUNTY_ADMIN, tree.county))
    return tree


def test_a_member_is_found_by_the_beginning_of_the_name_in_characters_and_pinyin(county: Tree) -> None:
    (shan,) = take_in(county, county.branch, 3, name="单雄信")
    (zhang,) = take_in(county, county.far_branch, 5, name="张三丰")

    hits = {
        q: found(county.county, q=q) for q in ("单", "单雄", "shan", "shanxx", "dan", "sxx", "z", "zsf", "雄", "li")
    }

    assert hits == {
        "单": [shan], "单雄": [shan], "shan": [shan], "shanxx": [shan], "dan": [shan], "sxx": [shan],
        "z": [zhang], "zsf": [zhang], "雄": [], "li": [],
    }  # fmt: skip


def test_what_is_found_is_told_with_plain_facts_alone(county: Tree) -> None:
    (member_id,) = take_in(county, county.branch, 3, name="单雄信")

    status, page = call("GET", "/v1/members/search", organisationId=county.township.id, q="shan")

    assert status == 200
    assert page["next"] is None
    assert page["items"] == [
        {
            "id": member_id,
            "branchId": county.branch.id,
            "name": "单雄信",
            "sex": "1",
            "category": "FULL",
            "education": "21",
            "joinedOn": "2005-07-01",
            "state": "ACTIVE",
            "floating": False,
            "tags": [],
        }
    ]


@pytest.mark.parametrize(
    ("query", "hit"),
    [
        ({"category": "FULL"}, True),
        ({"category": "PROBATIONARY"}, False),
        ({"state": "ACTIVE"}, True),
        ({"state": "SUSPENDED"}, False),
        ({"floating": "true"}, False),
        ({"education": "11,21"}, True),
        ({"education": "11"}, False),
        ({"joinedFrom": "2005-07-01", "joinedTo": "2005-07-01"}, True),
        ({"joinedFrom": "2005-07-02"}, False),
        ({"joinedTo": "2005-06-30"}, False),
        ({"ageFrom": "40", "ageTo": "50"}, True),
        ({"ageTo": "35"}, False),
        ({"ageFrom": "60"}, False),
        ({"tags": "老党员"}, False),
    ],
)
def test_each_filter_lets_through_who_answers_to_it(county: Tree, query: dict[str, str], hit: bool) -> None:
    ids = take_in(county, county.branch, 3)

    assert found(county.branch, **query) == (ids if hit else [])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"education": "99"}, "query.education.0"),
        ({"ageFrom": "-1"}, "query.age_from"),
        ({"q": "张" * 51}, "query.q"),
        ({"tags": ",".join(map(str, range(11)))}, "query.tags"),
    ],
)
def test_a_filter_that_makes_no_sense_is_refused(county: Tree, query: dict[str, str], field: str) -> None:
    status, problem = call("GET", "/v1/members/search", organisationId=county.county.id, **query)

    assert (status, problem["code"]) == (422, "invalid")
    assert len(problem["fields"]) == 1
    assert problem["fields"][0]["field"].replace("F", "_f").startswith(field.removesuffix(".0"))


def test_a_subtree_is_read_page_by_page_and_everybody_is_found_once(county: Tree) -> None:
    ids = [
        *take_in(county, county.branch, *range(2, 7)),
        *take_in(county, county.sister, *range(10, 13)),
        *take_in(county, county.far_branch, *range(20, 24)),
    ]

    for limit in (1, 2, 3, 5, 100):
        assert sorted(found(county.county, limit=str(limit))) == sorted(ids)
        assert len(found(county.county, limit=str(limit))) == len(ids)


def test_more_organisations_than_one_request_reads_are_gone_through(county: Tree) -> None:
    for number in range(100, 230):
        county.found(county.township, f"431128-101-{number}", "BRANCH", "BRANCH")
    last = county.found(county.other_township, "431128-102-900", "BRANCH", "BRANCH")
    ids = take_in(county, last, 3)
    status, first = call("GET", "/v1/members/search", organisationId=county.county.id, q="z")

    assert status == 200
    assert (first["next"] is not None) or [i["id"] for i in first["items"]] == ids
    assert found(county.county, q="z") == ids


def test_lines_follow_what_happens_to_members(county: Tree) -> None:
    (member_id,) = take_in(county, county.branch, 3, name="单雄信")
    where = {"branch_id": county.branch.id, "county_id": county.county.id, "path": county.branch.path}
    person = (EnrolledMember(member_id=member_id, category="FULL"),)
    member = on_record(member_id)
    member.name = "李世民"
    member.save()
    index(MembersChanged(**where, members=person))
    assert (found(county.county, q="shan"), found(county.county, q="lsm")) == ([], [member_id])

    member.settle(county.sister.id, county.county.id)
    member.save()
    moved = {"branch_id": county.sister.id, "county_id": county.county.id, "path": county.sister.path}
    old = {"from_branch_id": county.branch.id, "from_county_id": county.county.id}
    index(MembersMoved(**old, **moved, members=person))
    assert (found(county.branch), found(county.sister)) == ([], [member_id])

    member.membership_state = "LEFT"
    member.save()
    index(MembersLeft(**moved, members=(LeftMember(member_id=member_id, reason="DECEASED"),)))
    assert found(county.county) == []


def test_a_branch_that_moved_is_found_at_its_new_place_alone(county: Tree) -> None:
    ids = take_in(county, county.branch, 3)

    county.branch.path = f"{county.other_township.path}{county.branch.id}/"
    county.branch.save()

    assert (found(county.township), found(county.other_township), found(county.county)) == ([], ids, ids)


@pytest.mark.parametrize("at_once", [2, 99])
def test_what_is_under_way_is_found_at_its_new_place_alone(
    county: Tree, monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    monkeypatch.setattr(searching, "AT_ONCE", at_once)
    desk.admin_of(county)
    carried = [*take_in(county, county.branch, 2, 4), *take_in(county, county.sister, 3)]
    there = take_in(county, county.far_branch, 5)

    assert desk.move(county.township.id, county.other_township.id)[0] == 201

    assert Organisation.demand(county.branch.pk, "NOW").path == county.branch.path  # nothing is rewritten yet
    for limit in ("1", "2", "100"):
        assert sorted(found(county.other_township, limit=limit)) == sorted([*carried, *there])
        assert sorted(found(county.township, limit=limit)) == sorted(carried)
        assert sorted(found(county.county, limit=limit)) == sorted([*carried, *there])
        assert found(county.branch, limit=limit) == sorted(carried[:2])
    for event in (desk.moved(county.township, county.township.path, place_in(county)), *desk.notes()):
        desk.work(event)
    assert sorted(found(county.other_township)) == sorted([*carried, *there])


@pytest.mark.parametrize("ahead", [True, False])
def test_what_is_under_way_is_not_found_any_more_where_it_was(county: Tree, *, ahead: bool) -> None:
    """Whether it goes ahead in the order of the tree, or back."""
    desk.admin_of(county)
    before, after = sorted((county.township, county.other_township), key=lambda o: o.path, reverse=not ahead)
    general = county.found(before, "431128-101-900", "GENERAL_BRANCH", "BRANCH")
    below = county.found(general, "431128-101-901", "BRANCH", "BRANCH")
    carried = take_in(county, below, 2)

    assert desk.move(general.id, after.id)[0] == 201

    assert Organisation.demand(below.pk, "NOW").path == below.path  # nothing is rewritten yet
    assert (found(before), found(after)) == ([], carried)


def place_in(county: Tree) -> str:
    return f"{county.other_township.path}{county.township.id}/"


def test_a_closed_organisation_is_not_searched(county: Tree) -> None:
    take_in(county, county.branch, 3)
    ids = take_in(county, county.sister, 5)
    county.branch.closed_on = "2026-01-01"
    county.branch.save()

    assert (found(county.branch), found(county.county)) == ([], ids)


def test_an_erased_member_is_found_no_more_and_comes_not_back(county: Tree) -> None:
    (member_id,) = take_in(county, county.branch, 3)
    Member.demand(Member.partition(member_id), "NOW").delete()

    index(MemberErased(member_id=member_id, branch_id=county.branch.id, county_id=county.county.id))
    index(told(county.branch, member_id))

    assert found(county.county) == []


def test_the_order_of_events_does_not_matter_and_a_second_delivery_writes_nothing(county: Tree) -> None:
    ids = take_in(county, county.branch, 3, 5)
    once = Searched.demand(Searched.partition(county.branch.id), "LINES")

    index(*(told(county.branch, member) for member in (*ids, *reversed(ids))))

    again = Searched.demand(Searched.partition(county.branch.id), "LINES")
    assert (again.lines, again.version) == (once.lines, once.version)


def test_two_chunks_of_a_branch_at_once_are_both_kept(county: Tree) -> None:
    first, second = enrolled(county, 3), enrolled(county, 5)

    with before_first_transaction(lambda: index(told(county.branch, *second))):
        index(told(county.branch, *first))

    assert sorted(found(county.branch)) == sorted([*first, *second])


def test_tags_are_set_whole_and_searched_all_together(county: Tree) -> None:
    (member_id,) = take_in(county, county.branch, 3)
    body = {"tags": ["致富能手", "退役军人", "退役军人"]}

    status, told_ = call("PUT", f"/v1/members/{member_id}/tags", body=body)
    index(told(county.branch, member_id))

    assert (status, told_) == (200, {"memberId": member_id, "tags": ["致富能手", "退役军人"], "version": 2})
    assert found(county.county, tags="退役军人") == [member_id]
    assert found(county.county, tags="退役军人,致富能手") == [member_id]
    assert found(county.county, tags="退役军人,困难党员") == []
    assert recorded(county.branch.id)[-1]["action"] == "members.tag"
    assert call("PUT", f"/v1/members/{member_id}/tags", body={"tags": []})[1]["tags"] == []
    assert on_record(member_id).tags is None
    history = request("GET", f"/v1/members/{member_id}", subject="county")
    assert answer(app.lambda_handler(history, None))[0] == 200


@pytest.mark.parametrize("tags", [["x" * 21], [""], ["a\u202eb"], [str(n) for n in range(11)], "x"])
def test_tags_are_few_short_and_visible(county: Tree, tags: Any) -> None:
    (member_id,) = take_in(county, county.branch, 3)

    assert call("PUT", f"/v1/members/{member_id}/tags", body={"tags": tags})[0] == 422


def test_a_kept_search_is_run_when_it_is_read(county: Tree) -> None:
    body = {"organisationId": county.township.id, "name": "大学生", "criteria": {"education": ["21"], "ageTo": 60}}
    status, kept = call("POST", "/v1/segments", body=body)
    assert (status, kept["criteria"]["education"], kept["name"]) == (201, ["21"], "大学生")
    path = f"/v1/segments/{kept['id']}"
    assert call("GET", f"{path}/members")[1]["items"] == []
    (member_id,) = take_in(county, county.branch, 3)
    take_in(county, county.far_branch, 5)

    status, page = call("GET", f"{path}/members")

    assert (status, [item["id"] for item in page["items"]]) == (200, [member_id])
    listed = call("GET", "/v1/segments", organisationId=county.township.id)[1]
    assert listed["items"] == [kept]
    assert call("DELETE", path) == (200, kept)
    assert call("GET", f"{path}/members")[0] == 404
    assert call("GET", "/v1/segments", organisationId=county.township.id)[1]["items"] == []
    assert [e["event"] for e in recorded(county.township.id)] == ["SegmentSaved", "SegmentDeleted"]
    assert "大学生" not in str(recorded(county.township.id))


def test_a_keyed_segment_is_kept_once(county: Tree) -> None:
    body = {"organisationId": county.township.id, "name": "大学生", "criteria": {}}
    event = request("POST", "/v1/segments", subject="county", body=body, headers={"idempotency-key": "one"})

    first, again = (answer(app_finding.lambda_handler(event, None)) for _ in range(2))

    assert first == again


@pytest.mark.parametrize("where", [{"path": "/"}, {"path": "x", "after": "y"}, {"after": "x"}, {"path": 1}])
def test_a_cursor_of_another_making_is_refused(county: Tree, where: dict[str, Any]) -> None:
    cursor = str(encode_cursor(where))

    assert call("GET", "/v1/members/search", organisationId=county.county.id, cursor=cursor)[0] == 400


def test_a_cursor_leads_nowhere_outside(county: Tree) -> None:
    cursor = str(encode_cursor({"path": county.far_branch.path, "after": new_id()}))

    assert call("GET", "/v1/members/search", organisationId=county.township.id, cursor=cursor)[0] == 400


def test_above_a_county_nothing_is_searched(county: Tree) -> None:
    city = county.found(None, "4311", "COMMITTEE", "CITY")
    account("city", (Role.COUNTY_ADMIN, city))

    status, problem = call("GET", "/v1/members/search", "city", organisationId=city.id)

    assert (status, problem["fields"][0]["code"]) == (422, "above_county")


def test_a_search_costs_three_reads_and_a_branch_of_forty_one_unit(county: Tree) -> None:
    for start in (2, 22):
        take_in(county, county.branch, *range(start, start + 20), name="欧阳振华")
    found(county.county)

    with calls_to("dynamodb") as calls:
        found(county.county)

    item = Searched.demand(Searched.partition(county.branch.id), "LINES").serialize()
    assert calls == ["BatchGetItem", "Query", "BatchGetItem"]
    assert weight(item) <= 2 * 4096
    assert weight(item) / 40 < 140


PLACES = ("county", "township", "other_township", "branch", "sister", "far_branch")


@given(
    grants=st.lists(st.tuples(st.sampled_from(PLACES), st.sampled_from(list(Role)[1:])), max_size=2),
    asked=st.sampled_from(PLACES),
    q=st.sampled_from([None, "z", "张"]),
)
@settings(max_examples=examples(8), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_nobody_sees_outside_of_their_subtree_by_any_search(
    county: Tree, grants: list[tuple[str, Role]], asked: str, q: str | None
) -> None:
    kept = engine.snapshot()
    homes = {branch: take_in(county, getattr(county, branch), n)[0] for n, branch in enumerate(PLACES[3:], 3)}
    account("anyone", *((role, getattr(county, place)) for place, role in grants))
    where = getattr(county, asked)
    readers = {Role.SECRETARY, Role.REVIEWER, Role.COUNTY_ADMIN, Role.AUDITOR}
    allowed = any(covers(getattr(county, place).id, where.path) for place, role in grants if role in readers)
    query = {"organisationId": where.id} | ({"q": q} if q else {})
    body = {"organisationId": where.id, "name": "所有", "criteria": {"q": q} if q else {}}
    segment = call("POST", "/v1/segments", body=body)[1]["id"]

    answers = [
        call("GET", "/v1/members/search", "anyone", **query),
        call("GET", f"/v1/segments/{segment}/members", "anyone"),
    ]

    inside = {member for place, member in homes.items() if covers(where.id, getattr(county, place).path)}
    for status, page in answers:
        assert (status == 200) is allowed
        assert {i["id"] for i in page.get("items", [])} == (inside if allowed else set())
    engine.restore(kept)


def test_the_samples_are_answered(county: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, county.county))

    assert answer(app_finding.lambda_handler(sample("app_finding"), None))[0] == 200
    assert on_members.lambda_handler(sample("on_members"), None) == {"batchItemFailures": []}
