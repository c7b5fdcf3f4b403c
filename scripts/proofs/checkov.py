"""Ask checkov about the template as CloudFormation gets it; each finding that is accepted stands here with its reason.

    make checkov

Exit status 1 if there is another finding, or a reason without one.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

from scripts.apart import ROOT, site
from tests.template.transformed import transformed

Finding = tuple[str, str]
"""A check's id and a logical id."""
ACCEPTED: dict[str, tuple[str, tuple[str, ...]]] = {
    "CKV_AWS_33": (
        "the key's policy lets any principal of this account through DynamoDB, SQS and S3 alone (`kms:ViaService`)",
        ("StoreKey",),
    ),
    "CKV_AWS_28": (
        "a table that can be read as it stood at any second tells who voted when (tests/template/test_ballots.py)",
        ("BallotsTable",),
    ),
    "CKV_AWS_7": ("KMS turns symmetric keys alone; of an HMAC key every look-up follows", ("IndexKey", "DeviceKey")),
    "CKV_AWS_158": ("logs hold listed keys and no personal data; the service's own key seals them", ("Log",)),
    "CKV_AWS_18": ("who reads objects is CloudTrail's to keep, by the installation (docs/security.md)", ("Bucket",)),
    "CKV_AWS_116": (
        "what comes from queues, streams and schedules has its dead-letter queue there (tests/template/sources.py)",
        ("",),
    ),
    "CKV_AWS_117": ("functions reach services of AWS alone; a network of its own would add doors, not walls", ("",)),
    "CKV_AWS_173": ("variables hold names and ARNs, no secret (tests/template/gates.py)", ("",)),
}
"""Of each check: why it is passed over, and how the names of the resources end that it is passed over for."""


def findings() -> Iterator[Finding]:
    """Every failed check. Raises `ValueError` if checkov read nothing."""
    with TemporaryDirectory() as directory:
        file = Path(directory) / "template.json"
        file.write_text(json.dumps(transformed(), default=str))
        command = [sys.executable, "-P", "-m", "checkov.main", "-f", str(file), "--framework", "cloudformation"]
        told = subprocess.run(
            [*command, "--skip-download", "--compact", "--quiet", "--output", "json"],
            env=os.environ | {"PYTHONPATH": str(site("iac"))},
            cwd=ROOT,
            capture_output=True,
            text=True,
            check=False,
        )
    report = json.loads(told.stdout)
    if not report["summary"]["resource_count"] or report["summary"]["parsing_errors"]:
        raise ValueError("checkov could not read the template")
    for failed in report["results"]["failed_checks"]:
        yield failed["check_id"], failed["resource"].rpartition(".")[2]


def accepted(finding: Finding) -> bool:
    check, name = finding
    return name.endswith(ACCEPTED.get(check, ("", ()))[1])


def main() -> None:
    found = sorted(findings())
    left = [finding for finding in found if not accepted(finding)]
    unused = sorted(ACCEPTED.keys() - {check for check, _ in found})
    for check, name in left:
        print(f"{check}: {name}")
    for check in unused:
        print(f"{check} is accepted and was not found")
    print("RESULT " + json.dumps({"template_findings": len(left) + len(unused), "accepted": len(found) - len(left)}))
    sys.exit(1 if left or unused else 0)


if __name__ == "__main__":
    main()
