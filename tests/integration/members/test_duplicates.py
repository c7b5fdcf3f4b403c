"""Dossiers that look like one person's: found by indexes, decided once, merged, and taken apart again."""

from datetime import timedelta
from typing import Any

import pytest

from functions.members import app, app_binding, app_finding, on_enrolled
from functions.members.duplicates_tables import Case
from functions.members.history import changes
from functions.members.tables import IdNumberTaken, Member, SubjectBound
from kernel.authority import Role
from kernel.clock import business_day, now
from kernel.directory import Organisation
from kernel.events import EnrolledMember, MembersEnrolled
from kernel.ids import new_id
from tests.builders import Tree, account, answer, batch, recorded, request
from tests.integration.members.people import OTHER_ROSTER, enrolled, on_record, outcomes, row, sample
from tests.integration.members.watching import before_first_transaction, calls_to, everything

pytestmark = pytest.mark.usefixtures("account")
NAME = "张一伟"
PHONE = "15499990000"


def told(branch: Organisation, *members: str) -> MembersEnrolled:
    people = tuple(EnrolledMember(member_id=m, category="FULL") for m in members)
    return MembersEnrolled(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=people)


def look(event: MembersEnrolled) -> None:
    assert on_enrolled.lambda_handler(batch(event), None) == {"batchItemFailures": []}


def twice(tree: Tree, first: dict[str, Any], second: dict[str, Any], *, where: Organisation | None = None) -> list[str]:
    """Two people on record, the second in another branch, and the consumer told of both."""
    branch = where or tree.sister
    ids = [*enrolled(tree, 3, **first), *enrolled(tree, 5, branch=branch, **second)]
    look(told(tree.branch, ids[0]))
    look(told(branch, ids[1]))
    return ids


def cases() -> list[Case]:
    return [Case.from_raw_data(item) for item in everything() if item.get("sk") == {"S": "CASE"}]


def call(method: str, path: str, subject: str | None = "county", body: Any = None, **query: str) -> tuple[int, Any]:
    event = request(method, path, subject=subject, body=body, query=query)
    return answer(app_finding.lambda_handler(event, None))


def queue(county: Organisation, subject: str | None = "county", **query: str) -> list[str]:
    status, page = call("GET", "/v1/duplicates", subject, organisationId=county.id, **query)
    assert status == 200, page
    return [item["id"] for item in page["items"]]


@pytest.fixture
def county(tree: Tree) -> Tree:
    account("county", (Role.COUNTY_ADMIN, tree.county))
    return tree


@pytest.fixture
def pair(county: Tree) -> list[str]:
    return twice(county, {"name": NAME, "mobile": PHONE}, {"name": NAME, "mobile": PHONE, "education": "14"})


def case_of(pair: list[str]) -> str:
    return Case.id_of(*pair)


def test_one_name_and_birth_date_under_two_numbers_is_a_case(county: Tree) -> None:
    ids = twice(county, {"name": NAME}, {"name": NAME})

    (case,) = cases()
    assert sorted(case.members) == sorted(ids)
    assert (list(case.reasons), case.state) == (["NAME_AND_BIRTH"], "OPEN")
    entry = recorded(county.county.id)[-1]
    assert (entry["action"], entry["event"], entry["subject"]) == ("members.suspect", "DuplicateFound", case.id)
    assert NAME not in str(entry)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ({"name": "张一美", "mobile": PHONE}, {"name": "张一丽", "mobile": PHONE}),  # twins, with their parents' phone
        ({"name": "李大山", "mobile": PHONE}, {"name": "王小梅", "mobile": PHONE}),  # a couple with one phone
        ({"name": NAME}, {"name": "张二伟"}),
    ],
)
def test_twins_couples_and_strangers_are_no_case(county: Tree, first: dict[str, Any], second: dict[str, Any]) -> None:
    twice(county, first, second)

    assert cases() == []


def test_namesakes_of_another_birth_date_are_no_case(county: Tree) -> None:
    ids = [*enrolled(county, 3, name=NAME), *enrolled(county, 5, branch=county.sister, name=NAME)]
    other = on_record(ids[1])
    other.born = "1980zzz"
    other.save()

    look(told(county.branch, ids[0]))

    assert cases() == []


def test_namesakes_of_another_county_are_no_case(county: Tree) -> None:
    ids = [*enrolled(county, 3, name=NAME), *enrolled(county, 5, branch=county.sister, name=NAME)]
    other = on_record(ids[1])
    other.county_id = new_id()
    other.save()

    look(told(county.branch, ids[0]))

    assert cases() == []


def test_a_case_is_found_once_however_often_and_from_whichever_side_it_is_looked_for(county: Tree) -> None:
    ids = twice(county, {"name": NAME}, {"name": NAME})
    event = told(county.branch, *ids)

    for _ in range(3):
        look(event)

    assert len(cases()) == 1
    assert len([e for e in recorded(county.county.id) if e["event"] == "DuplicateFound"]) == 1


def test_a_name_spelled_with_a_blank_is_found_from_the_other_side(county: Tree) -> None:
    ids = [*enrolled(county, 3, name="张一伟"), *enrolled(county, 5, branch=county.sister, name="张 一伟")]

    look(told(county.sister, ids[1]))

    assert [list(case.reasons) for case in cases()] == [["NAME_AND_BIRTH"]]


def test_the_queue_shows_both_sides_masked_and_only_what_differs(county: Tree, pair: list[str]) -> None:
    status, page = call("GET", "/v1/duplicates", organisationId=county.county.id)

    assert status == 200
    (case,) = page["items"]
    first, second = sorted(pair)
    assert [side["id"] for side in case["members"]] == [first, second]
    assert {side["name"] for side in case["members"]} == {NAME}
    fields = {d["field"]: (d["first"], d["second"]) for d in case["differing"]}
    assert set(fields) == {"education", "branchId", "idNumber"}
    assert all("****" in text for text in fields["idNumber"])
    assert call("GET", f"/v1/duplicates/{case['id']}") == (200, case)
    assert PHONE not in str(page)
    assert row(3).id_number not in str(page)


def test_who_is_different_is_remembered(county: Tree, pair: list[str]) -> None:
    said = {"decision": "different", "reason": "NAMESAKES"}

    status, case = call("POST", f"/v1/duplicates/{case_of(pair)}/decision", body=said)

    assert (status, case["state"], case["ground"]) == (200, "DIFFERENT", "NAMESAKES")
    assert queue(county.county) == []
    look(told(county.branch, *pair))
    assert queue(county.county) == []
    assert call("POST", f"/v1/duplicates/{case_of(pair)}/decision", body=said)[1]["code"] == "case_closed"
    assert call("POST", f"/v1/duplicates/{case_of(pair)}/merger", body={"keep": pair[0]})[1]["code"] == "case_closed"


def test_who_is_the_same_waits_until_merged(county: Tree, pair: list[str]) -> None:
    said = {"decision": "same", "reason": "SAME_PERSON"}

    assert call("POST", f"/v1/duplicates/{case_of(pair)}/decision", body=said)[1]["state"] == "SAME"

    assert queue(county.county) == [case_of(pair)]
    merged(pair)
    assert queue(county.county) == []


def merged(pair: list[str]) -> dict[str, Any]:
    status, told_ = call("POST", f"/v1/duplicates/{case_of(pair)}/merger", body={"keep": pair[0]})
    assert status == 201, told_
    return dict(told_)


def test_a_merger_takes_one_off_the_roll_and_its_number_leads_to_the_other(county: Tree, pair: list[str]) -> None:
    keep, gone = pair

    told_ = merged(pair)

    until = (business_day(now()) + timedelta(days=90)).isoformat()
    assert told_ == {
        "id": case_of(pair),
        "keptId": keep,
        "mergedId": gone,
        "undoUntil": until,
        "state": "DONE",
    }
    left = on_record(gone)
    assert (left.state, left.left_reason, left.left_on) == ("LEFT", "MERGED", business_day(now()).isoformat())
    assert [m.id for m in Member.home.query(county.sister.id)] == []
    taken = IdNumberTaken.demand(IdNumberTaken.partition(left.id_number_index), "MEMBER")
    assert taken.member_id == keep
    assert [e["event"] for e in recorded(county.county.id)][-2:] == ["MembersLeft", "MembersMerged"]


def test_the_number_of_a_merged_dossier_enrols_nobody_and_binds_to_the_one_that_was_kept(
    county: Tree, pair: list[str]
) -> None:
    merged(pair)

    found = outcomes(county, row(5, county.sister, name=NAME), roster_id=OTHER_ROSTER)
    event = request("POST", "/v1/me/binding", subject="me", body={"name": NAME, "idNumber": row(5).id_number})
    status, bound = answer(app_binding.lambda_handler(event, None))

    assert [(o.outcome, o.code) for o in found] == [("conflict", "merged_number")]
    assert (status, bound["memberId"]) == (201, pair[0])


def test_both_numbers_of_one_person_in_one_chunk_are_told_apart(county: Tree, pair: list[str]) -> None:
    merged(pair)
    kept, gone = row(3, name=NAME, mobile=PHONE), row(5, name=NAME)

    found = outcomes(county, kept, gone, roster_id=OTHER_ROSTER)

    assert [(o.outcome, o.code) for o in found] == [("same", None), ("conflict", "merged_number")]


def test_a_number_that_leads_to_nobody_any_more_enrols_nobody(county: Tree, pair: list[str]) -> None:
    merged(pair)
    on_record(pair[0]).delete()

    found = outcomes(county, row(5, county.sister, name=NAME), roster_id=OTHER_ROSTER)

    assert [(o.outcome, o.code) for o in found] == [("conflict", "erased")]


def whole(member_id: str) -> dict[str, Any]:
    item = on_record(member_id).serialize()
    return {name: value for name, value in item.items() if name != "version"}


@pytest.mark.parametrize("bound", [None, 0, 1])
def test_an_undone_merger_leaves_everything_as_it_was(county: Tree, pair: list[str], bound: int | None) -> None:
    if bound is not None:
        number = row((3, 5)[bound]).id_number
        answer(
            app_binding.lambda_handler(
                request("POST", "/v1/me/binding", subject="me", body={"name": NAME, "idNumber": number}), None
            )
        )
    before = [whole(m) for m in pair]
    told_ = merged(pair)
    if bound == 1:
        assert on_record(pair[0]).subject == "me"
        assert SubjectBound.demand("SUBJECT#me", "BOUND").member_id == pair[0]

    status, undone = call("DELETE", f"/v1/duplicates/{told_['id']}/merger")

    assert (status, undone["state"]) == (200, "UNDONE")
    assert [whole(m) for m in pair] == before
    for member_id in pair:
        taken = IdNumberTaken.demand(IdNumberTaken.partition(on_record(member_id).id_number_index), "MEMBER")
        assert taken.member_id == member_id
    if bound is not None:
        assert SubjectBound.demand("SUBJECT#me", "BOUND").member_id == pair[bound]
    assert queue(county.county) == [case_of(pair)]
    assert call("DELETE", f"/v1/duplicates/{told_['id']}/merger")[1]["code"] == "not_merged"
    assert merged(pair)["mergedId"] == pair[1]


def test_what_was_edited_since_is_listed_and_kept(county: Tree, pair: list[str]) -> None:
    told_ = merged(pair)
    patch = request("PATCH", f"/v1/members/{pair[0]}", subject="county", body={"education": "11"})
    assert answer(app.lambda_handler(patch, None))[0] == 200

    status, problem = call("DELETE", f"/v1/duplicates/{told_['id']}/merger")

    assert (status, problem["code"]) == (409, "edited_since")
    assert problem["edited"] == [{"memberId": pair[0], "fields": ["education"]}]
    assert on_record(pair[1]).state == "LEFT"


def test_whose_home_was_closed_meanwhile_comes_back_to_the_branch_that_is_named(county: Tree, pair: list[str]) -> None:
    told_ = merged(pair)
    path = f"/v1/duplicates/{told_['id']}/merger"
    county.sister.closed_on, county.sister.closed_into = "2026-11-01", county.branch.id
    county.sister.save()

    refused = [call("DELETE", path)[1]["code"], call("DELETE", path, branchId=county.township.id)[1]["code"]]
    status, _ = call("DELETE", path, branchId=county.far_branch.id)

    member = on_record(pair[1])
    assert (refused, status) == (["home_closed", "holds_no_members"], 200)
    assert (member.state, member.branch_id, member.roll) == ("ACTIVE", county.far_branch.id, county.far_branch.id)
    assert member.provenance["branch_id"][0] == f"MERGE:{told_['id']}"
    fields = [row_.fields for row_ in changes(pair[1])][-1]
    assert {"branch_id", "membership_state"} <= set(fields)
    back = [e["data"] for e in recorded(county.far_branch.id) if e["event"] == "MembersEnrolled"][-1]
    assert (back["branchId"], back["path"]) == (county.far_branch.id, county.far_branch.path)


def test_after_ninety_days_a_merger_stands(county: Tree, pair: list[str]) -> None:
    told_ = merged(pair)
    case = Case.demand(Case.partition(told_["id"]), "CASE")
    case.undo_until = (business_day(now()) - timedelta(days=1)).isoformat()
    case.save()

    assert call("DELETE", f"/v1/duplicates/{told_['id']}/merger")[1]["code"] == "too_late"


def test_two_accounts_are_not_made_one(county: Tree, pair: list[str]) -> None:
    for member_id in pair:
        member = on_record(member_id)
        member.subject = f"account-of-{member_id}"
        member.save()

    status, problem = call("POST", f"/v1/duplicates/{case_of(pair)}/merger", body={"keep": pair[0]})

    assert (status, problem["code"]) == (409, "both_bound")


def test_who_takes_part_elsewhere_is_not_merged(county: Tree, pair: list[str]) -> None:
    member = on_record(pair[1])
    member.attached_to = [new_id()]
    member.save()

    status, problem = call("POST", f"/v1/duplicates/{case_of(pair)}/merger", body={"keep": pair[0]})

    assert (status, problem["code"]) == (409, "still_attached")


def test_who_left_meanwhile_is_not_merged_and_a_stranger_not_kept(county: Tree, pair: list[str]) -> None:
    path = f"/v1/duplicates/{case_of(pair)}/merger"
    assert call("POST", path, body={"keep": new_id()})[0] == 422
    member = on_record(pair[1])
    member.membership_state = "LEFT"
    member.save()

    assert call("POST", path, body={"keep": pair[0]})[1]["code"] == "not_mergeable"


def test_a_dossier_edited_while_it_is_merged_stops_the_merger(county: Tree, pair: list[str]) -> None:
    def edit() -> None:
        member = on_record(pair[0])
        member.version += 1
        member.save()

    with before_first_transaction(edit):
        status, problem = call("POST", f"/v1/duplicates/{case_of(pair)}/merger", body={"keep": pair[0]})

    assert (status, problem["code"]) == (409, "changed_meanwhile")
    assert on_record(pair[1]).state == "ACTIVE"


def test_only_a_committee_above_both_sees_and_decides(county: Tree) -> None:
    pair = twice(county, {"name": NAME}, {"name": NAME}, where=county.far_branch)
    account("township", (Role.COUNTY_ADMIN, county.township))
    account("secretary", (Role.SECRETARY, county.branch))
    account("auditor", (Role.AUDITOR, county.county))
    path = f"/v1/duplicates/{case_of(pair)}"
    people = ("township", "secretary", "auditor", "nobody")

    reads = {who: call("GET", path, who)[0] for who in people}
    lists = {who: call("GET", "/v1/duplicates", who, organisationId=county.county.id)[0] for who in people}
    merges = {who: call("POST", f"{path}/merger", who, {"keep": pair[0]})[0] for who in people}

    assert reads == lists == {"township": 404, "secretary": 404, "auditor": 200, "nobody": 404}
    assert merges == {"township": 404, "secretary": 404, "auditor": 403, "nobody": 404}
    assert call("GET", path, None)[0] == 401
    assert call("GET", f"/v1/duplicates/{new_id()}")[0] == 404


def test_a_pair_of_which_one_moved_away_is_in_no_list(county: Tree, pair: list[str]) -> None:
    foreign = county.found(None, "431129", "COMMITTEE", "COUNTY")
    away = county.found(foreign, "431129-1", "BRANCH", "BRANCH")
    member = on_record(pair[1])
    member.settle(away.id, foreign.id)
    member.save()

    assert queue(county.county) == []
    assert call("GET", f"/v1/duplicates/{case_of(pair)}")[0] == 404


def test_the_queue_is_read_page_by_page(county: Tree) -> None:
    for number in range(3):
        name = f"张{'甲乙丙'[number]}伟"
        ids = [i for k in (10, 20) for i in enrolled(county, number * 2 + k + 1, name=name)]
        look(told(county.branch, *ids))
    seen: list[str] = []
    cursor: dict[str, str] = {}

    for _ in range(3):
        _, page = call("GET", "/v1/duplicates", organisationId=county.county.id, limit="1", **cursor)
        seen += [item["id"] for item in page["items"]]
        cursor = {"cursor": page["next"]}

    assert len(set(seen)) == 3
    assert page["next"] is None


def test_the_queue_costs_three_reads(county: Tree, pair: list[str]) -> None:
    queue(county.county)

    with calls_to("dynamodb") as calls:
        queue(county.county)

    assert calls == ["Query", "BatchGetItem", "BatchGetItem"]


def test_nobody_is_looked_for_by_reading_a_table(county: Tree, pair: list[str]) -> None:
    with calls_to("dynamodb") as calls:
        look(told(county.branch, *pair))

    assert set(calls) <= {"BatchGetItem", "Query", "GetItem"}
    assert calls.count("Query") == 4


def test_the_samples_are_answered(county: Tree) -> None:
    account("someone", (Role.COUNTY_ADMIN, county.county))

    assert answer(app_finding.lambda_handler(sample("app_finding"), None))[0] == 200
    assert on_enrolled.lambda_handler(sample("on_enrolled"), None) == {"batchItemFailures": []}
