"""A closed season as charts are told of it."""

from array import array

from functions.ranking import chronicle
from functions.ranking.chronicle import Season
from functions.ranking.fold import County
from functions.ranking.ranked import Branch
from kernel.ids import derived_id, to_bytes

COUNTY, GENERAL, BRANCH = (derived_id(name) for name in ("county", "general", "branch"))


def board(branch_id: str, path: str, *points: int) -> Branch:
    members = b"".join(to_bytes(derived_id(branch_id, number)) for number in range(len(points)))
    return Branch(branch_id, path, members, array("i", [0, *points]).tobytes())


def test_members_of_a_general_branch_itself_have_a_rank_in_it_once() -> None:
    path = f"/{COUNTY}/{GENERAL}/"
    branches = [board(GENERAL, path, 5, 7), board(BRANCH, f"{path}{BRANCH}/", 6)]
    county = County.of(COUNTY, {}, branches)
    season = Season("2026-10", "now", {one.organisation_id: one for one in county.ranked()}, county.ranks())

    rows = {row.pk: row for row in chronicle.rows(season, branches, {})}

    told = [chronicle.of_member(row, to_bytes(derived_id(GENERAL, 0))) for row in rows.values()]
    assert [one for one in told if one] == [[5, 2, 3]]
