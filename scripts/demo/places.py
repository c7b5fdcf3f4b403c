"""The townships and villages of Xintian county, read from `xintian.csv` (see README.md for the source)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

COUNTY = "新田县"
COUNTY_CODE = "431128"


@dataclass(frozen=True, slots=True)
class Village:
    name: str
    community: bool


@dataclass(frozen=True, slots=True)
class Township:
    """`code` is the three digits after the county's; streets are run by work committees."""

    code: str
    name: str
    villages: tuple[Village, ...]

    @property
    def is_street(self) -> bool:
        return self.name.endswith("街道")


def village(name: str) -> Village:
    """A village from its official name: 双碧社区居委会 → 双碧社区, 下户居委会 → 下户社区, 鱼游村委会 → 鱼游村."""
    short = name.removeprefix(COUNTY).removesuffix("生活区").removesuffix("社区居委会").removesuffix("居委会")
    if name.endswith("居委会"):
        return Village(f"{short}社区", community=True)
    return Village(short.removesuffix("委会"), community=False)


@cache
def townships() -> tuple[Township, ...]:
    """The 13 townships in code order, each with its villages."""
    names: dict[tuple[str, str], list[Village]] = {}
    with (Path(__file__).parent / "xintian.csv").open(encoding="utf-8", newline="") as file:
        for line in csv.DictReader(file):
            key = (line["township_code"].removeprefix(COUNTY_CODE), line["township"])
            names.setdefault(key, []).append(village(line["name"]))
    return tuple(Township(code, name, tuple(villages)) for (code, name), villages in names.items())
