"""What the product lets out while people are on record, and what it keeps in the clear: nothing of them."""

from collections.abc import Callable
from typing import Any

import pytest

from functions.members import app, app_binding, app_reveal, on_rows
from kernel.ids import derived_id
from tests.builders import Tree, answer, batch, request
from tests.conftest import Context
from tests.integration.members import people
from tests.integration.rosters import way
from tests.template_reader import resources
from tests.trust import eye
from tests.trust.collector import Collected, collecting
from tests.trust.scanner import ADDRESS, NAME, Scanner

ID_NUMBER = people.row(8).id_number
MOBILE = str(people.row(8).mobile)
SCANNER = Scanner({NAME, ADDRESS})
HEADER = "姓名,公民身份号码,性别,民族,出生日期,学历,人员类别,入党日期,转正日期,工作岗位,党支部代码,手机,家庭住址"


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
