"""Requests and responses about how a member wants to be told."""

from typing import Annotated

from pydantic import AfterValidator, Field, StringConstraints

from functions.notices.channels import Channel
from functions.notices.preference_tables import Preferences
from functions.notices.words_shape import Language
from kernel.model import Command, Line, Model

HOURS = r"^([01][0-9]|2[0-3]):[0-5][0-9]-([01][0-9]|2[0-3]):[0-5][0-9]$"


def _a_span(hours: str) -> str:
    first, _, last = hours.partition("-")
    if first == last:
        raise ValueError("begins when it ends")
    return hours


def _each_once[T](names: list[T]) -> list[T]:
    if len(set(names)) < len(names):
        raise ValueError("names something twice")
    return names


QuietHours = Annotated[str, StringConstraints(pattern=HOURS), AfterValidator(_a_span)]
Code = Annotated[Line, StringConstraints(max_length=40)]


class SetPreferences(Command):
    """All of it at once; what is left out goes back to what the house does.

    `channels`: in which order those outside of the inbox are tried. `optOuts`: codes of which nothing is sent there.
    `quietHours`: hours in China, as `22:00-07:00`, added to those of the committees.
    """

    language: Language | None = None
    quiet_hours: QuietHours | None = None
    opt_outs: Annotated[list[Code], Field(max_length=50), AfterValidator(_each_once)] = Field(default_factory=list)
    channels: Annotated[list[Channel], AfterValidator(_each_once)] = Field(default_factory=list)
    digest: bool = True


class PreferencesOut(Model):
    """What the member chose, and the codes that may be refused (`mayOptOut`)."""

    language: Language | None
    quiet_hours: str | None
    opt_outs: list[str]
    channels: list[Channel]
    digest: bool
    may_opt_out: list[str]
    version: int

    @classmethod
    def of(cls, chosen: Preferences, may_opt_out: list[str]) -> "PreferencesOut":
        return cls(
            language=chosen.language,
            quiet_hours=chosen.quiet_hours,
            opt_outs=chosen.opt_outs,
            channels=chosen.channels,
            digest=chosen.digest,
            may_opt_out=may_opt_out,
            version=int(chosen.version),
        )
