"""Reads a calendar file by the grammar of RFC 5545 alone: unfolds, splits properties, unescapes. Knows no writer."""

import re
from dataclasses import dataclass, field

PROPERTY = re.compile(r"([A-Z-]+)((?:;[A-Z-]+=(?:\"[^\"]*\"|[^\";:,]*))*):(.*)", re.DOTALL)
ESCAPE = re.compile(r"\\(.)", re.DOTALL)
TEXTS = ("SUMMARY", "DESCRIPTION", "LOCATION")


@dataclass
class Component:
    """`BEGIN:name` to `END:name`."""

    name: str
    values: dict[str, str] = field(default_factory=dict)
    parts: "list[Component]" = field(default_factory=list)


def read(file: bytes) -> Component:
    """Raises `ValueError` for whatever is no content line, is too long, or stands twice."""
    if not file.endswith(b"\r\n") or re.search(rb"(?<!\r)\n|\r(?!\n)", file):
        raise ValueError("a line ends otherwise than by CR LF")
    if any(len(line) > 75 for line in file.split(b"\r\n")):
        raise ValueError("a line is longer than 75 octets")
    lines = file.decode().replace("\r\n ", "").replace("\r\n\t", "").split("\r\n")[:-1]
    top = Component("")
    open_ones = [top]
    for line in lines:
        _take(line, open_ones)
    if len(open_ones) != 1 or len(top.parts) != 1:
        raise ValueError("a component is not closed")
    return top.parts[0]


def _take(line: str, open_ones: list[Component]) -> None:
    match = PROPERTY.fullmatch(line)
    if match is None:
        raise ValueError(f"no content line: {line!r}")
    name, _, value = match.groups()
    if name == "BEGIN":
        open_ones.append(Component(value))
    elif name == "END":
        done = open_ones.pop()
        if done.name != value:
            raise ValueError(f"{value} ends {done.name}")
        open_ones[-1].parts.append(done)
    elif name in open_ones[-1].values:
        raise ValueError(f"{name} stands twice")
    else:
        open_ones[-1].values[name] = _text(value) if name in TEXTS else value


def _text(value: str) -> str:
    if re.search(r"(?<!\\)(?:\\\\)*[;,]", value) or re.search(r"[\x00-\x08\x0a-\x1f\x7f]", value):
        raise ValueError("a character of a text stands bare")
    return ESCAPE.sub(lambda found: "\n" if found[1] in "nN" else found[1], value)
