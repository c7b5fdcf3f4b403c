"""The shape of what notices say: sentences in two languages, with placeholders for facts of a known form.

A placeholder is `{name}`, or `{name:form}` for whoever wants to be held to the form.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from string import Formatter
from typing import Any, Literal

from kernel.clock import SHANGHAI, instant
from kernel.ids import PATTERN

Language = Literal["zh", "en"]
QUARTERS = {"zh": "一二三四", "en": ("first", "second", "third", "fourth")}


class Reader(StrEnum):
    """Who a sentence is for: somebody of themselves, the branch's own officers, a committee above."""

    MEMBER = "member"
    SECRETARY = "secretary"
    COMMITTEE = "committee"


class Form(StrEnum):
    """What a fact may look like. A fact of the form IDS is for programs, and stands in no sentence."""

    DAY = "day"  # 2026-11-25
    MOMENT = "moment"  # 2026-11-25T07:00:00.000Z
    PERIOD = "period"  # 2026-11, 2026-Q4, 2026
    COUNT = "count"
    POINTS = "points"  # deductions may bring them below zero
    ID = "id"
    IDS = "ids"


_MONTH = "0[1-9]|1[0-2]"
_TEXTS = {
    Form.DAY: re.compile(rf"\d{{4}}-({_MONTH})-(0[1-9]|[12]\d|3[01])"),
    Form.MOMENT: re.compile(rf"\d{{4}}-({_MONTH})-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])(:[0-5]\d){{2}}\.\d{{3}}Z"),
    Form.PERIOD: re.compile(rf"\d{{4}}(-({_MONTH})|-Q[1-4])?"),
    Form.ID: re.compile(PATTERN),
}


def fits(form: Form, value: Any) -> bool:
    """Whether a fact has its form."""
    if form in (Form.COUNT, Form.POINTS):
        return isinstance(value, int) and (value >= 0 or form is Form.POINTS)
    if form is Form.IDS:
        return isinstance(value, list) and all(fits(Form.ID, one) for one in value)
    return isinstance(value, str) and bool(_TEXTS[form].fullmatch(value))


def spoken(form: Form, value: Any, language: Language) -> str:
    """A fact as it is said in a sentence."""
    if form is Form.DAY:
        day = date.fromisoformat(value)
        return f"{day.day} {day:%B %Y}" if language == "en" else f"{day.year}年{day.month}月{day.day}日"
    if form is Form.MOMENT:
        return _moment(value, language)
    return _period(value, language) if form is Form.PERIOD else str(value)


def placeholders(text: str) -> list[tuple[str, str]]:
    """Name and form (empty: any) of each. Raises `ValueError` for a text whose braces do not pair."""
    return [
        (name, f"{form or ''}{f'!{conversion}' if conversion else ''}")
        for _, name, form, conversion in Formatter().parse(text)
        if name is not None
    ]


def fill(text: str, values: Mapping[str, str]) -> str:
    """A text with its placeholders filled; nothing of a value is interpreted."""
    return "".join(plain + (values[name] if name is not None else "") for plain, name, _, _ in Formatter().parse(text))


def _moment(value: str, language: Language) -> str:
    """On the clocks of China."""
    at = instant(value).astimezone(SHANGHAI)
    day = spoken(Form.DAY, f"{at:%Y-%m-%d}", language)
    return f"{day}, {at:%H:%M}" if language == "en" else f"{day}{at:%H:%M}"


def _period(period: str, language: Language) -> str:
    year, _, part = period.partition("-")
    if not part:
        return year if language == "en" else f"{year}年"
    if part.startswith("Q"):
        quarter = QUARTERS[language][int(part[1]) - 1]
        return f"the {quarter} quarter of {year}" if language == "en" else f"{year}年第{quarter}季度"
    return f"{date(int(year), int(part), 1):%B %Y}" if language == "en" else f"{year}年{int(part)}月"


@dataclass(frozen=True)
class Words:
    """A sentence in both languages; `{name}` is a fact."""

    zh: str
    en: str

    def of(self, language: Language) -> str:
        return self.en if language == "en" else self.zh


@dataclass(frozen=True)
class Line:
    """What one reader is told, and of which facts."""

    facts: Mapping[str, Form]
    subject: Words

    @property
    def sayable(self) -> dict[str, Form]:
        """What a sentence can name: lists of ids are for programs."""
        return {name: form for name, form in self.facts.items() if form is not Form.IDS}


@dataclass(frozen=True)
class Told:
    """A code: what each reader is told, by which rule, and what ends it. `links`: rel → a path, with facts in it.

    `optional`: a member may want no message of it outside of the house; the inbox has it all the same.
    """

    says: Mapping[Reader, Line]
    why: Words
    stop: Words
    links: Mapping[str, str] = field(default_factory=dict)
    optional: bool = False


ONCE = Words("只通知一次，不再提醒。", "It is said once, and nobody is reminded of it.")


def told_once(reader: Reader, said: Line, why: Words, links: Mapping[str, str]) -> Told:
    """What one reader alone is told, and nobody is reminded of."""
    return Told({reader: said}, why, ONCE, links)
