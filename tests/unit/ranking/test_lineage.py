"""Who stands above whom: what the paths of boards say, the tree where they say nothing; and both in levels."""

from functions.ranking.lineage import Lineage, Node

COUNTY, TOWNSHIP, VILLAGE, *BRANCHES = (f"{number:026}" for number in range(6))


def test_where_copies_of_a_tree_disagree_nobody_is_counted_twice_on_a_level() -> None:
    """A board that the tree does not know yet says that its village is below a township, the tree that it is not."""
    chains = [[COUNTY, VILLAGE], [COUNTY, TOWNSHIP, VILLAGE]]
    tree = {VILLAGE: Node(COUNTY, "VILLAGE", "COMMITTEE")}

    for told in (chains, chains[::-1]):
        paths = [f"/{'/'.join(chain)}/{branch}/" for chain, branch in zip(told, BRANCHES, strict=False)]
        lineage = Lineage.of(COUNTY, tree, BRANCHES[:2], paths)

        assert lineage.chains == told
        assert lineage.levels() == [[COUNTY], [TOWNSHIP], [VILLAGE]]


def test_an_organisation_stands_where_the_paths_of_boards_say_and_not_where_the_tree_does() -> None:
    tree = {VILLAGE: Node(COUNTY, "VILLAGE", "COMMITTEE"), BRANCHES[1]: Node(VILLAGE, "BRANCH", "BRANCH")}

    lineage = Lineage.of(COUNTY, tree, BRANCHES[:1], [f"/{COUNTY}/{TOWNSHIP}/{VILLAGE}/{BRANCHES[0]}/"])

    assert lineage.others == {TOWNSHIP: COUNTY, VILLAGE: TOWNSHIP, BRANCHES[1]: VILLAGE}


def test_paths_that_go_in_circles_end_with_each_organisation_on_one_level() -> None:
    paths = [f"/{COUNTY}/{TOWNSHIP}/{VILLAGE}/{BRANCHES[0]}/", f"/{COUNTY}/{VILLAGE}/{TOWNSHIP}/{BRANCHES[1]}/"]

    levels = Lineage.of(COUNTY, {}, BRANCHES[:2], paths).levels()

    assert sorted(levels) == [[COUNTY], [TOWNSHIP], [VILLAGE]]
