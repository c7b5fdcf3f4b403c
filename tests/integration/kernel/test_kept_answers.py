"""An app that keeps no answers has no right to look for one: a refused request with a key stays a refusal."""

import pytest

from kernel.errors import WrongState
from kernel.grouped import GroupedResolver
from kernel.http import create_app, serve
from kernel.idempotency import Slot
from tests.builders import answer, request
from tests.conftest import Context

pytestmark = pytest.mark.usefixtures("account")
KEYED = {"idempotency-key": "one"}


def refusing(app: GroupedResolver) -> GroupedResolver:
    def refuse() -> None:
        raise WrongState

    app.post("/v1/things")(refuse)
    return app


@pytest.mark.parametrize(("keeps", "status"), [(True, 200), (False, 409)])
def test_a_kept_answer_is_looked_for_where_answers_are_kept(keeps: bool, status: int) -> None:
    app = refusing(create_app(keeps_answers=keeps))
    Slot.of("someone", "POST /v1/things", "one", "{}").row(None).save()

    told = answer(serve(app, request("POST", "/v1/things", body={}, headers=KEYED), Context()))

    assert told[0] == status
