"""Who keeps answers to keyed requests may read and write them, and nobody else may or does."""

import importlib

from tests.template import gates, limits
from tests.template.transformed import transformed

RIGHTS = {("dynamodb:GetItem", "IdempotencyTable"), ("dynamodb:PutItem", "IdempotencyTable")}
READ_ALONE = {"JournalApi", "OrganisationsPublic"}
"""Functions without a route that writes."""
KEEP_NONE = {"ActivitiesVoting", "MembersLookup", "MembersReveal", "NoticesReceipts"}
"""An answer of theirs would say what is shown or cast once, or is nobody's."""


def test_a_function_keeps_answers_if_its_role_may() -> None:
    functions = set(limits.called_by(transformed()).values()) - READ_ALONE
    rights = {name: set(gates.allowed(role)) >= RIGHTS for name, role in gates.roles(transformed())}
    handlers = {name: transformed()["Resources"][name]["Properties"]["Handler"] for name in functions}
    keeps = {
        name: importlib.import_module(handler.rpartition(".")[0]).app.keeps_answers
        for name, handler in handlers.items()
    }

    assert keeps == {name: rights[name] for name in functions}
    assert {name for name in functions if not keeps[name]} == KEEP_NONE
