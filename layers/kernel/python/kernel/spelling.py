"""One spelling for what people write in many ways: numbers and names, and the form in which numbers are shown.

The one home of the rules of ID numbers (`domain.md` 13.2) and mobile numbers (13.3). Pure text: nothing here needs a
key or the layer `sealing`.
"""

import re
import unicodedata
from datetime import date
from operator import mul

WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK_CHARACTERS = "10X98765432"
COUNTRY_PREFIXES = ("+86", "0086")
MOBILE_LENGTH = 11
OLDEST = 120  # years: who would be older was born in another year than the number says
HIDDEN = ("Cf", "Cc", "Zs", "Pd")
UNSEEN = ("Cc", "Cf", "Co", "Cs", "Zl", "Zp")
"""Controls, marks that turn the direction of writing, private characters: what is read is not what is stored."""

ID_NUMBER = re.compile(r"[1-9][0-9]{16}[0-9X]")
_OLD_ID_NUMBER = re.compile(r"[1-9][0-9]{14}")
_DOTS = dict.fromkeys(map(ord, "•‧∙・･．●⋅⸱ꞏ\u0387"), "·")
_SELECTORS = frozenset(map(chr, (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))))
_RARE = range(0x20000, 0x3FFFE)  # the two planes of rare ideographs, those of newer standards included
_COMPATIBILITY = re.compile("([\uf900-\ufaff\U0002f800-\U0002fa1f])")


def check_character(body: str) -> str:
    """The 18th character for the first 17 digits of an ID number (ISO 7064 MOD 11-2, `domain.md` 13.2)."""
    if len(body) != len(WEIGHTS):
        raise ValueError("not 17 digits")
    return CHECK_CHARACTERS[sum(map(mul, WEIGHTS, map(int, body))) % 11]


def flaw_of_id_number(number: str) -> str | None:
    """What is wrong with an ID number in its one spelling: `bad_id_number`, `implausible_birth` or `bad_checksum`."""
    if not ID_NUMBER.fullmatch(number):
        return "bad_id_number"
    if born_on(number) is None:
        return "implausible_birth"
    return "bad_checksum" if check_character(number[:17]) != number[17] else None


def born_on(number: str) -> date | None:
    """The date of birth in digits 7 to 14 of 18; None for a day that does not exist."""
    try:
        return date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return None


def is_plausible_birth(born: date, today: date) -> bool:
    """Nobody is born tomorrow or older than 120 years."""
    return born <= today and (today.year - OLDEST, today.month, today.day) <= (born.year, born.month, born.day)


def sex_of(number: str) -> str:
    """GB/T 2261.1: "1" male, "2" female, from the parity of digit 17."""
    return "1" if int(number[16]) % 2 else "2"


def normal(value: str) -> str:
    """One spelling: NFKC, no blanks, dashes or invisible marks, upper case, no +86 before a mobile number.

    An ID number of 15 digits, as issued until 1999, becomes the one of 18 (`domain.md` 13.2); every such number
    belongs to the twentieth century.
    """
    text = _bare(value)
    for prefix in COUNTRY_PREFIXES:
        if text.startswith(prefix) and len(text) == len(prefix) + MOBILE_LENGTH:
            return text.removeprefix(prefix)
    return widened(text) if _OLD_ID_NUMBER.fullmatch(text) else text


def _bare(value: str) -> str:
    if value.isascii() and value.isalnum():  # nothing to leave out, and one form: most numbers are read as they stand
        return value.upper()
    text = unicodedata.normalize("NFKC", value).upper()
    shown = "".join(c for c in text if unicodedata.category(c) not in HIDDEN)
    return unicodedata.normalize("NFKC", shown)  # what stood apart may now combine


def widened(old: str) -> str:
    """The 18 characters of an ID number of 15 digits: 19 after digit 6, then the check character."""
    body = f"{old[:6]}19{old[6:]}"
    return body + check_character(body)


def mask(value: str, head: int = 3, tail: int = 4) -> str:
    """`110***********8515`: the first and last characters; a short value is hidden whole."""
    if len(value) <= head + tail:
        return "*" * len(value)
    return value[:head] + "*" * (len(value) - head - tail) + value[-tail:]


def is_rare_ideograph(character: str) -> bool:
    """Whether it lies beyond the BMP among the ideographs, assigned in this Python's Unicode or later."""
    return ord(character) in _RARE


def one_dot(name: str) -> str:
    """The dot between the parts of a name, in the spelling that ID cards have."""
    return name.translate(_DOTS)


def composed(text: str) -> str:
    """NFC, but for the ideographs that NFC would replace by others: a name is written as its bearer writes it."""
    if unicodedata.is_normalized("NFC", text):
        return text
    parts = _COMPATIBILITY.split(text)
    return "".join(part if _COMPATIBILITY.fullmatch(part) else unicodedata.normalize("NFC", part) for part in parts)


def letters_of(name: str) -> str:
    """What two spellings of a name have in common: width, case, blanks, dots and variant marks do not count."""
    text = unicodedata.normalize("NFKC", one_dot(name)).casefold()
    letters = (c for c in text if is_rare_ideograph(c) or unicodedata.category(c)[0] in "LMN")
    return unicodedata.normalize("NFKC", "".join(c for c in letters if c not in _SELECTORS))  # they may combine


def same_name(one: str, other: str) -> bool:
    """Whether two spellings are one name."""
    return letters_of(one) == letters_of(other) != ""


def is_plain(text: str) -> bool:
    """Whether all of a text can be seen, and stands in one line."""
    return text.isprintable() or all(unicodedata.category(c) not in UNSEEN or is_rare_ideograph(c) for c in text)
