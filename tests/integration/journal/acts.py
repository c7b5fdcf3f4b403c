"""Acts to be relayed, sealed and proved, and the tampering that must not pass."""

import io
import json
import os
import sys
from contextlib import redirect_stdout
from functools import cache
from importlib.machinery import SourceFileLoader
from importlib.util import module_from_spec, spec_from_loader
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest import mock

from functions.journal import archive, on_seal
from functions.journal.app import lambda_handler
from kernel import aws
from kernel.events import RoleGranted
from kernel.journal import Act, UnitOfWork
from kernel.record import Entry, Head
from tests.builders import answer, request
from tests.conftest import Context
from tests.template_reader import ROOT


def act(chain: str, events: int = 1, *, later: bool = False) -> list[str]:
    """Somebody does something on a chain, by itself or as one of a burst. Returns the ids of the events."""
    work = UnitOfWork(Act("someone"), chain=chain, action="test.act", subject=chain, later=later)
    ids = [work.record(RoleGranted(subject="someone", role="auditor", organisation_id=chain)) for _ in range(events)]
    work.commit()
    return ids


def entries_of(chain: str) -> list[dict[str, Any]]:
    """The chain as the route exports it, oldest first."""
    head = Head.demand(chain)
    rows = Entry.query(Entry.partition(chain, int(head.in_year)))
    return [{"record": row.content(), "digest": row.digest} for row in rows]


def kept() -> list[str]:
    """The names of the seals in the bucket."""
    found = aws.client("s3").list_objects_v2(Bucket=os.environ["SEAL_BUCKET"])
    return [item["Key"] for item in found.get("Contents", [])]


def download(directory: Path) -> Path:
    """The seals and the public key, as an auditor has them. Returns the directory of the seals."""
    (directory / "key.pem").write_text(archive.public_key(os.environ["SEAL_KEY"]))
    seals = directory / "seals"
    seals.mkdir()
    for key in kept():
        body = aws.client("s3").get_object(Bucket=os.environ["SEAL_BUCKET"], Key=key)["Body"].read()
        (seals / Path(key).name).write_bytes(body)
    return seals


@cache
def _script() -> ModuleType:
    """`scripts/verify` as a module, with its own directory on the path as when it is run."""
    sys.path.append(str(ROOT / "scripts"))
    loader = SourceFileLoader("verify", str(ROOT / "scripts" / "verify"))
    spec = spec_from_loader("verify", loader)
    assert spec is not None
    module = module_from_spec(spec)
    loader.exec_module(module)
    return module


def verify(*arguments: str | Path) -> tuple[int, str]:
    """Run `scripts/verify` in this process; its status and what it said."""
    said = io.StringIO()
    with redirect_stdout(said), mock.patch.object(sys, "argv", ["verify", *map(str, arguments)]):
        status = _script().main()
    return status, said.getvalue().strip()


def get(path: str, subject: str | None = "auditor", **query: Any) -> tuple[int, Any]:
    told = request("GET", path, subject=subject, query={name: str(value) for name, value in query.items()})
    return answer(lambda_handler(told, Context()))


def receipt(event_id: str, subject: str | None = "auditor") -> tuple[int, Any]:
    return get(f"/v1/journal/entries/{event_id}/receipt", subject)


def seal() -> None:
    on_seal.lambda_handler({}, Context())


def save(directory: Path, entries: list[dict[str, Any]]) -> Path:
    """An exported chain, in two pages."""
    file = directory / "chain.jsonl"
    half = len(entries) // 2
    file.write_text("".join(json.dumps({"items": page}) + "\n" for page in (entries[:half], entries[half:])))
    return file
