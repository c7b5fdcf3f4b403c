"""What a bundle says is what the entries say: verified offline, and named where somebody changed it."""

import json
import os
from pathlib import Path
from typing import Any
from unittest import mock
from zipfile import ZipFile

from functions.activities.bundles import records as bundle_records
from functions.journal import archive
from tests.integration.activities.bundle_story import a_year, file_of, made, parts, saved
from tests.integration.activities.dispute_story import approved
from tests.integration.activities.story import Story, call, review
from tests.integration.journal.acts import seal, verify


def test_its_receipts_hold_offline_and_lead_to_the_seal(sealing: Story, tmp_path: Path) -> None:
    a_year(sealing)
    seal()
    file = saved(tmp_path, file_of(made(sealing)))
    key = tmp_path / "key.pem"
    key.write_text(archive.public_key(os.environ["SEAL_KEY"]))

    status, told = verify("bundle", file, "--key", key)

    assert (status, told.startswith("holds: 2 activities")) == (0, True), told
    assert "0 not yet sealed" in told


def test_what_was_changed_in_a_bundle_is_named(sealing: Story, tmp_path: Path) -> None:
    a_year(sealing)
    whole = parts(file_of(made(sealing)))
    bundle = json.loads(whole["bundle.json"])
    first = bundle["records"][0]
    changes = {
        "minutes": first["minutes"] | {"digest": "0" * 64},
        "photos": [first["photos"][0] | {"sha256": "0" * 64}],
        "attended": first["attended"][:2],
        "line": first["line"] | {"state": "RETURNED"},
        "entries": first["entries"][:-1],
    }

    for name, value in changes.items():
        forged = bundle | {"records": [first | {name: value}, *bundle["records"][1:]]}
        file = tmp_path / f"{name}.zip"
        with ZipFile(file, "w") as archive:
            archive.writestr("bundle.json", json.dumps(forged))
            archive.writestr("receipts.jsonl", whole["receipts.jsonl"])
        status, told = verify("bundle", file)
        assert (status, told.startswith("TAMPERED")) == (1, True), name
    (tmp_path / "none.zip").write_bytes(b"no zip")
    assert verify("bundle", tmp_path / "none.zip")[0] == 1


def test_a_record_that_was_withdrawn_counts_for_nobody_and_cannot_pass_for_approved(
    sealing: Story, tmp_path: Path
) -> None:
    call("POST", f"/v1/activities/{approved(sealing)}/withdrawal", "county", {"reason": "审核有误。"})
    file = saved(tmp_path, file_of(made(sealing)))
    whole = parts(file.read_bytes())
    bundle = json.loads(whole["bundle.json"])
    [record] = bundle["records"]
    forged = bundle | {"records": [record | {"line": record["line"] | {"state": "APPROVED"}}]}
    with ZipFile(tmp_path / "forged.zip", "w") as archive:
        archive.writestr("bundle.json", json.dumps(forged))
        archive.writestr("receipts.jsonl", whole["receipts.jsonl"])

    true, false = (verify("bundle", tmp_path / name) for name in ("bundle.zip", "forged.zip"))

    assert (record["line"]["state"], record["attended"]) == ("WITHDRAWN", [])
    assert (true[0], false[0]) == (0, 1), true[1]
    assert "state" in false[1]


def test_a_record_that_is_decided_upon_meanwhile_is_read_anew(sealing: Story, tmp_path: Path) -> None:
    activity_id = sealing.reviewed_first()
    real = bundle_records._record

    def meanwhile(*rest: Any) -> Any:
        review(activity_id, sealing.county)
        return real(*rest)

    with mock.patch.object(bundle_records, "_record", meanwhile):
        answer = made(sealing)
    file = saved(tmp_path, file_of(answer))

    assert verify("bundle", file)[0] == 0
    assert json.loads(parts(file.read_bytes())["bundle.json"])["records"][0]["line"]["state"] == "APPROVED"
