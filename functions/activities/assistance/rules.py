"""Assistance and donations: promised, delivered, confirmed by who is helped. Pure.

They are no volunteer service (`domain.md` 9.4). Who is helped says that it arrived (9.2, FULFILLED); nobody confirms
what they gave, brought or entered themselves.
"""

from enum import StrEnum
from typing import Literal

MOST_FEN = 10_000_000_000  # a hundred million yuan: more is a slip of the hand

Purpose = Literal["HARDSHIP", "ILLNESS", "EDUCATION", "DISASTER", "FESTIVAL", "PUBLIC_GOOD", "OTHER"]
Donor = Literal["MEMBER", "ORGANISATION"]


class State(StrEnum):
    PROMISED = "PROMISED"
    TAKEN_BACK = "TAKEN_BACK"
    DELIVERED = "DELIVERED"
    CONFIRMED = "CONFIRMED"
    DISPUTED = "DISPUTED"  # who is helped says that it did not arrive; it may be delivered again


TO_DELIVER = (State.PROMISED, State.DISPUTED)
SLIPS = (State.PROMISED, State.DELIVERED, State.DISPUTED)
