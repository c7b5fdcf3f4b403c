"""One spelling for numbers that people write in many ways, and how they are shown masked (`domain.md` 13.2, 13.3).

Pure text: nothing here needs a key or the layer `sealing`.
"""

import re
import unicodedata

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
COUNTRY_PREFIXES = ("+86", "0086")
MOBILE_LENGTH = 11
HIDDEN = ("Cf", "Cc", "Zs", "Pd")

_OLD_ID_NUMBER = re.compile(r"[1-9][0-9]{14}")


def check_character(body: str) -> str:
    """The 18th character for the first 17 digits of an ID number (ISO 7064 MOD 11-2, `domain.md` 13.2)."""
    total = sum(weight * int(digit) for weight, digit in zip(WEIGHTS, body, strict=True))
    return CHECK_CHARACTERS[total % 11]


def normal(value: str) -> str:
    """One spelling: NFKC, no blanks, dashes or invisible marks, upper case, no +86 before a mobile number.

    An ID number of 15 digits, as issued until 1999, becomes the one of 18 (`domain.md` 13.2); every such number
    belongs to the twentieth century.
    """
    text = _bare(value)
    for prefix in COUNTRY_PREFIXES:
        if text.startswith(prefix) and len(text) == len(prefix) + MOBILE_LENGTH:
            return text.removeprefix(prefix)
    return _of_eighteen(text) if _OLD_ID_NUMBER.fullmatch(text) else text


def _bare(value: str) -> str:
    text = unicodedata.normalize("NFKC", value).upper()
    shown = "".join(c for c in text if unicodedata.category(c) not in HIDDEN)
    return unicodedata.normalize("NFKC", shown)  # what stood apart may now combine


def _of_eighteen(old: str) -> str:
    body = f"{old[:6]}19{old[6:]}"
    return body + check_character(body)


def mask(value: str, head: int = 3, tail: int = 4) -> str:
    """`110***********8515`: the first and last characters; a short value is hidden whole."""
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]
