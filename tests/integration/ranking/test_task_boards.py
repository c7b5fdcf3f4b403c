"""Boards of task completion: what they say of themselves, above counties, and who sees how much."""

from datetime import UTC, datetime, timedelta
from random import Random

import pytest

from functions.ranking import checklist_above, checklist_boards, on_policy_changed
from functions.ranking.checklist_tables import CountySums
from kernel.authority import PRINCIPALS, Role
from kernel.directory import Organisation
from kernel.events import (
    FoundedOrganisation,
    OrganisationsFounded,
    PolicyChanged,
)
from kernel.ids import new_id
from tests.builders import Tree, account, envelope
from tests.integration.ranking.checklist_calls import REASON, board, lines, rule
from tests.integration.ranking.checklists import (
    FOUNDED,
    done,
    founded,
    noon,
    tell,
    told,
)
from tests.integration.ranking.county import minutes
from tests.integration.ranking.province import Province, parts, place_of
from tests.integration.ranking.runs import call
from tests.trust.delivery import until_done
from tests.trust.faults import sends

pytestmark = pytest.mark.usefixtures("account", "clock")


def test_a_board_says_everything_of_itself(tree: Tree) -> None:
    tell(*founded(tree), *done(tree.branch).facts())

    told_ = board(tree.township, period="2026-10")

    assert told_["definition"]["en"].startswith("Share = (done in time + done late) / (due − excused − not applicable)")
    none = {"excused": 0, "open": 0, "inReview": 0, "doneLate": 0}
    first = {"due": 3, "doneInTime": 1, "notApplicable": 2, "missing": 0, "share": 1.0, "rank": 1, **none}
    second = first | {"doneInTime": 0, "missing": 1, "share": 0.0, "rank": 2}
    what = {"level": "BRANCH", "kind": "BRANCH"}
    assert told_ | {"definition": None} == {
        "organisationId": tree.township.id,
        "period": "2026-10",
        "of": "branches",
        "definition": None,
        "total": {"due": 6, "doneInTime": 1, "notApplicable": 4, "missing": 1, "share": 0.5, **none},
        "complete": True,
        "items": [
            {"organisationId": tree.branch.id, **what, **first},
            {"organisationId": tree.sister.id, **what, **second},
        ],
        "asOf": noon().isoformat().replace("+00:00", "Z"),
        "next": None,
    }
    assert board(tree.township)["period"] == "2026-11"


def test_a_branch_of_which_nothing_was_owed_has_no_rank_and_comes_last(tree: Tree) -> None:
    tell(*founded(tree), *done(tree.sister).facts())
    rule(tree.branch, "THEME_DAY.2026-10", {"decision": "NOT_APPLICABLE", "reason": REASON})

    items = board(tree.county, period="2026-10")["items"]

    assert [(one["organisationId"], one["rank"], one["share"]) for one in items] == [
        (tree.sister.id, 1, 1.0),
        (tree.far_branch.id, 2, 0.0),
        (tree.branch.id, None, None),
    ]


def test_equal_shares_have_the_same_rank_and_pages_go_on_where_they_ended(tree: Tree) -> None:
    tell(*founded(tree), *done(tree.branch).facts(), *done(tree.far_branch).facts())

    first = board(tree.county, period="2026-10", limit="2")
    rest = board(tree.county, period="2026-10", limit="2", cursor=first["next"])

    assert [one["rank"] for one in first["items"] + rest["items"]] == [1, 1, 3]
    assert rest["next"] is board(tree.county, period="2026-10", limit="3")["next"] is None


@pytest.fixture
def province() -> Province:
    """Three branches in each of two counties of a city, and in one directly below the province, founded in February."""
    made = Province(Random(1))  # noqa: S311 - the same every time
    account("top", (Role.AUDITOR, top_of(made)))
    for county in ("A1", "A2", "D"):
        names = [f"{county}-{number}" for number in range(3)]
        facts = [
            FoundedOrganisation(organisation_id=made.id(n), path=made.path(n), kind="BRANCH", level="BRANCH")
            for n in names
        ]
        tell(told(OrganisationsFounded(county_id=made.id(county), organisations=tuple(facts)), FOUNDED))
    return made


def place(province: Province, name: str) -> Organisation:
    return Organisation.demand(Organisation.partition(province.id(name)), "NOW")


def top_of(province: Province) -> Organisation:
    return place(province, "P")


def held_in(province: Province, *names: str) -> None:
    for name in names:
        tell(*done(place_of(province, name)).facts())


def test_above_the_counties_the_sums_are_those_of_the_night(province: Province) -> None:
    held_in(province, "A1-0", "A1-1", "A2-0")
    path = f"/v1/rankings/{province.id('P')}/tasks"
    assert call("GET", path, subject="top", query={"of": "committees"})[1]["code"] == "not_ranked"
    parts(minutes(30))
    held_in(province, "D-0")

    told_ = board(top_of(province), "top", of="committees", period="2026-10")

    assert [(one["organisationId"], one["level"], one["rank"], one["missing"]) for one in told_["items"]] == [
        (province.id("A1"), "COUNTY", 1, 1),
        (province.id("A"), "CITY", 2, 3),
        (province.id("A2"), "COUNTY", 3, 2),
        (province.id("D"), "COUNTY", 4, 3),
        *sorted([(province.id("B"), "CITY", None, 0), (province.id("B1"), "COUNTY", None, 0)]),
    ]
    assert (told_["total"]["doneInTime"], told_["total"]["due"]) == (3, 27)
    city = board(place(province, "A"), "top", of="committees", period="2026-10")
    assert [(one["organisationId"], one["rank"]) for one in city["items"]] == [
        (province.id("A1"), 1),
        (province.id("A2"), 2),
    ]
    assert told_["asOf"] == noon().isoformat().replace("+00:00", "Z")
    assert call("GET", path, subject="top")[1]["code"] == "branches_by_county"


def test_the_next_night_has_what_was_done_since(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    parts(minutes(30))
    held_in(province, "D-0")
    monkeypatch.setattr(checklist_above, "now", lambda: noon() - timedelta(days=1))
    parts(minutes(20))  # one that comes late changes nothing
    before = board(top_of(province), "top", of="committees", period="2026")
    monkeypatch.setattr(checklist_above, "now", lambda: noon() + timedelta(days=1))

    parts(minutes(40))

    after = board(top_of(province), "top", of="committees", period="2026")
    assert [told_["total"]["doneInTime"] for told_ in (before, after)] == [0, 1]


def test_sums_are_as_of_the_county_that_was_summed_up_first(
    province: Province, monkeypatch: pytest.MonkeyPatch
) -> None:
    parts(minutes(20))
    monkeypatch.setattr(checklist_above, "now", lambda: noon() + timedelta(days=1))

    parts(minutes(30), without=province.id("A2"))

    told_ = board(top_of(province), "top", of="committees", period="2026")
    assert told_["asOf"] == noon().isoformat().replace("+00:00", "Z")


def test_in_january_the_year_before_is_summed_up_too(province: Province, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(checklist_above, "now", lambda: datetime(2026, 12, 31, 18, 30, tzinfo=UTC))  # 02:30 in China

    parts(minutes(30))

    kept = {year: {row.sk for row in CountySums.query(CountySums.partition(year))} for year in (2026, 2027)}
    assert kept[2026] == kept[2027] >= {province.id(county) for county in ("A1", "A2", "D")}


def test_a_county_that_stands_below_nothing_known_is_in_no_sum(province: Province, tree: Tree) -> None:
    tell(*founded(tree))
    parts(minutes(30))
    stray = CountySums.query(CountySums.partition(2026)).next()
    stray.sk, stray.above = new_id(), new_id()
    stray.save()

    items = board(top_of(province), "top", of="committees", period="2026-10")["items"]

    assert not {tree.county.id, stray.sk} & {one["organisationId"] for one in items}


def test_a_board_is_two_reads_warm_and_five_cold(tree: Tree) -> None:
    tell(*founded(tree))
    PRINCIPALS.cached.clear()

    with sends() as cold:
        board(tree.county, "member")
    with sends() as warm:
        board(tree.county, "member")
    with sends() as of_lines:
        lines(tree.branch, "member")

    assert cold.seen[2:] == ["BatchGetItem", "Query", "Query"]  # two before are authority's
    assert warm.seen == ["BatchGetItem", "Query"]
    assert of_lines.seen == ["BatchGetItem", "BatchGetItem"]


def test_members_see_the_top_and_their_own_unless_rankings_are_public(
    tree: Tree, monkeypatch: pytest.MonkeyPatch
) -> None:
    tell(*founded(tree), *done(tree.branch).facts())
    monkeypatch.setattr(checklist_boards, "TOP_SHOWN", 1)

    far = board(tree.county, "far", period="2026-10")
    own = board(tree.county, "member", period="2026-10")
    committees = board(tree.county, "far", period="2026-10", of="committees")

    assert [one["organisationId"] for one in far["items"]] == [tree.branch.id, tree.far_branch.id]
    assert [one["organisationId"] for one in own["items"]] == [tree.branch.id]
    assert {one["organisationId"] for one in committees["items"]} == {tree.township.id, tree.other_township.id}
    assert (far["complete"], board(tree.county)["complete"]) == (False, True)
    public = PolicyChanged(
        organisation_id=tree.county.id, county_id=tree.county.id, policy="public_ranking", value="on"
    )
    until_done(on_policy_changed.lambda_handler, envelope(public))
    assert len(board(tree.county, "member", period="2026-10")["items"]) == 3


def test_a_branchs_lines_are_for_its_members_and_those_above(tree: Tree) -> None:
    path = f"/v1/rankings/{tree.branch.id}/tasks/lines"

    statuses = {by: call("GET", path, subject=by)[0] for by in ("member", "secretary", "reviewer", "far", None)}

    assert statuses == {"member": 200, "secretary": 200, "reviewer": 200, "far": 404, None: 401}
    assert call("GET", f"/v1/rankings/{tree.county.id}/tasks", subject=None)[0] == 401
    assert call("GET", f"/v1/rankings/{tree.other_township.id}/tasks", subject="member")[0] == 404


@pytest.mark.parametrize("period", ["2026-13", "2026-Q5", "26", "1999", "2026-1", "２０２６", "2026-11-01", ""])
def test_what_is_no_period_is_refused(tree: Tree, period: str) -> None:
    for path in ("tasks", "tasks/lines"):
        status, body = call("GET", f"/v1/rankings/{tree.branch.id}/{path}", subject="admin", query={"period": period})
        assert (status, body["code"]) == (422, "invalid")


def test_what_cannot_be_shown_is_refused(tree: Tree) -> None:
    assert call("GET", f"/v1/rankings/{tree.county.id}/tasks/lines", subject="admin")[1]["code"] == "no_checklist"
    assert rule(tree.township, "THEME_DAY.2026-10", subject="admin")[1]["code"] == "no_checklist"
    path = f"/v1/rankings/{tree.county.id}/tasks"
    assert call("GET", path, subject="admin", query={"of": "members"})[0] == 422
    assert call("GET", path, subject="admin", query={"cursor": "eyJmcm9tIjotMX0"})[0] == 400
    assert call("GET", path, subject="admin", query={"limit": "101"})[0] == 422
