"""Requests and responses about addresses outside of the house."""

import re
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator
from pydantic_core import PydanticCustomError

from kernel.ids import OrganisationId
from kernel.model import Command, Line, Model
from kernel.spelling import normal

FORMS = {
    "sms": re.compile(r"1[3-9][0-9]{9}"),
    "email": re.compile(r"[A-Za-z0-9._%+-]{1,64}@(?:[A-Za-z0-9-]{1,63}\.){1,8}[A-Za-z]{2,24}"),
    "wechat": re.compile(r"[A-Za-z0-9_-]{20,64}"),
}

Named = Literal["sms", "email", "wechat"]
"""Channels for which a person names an address."""


class NameContact(Command):
    """A mobile number of mainland China, an e-mail address, or the open id that WeChat gave at sign-in."""

    channel: Named
    address: Annotated[Line, Field(min_length=5, max_length=254)]

    @model_validator(mode="after")
    def _form(self) -> Self:
        if not FORMS[self.channel].fullmatch(self.spelled):
            raise PydanticCustomError("bad_address", "is no address of this channel")
        return self

    @property
    def spelled(self) -> str:
        return normal(self.address) if self.channel == "sms" else self.address


class ConfirmContact(Command):
    code: Annotated[str, StringConstraints(pattern=r"^[0-9]{6}$")]


class ContactOut(Model):
    """An address, masked, and whether the code that was sent to it came back."""

    channel: str
    shown: str
    state: Literal["PENDING", "CONFIRMED"]


class ContactsOut(Model):
    items: list[ContactOut]


class SetHook(Command):
    """An https address on the public net, or one of the hosts that this installation allows."""

    url: Annotated[
        str, StringConstraints(pattern=r"^https?://[A-Za-z0-9.-]{1,253}(:[0-9]{1,5})?(/[A-Za-z0-9._~/%-]{0,512})?$")
    ]


class HookOut(Model):
    """`key` signs what is sent; it is shown when the address is set and never again."""

    organisation_id: OrganisationId
    url: str
    key: str | None = None
