"""What a committee's wording must and may name. Pure.

A text that lacks what the built-in sentence says, or names what its notices do not know, fails when it is saved and not
when it is sent.
"""

from collections.abc import Iterator

from functions.notices.words_shape import Form, Line, placeholders

LONGEST = {"inbox": 300, "sms": 140, "email": 300, "wechat": 140}
"""Channel → characters, with placeholders as they are written."""

Fault = tuple[str, str | None]
"""What is wrong, and of which placeholder that is ours; never what was sent."""


def required(line: Line) -> list[str]:
    """What the built-in sentence names."""
    return sorted({name for name, _ in placeholders(line.subject.zh)})


def faults(text: str, line: Line, channel: str) -> list[Fault]:
    """Why a text cannot be this line's wording; empty if it can."""
    try:
        named = placeholders(text)
    except ValueError:
        return [("unbalanced_braces", None)]
    found: list[Fault] = list(dict.fromkeys(_wrong(named, line.sayable)))
    missing = set(required(line)) - {name for name, _ in named}
    found += [("missing_placeholder", name) for name in sorted(missing)]
    return found + ([("too_long", None)] if len(text) > LONGEST[channel] else [])


def _wrong(named: list[tuple[str, str]], known: dict[str, Form]) -> Iterator[Fault]:
    for name, form in named:
        if name not in known:
            yield "unknown_placeholder", None
        elif form and form != known[name]:
            yield "wrong_form", name
