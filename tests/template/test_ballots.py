"""The ballot box as the template declares it: who may touch it, and what must not look over anybody's shoulder."""

from typing import Any

from tests.template.house import listed, named
from tests.template_reader import resources

BOX = "BallotsTable"


def statements(function: dict[str, Any]) -> list[dict[str, Any]]:
    return [one for policy in function.get("Policies", []) for one in listed(policy.get("Statement", []))]


def rights() -> dict[str, set[str]]:
    """Function → what its role allows on the box."""
    found: dict[str, set[str]] = {}
    for name, function in resources("AWS::Serverless::Function").items():
        for statement in statements(function):
            if named(statement.get("Resource")) == BOX:
                found.setdefault(name, set()).update(listed(statement["Action"]))
    return found


def test_who_takes_votes_reads_none_and_who_counts_writes_none() -> None:
    assert rights() == {
        "ActivitiesVoting": {"dynamodb:PutItem"},
        "ActivitiesApi": {"dynamodb:Query"},
    }


def test_nothing_keeps_an_earlier_state_of_the_box() -> None:
    box: dict[str, Any] = resources("AWS::DynamoDB::Table")[BOX]

    assert not {"StreamSpecification", "PointInTimeRecoverySpecification", "KinesisStreamSpecification"} & set(box)


def test_who_takes_votes_keeps_no_answers() -> None:
    (voting,) = (function for name, function in resources("AWS::Serverless::Function").items() if "Voting" in name)

    of_answers = [one["Action"] for one in statements(voting) if named(one.get("Resource")) == "IdempotencyTable"]

    assert of_answers == []
