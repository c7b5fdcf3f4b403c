"""Members found by name and number, and two dossiers of one person."""

from typing import Any
from urllib.parse import urlencode

import pytest

from functions.members.pinyin import syllables
from tests.e2e import paper, rolls
from tests.e2e.county import ADMIN, SECRETARY, Body, County

pytestmark = pytest.mark.e2e


def found(county: County, **query: Any) -> set[str]:
    """The ids that a search in the county finds, once it finds any."""
    path = f"/v1/members/search?{urlencode({'organisationId': county.id, 'limit': 100} | query)}"
    return county.until(lambda: {one["id"] for one in county.api.all(ADMIN, path)}, "a search")


def test_a_member_is_found_by_characters_and_by_syllables(county: County) -> None:
    person = paper.of_branch(paper.STANDING)[20]
    member = county.member(person)

    assert member in found(county, q=person.name[:2])
    assert member in found(county, q="".join(syllables(person.name)))


def test_a_number_finds_one_and_the_member_is_told(county: County) -> None:
    person = paper.of_branch(paper.STANDING)[21]
    account, member = county.bind(person), county.member(person)
    where = {"organisationId": county.id, "purpose": "CONTACT"}

    for number in ({"mobile": person.mobile}, {"idNumber": person.id_number}):
        hits = county.api.post(ADMIN, "/v1/members/lookups", where | number)["items"]
        assert [one["id"] for one in hits] == [member]

    looks = county.api.get(account, "/v1/me/dossier/reveals")["items"]
    assert [look["kind"] for look in looks] == ["LOOKUP", "LOOKUP"]


def test_tags_and_kept_searches_find_whom_they_mean(county: County) -> None:
    member = county.member(paper.of_branch(paper.AWAY)[5])

    county.api.put(SECRETARY, f"/v1/members/{member}/tags", {"tags": ["退役军人"]})

    assert found(county, tags="退役军人") == {member}
    kept = {"organisationId": county.id, "name": "退役军人", "criteria": {"tags": ["退役军人"]}}
    segment = county.api.post(ADMIN, "/v1/segments", kept)["id"]
    listed = county.until(lambda: county.api.all(ADMIN, f"/v1/segments?organisationId={county.id}"), "a kept search")
    assert [one["id"] for one in listed] == [segment]
    assert [one["id"] for one in county.api.all(ADMIN, f"/v1/segments/{segment}/members")] == [member]
    assert county.api.call(ADMIN, "DELETE", f"/v1/segments/{segment}").status == 200


@pytest.fixture(scope="module")
def cases(county: County) -> list[Body]:
    """Two people who seem to be in the rolls twice: what the county finds of them."""
    first, second = paper.of_branch(paper.TWINS)[:2]
    twins = [paper.twin(first, paper.MOVED_TO, 401), paper.twin(second, paper.MOVED_TO, 402)]
    rolls.joined(county, *twins)
    pairs = [{county.member(one), county.member(twin)} for one, twin in zip((first, second), twins, strict=True)]

    def both() -> list[Body] | None:
        queue = county.api.all(ADMIN, f"/v1/duplicates?organisationId={county.id}")
        met = [one for pair in pairs for one in queue if {side["id"] for side in one["members"]} == pair]
        return met if len(met) == len(pairs) else None

    return county.until(both, "likely duplicates")


def test_two_dossiers_of_one_person_are_merged_and_taken_apart(county: County, cases: list[Body]) -> None:
    case = cases[0]
    path = f"/v1/duplicates/{case['id']}/merger"
    keep, other = (side["id"] for side in case["members"])
    differing = {one["field"] for one in county.api.get(ADMIN, f"/v1/duplicates/{case['id']}")["differing"]}
    county.api.post(ADMIN, f"/v1/duplicates/{case['id']}/decision", {"decision": "same", "reason": "SAME_PERSON"})

    merged = county.api.post(ADMIN, path, {"keep": keep})
    gone = county.api.get(ADMIN, f"/v1/members/{other}")["state"]
    undone = county.api.call(ADMIN, "DELETE", path).body

    assert case["reasons"] == ["NAME_AND_BIRTH"]
    assert {"idNumber", "mobile"} <= differing
    assert (merged["mergedId"], merged["state"], gone) == (other, "DONE", "LEFT")
    assert undone["state"] == "UNDONE"
    assert county.api.get(ADMIN, f"/v1/members/{other}")["state"] == "ACTIVE"


def test_twins_are_not_asked_about_again(county: County, cases: list[Body]) -> None:
    case = f"/v1/duplicates/{cases[1]['id']}"

    decided = county.api.post(ADMIN, f"{case}/decision", {"decision": "different", "reason": "TWINS"})

    assert (decided["state"], decided["ground"]) == ("DIFFERENT", "TWINS")
    queue = county.api.all(ADMIN, f"/v1/duplicates?organisationId={county.id}")
    assert cases[1]["id"] not in {one["id"] for one in queue}
