"""Criteria of the star rating: met or missed by their numbers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from functions.activities.stars import rules as star_rules
from functions.activities.stars.rules import CRITERIA, Fact, Settings, Unit

CODES = [one.code for one in CRITERIA]
ALL_MET = [Fact(one.code, 0 if one.unit is Unit.AT_MOST else 1, 1) for one in CRITERIA]


def missed(*codes: str) -> list[Fact]:
    return [Fact(f.code, 1 if f.code == "NONE_WITHDRAWN" else 0, 1) if f.code in codes else f for f in ALL_MET]


def test_all_criteria_met_are_five_stars() -> None:
    rating = star_rules.rate(ALL_MET, Settings())

    assert (rating.score, rating.stars) == (100, 5)
    assert [finding.criterion.code for finding in rating.findings] == CODES


@pytest.mark.parametrize(
    ("codes", "score", "stars"),
    [
        ((), 100, 5),
        (("NONE_WITHDRAWN",), 91, 5),
        (("THEME_DAY",), 83, 4),
        (("THEME_DAY", "PARTY_LECTURE"), 75, 3),
        (("THEME_DAY", "ATTENDANCE", "TALK"), 66, 2),
        (tuple(CODES), 0, 1),
    ],
)
def test_what_is_missed_costs_its_points(codes: tuple[str, ...], score: int, stars: int) -> None:
    rating = star_rules.rate(missed(*codes), Settings())

    assert (rating.score, rating.stars) == (score, stars)
    assert {finding.criterion.code for finding in rating.findings if not finding.met} == set(codes)


def test_a_criterion_that_does_not_apply_costs_nothing() -> None:
    owed = [fact for fact in ALL_MET if fact.code != "COMMITTEE_MEETING"]

    assert star_rules.rate(owed, Settings()).score == 100


@pytest.mark.parametrize(("attended", "met"), [(79, False), (80, True)])
def test_a_target_is_met_from_its_share_on(attended: int, met: bool) -> None:
    rating = star_rules.rate([Fact("ATTENDANCE", attended, 100)], Settings())

    assert [finding.met for finding in rating.findings] == [met]


def test_of_nothing_no_share_is_met() -> None:
    [finding] = star_rules.rate([Fact("ATTENDANCE", 0, 0)], Settings()).findings

    assert (finding.fact.percent, finding.met) == (None, False)
    assert star_rules.rate([], Settings()).score == 0


def test_a_committee_sets_weights_targets_and_scores() -> None:
    settings = Settings(stars=(50, 40, 30, 20), points={"ATTENDANCE": 10, "TALK": 0}, targets={"ATTENDANCE": 60})

    rating = star_rules.rate([Fact("ATTENDANCE", 6, 10), Fact("TALK", 0, 1), Fact("THEME_DAY", 0, 1)], settings)

    assert {finding.criterion.code: finding.met for finding in rating.findings}["ATTENDANCE"]
    assert (rating.score, rating.stars) == (33, 3)


@pytest.mark.parametrize(
    ("settings", "faults"),
    [
        (Settings(), []),
        (Settings(points={"DUES": 5}), ["points.DUES"]),
        (Settings(targets={"THEME_DAY": 50}), ["targets.THEME_DAY"]),
        (Settings(stars=(60, 70, 80, 90)), ["stars"]),
        (Settings(stars=(90, 90, 70, 60)), ["stars"]),
    ],
)
def test_settings_that_make_no_sense_are_named(settings: Settings, faults: list[str]) -> None:
    assert star_rules.faults(settings) == faults


@given(st.dictionaries(st.sampled_from(CODES), st.tuples(st.integers(0, 50), st.integers(0, 50))))
def test_more_never_costs_a_star(counts: dict[str, tuple[int, int]]) -> None:
    facts = [Fact(code, min(pair), max(pair)) for code, pair in counts.items() if code != "NONE_WITHDRAWN"]
    better = [Fact(fact.code, fact.of or 0, fact.of) for fact in facts]

    before, after = star_rules.rate(facts, Settings()), star_rules.rate(better, Settings())

    assert 0 <= before.score <= after.score <= 100
    assert 1 <= before.stars <= after.stars <= 5
