"""The kinds of activity and their rules, held against `domain.md` 4.1 and 4.2."""

from typing import get_args

import pytest

from functions.activities.activity_types import (
    IN_MINUTES,
    TYPES,
    VOTES,
    Decision,
    Electorate,
    Period,
    RequiredField,
    TypeCode,
)

MONTHLY = {"COMMITTEE_MEETING", "GROUP_MEETING", "THEME_DAY"}
QUARTERLY = {"GENERAL_ASSEMBLY", "PARTY_LECTURE"}
YEARLY = {"ORG_LIFE_MEETING", "DEMOCRATIC_APPRAISAL", "TALK"}
FREE = {"POLITICAL_BIRTHDAY", "VOLUNTEER", "PUBLIC_MEETING"}


def test_every_type_of_the_rules_is_there_and_may_be_named() -> None:
    assert set(TYPES) == MONTHLY | QUARTERLY | YEARLY | FREE == set(get_args(TypeCode))


def test_each_type_comes_back_as_the_rules_say() -> None:
    owed = {code: kind.duty and (kind.duty.period, kind.duty.least) for code, kind in TYPES.items()}

    assert {code for code, duty in owed.items() if duty == (Period.MONTH, 1)} == MONTHLY
    assert {code for code, duty in owed.items() if duty == (Period.QUARTER, 1)} == QUARTERLY
    assert {code for code, duty in owed.items() if duty == (Period.YEAR, 1)} == YEARLY
    assert {code for code, duty in owed.items() if duty is None} == FREE


def test_what_a_template_demands_is_a_field_of_a_record() -> None:
    assert set(get_args(RequiredField)) >= IN_MINUTES
    assert {name for kind in TYPES.values() for name in kind.required} <= set(get_args(RequiredField))


@pytest.mark.parametrize(
    ("decision", "entitled", "present", "in_favour"),
    [
        # Of so many entitled the fewest who make the quorum, and the fewest in favour with whom it passes.
        (Decision.ORDINARY, 10, 6, 6),
        (Decision.ORDINARY, 11, 6, 6),
        (Decision.ADMISSION, 3, 2, 2),
        (Decision.ELECTION, 10, 9, 6),
        (Decision.ELECTION, 11, 9, 6),
        (Decision.COMMITTEE, 4, 2, 3),
        (Decision.COMMITTEE, 5, 3, 3),
        (Decision.DISPOSAL, 30, 16, 16),
    ],
)
def test_a_vote_needs_its_quorum_and_its_majority_and_not_one_more(
    decision: Decision, entitled: int, present: int, in_favour: int
) -> None:
    rule = VOTES[decision]

    assert rule.quorum.reached(present, entitled)
    assert not rule.quorum.reached(present - 1, entitled)
    assert rule.majority.reached(in_favour, entitled)
    assert not rule.majority.reached(in_favour - 1, entitled)


def test_nobody_decides_nothing() -> None:
    assert not any(share.reached(0, 0) for rule in VOTES.values() for share in (rule.quorum, rule.majority))


def test_written_opinions_count_for_admissions_alone() -> None:
    assert [decision for decision, rule in VOTES.items() if rule.counts_written] == [Decision.ADMISSION]


def test_a_committee_counts_its_own_members() -> None:
    of_committee = [d for d, rule in VOTES.items() if rule.electorate is Electorate.COMMITTEE_MEMBERS]

    assert of_committee == [Decision.COMMITTEE]
