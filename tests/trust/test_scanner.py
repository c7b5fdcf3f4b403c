"""The scanner finds what was planted, in every place; and what the product lets out while people are on record."""

import json
import logging
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from functions.members import app, app_binding, app_reveal, on_rows
from kernel import aws, tracebacks
from kernel.errors import Malformed
from kernel.events import RoleGranted
from kernel.http import create_app, serve
from kernel.ids import derived_id, new_id
from kernel.journal import Act, UnitOfWork
from kernel.log import logger
from tests.builders import Tree, answer, batch, request
from tests.conftest import Context
from tests.integration.members import people
from tests.integration.rosters import way
from tests.template_reader import ROOT, resources
from tests.trust import engine, eye
from tests.trust.collector import Collected, collecting
from tests.trust.scanner import ADDRESS, NAME, Scanner

ID_NUMBER = people.row(8).id_number
MOBILE = str(people.row(8).mobile)
TOKEN = "eyJhbGciOiJub25lIn0.eyJzdWIiOiJzb21lb25lIn0."
SCANNER = Scanner({NAME, ADDRESS})
HEADER = "姓名,公民身份号码,性别,民族,出生日期,学历,人员类别,入党日期,转正日期,工作岗位,党支部代码,手机,家庭住址"


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
        (an_entry, "an ID number in JournalTable J"),
    ],
)
def test_a_leak_is_found_in_each_place(leak: Callable[[], None], said: str) -> None:
    with collecting(Collected()) as collected:
        leak()

    hits = SCANNER.scan_all(collected.take())

    assert [str(hit) for hit in hits if str(hit).startswith(said)] != []


def test_a_test_that_lets_something_out_fails_with_the_place_alone(tmp_path: Path) -> None:
    (tmp_path / "test_two.py").write_text(
        f"import logging\ndef test_one(): logging.getLogger('e-branch').warning('{MOBILE}')\ndef test_other(): pass\n"
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
    assert "1 failed, 1 passed" in run.stdout
    assert "personal data got out: a mobile number in a log line of" in run.stdout
    assert MOBILE not in run.stdout


@pytest.fixture
def tree(account: None) -> Tree:
    return way.tree()


def sheet(*changes: dict[int, str]) -> bytes:
    """A roster: one good row of the canary, then rows with these cells changed."""
    good = [NAME, ID_NUMBER, "女", "苗族", "1980-03-05", "大学本科毕业", "正式党员", "2005-07-01", "2006-07-01", "农民"]
    good += ["431128-101-001", MOBILE, ADDRESS]
    rows = [good, *([change.get(at, cell) for at, cell in enumerate(good)] for change in changes)]
    return "\n".join([HEADER, *(",".join(row) for row in rows)]).encode()


def through(roster_id: str) -> None:
    """Rows from `rosters` to `members` and the answers back."""
    sent = way.drain("MEMBER_ROWS_QUEUE")
    assert on_rows.lambda_handler(batch(*sent), None) == {"batchItemFailures": []}
    assert way.count(way.drain("ROSTER_OUTCOMES_QUEUE")) == []


def taken_in(tree: Tree) -> str:
    """A roster with the canary and with bad rows, from the file to the dossier. Returns the roster's id."""
    bad = [{1: ID_NUMBER[:-1]}, {7: ADDRESS}, {0: f"={NAME}", 1: people.row(9).id_number}, {2: NAME}, {}]
    roster_id = way.upload(tree.county.id, sheet(*bad))
    way.keep(way.parse(roster_id))
    through(roster_id)
    assert way.call("POST", f"/v1/rosters/{roster_id}/apply")[0] == 202
    way.send_all(roster_id, tree.county.id)
    through(roster_id)
    return roster_id


def ask(handler: Callable[..., Any], method: str, path: str, body: Any = None, **more: Any) -> int:
    """As the gateway asks: the key of the route holds no id."""
    event = request(method, path, subject=more.pop("subject", "secretary"), body=body, **more)
    event["routeKey"] = f"ANY /v1/{path.split('/')[2]}/{{proxy+}}"
    return answer(handler(event, Context()))[0]


def everything_people_do(member_id: str) -> list[int]:
    """Right and wrong requests with the canary in every place where a person can put it."""
    own = {"name": NAME, "idNumber": ID_NUMBER}
    look = {"purpose": "CONTACT", "fields": ["mobile", "address", "idNumber"]}
    dossier = f"/v1/members/{member_id}"
    branch = {"branchId": ID_NUMBER}
    return [
        ask(app.lambda_handler, "GET", dossier),
        ask(app.lambda_handler, "PATCH", dossier, {"name": NAME}, headers={"idempotency-key": "one"}),
        ask(app.lambda_handler, "PATCH", dossier, {"name": NAME, MOBILE: ADDRESS}),
        ask(app.lambda_handler, "PATCH", dossier, {"category": NAME, "convertedOn": ADDRESS}),
        ask(app.lambda_handler, "PATCH", dossier, f'{{"name": "{NAME}'),
        ask(app.lambda_handler, "GET", "/v1/members", query=branch),
        ask(app.lambda_handler, "GET", f"/v1/members/{ID_NUMBER}"),
        ask(app_reveal.lambda_handler, "POST", f"{dossier}/reveal", look),
        ask(app_reveal.lambda_handler, "POST", f"{dossier}/reveal", look | {"purpose": ADDRESS}),
        ask(app_binding.lambda_handler, "POST", "/v1/me/binding", own | {"name": "另一人"}, subject="person"),
        ask(app_binding.lambda_handler, "POST", "/v1/me/binding", own | {"idNumber": MOBILE}, subject="person"),
        ask(app_binding.lambda_handler, "POST", "/v1/me/binding", own, subject="person"),
        ask(app_binding.lambda_handler, "POST", "/v1/me/binding", own, subject="other"),
    ]


def test_a_person_on_record_gets_out_nowhere(tree: Tree) -> None:
    with collecting(Collected()) as collected:
        roster_id = taken_in(tree)
        told = everything_people_do(derived_id(roster_id, 2))

    assert told == [200, 200, 422, 422, 400, 422, 422, 200, 422, 422, 422, 201, 409]
    kept = collected.take()
    assert {place.split(" ")[1] for place, _ in kept} >= {"log", "answer", "message", "J"}
    assert SCANNER.scan_all(kept) == []


def test_what_is_sealed_lies_nowhere_in_the_clear(tree: Tree) -> None:
    """Not in a table, not in a message that waits, not in the file of bad rows; only in the upload itself."""
    roster_id = taken_in(tree)
    everything_people_do(derived_id(roster_id, 2))
    sealed = Scanner({ADDRESS})

    tables = [(table, row) for table in resources("AWS::DynamoDB::Table") for row in eye.rows(table)]
    errors = [("the file of bad rows", line) for line in way.error_file(roster_id)]

    assert sum(table == "MembersTable" for table, _ in tables) > 3
    assert len(errors) > 3
    assert sealed.scan_all([*tables, *errors]) == []
    assert SCANNER.scan_all(errors) == []


def test_an_unexpected_error_is_told_by_place_alone() -> None:
    with pytest.raises(ValueError, match=ID_NUMBER) as caught:
        int(f"number {ID_NUMBER}")

    told = f"{tracebacks.name(caught.value)} {tracebacks.frames(caught.value)}"

    assert SCANNER.scan("the log", told) == []
