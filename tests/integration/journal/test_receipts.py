import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from kernel.ids import new_id
from kernel.record import Entry, Head
from tests.builders import Tree
from tests.integration.journal.acts import act, download, get, receipt, seal, verify


def test_an_entry_that_waits_for_its_seal_says_so(tree: Tree) -> None:
    (event_id,) = act(tree.branch.id)

    status, body = receipt(event_id)

    (row,) = Entry.query(Entry.partition(tree.branch.id, int(Head.demand(tree.branch.id).in_year)))
    entry = {"record": row.content(), "digest": row.digest}
    assert (status, body) == (200, {"state": "NOT_YET_SEALED", "entry": entry, "proof": None, "seal": None})


def test_a_receipt_leads_from_the_entry_to_the_signed_root_and_shows_nobody_elses_act(tree: Tree) -> None:
    ids = act(tree.branch.id, events=4)
    for where in (tree.sister, tree.far_branch, tree.county):
        act(where.id)
    seal()

    status, body = receipt(ids[1], "member")

    assert status == 200
    assert body["state"] == "SEALED"
    assert body["entry"]["record"]["id"] == ids[1]
    assert [len(hashed) for hashed in body["proof"]["segment"]] == [64, 64]
    assert (body["proof"]["head"]["n"], body["seal"]["statement"]["count"]) == (4, 4)
    assert ids[2] not in json.dumps(body)


def test_the_first_seal_that_covers_an_entry_proves_it(tree: Tree) -> None:
    (first,) = act(tree.branch.id)
    seal()
    (second,) = act(tree.branch.id)
    seal()

    assert [receipt(i)[1]["seal"]["statement"]["n"] for i in (first, second)] == [1, 2]
    assert receipt(first)[1]["proof"]["segment"] == []


def test_a_receipt_spans_the_turn_of_a_year(tree: Tree, tmp_path: Path) -> None:
    ids = act(tree.branch.id, events=2)
    _move_to_year_before(tree.branch.id)
    act(tree.branch.id)
    seal()

    body = receipt(ids[0])[1]

    assert body["proof"]["head"]["n"] == 3
    assert verify("receipt", _saved(tmp_path, body))[0] == 0


def _move_to_year_before(chain: str) -> None:
    """As if the entries had been written last year."""
    from kernel.record import EventRow

    head = Head.demand(chain)
    year = int(head.in_year)
    for row in list(Entry.query(Entry.partition(chain, year))):
        Entry(
            Entry.partition(chain, year - 1), row.sk, event_id=row.event_id, record=row.record, digest=row.digest
        ).save()
        row.delete()
        EventRow(EventRow.partition(row.event_id), chain=chain, year=year - 1, seq=int(row.sk[2:])).save()


def _saved(directory: Path, body: Any) -> Path:
    file = directory / "receipt.json"
    file.write_text(json.dumps(body))
    return file


def test_the_public_key_verifies_what_was_signed(tree: Tree, tmp_path: Path) -> None:
    (event_id,) = act(tree.branch.id)
    seal()
    pem = tmp_path / "key.pem"

    status, body = get("/v1/journal/seals/key", "nobody")

    pem.write_text(body["pem"])
    assert status == 200
    assert body == {
        "keyId": receipt(event_id)[1]["seal"]["keyId"],
        "algorithm": "ECDSA_P256_SHA256",
        "pem": body["pem"],
    }
    done = verify("receipt", _saved(tmp_path, receipt(event_id)[1]), "--key", pem)
    assert done == (
        0,
        f"holds: chain={tree.branch.id} seq=1 seal=1 at={receipt(event_id)[1]['seal']['statement']['at']}",
    )


def test_the_key_needs_a_token(tree: Tree) -> None:
    assert get("/v1/journal/seals/key", None)[0] == 401


Bend = Callable[[Any], Any]
BENDS: dict[str, Bend] = {
    "another actor": lambda r: r["entry"]["record"].update(actor="other"),
    "another digest": lambda r: r["entry"].update(digest="0" * 64),
    "another place": lambda r: r["entry"]["record"].update(seq=1),
    "a cut segment": lambda r: r["proof"]["segment"].pop(),
    "a bent segment": lambda r: r["proof"]["segment"].reverse(),
    "another head": lambda r: r["proof"]["head"].update(digest="0" * 64),
    "another chain's head": lambda r: r["proof"]["head"].update(chain=new_id()),
    "another leaf": lambda r: r["proof"].update(index=r["proof"]["index"] ^ 1),
    "a cut path": lambda r: r["proof"]["path"].pop(),
    "a longer path": lambda r: r["proof"]["path"].append("0" * 64),
    "another root": lambda r: r["seal"]["statement"].update(root="0" * 64),
    "another instant": lambda r: r["seal"]["statement"].update(at="2020-01-01T00:00:00.000Z"),
    "another kind of statement": lambda r: r["seal"]["statement"].update(type="other"),
    "another signature": lambda r: r["seal"].update(signature="MAYCAQECAQE="),
    "a missing part": lambda r: r.pop("seal"),
}


@pytest.mark.parametrize("bend", BENDS)
def test_a_receipt_that_was_tampered_with_does_not_hold(tree: Tree, tmp_path: Path, bend: str) -> None:
    ids = act(tree.branch.id, events=4)
    for where in (tree.sister, tree.far_branch, tree.county):
        act(where.id)
    seal()
    download(tmp_path)
    body = receipt(ids[1])[1]
    assert verify("receipt", _saved(tmp_path, body), "--key", tmp_path / "key.pem")[0] == 0

    BENDS[bend](body)

    status, said = verify("receipt", _saved(tmp_path, body), "--key", tmp_path / "key.pem")
    assert status == 1
    assert said.startswith("TAMPERED")
    if bend not in ("a missing part", "another place"):
        assert f"chain={tree.branch.id} seq=2" in said
