"""Whatever is posted, withdrawn, disputed, awarded and moved, in whatever order and however often it is told: every
balance is the sum of its lines, and no cap is exceeded."""

import random
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from functions.points.rules import Beneficiary, Occasion, Rule
from kernel.ids import derived_id
from tests.builders import Tree, envelope
from tests.integration.points.accounts import (
    attended,
    awarded,
    enrolled,
    moved,
    ranked,
    rows,
    taken_back,
    tell,
    upheld,
    wrong,
)
from tests.integration.points.rulings import in_force
from tests.trials import examples
from tests.trust import engine

pytestmark = [pytest.mark.usefixtures("account"), pytest.mark.no_cover]
PEOPLE = tuple(derived_id("member", number) for number in range(1, 4))
WORDS: dict[str, Any] = {"zh": "项目", "en": "Item"}
RULES = (
    Rule("lecture", "PARTY_LECTURE", Beneficiary.MEMBER, 4, **WORDS, per_year=10),
    Rule("honour", None, Beneficiary.MEMBER, 6, **WORDS, per_month=9, occasion=Occasion.AWARD),
    Rule("absent", None, Beneficiary.MEMBER, -3, **WORDS, per_month=5, occasion=Occasion.AWARD),
)
CAPS = {"lecture": 10, "honour": 9, "absent": 5}


@settings(max_examples=examples(4), deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10_000))
def test_a_balance_is_the_sum_of_its_lines_and_no_cap_is_exceeded(seed: int, account: None) -> None:
    start = engine.snapshot()
    try:
        tree, chance = Tree(), random.Random(seed)  # noqa: S311 - a repeatable order
        in_force(tree.county, *RULES, floor=0)
        tell(enrolled(tree.branch, *PEOPLE))
        lectures = [attended(tree.branch, *chance.sample(PEOPLE, 2), type_="PARTY_LECTURE") for _ in range(4)]
        items = [awarded(tree.branch, chance.choice(("honour", "absent")), m) for m in PEOPLE for _ in range(2)]
        _pile(chance, *lectures[:3], *items[:3])
        against = [upheld(tree.branch, row) for m in PEOPLE for row in rows(m) if chance.random() < 0.5]
        away = moved(tree.branch, tree.sister, chance.choice(PEOPLE))
        _pile(chance, *map(taken_back, chance.sample(lectures, 2)), *lectures[3:], *items[3:], *against, away)

        assert wrong(tree) == 0
        standing = {**ranked(tree.branch), **ranked(tree.sister)}
        for member in PEOPLE:
            assert standing[member] == sum(int(row.value) for row in rows(member))
            for rule_id, cap in CAPS.items():
                assert abs(sum(int(row.value) for row in rows(member) if row.rule_id == rule_id)) <= cap
    finally:
        engine.restore(start)


def _pile(chance: random.Random, *events: Any) -> None:
    """Every event twice, in any order."""
    told = [envelope(event) for event in events] * 2
    chance.shuffle(told)
    tell(*told)
