"""A chain that sealing passes over is found, whatever was done to its head."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.journal import on_nightly, watching
from kernel import aws
from kernel.clock import now
from kernel.ids import new_id
from kernel.record import Chain, Head, shard_of
from tests.conftest import Context
from tests.integration.journal.acts import act, seal
from tests.template_reader import ROOT, resources

EVENT = json.loads((ROOT / "events/journal/on_nightly.json").read_text())
LATER = timedelta(hours=2)


@dataclass
class Night:
    """Runs the check as of an instant, and knows what it said."""

    patch: pytest.MonkeyPatch
    out: pytest.CaptureFixture[str]
    said: pytest.LogCaptureFixture

    def check(self, at: datetime) -> tuple[int, list[str]]:
        """The metric, and the chains that the log names."""
        written = self.metric(at)
        named = [vars(record)["chain"] for record in self.said.records if record.message == "chain not sealed"]
        return int(written["ChainsPassedOver"][0]), named

    def metric(self, at: datetime) -> dict[str, Any]:
        self.patch.setattr(on_nightly, "now", lambda: at)
        self.out.readouterr()
        self.said.clear()
        on_nightly.lambda_handler(EVENT, Context())
        (line,) = [line for line in self.out.readouterr().out.splitlines() if "_aws" in line]
        found: dict[str, Any] = json.loads(line)
        return found


@pytest.fixture
def night(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> Night:
    return Night(monkeypatch, capsys, caplog)


def change(chain: str, expression: str, **values: int) -> None:
    """What whoever may update heads can do to one."""
    aws.client("dynamodb").update_item(
        TableName=Head.Meta.table_name,
        Key={"chain": {"S": chain}},
        UpdateExpression=expression,
        **({"ExpressionAttributeValues": {f":{k}": {"N": str(v)} for k, v in values.items()}} if values else {}),  # type: ignore[arg-type]  # a mapping on the wire
    )


def test_a_chain_is_listed_once_with_its_first_entry_and_in_the_shard_of_its_head() -> None:
    chain = new_id()

    act(chain)
    act(chain)

    assert watching.chains() == [chain]
    assert Chain.demand(Chain.partition(shard_of(chain)), chain).sk == chain
    assert Head.demand(chain).moved == Head.shard(shard_of(chain))


def test_where_all_is_sealed_no_chain_was_passed_over(night: Night) -> None:
    for chain in [new_id() for _ in range(5)]:
        act(chain, events=2)
    seal()

    assert night.check(now() + LATER) == (0, [])


def test_what_was_written_within_the_hour_may_still_wait(night: Night) -> None:
    chain = new_id()
    act(chain)
    seal()
    act(chain)

    soon, late = night.check(now() + timedelta(minutes=30)), night.check(now() + LATER)

    assert (soon, late) == ((0, []), (1, [chain]))


@pytest.mark.parametrize(
    ("expression", "values"),
    [
        ("REMOVE moved", {}),
        ("SET sealed_n = :n REMOVE moved", {"n": 3}),
        ("SET n = :n REMOVE moved", {"n": 1}),
        ("SET n = :n REMOVE moved", {"n": 9}),
        ("SET n = :n, in_year = :year REMOVE moved", {"n": 1, "year": 2024}),
    ],
)
@pytest.mark.parametrize("sealed_before", [True, False])
def test_a_head_that_was_taken_out_of_sealing_is_found(
    expression: str,
    values: dict[str, int],
    sealed_before: bool,
    night: Night,
) -> None:
    honest, hidden = new_id(), new_id()
    act(honest)
    act(hidden)
    if sealed_before:
        seal()
    act(hidden, events=2)
    change(hidden, expression, **values)
    seal()

    assert night.check(now() + LATER) == (1, [hidden])


def test_a_head_that_is_gone_is_found_and_its_next_act_brings_a_head_back_to_sealing(night: Night) -> None:
    gone, quiet = new_id(), new_id()
    for chain in (gone, quiet):
        act(chain)
    change(quiet, "REMOVE moved")
    aws.client("dynamodb").delete_item(TableName=Head.Meta.table_name, Key={"chain": {"S": gone}})
    seal()

    _, before = night.check(now() + LATER)
    act(quiet)
    seal()
    _, after = night.check(now() + LATER)

    assert (sorted(before), after) == (sorted([gone, quiet]), [gone])


def test_the_alarm_watches_the_metric_that_is_written(night: Night) -> None:
    written = night.metric(now())
    alarm = resources("AWS::CloudWatch::Alarm")["ChainsPassedOverAlarm"]

    (declared,) = written["_aws"]["CloudWatchMetrics"]

    assert (declared["Namespace"], declared["Metrics"][0]["Name"]) == (alarm["Namespace"], alarm["MetricName"])
    assert alarm["TreatMissingData"] == "breaching"
