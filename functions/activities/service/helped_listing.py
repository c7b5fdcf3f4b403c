"""Lists of help by its start: what somebody gives in some days, or what is done for them."""

from collections.abc import Callable
from datetime import date
from typing import Any

from functions.activities import reading
from functions.activities.service.helped_tables import Listed
from functions.activities.tables import resume
from kernel.clock import now
from kernel.model import Page
from kernel.table import Row, encode_cursor


def page[R: Row, O](
    model: type[R], key: str, days: tuple[date, date], cursor: str | None, limit: int, out: Callable[[R], O]
) -> Page[O]:
    """What is listed under a key from one day to another, by its start. Two reads."""
    after = resume(cursor, "pk", "sk", "at")
    start = after and _index_key(after, key)
    found = list(Listed.year.query(key, reading.within(*days), limit=limit, last_evaluated_key=start or None))
    rows = model.find_all([(one.pk, "NOW") for one in found], consistent=True) if found else []
    whole: dict[Any, R] = {row.key()["pk"]["S"]: row for row in rows}
    last = found[-1] if len(found) == limit else None
    return Page(
        items=[out(whole[one.pk]) for one in found],
        as_of=now(),
        next=encode_cursor({"pk": last.pk, "sk": last.sk, "at": last.starts_at} if last else None),
    )


def _index_key(after: dict[str, Any], key: str) -> dict[str, Any]:
    whole = {"pk": after["pk"], "sk": after["sk"], "branch_year": key, "starts_at": after["at"]}
    return {name: {"S": value} for name, value in whole.items()}
