"""Each role allows the conditions that its code checks, and no other; a small tree of code shows that it is noticed."""

from pathlib import Path
from typing import Any

import pytest

from tests.template.condition_checks import conditions_are_allowed
from tests.template_reader import ROOT, template

HANDLER = """
from functions.dues import paying
from functions.dues.settling import Settlement as Settled

paying.look({{}})

def lambda_handler(event, context):
    {body}
"""
PAYING = """
from functions.dues.tables import Bill

def pay(work):
    return HOW["cash"](work)

def look(work):
    taken = Bill()
    return taken

def taken(work):
    work.require(Bill())

HOW = {"cash": taken}
"""
SETTLING = """
class Settlement:
    def write(self, writes):
        writes.require_that(self, "n > :n", {}, None)
"""


def code(root: Path, body: str) -> Path:
    folder = root / "functions/dues"
    folder.mkdir(parents=True)
    for name, text in {"app": HANDLER.format(body=body), "paying": PAYING, "settling": SETTLING}.items():
        (folder / f"{name}.py").write_text(text)
    return root


def role(*actions: str, table: str = "DuesTable") -> dict[str, Any]:
    """A template of one function with one statement."""
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": {"Fn::GetAtt": [table, "Arn"]}}
    function = {"Handler": "functions.dues.app.lambda_handler", "Policies": [{"Statement": [statement]}]}
    return {"Resources": {"Dues": {"Type": "AWS::Serverless::Function", "Properties": function}}}


CHECKS, PUTS = "dynamodb:ConditionCheckItem", "dynamodb:PutItem"
MAY_NOT = ["Dues checks conditions on DuesTable and may not"]


def test_every_function_that_checks_a_condition_may_and_no_other() -> None:
    assert list(conditions_are_allowed(template(), ROOT)) == []


@pytest.mark.parametrize(
    ("body", "template", "complaints"),
    [
        ("paying.pay(event)", role(PUTS), MAY_NOT),
        ("paying.pay(event)", role(PUTS, CHECKS), []),
        ("Settled().write(event)", role(PUTS), MAY_NOT),
        ("paying.look(event)", role(PUTS), []),
        ("paying.look(event)", role(CHECKS), ["Dues may check conditions on DuesTable, and does not"]),
        (
            "paying.pay(event)",
            role(CHECKS, table="KeysTable"),
            [*MAY_NOT, "Dues may check conditions on KeysTable, and does not"],
        ),
    ],
)
def test_what_is_missing_or_too_much_is_named(
    tmp_path: Path, body: str, template: dict[str, Any], complaints: list[str]
) -> None:
    assert list(conditions_are_allowed(template, code(tmp_path, body))) == complaints
