"""Members leave, move or are erased: their posts are vacant, on the record, once, in whatever order it is told."""

from typing import Any
from unittest import mock

import pytest

from functions.organisations import leadership, leading, on_members
from functions.organisations.leadership_tables import SeatRow
from kernel.directory import Organisation
from kernel.events import EnrolledMember, Event, LeftMember, MemberErased, MembersEnrolled, MembersLeft, MembersMoved
from tests.builders import Tree, batch, envelope, recorded
from tests.conftest import Context
from tests.integration.organisations.desk import TODAY, ago, ask
from tests.integration.organisations.test_leading import chosen, committee, elect, election, held
from tests.integration.organisations.test_leading import people as people
from tests.integration.organisations.test_leading import tree as tree

pytestmark = pytest.mark.usefixtures("account")


def tell(*told: Any) -> None:
    assert on_members.lambda_handler(batch(*told), Context()) == {"batchItemFailures": []}


def left(branch: Organisation, who: str) -> MembersLeft:
    gone = (LeftMember(member_id=who, reason="DECEASED"),)
    return MembersLeft(branch_id=branch.id, county_id=branch.county_id, path=branch.path, members=gone)


def moved(old: Organisation, new: Organisation, who: str) -> MembersMoved:
    return MembersMoved(
        from_branch_id=old.id,
        from_county_id=old.county_id,
        branch_id=new.id,
        county_id=new.county_id,
        path=new.path,
        members=(EnrolledMember(member_id=who, category="FULL"),),
    )


def erased(branch: Organisation, who: str) -> MemberErased:
    return MemberErased(member_id=who, branch_id=branch.id, county_id=branch.county_id)


def leaders(where: Organisation, **query: str) -> list[tuple[str, str]]:
    return held(ask("GET", f"{where.id}/leadership", "admin", **query)[1])


def seats(*branches: Organisation) -> list[tuple[str, str]]:
    return [row.open() for branch in branches for row in SeatRow.query(branch.pk, SeatRow.sk.startswith("SEAT#"))]


@pytest.mark.parametrize("how", ["left", "moved", "erased"])
def test_the_post_of_one_who_is_gone_is_vacant_from_that_day(tree: Tree, people: list[str], how: str) -> None:
    elect(tree.branch, election(ago(10), committee(tree, people)))
    events: dict[str, Event] = {
        "left": left(tree.branch, people[0]),
        "moved": moved(tree.branch, tree.sister, people[0]),
        "erased": erased(tree.branch, people[0]),
    }
    told = envelope(events[how])

    for _ in range(3):
        tell(told)

    rest = [("ORGANISATION", people[1]), ("PUBLICITY", people[2])]
    assert leaders(tree.branch) == rest
    assert leaders(tree.branch, asOf=ago(9)) == [("SECRETARY", people[0]), *rest]
    *_, entry = recorded(tree.branch.id)
    assert len(recorded(tree.branch.id)) == 3
    assert (entry["event"], entry["action"]) == ("LeadershipChanged", "organisations.vacate")
    assert (entry["actor"], entry["data"]["vacant"]) == ("system:organisations.members", ["SECRETARY"])
    assert Organisation.demand(tree.branch.pk, "NOW").secretary_since is None
    assert sorted(seats(tree.branch, tree.sister)) == sorted((who, tree.branch.id) for who in people[1:3])


def test_a_post_above_both_branches_is_kept_and_found_again(tree: Tree, people: list[str]) -> None:
    body = {"approvedBy": tree.county.id, "branchId": tree.branch.id}
    elect(tree.township, election(ago(1), [chosen(tree, "SECRETARY", people[0], **body)]))

    tell(moved(tree.branch, tree.sister, people[0]))
    kept = ask("GET", f"{tree.township.id}/leadership")[1]["holders"]
    tell(moved(tree.sister, tree.far_branch, people[0]))

    assert [(h["memberId"], h["branchId"]) for h in kept] == [(people[0], tree.sister.id)]
    assert leaders(tree.township) == []
    assert seats(tree.branch, tree.sister, tree.far_branch) == []


def test_who_is_there_again_keeps_what_they_were_elected_to(tree: Tree, people: list[str]) -> None:
    away = envelope(left(tree.branch, people[0]))
    back = MembersEnrolled(
        branch_id=tree.branch.id,
        county_id=tree.county.id,
        path=tree.branch.path,
        members=(EnrolledMember(member_id=people[0], category="FULL"),),
    )
    tell(away)
    tell(envelope(back, seq=2000))
    elect(tree.branch, election(ago(0), committee(tree, people)))

    tell(away)

    assert leaders(tree.branch)[0] == ("SECRETARY", people[0])


def test_nobody_is_elected_who_leaves_meanwhile(tree: Tree, people: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    real, late = leadership.lead, [True]
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)

    def slow(*asked: Any) -> Any:
        seen = real(*asked)
        if late and late.pop():
            tell(left(tree.branch, people[0]))
        return seen

    with mock.patch.object(leading, "lead", slow):
        status, told = elect(tree.branch, election(ago(1), committee(tree, people)))

    assert (status, [flaw["code"] for flaw in told["fields"]]) == (422, ["not_a_full_member"])
    assert (leaders(tree.branch), seats(tree.branch)) == ([], [])


def test_the_second_deputy_leaves_no_vacant_post(tree: Tree, people: list[str]) -> None:
    deputies = [chosen(tree, "DEPUTY", who) for who in people[3:5]]
    elect(tree.branch, election(ago(5), [*committee(tree, people), *deputies]))

    tell(left(tree.branch, people[3]))

    assert recorded(tree.branch.id)[-1]["data"]["vacant"] == []
    assert ("DEPUTY", people[4]) in leaders(tree.branch)


def term(where: Organisation, day: str) -> tuple[Any, ...]:
    told = ask("GET", f"{where.id}/leadership", "admin", asOf=day)[1]["term"]
    return told["startsOn"], told["years"], told["extendedTo"], told["state"]


def test_every_day_knows_its_term(tree: Tree, people: list[str]) -> None:
    place = f"{tree.branch.id}/term"
    extended = {"startsOn": "2019-03-01", "extendedTo": "2022-09-01", "approvedBy": tree.township.id}
    ask("PUT", place, "admin", {"startsOn": "2016-03-01"})
    ask("PUT", place, "admin", extended)
    ask("PUT", place, "admin", {"startsOn": "2022-08-01"})

    elect(tree.branch, election(ago(1), committee(tree, people)))

    assert term(tree.branch, "2016-02-29") == (None, None, None, "NONE")
    assert term(tree.branch, "2018-01-01") == ("2016-03-01", 3, None, "CURRENT")
    assert term(tree.branch, "2022-05-01") == ("2019-03-01", 3, "2022-09-01", "EXTENDED")
    assert term(tree.branch, "2022-08-01") == ("2022-08-01", 3, None, "CURRENT")
    assert term(tree.branch, f"{TODAY}")[:3] == (ago(1), 3, None)


def test_an_organisation_as_of_a_day_has_the_term_of_that_day(tree: Tree) -> None:
    for begin in ("2016-03-01", "2019-03-01", "2022-08-01"):
        assert ask("PUT", f"{tree.branch.id}/term", "admin", {"startsOn": begin})[0] == 200

    days = ("2016-02-29", "2018-01-01", "2021-01-01", "2023-01-01")
    shown = [ask("GET", tree.branch.id, "admin", asOf=day)[1] for day in days]
    (listed,) = [
        o
        for o in ask("GET", f"{tree.township.id}/children", "admin", asOf="2021-01-01")[1]["items"]
        if o["id"] == tree.branch.id
    ]

    assert [(o["termStartedOn"], o["termYears"], o["termEndsOn"]) for o in shown] == [
        (None, None, None),
        ("2016-03-01", 3, "2019-03-01"),
        ("2019-03-01", 3, "2022-03-01"),
        ("2022-08-01", 3, "2025-08-01"),
    ]
    assert (listed["termStartedOn"], listed["termEndsOn"]) == (None, None), "none that began later"


def test_a_corrected_beginning_is_no_term_of_its_own(tree: Tree) -> None:
    for begin in ("2021-03-01", "2024-05-01", "2024-03-01"):
        assert ask("PATCH", tree.branch.id, "admin", {"termStartedOn": begin, "termYears": 3})[0] == 200

    assert [term(tree.branch, day)[0] for day in ("2020-01-01", "2024-02-29", "2024-03-01", "2024-06-01")] == [
        None,
        "2021-03-01",
        "2024-03-01",
        "2024-03-01",
    ]


def ends(where: str) -> list[str]:
    return [entry["data"]["endsOn"] for entry in recorded(where) if entry["event"] == "TermSet"]


def test_whoever_reminds_hears_of_every_term(tree: Tree) -> None:
    body = {"code": "t", "name": "某支部", "kind": "BRANCH", "level": "BRANCH", "parentId": tree.township.id}
    made = ask("POST", "", "admin", body | {"termStartedOn": "2024-07-01", "termYears": 3})[1]["id"]
    ask("PATCH", made, "admin", {"name": "另名"})
    ask("PATCH", made, "admin", {"termYears": 5})

    assert ends(made) == ["2027-07-01", "2029-07-01"]
