"""A repeated key that meets the state its first sending left behind."""

from typing import Annotated, Any

import pytest
from aws_lambda_powertools.event_handler.openapi.params import Body

from kernel.errors import Gone, NotFound, Stale, WrongState
from kernel.events import RoleGranted
from kernel.http import Caller, create_app, serve
from kernel.idempotency import Answer
from kernel.ids import new_id
from kernel.journal import UnitOfWork
from kernel.model import Command, Model
from tests.builders import answer, request

pytestmark = pytest.mark.usefixtures("account")
CHAIN = new_id()
app = create_app()


REFUSALS = {"closed": WrongState, "stale": Stale, "hidden": NotFound, "gone": Gone}


class Ask(Command):
    refusal: str
    note: str = ""


class Told(Model):
    version: int = 7


@app.post("/v1/things", status_code=201)
def close(caller: Caller, body: Annotated[Ask, Body()]) -> Told:
    """Once; then what was closed refuses."""
    if next(iter(Answer.scan()), None):
        raise REFUSALS[body.refusal]
    work = UnitOfWork(caller.act(), chain=CHAIN, action="things.close", subject="thing")
    work.record(RoleGranted(subject="x", role="auditor", organisation_id=CHAIN))
    work.commit(told := Told())
    return told


def send(context: Any, refusal: str, note: str = "", key: str = "k") -> dict[str, Any]:
    body = {"refusal": refusal, "note": note}
    return serve(app, request("POST", "/v1/things", body=body, headers={"idempotency-key": key}), context)


@pytest.mark.parametrize("refusal", ["closed", "stale", "gone"])
def test_the_same_request_gets_its_first_answer_with_its_version(refusal: str, context: Any) -> None:
    first = send(context, refusal)

    again = send(context, refusal)

    assert answer(again) == answer(first) == (201, {"version": 7})
    assert (again["headers"]["ETag"], again["headers"]["Idempotent-Replayed"]) == ('"7"', "true")


@pytest.mark.parametrize("refusal", ["closed", "stale", "gone"])
def test_the_key_with_another_body_is_told_so_instead_of_the_state(refusal: str, context: Any) -> None:
    send(context, refusal)

    status, told = answer(send(context, refusal, note="other"))

    assert (status, told["code"]) == (422, "idempotency_key_reused")


@pytest.mark.parametrize(("refusal", "status"), [("closed", 409), ("stale", 412), ("gone", 404)])
def test_another_key_meets_the_state(refusal: str, status: int, context: Any) -> None:
    send(context, refusal)

    assert send(context, refusal, key="other")["statusCode"] == status


def test_what_may_no_longer_be_seen_is_not_answered_from_the_key(context: Any) -> None:
    send(context, "hidden")

    assert send(context, "hidden")["statusCode"] == 404
