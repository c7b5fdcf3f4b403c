"""What would give a member more comes from rules in force, less what their caps have used, and from nothing else."""

from typing import Any

import pytest

from functions.points import app
from functions.points.rules import BUILT_IN, Beneficiary, Occasion, Rule
from tests.builders import Tree, account, answer, request
from tests.conftest import Context
from tests.integration.points.accounts import MEMBER, OTHER, attended, enrolled, tell
from tests.integration.points.rulings import in_force
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account")
DAY = Rule("day", "THEME_DAY", Beneficiary.MEMBER, 5, "主题党日", "Theme day", per_month=8, per_year=60)
LECTURE = Rule("lecture", "PARTY_LECTURE", Beneficiary.MEMBER, 5, "党课", "Lecture", per_year=5)
HONOUR = Rule("honour", None, Beneficiary.MEMBER, 9, "荣誉", "Honour", occasion=Occasion.AWARD)
ABSENT = Rule("absent", None, Beneficiary.MEMBER, -1, "缺席", "Absent", occasion=Occasion.AWARD)
HELD = Rule("held", "THEME_DAY", Beneficiary.BRANCH, 5, "召开", "Held")


@pytest.fixture
def tree(account: None) -> Tree:
    made = Tree()
    _bind(made)
    return made


def _bind(tree: Tree) -> None:
    account("member", member_id=MEMBER, branch=tree.branch)
    account("other", member_id=OTHER, branch=tree.branch)
    account("official")
    account("homeless", member_id=MEMBER)


def asked(subject: str | None = "member") -> tuple[int, Any]:
    return answer(app.lambda_handler(request("GET", "/v1/points/opportunities", subject=subject), Context()))


def left(subject: str = "member") -> list[tuple[Any, ...]]:
    names = ("next", "leftToday", "leftThisMonth", "leftThisYear")
    return [(item["rule"]["id"], *(item[name] for name in names)) for item in asked(subject)[1]["items"]]


def test_a_rule_is_told_with_what_its_caps_leave_and_one_that_is_used_up_is_not(tree: Tree) -> None:
    in_force(tree.township, DAY, LECTURE, HONOUR, ABSENT, HELD)
    tell(enrolled(tree.branch, MEMBER, OTHER))
    tell(attended(tree.branch), attended(tree.branch, type_="PARTY_LECTURE"))

    assert left() == [("honour", 9, None, None, None), ("day", 3, None, 3, 55)]
    assert left("other") == [
        ("honour", 9, None, None, None),
        ("day", 5, None, 8, 60),
        ("lecture", 5, None, None, 5),
    ]


def test_the_built_in_rules_are_told_where_no_others_count(tree: Tree) -> None:
    told = asked()[1]

    assert {item["rule"]["ruleSetId"] for item in told["items"]} == {BUILT_IN.id}
    assert {item["next"] for item in told["items"]} == {5}


def test_who_is_not_on_the_boards_yet_has_everything_before_them(tree: Tree) -> None:
    in_force(tree.county, DAY)
    tell(enrolled(tree.sister, OTHER), attended(tree.sister, OTHER))

    assert left() == left("other") == [("day", 5, None, 8, 60)]


def test_who_is_no_member_is_told_nothing(tree: Tree) -> None:
    assert (asked("official")[0], asked("homeless")[0], asked(None)[0]) == (404, 404, 401)


def test_it_takes_three_looks(tree: Tree) -> None:
    in_force(tree.township, DAY)
    asked()

    with sends() as calls:
        asked()

    assert calls.seen == ["BatchGetItem"] * 3
