"""What carriers tell of messages."""

from typing import Annotated, Literal

from pydantic import Field

from kernel.model import Command, Line, Model


class ReceiptIn(Command):
    """`receipt` is the name that the carrier gave when it took the message."""

    receipt: Annotated[Line, Field(min_length=1, max_length=128)]
    state: Literal["DELIVERED", "FAILED", "OPENED"]


class Receipts(Command):
    receipts: Annotated[list[ReceiptIn], Field(min_length=1, max_length=25)]


class ReceiptsOut(Model):
    """How many came, and how many of them told something new."""

    received: int
    moved: int
