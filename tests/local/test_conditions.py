"""Conditions are decided as CloudFormation would."""

import pytest

from scripts.local.conditions import Resolver

TEMPLATE = {
    "Parameters": {"Stage": {"Default": "dev"}},
    "Conditions": {
        "IsProd": {"Fn::Equals": [{"Ref": "Stage"}, "prod"]},
        "IsNot": {"Fn::Not": [{"Condition": "IsProd"}]},
        "Both": {"Fn::And": [{"Condition": "IsProd"}, {"Condition": "IsNot"}]},
        "Either": {"Fn::Or": [{"Condition": "IsProd"}, {"Condition": "IsNot"}]},
    },
}


@pytest.mark.parametrize(("stage", "mode"), [({}, "mild"), ({"Stage": "prod"}, "strict")])
def test_an_if_becomes_the_branch_that_holds(stage: dict[str, str], mode: str) -> None:
    value = {"Rules": [{"Mode": {"Fn::If": ["IsProd", "strict", "mild"]}}, {"Ref": "Stage"}, {"Ref": "Elsewhere"}]}

    told = Resolver(TEMPLATE, stage).plain(value)

    assert told == {"Rules": [{"Mode": mode}, stage.get("Stage", "dev"), {"Ref": "Elsewhere"}]}


def test_conditions_are_joined() -> None:
    resolver = Resolver(TEMPLATE, {})

    assert not resolver.holds({"Condition": "Both"})
    assert resolver.holds({"Condition": "Either"})


def test_what_is_no_condition_is_an_error() -> None:
    with pytest.raises(ValueError, match="not a condition"):
        Resolver(TEMPLATE, {}).holds("yes")
