"""Whom a kept search finds is named for a dispatch, by branch."""

from typing import Any

import pytest

from functions.members import app_finding, naming, on_audience_asked
from functions.members.search_tables import Searched, packed
from kernel.authority import Role
from kernel.directory import Organisation
from kernel.events import AudienceAsked
from kernel.ids import derived_id, new_id
from tests.builders import Tree, account, answer, envelope, recorded, request
from tests.integration.members.test_searching import take_in
from tests.trust.delivery import thrice_shuffled, until_done


@pytest.fixture
def county(tree: Tree) -> Tree:
    account("county", (Role.COUNTY_ADMIN, tree.county))
    return tree


def segment(place: Organisation, **criteria: Any) -> str:
    body = {"organisationId": place.id, "name": "预备党员", "criteria": criteria}
    status, kept = answer(
        app_finding.lambda_handler(request("POST", "/v1/segments", subject="county", body=body), None)
    )
    assert status == 201, kept
    return str(kept["id"])


def asked(sender: Organisation, segment_id: str) -> Any:
    event = AudienceAsked(
        dispatch_id=new_id(), organisation_id=sender.id, county_id=sender.county_id, segment_id=segment_id
    )
    return envelope(event)


def named(*branches: Organisation) -> list[dict[str, Any]]:
    return [e["data"] for b in branches for e in recorded(b.id) if e["event"] == "AudienceNamed"]


def test_whoever_answers_to_the_search_is_named_by_branch(county: Tree) -> None:
    first = take_in(county, county.branch, 2, 3, category="PROBATIONARY", converted_on=None)
    take_in(county, county.branch, 4)
    (other,) = take_in(county, county.sister, 5, category="PROBATIONARY", converted_on=None)
    take_in(county, county.far_branch, 6, category="PROBATIONARY", converted_on=None)
    ask = asked(county.county, segment(county.township, category="PROBATIONARY"))

    until_done(on_audience_asked.lambda_handler, ask)

    assert named(county.branch, county.sister, county.far_branch) == [
        {
            "dispatchId": ask.data["dispatchId"],
            "branchId": branch.id,
            "countyId": county.county.id,
            "path": branch.path,
            "chunk": 0,
            "members": sorted(members),
        }
        for branch, members in ((county.branch, first), (county.sister, [other]))
    ]


def test_a_search_of_another_place_or_of_none_names_nobody(county: Tree) -> None:
    take_in(county, county.branch, 2)
    whole = segment(county.county)

    until_done(on_audience_asked.lambda_handler, asked(county.township, whole), asked(county.county, new_id()))

    assert named(county.branch) == []


def test_a_place_that_is_gone_names_nobody(county: Tree) -> None:
    take_in(county, county.branch, 2)
    ask = asked(county.county, segment(county.branch))
    county.branch.delete()

    until_done(on_audience_asked.lambda_handler, ask)

    assert named(county.branch) == []


def test_asked_three_times_in_any_order_they_are_named_once(county: Tree) -> None:
    take_in(county, county.branch, 2)
    take_in(county, county.sister, 3)

    thrice_shuffled(on_audience_asked.lambda_handler, asked(county.county, segment(county.county)))

    assert len(named(county.branch, county.sister)) == 2


def test_a_large_branch_is_named_in_chunks_that_fit_into_several_acts(
    county: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    (member,) = take_in(county, county.branch, 2)
    (lines,) = Searched.find_all([(Searched.partition(county.branch.id), "LINES")])
    (line,) = lines.open()
    ids = sorted([member, *(derived_id("made up", n) for n in range(2 * naming.IN_CHUNK))])
    (lines.lines,) = packed({i: line._replace(id=i) for i in ids})
    lines.save()
    monkeypatch.setattr(naming, "IN_ACT", 2)

    until_done(on_audience_asked.lambda_handler, asked(county.county, segment(county.county)))

    told = named(county.branch)
    assert [event["chunk"] for event in told] == [0, 1, 2]
    assert [m for event in told for m in event["members"]] == ids
    bodies = {e["bodyHash"] for e in recorded(county.branch.id) if e["event"] == "AudienceNamed"}
    assert len(bodies) == 2
