"""Whatever an insider does to the tables or to an export, `scripts/verify` names the chain and the place."""

import json
import random
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from functions.journal import on_seal
from kernel.chain import GENESIS, canonical, entry_hash
from kernel.ids import new_id
from tests.conftest import Context
from tests.integration.journal.acts import act, download, entries_of, save, verify
from tests.template_reader import ROOT

Entries = list[dict[str, Any]]


def three_chains() -> list[str]:
    """Three chains of nine entries, sealed after each third."""
    chains = sorted(new_id() for _ in range(3))
    for _ in range(3):
        for chain in chains:
            act(chain, events=3)
        on_seal.lambda_handler({}, Context())
    return chains


def rechained(entries: Entries) -> Entries:
    """What an insider with the table does: every later digest made right again."""
    digest, made = GENESIS, []
    for seq, entry in enumerate(entries, 1):
        record = entry["record"] | {"prev": digest, "seq": seq}
        digest = entry_hash(canonical(record))
        made.append({"record": record, "digest": digest})
    return made


def edited(entries: Entries, at: int) -> Entries:
    record = entries[at]["record"] | {"actor": "other"}
    return [*entries[:at], entries[at] | {"record": record}, *entries[at + 1 :]]


def deleted(entries: Entries, at: int) -> Entries:
    return entries[:at] + entries[at + 1 :]


def reordered(entries: Entries, at: int) -> Entries:
    return [*entries[:at], entries[at + 1], entries[at], *entries[at + 2 :]]


def truncated(entries: Entries, at: int) -> Entries:
    return entries[:at]


NAIVE: dict[str, Callable[[Entries, int], Entries]] = {"edit": edited, "delete": deleted, "reorder": reordered}


@pytest.mark.parametrize("kind", NAIVE)
def test_a_chain_alone_shows_what_was_done_to_it(kind: str, tmp_path: Path) -> None:
    chain = new_id()
    act(chain, events=9)
    whole = entries_of(chain)
    assert verify("chain", save(tmp_path, whole))[0] == 0

    for at in (0, 4, 7):
        status, said = verify("chain", save(tmp_path, NAIVE[kind](whole, at)))
        assert status == 1
        assert f"chain={chain} seq={at + 1} " in said


@pytest.mark.parametrize("kind", [*NAIVE, "truncate"])
def test_with_the_seals_a_chain_made_right_again_is_caught_too(kind: str, tmp_path: Path) -> None:
    chains = three_chains()
    seals = download(tmp_path)
    whole = entries_of(chains[1])
    seen: list[str | Path] = ["--seals", seals, "--key", tmp_path / "key.pem"]
    assert verify("chain", save(tmp_path, whole), *seen) == (
        0,
        f"holds: chain={chains[1]} entries 1 to 9, 3 sealed heads",
    )

    for at in (0, 4, 7):
        bent = truncated(whole, at + 1) if kind == "truncate" else rechained(NAIVE[kind](whole, at))
        status, said = verify("chain", save(tmp_path, bent), *seen)
        assert status == 1
        caught_at = at + 2 if kind == "truncate" else min(3 * (at // 3 + 1), len(bent) + 1)
        assert f"chain={chains[1]} seq={caught_at} " in said


def test_an_entry_moved_from_another_chain_is_caught(tmp_path: Path) -> None:
    one, other, _ = three_chains()
    entries, foreign = entries_of(one), entries_of(other)
    seals = download(tmp_path)

    moved = [*entries[:4], foreign[4], *entries[5:]]
    disguised = rechained([*entries[:4], {"record": foreign[4]["record"] | {"chain": one}, "digest": ""}, *entries[5:]])

    status, said = verify("chain", save(tmp_path, moved))
    assert (status, said) == (1, f"TAMPERED chain={one} seq=5 an entry of chain {other} stands here")
    status, said = verify("chain", save(tmp_path, disguised), "--seals", seals, "--key", tmp_path / "key.pem")
    assert status == 1
    assert f"chain={one} seq=6 " in said


def test_random_tampering_of_sealed_entries_never_passes(tmp_path: Path) -> None:
    chance = random.Random(20261121)  # noqa: S311 - a repeatable choice
    chain = three_chains()[0]
    whole = entries_of(chain)
    seen: list[str | Path] = ["--seals", download(tmp_path), "--key", tmp_path / "key.pem"]

    for _ in range(20):
        bent = NAIVE[chance.choice(list(NAIVE))](whole, chance.randrange(8))
        bent = rechained(bent) if chance.random() < 0.7 else bent
        status, said = verify("chain", save(tmp_path, bent), *seen)
        assert status == 1
        assert said.startswith(f"TAMPERED chain={chain} seq=")


def test_a_part_of_a_chain_verifies_when_it_is_said_to_be_one(tmp_path: Path) -> None:
    chain = three_chains()[0]
    rest = entries_of(chain)[4:]

    assert verify("chain", save(tmp_path, rest))[0] == 1
    assert verify("chain", save(tmp_path, rest), "--part", "--seals", download(tmp_path))[0] == 0


def test_an_empty_export_holds_nothing(tmp_path: Path) -> None:
    assert verify("chain", save(tmp_path, []))[0] == 1


def change(file: Path, bend: Callable[[Any], Any]) -> None:
    seal = json.loads(file.read_text())
    bend(seal)
    file.write_text(json.dumps(seal))


def swap(seals: Path) -> None:
    one, other = seals / "00000001.json", seals / "00000002.json"
    text = one.read_text()
    one.write_text(other.read_text())
    other.write_text(text)


def bend_leaf(number: int, value: Any) -> Callable[[Path], None]:
    """The second leaf of the third seal says something else."""
    return lambda seals: change(seals / "00000003.json", lambda seal: seal["leaves"][1].__setitem__(number, value))


SEALS: dict[str, tuple[Callable[[Path], Any], str]] = {
    "deleted": (lambda d: (d / "00000002.json").unlink(), "seal=2"),
    "the first deleted": (lambda d: (d / "00000001.json").unlink(), "seal=1"),
    "swapped": (swap, "seal=1"),
    "signature": (lambda d: change(d / "00000002.json", lambda s: s.update(signature="MAYCAQECAQE=")), "seal=2"),
    "root": (lambda d: change(d / "00000002.json", lambda s: s["statement"].update(root="0" * 64)), "seal=2"),
    "previous root": (lambda d: change(d / "00000002.json", lambda s: s["statement"].update(prevRoot="")), "seal=2"),
    "a leaf's digest": (bend_leaf(2, "00"), "seal=3"),
    "a leaf's number": (bend_leaf(1, 2), "seq=2 seal=3"),
    "a leaf gone": (lambda d: change(d / "00000003.json", lambda s: s["leaves"].pop()), "seal=3"),
    "leaves reordered": (lambda d: change(d / "00000003.json", lambda s: s["leaves"].reverse()), "seal=3"),
    "no seal at all": (lambda d: (d / "00000002.json").write_text("{}"), "form"),
}


@pytest.mark.parametrize("kind", SEALS)
def test_seals_that_were_tampered_with_are_named(kind: str, tmp_path: Path) -> None:
    three_chains()
    seals = download(tmp_path)
    key = tmp_path / "key.pem"
    assert verify("seals", seals, "--key", key) == (0, "holds: 9 sealed heads of 3 chains")
    bend, named = SEALS[kind]

    bend(seals)

    status, said = verify("seals", seals, "--key", key)
    assert status == 1
    assert named in said


def test_without_the_key_it_says_that_signatures_were_not_checked(tmp_path: Path) -> None:
    three_chains()

    status, said = verify("seals", download(tmp_path))

    assert status == 0
    assert said.endswith("(no --key: signatures were not checked)")


def test_the_script_runs_by_itself(tmp_path: Path) -> None:
    chain = new_id()
    act(chain, events=2)
    script = ROOT / "scripts" / "verify"

    whole = subprocess.run([script, "chain", save(tmp_path, entries_of(chain))], capture_output=True, check=False)  # noqa: S603 - our own script
    bent = subprocess.run([script, "chain", save(tmp_path, entries_of(chain)[1:])], capture_output=True, check=False)  # noqa: S603 - our own script
    wrong = subprocess.run([script, "everything"], capture_output=True, check=False)  # noqa: S603 - our own script

    assert [done.returncode for done in (whole, bent, wrong)] == [0, 1, 2]
