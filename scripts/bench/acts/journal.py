"""The record: pages, receipts, the relay of ten entries, and a seal over ten chains."""

import msgspec

from functions.journal import app, on_later, on_seal, relay
from kernel.authority import Role
from kernel.events import RoleGranted
from kernel.ids import new_id
from kernel.record import Entry
from scripts.bench.acts import Arrange, Doing, asking, starting
from tests.builders import Tree, account, batch, envelope
from tests.conftest import Context
from tests.integration.journal.acts import act, entries_of

ENTRIES, CHAINS = 50, 10


def recorded(*, sealed: bool = False) -> tuple[Tree, str]:
    """A branch's chain of 50 entries, and the id of one of them."""
    tree = Tree()
    account("auditor", (Role.AUDITOR, tree.county))
    account("member", member_id=new_id(), branch=tree.branch)
    ids = [act(tree.branch.id)[0] for _ in range(ENTRIES)]
    if sealed:
        on_seal.lambda_handler({}, Context())
    return tree, ids[ENTRIES // 2]


def page() -> Doing:
    tree, _ = recorded()
    return asking(app.lambda_handler, "GET", f"/v1/journal/{tree.branch.id}", "auditor")


def receipt() -> Doing:
    _, event_id = recorded(sealed=True)
    return asking(app.lambda_handler, "GET", f"/v1/journal/entries/{event_id}/receipt", "member")


def key() -> Doing:
    recorded()
    return asking(app.lambda_handler, "GET", "/v1/journal/seals/key", "member")


def relayed(*, later: bool = False) -> Doing:
    chain = new_id()
    act(chain, events=10, later=later)
    rows = Entry.query(Entry.partition(chain, entries_of(chain)[0]["record"]["at"][:4]))
    stream = [{"eventName": "INSERT", "dynamodb": {"Keys": row.key(), "NewImage": row.serialize()}} for row in rows]
    return starting(relay.lambda_handler, {"Records": stream})


def put_off() -> Doing:
    return relayed(later=True)


def told_later() -> Doing:
    rows = [envelope(RoleGranted(subject="someone", role="auditor", organisation_id=new_id())) for _ in range(10)]
    events = [{"name": "RoleGranted", "detail": msgspec.json.encode(row).decode()} for row in rows]
    return starting(on_later.lambda_handler, batch(*events))


def seal() -> Doing:
    for _ in range(CHAINS):
        act(new_id())
    return starting(on_seal.lambda_handler, {})


REQUESTS: dict[str, Arrange] = {"page (50 entries)": page, "receipt": receipt, "the seals' public key": key}
EVENTS: dict[str, Arrange] = {
    "relay (10 entries)": relayed,
    "relay (10 entries of a burst)": put_off,
    "on_later (10 events)": told_later,
    "on_seal (10 chains)": seal,
}
