"""Assistance on the wire. What the branch sees names nobody: neither who gives nor who is helped."""

from typing import Annotated, Literal, Self

from pydantic import AwareDatetime, Field, StringConstraints

from functions.activities.assistance.rules import MOST_FEN, Donor, Purpose, State
from functions.activities.assistance.tables import Assistance
from functions.activities.service.helped_models import Helped, SlipCode
from functions.activities.service.helped_rules import HelpedKind
from kernel.clock import instant
from kernel.ids import Id, MemberId, OrganisationId
from kernel.model import Command, Line, Model

Fen = Annotated[int, Field(ge=1, le=MOST_FEN, strict=True)]
"""Hundredths of a yuan."""


class Money(Command):
    kind: Literal["MONEY"]
    fen: Fen


class Goods(Command):
    """Things in words, without a name of who gets them."""

    kind: Literal["GOODS"]
    things: Annotated[Line, StringConstraints(min_length=1, max_length=100)]


Gift = Annotated[Money | Goods, Field(discriminator="kind")]


class PromiseAssistance(Command):
    """By the caller, or by the organisation, for which its secretary speaks."""

    organisation_id: OrganisationId
    donor: Donor
    gift: Gift
    purpose: Purpose
    helped: Helped


class ConfirmAssistance(Command):
    """`received`: false says that it did not arrive. `code`: of the slip of who has no account."""

    received: bool = True
    code: SlipCode | None = None


class AssistanceOut(Model):
    """As the branch sees it."""

    id: Id
    organisation_id: OrganisationId
    donor: Donor
    gift: Gift
    purpose: Purpose
    helped: HelpedKind
    helped_organisation_id: OrganisationId | None
    state: State
    promised_at: AwareDatetime
    delivered_at: AwareDatetime | None
    confirmed_at: AwareDatetime | None

    @classmethod
    def of(cls, row: Assistance) -> Self:
        return cls.model_validate(_facts(row))


class OwnAssistanceOut(AssistanceOut):
    """As the donor, who brought it and the committees see it."""

    donor_id: MemberId | None
    carrier_id: MemberId | None

    @classmethod
    def of(cls, row: Assistance) -> Self:
        return cls.model_validate(_facts(row) | {"donor_id": row.donor_id, "carrier_id": row.carrier_id})


def _facts(row: Assistance) -> dict[str, object]:
    money = {"kind": "MONEY", "fen": int(row.fen)} if row.fen else None
    return {
        "id": row.id,
        "organisation_id": row.organisation_id,
        "donor": "MEMBER" if row.donor_id else "ORGANISATION",
        "gift": money or {"kind": "GOODS", "things": row.things},
        "purpose": row.purpose,
        "helped": row.helped_kind,
        "helped_organisation_id": row.party.organisation_id,
        "state": row.state,
        "promised_at": instant(row.starts_at),
        "delivered_at": instant(row.delivered_at) if row.delivered_at else None,
        "confirmed_at": instant(row.confirmed_at) if row.confirmed_at else None,
    }


class AssistanceSlip(Model):
    """What stands on the slip of who has no account."""

    code: str
