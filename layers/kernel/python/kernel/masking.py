"""How a cell of a roster is shown to whoever must mend it: enough to find it, too little to learn it.

By column, and by what the cell holds: values stand in the wrong column more often than anywhere else.
"""

import re
from collections.abc import Sequence
from copy import replace

from kernel.rows import MemberRow, OrganisationRow, RowOutcome
from kernel.spelling import mask

LONGEST = 24
_PERSONAL = {
    *("name", "id_number", "sex", "ethnicity", "birth_date", "education", "category", "occupation", "mobile"),
    *("address", "branch_post", "floating", "outflow_to"),
}
_CODE = re.compile(r"[0-9A-Za-z-]{1,32}")
_DAY = re.compile(r"[0-9年月日./: -]{4,20}")
_MANY_DIGITS = re.compile(r"[0-9Xx]{9,}")
_LONG_NUMBER = 8


def masked(column: str | None, value: str) -> str:
    """The value with stars for what need not be seen."""
    text = "".join(character for character in value if character.isprintable())
    if column == "birth_date":
        return _beginning(text, 4)
    if _MANY_DIGITS.search(text.replace("-", "").replace(" ", "")) and not _is_code(column, text):
        return mask(text, 3, 4)[:LONGEST]
    if column in _PERSONAL or not _is_plain(column, text):
        return _beginning(text, 1)
    return text[:LONGEST]


def _beginning(text: str, length: int) -> str:
    """The first characters; a text that is no longer is hidden whole."""
    shown = text[:length] if len(text) > length else ""
    return (shown + "*" * (len(text) - len(shown)))[:LONGEST]


def _is_code(column: str | None, text: str) -> bool:
    return bool(column and column.endswith("code") and "-" in text and _CODE.fullmatch(text))


def _is_plain(column: str | None, text: str) -> bool:
    """Codes and days say nothing of a person; what an organisation is called is public."""
    if column and column.endswith("code"):
        return bool(_CODE.fullmatch(text))
    if column in ("joined_on", "converted_on"):
        return bool(_DAY.fullmatch(text)) and sum(map(str.isdigit, text)) <= _LONG_NUMBER
    return True


def with_values(outcomes: Sequence[RowOutcome], rows: Sequence[MemberRow | OrganisationRow]) -> tuple[RowOutcome, ...]:
    """The outcomes of rows, those that name a wrong column with its value, masked."""
    by_row = {row.row: row for row in rows}
    return tuple(_with_value(one, by_row.get(one.row)) for one in outcomes)


def _with_value(outcome: RowOutcome, row: MemberRow | OrganisationRow | None) -> RowOutcome:
    value = getattr(row, outcome.column, None) if outcome.column and outcome.outcome in ("error", "conflict") else None
    return outcome if value is None else replace(outcome, shown=masked(outcome.column, str(value)))
