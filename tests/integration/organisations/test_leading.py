"""Elections, appointments, vacancies and terms through the front door."""

from typing import Any

import pytest

from kernel.authority import Role
from kernel.directory import Organisation
from kernel.ids import new_id
from tests.builders import Tree, account, recorded
from tests.integration.organisations import desk
from tests.integration.organisations.desk import TODAY, ago, ask

pytestmark = pytest.mark.usefixtures("account")


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    desk.admin_of(made)
    return made


@pytest.fixture
def people(tree: Tree) -> list[str]:
    """Eight full members of the branch, and a probationary one."""
    return desk.enrol(tree.branch, *["FULL"] * 8, "PROBATIONARY")


def chosen(tree: Tree, post: str, who: str, **more: Any) -> dict[str, Any]:
    signed = "approvedBy" if post in ("SECRETARY", "DEPUTY") else "filedWith"
    return {"post": post, "memberId": who, signed: tree.township.id} | more


def committee(tree: Tree, people: list[str]) -> list[dict[str, Any]]:
    posts = ("SECRETARY", "ORGANISATION", "PUBLICITY")
    return [chosen(tree, post, who) for post, who in zip(posts, people, strict=False)]


def election(day: str, holders: list[dict[str, Any]], **more: Any) -> dict[str, Any]:
    return {"kind": "TERM", "heldOn": day, "entitled": 8, "present": 8, "holders": holders} | more


def elect(where: Organisation, body: dict[str, Any], by: str = "admin") -> tuple[int, Any]:
    return ask("POST", f"{where.id}/leadership/elections", by, body)


def held(told: dict[str, Any]) -> list[tuple[str, str]]:
    return [(h["post"], h["memberId"]) for h in told["holders"]]


def codes(told: dict[str, Any]) -> list[str]:
    return [flaw["code"] for flaw in told["fields"]]


def test_a_term_election_fills_the_posts_and_begins_a_term(tree: Tree, people: list[str]) -> None:
    status, told = elect(tree.branch, election(ago(10), committee(tree, people)))

    assert status == 201
    assert told["holders"][0] == {
        "post": "SECRETARY",
        "memberId": people[0],
        "branchId": tree.branch.id,
        "since": ago(10),
        "until": None,
        "how": "ELECTED",
        "approvedBy": tree.township.id,
        "filedWith": None,
    }
    assert (told["vacant"], told["fullMembers"], told["term"]["state"]) == (["DISCIPLINE"], 8, "CURRENT")
    assert (told["term"]["startsOn"], told["term"]["years"]) == (ago(10), 3)
    assert ask("GET", f"{tree.branch.id}/leadership") == (200, told)
    assert [(e["event"], e["action"]) for e in recorded(tree.branch.id)] == [
        ("LeadershipChanged", "organisations.elect"),
        ("TermSet", "organisations.elect"),
    ]
    event = recorded(tree.branch.id)[0]["data"]
    assert (event["posts"], event["vacant"]) == (["SECRETARY", "ORGANISATION", "PUBLICITY"], [])


def test_a_by_election_follows_a_vacancy_and_every_day_knows_its_holders(tree: Tree, people: list[str]) -> None:
    elect(tree.branch, election(ago(30), committee(tree, people)))
    leaving = {"post": "SECRETARY", "memberId": people[0], "endedOn": ago(20), "reason": "RESIGNED"}

    status, vacant = ask("POST", f"{tree.branch.id}/leadership/vacancies", "admin", leaving)
    by_election = election(ago(10), [chosen(tree, "SECRETARY", people[3])], kind="BY_ELECTION")
    filled = elect(tree.branch, by_election)[1]

    assert (status, vacant["vacant"]) == (201, ["SECRETARY", "DISCIPLINE"])
    rest = [("ORGANISATION", people[1]), ("PUBLICITY", people[2])]
    assert held(filled) == [("SECRETARY", people[3]), *rest]
    days = {d: held(ask("GET", f"{tree.branch.id}/leadership", asOf=ago(d))[1]) for d in (31, 25, 20, 15, 10)}
    assert days == {
        31: [],
        25: [("SECRETARY", people[0]), *rest],
        20: rest,
        15: rest,
        10: [("SECRETARY", people[3]), *rest],
    }
    assert recorded(tree.branch.id)[2]["data"]["vacant"] == ["SECRETARY"]
    assert ask("POST", f"{tree.branch.id}/leadership/vacancies", "admin", leaving)[0] == 404


def test_the_next_term_replaces_everybody(tree: Tree, people: list[str]) -> None:
    elect(tree.branch, election(ago(30), committee(tree, people)))

    told = elect(tree.branch, election(ago(1), committee(tree, people[3:])))[1]

    assert held(told) == list(zip(("SECRETARY", "ORGANISATION", "PUBLICITY"), people[3:], strict=False))
    before = ask("GET", f"{tree.branch.id}/leadership", asOf=ago(2))[1]
    assert [(h["memberId"], h["until"]) for h in before["holders"]] == [(p, ago(1)) for p in people[:3]]


def test_the_rules_are_asked_when_an_election_is_recorded(tree: Tree, people: list[str]) -> None:
    told = [
        elect(tree.branch, election(ago(1), committee(tree, people), present=6)),
        elect(tree.branch, election(ago(1), committee(tree, [people[8], *people]))),
        elect(tree.branch, election(ago(1), committee(tree, people)[:2])),
        elect(tree.branch, election(ago(1), [chosen(tree, "SECRETARY", people[0], approvedBy=tree.far_branch.id)])),
        elect(tree.sister, election(ago(1), committee(tree, people))),
    ]

    assert [(status, codes(body)) for status, body in told] == [
        (422, ["no_quorum"]),
        (422, ["not_a_full_member"]),
        (422, ["committee_too_small"]),
        (422, ["approval_missing", "committee_too_small"]),
        (422, ["not_a_full_member"] * 3 + ["no_committee_below_seven"]),
    ]
    assert elect(tree.branch, election(ago(-1), committee(tree, people)))[1]["code"] == "effective_in_future"


def test_a_member_of_another_branch_may_lead_a_committee(tree: Tree, people: list[str]) -> None:
    body = {"approvedBy": tree.county.id, "branchId": tree.branch.id}
    holders = [chosen(tree, "SECRETARY", people[0], **body)]

    status, told = elect(tree.township, election(ago(1), holders))

    assert (status, told["term"]["years"], told["fullMembers"]) == (201, 5, None)
    assert told["holders"][0]["branchId"] == tree.branch.id


def test_who_is_at_home_elsewhere_is_elected_nowhere_else_but_above(tree: Tree, people: list[str]) -> None:
    holder = chosen(tree, "SECRETARY", people[0], branchId=tree.branch.id, approvedBy=tree.county.id)

    told = [elect(where, election(ago(1), [holder])) for where in (tree.sister, tree.other_township)]

    assert [(status, [(f["field"], f["code"]) for f in body["fields"]]) for status, body in told] == [
        (422, [("holders.0.branchId", "not_below")])
    ] * 2


def test_a_group_has_a_leader_from_its_branch(tree: Tree, people: list[str]) -> None:
    group = tree.found(tree.branch, "431128-101-001-1", "PARTY_GROUP", "BRANCH")
    leader = {"post": "GROUP_LEADER", "memberId": people[0]}

    status, told = elect(group, election(ago(1), [leader], entitled=3, present=2))

    assert (status, held(told), told["vacant"]) == (201, [("GROUP_LEADER", people[0])], [])
    assert told["term"]["state"] == "NONE"
    assert ask("GET", f"{group.id}/leadership")[1]["holders"][0]["branchId"] == tree.branch.id


def test_an_appointment_names_who_decided(tree: Tree, people: list[str]) -> None:
    body = {"appointedOn": ago(1), "reason": "工作需要", "holders": [chosen(tree, "SECRETARY", people[0])]}
    unsigned = body | {"holders": [{"post": "SECRETARY", "memberId": people[0]}]}

    refused = ask("POST", f"{tree.branch.id}/leadership/appointments", "admin", unsigned)
    status, told = ask("POST", f"{tree.branch.id}/leadership/appointments", "admin", body)

    assert (refused[0], codes(refused[1])) == (422, ["approval_missing"])
    assert (status, told["holders"][0]["how"]) == (201, "APPOINTED")
    again = body | {"holders": [chosen(tree, "SECRETARY", people[1])], "appointedOn": TODAY.isoformat()}
    assert held(ask("POST", f"{tree.branch.id}/leadership/appointments", "admin", again)[1]) == [
        ("SECRETARY", people[1])
    ]


def test_of_what_is_closed_nobody_holds_a_post_from_that_day_on(tree: Tree, people: list[str]) -> None:
    body = tree.found(tree.township, "431128-101-T", "TEMPORARY_BRANCH", "BRANCH")
    holder = chosen(tree, "SECRETARY", people[0], branchId=tree.branch.id)
    appointment = {"appointedOn": ago(9), "reason": "抗洪抢险", "holders": [holder]}
    assert ask("POST", f"{body.id}/leadership/appointments", "admin", appointment)[0] == 201

    assert desk.dissolve(body.id, effectiveOn=ago(2))[0] == 201

    days = {d: held(ask("GET", f"{body.id}/leadership", asOf=ago(d))[1]) for d in (9, 3, 2, 0)}
    assert days == {9: [("SECRETARY", people[0])], 3: [("SECRETARY", people[0])], 2: [], 0: []}
    assert ask("GET", f"{body.id}/leadership")[1]["vacant"] == []


@pytest.mark.parametrize(
    ("change", "flaws"),
    [
        ({"termYears": 4}, [("termYears", "other_term_by_rule")]),
        ({"termStartedOn": ago(-1)}, [("termStartedOn", "date_in_future")]),
        ({"termStartedOn": "9999-01-01"}, [("body.termStartedOn", "less_than")]),
    ],
)
def test_no_term_comes_by_another_door_than_the_rule(tree: Tree, change: Any, flaws: list[tuple[str, str]]) -> None:
    new = {"code": "N-1", "name": "某支部", "kind": "BRANCH", "level": "BRANCH", "parentId": tree.township.id}

    told = [ask("PATCH", tree.branch.id, "admin", change), ask("POST", "", "admin", new | change)]

    assert [(s, [(f["field"], f["code"]) for f in body["fields"]]) for s, body in told] == [(422, flaws)] * 2


def test_a_term_is_set_and_extended_by_rule(tree: Tree) -> None:
    place = f"{tree.branch.id}/term"
    body = {"startsOn": "2023-06-01", "villageOrCommunity": True}
    longer = {"startsOn": "2023-06-01", "extendedTo": "2027-01-01", "approvedBy": tree.township.id}

    told = ask("PUT", place, "admin", body)[1]["term"]
    extended = ask("PUT", place, "admin", longer)[1]["term"]
    wrong = [
        ask("PUT", place, "admin", body | {"years": 3}),
        ask("PUT", place, "admin", longer | {"extendedTo": "2028-01-01"}),
        ask("PUT", place, "admin", longer | {"approvedBy": tree.far_branch.id}),
        ask("PUT", place, "admin", body | {"startsOn": ago(-1)}),
    ]

    assert (told["years"], told["endsOn"], told["state"]) == (5, "2028-06-01", "CURRENT")
    assert (extended["years"], extended["endsOn"], extended["extendedTo"]) == (3, "2026-06-01", "2027-01-01")
    assert extended["state"] == "EXTENDED"
    assert [(status, codes(body)) for status, body in wrong] == [
        (422, ["other_term_by_rule"]),
        (422, ["not_within_a_year"]),
        (422, ["approval_missing"]),
        (422, ["date_in_future"]),
    ]
    assert recorded(tree.branch.id)[-1]["data"]["endsOn"] == "2027-01-01"
    before = ask("GET", f"{tree.branch.id}/leadership", asOf="2023-05-31")[1]["term"]
    assert before == {"startsOn": None, "years": None, "endsOn": None, "extendedTo": None, "state": "NONE"}
    group = tree.found(tree.branch, "431128-101-001-1", "PARTY_GROUP", "BRANCH")
    assert codes(ask("PUT", f"{group.id}/term", "admin", body)[1]) == ["no_term_of_office"]


def test_who_may_elect_and_who_may_appoint(tree: Tree, people: list[str]) -> None:
    secretary = account("secretary", (Role.SECRETARY, tree.branch))
    far = account("far", (Role.SECRETARY, tree.far_branch))
    member = account("member", member_id=new_id(), branch=tree.branch)
    body = {"appointedOn": ago(1), "reason": "工作需要", "holders": [chosen(tree, "SECRETARY", people[0])]}

    told = [elect(tree.branch, election(ago(1), committee(tree, people)), by)[0] for by in (far, member, secretary)]

    assert told == [404, 403, 201]
    assert ask("POST", f"{tree.branch.id}/leadership/appointments", secretary, body)[0] == 403
    assert [ask("GET", f"{tree.branch.id}/leadership", by)[0] for by in (member, far)] == [200, 404]


def test_posts_filled_while_the_subtree_moves_rewrite_its_place(tree: Tree, people: list[str]) -> None:
    desk.move(tree.township.id, tree.other_township.id, effectiveOn=ago(3))
    signed = {"approvedBy": tree.county.id}

    status, told = elect(
        tree.branch, election(ago(1), [*committee(tree, people)[1:], chosen(tree, "SECRETARY", people[0], **signed)])
    )

    stored = Organisation.demand(tree.branch.pk, "NOW")
    assert (status, stored.path) == (201, f"{tree.other_township.path}{tree.township.id}/{tree.branch.id}/")
    assert ask("GET", tree.branch.id, asOf=ago(4))[1]["path"] == tree.branch.path
    assert told["version"] == 2
