import json
import os
from datetime import datetime, timedelta
from typing import Any

import pytest

from functions.journal import archive, on_seal, sealing
from functions.journal.tables import LastSeal
from kernel.clock import now
from kernel.ids import new_id
from kernel.record import SEAL_SHARDS, Head
from kernel.seals import SealedHead
from tests.conftest import Context
from tests.integration.journal.acts import act, download, kept, verify
from tests.template_reader import ROOT, resources
from tests.trust import engine
from tests.trust.faults import Fault, KilledError, sends

EVENT = json.loads((ROOT / "events/journal/on_seal.json").read_text())


def seal() -> None:
    on_seal.lambda_handler(EVENT, Context())


def moved() -> set[str]:
    return {head.chain for shard in range(SEAL_SHARDS) for head in Head.index.query(Head.shard(shard))}


def metric(printed: str) -> dict[str, Any]:
    (line,) = [line for line in printed.splitlines() if "_aws" in line]
    found: dict[str, Any] = json.loads(line)
    return found


def test_heads_that_moved_are_sealed_signed_and_put_to_rest() -> None:
    chains = sorted(new_id() for _ in range(5))
    for chain in chains:
        act(chain, events=2)

    seal()

    last = LastSeal.load()
    found = archive.read(1)
    assert kept() == ["seals/00000001.json"]
    assert [(chain, n) for chain, n, _ in found.leaves] == [(chain, 2) for chain in chains]
    assert found.statement["prevRoot"] == ""
    assert (int(last.n), last.root, last.settled) == (1, found.statement["root"], True)
    assert moved() == set()
    assert [int(Head.demand(chain).sealed_n) for chain in chains] == [2] * 5
    covering = [SealedHead.covering(chain, 1) for chain in chains]
    assert [(s.n, int(s.seal), int(s.index)) for s in covering if s] == [(2, 1, i) for i in range(5)]


def test_where_nothing_moved_there_is_no_seal() -> None:
    seal()

    assert kept() == []
    assert LastSeal.load().clean_at != ""


def test_a_second_seal_follows_the_first_and_holds_what_moved_since() -> None:
    still, moving = new_id(), new_id()
    act(still)
    act(moving)
    seal()
    act(moving)

    seal()
    seal()

    first, second = archive.read(1), archive.read(2)
    assert [(chain, n) for chain, n, _ in second.leaves] == [(moving, 2)]
    assert second.statement["prevRoot"] == first.statement["root"]
    assert len(kept()) == 2


def test_more_heads_than_a_seal_holds_go_into_several(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "MOST_HEADS", 3)
    chains = [new_id() for _ in range(7)]
    for chain in chains:
        act(chain)

    seal()

    assert [archive.read(n).statement["count"] for n in (1, 2, 3)] == [3, 3, 1]
    assert moved() == set()


def test_a_head_that_moves_on_while_it_is_sealed_stays_in_the_index(monkeypatch: pytest.MonkeyPatch) -> None:
    chain = new_id()
    act(chain)
    keep = archive.keep

    def keep_slowly(drafted: archive.Seal) -> archive.Seal:
        act(chain)
        return keep(drafted)

    monkeypatch.setattr(archive, "keep", keep_slowly)
    seal()
    monkeypatch.undo()

    assert moved() == {chain}
    seal()
    assert [n for number in (1, 2) for _, n, _ in archive.read(number).leaves] == [1, 2]


def test_a_chain_whose_head_left_the_index_meanwhile_is_not_sealed_again() -> None:
    chain = new_id()
    act(chain)
    head = Head.demand(chain)
    sealing._rest(chain, int(head.n))
    sealing._rest(chain, 99)

    seal()

    assert kept() == []


@pytest.mark.parametrize("fault", [Fault.KILL_BEFORE, Fault.KILL_AFTER])
def test_a_run_that_dies_at_any_call_is_repaired_by_the_next(fault: Fault, tmp_path_factory: Any) -> None:
    chains = [new_id() for _ in range(3)]
    start = engine.snapshot()
    call = 0
    while True:
        call += 1
        engine.restore(start)
        for chain in chains:
            act(chain)
        with sends(call, fault) as calls:
            try:
                seal()
            except KilledError:
                act(chains[0])
        if not calls.struck:
            break

        seal()

        assert moved() == set()
        assert LastSeal.load().settled
        for chain in chains:
            n = int(Head.demand(chain).n)
            covering = SealedHead.covering(chain, n)
            assert covering is not None
            leaf = archive.read(int(covering.seal)).leaves[int(covering.index)]
            assert leaf == (chain, n, Head.demand(chain).digest)
        if call % 5 == 0:
            directory = tmp_path_factory.mktemp("seals")
            status, said = verify("seals", download(directory), "--key", directory / "key.pem")
            assert status == 0, said
    assert call > 15


@pytest.mark.parametrize("fault", [Fault.THROTTLE, Fault.TIMEOUT, Fault.ERROR, Fault.REPLY_LOST])
def test_a_run_survives_a_fault_at_any_call(fault: Fault) -> None:
    chains = [new_id() for _ in range(2)]
    start = engine.snapshot()
    call = 0
    while True:
        call += 1
        engine.restore(start)
        for chain in chains:
            act(chain)
        with sends(call, fault) as calls:
            seal()
        if not calls.struck:
            break

        seal()

        assert moved() == set()
        assert {chain for name in kept() for chain, _, _ in archive.read(int(name[6:14])).leaves} == set(chains)


def test_two_runs_at_once_make_one_seal(monkeypatch: pytest.MonkeyPatch) -> None:
    act(new_id())
    keep = archive.keep
    inner: list[bool] = []

    def keep_after_another_run(drafted: archive.Seal) -> archive.Seal:
        if not inner:
            inner.append(True)
            seal()
        return keep(drafted)

    monkeypatch.setattr(archive, "keep", keep_after_another_run)

    seal()

    assert len(kept()) == 1
    assert (int(LastSeal.load().n), LastSeal.load().settled) == (1, True)


def test_a_seal_that_stands_is_never_put_over_but_answered() -> None:
    act(new_id())
    seal()
    first = archive.read(1)
    other = archive.sign({"n": 1, "root": "another"}, ())

    stands = archive.keep(other)

    assert stands == first == archive.read(1)
    assert stands != other


def test_a_bucket_that_refuses_stops_the_run_with_nothing_changed() -> None:
    chain = new_id()
    act(chain)
    os.environ["SEAL_BUCKET"] = "no-such-bucket"

    with pytest.raises(Exception, match="NoSuchBucket"):
        seal()

    assert moved() == {chain}


def test_every_run_says_for_how_long_the_record_was_not_sealed_to_its_end(capsys: pytest.CaptureFixture[str]) -> None:
    seal()
    first = metric(capsys.readouterr().out)
    last = LastSeal.load()
    at = now()

    waited = sealing.seconds_since_clean(at + timedelta(hours=2))

    assert first["SecondsSinceSeal"] == [0.0]
    assert last.clean_at != ""
    assert 7190 <= waited <= 7210


def test_sealing_that_never_worked_is_overdue_since_it_was_first_tried(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    act(new_id())
    start = now()
    monkeypatch.setenv("SEAL_KEY", "no-such-key")

    def waited_at(at: datetime) -> float:
        monkeypatch.setattr(on_seal, "now", lambda: at)
        with pytest.raises(Exception, match="NotFound"):
            seal()
        (seconds,) = metric(capsys.readouterr().out)["SecondsSinceSeal"]
        return round(float(seconds))

    waited = [waited_at(start + timedelta(hours=hours)) for hours in (0, 2, 48)]

    assert waited == [0, 7200, 172_800]
    assert kept() == []


def test_the_alarm_watches_the_metric_that_is_written(capsys: pytest.CaptureFixture[str]) -> None:
    seal()
    written = metric(capsys.readouterr().out)
    alarm = resources("AWS::CloudWatch::Alarm")["SealOverdueAlarm"]

    (declared,) = written["_aws"]["CloudWatchMetrics"]

    assert declared["Namespace"] == alarm["Namespace"]
    assert declared["Metrics"][0]["Name"] == alarm["MetricName"]
    assert {name: written[name] for name in declared["Dimensions"][0]} == {
        d["Name"]: d["Value"] for d in alarm["Dimensions"]
    }


def test_a_seal_that_may_replace_another_is_refused_by_the_bucket_itself() -> None:
    statements = resources("AWS::S3::BucketPolicy")["SealBucketPolicy"]["PolicyDocument"]["Statement"]

    ((condition, only_new, _),) = [statement["Fn::If"] for statement in statements if "Fn::If" in statement]

    assert (condition, only_new["Sid"]) == ("IsAws", "OnlyNewNames")
    assert (only_new["Effect"], only_new["Action"]) == ("Deny", "s3:PutObject")
    assert only_new["Condition"] == {"Null": {"s3:if-none-match": "true"}}
