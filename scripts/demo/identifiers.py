"""ID numbers and mobile numbers that look right and can belong to nobody.

ID numbers: the checksum, the date and the sex digit are right (domain.md 13.2), the region is `990000`. GB/T 2260
assigns provinces from 11 to 82 only, so no citizen's number begins with 99. Numbers that begin with 9 are given to
foreigners with permanent residence, as 9 + province of issue (two digits) + ISO 3166 number of the nationality:
`9 90 000` would need a province 90 and a country 000, and neither exists.

Mobile numbers: the range 154. It fits the loose pattern `^1[3-9]\\d{9}$`, was skipped when 150 to 159 were given
out, and stands in no published list of operators' ranges that we found; strict patterns refuse it for that reason
(domain.md 13.3, "15x (not 4)").
"""

from datetime import date
from random import Random

REGION = "990000"
MOBILE_RANGE = "154"
MALE = "男"
FEMALE = "女"
_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_CHECK_DIGITS = "10X98765432"


def check_digit(body: str) -> str:
    """The 18th character for the first 17 digits (ISO 7064 MOD 11-2, domain.md 13.2)."""
    total = sum(weight * int(digit) for weight, digit in zip(_WEIGHTS, body, strict=True))
    return _CHECK_DIGITS[total % 11]


def id_number(born: date, sex: str, serial: int) -> str:
    """The number of the `serial`-th (0..499) person of that sex born that day; odd sequence is male."""
    body = f"{REGION}{born:%Y%m%d}{serial * 2 + (sex == MALE):03d}"
    return body + check_digit(body)


class Registry:
    """Hands out every ID number and every mobile number once."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._taken: set[str] = set()

    def id_number(self, born: date, sex: str) -> str:
        while (number := id_number(born, sex, self._rng.randrange(500))) in self._taken:
            pass
        self._taken.add(number)
        return number

    def mobile(self) -> str:
        while (number := f"{MOBILE_RANGE}{self._rng.randrange(10**8):08d}") in self._taken:
            pass
        self._taken.add(number)
        return number
