"""The first two administrators of a root, as an operator calls for them."""

import json
from typing import Any

import pytest

from functions.identity.errors import ExclusiveRole, FoundedOtherwise
from functions.identity.on_founding import lambda_handler
from functions.identity.tables import FoundingRow
from kernel import directory
from kernel.authority import Role
from kernel.directory import Account
from kernel.errors import Invalid
from kernel.ids import organisation_id
from tests.builders import Tree, account, recorded
from tests.template_reader import ROOT

pytestmark = pytest.mark.usefixtures("account")
SAMPLE: dict[str, str] = json.loads((ROOT / "events" / "identity" / "on_founding.json").read_text())
COUNTY = organisation_id("", SAMPLE["rootOrganisationCode"])


def held(subject: str) -> list[tuple[str, str]]:
    known = directory.account(subject)
    return [(g.role, g.organisation_id) for g in known.grants] if known else []


def test_a_root_gets_its_two_administrators_before_it_exists(context: Any) -> None:
    told = lambda_handler(SAMPLE, context)

    assert told == {"organisationId": COUNTY, "outcome": "founded"}
    assert held(SAMPLE["system"]) == [("system", COUNTY)]
    assert held(SAMPLE["security"]) == [("security", COUNTY)]
    assert [(e["event"], e["actor"], e["data"]["role"]) for e in recorded(COUNTY)] == [
        ("RoleGranted", "system:founding", "system"),
        ("RoleGranted", "system:founding", "security"),
    ]


def test_the_same_call_again_is_done_and_changes_nothing(context: Any) -> None:
    lambda_handler(SAMPLE, context)

    assert lambda_handler(SAMPLE, context) == {"organisationId": COUNTY, "outcome": "done"}
    assert len(recorded(COUNTY)) == 2


@pytest.mark.parametrize("change", [{"system": "other"}, {"security": "other"}])
def test_a_founded_root_is_not_given_to_others(change: dict[str, str], context: Any) -> None:
    lambda_handler(SAMPLE, context)

    with pytest.raises(FoundedOtherwise, match=r"^founded_otherwise$"):
        lambda_handler(SAMPLE | change, context)

    assert held("other") == []
    assert len(recorded(COUNTY)) == 2


def test_of_two_calls_at_once_the_second_sees_the_first(context: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    lambda_handler(SAMPLE, context)
    real, answers = FoundingRow.find, [None]
    monkeypatch.setattr(FoundingRow, "find", lambda *key: answers.pop() if answers else real(*key))
    monkeypatch.setattr("kernel.projection.pause", lambda _: None)
    strangers = [Account(Account.partition(SAMPLE[name]), grants=[]) for name in ("security", "system")]
    read = directory.account
    monkeypatch.setattr(directory, "account", lambda subject: strangers.pop() if strangers else read(subject))

    assert lambda_handler(SAMPLE, context) == {"organisationId": COUNTY, "outcome": "done"}

    assert (answers, strangers) == ([], [])
    assert held(SAMPLE["system"]) == [("system", COUNTY)]
    assert len(recorded(COUNTY)) == 2


def test_an_auditor_does_not_become_a_roots_administrator(context: Any) -> None:
    account(SAMPLE["system"], (Role.AUDITOR, Tree().county))

    with pytest.raises(ExclusiveRole):
        lambda_handler(SAMPLE, context)

    assert held(SAMPLE["security"]) == []


@pytest.mark.parametrize(
    "change", [{"system": "a#b"}, {"security": SAMPLE["system"]}, {"rootOrganisationCode": ""}, {"unasked": "1"}]
)
def test_a_malformed_call_is_refused_without_repeating_it(change: dict[str, str], context: Any) -> None:
    with pytest.raises(Invalid, match=r"^invalid$") as refusal:
        lambda_handler(SAMPLE | change, context)

    assert refusal.value.__cause__ is None
    assert recorded(COUNTY) == []
