"""Whatever is done to sealed entries, `scripts/verify` names the chain and the place; and it is quick about it."""

import json
import shutil
import subprocess
import sys
import time
from pathlib import Path
from random import Random

import msgspec
import pytest

from functions.journal import archive, on_seal, rules
from kernel.authority import Role
from kernel.ids import derived_id
from tests import builders
from tests.conftest import Context
from tests.integration.journal.acts import act, download, entries_of, receipt, save, verify
from tests.template_reader import ROOT
from tests.trials import examples
from tests.trust.figures import figure
from tests.trust.tampering import KINDS, Bent, Entries, made_right

CHAINS = [derived_id("tampered", n) for n in range(4)]
SEALED = (3, 7, 12)
"""Where each chain stood when it was sealed."""
TRIALS = examples(150)
HEADS = 81_000
SECONDS = 60


@pytest.fixture
def sealed(account: None, tmp_path: Path) -> tuple[dict[str, Entries], list[str | Path]]:
    """Every chain as it is exported, and what it is verified with."""
    for before, n in zip((0, *SEALED), SEALED, strict=False):
        for chain in CHAINS:
            act(chain, events=n - before)
        on_seal.lambda_handler({}, Context())
    wholes = {chain: entries_of(chain) for chain in CHAINS}
    return wholes, ["--seals", download(tmp_path), "--key", tmp_path / "key.pem"]


def caught_at(bent: Bent) -> int:
    """The latest number at which the record must say it: at once, or where the next seal looks."""
    if "made right" not in bent.kind:
        return bent.at
    seen = next(n for n in SEALED if n >= bent.at)
    return min(seen, len(bent.entries) + 1)


def test_no_tampering_with_sealed_entries_is_missed(
    sealed: tuple[dict[str, Entries], list[str | Path]], tmp_path: Path
) -> None:
    wholes, seals = sealed
    chance = Random(20261122)  # noqa: S311 - a repeatable choice

    for trial in range(TRIALS):
        chain, other = chance.sample(CHAINS, 2)
        bent = KINDS[trial % len(KINDS)](chance, wholes[chain], wholes[other])
        bent = made_right(bent, chain) if chance.random() < 0.5 else bent
        status, said = verify("chain", save(tmp_path, bent.entries), "--chain", chain, *seals)
        assert (status, said.split(" seq=")[0]) == (1, f"TAMPERED chain={chain}"), (bent.kind, bent.at, said)
        assert bent.at <= int(said.split(" seq=")[1].split()[0]) <= caught_at(bent), (bent.kind, bent.at, said)

    figure("tamperings", TRIALS)


def test_untouched_chains_hold(sealed: tuple[dict[str, Entries], list[str | Path]], tmp_path: Path) -> None:
    wholes, seals = sealed

    for chain in CHAINS:
        said = verify("chain", save(tmp_path, wholes[chain]), *seals)
        assert said == (0, f"holds: chain={chain} entries 1 to {SEALED[-1]}, {len(SEALED)} sealed heads")


def test_as_many_heads_as_there_are_branches_are_verified_within_a_minute(account: None, tmp_path: Path) -> None:
    heads = tuple(sorted((derived_id("head", n), 1 + n % 9, f"{n:064x}") for n in range(HEADS)))
    seal = archive.sign(rules.statement(1, "2026-11-22T00:00:00.000Z", "", heads), heads)
    seals = download(tmp_path)
    (seals / "00000001.json").write_bytes(msgspec.json.encode(seal))

    began = time.monotonic()
    status, said = verify("seals", seals, "--key", tmp_path / "key.pem")
    took = time.monotonic() - began

    assert (status, said) == (0, f"holds: {HEADS} sealed heads of {HEADS} chains")
    assert took < SECONDS
    figure("seconds_for_81000_heads", round(took, 1))


def test_a_receipt_is_verified_by_the_script_and_nothing_else(account: None, tmp_path: Path) -> None:
    """By a Python that sees neither this checkout nor any package."""
    tree = builders.Tree()
    builders.account("auditor", (Role.AUDITOR, tree.county))
    event_id = act(tree.branch.id, events=3)[1]
    on_seal.lambda_handler({}, Context())
    status, told = receipt(event_id)
    assert (status, told["state"]) == (200, "SEALED")
    download(tmp_path)
    alone = tmp_path / "alone"
    alone.mkdir()
    for name in ("verify", "p256.py"):
        shutil.copy(ROOT / "scripts" / name, alone)
    (alone / "receipt.json").write_text(json.dumps(told))
    bent = told | {"entry": told["entry"] | {"record": told["entry"]["record"] | {"actor": "other"}}}
    (alone / "bent.json").write_text(json.dumps(bent))

    def said(file: str) -> tuple[int, str]:
        command = [sys.executable, "-S", "-B", "verify", "receipt", file, "--key", str(tmp_path / "key.pem")]
        done = subprocess.run(command, cwd=alone, env={}, capture_output=True, text=True, check=False)  # noqa: S603 - our own script
        return done.returncode, done.stdout

    assert said("receipt.json")[0] == 0
    assert said("receipt.json")[1].startswith(f"holds: chain={tree.branch.id} seq=2 seal=1 at=")
    assert said("bent.json") == (1, f"TAMPERED chain={tree.branch.id} seq=2 the entry is not what was written\n")
