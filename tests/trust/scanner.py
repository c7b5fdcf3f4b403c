"""Looks for personal data where none may be: numbers of people, tokens, and canaries that a test let out.

A hit names the place and the kind, never the datum.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date

from kernel.spelling import check_character

ID_NUMBER = re.compile(r"(?<![0-9A-Za-z])[1-9][0-9]{16}[0-9Xx](?![0-9A-Za-z])")
MOBILE = re.compile(r"(?<![0-9A-Za-z.+-])(?:\+?86[- ]?)?1[3-9][0-9]{9}(?![0-9A-Za-z])")
TOKEN = re.compile(r"eyJ[A-Za-z0-9_-]{8,}\.eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9_-]*")
NAME, ADDRESS = "金丝雀一号", "某县金丝雀路一百零一号"
"""The canaries: a made-up name and address, on record in the scanner's own test, and in no other text."""
PRIVATE_KEY = re.compile(r"-----BEGIN [A-Z ]*PRIVATE KEY-----")


@dataclass(frozen=True)
class Hit:
    """Where something was found, and what kind of thing it is."""

    place: str
    kind: str

    def __str__(self) -> str:
        return f"{self.kind} in {self.place}"


@dataclass
class Scanner:
    """`canaries` are texts that were put into dossiers and must come out nowhere else."""

    canaries: set[str] = field(default_factory=set)

    def kinds(self, text: str) -> Iterator[str]:
        """What kinds of personal data a text holds, written as it is or as JSON escapes it."""
        for form in {text, _unescaped(text)}:
            if any(_is_id_number(found.group().upper()) for found in ID_NUMBER.finditer(form)):
                yield "an ID number"
            for kind, pattern in (("a mobile number", MOBILE), ("a token", TOKEN), ("a private key", PRIVATE_KEY)):
                if pattern.search(form):
                    yield kind
            if any(canary in form for canary in self.canaries):
                yield "a canary"

    def scan(self, place: str, text: str) -> list[Hit]:
        return [Hit(place, kind) for kind in sorted(set(self.kinds(text)))]

    def scan_all(self, found: Iterable[tuple[str, str]]) -> list[Hit]:
        """Pairs of place and text; each hit once."""
        return list(dict.fromkeys(hit for place, text in found for hit in self.scan(place, text)))


def _is_id_number(number: str) -> bool:
    """Eighteen characters with a day of birth and the right check character: chance makes one in many thousands."""
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    return 1900 <= int(number[6:10]) <= 2100 and check_character(number[:17]) == number[17]


def _unescaped(text: str) -> str:
    return re.sub(r"\\+u([0-9a-fA-F]{4})", lambda found: chr(int(found.group(1), 16)), text)
