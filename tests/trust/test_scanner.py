"""The scanner finds what was planted, in every place."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from kernel import aws, tracebacks
from kernel.errors import Malformed
from kernel.events import RoleGranted
from kernel.http import create_app, serve
from kernel.ids import derived_id, new_id
from kernel.journal import Act, UnitOfWork
from kernel.log import logger
from tests import cloud
from tests.builders import request
from tests.cloud import bucket_name
from tests.conftest import Context
from tests.integration.members import people
from tests.template_reader import ROOT
from tests.trust import engine
from tests.trust.collector import LONGEST, Collected, collecting
from tests.trust.scanner import ADDRESS, NAME, Scanner

ID_NUMBER = people.row(8).id_number
MOBILE = str(people.row(8).mobile)
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzb21lb25lIn0."
SCANNER = Scanner({NAME, ADDRESS})


class TestKinds:
    @pytest.mark.parametrize(
        ("text", "kind"),
        [
            (f"number {ID_NUMBER}.", "an ID number"),
            (f'{{"mobile":"{MOBILE}"}}', "a mobile number"),
            (f"+86{MOBILE}", "a mobile number"),
            (f"Bearer {TOKEN}", "a token"),
            ("-----BEGIN EC PRIVATE KEY-----", "a private key"),
            (f"of {NAME}", "a canary"),
            (json.dumps({"at": ADDRESS}), "a canary"),
        ],
    )
    def test_each_kind_is_found_and_only_it(self, text: str, kind: str) -> None:
        assert [hit.kind for hit in SCANNER.scan("here", text)] == [kind]

    @pytest.mark.parametrize(
        "text",
        [
            ID_NUMBER[:-1] + ("0" if ID_NUMBER[-1] != "0" else "1"),  # the check character is wrong
            f"a{ID_NUMBER}f",  # a part of a hash
            f"{MOBILE}00",  # an instant in milliseconds
            "110***********8515 138****8000",
            derived_id("anything"),
        ],
    )
    def test_what_is_none_is_not_found(self, text: str) -> None:
        assert SCANNER.scan("here", text) == []

    def test_a_hit_names_the_place_and_never_the_datum(self) -> None:
        (hit,) = SCANNER.scan("a log line", MOBILE)

        assert str(hit) == "a mobile number in a log line"


def a_log_line() -> None:
    logger.info("hello", extra={"name_of_it": NAME})


def a_plain_log_line() -> None:
    logging.getLogger("some.library").warning("%s", MOBILE)


def an_answer() -> None:
    api = create_app()
    api.get("/v1/x")(_refuse)
    serve(api, request("GET", "/v1/x"), Context())


def _refuse() -> None:
    raise Malformed(field=ID_NUMBER)


def a_message() -> None:
    aws.client("sqs").send_message(QueueUrl=os.environ["PARSED_ROWS_QUEUE"], MessageBody=json.dumps({"of": NAME}))


def messages() -> None:
    entries: Any = [{"Id": "0", "MessageBody": json.dumps({"mobile": MOBILE})}]
    aws.client("sqs").send_message_batch(QueueUrl=os.environ["PARSED_ROWS_QUEUE"], Entries=entries)


def an_event() -> None:
    entry: Any = {"EventBusName": "Bus", "Source": "s", "DetailType": "t", "Detail": json.dumps({"at": ADDRESS})}
    aws.client("events").put_events(Entries=[entry])


def an_execution() -> None:
    machine = cloud.state_machine("planted")
    aws.client("stepfunctions").start_execution(stateMachineArn=machine, input=json.dumps({"of": NAME}))


def the_context_of_a_key() -> None:
    made = aws.client("kms").create_key()["KeyMetadata"]["KeyId"]
    aws.client("kms").encrypt(KeyId=made, Plaintext=b"sealed", EncryptionContext={"mobile": MOBILE})


def an_entry() -> None:
    work = UnitOfWork(Act("someone"), chain="01ARZ3NDEKTSV4RRFFQ69G5FAV", action="test", subject=ID_NUMBER)
    work.record(RoleGranted(subject="x", role="auditor", organisation_id=new_id()))
    work.commit()


@pytest.fixture
def swept(account: None, pristine: Any) -> Iterator[None]:
    """What is planted does not stay."""
    yield
    engine.restore(pristine)


@pytest.mark.plants_a_leak
@pytest.mark.usefixtures("swept")
@pytest.mark.parametrize(
    ("leak", "said"),
    [
        (a_log_line, "a canary in a log line of"),
        (a_plain_log_line, "a mobile number in a log line of"),
        (an_answer, "an ID number in the answer 400 of GET /v1/x"),
        (a_message, "a canary in a message to queue ParsedRowsQueue"),
        (messages, "a mobile number in a message to queue ParsedRowsQueue"),
        (an_event, "a canary in a message to bus"),
        (an_execution, "a canary in a message to machine"),
        (the_context_of_a_key, "a mobile number in a message to key"),
        (an_entry, "an ID number in JournalTable J"),
    ],
)
def test_a_leak_is_found_in_each_place(leak: Callable[[], None], said: str) -> None:
    with collecting(Collected()) as collected:
        leak()

    hits = SCANNER.scan_all(collected.take())

    assert [str(hit) for hit in hits if str(hit).startswith(said)] != []


@pytest.mark.plants_a_leak
@pytest.mark.usefixtures("account")
@pytest.mark.parametrize(("seconds", "noticed"), [(LONGEST, []), (LONGEST + 1, [LONGEST + 1] * 2)])
def test_a_link_and_a_form_that_are_good_for_longer_are_noticed(seconds: int, noticed: list[int]) -> None:
    s3: Any = aws.client("s3")
    where = {"Bucket": bucket_name("PhotoBucket"), "Key": "any"}

    with collecting(Collected()) as collected:
        s3.generate_presigned_url("get_object", Params=where, ExpiresIn=seconds)
        s3.generate_presigned_post(**where, ExpiresIn=seconds)

    assert collected.take_lasting() == noticed


def test_a_test_that_lets_something_out_fails_with_the_place_alone(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(
        f"import logging\ndef test_one(): logging.getLogger('e-branch').warning('{MOBILE}')\ndef test_other(): pass\n"
        f"def test_link(): from tests.trust.plugin import COLLECTED; COLLECTED.lasting.append({LONGEST + 1})\n"
    )
    arguments = ["-q", "-p", "tests.trust.plugin", "-c", os.devnull, "--rootdir", str(tmp_path), "--show-capture=no"]
    path = os.pathsep.join([str(ROOT), str(ROOT / "layers/kernel/python")])

    run = subprocess.run(  # noqa: S603 - this very interpreter, on a file written above
        [sys.executable, "-m", "pytest", *arguments, str(tmp_path)],
        env=os.environ | {"PYTHONPATH": path},
        capture_output=True,
        text=True,
        check=False,
    )

    assert run.returncode == 1, run.stdout + run.stderr
    assert "2 failed, 1 passed" in run.stdout
    assert "personal data got out: a mobile number in a log line of" in run.stdout
    assert f"personal data got out: a link good for {LONGEST + 1} seconds" in run.stdout
    assert MOBILE not in run.stdout


def test_an_unexpected_error_is_told_by_place_alone() -> None:
    with pytest.raises(ValueError, match=ID_NUMBER) as caught:
        int(f"number {ID_NUMBER}")

    told = f"{tracebacks.name(caught.value)} {tracebacks.frames(caught.value)}"

    assert SCANNER.scan("the log", told) == []
