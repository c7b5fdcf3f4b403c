"""The rules of the product and the policies in Cedar decide alike, whoever asks for whatever."""

from functools import cache
from unittest import mock

import pytest

from kernel.authority import ACTIONS, Principal, Rule, Target, decide
from kernel.errors import DomainError
from tests.trials import examples
from tests.trust import cedar
from tests.trust.figures import figure
from tests.trust.requests_at_random import at_random, standings

REQUESTS = examples(2_000)
SEED = 20261122


def ours(principal: Principal, action: str, target: Target) -> int:
    """What the product answers: 200, or the status of the error that it raises."""
    try:
        decide(principal, action, target)
    except DomainError as refused:
        return refused.status
    return cedar.ALLOWED


def test_the_policies_name_only_what_exists() -> None:
    assert cedar.complaints() == []


def test_every_action_is_allowed_to_somebody_by_a_policy_and_no_policy_names_another() -> None:
    assert set(ACTIONS) - cedar.named() == set()
    assert cedar.named() - set(ACTIONS) == set()


def test_a_new_action_without_a_policy_is_named() -> None:
    with mock.patch.dict(ACTIONS, {"members.sell": Rule(())}):
        assert set(ACTIONS) - cedar.named() == {"members.sell"}


STANDINGS = list(standings())


@cache
def restated(action: str) -> list[int]:
    return [cedar.decided(who, action, what) for who, what in STANDINGS]


def told(action: str) -> list[int]:
    return [ours(who, action, what) for who, what in STANDINGS]


@pytest.mark.parametrize("action", ACTIONS)
def test_every_role_from_every_standing_is_answered_alike(action: str) -> None:
    assert told(action) == restated(action)


def test_requests_at_random_are_answered_alike_and_many_are_allowed() -> None:
    allowed = 0

    for principal, action, target in at_random(SEED, REQUESTS):
        answer = ours(principal, action, target)
        assert answer == cedar.decided(principal, action, target), (principal, action, target)
        allowed += answer == cedar.ALLOWED

    figure("policy_requests", REQUESTS)
    assert allowed / REQUESTS >= 0.3


@pytest.mark.parametrize("action", ACTIONS)
def test_a_pair_taken_out_of_the_table_is_noticed(action: str) -> None:
    rule = ACTIONS[action]
    for pair in rule.allow:
        less = Rule(tuple(other for other in rule.allow if other != pair), rule.not_by_submitter)
        with mock.patch.dict(ACTIONS, {action: less}):
            assert told(action) != restated(action), pair
